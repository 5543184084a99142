"""Sheets as pivots, subtotals, formats and habits of Excel make them, with what must result, written down before."""

from collections.abc import Callable
from datetime import date
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from tests.sheets.making import FIELDS, HEADINGS, ROW, changed
from tests.sheets.ugly import SANCTIONS, SHORT, Ugly, record, short

PIVOT, MONEY = SHORT[1:], (*HEADINGS[:6], "Kinh phí")
SANCTION = {
    "unit": "03405", "year": 2022, "period_code": "Q1", "behaviour": "ban_dam", "persons": 3, "source": "Công an xã",
}  # fmt: skip
OF_ALL = {"unit": "106", "period_code": "Y", "source": "CA"}
TWO = {2: record(1), 3: record(2)}


def _merge(*areas: str) -> Callable[[Worksheet], object]:
    return lambda sheet: [sheet.merge_cells(area) for area in areas]


def _shown(**formats: str) -> Callable[[Worksheet], object]:
    def dress(sheet: Worksheet) -> None:
        for cell, format_ in formats.items():
            sheet[cell].number_format = format_

    return dress


def _total(of: str, sessions: int) -> tuple[Any, ...]:
    return (of, None, None, None, sessions)


HABITS = [
    Ugly("a pivot with its totals in English", [PIVOT, short(1)[1:], _total("Giang Ma Total", 2),
         short(2, unit="Thèn Sin")[1:], _total("Thèn Sin Total", 2), _total("Grand Total", 4)],
         {2: record(1), 4: record(2, unit="03394")}, skipped={3: "total", 5: "total", 6: "total"}),
    Ugly("a pivot of LibreOffice", [PIVOT, short(1)[1:], _total("Giang Ma Kết quả", 2), _total("Tổng Kết quả", 2),
         _total("Total Result", 2), _total("Grand Sum", 2)], {2: record(1)}, asked=[3],
         skipped={4: "total", 5: "total", 6: "total"}),
    Ugly("a total in English under the subject", [SHORT, short(1), short(2), (None,) * 4 + ("Total", 5)], TWO,
         skipped={4: "total"}),
    Ugly("totals beside the name of the commune", [SHORT, short(1), short(2), ("Cộng", "Giang Ma", None, None, None, 4),
         (None, "Giang Ma", None, None, "Tổng cộng", 4)], TWO, skipped={4: "total", 5: "total"}),
    Ugly("totals beside the day up to which they count", [SHORT, short(1), short(2),
         ("Cộng", None, "31/05/2022", None, None, 4), ("Lũy kế", None, date(2022, 5, 31), None, None, 40),
         (None, None, date(2022, 5, 31), None, "Cộng tháng 5", 4)], TWO,
         skipped={4: "total", 5: "total", 6: "total"}),
    Ugly("a total merged from the number to the subject", [SHORT, short(1), short(2), ("Tổng cộng:", None, None, None,
         None, 4)], TWO, skipped={4: "total"}, decorate=_merge("A4:E4")),
    Ugly("sums of levels, of communes and of clusters", [SHORT, ("A", "Cụm 1", None, None, None, 4),
         ("I", "Giang Ma", None, None, None, 4), short(1), short(2), ("II", "Thèn Sin", None, None, None, 2),
         short(3, unit="Thèn Sin"), ("B", "Cụm 2", None, None, None, 2), short(4)],
         {4: record(1), 5: record(2), 7: record(3, unit="03394"), 9: record(4)},
         skipped={2: "group", 3: "group", 6: "group", 8: "group"}),
    Ugly("numbers in all columns, the rest said for all rows", [("Năm", "Số vụ khởi tố", "Số bị can"), (2021, 3, 4),
         (2022, 5, 6)],
         {2: {**OF_ALL, "year": 2021, "cases": 3, "persons": 4}, 3: {**OF_ALL, "year": 2022, "cases": 5, "persons": 6}},
         kind="crime_baseline", wishes={"values": OF_ALL}),
    Ugly("a table whose heading stands in row 15, from column D", [*[(f"Dòng {n} của công văn",) for n in range(13)],
         (), (None, None, None, *HEADINGS[:6]), (None, None, None, *ROW[:6])], {16: FIELDS}),
    Ugly("what is noted where nothing happened", [SHORT, short(1), (2, "Thèn Sin", "Không phát sinh"), (3, "Tả Lèng",
         *("-",) * 5)], {2: record(1)}, asked=[3, 4]),
    Ugly("a number merged over several rows", [MONEY, [*ROW[:6], 6000000], [*changed(title="2")[:6], None],
         [*changed(title="3")[:6], None]], {2: {**FIELDS, "cost": 6000000}}, asked=[3, 4], questions=["merged:G"],
         decorate=_merge("G2:G4")),
    Ugly("a number merged over several rows, for each", [MONEY, [*ROW[:6], 6000000], [*changed(title="2")[:6], None]],
         {2: {**FIELDS, "cost": 6000000}, 3: {**FIELDS, "title": "2", "cost": 6000000}}, decorate=_merge("G2:G3"),
         wishes={"answers": {"merged:G": "each"}}),
    Ugly("a number merged over several rows, for all together", [MONEY, [*ROW[:6], 6000000],
         [*changed(title="2")[:6], None]], {2: {**FIELDS, "cost": 6000000}, 3: {**FIELDS, "title": "2"}},
         decorate=_merge("G2:G3"), wishes={"answers": {"merged:G": "empty"}}),
    Ugly("years, days and units merged over several rows", [("Đơn vị xử lý", "Năm", "Kỳ", "Hành vi",
         "Số người bị xử phạt", "Nguồn số liệu"), ("Giang Ma", 2022, "Quý I", "Bán dâm", 3, "Công an xã"),
         (None, None, "Quý II", "Bán dâm", 4, None)],
         {2: SANCTION, 3: {**SANCTION, "period_code": "Q2", "persons": 4}}, kind=SANCTIONS,
         decorate=_merge("A2:A3", "B2:B3", "F2:F3")),
    Ugly("hours where minutes are wanted", [(*HEADINGS[:6], "Thời lượng (giờ)"), [*ROW[:6], 2],
         [*changed(title="2")[:6], "1,5"]],
         {2: {**FIELDS, "duration_min": 120}, 3: {**FIELDS, "title": "2", "duration_min": 90}}),
    Ugly("hundreds, and hundreds of thousands", [(*HEADINGS[:6], "Số lượt người (trăm người)",
         "Kinh phí (trăm nghìn đồng)"), [*ROW[:6], 2, 15]], {2: {**FIELDS, "people_total": 200, "cost": 1500000}}),
    Ugly("money of another country in the heading", [(*HEADINGS[:6], "Kinh phí (USD)"), [*ROW[:6], 1500]], {},
         asked=[2], questions=["column:G"]),
    Ugly("a share of the people", [(*HEADINGS[:6], "Số lượt người (%)"), [*ROW[:6], 64]], {}, asked=[2],
         questions=["column:G"]),
    Ugly("numbers whose format says more than their digits", [(*HEADINGS, "Kinh phí"), *([*changed(title=f"n{n}"),
         1500000 + n] for n in range(7))], {8: {**FIELDS, "title": "n6", "cost": 1500006}}, asked=list(range(2, 8)),
         decorate=_shown(H2="[$$-409]#,##0", H3='#,##0" nghìn đồng"', H4='#,##0" triệu"', H5="#,##0,", H6=";;;",
         H7='0"/5"', H8="_-* #,##0\\ [$₫-42A]_-")),
    Ugly("records that go on in a second row", [SHORT, short(1), (*(None,) * 4, "và ma túy"), short(2),
         (*(None,) * 6, "Nhóm nguy cơ"), ("Giang Ma",), short(3)], {2: record(1), 4: record(2), 7: record(3)},
         asked=[3, 5], skipped={6: "group"}),
]  # fmt: skip
