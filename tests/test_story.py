"""A commune's year through the real window: write, correct, close, open again, read the figures, print them."""

import re
import unicodedata
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.processes import pdf_text
from tests.ui.hand import Hand, dress, open_hand
from ui.progress.overview import Overview
from ui.report.report_tabs import ReportTabs
from ui.start.start_page import StartPage

PROPAGANDA, PREVENTION, INSPECTION, HARM, TRAINING, REGISTERS = range(2, 8)


def make_file(hand: Hand, path: Path) -> None:
    """The start page: the unit found by typing, a name, a place."""
    start = hand.window.start
    assert isinstance(start, StartPage)
    start.new.tree.search.setFocus()
    hand.type("muong than")
    start.new.author.setText("Cán bộ VH-XH")
    start.new.path.setText(str(path))
    start.new.make.click()
    hand.wait()


def add_child(hand: Hand, table: int) -> None:
    assert hand.form.view.body is not None
    hand.form.view.body.tables[table].add.click()
    hand.wait()


def back(hand: Hand) -> None:
    assert hand.form.view.head.pill.text() == "Hoàn chỉnh"
    hand.key(Qt.Key.Key_Escape)
    hand.wait()


def write_registers(hand: Hand) -> None:
    """An establishment with ten workers and an official, without whom area 1, 3 and 5 have nothing to count."""
    hand.go(REGISTERS)
    hand.new("establishment")
    hand.write("name", "Karaoke Hoa Ban")
    hand.choose("business_type", "karaoke")
    hand.write("first_listed_date", "10/1/22")
    add_child(hand, 1)
    hand.write("date", "1/2/22")
    hand.write("workers", "10")
    back(hand)
    hand.new("staff")
    hand.write("position", "Công chức Văn hóa - Xã hội")
    hand.choose("duty", "chuyen trach")
    hand.write("from_date", "3/1/22")
    assert hand.form.view.head.pill.text() == "Hoàn chỉnh"


def write_propaganda(hand: Hand) -> None:
    """One activity a judged quarter; in the second one a mistake, said at the field and corrected."""
    hand.go(PROPAGANDA)
    for day in ("20/4/22", "5/7/22"):
        hand.new("comm_activity")
        hand.write("date", day)
        hand.choose("form", "tai co so")
        hand.write("title", "Karaoke, nhà nghỉ khu trung tâm")
        hand.choose("audience", "lao dong")
        hand.write("people_total", "41")
    hand.write("people_female", "45")
    assert "45" in hand.problem("people_female")
    assert "41" in hand.problem("people_female")
    hand.write("people_female", "15")
    assert hand.problem("people_female") == ""
    add_child(hand, 0)
    hand.choose("establishment", "hoa ban")
    hand.write("workers_total", "9")
    hand.write("workers_new", "7")
    back(hand)


def write_other_areas(hand: Hand) -> None:
    """A record in each of the other four areas."""
    hand.go(PREVENTION)
    hand.new("prevention_activity")
    hand.write("date", "1/8/22")
    hand.choose("activity_type", "ra soat")
    hand.write("content", "Rà soát cơ sở kinh doanh dịch vụ")
    assert hand.form.view.head.pill.text() == "Hoàn chỉnh"
    hand.go(INSPECTION)
    hand.new("inspection")
    hand.write("date", "15/8/22")
    hand.choose("team_type", "cap xa")
    hand.choose("mode", "ke hoach")
    hand.write("members", "3")
    add_child(hand, 0)
    hand.choose("establishment", "hoa ban")
    hand.choose("result", "khong vi pham")
    back(hand)
    hand.go(HARM)
    hand.new("harm_reduction")
    hand.write("date", "20/8/22")
    hand.choose("service_type", "bao cao su")
    hand.write("quantity", "200")
    assert hand.form.view.head.pill.text() == "Hoàn chỉnh"
    hand.go(TRAINING)
    hand.new("training")
    hand.write("date", "22/8/22")
    hand.write("title", "Tập huấn nghiệp vụ")
    hand.choose("topics", "nghiep vu")
    hand.choose("organiser_level", "xa")
    hand.write("attend_total", "12")
    add_child(hand, 0)
    hand.choose("staff", "van hoa")
    back(hand)


def shown_figures(hand: Hand) -> dict[str, tuple[str, str]]:
    """(fraction, value) by code, as they stand in the overview."""
    hand.go(1)
    overview = hand.view.findChild(Overview)
    assert overview is not None
    cells = overview.list
    found = {}
    for row in range(cells.rowCount()):
        texts = [item.text() if (item := cells.item(row, column)) else "" for column in range(4)]
        if re.fullmatch(r"\d\.\d", texts[0]):
            found[texts[0]] = (texts[2], texts[3])
    return found


def print_report(hand: Hand, path: Path) -> str:
    """F9, then the text of the saved PDF."""
    hand.key(Qt.Key.Key_F9)
    hand.wait()
    page = hand.view.findChild(ReportTabs)
    assert page is not None
    page.report.output.write(path)
    hand.wait()
    return pdf_text(path.read_bytes(), "-layout")


def test_a_commune_writes_its_year_and_prints_it(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    dress(qapp)
    path = tmp_path / "so-muong-than-2022.db"
    hand = open_hand(qtbot, None)
    make_file(hand, path)
    assert hand.view.file.units.name(hand.view.file.unit) == "Xã Mường Than"
    write_registers(hand)
    write_propaganda(hand)
    write_other_areas(hand)
    hand.leave()

    again = open_hand(qtbot, path)
    figures = shown_figures(again)
    assert list(figures) == list(again.view.file.plan.indicators)
    assert figures["1.1"] == ("1/1", "100,0%")
    assert figures["1.3"] == ("7/10", "70,0%")
    assert figures["3.3"] == ("1/1", "100,0%")
    assert figures["5.1"] == ("1/1", "100,0%")

    text = print_report(again, tmp_path / "báo cáo.pdf")
    assert unicodedata.is_normalized("NFC", text)
    assert "XÃ MƯỜNG THAN" in text
    for shown in ("70,0% (7/10)", "đã thực hiện", "100,0%"):
        assert shown in text
    again.leave()
