"""The ledger as it was: a private copy is turned to what the office of an act knew, back and forth."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from db import connection as opening
from db import store
from db.connection import connect
from db.past_ledger import past_ledger
from db.private_folder import private_folder
from tests.db.office import Office
from tests.sentences import refused


@pytest.fixture
def folder() -> Iterator[Path]:
    with private_folder() as made:
        yield made


def last_act(office: Office) -> int:
    return int(office.run("SELECT max(no) FROM act").fetchone()[0])


def names(file: object) -> list[str]:
    return [name for (name,) in file.connection.execute("SELECT name FROM place ORDER BY name")]  # type: ignore[attr-defined]  # any open file


def test_a_copy_is_turned_back_and_forth_and_the_ledger_stays(lan: Office, folder: Path) -> None:
    market, before = lan.create("place", name="Chợ", unit="11"), []
    for act in (
        lambda: lan.put(market, name="Chợ Mới"), lambda: lan.create("place", name="Đình", unit="11"),
        lambda: lan.delete(market), lambda: lan.restore(market),
    ):  # fmt: skip
        act()
        before.append(last_act(lan))
    with past_ledger(lan.file, folder) as turn:
        found = [names(turn(before[n])) for n in (2, 0, 3, 1, 0)]
    assert found == [["Chợ Mới", "Đình"], ["Chợ"], ["Đình"], ["Chợ Mới"], ["Chợ"]]
    assert names(lan.file) == ["Chợ Mới", "Đình"]


def test_of_another_office_s_act_what_is_older_by_its_stamp_was_known(two: tuple[Office, Office], folder: Path) -> None:
    lan, mai = two
    lan.create("place", name="Đình", unit="11")
    mai.absorb(lan)
    mai.create("place", name="Bến", unit="11")
    lan.absorb(mai)
    theirs = last_act(lan)
    lan.create("place", name="Ao", unit="11")
    with past_ledger(lan.file, folder) as turn:
        assert names(turn(theirs)) == ["Chợ", "Đình"]
        assert names(turn(last_act(lan))) == ["Bến", "Chợ", "Đình"]


def test_inside_an_act_the_copy_holds_what_was_stored_before(lan: Office, folder: Path) -> None:
    lan.create("place", name="Chợ", unit="11")
    lan.create("place", name="Đình", unit="11")
    with store.writing(lan.file), past_ledger(lan.file, folder) as turn:
        assert names(turn(last_act(lan))) == ["Chợ"]


def test_while_another_program_holds_the_file_the_copy_is_refused(
    lan: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lan.create("place", name="Chợ", unit="11")
    monkeypatch.setattr(opening, "BUSY_MS", 20)
    with closing(connect(lan.file.path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with refused("đang được chương trình khác sử dụng"), past_ledger(lan.file, folder):
            pass
