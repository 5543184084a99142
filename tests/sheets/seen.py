"""More sheets as offices keep them, some of kinds seen in public files, each with what must result."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from unicodedata import normalize

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from tests.sheets.making import FIELDS, HEADINGS, ROW, changed, merge
from tests.sheets.ugly import COUNTS, PLACES, SHORT, TRAINING, Ugly, record, short

Decorate = Callable[[Worksheet], object]
_NO_UNIT = {name: value for name, value in FIELDS.items() if name != "unit"}
_HOUSE = {"business_type": "karaoke", "unit": "03405", "first_listed_date": "2022-01-15"}


def _dress(font: str, columns: str, rows: range) -> Decorate:
    def dress(sheet: Worksheet) -> None:
        for column in columns:
            for row in rows:
                sheet[f"{column}{row}"].font = Font(name=font)

    return dress


def _filter(sheet: Worksheet) -> None:
    sheet.auto_filter.ref = "A1:G4"
    sheet.auto_filter.add_filter_column(0, ["Xã Giang Ma"])
    for row in (3, 4):
        sheet.row_dimensions[row].hidden = True


def _fold_up(sheet: Worksheet) -> None:
    sheet.row_dimensions.group(3, 3, hidden=True)


def _cover(sheet: Worksheet) -> None:
    cover = sheet.parent.create_sheet("Bìa", 0)
    cover["B4"] = "SỔ THEO DÕI TUYÊN TRUYỀN NĂM 2022"


def _furnish(sheet: Worksheet) -> None:
    sheet.add_table(Table(displayName="Bảng1", ref="A1:G3"))
    sheet["A2"].comment = Comment("đã đối chiếu", "Lan")
    sheet.print_title_rows = "1:1"


def _strike(sheet: Worksheet) -> None:
    for cell in sheet[3]:
        cell.font = Font(strike=True)


def _rich(marked: str, after: str, **mark: Any) -> CellRichText:
    """A text of which the first part is marked."""
    return CellRichText(TextBlock(InlineFont(**mark), marked), TextBlock(InlineFont(), after))


def _every(title: str, *days: Any) -> list[Any]:
    return [HEADINGS, *(changed(date=day, title=f"{title}{n}") for n, day in enumerate(days))]


def _read(title: str, count: int, **more: Any) -> dict[int, dict[str, Any]]:
    return {n + 2: {**FIELDS, "title": f"{title}{n}", **more} for n in range(count)}


HALL = ("Thông tin", None, None, "Kết quả", None, None, None, None, None)
PARTS = ("Đơn vị", "Ngày", "Hình thức", "Nội dung", "Số buổi", "Đối tượng", "Số người", None, None)
DEEP = (None, None, None, None, None, None, "Tổng số", "Nữ", "DTTS")

SEEN = [
    Ugly("three rows of headings, merged", [HALL, PARTS, DEEP, [*ROW[:6], 30, 12, 20]], {4: {**FIELDS, **COUNTS}},
         decorate=merge("A1:C1", "D1:I1", *(f"{c}2:{c}3" for c in "ABCDEF"), "G2:I2")),
    Ugly("title, measure and numbers of columns above a table that begins aside",
         [(), (None, None, "BIỂU SỐ 03"), (None, None, "TỔNG HỢP TUYÊN TRUYỀN 6 THÁNG ĐẦU NĂM"),
         (None, None, "(Từ ngày 15/12/2021 đến ngày 14/6/2022)"), (), (None, None, *SHORT),
         (None, None, *range(1, 8)), (), (None, None, *short(1)), (None, None, *short(2))],
         {9: record(1), 10: record(2)}, skipped={7: "numbers"}, decorate=merge("C3:I3", "C4:I4")),
    Ugly("the total first", [SHORT, (None, "TỔNG SỐ", None, None, None, 4), short(1), short(2)],
         {3: record(1), 4: record(2)}, skipped={2: "total"}),
    Ugly("the whole district as the total", [SHORT, short(1), short(2), (None, "Toàn huyện", None, None, None, 4)],
         {2: record(1), 3: record(2)}, skipped={4: "total"}),
    Ugly("numbers in levels below groups in figures", [SHORT, ("I", "Cụm 1", None, None, None, 4),
         ["1.1", *short(1)[1:]], ["1.2", *short(2)[1:]], ("II", "Cụm 2", None, None, None, 2), ["2.1", *short(3)[1:]]],
         {3: record(1), 4: record(2), 6: record(3)}, skipped={2: "group", 5: "group"}),
    Ugly("days with points, blanks and words", _every("n", "14.05.22", "14. 5. 2022", "14 / 5 / 2022", "14/5/2022.",
         "Ngày 14/5/2022", "ngày 14 tháng 05 năm 2022", "14-05-22", "\u00a014/05/2022\u00a0"),
         _read("n", 8)),
    Ugly("days with their day of the week", _every("n", "Thứ bảy, 14/5/2022", "Thứ 7 ngày 14/5/2022", "T7, 14/5/2022",
         "Thứ Bảy, ngày 14 tháng 5 năm 2022"), _read("n", 4)),
    Ugly("a day of the week that the day is not", _every("n", "Thứ hai, 14/5/2022", "CN 14/5/2022"), {}, asked=[2, 3]),
    Ugly("a day with a part of it", _every("n", "Sáng 14/5/2022", "14/5/2022 (chiều)", "8h ngày 14/5/2022",
         "14-15/5/2022", "từ 14/5/2022", "trước 14/5/2022"), {}, asked=list(range(2, 8))),
    Ugly("day, month and year in columns", [("Đơn vị", "Ngày", "Tháng", "Năm", "Hình thức", "Nội dung", "Số buổi",
         "Đối tượng"), ("Giang Ma", 14, 5, 2022, "Loa", "A", 2, "Nhân dân"), ("Giang Ma", 15, 5, 2022, "Loa", "B", 2,
         "Nhân dân")], {}, asked=[2, 3]),
    Ugly("when a form was filled in, beside the day", [("Dấu thời gian", *HEADINGS), ("14/05/2022 9:12:33", *ROW),
         ("15/05/2022 10:00:01", *changed(title="2"))], {2: FIELDS, 3: {**FIELDS, "title": "2"}}),
    Ugly("money as it is noted", [(*HEADINGS, "Kinh phí"), *([*changed(title=f"n{n}"), text] for n, text in enumerate(
         ("1.500.000đ", "1.500.000 đ", "1.500.000 VNĐ", "1,500,000", "1 500 000", "1500000", "1,5tr", "1.500 nghìn",
         "1500k")))],
         _read("n", 9, cost=1500000)),
    Ugly("money that may be anything", [(*HEADINGS, "Kinh phí"), *([*changed(title=f"n{n}"), text] for n, text in
         enumerate(("1tr5", "1.500.000,-", "hơn 1 triệu", "1,500", "1.500.000 + 200.000", "0đ?")))],
         {}, asked=list(range(2, 8))),
    Ugly("measures in the heading as they are written", [(*HEADINGS, "Kinh phí (1.000đ)"), [*ROW, 1500],
         [*changed(title="2"), "1.500"]], {2: {**FIELDS, "cost": 1500000}, 3: {**FIELDS, "title": "2",
         "cost": 1500000}}),
    Ugly("millions for short", [(*HEADINGS, "KP (tr.đ)"), [*ROW, 1.5], [*changed(title="2"), "1,5"]],
         {2: {**FIELDS, "cost": 1500000}, 3: {**FIELDS, "title": "2", "cost": 1500000}}),
    Ugly("numbers as texts with zeros and signs that nobody sees", [HEADINGS, *(changed(people_total=text,
         title=f"n{n}") for n, text in enumerate(("030", "\u200b30", "30\u00a0", " 30 người ", "30 lượt người")))],
         _read("n", 5, people_total=30)),
    Ugly("TCVN3 in capitals", [("§¬n vÞ", "Ngµy", "H×nh thøc", "Néi dung", "Sè buæi", "§èi t\u00adîng"),
         ("Giang Ma", date(2022, 5, 14), "Loa", "h¸i qu\u00b6", 2, "Nh©n d©n")],
         {2: {**FIELDS, "title": "HÁI QUẢ"}}, decorate=lambda sheet: [_dress(".VnTime", "ABCDEF", range(1, 3))(sheet),
         _dress(".VnTimeH", "D", range(2, 3))(sheet)]),
    Ugly("VNI", [("Ñôn vò", "Ngaøy", "Hình thöùc", "Noäi dung", "Soá buoåi", "Ñoái töôïng"),
         ("Giang Ma", date(2022, 5, 14), "Loa", "Phoøng, choáng maïi daâm", 2, "Nhaân daân")], {2: FIELDS},
         decorate=_dress("VNI-Times", "ABCDEF", range(1, 3))),
    Ugly("letters with their accents apart", [[normalize("NFD", text) for text in HEADINGS],
         [normalize("NFD", text) if isinstance(text, str) else text for text in ROW]], {2: FIELDS}),
    Ugly("a letter that looks like Đ", [[text.replace("Đ", "\u00d0") for text in HEADINGS],
         changed(title="\u00d0ối thoại với nhân dân"), changed(title="Gặp \u00f0oàn viên")],
         {2: {**FIELDS, "title": "Đối thoại với nhân dân"}, 3: {**FIELDS, "title": "Gặp đoàn viên"}}),
    Ugly("rows that a filter hides", [HEADINGS, ROW, changed(title="2"), changed(title="3")], {2: FIELDS},
         asked=[3, 4], questions=["hidden"], decorate=_filter),
    Ugly("rows folded up", [HEADINGS, ROW, changed(title="2")], {2: FIELDS}, asked=[3], questions=["hidden"],
         decorate=_fold_up),
    Ugly("a row struck out", [HEADINGS, ROW, changed(title="2"), changed(title="3")],
         {2: FIELDS, 4: {**FIELDS, "title": "3"}}, asked=[3], questions=["struck"], decorate=_strike),
    Ugly("a row struck out, taken by a person", [HEADINGS, ROW, changed(title="2"), changed(title="3")],
         {2: FIELDS, 3: {**FIELDS, "title": "2"}, 4: {**FIELDS, "title": "3"}}, decorate=_strike,
         wishes={"answers": {"struck": "take"}}),
    Ugly("a row struck out, left by a person", [HEADINGS, ROW, changed(title="2"), changed(title="3")],
         {2: FIELDS, 4: {**FIELDS, "title": "3"}}, skipped={3: "struck"}, decorate=_strike,
         wishes={"answers": {"struck": "leave"}}),
    Ugly("a commune as a group over two rows, as was said", [("TT", "Ngày", "Hình thức", "Nội dung", "Số buổi",
         "Đối tượng"), ("Xã Giang Ma",), (), (1, "14/05/2022", "Loa", "A", 2, "Nhân dân")],
         {4: {**FIELDS, "title": "A"}}, skipped={2: "group", 3: "group"}, decorate=merge("A2:F3"),
         wishes={"answers": {"groups:unit": "by_group"}}),
    Ugly("communes as groups that count for nothing", [("TT", "Ngày", "Hình thức", "Nội dung", "Số buổi", "Đối tượng"),
         ("I", "Xã Giang Ma"), (1, "14/05/2022", "Loa", "A", 2, "Nhân dân")], {3: {**_NO_UNIT, "title": "A"}},
         skipped={2: "group"}, questions=["value:unit"], wishes={"answers": {"groups:unit": "not_by_group"}}),
    Ugly("parts of cells struck out or raised", [HEADINGS, changed(title="1", people_total=_rich("30", "35",
         strike=True)), changed(title=_rich("cũ ", "mới", strike=True)), changed(title="3",
         people_total=_rich("1", "30", vertAlign="superscript")), changed(title="Nhà 30 m²")],
         {5: {**FIELDS, "title": "Nhà 30 m²"}},
         asked=[2, 3, 4]),
    Ugly("a cover before the sheet", [HEADINGS, ROW], {2: FIELDS}, decorate=_cover),
    Ugly("a table with comments, filter and titles in print", [HEADINGS, ROW, changed(title="2")],
         {2: FIELDS, 3: {**FIELDS, "title": "2"}}, decorate=_furnish),
    Ugly("two tables beside each other", [(*HEADINGS[:6], None, *HEADINGS[:6]), (*ROW[:6], None,
         *changed(title="2")[:6])], {}, asked=[2], questions=["columns"]),
    Ugly("the same table again under its own title", [("BIỂU 1. QUÝ I",), SHORT, short(1), (), ("BIỂU 2. QUÝ II",),
         SHORT, short(2)], {3: record(1), 7: record(2)}, skipped={5: "group", 6: "heading"}),
    Ugly("communes as groups, without a column of units", [("TT", "Ngày", "Hình thức", "Nội dung", "Số buổi",
         "Đối tượng"), ("I", "Xã Giang Ma"), (1, "14/05/2022", "Loa", "A", 2, "Nhân dân"), ("II", "Xã Thèn Sin"),
         (1, "15/05/2022", "Loa", "B", 2, "Nhân dân")], {}, asked=[3, 5], skipped={2: "group", 4: "group"},
         questions=["groups:unit"]),
    Ugly("communes as groups, as was said, and a group that is none", [("TT", "Ngày", "Hình thức", "Nội dung",
         "Số buổi", "Đối tượng"), ("I", "Xã Giang Ma"), (1, "14/05/2022", "Loa", "A", 2, "Nhân dân"), ("II", "Khác"),
         (1, "15/05/2022", "Loa", "B", 2, "Nhân dân")], {3: {**FIELDS, "title": "A"}}, asked=[5],
         skipped={2: "group", 4: "group"}, wishes={"answers": {"groups:unit": "by_group"}}),
    Ugly("notes in several lines", [HEADINGS, ROW, ("Ghi chú:",), ("- Số liệu chưa có của xã Thèn Sin.",),
         ("- Kinh phí chưa quyết toán.",)], {2: FIELDS}, skipped={3: "note", 4: "note", 5: "note"}),
    Ugly("who signs, at both sides", [HEADINGS, ROW, (), (None,) * 4 + ("Giang Ma, ngày 14 tháng 6 năm 2022",),
         ("NGƯỜI LẬP", None, None, None, "TM. ỦY BAN NHÂN DÂN"), ("(Ký tên)", None, None, None, "CHỦ TỊCH")],
         {2: FIELDS}, skipped={4: "signature", 5: "signature", 6: "signature"}),
    Ugly("units over two lines, in capitals and with their district", [HEADINGS, *(changed(unit=unit, title=f"n{n}")
         for n, unit in enumerate(("Xã\nGiang Ma", "XÃ GIANG MA", "Xã Giang Ma - Huyện Tam Đường",
         "Xã Giang Ma (Tam Đường)", "xã  Giang  Ma", "UBND Xã Giang Ma, H. Tam Đường, tỉnh Lai Châu")))],
         _read("n", 6)),
    Ugly("what was made by a machine", [("ID", *HEADINGS, "Hành động"), ("TT_2022_0001", *ROW, "Cập nhật"),
         ("TT_2022_0002", *changed(title="2"), None)], {2: FIELDS, 3: {**FIELDS, "title": "2"}}),
    Ugly("a register with owners and telephones", [("Mã số", "Xã", "Loại hình", "Tên cơ sở", "Tên chủ cơ sở",
         "Trạng thái", "Số điện thoại", "Ngày ký cam kết (3 năm)", "Ngày đưa vào danh sách", "Hành động"),
         ("GM_001", "Giang Ma", "Karaoke", "Sao Mai", "Lò Văn Páo", "Đang hoạt động", 905461998, "06.12.2021",
         "15.01.2022", "Cập nhật")],
         {2: {**_HOUSE, "code": "GM_001", "name": "Sao Mai", "commitment_date": "2021-12-06"}}, kind=PLACES),
    Ugly("a course with hours and a range in two columns", [("Số TT", "Lớp tập huấn", "Thời gian", None, "Đơn vị",
         "Cấp", "Nội dung", "Số HV", "Nữ"), (None, None, "Từ ngày", "Đến ngày"), ("01", "Nghiệp vụ 178", "05/04/2022",
         "07/04/2022", "Huyện Tam Đường", "Huyện", "Thống kê, báo cáo", "45 người", "20")],
         {3: {"title": "Nghiệp vụ 178", "date": "2022-04-05", "end_date": "2022-04-07", "unit": "106",
         "organiser_level": "huyen", "topics": ["thong_ke_bao_cao"], "attend_total": 45, "attend_female": 20}},
         kind=TRAINING, decorate=merge("C1:D1", *(f"{c}1:{c}2" for c in "ABEFGHI"))),
    Ugly("days and numbers that Excel made of something else", [HEADINGS,
         changed(sessions=datetime.fromisoformat("2022-05-02"), title="1"), changed(people_total="1.5E+3", title="2"),
         changed(people_total=0.3, title="3")], {},
         asked=[2, 3, 4]),
    Ugly("truths in cells", [(*HEADINGS, "Lồng ghép"), [*ROW, True], [*changed(title="2"), False]],
         {2: {**FIELDS, "is_combined": True}, 3: {**FIELDS, "title": "2", "is_combined": False}}),
    Ugly("csv with its separator named, and lines in cells", [HEADINGS, changed(date="14/05/2022",
         audience="Nhân dân\nNhóm nguy cơ")], {3: {**FIELDS, "audience": ["nguy_co", "nhan_dan"]}}, text=";",
         named=True),
    Ugly("csv of an old Macintosh", [HEADINGS, changed(date="14/05/2022")], {2: FIELDS}, text=";", ends="\r"),
    Ugly("csv with a title, and blanks at the end of each line", [("BẢNG TUYÊN TRUYỀN", *(None,) * 9),
         (*HEADINGS, *(None,) * 3), (*changed(date="14/05/2022"), *(None,) * 3)], {3: FIELDS}, text=";"),
    Ugly("csv with bars, UTF-16 of the other end", [("\ufeff" + HEADINGS[0], *HEADINGS[1:]),
         changed(date="14/05/2022")], {2: FIELDS}, text="|",
         encoding="utf-16-be"),
    Ugly("csv in TCVN3", [("§¬n vÞ", "Ngµy", "H×nh thøc", "Néi dung", "Sè buæi", "§èi t\u00adîng"), ("Giang Ma",
         "14/05/2022", "Loa", "Phßng, chèng m¹i d©m", 2, "Nh©n d©n")], {2: FIELDS}, text=";", encoding="latin-1",
         wishes={"answers": {"encoding": "tcvn3"}}),
    Ugly("csv with texts for codes", [HEADINGS, changed(date="14/05/2022", unit='="03405"')], {2: FIELDS}, text=";"),
]  # fmt: skip
