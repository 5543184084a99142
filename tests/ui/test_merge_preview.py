"""What files would bring, before it is taken in: every number whole, and said as what it is."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.domain.merging import MERGED, SourceReport, UnitReport
from ui.exchange.merge_tree import NAME, NEW, NOTE, WHOSE, MergeTree
from ui.widgets import theme
from ui.widgets.list_header import SIDE

ROOM = 1066  # in a window of 1366
MANY = (118_608, 12_345, 1_307, 98_765, 0, 4_021)


def tree_of(qtbot: QtBot, *reports: SourceReport, wide: int = ROOM) -> MergeTree:
    tree = MergeTree()
    qtbot.addWidget(tree)
    tree.resize(theme.wide(wide), 400)
    tree.show()
    tree.show_reports(reports)
    return tree


def cut(tree: MergeTree, *columns: int) -> list[str]:
    """The cells of a tree's lines that are not whole."""
    tops = [top for number in range(tree.topLevelItemCount()) if (top := tree.topLevelItem(number)) is not None]
    lines = [*tops, *(line for top in tops for n in range(top.childCount()) if (line := top.child(n)) is not None)]
    wide = tree.fontMetrics().horizontalAdvance
    return [line.text(c) for line in lines for c in columns if wide(line.text(c)) + 2 * SIDE > tree.columnWidth(c)]


@pytest.mark.parametrize("room", [700, ROOM])
def test_numbers_are_never_cut(qtbot: QtBot, dressed: QApplication, room: int) -> None:
    name, whose = "so-lai-chau-2022-01.db", ("", "1", "Tỉnh Lai Châu", "Nguyễn Văn Tỉnh")
    units = [UnitReport("1", "Xã Mường Than", True, True, 1, *MANY)]
    report = SourceReport(name, MERGED, *whose, 1, *MANY, outside=1, units=units)
    assert cut(tree_of(qtbot, report, wide=room), *range(NEW, NOTE)) == []


def test_whose_a_file_is_stands_whole_while_the_notes_are_short(qtbot: QtBot, dressed: QApplication) -> None:
    report = SourceReport(
        "so-tam-duong-2022-01.db", MERGED, unit_name="Thị trấn Tam Đường", author="Vàng Thị Xã", new=3
    )
    tree = tree_of(qtbot, report)
    assert cut(tree, WHOSE) == []
    assert tree.columnWidth(NAME) >= tree.fontMetrics().horizontalAdvance(report.name) + 3 * tree.indentation()
