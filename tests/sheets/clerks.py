"""Sheets as clerks fill them in between other work: plans beside results, owners, sections, sums in between."""

from typing import Any

from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from tests.sheets.communes import every, said, shown
from tests.sheets.making import FIELDS, HEADINGS, ROW, changed, merge
from tests.sheets.ugly import PLACES, SANCTIONS, SHORT, Ugly, record, short

_FOUR = merge("E1:F1", "G1:H1", *(f"{c}1:{c}2" for c in "ABCD"))
_TWO = merge("E1:F1", *(f"{c}1:{c}2" for c in "ABCD"))
_DONE = {"unit": "03405", "date": "2022-05-14", "form": "loa", "title": "A"}
_NUMBERS = ("Số buổi", "Số người")
_SANCTION = {"unit": "03405", "year": 2022, "behaviour": "mua_dam", "cases": 1, "persons": 2, "source": "Công an"}


def _under(*heads: str) -> list[list[Any]]:
    """A row under two headings each of which stands above two numbers."""
    over = [part for head in heads for part in (head, None)]
    numbers = (2, 30, 5, 100)[: 2 * len(heads)]
    return [
        [*HEADINGS[:4], *over],
        [*(None,) * 4, *_NUMBERS * len(heads)],
        ["Giang Ma", "14/05/2022", "Loa", "A", *numbers],
    ]


def _strike(sheet: Worksheet) -> None:
    sheet["A3"].font = Font(strike=True)


