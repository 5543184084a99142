"""Ctrl+F: search over the whole file from the top bar."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.domain.values import Value
from tests.ui.conftest import MakeFile, OpenWindow
from tests.ui.hand import Hand
from ui.window.search_hits import HEAD, HIT

RECORDS: list[tuple[str, dict[str, Value]]] = [
    ("comm_activity", {"date": "2022-07-20", "form": "loa", "title": "Bản Sặm Phẩy", "audience": ("nhan_dan",)}),
    ("comm_activity", {"date": "2022-07-21", "form": "clb", "title": "Dân quân", "audience": ("nhan_dan",)}),
    ("material", {"date": "2022-08-02", "title": "Tờ rơi Sặm Phẩy"}),
]


def look_for(hand: Hand, text: str) -> None:
    QTest.keyClick(hand.focus(), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    hand.type(text)
    hand.wait()


def found(hand: Hand, kind: int = HIT) -> list[str]:
    rows = hand.view.search.list
    items = [rows.item(row) for row in range(rows.count())] if rows.isVisible() else []
    return [item.text() for item in items if item.type() == kind]


def test_what_is_typed_is_found_by_kind_without_its_accents(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=RECORDS))
    look_for(hand, "sam phay")
    assert {"Hoạt động tuyên truyền", "Ấn phẩm, tài liệu"} <= set(found(hand, HEAD))
    assert any("Bản Sặm Phẩy" in title for title in found(hand))


def test_a_result_says_its_unit_and_day(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=RECORDS))
    look_for(hand, "dan quan")
    spoken = hand.view.search.list.currentItem().data(Qt.ItemDataRole.AccessibleTextRole)
    assert "21/07/2022" in spoken
    assert "Mường Than" in spoken


def test_no_result_is_cut_at_the_end_of_the_sheet(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=RECORDS * 12))
    look_for(hand, "sam phay")
    rows = hand.view.search.list
    ends = [rows.visualItemRect(rows.item(row)).bottom() for row in range(rows.count())]
    assert ends[-1] > rows.viewport().height() - 1 in ends


def test_arrows_and_enter_go_to_the_record(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=RECORDS))
    look_for(hand, "sặm phẩy")
    wanted = found(hand)[1]
    hand.key(Qt.Key.Key_Down)
    hand.key(Qt.Key.Key_Return)
    hand.wait()
    assert found(hand) == []
    assert hand.view.search.text() == ""
    assert hand.form.grid is not None
    assert str(hand.form.grid.editors["title"].value) in wanted
    assert hand.form.isAncestorOf(hand.focus())


def test_escape_takes_results_and_words_and_leads_back(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=RECORDS))
    hand.go(2)  # where the form has a meaning of its own for Esc
    hand.view.tabs.setFocus()
    look_for(hand, "ban")
    hand.key(Qt.Key.Key_Escape)
    assert found(hand) == []
    assert hand.view.tabs.hasFocus()
    assert hand.view.search.text() == ""


def test_nothing_found_is_said(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=RECORDS))
    look_for(hand, "không có đâu")
    assert hand.view.search.nothing.isVisible()
    assert hand.view.search.nothing.text().startswith("Không có phiếu nào chứa “không có đâu”")


def test_results_go_when_the_field_is_left(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=RECORDS))
    look_for(hand, "ban")
    assert found(hand)
    hand.key(Qt.Key.Key_Tab)
    assert found(hand) == []


def test_the_place_of_that_very_name_stands_before_those_that_only_speak_of_it(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    offices: list[tuple[str, dict[str, Value]]] = [("agency", {"name": f"Đội {n} bản Sao Mai"}) for n in range(6)]
    place: tuple[str, dict[str, Value]] = ("establishment", {"name": "Sao Mai", "business_type": "karaoke"})
    talks: list[tuple[str, dict[str, Value]]] = [(*RECORDS[0][:1], {**RECORDS[0][1], "title": "Tại nhà nghỉ Sao Mai"})]
    hand = open_window(make_file(records=[*talks, place, *offices]))
    look_for(hand, "sao mai")
    assert found(hand)[0].startswith("Sao Mai")


def test_a_name_that_begins_so_stands_before_what_lies_in_a_place_of_that_name(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    places: list[tuple[str, dict[str, Value]]] = [
        ("establishment", {"name": name, "business_type": "karaoke"}) for name in ("Hoa Ban", "Mường Hoa", "Sao Mai")
    ]
    hand = open_window(make_file(records=places))  # all in Xã Mường Than
    look_for(hand, "muong")
    titles = found(hand)
    assert titles[0].casefold().startswith("mường")
    assert titles.index("Mường Hoa - Karaoke") < titles.index("Hoa Ban - Karaoke")
