"""Names that the program writes have a few digits of ASCII; those with others are names of anybody, and no harm."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db.defaults import next_code
from db.head_mark import MARK, read_mark
from desktop_app.domain.backups import backup_name, parse_name
from desktop_app.domain.org_unit import OrgUnit
from desktop_app.domain.sent_copy import sent_name
from desktop_app.errors import AppError
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.session import opening
from desktop_app.sheets.list_mark import ListMark, find_mark
from tests.db.office import Office
from tests.db.test_foreign_parts import alter
from tests.new_files import new_file

OTHERS = ["٣", "３", "३", "𝟛", "৩"]  # digits, all of them, to Python
MANY = "9" * 5000  # of which it makes no number
UNIT = OrgUnit("03388", None, "commune", "Xã", "Xã Mường Than")


@pytest.mark.parametrize("digit", OTHERS)
def test_a_backup_is_known_by_its_digits(digit: str) -> None:
    name = backup_name(datetime(2022, 9, 8, 3, 3, 3, tzinfo=UTC), "hand")
    assert parse_name(Path(name)) is not None
    assert parse_name(Path(name.replace("3", digit))) is None


@pytest.mark.parametrize("number", [*OTHERS, MANY, "²"])
def test_copies_are_numbered_after_those_that_the_program_named(number: str) -> None:
    taken = ["so-muong-than-2022-02.db", f"so-muong-than-2022-{number}.db"]
    assert sent_name(UNIT, [UNIT], "2022", taken) == "so-muong-than-2022-03.db"


@pytest.mark.parametrize("number", [*OTHERS, MANY])
def test_a_mark_has_the_number_of_an_edition(number: str) -> None:
    assert read_mark(f"11 v1 small {number} x y z") is None
    stamp = bytes(14)
    assert find_mark([str(ListMark("place", 3, stamp))]) == ListMark("place", 3, stamp)
    assert find_mark([f"SKH1 place {number} {stamp.hex()}"]) is None


@pytest.fixture
def path(tmp_path: Path) -> Path:
    office = Office.new(tmp_path / "lan.db")
    office.create("place", name="Chợ", unit="11")
    office.close()
    return tmp_path / "lan.db"


@pytest.mark.parametrize("number", [*OTHERS, MANY])
def test_a_ledger_with_such_a_mark_is_opened_or_refused_and_salvaged(path: Path, number: str) -> None:
    alter(path, f"UPDATE meta SET value = '11 v1 small {number} x y z' WHERE key = '{MARK}'")
    assert opening.salvage(path, path.with_name("cứu.db")).lost == 0
    with suppress(AppError), opening.open_file(path) as file:
        assert file.certain is not None


@pytest.mark.parametrize("plan", ["lai-chau", "/x", "*"])
def test_a_ledger_that_names_no_plan_of_ours_is_salvaged(path: Path, plan: str) -> None:
    alter(path, f"UPDATE meta SET value = '{plan}' WHERE key = 'plan'", f"DELETE FROM meta WHERE key = '{MARK}'")
    assert opening.salvage(path, path.with_name("cứu.db")).lost == 0


@pytest.mark.parametrize("number", [*OTHERS, MANY])
def test_a_code_is_numbered_after_those_that_the_program_proposes(tmp_path: Path, number: str) -> None:
    with new_file(tmp_path / "a.db", load_plan(plan_folder("lai-chau-2022")), "03388") as file:
        kind, pattern = next(
            (kind, str(of.default).removeprefix("=auto('").removesuffix("')"))
            for kind in file.plan.record_kinds.values() for of in kind.fields.values()
            if str(of.default).startswith("=auto('TB-")
        )  # fmt: skip
        name = next(of.name for of in kind.fields.values() if of.default and pattern in of.default)
        values = {"unit": "03388", kind.date_field: "2022-05-01"}
        beside = [{name: f"TB-03388-2022-{said}"} for said in (2 * number, "007")]
        assert next_code(file, kind, pattern, values, beside) == "TB-03388-2022-008"
