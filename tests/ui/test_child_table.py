"""The small table of the records inside a record: what sets them apart stays whole or is cut last."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_app.domain.plan import Plan
from desktop_app.domain.validation import State
from ui.form.child_table import ChildTable
from ui.form.form_content import ListRow
from ui.widgets.column_widths import TIGHT

pytestmark = pytest.mark.usefixtures("dressed")

WIDE, NARROW = 382, 346  # a form at 100 % and at 150 %
CLOSED = "Đóng cửa, không kiểm tra được"
INNS = ("Khách sạn Biên Cương 1 - Khách sạn", "Nhà nghỉ Kim Cương - Nhà nghỉ")


def visits(plan: Plan, qtbot: QtBot, width: int, rows: Sequence[Sequence[str]], state: State) -> ChildTable:
    """The visits of an inspection in a form of this width."""
    inner = ChildTable(plan.record_kinds["inspection_visit"])
    qtbot.addWidget(inner)
    inner.resize(width, 400)
    inner.show_rows([ListRow(str(number), cells, state) for number, cells in enumerate(rows)], ready=True)
    inner.show()
    return inner


def shown(inner: ChildTable) -> list[bool]:
    return [not inner.table.isColumnHidden(column) for column in range(inner.table.columnCount())]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_what_was_found_stays_whole_beside_long_names(plan: Plan, qtbot: QtBot, width: int) -> None:
    rows = [("12/05/2022", INNS[0], "Không vi phạm"), ("13/05/2022", INNS[1], CLOSED)]
    inner = visits(plan, qtbot, width, rows, State.COUNTS)
    table = inner.table
    assert shown(inner) == [True, True, True]
    assert table.columnWidth(1) >= TIGHT
    assert table.columnWidth(2) >= table.fontMetrics().horizontalAdvance("Không vi phạm") + 22
    cell = table.item(1, 2)
    assert cell is not None
    assert (cell.text(), cell.toolTip(), cell.data(Qt.ItemDataRole.AccessibleTextRole)) == ("Đóng cửa", CLOSED, CLOSED)


def test_a_day_that_is_the_same_for_all_goes_before_names_are_cut_further(plan: Plan, qtbot: QtBot) -> None:
    rows = [("12/05/2022", name, "Không vi phạm") for name in INNS]
    assert shown(visits(plan, qtbot, NARROW, rows, State.COUNTS)) == [False, True, True]


def test_the_column_that_bears_the_sign_stays(plan: Plan, qtbot: QtBot) -> None:
    rows = [("12/05/2022", name, "Không vi phạm") for name in INNS]
    assert shown(visits(plan, qtbot, NARROW, rows, State.UNFINISHED))[0]
