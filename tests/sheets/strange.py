"""Still more sheets as offices keep them: of programs, of web forms, of schedules; each with what must result."""

from datetime import date
from typing import Any

from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tests.sheets.making import FIELDS, HEADINGS, ROW, changed
from tests.sheets.ugly import PLACES, SANCTIONS, SHORT, TRAINING, Ugly, record, short

_OPEN = ["value:audience", "value:form", "value:sessions", "value:unit"]
_FEW = {"unit": "03405", "date": "2022-05-14", "sessions": 2}
_CSV_ROW = changed(date="14/05/2022")
_WEEK = [
    ("ngay", "buoi", "noiDung", "diaDiem"),
    ("Thứ 2 (14/7)", "Sáng", "07g30: Dự chào cờ", "Sân trụ sở"),
    (None, None, "08g00: Họp giao ban tuần 28", "Hội trường"),
    (None, None, "09g00: Dự đo đạc tại 176C Trường Sa", "Đại diện P.KTHTĐT"),
    (None, "Chiều", "14g00: Tiếp công dân", "98 Lê Văn Duyệt"),
    (None, None, "15g00: Họp tổ", "Phòng họp"),
    (None, "Tối", None, None),
]


def _numbers(*texts: Any) -> list[Any]:
    return [HEADINGS, *(changed(people_total=text, title=f"n{n}") for n, text in enumerate(texts))]


def _shown_as(form: str, *cells: str) -> Any:
    def dress(sheet: Worksheet) -> None:
        for cell in cells:
            sheet[cell].number_format = form

    return dress


def _as_text(sheet: Worksheet) -> None:
    sheet["D2"].data_type = "s"


def _quoted(sheet: Worksheet) -> None:
    sheet["E2"].style = "Normal"
    sheet["E2"].quotePrefix = True


def _hidden_sheet(sheet: Worksheet) -> None:
    other = sheet.parent.create_sheet("cũ")
    for row in (HEADINGS, changed(title="cũ")):
        other.append(list(row))
    other.sheet_state = "hidden"


def _strays(sheet: Worksheet) -> None:
    sheet.cell(1, 250, " ")
    sheet.cell(60000, 1, "\u00a0")


def _furnished(sheet: Worksheet) -> None:
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=5, min_row=2, max_row=3))
    sheet.add_chart(chart, "J2")
    choice = DataValidation(type="list", formula1='"Loa,Họp"', allow_blank=True)
    sheet.add_data_validation(choice)
    choice.add("C2:C50")
    sheet.conditional_formatting.add("E2:E9", ColorScaleRule(start_type="min", end_type="max"))


