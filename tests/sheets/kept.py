"""Sheets as an officer of a mountain district keeps them for years, each with what must result, written down before."""

from typing import Any
from unicodedata import normalize

from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from tests.sheets.making import FIELDS, HEADINGS, ROW, changed, fill
from tests.sheets.ugly import SHORT, Ugly, record, short

HMONG, LAO = "Kev tiv thaiv yeeb tshuaj – Lus Hmoob", "ການປ້ອງກັນຢາເສບຕິດ"


def _apart(row: Any) -> list[Any]:
    """A row whose letters and their marks are kept apart, as a Mac writes them."""
    return [normalize("NFD", cell) if isinstance(cell, str) else cell for cell in row]


def _fonts(**fonts: str) -> Any:
    def dress(sheet: Worksheet) -> None:
        for cell, font in fonts.items():
            sheet[cell].font = Font(name=font)

    return dress


def _beside_hidden_sheets(sheet: Worksheet) -> None:
    """A protected sheet, beside hidden ones that hold the same table with other rows."""
    sheet.protection.sheet = True
    for name, state in (("Nháp", "hidden"), ("Danh mục", "veryHidden")):
        other = sheet.parent.create_sheet(name, 0)
        other.sheet_state = state
        fill(other, [HEADINGS, changed(title="Không được nhập")])
    sheet.parent.active = 2


KEPT = [
    Ugly("two tables side by side", [(*SHORT, None, "Đơn vị", "Thời gian", "Số buổi"),
         (*short(1), None, "Thèn Sin", "20/05/2022", 3), short(2)],
         {}, asked=[2, 3], questions=["field:date", "field:sessions", "field:unit"]),
    Ugly("months as columns", [("TT", "Đơn vị", "Nội dung", "Tháng 1", "Tháng 2", "Tháng 3", "Cộng"),
         (1, "Giang Ma", "Loa truyền thanh", 2, 3, 1, 6), (2, "Thèn Sin", "Loa truyền thanh", 1, 1, 1, 3),
         ("Cộng", None, None, 3, 4, 2, 9)],
         {2: {"unit": "03405", "title": "Loa truyền thanh"}, 3: {"unit": "03394", "title": "Loa truyền thanh"}},
         skipped={4: "total"}, questions=["value:audience", "value:date", "value:form", "value:sessions"]),
    Ugly("totals between, notes and names below", [SHORT, ("I", "Quý I"), short(1), (None, "Cộng quý I", None, None,
         None, 2), ("II", "Quý II"), short(2), (None, "Cộng quý II", None, None, None, 2), (None, "Tổng cả năm", None,
         None, None, 4), (), ("Ghi chú: số liệu lấy theo báo cáo của các xã",), ("* Có 2 buổi lồng ghép họp bản",), (),
         (None, "Người lập biểu"), (None, "Lò Văn Hặc")],
         {3: record(1), 6: record(2)},
         skipped={2: "group", 4: "total", 5: "group", 7: "total", 8: "total", 10: "note", 11: "note", 13: "signature",
         14: "signature"}),
    Ugly("who is in charge, with telephones", [(*SHORT, "Người phụ trách", "Điện thoại", "Số CCCD"),
         (*short(1), "Giàng A Páo", "0905 461 998", "012093004567"),
         (*short(2), "Vàng Thị Dợ", "0985.123.456", "012 188 001 234")], {2: record(1), 3: record(2)}),
    Ugly("names and telephones among the notes", [(*SHORT, "Ghi chú"), (*short(1), "Giàng A Páo - 0905461998"),
         (*short(2), "Vàng Thị Dợ (0985123456)")], {2: record(1), 3: record(2)}, questions=["people:H"]),
    Ugly("days as text in three styles", [SHORT, short(1, day="5/3/22"), short(2, day="05.03.2022"),
         short(3, day="ngày 05 tháng 3 năm 2022"), short(4, day="Ngày 05/3/2022"), short(5, day="Tháng 3"),
         short(6, day="Từ 05 đến 07/3/2022"), short(7, day="05/03")],
         {n: record(n - 1, date="2022-03-05") for n in range(2, 6)}, asked=[6, 7, 8]),
    Ugly("words in Hmong and Lao", [HEADINGS, changed(title=HMONG), changed(title=LAO, unit="Nùng Nàng"),
         changed(title="Khun Há", unit="KHUN HÁ")],
         {2: {**FIELDS, "title": HMONG}, 3: {**FIELDS, "title": LAO, "unit": "03415"},
         4: {**FIELDS, "title": "Khun Há", "unit": "03430"}}),
    Ugly("letters and their marks apart", [_apart(HEADINGS), _apart(ROW), _apart(changed(unit="Tả Lèng", title="Hai"))],
         {2: FIELDS, 3: {**FIELDS, "title": "Hai", "unit": "03400"}}),
    Ugly("old fonts, two of them, and one lost", [HEADINGS, changed(title="Phßng, chèng m¹i d©m"),
         changed(title="Phoøng, choáng maïi daâm", sessions=3), changed(title="Tuyªn truyÒn", sessions=4),
         changed(title="Tuyeân truyeàn", sessions=5)],
         {2: FIELDS, 3: {**FIELDS, "sessions": 3}}, asked=[4, 5], decorate=_fonts(D2=".VnTime", D3="VNI-Times")),
    Ugly("headings in capitals of an old font", [("§¬n vÞ tæ chøc", "Ngµy thùc hiÖn", "H×nh thøc", "Néi dung, chñ ®Ò",
         "Sè buæi, l\u00adît ph¸t", "§èi t\u00adîng"), ROW[:6]], {2: FIELDS},
         decorate=_fonts(**{f"{c}1": ".VnTimeH" for c in "ABCDEF"})),
    Ugly("a protected sheet beside hidden ones", [HEADINGS, ROW], {2: FIELDS}, decorate=_beside_hidden_sheets),
    Ugly("groups of communes with sums in their rows", [("TT", "Thời gian", "Hình thức", "Nội dung", "Số buổi",
         "Đối tượng"), ("I", "Xã Giang Ma", None, None, 4), (1, "14/05/2022", "Loa", "Chủ đề 1", 2, "Nhân dân"),
         (2, "14/05/2022", "Loa", "Chủ đề 2", 2, "Nhân dân"), ("II", "Xã Thèn Sin", None, None, 2),
         (1, "14/05/2022", "Loa", "Chủ đề 3", 2, "Nhân dân")], {}, asked=[3, 4, 6], skipped={2: "group", 5: "group"},
         questions=["groups:unit"]),
]  # fmt: skip
