"""A form as a workbook: what it lets a person choose, and that what was filled in goes in unasked."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop_app.session import OpenFile, editing, entry, records, sheet_export, sheet_import, undo
from desktop_app.session.sheet_import import Wishes
from desktop_app.sheets.grid import column_name
from tests.harness.libreoffice.office import Typed, type_into
from tests.sheets.making import asked, converted, fields, questions, read, xlsx

KIND = "comm_activity"


def form(file: OpenFile, folder: Path, kind: str = KIND) -> Path:
    path = folder / "biểu mẫu.xlsx"
    path.write_bytes(sheet_export.form_of(file, kind))
    return path


def heading(sheet: Any) -> dict[tuple[str, str], int]:
    """By both rows of the heading the column."""
    found, above = {}, ""
    for column in range(1, sheet.max_column + 1):
        above = sheet.cell(4, column).value or above
        found[above, sheet.cell(5, column).value or ""] = column
    return found


def filled(path: Path, *rows: dict[tuple[str, str], Any]) -> Path:
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    columns = heading(sheet)
    for number, row in enumerate(rows, start=6):
        for name, value in row.items():
            sheet.cell(number, columns[name]).value = value
    book.save(path)
    return path


ROW: dict[tuple[str, str], Any] = {
    ("STT", ""): 1, ("Đơn vị tổ chức", ""): "Xã Giang Ma", ("Ngày thực hiện", ""): date(2022, 5, 14),
    ("Hình thức", ""): "Hội nghị, nói chuyện chuyên đề", ("Nội dung, chủ đề", ""): "Chủ đề",
    ("Số buổi, lượt phát", ""): 1, ("Đối tượng", "Nhân dân"): "x", ("Ngôn ngữ", "Tiếng Thái"): "x",
    ("Đối tượng", "Cán bộ, công chức, viên chức, lực lượng vũ trang"): "x", ("Số lượt người", ""): 40,
    ("Lồng ghép với nội dung khác", ""): "Có", ("Kinh phí (đồng)", ""): 1500000,
}  # fmt: skip
WANTED = {
    "unit": "03405", "date": "2022-05-14", "form": "hoi_nghi", "title": "Chủ đề", "sessions": 1, "language": ["thai"],
    "audience": ["can_bo", "nhan_dan"], "people_total": 40, "is_combined": True, "cost": 1500000,
}  # fmt: skip


def test_what_was_filled_in_goes_in_unasked(file: OpenFile, tmp_path: Path) -> None:
    document = read(file, filled(form(file, tmp_path), ROW))
    assert (questions(document), asked(document), fields(document)) == ([], {}, {6: WANTED})


def test_what_was_added_to_a_form_on_sheets_of_its_own_is_named(file: OpenFile, tmp_path: Path) -> None:
    path = filled(form(file, tmp_path), ROW)
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book.worksheets[0]).title = "Tháng 6"
    book.create_sheet("Bổ sung")["A1"] = "còn một buổi"
    book.save(path)
    document = read(file, path)
    assert fields(document) == {6: WANTED}
    assert document["source"]["other_sheets"] == ["Tháng 6", "Bổ sung"]


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", ["ods", "xls", "xlsx"])
def test_the_form_as_libreoffice_writes_it_says_the_same(file: OpenFile, tmp_path: Path, ending: str) -> None:
    document = read(file, converted(filled(form(file, tmp_path), ROW), ending))
    assert (questions(document), asked(document), fields(document)) == ([], {}, {6: WANTED})


def test_the_form_has_lists_checks_notes_and_protected_headings(file: OpenFile, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(form(file, tmp_path))
    sheet = book.worksheets[0]
    columns = heading(sheet)
    kinds = {
        str(one.sqref).split(":")[0]: one.type for one in sheet.data_validations.dataValidation
    }  # fmt: skip
    first = {name: sheet.cell(6, column).coordinate for name, column in columns.items()}
    assert kinds[first["Hình thức", ""]] == kinds[first["Đơn vị tổ chức", ""]] == "list"
    assert (kinds[first["Ngày thực hiện", ""]], kinds[first["Số buổi, lượt phát", ""]]) == ("date", "whole")
    assert sheet.protection.sheet
    assert sheet["B4"].protection.locked
    assert not sheet["B6"].protection.locked
    assert sheet.cell(4, columns["Ngày thực hiện", ""]).comment is not None
    assert "Huyện Tam Đường" in str(sheet["A3"].value)
    assert [one.title for one in book.worksheets if one.sheet_state == "hidden"] == ["Danh sách"]
    assert len(book.worksheets) == 2 + len(file.plan.children[KIND])


def test_every_kind_of_the_plan_has_a_form_whose_heading_is_understood(file: OpenFile, tmp_path: Path) -> None:
    for name, kind in file.plan.record_kinds.items():
        document = read(file, form(file, tmp_path, name), name)
        ticked = {name for name, of in kind.fields.items() if of.type.many}
        assert {column["field"] for column in document["columns"]} - {None} == set(kind.fields) - ticked, name
        assert questions(document) == [], name


def test_the_sheets_of_a_form_speak_of_each_other_by_their_names(file: OpenFile, tmp_path: Path) -> None:
    spoken = 0
    for name in file.plan.record_kinds:
        sheets = openpyxl.load_workbook(form(file, tmp_path, name)).worksheets
        names = {sheet.title for sheet in sheets}
        for sheet in sheets[1:-1]:
            outside = str(sheet["A2"].value).partition("“")[2].partition("”")[0]
            spoken += 1
            assert {outside, str(sheet["A4"].value).removeprefix("STT (").rstrip(")")} <= names, name
    assert spoken > 5


def test_a_matrix_of_ticks_in_an_office_s_own_sheet(file: OpenFile, tmp_path: Path) -> None:
    upper = ("Đơn vị", "Ngày", "Hình thức", "Nội dung", "Số buổi", "Đối tượng", None, None)
    lower = (None,) * 5 + ("Nhân dân", "Nhóm nguy cơ", "Đối tượng khác")
    row = ("Giang Ma", "14/05/2022", "Loa", "Chủ đề", 2)
    document = read(file, xlsx(tmp_path, upper, lower, (*row, "x", None, "x"), (*row, "?", None, None)))
    assert fields(document)[3]["audience"] == ["khac", "nhan_dan"]
    assert asked(document) == {4: "audience"}


# --- a form with sheets inside ---------------------------------------------------------------------------------------

OUTER, VISITS, VIOLATIONS = "Cuộc kiểm tra", "Cơ sở được kiểm tra", "Vi phạm, xử lý"
Rows = dict[str, list[dict[str, Typed]]]  # by sheet, from its first row on, what is typed by what stands above
FILLED: Rows = {
    OUTER: [
        {"STT": 1, "Đơn vị tổ chức kiểm tra": "Xã Giang Ma", "Từ ngày": date(2022, 5, 14),
         "Đội, đoàn kiểm tra": "?", "Hình thức kiểm tra": "?",
         "Có nội dung phòng, chống mại dâm": "Có"},
        {"STT": 2, "Đơn vị tổ chức kiểm tra": "Xã Thèn Sin", "Từ ngày": date(2022, 6, 2),
         "Đội, đoàn kiểm tra": "?", "Hình thức kiểm tra": "?",
         "Có nội dung phòng, chống mại dâm": "Có"},
    ],
    VISITS: [
        {"STT (Cuộc kiểm tra)": 1, "STT": 1, "Cơ sở": "Nhà nghỉ A", "Ngày kiểm tra": date(2022, 5, 14),
         "Kết quả": "?"},
        {"STT (Cuộc kiểm tra)": 2, "STT": 2, "Cơ sở": "Nhà nghỉ A", "Ngày kiểm tra": date(2022, 6, 2),
         "Kết quả": "?"},
        {"STT (Cuộc kiểm tra)": 1, "STT": 3, "Cơ sở": "Quán B", "Ngày kiểm tra": date(2022, 5, 14),
         "Kết quả": "?"},
    ],
    VIOLATIONS: [
        {"STT (Cơ sở được kiểm tra)": 1, "Hành vi vi phạm": "?", "Chủ thể vi phạm": "?", "Căn cứ xử phạt": "?",
         "Phạt tiền": "x", "Tiền phạt (đồng)": 3000000},
    ],
}  # fmt: skip


@pytest.fixture
def inspected(file: OpenFile) -> OpenFile:
    """The district with two establishments in its register."""
    for name in ("Nhà nghỉ A", "Quán B"):
        given = {"name": name, "unit": "03405", "business_type": "khach_san", "since": "2022-01-01"}
        known = file.kind("establishment").fields
        assert editing.new_record(
            file, "establishment", entry.defaults(file, "establishment", {n: v for n, v in given.items() if n in known})
        ).saved
    return file


def typed(path: Path, rows: Rows) -> dict[tuple[str, str], Typed]:
    """Where each value is typed; where `?` stands, the first that the form offers."""
    book, found = openpyxl.load_workbook(path), dict[tuple[str, str], Typed]()
    lists = book["Danh sách"]
    for name, lines in rows.items():
        sheet = book[name]
        columns = {below or above: column for (above, below), column in heading(sheet).items()}
        offered = {str(one.sqref).split(":")[0]: str(one.formula1) for one in sheet.data_validations.dataValidation}
        for number, line in enumerate(lines, start=6):
            for above, value in line.items():
                letters = column_name(columns[above])
                if value == "?":
                    value = lists[offered[f"{letters}6"].rpartition("!")[2].split(":")[0].replace("$", "")].value
                found[name, f"{letters}{number}"] = value
    return found


def written(path: Path, rows: Rows) -> Path:
    """The form filled in, without LibreOffice."""
    book = openpyxl.load_workbook(path)
    for (sheet, cell), value in typed(path, rows).items():
        book[sheet][cell] = value
    book.save(path)
    return path


def take(file: OpenFile, path: Path) -> list[str]:
    reading = sheet_import.read(file, sheet_import.open_book(path, Wishes()), "inspection", Wishes())
    return sheet_import.write(file, reading)


def counts(file: OpenFile) -> list[int]:
    return [len(records.rows(file, kind)) for kind in ("inspection", "inspection_visit", "violation")]


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_rows_inside_others_filled_in_by_libreoffice_go_in_by_their_numbers(
    inspected: OpenFile, tmp_path: Path
) -> None:
    path = form(inspected, tmp_path, "inspection")
    type_into(path, typed(path, FILLED))
    document = read(inspected, path, "inspection")
    assert (questions(document), document["asked"], document["skipped"]) == ([], [], [])
    ids = take(inspected, path)
    assert (len(ids), counts(inspected)) == (6, [2, 3, 1])
    (violation,) = records.rows(inspected, "violation")
    visit = records.find(inspected, str(violation.values["visit"]))
    assert visit is not None
    inspection = records.find(inspected, str(visit.values["inspection"]))
    assert inspection is not None
    assert (visit.values["date"], inspection.values["unit"], violation.values["fine"]) == (
        "2022-05-14",
        "03405",
        3000000,
    )
    undo.undo(inspected, undo.acts(inspected, 1)[0].act)
    assert counts(inspected) == [0, 0, 0]


def test_what_was_taken_in_before_is_known_again_at_every_depth(inspected: OpenFile, tmp_path: Path) -> None:
    path = written(form(inspected, tmp_path, "inspection"), FILLED)
    take(inspected, path)
    document = read(inspected, path, "inspection")
    assert (document["rows"], document["asked"]) == ([], [])
    assert sum(row["what"] == "equal" for row in document["skipped"]) == 6
    more = FILLED[VISITS] + [FILLED[VISITS][2] | {"STT": 4, "STT (Cuộc kiểm tra)": 2}]
    path = written(form(inspected, tmp_path, "inspection"), FILLED | {VISITS: more})
    take(inspected, path)
    assert counts(inspected) == [2, 4, 1]


@pytest.mark.parametrize(("change", "asked_rows"), [
    ({VISITS: [FILLED[VISITS][0] | {"STT (Cuộc kiểm tra)": 7}, *FILLED[VISITS][1:]]}, {(VISITS, 6), (VIOLATIONS, 6)}),
    ({OUTER: [FILLED[OUTER][0], FILLED[OUTER][1] | {"STT": 1}]},
     {(VISITS, 6), (VISITS, 7), (VISITS, 8), (VIOLATIONS, 6)}),
    ({VIOLATIONS: [FILLED[VIOLATIONS][0] | {"Tiền phạt (đồng)": "nhiều"}]},
     {(OUTER, 6), (VISITS, 6), (VISITS, 8), (VIOLATIONS, 6)}),
    ({OUTER: [FILLED[OUTER][0] | {"Từ ngày": "hôm nọ"}, FILLED[OUTER][1]]},
     {(OUTER, 6), (VISITS, 6), (VISITS, 8), (VIOLATIONS, 6)}),
])  # fmt: skip
def test_a_row_goes_in_with_all_that_lies_inside_it_or_not_at_all(
    inspected: OpenFile, tmp_path: Path, change: Rows, asked_rows: set[tuple[str, int]]
) -> None:
    document = read(inspected, written(form(inspected, tmp_path, "inspection"), FILLED | change), "inspection")
    assert {(row["sheet"], row["row"]) for row in document["asked"]} == asked_rows
    assert len(document["rows"]) == 6 - len(asked_rows)


def test_what_is_asked_about_of_a_form_goes_out_mended_and_comes_back(inspected: OpenFile, tmp_path: Path) -> None:
    wrong = FILLED | {VIOLATIONS: [FILLED[VIOLATIONS][0] | {"Tiền phạt (đồng)": "nhiều"}]}
    path = written(form(inspected, tmp_path, "inspection"), wrong)
    book = sheet_import.open_book(path, Wishes())
    reading = sheet_import.read(inspected, book, "inspection", Wishes())
    out = tmp_path / "hỏi lại.xlsx"
    out.write_bytes(sheet_export.asked_as_xlsx(book, reading))
    sheet_import.write(inspected, reading)
    assert counts(inspected) == [1, 1, 0]
    mended = openpyxl.load_workbook(out)
    for row in mended[VIOLATIONS].iter_rows():
        for cell in row:
            if cell.value == "nhiều":
                cell.value = 3000000
    mended.save(out)
    assert read(inspected, out, "inspection")["asked"] == []
    take(inspected, out)
    assert counts(inspected) == [2, 3, 1]
    assert records.rows(inspected, "violation")[0].values["sanction_form"] == ("phat_tien",)


def test_a_form_says_itself_which_kind_it_is_of(inspected: OpenFile, tmp_path: Path) -> None:
    path = form(inspected, tmp_path, "inspection")
    assert sheet_import.marked_kind(sheet_import.open_book(path, Wishes()), path) == "inspection"


def test_people_of_one_title_are_offered_by_unit_and_code_and_found_again_by_that(
    file: OpenFile, tmp_path: Path
) -> None:
    staff = {"position": "Công chức Văn hóa - Xã hội", "duty": "kiem_nhiem", "from_date": "2020-01-01"}
    places = [("03405", "CB-1"), ("03390", "CB-2"), ("03390", "CB-3")]
    made = {code: editing.new_record(file, "staff", {**staff, "unit": unit, "code": code}).record
            for unit, code in places}  # fmt: skip
    path = form(file, tmp_path, "training")
    book = openpyxl.load_workbook(path)
    offered = {cell.value for row in book["Danh sách"].iter_rows() for cell in row}
    assert not offered & set(made.values())
    base, there = staff["position"], file.units.name("03405")
    wanted = {f"{base}, {there}": "CB-1", f"{base}, CB-2": "CB-2", f"{base}, CB-3": "CB-3"}
    assert wanted.keys() <= offered
    sheet = book["Học viên"]
    columns = {str(cell.value): cell.column for cell in sheet[4]}
    for number, name in enumerate(wanted, start=6):
        sheet.cell(number, columns["STT (Lớp tập huấn)"]).value = 1
        sheet.cell(number, columns["Cán bộ"]).value = name
    outer = book.worksheets[0]
    for name, value in {"STT": 1, "Đơn vị tổ chức": there, "Từ ngày": date(2022, 5, 14)}.items():
        outer.cell(6, {str(cell.value): cell.column for cell in outer[4]}[name]).value = value
    book.save(path)
    said = str(read(file, path, "training"))
    assert [said.index(made[code]) for code in wanted.values()] == sorted(said.index(one) for one in made.values())
