"""Sheets tried after all others: hidden, merged, written by hand or of people in further ways, and what must result."""

from datetime import date
from typing import Any

from openpyxl.comments import Comment
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from tests.sheets.making import FIELDS, HEADINGS, ROW, changed, merge
from tests.sheets.ugly import COUNTS, SHORT, Ugly, record, short

_FOUR = [
    ("TT", "Đơn vị", "Ngày", "Hình thức", "Nội dung", "Kết quả thực hiện", *(None,) * 4, "Ghi chú"),
    (*(None,) * 5, "Số buổi", "Đối tượng", "Số lượt người"),
    (*(None,) * 7, "Tổng số", "Trong đó"),
    (*(None,) * 8, "Nữ", "DTTS"),
]
_MERGED = ("A1:A4", "B1:B4", "C1:C4", "D1:D4", "E1:E4", "K1:K4", "F1:J1", "F2:F4", "G2:G4", "H2:J2", "H3:H4", "I3:J3")
_NUMBERS = tuple(f"({n})" for n in range(1, 8))


def _every(field: str, *values: Any) -> list[list[Any]]:
    return [list(HEADINGS), *(changed(title=f"n{n}", **{field: value}) for n, value in enumerate(values))]


def _notes(*notes: Any) -> list[list[Any]]:
    return [[*HEADINGS, "Ghi chú"], *([*changed(title=f"n{n}"), note] for n, note in enumerate(notes))]


def _said(*rows: int, **more: Any) -> dict[int, dict[str, Any]]:
    return {row: {**FIELDS, "title": f"n{row - 2}", **more} for row in rows}


def _filter(sheet: Worksheet) -> None:
    sheet.auto_filter.ref = "A1:G6"
    sheet.auto_filter.add_filter_column(2, ["Loa"])
    for row in (3, 5):
        sheet.row_dimensions[row].hidden = True


def _fold(sheet: Worksheet) -> None:
    sheet.row_dimensions.group(3, 4, outline_level=1, hidden=True)


def _comment(sheet: Worksheet) -> None:
    sheet["E2"].comment = Comment("3 buổi?", "Lan")
    sheet.add_table(Table(displayName="Bang1", ref="A1:G2"))


def _quote(sheet: Worksheet) -> None:
    for cell in ("E2", "G2"):
        sheet[cell].quotePrefix = True


def _round(sheet: Worksheet) -> None:
    for cell in ("G2", "G3"):
        sheet[cell].number_format = "0"


