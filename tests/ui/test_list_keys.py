"""Keys that hands know: from the list to the form and back, to the next kind, from the search into the rows."""

from PySide6.QtCore import Qt

from desktop_app.domain.values import Value
from tests.ui.conftest import ONE, MakeFile, OpenWindow
from tests.ui.hand import CONTROL, SHIFT, Hand

TWO: list[tuple[str, dict[str, Value]]] = [*ONE, (ONE[0][0], {**ONE[0][1], "title": "Hai"})]


def opened(open_window: OpenWindow, make_file: MakeFile) -> Hand:
    hand = open_window(make_file(records=TWO))
    hand.pick(2)
    hand.area.list.table.setFocus()
    return hand


def test_f6_leads_from_the_list_into_the_form_and_back(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = opened(open_window, make_file)
    hand.key(Qt.Key.Key_F6)
    assert hand.form.grid is not None
    assert hand.form.grid.here is hand.form.grid.editors["date"]
    hand.key(Qt.Key.Key_F6)
    assert hand.area.list.table.hasFocus()


def test_ctrl_and_page_keys_turn_the_kinds_of_a_page(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = opened(open_window, make_file)
    names = list(hand.area.list.kinds)
    seen = []
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        hand.key(key, CONTROL)
        hand.wait()
        seen.append(hand.area.list.kind.name)
    assert seen == [names[1], names[2], names[1]]
    hand.key(Qt.Key.Key_PageUp, CONTROL)
    hand.key(Qt.Key.Key_PageUp, CONTROL)
    hand.wait()
    assert hand.area.list.kind.name == names[-1]


def test_what_is_being_typed_is_saved_before_another_kind_comes(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = opened(open_window, make_file)
    hand.into("title")
    hand.type("Viết dở")
    hand.key(Qt.Key.Key_PageDown, CONTROL)
    hand.wait()
    assert "Viết dở" in hand.titles()


def test_down_leads_from_the_search_of_a_list_into_its_rows(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = opened(open_window, make_file)
    hand.area.list.search.setFocus()
    hand.type("hai")
    hand.until(lambda: hand.area.list.table.rows.rowCount() == 1)
    hand.key(Qt.Key.Key_Down)
    assert hand.area.list.table.hasFocus()
    assert hand.area.list.table.current is not None


def test_shift_and_tab_lead_from_the_first_field_to_the_list(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = opened(open_window, make_file)
    hand.into("unit")
    hand.key(Qt.Key.Key_Backtab, SHIFT)
    assert hand.area.list.isAncestorOf(hand.focus())


def test_esc_takes_the_words_out_of_the_search_of_a_list_then_leads_into_its_rows(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = opened(open_window, make_file)
    search = hand.area.list.search
    search.setFocus()
    hand.type("hai")
    hand.until(lambda: hand.area.list.table.rows.rowCount() == 1)
    hand.key(Qt.Key.Key_Escape)
    hand.until(lambda: hand.area.list.table.rows.rowCount() == 2)
    assert (search.text(), search.hasFocus()) == ("", True)
    hand.key(Qt.Key.Key_Escape)
    assert hand.area.list.table.hasFocus()
