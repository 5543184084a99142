"""Sheets as offices keep them, ugly in all the ways that are known, each with what must result, written down before."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct, field
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from tests.sheets.making import FIELDS, HEADINGS, ROW, changed, merge

Rows = Sequence[Sequence[Any]]
COMM, TRAINING, PLACES, SANCTIONS = "comm_activity", "training", "establishment", "admin_handling"
SHORT = ("TT", "Đơn vị", "Thời gian", "Hình thức", "Nội dung", "Số buổi", "Đối tượng")


def short(number: int, *, unit: Any = "Giang Ma", day: Any = "14/05/2022", title: Any = None, **more: Any) -> list[Any]:
    """A row under `SHORT`."""
    title = f"Chủ đề {number}" if title is None else title
    return [
        number,
        unit,
        day,
        more.get("form", "Loa"),
        title,
        more.get("sessions", 2),
        more.get("audience", "Nhân dân"),
    ]


def record(number: int, **more: Any) -> dict[str, Any]:
    """What such a row says."""
    return {**FIELDS, "title": f"Chủ đề {number}", **more}


class Ugly(Struct, frozen=True):
    """A sheet and what must result: records by row, the rows that are asked about and those that are none, the ids of
    the questions. `decorate` does what values alone can't; `text`: it is written as text with these separators.
    """

    name: str
    rows: Rows
    records: Mapping[int, Mapping[str, Any]]
    asked: Sequence[int] = ()
    skipped: Mapping[int, str] = field(default_factory=dict)
    questions: Sequence[str] = ()
    kind: str = COMM
    decorate: Callable[[Worksheet], object] = lambda _: None
    text: str = ""
    encoding: str = "utf-8-sig"
    ends: str = "\r\n"
    named: bool = False  # the text names its separator in its first line
    wishes: Mapping[str, Any] = field(default_factory=dict)


def _font(name: str, *cells: str) -> Callable[[Worksheet], object]:
    def dress(sheet: Worksheet) -> None:
        for cell in cells:
            sheet[cell].font = Font(name=name)

    return dress


def _hide(sheet: Worksheet) -> None:
    sheet.row_dimensions[3].hidden = True


def _hide_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["H"].hidden = True


def _formats(sheet: Worksheet) -> None:
    for cell in ("H2", "H3"):
        sheet[cell].number_format = "00000"


def _protect(sheet: Worksheet) -> None:
    sheet.protection.sheet = True
    sheet.protection.password = "x"


def _freeze(sheet: Worksheet) -> None:
    sheet.freeze_panes = "C3"
    sheet.auto_filter.ref = "A2:G5"


LETTERHEAD: Rows = [
    ("UBND HUYỆN TAM ĐƯỜNG", None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("PHÒNG LAO ĐỘNG", None, None, None, "Độc lập - Tự do - Hạnh phúc"), (),
    ("BẢNG TỔNG HỢP KẾT QUẢ TUYÊN TRUYỀN QUÝ II NĂM 2022",), ("(Kèm theo Báo cáo số 15/BC-LĐTBXH ngày 20/6/2022)",),
]  # fmt: skip
SIGNED: Rows = [
    (), (None, None, None, None, "Tam Đường, ngày 20 tháng 6 năm 2022"), (None, "NGƯỜI LẬP BIỂU", None, None,
         "TRƯỞNG PHÒNG"),
    (None, "(Ký, ghi rõ họ tên)"), (), (None, "Lò Thị Mai", None, None, "Nguyễn Văn Bình"),
]  # fmt: skip
PEOPLE = (*SHORT, "Số người tham gia", None, None)
BELOW = (None,) * 7 + ("Tổng số", "Trong đó nữ", "DTTS")
COUNTS = {"people_total": 30, "people_female": 12, "people_ethnic": 20}
LOOSE = {"sessions": 2, "audience": ["nhan_dan"], "form": "loa", "date": "2022-05-14", "unit": "03405"}

UGLY = [
    Ugly("plain", [HEADINGS, ROW], {2: FIELDS}),
    Ugly("letterhead and signatures", [*LETTERHEAD, SHORT, short(1), short(2), *SIGNED], {7: record(1), 8: record(2)},
         skipped={10: "signature", 11: "signature", 12: "signature", 14: "signature"}),
    Ugly("numbers of columns", [SHORT, [f"({n})" for n in range(1, 8)], short(1)], {3: record(1)},
         skipped={2: "numbers"}),
    Ugly("letters and sums of columns", [SHORT, ["A", "B", 1, 2, 3, "4=5+6", 5], short(1)], {3: record(1)},
         skipped={2: "numbers"}),
    Ugly("totals", [SHORT, short(1), short(2), (None, "Cộng", None, None, None, 4), (None, "Tổng cộng quý II:", None,
         None, None, 4)],
         {2: record(1), 3: record(2)}, skipped={4: "total", 5: "total"}),
    Ugly("carried over pages", [SHORT, short(1), (None, "Cộng trang", None, None, None, 2), SHORT,
         (None, "Mang sang", None, None, None, 2), short(2), (None, "Lũy kế từ đầu năm", None, None, None, 9)],
         {2: record(1), 6: record(2)}, skipped={3: "total", 4: "heading", 5: "total", 7: "total"}),
    Ugly("groups", [SHORT, ("I", "Cụm 1"), short(1), ("II", "Cụm 2"), short(2), ("B.", "Khác")], {3: record(1),
         5: record(2)},
         skipped={2: "group", 4: "group", 6: "group"}),
    Ugly("a group over all columns", [SHORT, ("Tháng 5",), short(1)], {3: record(1)}, skipped={2: "group"},
         decorate=merge("A2:G2")),
    Ugly("blank rows and numbered ones", [SHORT, short(1), (), short(2), (3,), (4,)], {2: record(1), 4: record(2)},
         skipped={5: "number_alone", 6: "number_alone"}),
    Ugly("two rows of headings", [PEOPLE, BELOW, [*short(1), 30, 12, 20]], {3: record(1, **COUNTS)}),
    Ugly("two merged rows of headings", [PEOPLE, BELOW, [*short(1), 30, 12, 20]], {3: record(1, **COUNTS)},
         decorate=merge(*(f"{c}1:{c}2" for c in "ABCDEFG"), "H1:J1")),
    Ugly("headings in capitals without accents", [[h.upper() for h in ("Don vi", "Ngay thuc hien", "Hinh thuc",
         "Noi dung", "So buoi", "Doi tuong")],
         list(ROW[:6])], {2: FIELDS}),
    Ugly("headings with line breaks and blanks", [("Đơn vị\n tổ chức ", " Ngày\nthực hiện", "Hình\nthức",
         "Nội dung,\nchủ đề", "Số buổi,\nlượt phát", "Đối\ntượng"),
         ROW[:6]], {2: FIELDS}),
    Ugly("a near heading", [("Đơn vị", "Ngày thực hiện hoạt động", "Hình thức", "Nội dung", "Số buổi", "Đối tượng"),
         ROW[:6]], {2: FIELDS}),
    Ugly("days in every shape", [HEADINGS, *(changed(date=day, title=f"{n}") for n, day in enumerate(
         ("5/3/2022", "05-03-2022", "5.3.22", date(2022, 3, 5), "2022-03-05", "ngày 5 tháng 3 năm 2022", 44625)))],
         {n: {**FIELDS, "date": "2022-03-05", "title": f"{n - 2}"} for n in range(2, 9)}),
    Ugly("days that are none", [HEADINGS, *(changed(date=day, title="x") for day in (
         "5/3", "Tháng 3/2022", "Quý I", "5-7/3/2022", "5/3/2022; 8/3/2022", "31/02/2022",
         datetime.fromisoformat("2022-03-05T08:30"), "2022", 2022))],
         {}, asked=list(range(2, 11))),
    Ugly("month first among day first", [HEADINGS, changed(date="03/25/2022", title="1"), changed(date="04/05/2022",
         title="2"),
         changed(date="25/04/2022", title="3")], {4: {**FIELDS, "date": "2022-04-25", "title": "3"}}, asked=[2, 3],
         questions=["dates:B"]),
    Ugly("a day to come", [HEADINGS, changed(date="14/05/2023")], {}, asked=[2]),
    Ugly("numbers in every shape", [HEADINGS, *(changed(people_total=n, title=f"{i}") for i, n in enumerate(
         (1234, "1.234", "1 234", "1234 người", "1.234 lượt", "1234*")))],
         {n: {**FIELDS, "people_total": 1234, "title": f"{n - 2}"} for n in range(2, 8)}),
    Ugly("numbers that are none", [HEADINGS, *(changed(people_total=n, title="x") for n in (
         "khoảng 30", "~30", "30-40", "-", "KPS", "không", "ba mươi", -5, "(5)", 2.5, 1.234, "1,234", "30/40"))],
         {}, asked=list(range(2, 15))),
    Ugly("a number that became a day", [HEADINGS, changed(people_total=date(2022, 5, 3))], {}, asked=[2]),
    Ugly("millions in the heading", [(*HEADINGS, "Kinh phí (triệu đồng)"), [*ROW, 1.5], [*changed(title="2"),
         "0,75"]],
         {2: {**FIELDS, "cost": 1500000}, 3: {**FIELDS, "title": "2", "cost": 750000}}),
    Ugly("thousands above the table", [("Đơn vị tính: nghìn đồng",), (*HEADINGS, "Kinh phí"),
         [*changed(people_total=9), 1500]],
         {3: {**FIELDS, "people_total": 9, "cost": 1500000}}),
    Ugly("money with its unit", [(*HEADINGS, "Kinh phí"), [*ROW, "1.500.000 đồng"], [*changed(title="2"),
         "1,5 triệu"]],
         {2: {**FIELDS, "cost": 1500000}, 3: {**FIELDS, "title": "2", "cost": 1500000}}),
    Ugly("a code without its zero", [HEADINGS, changed(unit=3405), changed(unit="03394", title="2")],
         {2: FIELDS, 3: {**FIELDS, "unit": "03394", "title": "2"}}),
    Ugly("units in every shape", [HEADINGS, *(changed(unit=unit, title=f"{n}") for n, unit in enumerate(
         ("Xã Giang Ma", "giang ma", "X. Giang Ma", "X.Giang Ma", "Xã Giang Ma, huyện Tam Đường", "UBND xã Giang Ma",
         "GIANG MA", "03405")))],
         {n: {**FIELDS, "title": f"{n - 2}"} for n in range(2, 10)}),
    Ugly("units that are two or none", [HEADINGS, *(changed(unit=unit, title="x") for unit in (
         "Tam Đường", "Mường Tè", "Lai Châu", "Xã Mường Kim", "Bản Nà Tăm", "Giang Ma; Thèn Sin"))], {},
         asked=list(range(2, 8))),
    Ugly("several choices with commas in labels", [HEADINGS,
         changed(audience="Cán bộ, công chức, viên chức, lực lượng vũ trang, Nhân dân"),
         changed(audience="- Nhân dân\n- Nhóm nguy cơ", title="2"), changed(audience="Nhân dân, bà con", title="3")],
         {2: {**FIELDS, "audience": ["can_bo", "nhan_dan"]}, 3: {**FIELDS, "audience": ["nguy_co", "nhan_dan"],
         "title": "2"}}, asked=[4]),
    Ugly("two choices where one is wanted", [HEADINGS, changed(form="Loa; Tờ rơi"), changed(form="Họp bản",
         title="2")], {}, asked=[2, 3]),
    Ugly("ticks", [(*HEADINGS, "Lồng ghép"), [*ROW, "x"], [*changed(title="2"), None], [*changed(title="3"),
         "không"], [*changed(title="4"), "?"]],
         {2: {**FIELDS, "is_combined": True}, 3: {**FIELDS, "title": "2"}, 4: {**FIELDS, "title": "3",
         "is_combined": False}}, asked=[5]),
    Ugly("merged cells", [HEADINGS, ROW, changed(unit=None, title="2"), changed(unit=None, title="3")],
         {2: FIELDS, 3: {**FIELDS, "title": "2"}, 4: {**{k: v for k, v in FIELDS.items() if k != "unit"},
         "title": "3"}},
         decorate=merge("A2:A3")),
    Ugly("ditto marks", [HEADINGS, ROW, changed(unit="nt", title="2"),
         changed(form='"', title="3")], {2: FIELDS}, asked=[3, 4]),
    Ugly("hidden rows", [HEADINGS, ROW, changed(title="2"), changed(title="3")], {2: FIELDS, 4: {**FIELDS,
         "title": "3"}},
         asked=[3], questions=["hidden"], decorate=_hide),
    Ugly("a hidden column", [(*HEADINGS, "Ghi chú"), [*ROW, "bí mật"]], {2: FIELDS}, decorate=_hide_column),
    Ugly("a protected sheet", [HEADINGS, ROW], {2: FIELDS}, decorate=_protect),
    Ugly("frozen and filtered", [("BẢNG",), SHORT, short(1), short(2)], {3: record(1), 4: record(2)},
         decorate=_freeze),
    Ugly("TCVN3", [("§¬n vÞ tæ chøc", "Ngµy thùc hiÖn", "H×nh thøc", "Néi dung, chñ ®Ò", "Sè buæi, l\u00adît ph¸t",
         "§èi t\u00adîng"),
         ("X· Giang Ma", date(2022, 5, 14), "Loa truyÒn thanh c¬ së", "Phßng, chèng m¹i d©m", 2, "Nh©n d©n")],
         {2: FIELDS},
         decorate=_font(".VnTime", *(f"{c}{r}" for c in "ABCDEF" for r in (1, 2)))),
    Ugly("TCVN3 in another font", [HEADINGS, changed(title="Phßng, chèng m¹i d©m")], {}, asked=[2]),
    Ugly("errors and dates in a text", [HEADINGS, changed(title="#REF!"), changed(title=date(2022, 5, 3))], {},
         asked=[2, 3]),
    Ugly("zeros by format", [(*HEADINGS, "Số, ký hiệu văn bản"), [*ROW, 25], [*changed(title="2"), 1234567]],
         {2: {**FIELDS, "evidence_no": "00025"}, 3: {**FIELDS, "title": "2", "evidence_no": "1234567"}},
         decorate=_formats),
    Ugly("names and telephones", [(*HEADINGS, "Họ và tên", "SĐT", "CCCD"), [*ROW, "Lò Văn Páo", "0912345678",
         "012345678901"]], {2: FIELDS}),
    Ugly("telephones among the notes", [(*HEADINGS, "Ghi chú"), *([*changed(title=f"{n}"),
         f"09123456{n}"] for n in (10, 11, 12))],
         {n: {**FIELDS, "title": f"{n + 8}"} for n in (2, 3, 4)}, questions=["people:H"]),
    Ugly("two columns of days", [(*HEADINGS, "Ngày tổ chức"), [*ROW, date(2022, 5, 15)]], {}, asked=[2],
         questions=["field:date"]),
    Ugly("no unit at all", [HEADINGS[1:], ROW[1:], changed(title="2")[1:]],
         {2: {k: v for k, v in FIELDS.items() if k != "unit"}, 3: {**{k: v for k,
         v in FIELDS.items() if k != "unit"}, "title": "2"}},
         questions=["value:unit"]),
    Ugly("a unit for all rows", [HEADINGS[1:], ROW[1:]], {2: FIELDS}, wishes={"values": {"unit": "03405"}}),
    Ugly("a column without heading", [HEADINGS, [*ROW, "gì đó"], changed(title="2")], {3: {**FIELDS, "title": "2"}},
         asked=[2], questions=["column:H"]),
    Ugly("equal rows", [HEADINGS, ROW, ROW], {2: FIELDS}, asked=[3], questions=["repeated"]),
    Ugly("checks refuse", [(*HEADINGS, "Nữ"), [*changed(people_total=10), 20], [*changed(people_total=10, title="2"),
         5]],
         {3: {**FIELDS, "title": "2", "people_total": 10, "people_female": 5}}, asked=[2]),
    Ugly("a second table below", [HEADINGS, ROW, (), ("Tên cơ sở", "Loại hình kinh doanh", "Địa chỉ",
         "Ngày đưa vào danh sách"),
         ("Sao Mai", "Karaoke", "Bản 1", "01/02/2022")], {2: FIELDS}, asked=[4, 5], questions=["table"]),
    Ugly("no heading", [ROW, changed(title="2")], {}, asked=[1, 2], questions=["heading"]),
    Ugly("turned round", list(zip(HEADINGS, ROW, changed(title="2"), strict=True)), {}, asked=list(range(1, 8)),
         questions=["heading"]),
    Ugly("notes below", [HEADINGS, ROW, ("Ghi chú: số liệu tính đến ngày 14/6/2022",),
         ("* Nguồn: báo cáo của các xã",)], {2: FIELDS},
         skipped={3: "note", 4: "note"}),
    Ugly("a subject like a total", [HEADINGS, changed(title="Tổng kết năm"), changed(title="Cộng đồng chung tay")],
         {2: {**FIELDS, "title": "Tổng kết năm"}, 3: {**FIELDS, "title": "Cộng đồng chung tay"}}),
    Ugly("formulas without results", [HEADINGS, changed(people_total="=10+5"), changed(title="2")], {3: {**FIELDS,
         "title": "2"}}, asked=[2]),
    Ugly("blanks that nobody sees", [HEADINGS, changed(unit="\u00a0Xã Giang\u00a0Ma\u200b",
         form=" Loa truyền thanh cơ sở ", audience="Nhân dân\u00a0")], {2: FIELDS}),
    Ugly("an unfinished row", [HEADINGS, changed(audience=None)], {2: {k: v for k,
         v in FIELDS.items() if k != "audience"}}),
    Ugly("training", [("STT", "Tên lớp tập huấn", "Đơn vị tổ chức", "Từ ngày", "Đến ngày", "Nội dung", "Cấp tổ chức",
         "Số học viên", "Trong đó nữ"),
         (1, "Nghiệp vụ 178", "H. Tam Đường", "05/04/2022", "07/04/2022",
         "Nghiệp vụ kiểm tra liên ngành 178; Thống kê, báo cáo", "Huyện", "45", 20)],
         {2: {"title": "Nghiệp vụ 178", "unit": "106", "date": "2022-04-05", "end_date": "2022-04-07",
         "topics": ["kiem_tra_178", "thong_ke_bao_cao"],
              "organiser_level": "huyen", "attend_total": 45, "attend_female": 20}}, kind=TRAINING),
    Ugly("places", [("TT", "Tên cơ sở", "Loại hình", "Xã", "Địa chỉ", "Ngày đưa vào danh sách", "Chủ cơ sở",
         "Điện thoại"),
         (1, "Nhà nghỉ Hoàng Anh", "Nhà nghỉ", "TT Tam Đường", "Bản 5", "15/01/2022", "Hoàng Văn Anh", "0912345678"),
         (2, "Karaoke Sao Mai", "Karaoke", "Giang Ma", None, "15/01/2022", None, None)],
         {2: {"name": "Nhà nghỉ Hoàng Anh", "business_type": "nha_nghi", "unit": "03390", "address": "Bản 5",
         "first_listed_date": "2022-01-15"},
          3: {"name": "Karaoke Sao Mai", "business_type": "karaoke", "unit": "03405",
          "first_listed_date": "2022-01-15"}}, kind=PLACES),
    Ugly("a unit by its level", [("Tên cơ sở", "Loại hình", "Xã", "Ngày đưa vào danh sách"), ("Sao Mai", "Karaoke",
         "Tam Đường", "15/01/2022")],
         {2: {"name": "Sao Mai", "business_type": "karaoke", "unit": "03390", "first_listed_date": "2022-01-15"}},
         kind=PLACES),
    Ugly("periods", [("Đơn vị", "Năm", "Kỳ", "Hành vi", "Số vụ", "Số người", "Nguồn số liệu"), ("Giang Ma", 2022,
         "Quý 2", "Mua dâm", 1, 2, "Công an"),
         ("Giang Ma", 2022, "Tháng 5", "Bán dâm", 1, 1, "Công an"), ("Giang Ma", 2022, 5, "Mua dâm", 1, 1,
         "Công an")],
         {2: {"unit": "03405", "year": 2022, "period_code": "Q2", "behaviour": "mua_dam", "cases": 1, "persons": 2,
         "source": "Công an"},
          3: {"unit": "03405", "year": 2022, "period_code": "05", "behaviour": "ban_dam", "cases": 1, "persons": 1,
          "source": "Công an"},
          4: {"unit": "03405", "year": 2022, "period_code": "05", "behaviour": "mua_dam", "cases": 1, "persons": 1,
          "source": "Công an"}}, kind=SANCTIONS),
    Ugly("one key with two values", [("Đơn vị", "Năm", "Kỳ", "Hành vi", "Số người", "Nguồn số liệu"), ("Giang Ma",
         2022, "Q2", "Mua dâm", 2, "CA"),
         ("Giang Ma", 2022, "Quý II", "Mua dâm", 3, "CA")], {}, asked=[2, 3], kind=SANCTIONS),
    Ugly("csv with semicolons", [HEADINGS, changed(date="14/05/2022")], {2: FIELDS}, text=";"),
    Ugly("csv with commas and quotes", [HEADINGS, changed(date="14/05/2022")], {2: FIELDS}, text=",",
         encoding="utf-8"),
    Ugly("csv with tabs, UTF-16", [HEADINGS, changed(date="14/05/2022")], {2: FIELDS}, text="\t", encoding="utf-16"),
    Ugly("csv whose days read both ways", [HEADINGS, changed(date="03/05/2022"), changed(date="04/06/2022",
         title="2")], {}, asked=[2, 3],
         questions=["dates:B"], text=";"),
    Ugly("csv whose days prove their order", [HEADINGS, changed(date="03/05/2022"), changed(date="25/06/2022",
         title="2")],
         {2: {**FIELDS, "date": "2022-05-03"}, 3: {**FIELDS, "date": "2022-06-25", "title": "2"}}, text=";"),
    Ugly("csv of thousands", [HEADINGS, changed(date="14/05/2022", people_total="1.234"), changed(date="14/05/2022",
         people_total="15", title="2")],
         {3: {**FIELDS, "people_total": 15, "title": "2"}}, asked=[2], questions=["numbers:G"], text=";"),
    Ugly("csv that lost its zeros", [HEADINGS, changed(date="14/05/2022", unit="3405")], {2: FIELDS}, text=";"),
    Ugly("csv in an old encoding", [[h.replace("ệ", "ê").replace("ờ", "ơ") for h in ("Đơn vi tô chưc",
         "Ngay thưc hiên", "Hinh thưc", "Nôi dung", "Sô buôi", "Đôi tương")],
         ["Giang Ma", "14/05/2022", "loa", "Chu đê", 2, "nhan_dan"], ["Giang Ma", "14/05/2022", "loa", "ABC", 2,
         "nhan_dan"]],
         {3: {**LOOSE, "title": "ABC"}}, asked=[2], questions=["encoding"], text=";", encoding="cp1258"),
]  # fmt: skip


def lost(found: Ugly, document: Mapping[str, Any]) -> list[int]:
    """The rows that are in no list, or that must be records and are called none."""
    listed = {one["row"] for key in ("rows", "asked", "skipped") for one in document[key]}
    used = {n for n, row in enumerate(found.rows, start=1) if any(cell is not None for cell in row)}
    below = {row for row in used if row > max(document["source"]["header_rows"], default=0)}
    dropped = {one["row"] for one in document["skipped"]} & (set(found.records) | set(found.asked))
    return sorted((below - listed) | dropped)
