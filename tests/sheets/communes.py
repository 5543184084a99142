"""Sheets as communes keep them between two reports: by hand, by month, copied from year to year, and what results."""

from collections.abc import Callable
from datetime import date
from typing import Any

from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from tests.sheets.making import FIELDS, HEADINGS, ROW, changed, fill, merge
from tests.sheets.ugly import COUNTS, PLACES, SHORT, TRAINING, Ugly, record, short

Decorate = Callable[[Worksheet], object]
BOTH = (
    "STT\nNo.", "Đơn vị / Unit", "Thời gian\nDate", "Hình thức (Form)", "Nội dung – Content",
    "Số buổi / Number of sessions", "Đối tượng\nTarget group",
)  # fmt: skip
IN_ENGLISH = ("No.", "Organised by", "Time", "Type of event", "Topic", "Number of sessions", "Participants")


def every(field: str, *values: Any) -> list[list[Any]]:
    return [list(HEADINGS), *(changed(title=f"n{n}", **{field: value}) for n, value in enumerate(values))]


def said(*rows: int, **more: Any) -> dict[int, dict[str, Any]]:
    return {row: {**FIELDS, "title": f"n{row - 2}", **more} for row in rows}


def without(name: str, **more: Any) -> dict[str, Any]:
    return {**{key: value for key, value in FIELDS.items() if key != name}, **more}


def _fonts(**fonts: str) -> Decorate:
    def dress(sheet: Worksheet) -> None:
        for cell, font in fonts.items():
            sheet[cell].font = Font(name=font)

    return dress


def shown(**formats: str) -> Decorate:
    def dress(sheet: Worksheet) -> None:
        for cell, format_ in formats.items():
            sheet[cell].number_format = format_

    return dress


def _months(sheet: Worksheet) -> None:
    """A sheet for each month of half a year, the first one what the test says."""
    sheet.title = "T1"
    for month in range(2, 7):
        fill(sheet.parent.create_sheet(f"T{month}"), [SHORT, short(1, day=f"14/{month}/2022")])


def _notes(*cells: str) -> Decorate:
    def note(sheet: Worksheet) -> None:
        for cell in cells:
            sheet[cell].comment = Comment("Lan:\nhỏi lại bản", "Lan")

    return note


