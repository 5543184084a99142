"""Pages that are no forms: Vietnamese typing into a server; F1 and Esc there."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from tests.sheets.making import HEADINGS, changed, xlsx
from tests.ui.conftest import MakeFile, OpenWindow
from tests.ui.hand import CONTROL, SHIFT, Hand
from tests.ui.test_spreadsheets import dropped
from tests.ui.test_unikey import ACTIVITIES, TEXT, WRITTEN_DOWN
from tests.ui.unikey import on_paper, stream
from ui.crosstab.crosstab_dialog import CrosstabDialog
from ui.exchange.publish_dialog import PublishDialog
from ui.sheets.import_dialog import ImportDialog
from ui.window.guide_dialog import GuideDialog

Key = Qt.Key
Opened = Callable[[Hand, Path], QWidget]
STREAMS = [strokes for strokes, _ in WRITTEN_DOWN.values()] + [stream(TEXT, method) for method in ("telex", "vni")]


def typing_fields(inside: QWidget) -> list[QLineEdit | QPlainTextEdit]:
    """What takes text there, now."""
    found: list[QLineEdit | QPlainTextEdit] = [*inside.findChildren(QLineEdit), *inside.findChildren(QPlainTextEdit)]
    return [one for one in found if one.isVisible() and one.isEnabled() and not one.isReadOnly()]


def wrong_letters(hand: Hand, fields: list[QLineEdit | QPlainTextEdit]) -> Iterator[str]:
    """Types into each, with time between the strokes, so that what follows a letter has its turn."""
    for place, field in enumerate(fields):
        for strokes in STREAMS:
            if not isValid(field) or not field.isVisible():
                yield f"{place} is gone while it is typed into"
                break
            if isinstance(field, QLineEdit) and len(on_paper(strokes)) > field.maxLength():
                continue
            field.setFocus(Qt.FocusReason.TabFocusReason)
            field.selectAll()
            for number, stroke in enumerate(strokes):
                hand.type([stroke])
                hand.answered()
                text = field.text() if isinstance(field, QLineEdit) else field.toPlainText()
                if text != on_paper(strokes[: number + 1]):
                    yield f"{place} {field.accessibleName()}: “{text}” for “{on_paper(strokes[: number + 1])}”"
                    break


def shown(hand: Hand, kind: type[QWidget]) -> QWidget:
    hand.wait()
    (found,) = [one for one in hand.window.findChildren(kind) if one.isVisible()]
    return found


def crosstab(hand: Hand, _: Path) -> QWidget:
    hand.go(2)
    hand.key(Key.Key_B, CONTROL | SHIFT)
    return shown(hand, CrosstabDialog)


def publishing(hand: Hand, _: Path) -> QWidget:
    hand.view.dialogs.show_publishing()
    return shown(hand, PublishDialog)


def imported(hand: Hand, folder: Path) -> QWidget:
    hand.go(2)
    sheet = xlsx(folder, (*HEADINGS, "Việc khác"), [*changed(unit="Mường Than", form="Họp xóm"), "x"])
    dropped(hand, sheet)
    return shown(hand, ImportDialog)


def found_in_report(hand: Hand, _: Path) -> QWidget:
    hand.key(Key.Key_F9)
    hand.wait()
    hand.key(Key.Key_F, CONTROL)
    hand.wait()
    return hand.window


VIEWS = [publishing, imported, found_in_report]


@pytest.mark.parametrize("view", VIEWS, ids=[view.__name__ for view in VIEWS])
def test_no_letter_is_wrong_in_any_field_of_a_view(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path, view: Opened
) -> None:
    hand = open_window(make_file(records=ACTIVITIES))
    fields = typing_fields(view(hand, tmp_path))
    assert fields
    assert list(wrong_letters(hand, fields)) == []


GUIDE = [
    (crosstab, "crosstab"),
    (publishing, "exchange"),
    (imported, "spreadsheets"),
]


@pytest.mark.parametrize(("view", "name"), GUIDE, ids=[name for _, name in GUIDE])
def test_f1_opens_the_page_of_the_guide_and_esc_leaves_both(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path, view: Opened, name: str
) -> None:
    hand = open_window(make_file(records=ACTIVITIES))
    sheet = view(hand, tmp_path)
    hand.bot.waitUntil(sheet.isActiveWindow)
    hand.key(Key.Key_F1)
    guide = shown(hand, GuideDialog)
    assert isinstance(guide, GuideDialog)
    assert guide.page.name == name
    hand.bot.waitUntil(guide.isActiveWindow)
    hand.key(Key.Key_Escape)
    hand.wait()
    sheet.activateWindow()  # the offscreen platform leaves a closed dialog active
    hand.bot.waitUntil(sheet.isActiveWindow)
    assert sheet.isVisible()
    hand.key(Key.Key_Escape)
    hand.wait()
    assert not isValid(sheet) or not sheet.isVisible()