STRANGE = [
    Ugly("headings as programs write them", [("donVi", "ngayThucHien", "hinhThuc", "noiDung", "soBuoi", "doiTuong"),
         ROW[:6]], {2: FIELDS}),
    Ugly("headings with underscores", [("don_vi", "ngay_thuc_hien", "hinh_thuc", "noi_dung", "so_buoi", "doi_tuong"),
         _CSV_ROW[:6]], {2: FIELDS}, text=";"),
    Ugly("headings in one word", [("DONVI", "NGAYTHUCHIEN", "HINHTHUC", "NOIDUNG", "SOBUOI", "DOITUONG"), ROW[:6]],
         {2: FIELDS}),
    Ugly("questions of a form on the web", [tuple(f"{n}. {h} *" for n, h in enumerate(HEADINGS[:6], start=1)),
         ROW[:6]], {2: FIELDS}),
    Ugly("questions with a word before", [tuple(f"Câu {n}: {h}" for n, h in enumerate(HEADINGS[:6], start=1)),
         ROW[:6]], {2: FIELDS}),
    Ugly("a row that says what is counted", [HEADINGS, (None, None, None, None, "buổi", None, "người"),
         [*changed(people_total=30)]], {3: {**FIELDS, "people_total": 30}}, skipped={2: "heading"}),
    Ugly("subjects and places in words of signatures", [("Đơn vị", "Ngày", "Nội dung", "Số buổi"),
         ("Giang Ma", date(2022, 5, 14), "Ký tên cam kết", 2), ("Giang Ma", "14/05/2022", "Xác nhận của cơ sở", 2),
         ("Giang Ma", date(2022, 5, 14), "Đại diện hộ kinh doanh", 2), ("Giang Ma", date(2022, 5, 14), "A", 2)],
         {2: {**_FEW, "title": "Ký tên cam kết"}, 3: {**_FEW, "title": "Xác nhận của cơ sở"},
         4: {**_FEW, "title": "Đại diện hộ kinh doanh"}, 5: {**_FEW, "title": "A"}},
         questions=["value:audience", "value:form"]),
    Ugly("the schedule of a week", _WEEK, {3: {"title": "08g00: Họp giao ban tuần 28", "place": "Hội trường"},
         4: {"title": "09g00: Dự đo đạc tại 176C Trường Sa", "place": "Đại diện P.KTHTĐT"},
         5: {"title": "14g00: Tiếp công dân", "place": "98 Lê Văn Duyệt"}, 6: {"title": "15g00: Họp tổ",
         "place": "Phòng họp"}}, asked=[2, 7], questions=_OPEN),
    Ugly("the schedule of a week as bare text", _WEEK, {3: {"title": "08g00: Họp giao ban tuần 28",
         "place": "Hội trường"}, 4: {"title": "09g00: Dự đo đạc tại 176C Trường Sa", "place": "Đại diện P.KTHTĐT"},
         5: {"title": "14g00: Tiếp công dân", "place": "98 Lê Văn Duyệt"}, 6: {"title": "15g00: Họp tổ",
         "place": "Phòng họp"}}, asked=[2, 7], questions=_OPEN, text=";"),
    Ugly("people addressed as people are", [(*HEADINGS, "Ghi chú"), *([*changed(title=f"{n}"), name] for n, name in
         enumerate(("Ông Lò Văn Páo", "bà Nguyễn Thị Mai", "Đ/c Vàng A Thử", "Đồng chí: Lê Văn Hùng")))],
         {n: {**FIELDS, "title": f"{n - 2}"} for n in range(2, 6)}, questions=["people:H"]),
    Ugly("numbers that start as text", [HEADINGS, changed(sessions="2")], {2: FIELDS}, decorate=_quoted),
    Ugly("money by its format", [(*HEADINGS, "Kinh phí"), [*ROW, 1500000]], {2: {**FIELDS, "cost": 1500000}},
         decorate=_shown_as('#,##0" đ"', "H2")),
    Ugly("a number shown as a share", [HEADINGS, changed(people_total=30)], {}, asked=[2],
         decorate=_shown_as("0%", "G2")),
    Ugly("a day shown as a month", [HEADINGS, changed(date=date(2022, 5, 1))], {}, asked=[2],
         decorate=_shown_as("mm/yyyy", "B2")),
    Ugly("a sum by a formula", [HEADINGS, ROW, changed(title="2"), ("Cộng", None, None, None, "=SUM(E2:E3)")],
         {2: FIELDS, 3: {**FIELDS, "title": "2"}}, skipped={4: "total"}),
    Ugly("days of the last century", [HEADINGS, changed(date="14/05/99")], {}, asked=[2]),
    Ugly("numbers with blanks of every width", _numbers("1\u202f234", "1\u00a0234", "1\u2009234"),
         {n: {**FIELDS, "title": f"n{n - 2}", "people_total": 1234} for n in range(2, 5)}),
    Ugly("numbers that only machines read", _numbers("1_000", "1e3", "½", "30²", "∞", "NaN", "0x1F", "1'234"),
         {}, asked=list(range(2, 10))),
    Ugly("ticks in letters that may mean anything", [(*HEADINGS, "Lồng ghép"), *([*changed(title=f"{n}"), text]
         for n, text in enumerate(("C", "K", "50%", "có/không")))], {}, asked=[2, 3, 4, 5]),
    Ugly("units with a slip of the hand", [HEADINGS, *(changed(unit=unit, title="x") for unit in (
         "Giang Maa", "Xã Giang Ma - Xã Thèn Sin", "Các xã", "2 xã"))], {}, asked=[2, 3, 4, 5]),
    Ugly("feet of pages", [SHORT, short(1), ("Trang 1/2",), short(2), ("Trang 2/2",)], {2: record(1), 4: record(2)},
         skipped={3: "group", 5: "group"}),
    Ugly("a hidden sheet of last year", [HEADINGS, ROW], {2: FIELDS}, decorate=_hidden_sheet),
    Ugly("blanks far away", [HEADINGS, ROW], {2: FIELDS}, decorate=_strays),
    Ugly("a chart, choices and colours", [HEADINGS, ROW, changed(title="2")], {2: FIELDS, 3: {**FIELDS, "title": "2"}},
         decorate=_furnished),
    Ugly("a text that begins as a formula", [HEADINGS, changed(title="=Không mại dâm=")],
         {2: {**FIELDS, "title": "=Không mại dâm="}}, decorate=_as_text),
    Ugly("lines and a sign in a subject", [HEADINGS, changed(title="Phòng,\nchống mại dâm 🚫")],
         {2: {**FIELDS, "title": "Phòng, chống mại dâm 🚫"}}),
    Ugly("a note that is too long", [(*HEADINGS, "Ghi chú"), [*ROW, "dài " * 300]], {}, asked=[2]),
    Ugly("csv with lists in quotes", [HEADINGS, changed(date="14/05/2022", audience="Nhân dân; Nhóm nguy cơ")],
         {2: {**FIELDS, "audience": ["nguy_co", "nhan_dan"]}}, text=";"),
    Ugly("csv with days of machines", [HEADINGS, *(changed(date=day, title=f"n{n}") for n, day in enumerate((
         "2022-05-14T00:00:00", "2022-05-14 00:00:00.000", "2022-05-14T00:00:00.000Z", "2022-05-13T17:00:00.000Z")))],
         {n: {**FIELDS, "title": f"n{n - 2}"} for n in (2, 3, 4)}, asked=[5], text=","),
    Ugly("days beside their day of the week in brackets", [HEADINGS, changed(date="Thứ 7 (14/5/2022)"),
         changed(date="CN (14/5/2022)"), changed(date="Thứ 7 (14/5)")], {2: FIELDS}, asked=[3, 4]),
    Ugly("the year only in the heading", [(HEADINGS[0], "Ngày thực hiện (năm 2022)", *HEADINGS[2:]),
         changed(date="14/5")], {}, asked=[2]),
    Ugly("columns of blanks between", [[h for heading in HEADINGS for h in (heading, None)],
         [c for cell in ROW for c in (cell, None)]], {2: FIELDS}),
    Ugly("a column for ids that nobody filled in", [("Mã phiếu", *HEADINGS), (None, *ROW)], {2: FIELDS}),
    Ugly("ids of another program", [("Mã phiếu", *HEADINGS), ("P-001", *ROW)], {}, asked=[2]),
    Ugly("equal but for accents and case", [HEADINGS, ROW, changed(title="phòng, chống mại dâm"),
         changed(title="Phong, chong mai dam")], {2: FIELDS, 3: {**FIELDS, "title": "phòng, chống mại dâm"},
         4: {**FIELDS, "title": "Phong, chong mai dam"}}),
    Ugly("a name on two lines", [("Tên cơ sở", "Loại hình", "Xã", "Ngày đưa vào danh sách"), ("Karaoke\nSao Mai",
         "Karaoke", "Giang Ma", "15/01/2022")], {2: {"name": "Karaoke Sao Mai", "business_type": "karaoke",
         "unit": "03405", "first_listed_date": "2022-01-15"}}, kind=PLACES),
    Ugly("a quarter in Roman figures", [("Đơn vị", "Năm", "Kỳ", "Hành vi", "Số vụ", "Số người", "Nguồn số liệu"),
         ("Giang Ma", 2022, "Quý IV", "Mua dâm", 1, 2, "Công an")], {2: {"unit": "03405", "year": 2022,
         "period_code": "Q4", "behaviour": "mua_dam", "cases": 1, "persons": 2, "source": "Công an"}},
         kind=SANCTIONS),
    Ugly("who took part, in words under a heading like that of a number", [("donVi", "ngay", "noiDung", "thamGia"),
         *(("Giang Ma", f"{day}/05/2022", "A", who) for day, who in ((14, "Nhân dân bản"), (15, "Công an xã")))],
         {n: {"unit": "03405", "date": f"2022-05-{n + 12}", "title": "A"} for n in (2, 3)},
         questions=["value:audience", "value:form", "value:sessions"]),
    Ugly("money in words", [("Tên lớp", "Đơn vị tổ chức", "Từ ngày", "Nội dung", "Cấp tổ chức", "Số lượt học viên",
         "Kinh phí"), ("Nghiệp vụ", "Huyện Tam Đường", "05/04/2022", "Thống kê, báo cáo", "Huyện", 45,
         "Một triệu đồng")], {}, asked=[2], kind=TRAINING),
]  # fmt: skip