CLERKS = [
    Ugly("what is planned beside what was done", _under("Thực hiện", "Kế hoạch"), {3: {**_DONE, "sessions": 2,
         "people_total": 30}}, questions=["value:audience"], decorate=_FOUR),
    Ugly("what was done in the period beside all so far", _under("Trong kỳ", "Lũy kế từ đầu năm"), {3: {**_DONE,
         "sessions": 2, "people_total": 30}}, questions=["value:audience"], decorate=_FOUR),
    Ugly("what is planned alone", _under("Kế hoạch năm 2022"), {3: _DONE}, questions=["value:audience",
         "value:sessions"], decorate=_TWO),
    Ugly("all so far alone", _under("Lũy kế"), {3: _DONE}, questions=["value:audience", "value:sessions"],
         decorate=_TWO),
    Ugly("two periods, nobody knows which", _under("Đợt 1", "Đợt 2"), {}, asked=[3], questions=["field:people_total",
         "field:sessions", "value:audience"], decorate=_FOUR),
    Ugly("a part in brackets behind the whole", [(*HEADINGS[:6], "Số người (nữ)"), [*ROW[:6], 12]], {2: {**FIELDS,
         "people_female": 12}}),
    Ugly("choices numbered or dotted", every("form", "1. Loa", "- Loa", "Loa.", "Loa;", "• Loa", "Loa (2 buổi)",
         "Loa và họp"), said(2, 3, 4, 5, 6), asked=[7, 8]),
    Ugly("audiences with counts and words between", every("audience", "Nhân dân (45), Nhóm nguy cơ (5)",
         "Nhân dân và nhóm nguy cơ", "Nhân dân & nhóm nguy cơ", "Nhân dân - nhóm nguy cơ"), {}, asked=[2, 3, 4, 5]),
    Ugly("what is somebody's own", [(*HEADINGS, "Số định danh cá nhân", "CMTND", "Tel", "Email", "Quê quán",
         "Giới tính"), [*ROW, "012093004567", "045678901", "0912345678", "a@b.vn", "Giang Ma", "Nam"]], {2: FIELDS}),
    Ugly("where the owner lives", [("Tên cơ sở", "Loại hình", "Xã", "Địa chỉ chủ cơ sở", "Ngày đưa vào danh sách"),
         ("Sao Mai", "Karaoke", "Giang Ma", "Bản 1", "15/01/2022")], {2: {"name": "Sao Mai", "business_type": "karaoke",
         "unit": "03405", "first_listed_date": "2022-01-15"}}, kind=PLACES),
    Ugly("several units in a cell", every("unit", "Giang Ma\nThèn Sin", "Giang Ma và Thèn Sin", "4 xã vùng cao",
         "Giang Ma (Lò Văn Páo)", "Giang Ma - đ/c Páo"), {}, asked=[2, 3, 4, 5, 6]),
    Ugly("sums and words for a count of sessions", every("sessions", "2+1", "2x3", "2 và 3", "hai", "2 (hai)", "Có",
         "02", "2,0"), said(8, 9), asked=[2, 3, 4, 5, 6, 7]),
    Ugly("measures in a row of their own, without brackets", [(*HEADINGS, "Kinh phí"), (None, None, None, None, "buổi",
         None, "người", "triệu đồng"), [*changed(people_total=30), 1.5]], {3: {**FIELDS, "people_total": 30,
         "cost": 1500000}}),
    Ugly("ticks in fonts of signs", [(*HEADINGS, "Lồng ghép"), *([*changed(title=f"n{n}"), sign] for n,
         sign in enumerate("üþR√"))], {}, asked=[2, 3, 4, 5]),
    Ugly("the sum above the heading", [(None, None, None, "Tổng", 4), HEADINGS, ROW, changed(title="2")], {3: FIELDS,
         4: {**FIELDS, "title": "2"}}),
    Ugly("the sum of the district under its name", [SHORT, short(1), short(2), (None, "Huyện Tam Đường", *(None,) * 3,
         4)], {2: record(1), 3: record(2)}, skipped={4: "total"}),
    Ugly("sums of communes under their names", [SHORT, short(1), short(2), (None, "Giang Ma", *(None,) * 3, 4), short(3,
         unit="Thèn Sin"), (None, "Thèn Sin", *(None,) * 3, 2)], {2: record(1), 3: record(2), 5: record(3,
         unit="03394")}, asked=[6], skipped={4: "total"}),
    Ugly("sections among the subjects", [SHORT, (*(None,) * 4, "Tuyên truyền miệng"), short(1), (*(None,) * 4,
         "Tuyên truyền loa"), short(2)], {3: record(1), 5: record(2)}, asked=[2, 4]),
    Ugly("nothing happened, over all columns", [SHORT, short(1), (2, "Thèn Sin", "Không phát sinh")], {2: record(1)},
         asked=[3], decorate=merge("C3:G3")),
    Ugly("a pause over all columns", [SHORT, short(1), ("Từ tháng 6 tạm dừng do dịch",), short(2)], {2: record(1),
         4: record(2)}, skipped={3: "group"}, decorate=merge("A3:G3")),
    Ugly("dots and lines for what is left out", [SHORT, short(1), ("…",) * 7, ("-----",)], {2: record(1)}, asked=[3],
         skipped={4: "group"}),
    Ugly("days as Word and telephones write them", every("date", "14–05–2022", "14\u201105\u20112022",
         "14/5/2022 - chiều", "14/5/2022, sáng", "T7 14/5/2022", "14/05/2022 (dương lịch)", "14 /5 /22", "2022-5-14",
         "14/Năm/2022", "Ngày 14", "14/0/2022", "0/5/2022", "14/5/202", "14/5/20222"), said(6, 8, 9), asked=[2, 3, 4, 5,
         7, 10, 11, 12, 13, 14, 15]),
    Ugly("periods in words", [("Đơn vị", "Năm", "Kỳ", "Hành vi", "Số vụ", "Số người", "Nguồn số liệu"), *(("Giang Ma",
         2022, text, "Mua dâm", 1, 2, "Công an") for text in ("6 tháng đầu năm", "tháng 05", "Quý 02", "Cả năm nay",
         "Quý 2/2021", "Tháng 13", "quý hai"))], {2: {**_SANCTION, "period_code": "H1"}, 3: {**_SANCTION,
         "period_code": "05"}, 4: {**_SANCTION, "period_code": "Q2"}}, asked=[5, 6, 7, 8], kind=SANCTIONS),
    Ugly("names where offices stand", [(*HEADINGS, "Cơ quan phối hợp"), *([*changed(title=f"n{n}"), name] for n,
         name in enumerate(("Lò Văn Páo", "Vàng Thị Dợ", "Giàng A Sử")))], said(2, 3, 4), questions=["people:H"]),
    Ugly("thousands that slipped", every("people_total", "1 234 người", "1.234người", "1234 ", "1.234.", "1..234",
         "1 2 3", "12 34", "1.2345"), said(2, 3, 4, 5, people_total=1234), asked=[6, 7, 8, 9]),
    Ugly("a table far below and far to the right", [*[()] * 40, (*(None,) * 30, *HEADINGS[:6]), (*(None,) * 30,
         *ROW[:6])], {42: FIELDS}),
    Ugly("all in one cell", [("Đơn vị, ngày, hình thức, nội dung, số buổi",), ("Giang Ma, 14/05/2022, Loa, A, 2",)], {},
         asked=[1, 2], questions=["heading"]),
    Ugly("a number merged over two records", [SHORT, short(1), short(2, sessions=None)], {2: record(1)}, asked=[3],
         questions=["merged:F"], decorate=merge("F2:F3")),
    Ugly("a unit struck out", [HEADINGS, ROW, changed(title="2")], {2: FIELDS}, asked=[3], questions=["struck"],
         decorate=_strike),
    Ugly("called off in the notes", [(*HEADINGS, "Ghi chú"), [*ROW, None], [*changed(title="2"), "HỦY"]], {2: FIELDS,
         3: {**FIELDS, "title": "2", "note": "HỦY"}}),
    Ugly("numbers with their words by format", [(*HEADINGS, "Thời lượng mỗi buổi (phút)", "Số, ký hiệu văn bản"),
         [*changed(people_total=30), 45, None], [*changed(title="2"), None, 25]], {2: {**FIELDS, "people_total": 30,
         "duration_min": 45}}, asked=[3], decorate=shown(G2='0" người"', H2='0" phút"', E2='0" buổi"',
         I3='0"/BC-UBND"')),
    Ugly("noughts of all sorts", every("people_total", 0, "0", "00", "0 người"), said(2, 3, 4, 5, people_total=0)),
    Ugly("both sexes and their sum", [(*SHORT, "Nam", "Nữ", "Cộng"), [*short(1), 18, 12, 30]], {2: record(1,
         people_female=12)}),
    Ugly("columns of two, merged in every row or empty", [(HEADINGS[0], None, HEADINGS[1], None, *HEADINGS[2:6]),
         (ROW[0], None, ROW[1], None, *ROW[2:6]), ("Thèn Sin", None, ROW[1], None, ROW[2], "2", *ROW[4:6])], {2: FIELDS,
         3: {**FIELDS, "title": "2", "unit": "03394"}}, decorate=merge("A1:B1", "A2:B2", "A3:B3", "C1:D1")),
    Ugly("a heading over two columns that both hold something", [(HEADINGS[0], None, *HEADINGS[1:6]), (ROW[0],
         "Thèn Sin", *ROW[1:6])], {}, asked=[2], questions=["field:unit"], decorate=merge("A1:B1")),
    Ugly("headings behind letters", [[f"{letter}. {heading}" for letter, heading in zip("ABCDEF", HEADINGS[:6],
         strict=True)], ROW[:6]], {2: FIELDS}),
    Ugly("numbered headings once more", [(numbered := tuple(f"{n}. {h}" for n, h in enumerate(HEADINGS[:6], start=1))),
         ROW[:6], numbered, changed(title="2")[:6]], {2: FIELDS, 4: {**FIELDS, "title": "2"}}, skipped={3: "heading"}),
    Ugly("marks of direction out of the web", [HEADINGS, changed(unit="\u200eXã Giang Ma",
         date="\u202a14/05/2022\u202c", title="\u200fPhòng, chống mại dâm")], {2: FIELDS}),
    Ugly("nothing but a total", [SHORT, (), (None, "Cộng", *(None,) * 3, 0)], {}, skipped={3: "total"}),
]  # fmt: skip
