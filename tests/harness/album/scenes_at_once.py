"""What concerns many records at once: unknown words of a sheet, the board, a
declaration of several areas.
"""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTabBar

from tests.harness.album.scenes import area_of, clear_away, key, settle, view_of
from ui.main_window import MainWindow
from ui.page_names import OVERVIEW
from ui.progress.figure_dialog import FigureDialog
from ui.report.declare_dialog import DeclareDialog
from ui.sheets.import_dialog import ImportDialog

Scenes = Iterator[str]
ROWS = 9


def unknown_words(window: MainWindow, page: str) -> Scenes:
    """A sheet with words that stand for nothing, before and after one of them is answered."""
    view_of(window).show_page(page)
    settle(window)
    listed = area_of(window).list
    listed.choose_kind(next(iter(listed.kinds)))
    unit = view_of(window).file.units.name(view_of(window).file.unit)
    heading = ["Đơn vị", "Ngày tổ chức", "Hình thức", "Nội dung", "Số buổi", "Đối tượng", "Số lượt người"]
    forms = ("Loa phường", "Họp bản", "Loa truyền thanh cơ sở")
    rows = [
        [unit if n % 4 else "Xã Mường Kim mới", f"{n + 1:02}/05/2022", forms[n % 3], f"Chủ đề {n + 1}", "2",
         "Nhân dân" if n % 2 else "Nhân dân, bà con", "KPS" if n % 3 else "45"]
        for n in range(ROWS)
    ]  # fmt: skip
    QApplication.clipboard().setText("\n".join("\t".join(cells) for cells in (heading, *rows)))
    listed.sheets.paste()
    settle(window)
    yield "words"
    for sheet in window.findChildren(ImportDialog):
        if sheet.isVisible():
            sheet.fields.finders["word:C:loa phường"].picked.emit("loa", "Loa truyền thanh cơ sở")
    settle(window)
    yield "words-answered"
    clear_away()


def board(window: MainWindow) -> Scenes:
    """The board, all groups open, a unit's records, and one of them open."""
    view = view_of(window)
    view.show_page(OVERVIEW)
    settle(window)
    sheet = view.dialogs.show_board()
    settle(window)
    assert sheet is not None
    yield "board-groups"
    sheet.fold.click()
    settle(window)
    yield "board-all"
    rows = [n for n, line in enumerate(sheet.table.lines) if not line.heads and any(line.cells[1:6])]
    if rows:
        sheet.table.setCurrentIndex(sheet.table.model().index(rows[0], 1))
        key(window, Qt.Key.Key_Return)
        settle(window)
        yield "unit-records"
        key(window, Qt.Key.Key_Return)
        settle(window)
        yield "unit-record"
    clear_away()
    view.show_page(OVERVIEW)
    view.dialogs.explain("1.1")
    settle(window)
    for figure in window.findChildren(FigureDialog):
        if figure.isVisible():
            figure.findChildren(QTabBar)[0].setCurrentIndex(1)
            settle(window)
            key(window, Qt.Key.Key_Return)
    settle(window)
    yield "figure-record"
    clear_away()


def declare(window: MainWindow) -> Scenes:
    view = view_of(window)
    view.show_page(OVERVIEW)
    settle(window)
    view.dialogs.declare()
    settle(window)
    for sheet in window.findChildren(DeclareDialog):
        if sheet.isVisible():
            for tick in list(sheet.ticks.values())[-2:]:
                tick.click()
    settle(window)
    yield "declare"
    clear_away()


def at_once(window: MainWindow, page: str) -> Scenes:
    yield from unknown_words(window, page)
    yield from board(window)
    yield from declare(window)