FURTHER = [
    Ugly("four rows of headings, merged", [*_FOUR, (1, *ROW[:2], "Loa", *ROW[3:6], 30, 12, 20, "tốt")],
         {5: {**FIELDS, **COUNTS, "note": "tốt"}}, decorate=merge(*_MERGED)),
    Ugly("rows hidden by a filter", _every("form", *("Loa", "Tờ rơi") * 2, "Loa"), _said(2, 4, 6), asked=[3, 5],
         questions=["hidden"], decorate=_filter),
    Ugly("a group that is folded away", _every("form", *("Loa",) * 4), _said(2, 5), asked=[3, 4],
         questions=["hidden"], decorate=_fold),
    Ugly("two tables of one kind side by side", [(*HEADINGS[:6], None, *HEADINGS[:6]), (*ROW[:6], None, *ROW[:6])], {},
         asked=[2], questions=["columns"]),
    Ugly("a longer table of another kind beside", [(*HEADINGS[:6], None, "Tên cơ sở", "Địa chỉ"),
         (*ROW[:6], None, "Sao Mai", "Bản 1"), (*(None,) * 7, "Trăng", "Bản 2")], {2: FIELDS}, asked=[3]),
    Ugly("totals of groups in several words", [SHORT, ("I", "Cụm 1"), short(1), (None, "Cộng cụm 1", *(None,) * 3, 2),
         ("II", "Cụm 2"), short(2), (None, "Cộng (II)", *(None,) * 3, 2), (None, "TỔNG CỘNG (I+II)", *(None,) * 3, 4)],
         {3: record(1), 6: record(2)}, skipped={2: "group", 4: "total", 5: "group", 7: "total", 8: "total"}),
    Ugly("headings and numbers of columns on every page", [SHORT, _NUMBERS, short(1), SHORT, _NUMBERS, short(2)],
         {3: record(1), 6: record(2)}, skipped={2: "numbers", 4: "heading", 5: "numbers"}),
    Ugly("days as LibreOffice and old keyboards write them", _every("date", "14 tháng 5, 2022",
         "14 thang 5 nam 2022", "14 thg 5, 2022"), _said(2, 3, 4)),
    Ugly("spans and slips of days", _every("date", "từ 1-3/5/2022", "từ 1/5 đến 3/5/2022", "1,3/5/2022", "1+2/5/2022",
         "01 - 03.5.2022", "01/05/2022 - nay", "14052022", "14/V/2022", "14/5/'22", "sau 14/5/2022", "14/5/2022?",
         "14/05/0022"), {}, asked=list(range(2, 14))),
    Ugly("days before and behind all days", _every("date", date(1900, 1, 1), date(2099, 12, 31), -5, 0, 2958466,
         44695.5, "44695"), {}, asked=list(range(2, 9))),
    Ugly("counts with words that may say more", _every("people_total", "25người", "25 ng", "hơn 30", "30+", ">30",
         "30 nam, 12 nữ", "30 (12 nữ)", "2 x 30", "30;", "30¹", "3O", "...", "30%"), _said(2, people_total=25),
         asked=list(range(3, 15))),
    Ugly("numbers that are shown whole and are not", _every("people_total", 30.4, 29.5), {}, asked=[2, 3],
         decorate=_round),
    Ugly("money with its hundredths", [(*HEADINGS, "Kinh phí"), *([*changed(title=f"n{n}"), text] for n, text in
         enumerate(("1.234.567,00", "1234567,00", "1.234.567,5", "1.234,5", "1.234.56", "1,234.50")))],
         _said(2, 3, cost=1234567), asked=[4, 5, 6, 7]),
    Ugly("apostrophes before numbers", [HEADINGS, changed(people_total="30", title="n0"), changed(sessions="'2"),
         changed(unit="'03405")], _said(2, people_total=30), asked=[3, 4], decorate=_quote),
    Ugly("a comment at a cell of a named table", [HEADINGS, ROW], {2: FIELDS}, decorate=_comment),
    Ugly("units numbered, with signs, and with code and name", _every("unit", "1. Xã Giang Ma", "- Giang Ma",
         "Xã Giang Ma (*)", "Giang Ma:", "Xã Giang Ma/huyện Tam Đường", "03405 - Xã Giang Ma"), _said(*range(2, 8))),
    Ugly("units that are named by more than themselves", _every("unit", "Huyện Tam Đường, xã Giang Ma",
         "Xã Giang Ma cũ", "Bản Giang Ma", "Trạm Y tế xã Giang Ma", "03405 - Xã Thèn Sin", "Giang Ma/Thèn Sin"), {},
         asked=list(range(2, 8))),
    Ugly("choices numbered one below the other", _every("audience", "1. Nhân dân\n2. Nhóm nguy cơ",
         "• Nhân dân\n• Nhóm nguy cơ;", "a"), _said(2, 3, audience=["nguy_co", "nhan_dan"]), asked=[4]),
    Ugly("identity numbers that lost their zero", _notes(12345678901, 12198003456, 12087001234), _said(2, 3, 4),
         questions=["people:H"]),
    Ugly("telephones with words or two in a cell", _notes("0912 345 678\n0987.654.321", "ĐT: 0912345678",
         "0912345678 (Páo)"), _said(2, 3, 4), questions=["people:H"]),
    Ugly("names with more behind them", _notes("Lò Văn Páo (1985)", "Vàng Thị Mai - bản 2", "Giàng A Sử, trưởng bản"),
         _said(2, 3, 4), questions=["people:H"]),
    Ugly("a unit merged over a blank row", [HEADINGS, ROW, changed(unit=None, title="2"), (),
         changed(unit=None, title="3")], {2: FIELDS, 3: {**FIELDS, "title": "2"}, 5: {**FIELDS, "title": "3"}},
         skipped={4: "group"}, decorate=merge("A2:A5")),
    Ugly("places that begin as names do", _notes("Hồ Thầu, Tam Đường", "Hồ Thầu - bản 1", "Hồ Thầu (2)"),
         {row: {**FIELDS, "title": f"n{row - 2}", "note": note} for row, note in
          ((2, "Hồ Thầu, Tam Đường"), (3, "Hồ Thầu - bản 1"), (4, "Hồ Thầu (2)"))}),
]  # fmt: skip
