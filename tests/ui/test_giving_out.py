"""What leaves for other programs: all records as tables, and a report's figures for DHIS2; said first, then written."""

import csv
import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget

from desktop_app.domain.audiences import PUBLIC
from desktop_app.domain.values import Value
from desktop_app.session import figures, reports
from desktop_app.session.report_data import FORMS
from tests.paper_reader import read_pdf
from tests.ui.conftest import MakeFile, OpenWindow
from tests.ui.hand import Hand
from tests.ui.test_report_page import dialog, made
from ui.exchange.exchange_page import SEND, ExchangePage
from ui.exchange.package_dialog import PackageDialog
from ui.report import report_output
from ui.report.report_bar import OTHER_FORMS
from ui.report.report_dialogs import Question
from ui.report.report_page import ReportPage

ACTIVITY: tuple[str, dict[str, Value]] = (
    "comm_activity",
    {"date": "2022-07-19", "form": "loa", "title": "Phòng ngừa", "sessions": 3, "people_total": 3,
     "audience": ("nhan_dan",)},
)  # fmt: skip


def sheet_of(hand: Hand) -> PackageDialog:
    hand.view.show_page("exchange")
    hand.wait()
    page = hand.find(ExchangePage)
    page.bar.setCurrentIndex(SEND)
    hand.wait()
    next(b for b in page.send.findChildren(QPushButton) if "CSV" in b.text()).click()
    hand.wait()
    return hand.find(PackageDialog)


def rows_of(sheet: PackageDialog) -> list[list[str]]:
    return [list(line.cells) for line in sheet.table.lines]


def words(widget: QWidget) -> str:
    return " | ".join(label.text() for label in widget.findChildren(QLabel))


# --- all records ------------------------------------------------------------------------------------------------------


def test_what_leaves_is_listed_before_anything_is_written(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = open_window(make_file(records=[ACTIVITY]))
    there = set(tmp_path.rglob("*.csv"))
    sheet = sheet_of(hand)
    assert ["Hoạt động tuyên truyền", "1", "lời tự ghi"] in rows_of(sheet)
    assert any("họ tên cán bộ" in row[2] for row in rows_of(sheet))
    assert "tên người ghi" in sheet.about
    assert "không được mã hóa" in sheet.about
    assert set(tmp_path.rglob("*.csv")) == there
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    sheet.go.click()
    hand.bot.waitUntil(lambda: "Đã ghi" in sheet.message.text())
    (folder,) = tmp_path.glob("Bảng CSV - Xã Mường Than - *")
    with (folder / "comm_activity.csv").open(encoding="utf-8", newline="") as table:
        (row,) = csv.DictReader(table)
    assert (row["title"], row["people_total"]) == ("Phòng ngừa", "3")
    assert json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["name"] == "lai-chau-2022"


def test_a_folder_with_files_is_left_as_it_is_and_that_is_said(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path
) -> None:
    hand = open_window(make_file(records=[ACTIVITY]))
    (tmp_path / "đầy").mkdir()
    (tmp_path / "đầy" / "a.txt").write_text("của tôi", encoding="utf-8")
    sheet = sheet_of(hand)
    sheet.write(tmp_path / "đầy")
    hand.bot.waitUntil(lambda: "đã có tệp" in sheet.message.text())
    assert [path.name for path in (tmp_path / "đầy").iterdir()] == ["a.txt"]
    assert sheet.go.isEnabled()


def test_a_package_that_is_stopped_leaves_nothing(open_window: OpenWindow, make_file: MakeFile, tmp_path: Path) -> None:
    hand = open_window(make_file(records=[ACTIVITY]))
    sheet = sheet_of(hand)
    sheet.write(tmp_path / "dừng")
    sheet.stop.click()
    hand.bot.waitUntil(lambda: "Đã dừng" in sheet.message.text())
    assert list((tmp_path / "dừng").glob("*")) == []


# --- figures for DHIS2 ------------------------------------------------------------------------------------------------


def choose(page: ReportPage, form: str) -> None:
    menu = page.head.others.menu()
    menu.actions()[OTHER_FORMS.index(form)].trigger()


def test_figures_for_dhis2_are_said_first_and_are_those_of_the_report(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_output, "ask_place", lambda *_: tmp_path / "x.json")
    hand = open_window(make_file(records=[ACTIVITY]))
    page = made(hand)
    choose(page, "json")
    asked = dialog(hand, Question)
    assert "Kỳ 2022Q3 ở DHIS2 là quý III/2022 của báo cáo (15/06/2022 – 14/09/2022)" in words(asked)
    assert "không gửi đi đâu" in words(asked)
    assert not (tmp_path / "x.json").exists()
    asked.accept()
    hand.wait()
    written = json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))
    found = {one["dataElement"]: one["value"] for one in written["dataValues"] if "categoryOptionCombo" not in one}
    assert (written["period"], found["PCMD_TT_BUOI"], found["PCMD_TT_LUOT_NGUOI"]) == ("2022Q3", "3", "3")


