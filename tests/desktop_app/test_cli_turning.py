"""The commands that take a merge back and do it again, and say what went and what stayed."""

import json
import shutil
from pathlib import Path

import pytest

from desktop_app.session import editing, opening
from tests.desktop_app.conftest import Run

KIND = "comm_activity"


@pytest.fixture
def merged(run: Run, tmp_path: Path) -> tuple[Path, Path, str, str]:
    """(our file, theirs, a record that came and was worked on, the act of the merge); another record came as well."""
    ours, theirs = tmp_path / "ta.db", tmp_path / "họ.db"
    run("new", ours, "--unit", "03388", "--author", "Lan")
    shutil.copy(ours, theirs)
    with opening.open_file(theirs, author="Mai") as file:
        kept = editing.new_record(file, KIND, {"unit": "03388", "date": "2022-05-14", "title": "Ở lại"}).record
        editing.new_record(file, KIND, {"unit": "03388", "date": "2022-05-15", "title": "Ra đi"})
    run("merge", ours, theirs)
    with opening.open_file(ours) as file:
        editing.set_value(file, kept, "title", "Ở lại, đã sửa")
    (act,) = (act for act in json.loads(run("acts", ours, "--json")[1]) if act["kind"] == "merge")
    assert (act["undone"], act["source"]) == (False, "họ.db")
    return ours, theirs, kept, act["act"]


def titles(run: Run, file: Path) -> list[str]:
    lines = run("export", file, "--out", "-")[1].splitlines()
    return sorted(line["fields"]["title"] for line in map(json.loads, lines) if line["kind"] == KIND)


def test_a_merge_is_undone_and_redone(run: Run, merged: tuple[Path, Path, str, str]) -> None:
    ours, _, _, act = merged
    code, out, err = run("undo", ours, act)
    assert (code, out) == (0, act + "\n")
    assert "Lan đã sửa tiếp" in err
    assert err.endswith("Đã hoàn tác.\n")
    assert titles(run, ours) == ["Ở lại, đã sửa"]
    assert run("check", ours)[0] == 0
    assert run("redo", ours, act)[:2] == (0, act + "\n")
    assert titles(run, ours) == ["Ra đi", "Ở lại, đã sửa"]


def test_a_dry_run_tells_it_and_writes_nothing(run: Run, merged: tuple[Path, Path, str, str]) -> None:
    ours, _, kept, act = merged
    before = ours.read_bytes()
    told = json.loads(run("undo", ours, act, "--dry-run", "--json")[1])
    assert ours.read_bytes() == before
    assert told["act"] is None
    assert [(part["field"], part["changes"]) for part in told["moved"]] == [("", 3)]
    assert {(part["record"], part["reason"]) for part in told["retained"]} == {(kept, "replaced"), (kept, "worked-on")}


def test_merging_again_says_what_was_set_aside_before(run: Run, merged: tuple[Path, Path, str, str]) -> None:
    ours, theirs, _, act = merged
    run("undo", ours, act)
    assert "1 phiếu đã để riêng trước đây" in run("merge", ours, theirs, "--dry-run")[1]
    (report,) = json.loads(run("merge", ours, theirs, "--json")[1])["sources"]
    assert (report["reverted"], report["new"]) == (1, 1)
    assert titles(run, ours) == ["Ra đi", "Ở lại, đã sửa"]


def test_an_erasure_that_came_with_a_merge_stays_and_is_named_in_words(
    run: Run, merged: tuple[Path, Path, str, str], tmp_path: Path
) -> None:
    _, theirs, kept, _ = merged
    ours = tmp_path / "khác.db"
    run("new", ours, "--unit", "03388")
    title = next(i for i in json.loads(run("history", theirs, kept, "--json")[1]) if i["field"] == "title")
    assert run("erase", theirs, title["stamp"], "--reason", "Nhầm")[0] == 0
    run("merge", ours, theirs)
    act = next(act["act"] for act in json.loads(run("acts", ours, "--json")[1]) if act["kind"] == "merge")
    assert "giữ: Xóa hẳn dữ liệu – xóa hẳn thì không lấy lại được\n" in run("undo", ours, act)[2]


def test_the_history_names_the_file_and_when_it_was_merged(run: Run, merged: tuple[Path, Path, str, str]) -> None:
    ours, _, kept, _ = merged
    items = json.loads(run("history", ours, kept, "--json")[1])
    assert [item["source"] for item in items] == ["họ.db"] * 3 + [None]
    assert items[0]["merged"]
