"""Sheets as pivots, subtotals, formats and habits of Excel make them, with what must result, written down before."""

from collections.abc import Callable
from datetime import date
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from tests.sheets.making import FIELDS, HEADINGS, ROW
from tests.sheets.ugly import SHORT, Ugly, record, short

PIVOT = SHORT[1:]
OF_ALL = {"unit": "106", "period_code": "Y", "source": "CA"}
TWO = {2: record(1), 3: record(2)}


def _merge(*areas: str) -> Callable[[Worksheet], object]:
    return lambda sheet: [sheet.merge_cells(area) for area in areas]


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
]  # fmt: skip
