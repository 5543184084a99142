"""Text that is not saved yet is not wiped by the next key, and gives way to the saved value where a person wants it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from desktop_app.domain.values import Value
from desktop_app.session import editing, entry, opening, records
from tests.ui.conftest import ONE, MakeFile, OpenWindow, begin_activity
from tests.ui.hand import CONTROL, SHIFT, Hand, now


def left_half_typed(make_file: MakeFile, **drafts: str) -> Path:
    """A file whose one activity has text that was typed when the program ended."""
    path = make_file(records=[(ONE[0][0], {**ONE[0][1], "people_total": 40})])
    with opening.open_file(path, now=now) as file:
        for name, raw in drafts.items():
            editing.save_draft(file, records.rows(file, "comm_activity")[0].id, name, raw)
    return path


def opened(open_window: OpenWindow, path: Path) -> Hand:
    hand = open_window(path)
    hand.pick(2)
    return hand


def raw(hand: Hand, name: str) -> str:
    assert hand.form.grid is not None
    return hand.form.grid.editors[name].raw


def saved(hand: Hand, name: str) -> Value:
    return hand.ask(lambda file: records.rows(file, "comm_activity")[0].values[name])


def drafts(hand: Hand) -> dict[str, str]:
    return hand.ask(lambda file: entry.drafts_of(file, records.rows(file, "comm_activity")[0].id))


@pytest.mark.parametrize("way", ["by name", "Tab", "Shift+Tab"])
@pytest.mark.parametrize("name", ["title", "date", "form"])
def test_the_cursor_stands_behind_recovered_text(
    open_window: OpenWindow, make_file: MakeFile, name: str, way: str
) -> None:
    hand = opened(open_window, left_half_typed(make_file, **{name: "Phát tha"}))
    assert hand.form.grid is not None
    names = list(hand.form.grid.editors)
    if way == "by name":
        hand.form.grid.focus_field(name)
    else:
        step = -1 if way == "Tab" else 1
        hand.form.grid.focus_field(names[names.index(name) + step])
        hand.key(
            Qt.Key.Key_Tab if way == "Tab" else Qt.Key.Key_Backtab, SHIFT if way != "Tab" else Qt.KeyboardModifier(0)
        )
    line = hand.focus()
    assert isinstance(line, QLineEdit)
    assert line is hand.form.grid.editors[name].inner()
    assert not line.hasSelectedText()
    hand.type("nh")
    assert raw(hand, name) == "Phát thanh"
    hand.key(Qt.Key.Key_Z, CONTROL)
    assert raw(hand, name) == "Phát tha"


def test_undo_brings_recovered_text_back_that_was_typed_over(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = opened(open_window, left_half_typed(make_file, title="Phát tha"))
    hand.into("title")
    hand.type("xyz")
    hand.key(Qt.Key.Key_Z, CONTROL)
    assert raw(hand, "title") == "Phát tha"


@pytest.mark.parametrize("by", ["Esc", "click"])
def test_a_refused_entry_gives_way_to_the_saved_value(open_window: OpenWindow, make_file: MakeFile, by: str) -> None:
    hand = opened(open_window, left_half_typed(make_file))
    hand.write("people_total", "bốn mươi")
    assert drafts(hand) == {"people_total": "bốn mươi"}
    hand.into("people_total")
    assert hand.form.grid is not None
    offer = hand.form.grid.problems.remedy("people_total")
    assert offer.isVisible()
    assert "Lấy lại giá trị đã lưu: 40" in offer.text()
    if by == "Esc":
        hand.key(Qt.Key.Key_Escape)
    else:
        offer.click()
    hand.wait()
    assert (raw(hand, "people_total"), hand.problem("people_total")) == ("40", "")
    assert not offer.isVisible()
    assert (saved(hand, "people_total"), drafts(hand)) == (40, {})


def test_a_draft_of_the_last_time_can_be_dropped_too(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = opened(open_window, left_half_typed(make_file, title="Mộ"))
    hand.into("title")
    hand.key(Qt.Key.Key_Escape)
    hand.wait()
    assert (raw(hand, "title"), hand.problem("title"), drafts(hand)) == ("Một", "", {})


def test_esc_takes_back_what_is_being_typed_and_nothing_else(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = opened(open_window, left_half_typed(make_file))
    hand.into("people_total")
    hand.type("77")
    hand.key(Qt.Key.Key_Escape)
    assert raw(hand, "people_total") == "40"
    assert hand.form.grid is not None
    assert hand.form.grid.here is hand.form.grid.editors["people_total"]
    hand.key(Qt.Key.Key_Tab)
    hand.wait()
    assert (saved(hand, "people_total"), drafts(hand)) == (40, {})


def test_esc_in_a_field_that_nobody_wrote_in_leads_to_the_list(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = opened(open_window, left_half_typed(make_file))
    hand.into("title")
    hand.key(Qt.Key.Key_Escape)
    assert hand.area.list.table.hasFocus()
    assert hand.form.state.content is not None


def test_a_default_that_was_written_over_with_no_day_is_empty_and_the_record_unfinished(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = begin_activity(open_window, make_file())
    hand.write("title", "Một")
    hand.choose("form", "loa truyen")
    hand.choose("audience", "nhan dan")
    hand.wait()
    assert hand.form.view.head.missing.text() == ""
    assert hand.form.view.head.pill.text() == "Hoàn chỉnh"
    hand.write("date", "31/02/2022")
    hand.wait()
    assert "không có ngày" in hand.problem("date")
    assert hand.form.view.head.pill.text() == "Chưa hoàn chỉnh"
    assert saved(hand, "date") is None
