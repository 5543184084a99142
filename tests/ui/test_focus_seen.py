"""The focus is seen: two pictures of every kind of control, with and without it, differ plainly in both looks."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QTextEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.hand import dress
from tests.ui.test_theme import contrast
from ui.form.multi_editor import ChoiceTag
from ui.progress.indicator_cards import IndicatorCard
from ui.widgets import parts, theme
from ui.widgets.line_table import LineTable
from ui.widgets.lines import Line
from ui.widgets.scrolling import Scrolling
from ui.window.side_tabs import SideTab, SideTabs

PLAIN = 2.0  # a pixel of a mark against the same pixel without it; against its ground a mark has 3:1 (test_theme)
LEAST = 120  # such pixels: two sides of the smallest control, more than a cursor in a line of text
ROLES = ("", "primary", "danger", "link", "line", "icon")
CHOICES = ("chip", "segment")


def controls() -> Iterator[tuple[str, QWidget]]:
    """One of each kind that can take the focus."""
    yield from ((f"button {role}", parts.button("Lưu", role=role)) for role in ROLES)
    for role in CHOICES:
        for chosen in (False, True):
            button = parts.choice("Tuyên truyền", None, role)
            button.setChecked(chosen)
            yield f"{role} {'chosen' if chosen else 'not chosen'}", button
    yield "card", IndicatorCard(lambda: None)
    yield "tag", ChoiceTag("Nhân dân", "Đối tượng")
    tabs = QTabBar()
    for name in ("Bản in", "Lời văn"):
        tabs.addTab(name)
    yield "tabs above a page", tabs
    yield "tabs of the window", SideTabs([SideTab("Tổng quan", "layout-dashboard"), SideTab("Báo cáo", "file-text")])
    yield from fields()
    yield from lists()
    yield "scrolled panel", Scrolling(QWidget(), "Việc cần làm")
    yield "pages", QPdfView()


def fields() -> Iterator[tuple[str, QWidget]]:
    for role in ("", "filter", "filter-wrong", "wrong"):
        line = QLineEdit()
        line.setProperty("role", role)
        yield f"line of text {role}", line
    for role in ("", "wrong"):
        text = QPlainTextEdit()
        text.setProperty("role", role)
        yield f"long text {role}", text
    paper = QTextEdit()
    paper.setObjectName("paper")
    yield "paper", paper


def lists() -> Iterator[tuple[str, QWidget]]:
    table = LineTable("Phiếu", [("Ngày", 90), ("Nội dung", 0)])
    table.show_lines([Line(("5/9/2022", "Phát thanh")), Line(("6/9/2022", "Hội nghị"))])
    yield "cells of a table", table
    tree = QTreeWidget()
    item = QTreeWidgetItem(tree, ["Tỉnh Lai Châu"])
    item.setCheckState(0, Qt.CheckState.Checked)
    yield "tree with boxes to tick", tree
    ticks = QListWidget()
    QListWidgetItem("Ngày thực hiện", ticks).setCheckState(Qt.CheckState.Checked)
    yield "boxes to tick", ticks


def picture(control: QWidget) -> QImage:
    QApplication.processEvents()
    return control.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def changed(before: QImage, after: QImage) -> int:
    """How many pixels are plainly other than before; all of them where the size changes."""
    if before.size() != after.size():
        return before.width() * before.height()
    pairs = [
        (before.pixel(x, y), after.pixel(x, y)) for y in range(before.height()) for x in range(before.width())
    ]  # fmt: skip
    plain = {pair: contrast(*(QColor(p).name() for p in pair)) >= PLAIN for pair in set(pairs)}
    return sum(plain[pair] for pair in pairs)


@pytest.mark.parametrize("look", theme.PALETTES)
def test_the_focus_is_seen_on_every_kind_of_control(qtbot: QtBot, qapp: QApplication, look: str) -> None:
    theme.apply(qapp, look)
    unseen = {}
    for name, control in controls():
        window, elsewhere = QWidget(), QPushButton("khác")
        window.setObjectName("page")
        column = QVBoxLayout(window)
        column.addWidget(elsewhere)
        column.addWidget(control)
        window.resize(QSize(320, 200))
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        elsewhere.setFocus(Qt.FocusReason.TabFocusReason)
        before = picture(control)
        control.setFocus(Qt.FocusReason.TabFocusReason)
        assert control.hasFocus(), name
        count = changed(before, picture(control))
        if count < LEAST:
            unseen[name] = count
        window.close()
    dress(qapp)
    assert unseen == {}


@pytest.mark.parametrize("look", theme.PALETTES)
def test_the_focus_looks_the_same_whether_a_key_or_the_program_led_there(
    qtbot: QtBot, qapp: QApplication, look: str
) -> None:
    theme.apply(qapp, look)
    unlike = []
    for name, control in controls():
        window = QWidget()
        QVBoxLayout(window).addWidget(control)
        window.resize(QSize(320, 200))
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        control.setFocus(Qt.FocusReason.OtherFocusReason)
        pictures = []
        for by_key in (False, True):
            window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, by_key)
            control.update()
            pictures.append(picture(control))
        if pictures[0] != pictures[1]:
            unlike.append(name)
        window.close()
    dress(qapp)
    assert unlike == []