def test_a_public_file_says_what_it_hides_and_is_noted(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_output, "ask_place", lambda *_: tmp_path / "x.csv")
    hand = open_window(make_file(records=[ACTIVITY]))
    page = made(hand)
    page._choose_audience(PUBLIC)
    page.make_report()
    hand.bot.waitUntil(lambda: page.page_count > 0 and page._making is None)
    choose(page, "csv")
    asked = dialog(hand, Question)
    assert "Lượt người được tuyên truyền" in words(asked)
    assert "ghi vào sổ" in words(asked)
    assert hand.ask(reports._public_papers) == []
    asked.accept()
    hand.wait()
    assert "PCMD_TT_LUOT_NGUOI" not in (tmp_path / "x.csv").read_text(encoding="utf-8")
    assert len(hand.ask(reports._public_papers)) == 1


def test_a_public_file_for_which_there_is_no_room_is_not_noted_and_the_one_there_stays(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "x.docx"
    target.write_text("cũ", encoding="utf-8")
    hand = open_window(make_file(records=[ACTIVITY]))
    page = made(hand)
    page._choose_audience(PUBLIC)
    page.make_report()
    hand.bot.waitUntil(lambda: page.page_count > 0 and page._making is None)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        page.output.write(target, "docx")
        hand.wait()
    assert hand.window.notice.failing
    assert target.read_text(encoding="utf-8") == "cũ"
    assert hand.ask(reports._public_papers) == []
    page.output.write(target, "docx")
    hand.wait()
    assert target.read_bytes()[:2] == b"PK"
    assert len(hand.ask(reports._public_papers)) == 1


def test_a_period_that_dhis2_does_not_know_is_said(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=[ACTIVITY]))
    page = made(hand)
    page.set_period(hand.ask(lambda file: figures.read_period(file, "2022-9M")))
    page.make_report()
    hand.bot.waitUntil(lambda: page.page_count > 0 and page._making is None)
    choose(page, "json")
    hand.wait()
    assert "DHIS2 không có mã" in hand.window.notice.text


# --- the report in English --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_the_report_is_saved_in_english_beside_the_one_in_sight(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    target, proposed = tmp_path / f"x.{form}", list[str]()

    def ask(_page: ReportPage, _folder: Path, name: str, _form: str) -> Path:
        proposed.append(name)
        return target

    monkeypatch.setattr(report_output, "ask_place", ask)
    hand = open_window(make_file(records=[ACTIVITY]))
    page = made(hand)
    in_sight = page._shown.made
    entries = [one for one in page.head.others.menu().actions() if one.text().startswith("Lưu bản tiếng Anh")]
    entries[FORMS.index(form)].trigger()
    hand.bot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), Question) or target.exists())
    asked = QApplication.activeModalWidget()
    if isinstance(asked, Question):
        asked.accept()
    hand.bot.waitUntil(target.exists, timeout=20_000)
    hand.wait()
    assert proposed[0].endswith("(tiếng Anh)")
    assert page._shown.made == in_sight
    if form == "pdf":
        assert "SOCIALIST REPUBLIC OF VIET NAM" in read_pdf(target.read_bytes())[0]
