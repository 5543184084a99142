"""A spreadsheet through the window: by button, drop and paste; what is asked is answered there; lists go out."""

from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication

from desktop_app.session import records, sheet_export, undo
from tests.sheets.making import HEADINGS, changed, xlsx
from tests.ui.conftest import MakeFile, OpenWindow
from tests.ui.hand import CONTROL, Hand
from ui.sheets.import_dialog import ImportDialog

KIND = "comm_activity"
PAGE = 2
HERE = "Mường Than"
OTHER_WORDS = (*HEADINGS, "Việc khác")


def rows(*titles: str, **values: Any) -> list[list[Any]]:
    return [changed(unit=HERE, title=title, **values) for title in titles]


def page_of(hand: Hand) -> ImportDialog:
    hand.wait()
    (page,) = [one for one in hand.window.findChildren(ImportDialog) if one.isVisible()]
    return page


def dropped(hand: Hand, source: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(source))])
    buttons, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    hand.area.dropEvent(QDropEvent(QPointF(10, 10), Qt.DropAction.CopyAction, mime, buttons, none))


def shown(page: ImportDialog) -> list[tuple[str, str]]:
    return [(line.cells[0], line.cells[1]) for line in page.table.lines]


def test_a_dropped_sheet_is_shown_taken_in_and_taken_back(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path
) -> None:
    hand = open_window(make_file())
    hand.go(PAGE)
    dropped(hand, xlsx(tmp_path, HEADINGS, *rows("Một", "Hai"), *rows("Ba", date="5/3")))
    page = page_of(hand)
    assert shown(page) == [("4", "Cần hỏi"), ("2", "Phiếu mới"), ("3", "Phiếu mới")]
    assert "để lại 1 dòng" in page.take.text()
    assert page.fields.finders["B"].text() == "Ngày thực hiện"
    page.take.click()
    hand.wait()
    assert hand.ask(lambda file: sorted(str(row.values["title"]) for row in records.rows(file, KIND))) == ["Hai", "Một"]
    hand.view.undo()
    hand.wait()
    assert hand.ask(lambda file: records.count(file, KIND)) == 0


def test_what_the_list_does_not_show_of_a_sheet_is_said(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path
) -> None:
    hand = open_window(make_file())
    hand.go(PAGE)
    days = ("14/05/2022", None, "20/07/2022")
    dropped(hand, xlsx(tmp_path, HEADINGS, *(rows(f"{day}", date=day)[0] for day in days)))
    page_of(hand).take.click()
    hand.wait()
    assert "Đã nhập 3 phiếu từ bảng tính; 2 phiếu chưa có ngày hoặc ngoài kỳ đang xem" in hand.window.notice.text
    hand.area.list.show_all.click()
    hand.wait()
    dropped(hand, xlsx(tmp_path, HEADINGS, *rows("Khác")))
    page_of(hand).take.click()
    hand.wait()
    assert hand.window.notice.text.startswith("Đã nhập 1 phiếu từ bảng tính. ")


def mapped(hand: Hand, source: Path) -> ImportDialog:
    """The page of a sheet under `HEADINGS` and a word of its own, which a person called a note."""
    dropped(hand, source)
    page = page_of(hand)
    page.map_column("H", "note")
    hand.wait()
    return page


def test_a_column_is_changed_and_remembered_for_the_next_sheet(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path
) -> None:
    hand = open_window(make_file())
    hand.go(PAGE)
    page = mapped(hand, xlsx(tmp_path, OTHER_WORDS, [*rows("Một")[0], "ghi thêm"]))
    assert page.looked
    assert page.looked.reading.rows[0].values["note"] == "ghi thêm"
    page.write()
    hand.wait()
    dropped(hand, xlsx(tmp_path, OTHER_WORDS, [*rows("Hai")[0], "lần sau"], name="sau.xlsx"))
    again = page_of(hand)
    assert again.looked
    assert again.looked.reading.rows[0].values["note"] == "lần sau"
    again.close()


def test_the_rows_that_went_out_to_be_mended_recall_which_column_was_which(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path
) -> None:
    hand = open_window(make_file())
    hand.go(PAGE)
    source = xlsx(tmp_path, OTHER_WORDS, [*rows("Một")[0], "thêm"], [*rows("Hai", date="5/3")[0], "nữa"])
    page = mapped(hand, source)
    page.write_asked(tmp_path / "hỏi.xlsx")
    hand.wait()
    page.write()
    hand.wait()
    dropped(hand, tmp_path / "hỏi.xlsx")
    again = page_of(hand)
    assert again.looked
    assert next(one.field for one in again.looked.reading.columns if one.heading == "Việc khác") == "note"
    again.close()


