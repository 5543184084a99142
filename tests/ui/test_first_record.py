"""A new file leads its owner to the first record, and then leaves them alone."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from tests.ui.conftest import MakeFile, OpenWindow
from tests.ui.hand import CONTROL, Hand
from ui.progress.overview import Overview


def begin_button(hand: Hand) -> QPushButton | None:
    page = hand.find(Overview)
    return next((b for b in page.findChildren(QPushButton) if b.text().strip() == "Bắt đầu ghi"), None)


def test_the_overview_of_an_empty_file_leads_to_the_first_record(make_file: MakeFile, open_window: OpenWindow) -> None:
    hand = open_window(make_file())
    button = begin_button(hand)
    assert button is not None
    button.setFocus()
    hand.key(Qt.Key.Key_Space)
    hand.wait()
    assert hand.form.grid is not None
    assert hand.form.view.head.guide.text().startswith("Bước 1/3.")


def test_the_line_in_the_form_goes_along_until_the_record_counts(make_file: MakeFile, open_window: OpenWindow) -> None:
    hand = open_window(make_file())
    hand.view.start_first()
    hand.wait()
    hand.choose("form", "loa")
    assert hand.form.view.head.guide.text().startswith("Bước 2/3.")
    hand.write("title", "Phát thanh phòng, chống mại dâm")
    hand.choose("audience", "nhân dân")
    hand.wait()
    assert hand.form.view.head.missing.text() == "", hand.form.view.head.missing.text()
    assert hand.form.view.head.guide.text().startswith("Bước 3/3.")
    hand.key(Qt.Key.Key_N, CONTROL)
    hand.wait()
    assert hand.form.view.head.guide.text() == ""


def test_the_line_says_what_keeps_a_record_out_of_the_figures_in_sight(
    make_file: MakeFile, open_window: OpenWindow
) -> None:
    hand = open_window(make_file())
    hand.view.start_first()
    hand.wait()
    hand.choose("form", "loa")
    hand.write("title", "Phát thanh phòng, chống mại dâm")
    hand.choose("audience", "nhân dân")
    hand.write("people_total", "10")
    hand.write("people_female", "20")
    hand.wait()
    assert "mâu thuẫn" in hand.form.view.head.guide.text()
    hand.write("people_female", "5")
    hand.write("date", "05/03/2020")
    hand.wait()
    assert hand.form.view.head.guide.text().startswith("Bước 3/3. Phiếu đã hoàn chỉnh nhưng không tính vào kỳ đang xem")


def test_a_file_with_records_needs_no_guide(make_file: MakeFile, open_window: OpenWindow) -> None:
    hand = open_window(make_file(records=[("comm_activity", {"title": "Phát thanh"})]))
    assert begin_button(hand) is None
