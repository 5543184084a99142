"""A plan travels as one file: taken onto a computer, put in force, declined, taken back, told where it is torn."""

import json
import re
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from desktop_app import own_plans, paths
from desktop_app.domain.plan import plan_digest
from desktop_app.domain.plan_code import plan_code
from desktop_app.domain.recovery_code import is_right
from desktop_app.errors import AppError
from desktop_app.plan_bundle import bundle_name, bundle_text, is_bundle, read_bundle
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.session import maintenance, opening, plan_books, plans, records
from tests.desktop_app.conftest import Run
from tests.own_folders import use_settings

TINY = Path(__file__).parent.parent / "data" / "plans" / "tiny"


def later(plan: dict[str, Any], label: str = "Kế hoạch Xanh, bản sau") -> dict[str, Any]:
    changed = deepcopy(plan)
    changed["plan"]["edition"] += 1
    changed["plan"]["label"]["vi"] = label
    return changed


def bundle(folder: Path, plan: dict[str, Any], name: str = "") -> Path:
    file = folder / (name or bundle_name(plan))
    file.write_text(bundle_text(plan), encoding="utf-8")
    return file


def code_in(text: str) -> str:
    found: list[str] = re.findall(r"\d{6}(?: \d{6}){4}", text)
    return found[-1]