def test_what_comes_back_corrected_is_called_so(open_window: OpenWindow, make_file: MakeFile, tmp_path: Path) -> None:
    hand = open_window(make_file())
    hand.go(PAGE)
    dropped(hand, xlsx(tmp_path, HEADINGS, *rows("Một", "Hai")))
    page_of(hand).take.click()
    hand.wait()
    out = tmp_path / "danh sách.xlsx"
    out.write_bytes(hand.ask(lambda file: sheet_export.list_as(file, KIND, ".xlsx")))
    sheet = (book := openpyxl.load_workbook(out)).active
    sheet["G5"] = "Sửa lại"
    book.save(out)
    dropped(hand, out)
    page = page_of(hand)
    assert page.take.text().strip() == "Sửa 1 phiếu"
    page.take.click()
    hand.wait()
    assert hand.window.notice.text.startswith("Đã sửa 1 phiếu theo bảng tính")
    sheet["G6"] = "Cũng sửa"
    for cell in sheet[6][1:]:
        sheet.cell(7, cell.column, cell.value)
    sheet["G7"] = "Ba"
    book.save(out)
    dropped(hand, out)
    page = page_of(hand)
    assert page.take.text().strip() == "Nhập 1 phiếu mới, sửa 1 phiếu"
    page.close()


def test_a_question_is_answered_once_for_all_rows(open_window: OpenWindow, make_file: MakeFile, tmp_path: Path) -> None:
    hand = open_window(make_file("Huyện Than Uyên"))
    hand.go(PAGE)
    dropped(hand, xlsx(tmp_path, HEADINGS[1:], *(row[1:] for row in rows("Một", "Hai"))))
    page = page_of(hand)
    assert page.fields.finders["value:unit"].placeholderText() == "Chọn câu trả lời…"
    page.answer("value", "value:unit", hand.view.file.unit)
    hand.wait()
    assert page.looked
    assert page.looked.reading.settled
    page.write()
    hand.wait()
    assert hand.ask(lambda file: records.count(file, KIND)) == 2


def test_a_row_that_is_nearly_a_record_and_a_comment_are_shown(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path
) -> None:
    hand = open_window(make_file())
    hand.go(PAGE)
    dropped(hand, xlsx(tmp_path, HEADINGS, *rows("Một", "Hai")))
    page_of(hand).take.click()
    hand.wait()
    source = xlsx(tmp_path, HEADINGS, *rows("Một", sessions=9), *rows("Hai"), *rows("Ba"))
    book = openpyxl.load_workbook(source)
    book.active["G4"].comment = Comment("40 người?", "Lan")
    book.save(source)
    dropped(hand, source)
    page = page_of(hand)
    told = {line.cells[0]: line.cells[2] for line in page.table.lines}
    assert "bảng ghi 9, sổ ghi 2" in told["2"]
    assert "Ô G4 có chú thích" in told["4"]
    page.answer("alike", "alike", "take")
    assert ("2", "Phiếu mới") in shown(page_of(hand))


def test_units_that_stand_above_their_rows_are_taken_where_a_person_says_so(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path
) -> None:
    hand = open_window(make_file("Huyện Than Uyên"))
    hand.go(PAGE)
    heading = ("TT", *HEADINGS[1:6])
    first, second = changed(title="Một")[1:6], changed(title="Hai")[1:6]
    dropped(hand, xlsx(tmp_path, heading, ("I", "Xã Mường Than"), (1, *first), ("II", "Xã Phúc Than"), (1, *second)))
    page = page_of(hand)
    assert not page.take.isEnabled()
    finder = page.fields.finders["groups:unit"]
    finder.setFocus()
    hand.type("Lấy theo")
    hand.answered()
    hand.key(Qt.Key.Key_Return)
    hand.wait()
    page.take.click()
    hand.wait()
    units = hand.view.file.units
    found = hand.ask(lambda file: [row.values for row in records.rows(file, KIND)])
    said = {row["title"]: units.name(str(row["unit"])) for row in found}
    assert said == {"Một": "Xã Mường Than", "Hai": "Xã Phúc Than"}


def test_a_commune_is_not_asked_whose_its_rows_are(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path
) -> None:
    hand = open_window(make_file())
    hand.go(PAGE)
    dropped(hand, xlsx(tmp_path, HEADINGS[1:], *(row[1:] for row in rows("Một", "Hai"))))
    page = page_of(hand)
    assert page.looked
    assert not page.looked.reading.questions
    assert {row.values["unit"] for row in page.looked.reading.rows} == {hand.view.file.unit}
    page.close()