COMMUNES = [
    Ugly("two languages in each heading", [BOTH, short(1), short(2)], {2: record(1), 3: record(2)}),
    Ugly("two languages in two rows", [SHORT, IN_ENGLISH, short(1)], {3: record(1)}, skipped={2: "heading"}),
    Ugly("two languages in two rows, the foreign one first", [IN_ENGLISH, SHORT, short(1)], {3: record(1)}),
    Ugly("two languages under merged headings", [(*SHORT, "Số người tham gia / Participants", None), (*(None,) * 7,
         "Tổng số\nTotal", "Nữ\nWomen"), (*short(1), 30, 12)], {3: record(1, people_total=30, people_female=12)},
         decorate=merge(*(f"{c}1:{c}2" for c in "ABCDEFG"), "H1:I1")),
    Ugly("words that look like English below a heading", [("Tên cơ sở", "Loại hình", "Xã", "Ngày đưa vào danh sách"),
         ("Mobile Phone", "Karaoke", "Giang Ma", "15/01/2022"), ("Unit", "Karaoke", "Giang Ma", "15/01/2022")],
         {2: {"name": "Mobile Phone", "business_type": "karaoke", "unit": "03405", "first_listed_date": "2022-01-15"},
         3: {"name": "Unit", "business_type": "karaoke", "unit": "03405", "first_listed_date": "2022-01-15"}},
         kind=PLACES),
    Ugly("comments beside cells that are blank, and in a row of their own", [HEADINGS, ROW, (), changed(title="2")],
         {2: FIELDS, 4: {**FIELDS, "title": "2"}}, skipped={3: "comment"}, decorate=_notes("A1", "G2", "C3")),
    Ugly("figures of the Romans before every record", [SHORT, *([roman, *short(n)[1:]] for n, roman in enumerate(("I",
         "II.", "III"), start=1))], {2: record(1), 3: record(2), 4: record(3)}),
    Ugly("figures of the Romans before communes alone", [("TT", "Đơn vị", "Số buổi", "Số người"), ("I", "Giang Ma", 2,
         30), ("II", "Thèn Sin", 3, 40), ("III", "Tả Lèng", 1, 10)], {}, asked=[2, 3, 4], questions=["lone_groups",
         "value:audience", "value:date", "value:form", "value:title"]),
    Ugly("letters and brackets before every record", [SHORT, *([sign, *short(n)[1:]] for n, sign in enumerate(("a)",
         "1)", "(2)", "03", "- "), start=1))], {n + 1: record(n) for n in range(1, 6)}),
    Ugly("sums of villages in all words", [SHORT, short(1), (None, "Tiểu cộng", *(None,) * 3, 2), short(2), (None,
         "Cộng bản Nà Tăm", *(None,) * 3, 2), short(3), ("Tổng toàn xã", *(None,) * 4, 6), (None, "T. Cộng",
         *(None,) * 3, 6), (None, "TC:", *(None,) * 3, 6)], {2: record(1), 4: record(2), 6: record(3)},
         skipped={3: "total", 5: "total", 7: "total", 8: "total", 9: "total"}),
    Ugly("days of the moon, and of no calendar", every("date", "15/4/2022 (ÂL)", "15/4 âm lịch", "Rằm tháng 7/2022",
         "mùng 1 Tết 2022", "cuối tháng 5/2022", "tuần 2 tháng 5/2022", "6 tháng đầu năm 2022", "hằng ngày",
         "14/5/2022 ÂL", "hàng tháng", "Quý II/2022", "đang thực hiện"), {}, asked=list(range(2, 14))),
    Ugly("days in ten more shapes", every("date", "14 - 5 - 2022", "14/05/\n2022", "Ngày 14-05-2022", "14/5/2022;",
         "2022.05.14", "14/ 05/ 2022", "14-May-22", "14 tháng 05 năm 2022.", "14_05_2022", "14,5,2022", "14//5/2022",
         "14/5/2022 (thứ 7)", "ngày 14 /5/2022"), said(2, 3, 4, 5, 6, 7, 8, 9, 13, 14), asked=[10, 11, 12]),
    Ugly("counts with words of all sorts", every("people_total", "30 người/buổi", "2 buổi x 15 người", "30 bà con",
         "trên 30 người", "30 người (có danh sách)", "30-", "30 người.", "30/ 30", "30 ngừơi", "tổng 30", "30 đ/c"),
         said(8, 10, people_total=30), asked=[2, 3, 4, 5, 6, 7, 9, 11, 12]),
    Ugly("money with words of all sorts", [(*HEADINGS, "Kinh phí"), *([*changed(title=f"n{n}"), text] for n,
         text in enumerate(("1.500.000đ/lớp", "không", "1.500.000 đồng chẵn", "1.500.000 VND", "NSNN", "1.500.000=",
         "1,5 tr đồng", "Lồng ghép")))], said(5, 8, cost=1500000), asked=[2, 3, 4, 6, 7, 9]),
    Ugly("numbers below nothing by their format", every("people_total", 30, 30, 30), said(2, 3, 4, people_total=30),
         decorate=shown(G2="#,##0_);(#,##0)", G3="0.0", G4="# ?/?")),
    Ugly("to whom it goes and who signs, side by side", [SHORT, short(1), (), ("Nơi nhận:", *(None,) * 3,
         "TM. ỦY BAN NHÂN DÂN"), ("- UBND huyện (b/c);", *(None,) * 3, "KT. CHỦ TỊCH"), ("- Lưu: VT, VHXH.",
         *(None,) * 3, "PHÓ CHỦ TỊCH"), (), (*(None,) * 4, "Lò Văn Hặc")], {2: record(1)}, skipped={4: "signature",
         5: "signature", 6: "signature", 8: "signature"}),
    Ugly("a legend of colours below", [SHORT, short(1), short(2),
         ("Ghi chú: dòng tô đỏ là đã hủy; tô vàng là chưa duyệt",), ("Màu đỏ: đã hủy",)], {2: record(1), 3: record(2)},
         skipped={4: "note", 5: "note"}),
    Ugly("a sheet for each month", [SHORT, short(1, day="14/1/2022")], {2: record(1, date="2022-01-14")},
         decorate=_months, wishes={"sheet": "T1"}),
    Ugly("the day of the month alone", [("TT", "Đơn vị", "Ngày", "Hình thức", "Nội dung", "Số buổi", "Đối tượng"),
         short(1, day=14), short(2, day="14"), short(3, day="14/5")], {}, asked=[2, 3, 4]),
    Ugly("a table of Word with its lines", [("TT", "Đơn vị\ntổ chức", "Ngày,\ntháng", "Hình\nthức", "Nội\ndung",
         "Số\nbuổi", "Đối\ntượng"), short(1, unit="Xã\nGiang Ma", form="Loa truyền\nthanh cơ sở", sessions="2\n",
         audience="Nhân\ndân")], {2: record(1)}),
    Ugly("three blank rows before, between and behind", [SHORT, (), (), short(1), (), (), (), short(2), (), ()],
         {4: record(1), 8: record(2)}),
    Ugly("the title once more on every page", [("BẢNG TỔNG HỢP",), SHORT, short(1), ("BẢNG TỔNG HỢP (tiếp theo)",),
         SHORT, short(2)], {3: record(1), 6: record(2)}, skipped={4: "group", 5: "heading"}),
    Ugly("an old font over letters of today", [HEADINGS, changed(title="Họp xã về phòng, chống mại dâm"),
         changed(title="2", unit="Xã Thèn Sin")], {2: {**FIELDS, "title": "Họp xã về phòng, chống mại dâm"}}, asked=[3],
         decorate=_fonts(D2=".VnTime", C2="VNI-Times", A3=".VnTime")),
    Ugly("letters that were encoded twice", [HEADINGS, changed(title="PhÃ²ng, chá»‘ng máº¡i dÃ¢m"),
         changed(title="ToÃ n dÃ¢n")], {}, asked=[2, 3]),
    Ugly("measures in a row of their own", [(*HEADINGS, "Kinh phí"), (None, None, None, None, "(buổi)", None, "(người)",
         "(nghìn đồng)"), [*changed(people_total=30), 1500], [*changed(title="2"), "2.000"]], {3: {**FIELDS,
         "people_total": 30, "cost": 1500000}, 4: {**FIELDS, "title": "2", "cost": 2000000}}),
    Ugly("texts whose format says more than their letters, or hides them", [HEADINGS, changed(title="1"),
         changed(title="2"), changed(title="3"), changed(title="4")], {4: {**FIELDS, "title": "3"}, 5: {**FIELDS,
         "title": "4"}}, asked=[2, 3], decorate=shown(D2='"Đợt "@', D3=";;;", D4='#,##0_);(#,##0);"-"',
         D5="_-* #,##0_-;-* #,##0_-;_-* @_-")),
    Ugly("a half for a count, a share in words", every("people_total", "1/2", 0.5, "50%", "một nửa", "½ số hộ"), {},
         asked=[2, 3, 4, 5, 6]),
    Ugly("totals of both sexes in three rows of headings", [(*SHORT, "Số người", None, None), (*(None,) * 7, "Tổng số",
         "Trong đó", None), (*(None,) * 8, "Nữ", "DTTS"), (*short(1), 30, 12, 20)], {4: record(1, **COUNTS)},
         decorate=merge(*(f"{c}1:{c}3" for c in "ABCDEFG"), "H1:J1", "H2:H3", "I2:J2")),
    Ugly("papers of identity between other notes", [(*HEADINGS, "Số CCCD", "Số ĐT liên hệ", "Người phụ trách"), [*ROW,
         12093004567, 912345678, "Giàng A Páo"]], {2: FIELDS}),
    Ugly("the same rows in groups of two communes", [("TT", "Ngày", "Hình thức", "Nội dung", "Số buổi", "Đối tượng"),
         ("I", "Xã Giang Ma"), (1, "14/05/2022", "Loa", "A", 2, "Nhân dân"), ("II", "Xã Thèn Sin"), (1, "14/05/2022",
         "Loa", "A", 2, "Nhân dân")], {3: {**FIELDS, "title": "A"}, 5: {**FIELDS, "title": "A", "unit": "03394"}},
         skipped={2: "group", 4: "group"}, wishes={"answers": {"groups:unit": "by_group"}}),
    Ugly("a course whose heading says what the form says", [("STT", "Tên lớp đào tạo, bồi dưỡng, tập huấn",
         "Đơn vị tổ chức", "Từ ngày", "Nội dung", "Cấp tổ chức", "Số lượt học viên"), (1, "Nghiệp vụ",
         "Huyện Tam Đường", date(2022, 4, 5), "Thống kê, báo cáo", "Huyện", 45)], {2: {"title": "Nghiệp vụ",
         "unit": "106", "date": "2022-04-05", "topics": ["thong_ke_bao_cao"], "organiser_level": "huyen",
         "attend_total": 45}}, kind=TRAINING),
    Ugly("csv with tabs, named", [HEADINGS, changed(date="14/05/2022")], {3: FIELDS}, text="\t", named=True),
    Ugly("csv with a sign that nobody uses, named", [HEADINGS, changed(date="14/05/2022")], {3: FIELDS}, text="^",
         named=True),
    Ugly("csv in UTF-16 without its mark", [HEADINGS, changed(date="14/05/2022")], {2: FIELDS}, text="\t",
         encoding="utf-16-le"),
    Ugly("csv in VNI", [("Ñôn vò", "Ngaøy", "Hình thöùc", "Noäi dung", "Soá buoåi", "Ñoái töôïng"), ("Giang Ma",
         "14/05/2022", "Loa", "Phoøng, choáng maïi daâm", 2, "Nhaân daân")], {2: FIELDS}, text=";", encoding="cp1252",
         wishes={"answers": {"encoding": "vni"}}),
    Ugly("csv whose letters were encoded twice", [[h.encode().decode("latin-1") for h in HEADINGS],
         [str(c if c is not None else "").encode().decode("latin-1") for c in changed(date="14/05/2022")]], {},
         asked=[1, 2], questions=["heading"], text=";"),
    Ugly("csv with formulas in cells", [HEADINGS, changed(date="14/05/2022", title='=HYPERLINK("x";"y")'),
         changed(date="14/05/2022", title="@Nhân dân"), changed(date="14/05/2022", sessions="=1+1")], {3: {**FIELDS,
         "title": "@Nhân dân"}}, asked=[2, 4], text=";"),
    Ugly("a list of hamlets under one commune", [("TT", "Bản", "Ngày", "Hình thức", "Nội dung", "Số buổi", "Đối tượng"),
         (1, "Nà Tăm", "14/05/2022", "Loa", "A", 2, "Nhân dân"), (2, "Phìn Ngan", "15/05/2022", "Loa", "B", 2,
         "Nhân dân")], {2: without("unit", title="A"), 3: without("unit", title="B", date="2022-05-15")},
         questions=["value:unit"]),
    Ugly("what was called off, in words", [(*SHORT, "Tình trạng"), [*short(1), "Đã thực hiện"], [*short(2), "Hủy"]],
         {2: record(1), 3: record(2)}),
    Ugly("numbers of two kinds in one cell", [(*SHORT[:5], "Số buổi/Số người", "Đối tượng"), short(1, sessions="2/30")],
         {}, asked=[2], questions=["column:F"]),
    Ugly("half of a table", [SHORT, (1, "Giang Ma"), (None, None, "14/05/2022", "Loa", "A", 2, "Nhân dân")],
         {2: {"unit": "03405"}, 3: without("unit", title="A")}),
]  # fmt: skip