def test_the_file_holds_the_very_plan_and_both_ends_read_out_the_same_code(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "gửi.sokehoach-plan"
    code, _, sent = run("plan", "export", file, TINY)
    assert code == 0
    assert read_bundle(file) == load_plan(TINY)
    code, _, taken = run("plan", "take", file)
    assert (code, code_in(sent)) == (0, code_in(taken))
    assert code_in(sent) == plan_code(plan_digest(load_plan(TINY)))


def test_a_digit_heard_wrongly_is_noticed_and_another_plan_has_another_code() -> None:
    plan = load_plan(TINY)
    groups = plan_code(plan_digest(plan)).split()
    assert all(map(is_right, groups))
    wrong = [g[:n] + digit + g[n + 1 :] for g in groups for n in range(6) for digit in "0123456789" if digit != g[n]]
    assert not any(map(is_right, wrong))
    assert plan_code(plan_digest(later(plan))) != " ".join(groups)


def test_a_taken_plan_makes_ledgers_and_is_let_go_again(run: Run, tmp_path: Path) -> None:
    file, ledger = bundle(tmp_path, load_plan(TINY)), tmp_path / "hội.db"
    assert run("new", ledger, "--plan", "tiny", "--unit", "H")[0] == 1
    assert run("plan", "take", file)[0] == 0
    assert "đã có" in run("plan", "take", file)[2]
    listed = json.loads(run("plan", "list", "--json")[1])["plans"]
    assert [(one["id"], one["edition"]) for one in listed] == [("tiny", 3)]
    assert run("new", ledger, "--plan", "tiny", "--unit", "H")[0] == 0
    assert run("plan", "forget", "tiny", 3)[0] == 0
    assert run("plan", "list")[1] == ""
    assert run("info", ledger)[0] == 0  # it holds the plan itself
    assert run("plan", "forget", "tiny", 3)[0] == 1


def test_a_plan_folder_beside_the_settings_is_found_without_being_taken(run: Run, tmp_path: Path) -> None:
    folder = own_plans.own_folder() / "of the union"
    folder.parent.mkdir(parents=True)
    assert run("plan", "export", tmp_path / "x.xlsx", TINY)[0] == 0
    assert run("plan", "import", tmp_path / "x.xlsx", "--out", folder)[0] == 0
    assert run("new", tmp_path / "hội.db", "--plan", "tiny", "--unit", "H")[0] == 0
    assert run("plan", "forget", "tiny", 3)[0] == 1  # what a person put there a person takes away
    assert folder.is_dir()


def test_a_program_on_a_stick_looks_beside_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_settings(monkeypatch, tmp_path / "config")
    runtime = tmp_path / "stick" / "runtime"
    runtime.mkdir(parents=True)
    (tmp_path / "stick" / paths.WITH_THE_PROGRAM).mkdir()
    monkeypatch.setattr("sys.executable", str(runtime / "python"))
    plan_books.take(bundle(tmp_path, load_plan(TINY)))
    assert own_plans.own_folder() == tmp_path / "stick" / paths.WITH_THE_PROGRAM / "plans"
    assert [one.id for one in own_plans.own_plans()[0]] == ["tiny"]


def test_the_later_edition_that_was_taken_makes_new_ledgers(run: Run, tmp_path: Path) -> None:
    shipped = load_plan(plan_folder("lai-chau-2022"))
    assert run("plan", "take", bundle(tmp_path, later(shipped)))[0] == 0
    assert run("new", tmp_path / "a.db", "--unit", "03388")[0] == 0
    with opening.open_file(tmp_path / "a.db") as file:
        assert file.plan.edition == shipped["plan"]["edition"] + 1


WRONG: dict[str, Callable[[str], bytes]] = {
    "torn": lambda text: text.encode()[:-200],
    "a digit more": lambda text: text.replace('"year":2023', '"year":2024', 1).encode(),
    "empty": lambda text: b"",
    "something else": lambda text: b"\x89PNG\r\n",
    "a list": lambda text: b"[]",
    "deep": lambda text: b'{"sokehoach-plan":1,"plan":' + b"[" * 200_000,
    "lists in lists": lambda text: b'{"sokehoach-plan":1,"digest":"x","plan":{"a":' + b"[" * 970 + b"]" * 970 + b"}}",
    "half a letter": lambda text: b'{"sokehoach-plan":1,"digest":"x","plan":{"plan":{"id":"\\ud800"}}}',
    "a number of thousands of digits": lambda text: b'{"sokehoach-plan":1,"plan":{"a":' + b"9" * 5000 + b"}}",
    "of a later program": lambda text: text.replace('"sokehoach-plan":1', '"sokehoach-plan":2', 1).encode(),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_is_torn_or_none_is_told_and_harms_nothing(name: str, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.sokehoach-plan"
    file.write_bytes(WRONG[name](bundle_text(load_plan(TINY))))
    code, _, said = run("plan", "take", file)
    assert code == 1
    assert "x.sokehoach-plan" in said
    own_plans.own_folder().mkdir(parents=True)
    (own_plans.own_folder() / "x.sokehoach-plan").write_bytes(file.read_bytes())
    found, broken = own_plans.own_plans()
    assert (found, len(broken)) == ([], 1)
    assert run("new", tmp_path / "a.db", "--unit", "03388")[0] == 0


def test_a_broken_folder_harms_no_other_plan(run: Run, tmp_path: Path) -> None:
    assert run("plan", "take", bundle(tmp_path, load_plan(TINY)))[0] == 0
    for name, text in (("a", "[plan]\nid ="), ("b", ""), ("c", "plan = 3"), ("d", "[plan.label]\nvi = 3")):
        (own_plans.own_folder() / name).mkdir()
        (own_plans.own_folder() / name / "plan.toml").write_text(text)
    found, broken = own_plans.own_plans()
    assert ([one.id for one in found], len(broken)) == (["tiny"], 4)
    assert run("new", tmp_path / "a.db", "--plan", "tiny", "--unit", "H")[0] == 0


def test_a_plan_with_mistakes_is_not_taken(run: Run, tmp_path: Path) -> None:
    wrong = deepcopy(load_plan(TINY))
    wrong["kinds"]["planting"]["fields"]["trees"]["type"] = "integer"
    code, _, said = run("plan", "take", bundle(tmp_path, wrong))
    assert code == 1
    assert "integer" in said


def test_another_text_under_a_number_that_is_here_is_refused(run: Run, tmp_path: Path) -> None:
    plan = load_plan(TINY)
    rival = later(plan) | {"plan": later(plan)["plan"] | {"edition": 3}}
    assert run("plan", "take", bundle(tmp_path, plan, "a.sokehoach-plan"))[0] == 0
    code, _, said = run("plan", "take", bundle(tmp_path, rival, "b.sokehoach-plan"))
    assert code == 1
    assert "đối chiếu mã" in said


def test_a_folder_that_takes_nothing_is_told(run: Run, tmp_path: Path) -> None:
    paths.settings_dir().parent.mkdir(parents=True, exist_ok=True)
    paths.settings_dir().write_text("no folder")
    code, _, said = run("plan", "take", bundle(tmp_path, load_plan(TINY)))
    assert code == 1
    assert "Không ghi được" in said


# --- in a ledger ------------------------------------------------------------------------------------------------------


@pytest.fixture
def ledger(run: Run, tmp_path: Path) -> Path:
    """A ledger of the small plan, which knows nothing of files that travel."""
    path = tmp_path / "hội.db"
    opening.create_file(path, load_plan(TINY), "H", "Lan").close()
    return path


def edition_of(path: Path) -> int:
    with opening.open_file(path) as file:
        assert maintenance.check(file) == []
        return file.plan.edition


def test_an_edition_comes_by_stick_is_adopted_and_taken_back(run: Run, ledger: Path, tmp_path: Path) -> None:
    file = bundle(tmp_path, later(load_plan(TINY)))
    assert run("plan", "adopt", ledger, file)[0] == 0
    assert edition_of(ledger) == 4
    assert run("plan", "back", ledger)[0] == 0
    assert edition_of(ledger) == 3


def test_an_edition_that_is_declined_stays_named_with_its_code(run: Run, ledger: Path, tmp_path: Path) -> None:
    file = bundle(tmp_path, later(load_plan(TINY)))
    assert run("plan", "decline", ledger, file)[0] == 0
    (offer,) = json.loads(run("plan", "offers", ledger, "--json")[1])["offers"]
    assert (offer["decision"], offer["file"], offer["code"]) == (
        "declined", file.name, plan_code(plan_digest(read_bundle(file))),
    )  # fmt: skip
    assert "tệp kế hoạch tiny-4" in run("plan", "offers", ledger)[1]
    assert edition_of(ledger) == 3


def refused(run: Run, ledger: Path, file: Path) -> str:
    code, _, said = run("plan", "adopt", ledger, file)
    assert code == 1
    assert edition_of(ledger) == 3
    return said


def test_another_plan_an_older_edition_and_another_text_are_refused(run: Run, ledger: Path, tmp_path: Path) -> None:
    plan = load_plan(TINY)
    other = later(plan)
    other["plan"]["id"] = "tiny-2"
    assert "lập sổ mới" in refused(run, ledger, bundle(tmp_path, other))
    changed = later(plan)
    changed["plan"]["edition"] = 3
    assert "đối chiếu mã" in refused(run, ledger, bundle(tmp_path, changed, "changed.sokehoach-plan"))
    assert "không mới hơn" in refused(run, ledger, bundle(tmp_path, plan, "same.sokehoach-plan"))
    without = later(plan)
    without["units"]["a"] = [row for row in without["units"]["a"] if row[0] != "H"]
    refused(run, ledger, bundle(tmp_path, without, "without.sokehoach-plan"))


def test_the_plan_of_a_ledger_travels_to_another_office(run: Run, ledger: Path, tmp_path: Path) -> None:
    assert run("plan", "adopt", ledger, bundle(tmp_path, later(load_plan(TINY))))[0] == 0
    assert run("plan", "export", tmp_path / "on.sokehoach-plan", ledger)[0] == 0
    second = tmp_path / "nhánh.db"
    opening.create_file(second, load_plan(TINY), "011", "Nam").close()
    with opening.open_file(second) as file:
        offer = plans.find_offer(file, str(tmp_path / "on.sokehoach-plan"))
        plans.adopt(file, offer)
        assert plan_digest(file.plan.source) == plan_digest(read_bundle(tmp_path / "on.sokehoach-plan"))
        assert records.rows(file, "planting") == []


def test_a_data_file_is_no_plan_file(ledger: Path) -> None:
    assert not is_bundle(ledger)
    with pytest.raises(AppError) as told:
        plan_books.take(ledger)
    assert told.value.key == "planfile.none"