def test_a_block_is_pasted_into_the_list(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    hand.go(PAGE)
    block = ["\t".join(HEADINGS), f"{HERE}\t14/05/2022\tLoa truyền thanh cơ sở\tDán\t2\tNhân dân\t"]
    QGuiApplication.clipboard().setText("\n".join(block))
    hand.area.list.table.setFocus()
    hand.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    page = page_of(hand)
    assert page.about == "“phần vừa chép”, tiêu đề ở dòng 1: 1 phiếu, 0 dòng cần hỏi, 0 dòng bỏ qua."
    page.take.click()
    hand.wait()
    assert hand.ask(lambda file: [row.values["title"] for row in records.rows(file, KIND)]) == ["Dán"]


def test_sheets_that_are_not_imported_are_named(open_window: OpenWindow, make_file: MakeFile, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(xlsx(tmp_path, HEADINGS, *rows("Một")))
    book.create_sheet("Quý II")["A1"] = "số liệu khác"
    book.save(tmp_path / "hai trang.xlsx")
    hand = open_window(make_file())
    hand.go(PAGE)
    dropped(hand, tmp_path / "hai trang.xlsx")
    assert page_of(hand).about.endswith("Các trang khác của tệp không nhập: “Quý II”.")


def test_what_is_no_spreadsheet_is_said_on_the_page(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path
) -> None:
    hand = open_window(make_file())
    hand.go(PAGE)
    (tmp_path / "hỏng.xlsx").write_bytes(b"PK\x03\x04 x")
    dropped(hand, tmp_path / "hỏng.xlsx")
    page = page_of(hand)
    assert "hỏng.xlsx" in page.about
    assert not page.take.isEnabled()
    page.close()


def test_a_list_goes_out_as_it_is_seen_and_comes_back_corrected(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path
) -> None:
    known = {"form": "loa", "audience": ("nhan_dan",), "date": "2022-07-20"}
    hand = open_window(make_file(records=[(KIND, {**known, "title": title}) for title in ("Một", "Hai")]))
    hand.go(PAGE)
    place = tmp_path / "ra.xlsx"
    listed = hand.area.list
    listed.sheets.export_to(place)
    hand.wait()
    assert "ra.xlsx" in hand.window.notice.text, "in full, not where the list counts its rows"
    book = openpyxl.load_workbook(place)
    heading = [cell.value for cell in book.active[4]]
    assert heading[0] == "Mã phiếu"
    column = heading.index("Nội dung, chủ đề") + 1
    assert {book.active.cell(row, column).value for row in (5, 6)} == {"Một", "Hai"}
    book.active.cell(5, column).value = "Sửa ở Excel"
    book.save(place)
    dropped(hand, place)
    page = page_of(hand)
    assert shown(page) == [("5", "Sửa phiếu"), ("6", "Bỏ qua")]
    assert page.fields.finders["A"].placeholderText() == "Được dùng", "its ids find the records"
    assert "→ Sửa ở Excel" in page.table.lines[0].cells[2]
    page.take.click()
    hand.wait()
    titles = hand.ask(lambda file: {str(row.values["title"]) for row in records.rows(file, KIND)})
    assert "Sửa ở Excel" in titles
    assert hand.ask(lambda file: undo.acts(file, 1)[0].kind) == "import"


def test_an_unknown_word_is_answered_once_for_all_its_rows_and_stays_to_be_said_anew(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path
) -> None:
    hand = open_window(make_file())
    hand.go(PAGE)
    dropped(hand, xlsx(tmp_path, HEADINGS, *rows("Một", "Hai", form="Loa phường"), *rows("Ba", form="Tờ bướm")))
    page = page_of(hand)
    assert [state for _, state in shown(page)] == ["Cần hỏi"] * 3
    line = page.fields.finders["word:C:loa phường"]
    assert line.placeholderText() == "Chọn câu trả lời…"
    line.setFocus()
    hand.type("loa truyen thanh")
    hand.key(Qt.Key.Key_Return)
    hand.wait()
    assert [state for _, state in shown(page)] == ["Cần hỏi", "Phiếu mới", "Phiếu mới"]
    assert "Loa phường" in page.table.lines[1].cells[2], "what stood there is shown beside what it became"
    assert page.fields.finders["word:C:loa phường"].text() == "Loa truyền thanh cơ sở"
    page.fields.finders["word:C:tờ bướm"].picked.emit("to_roi", "Tờ rơi")
    hand.wait()
    assert page.looked is not None
    assert page.looked.reading.settled
    page.fields.finders["word:C:tờ bướm"].picked.emit("leave", "")
    hand.wait()
    assert [state for _, state in shown(page)] == ["Cần hỏi", "Phiếu mới", "Phiếu mới"]
    page.write()
    hand.wait()
    assert hand.ask(lambda file: {row.values["form"] for row in records.rows(file, KIND)}) == {"loa"}


def test_what_is_copied_of_a_list_is_a_table_with_days_and_numbers(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    """Of bare text LibreOffice makes three columns of a day, and an English Excel puts the month first."""
    one = {"date": "2022-07-05", "form": "loa", "title": "Một", "audience": ("nhan_dan",), "sessions": 1234}
    hand = open_window(make_file(records=[(KIND, one)]))
    hand.pick(PAGE)
    hand.area.list.table.setFocus()
    hand.key(Qt.Key.Key_C, CONTROL)
    hand.wait()
    html = QGuiApplication.clipboard().mimeData().html()
    assert 'x:num="44747" sdval="44747" sdnum="1066;0;DD/MM/YYYY">05/07/2022</td>' in html
    assert 'x:num="1234"' in html
