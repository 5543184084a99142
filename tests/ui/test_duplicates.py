"""Records entered twice, in the window: side by side, joined, called different, left for later."""

from PySide6.QtCore import Qt

from desktop_app.domain.values import Value
from desktop_app.session import editing, records
from tests.ui.conftest import MakeFile, OpenWindow
from tests.ui.hand import Hand
from ui.exchange.duplicate_panel import DuplicatePanel
from ui.exchange.exchange_page import DUPLICATES, ExchangePage

KIND = "comm_activity"


def activity(title: str, **more: Value) -> tuple[str, dict[str, Value]]:
    return KIND, {"date": "2022-07-19", "form": "loa", "title": title, "audience": ("nhan_dan",), "sessions": 3, **more}


def panel_of(hand: Hand) -> tuple[ExchangePage, DuplicatePanel]:
    hand.view.show_page("exchange")
    hand.wait()
    page = hand.find(ExchangePage)
    page.bar.setCurrentIndex(DUPLICATES)
    hand.wait()
    page.duplicates.table.setFocus()
    return page, page.duplicates


def notes(hand: Hand) -> list[Value]:
    return hand.ask(lambda file: sorted((row.values["note"] for row in records.rows(file, KIND)), key=str))


TWICE = [activity("Họp bản Nà Bỏ", note="Trời mưa"), activity("hop ban na bo", people_total=40)]
OTHERS = [activity("Chiếu phim"), activity("Hội thi")]


def test_a_pair_is_shown_side_by_side_with_the_values_that_will_stand(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    page, panel = panel_of(open_window(make_file(records=[*TWICE, *OTHERS])))
    assert page.bar.tabText(DUPLICATES).endswith("(1)")
    lines = {line.cells[0]: line.cells for line in panel.card.table.lines}
    assert lines["Ghi chú"][3] == "một bên"
    assert [cell for cell in lines["Ghi chú"] if cell.startswith("✓")] == ["✓\u00a0Trời mưa"]
    assert [cell for cell in lines["Nội dung, chủ đề"] if cell.startswith("✓")] == [lines["Nội dung, chủ đề"][1]]


def test_on_a_low_screen_the_values_to_compare_keep_most_of_the_card(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_window(make_file(records=TWICE))
    _, panel = panel_of(hand)
    hand.window.resize(911, 512)  # a screen of 1366 × 768 at 150 %
    hand.wait()
    assert panel.card.table.height() > panel.card.height() / 2


def test_the_list_begins_with_the_likest_in_whatever_order_they_were_found(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    shops: list[tuple[str, dict[str, Value]]] = [
        ("establishment", {"name": name, "business_type": "karaoke", "note": note})
        for name, note in (("Karaoke Hoa Ban", "Cạnh chợ"), ("karaoke hoa ban", "Đường 30/4"))
    ]
    page, panel = panel_of(open_window(make_file(records=[*shops, activity("Họp"), activity("Họp")])))
    assert page.bar.tabText(DUPLICATES).endswith("(2)")
    assert panel.current is not None
    assert (panel.table.currentIndex().row(), panel.current.pair.kind) == (0, KIND)


def test_one_key_joins_and_nothing_of_either_is_lost(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=[*TWICE, *OTHERS]))
    page, panel = panel_of(hand)
    hand.key(Qt.Key.Key_1)
    hand.wait()
    assert notes(hand) == [None, None, "Trời mưa"]
    assert panel.current is None
    assert page.bar.tabText(DUPLICATES) == "Có thể trùng"
    assert "Đã gộp" in hand.window.notice.text
    hand.window.activateWindow()
    hand.view.undo()
    hand.wait()
    assert "gộp phiếu trùng" in hand.window.notice.text
    assert len(notes(hand)) == 4
    assert panel.current is not None


def test_joining_is_taken_back_from_the_notice(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=TWICE))
    _, panel = panel_of(hand)
    hand.key(Qt.Key.Key_1)
    hand.wait()
    hand.window.notice.accept_offer()
    hand.wait()
    assert len(notes(hand)) == 2
    assert panel.current is not None


def test_another_value_can_be_made_to_stand(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=TWICE))
    _, panel = panel_of(hand)
    row = next(n for n, line in enumerate(panel.card.table.lines) if line.cells[0] == "Nội dung, chủ đề")
    wanted = panel.card.table.lines[row].cells[2]
    panel.card.table.setFocus()
    panel.card.table.selectRow(row)
    hand.key(Qt.Key.Key_Space)
    assert panel.card.table.lines[row].cells[2] == f"✓\u00a0{wanted}"
    hand.key(Qt.Key.Key_1)
    hand.wait()
    assert hand.titles() == [wanted]


def test_what_is_called_different_goes_and_stays_away(open_window: OpenWindow, make_file: MakeFile) -> None:
    path = make_file(records=TWICE)
    hand = open_window(path)
    _, panel = panel_of(hand)
    hand.key(Qt.Key.Key_2)
    hand.wait()
    assert panel.current is None
    assert len(notes(hand)) == 2
    hand.window.close()
    again = open_window(path)
    page, panel = panel_of(again)
    assert panel.current is None
    assert panel.about.startswith("Không có phiếu nào")
    assert page.bar.tabText(DUPLICATES) == "Có thể trùng"


def test_calling_different_is_taken_back_from_the_notice(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=TWICE))
    _, panel = panel_of(hand)
    hand.key(Qt.Key.Key_2)
    hand.wait()
    hand.window.notice.accept_offer()
    hand.wait()
    assert panel.current is not None


def test_a_pair_can_wait_while_the_next_is_looked_at(open_window: OpenWindow, make_file: MakeFile) -> None:
    more = [activity("Chiếu phim lưu động", sessions=1), activity("chieu phim luu dong", sessions=1)]
    hand = open_window(make_file(records=[*TWICE, *more]))
    _, panel = panel_of(hand)
    first = panel.current
    hand.key(Qt.Key.Key_3)
    hand.wait()
    assert panel.current is not None
    assert panel.current != first
    hand.key(Qt.Key.Key_3)
    hand.wait()
    assert panel.current == first


def test_a_change_elsewhere_is_looked_through_when_the_panel_is_seen_again(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_window(make_file(records=[*TWICE, *OTHERS]))
    page, panel = panel_of(hand)
    assert panel.current is not None
    hand.go(2)
    hand.view.bridge.write(lambda s: editing.delete(s, *records.list_ids(s, KIND)), kind=KIND)
    hand.wait()
    hand.view.show_page("exchange")
    hand.wait()
    assert page.duplicates.current is None


def test_a_look_that_finds_nothing_new_leaves_the_list_as_it_stands(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_window(make_file(records=TWICE))
    _, panel = panel_of(hand)
    made_anew: list[str] = []
    panel.table.model().modelReset.connect(lambda: made_anew.append(panel.about))
    panel.changed("")
    hand.wait()
    assert not panel.scan.running
    assert len(panel.table.lines) == 1
    assert made_anew == []
