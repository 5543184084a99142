"""A typed 0, a field left empty and a declaration are three things, from the key stroke to the board."""

from pathlib import Path

import pytest

from desktop_app.domain.completeness import Completeness
from desktop_app.domain.values import Value
from desktop_app.session import figures, opening, records
from tests.ui.conftest import MakeFile, OpenWindow
from tests.ui.hand import Hand, now
from ui.progress.board_dialog import BoardDialog

HANDLED: tuple[str, dict[str, Value]] = (
    "admin_handling", {"period_code": "Q3", "behaviour": "ban_dam", "source": "Công an"},
)  # fmt: skip
DECLARED: tuple[str, dict[str, Value]] = (
    "period_declaration",
    {"period_code": "Q3", "plan_area": "3", "declared_by": "Trần Thị Bình", "date": "2022-09-07"},
)
AREA_3 = 4  # Ctrl+4


def reported(path: Path) -> tuple[Completeness, object]:
    """What the file says of area 3, and the number as it is stored."""
    with opening.open_file(path, now=now) as file:
        row = next(r for r in figures.completeness(file, figures.read_period(file, "2022-Q3")) if r.area == "3")
        stored = [r.values.get("persons") for r in records.rows(file, "admin_handling")]
        return row, stored[0] if stored else None


def write_persons(hand: Hand, typed: str) -> None:
    hand.go(AREA_3)
    hand.area.list.choose_kind("admin_handling")
    hand.wait()
    hand.area.list.table.selectRow(0)
    hand.wait()
    hand.write("persons", typed)
    hand.wait()
    hand.window.close()


@pytest.mark.parametrize(
    ("typed", "state", "stored"), [("", "not_reported", None), ("0", "zero", 0), ("3", "number", 3)]
)
def test_what_is_typed_into_a_field_decides_which_state_it_is(
    open_window: OpenWindow, make_file: MakeFile, typed: str, state: str, stored: int | None
) -> None:
    path = make_file(records=[HANDLED])
    write_persons(open_window(path), typed)
    row, value = reported(path)
    assert (row.state, value) == (state, stored)


def test_a_zero_taken_out_again_is_no_zero(open_window: OpenWindow, make_file: MakeFile) -> None:
    path = make_file(records=[(HANDLED[0], {**HANDLED[1], "persons": 0})])
    assert reported(path)[0].state == "zero"
    write_persons(open_window(path), "\b")
    assert (reported(path)[0].state, reported(path)[1]) == ("not_reported", None)


def test_who_declared_that_nothing_happened_is_kept_with_the_day_and_shown_on_the_board(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    path = make_file(records=[DECLARED])
    hand = open_window(path)
    file = hand.view.file
    board = BoardDialog(
        hand.window, hand.view.bridge, file.plan, file.units, file.unit, figures.read_period(file, "2022-Q3")
    )
    hand.wait()
    (line,) = board.table.lines
    assert line.cells[1:6] == ("", "", "KPS", "", "")
    assert line.tips[1:6] == (*["Chưa báo cáo"] * 2, "Không phát sinh", *["Chưa báo cáo"] * 2)
    said = board.declared.text()
    assert "khai báo không phát sinh" in said
    assert "Trần Thị Bình, 07/09/2022" in said
    board.close()
    hand.window.close()
    row, _ = reported(path)
    assert (row.state, row.declared_by, row.declared_on) == ("nothing", "Trần Thị Bình", "2022-09-07")
