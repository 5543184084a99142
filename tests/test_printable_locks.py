"""A lock may come from anybody's file: whatever stands in its pages, it is printed or refused by one sentence."""

import json
import random
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from msgspec.structs import replace

from desktop_app.errors import AppError
from desktop_app.report.blocks import (
    Annex,
    Block,
    Column,
    Heading,
    Letterhead,
    Paragraph,
    ProgressReport,
    Run,
    Signature,
    Table,
)
from desktop_app.report.cells import Figure, Gauge
from desktop_app.report.charts import Chart, ChartBar
from desktop_app.report.lock_format import read_report, write
from desktop_app.report.printable_report import refuse_unprintable
from desktop_app.session.report_data import FORMS, render
from desktop_app.session.report_locks import locked_contents
from tests.locked_samples import load, lock_of
from tests.test_lock_formats import SAMPLES

MUTANTS = 150
SHARE = Figure(Fraction(1, 3), "percent")
TABLE = Table(
    (Column("Nội dung", 2), Column("Số", 1, "right"), Column("Tỷ lệ", 1, "centre"), Column("Thanh", 1)),
    (
        ("Mục",), ("a", 3, SHARE, Gauge(Fraction(1, 2))), ("- b", Decimal("2.5"), Figure(Fraction(5, 2)), ""),
        ("Cộng", 4, SHARE, ""),
    ),
    "Bảng", total=True, together=True,
)  # fmt: skip
CHARTS = Table(
    (Column("a", 1), Column("b", 1)), (("x", 1),),
    drawn=(
        Chart("t", "percent", "ít nhất 50%", (Fraction(50),), (ChartBar("Q1", SHARE, SHARE), ChartBar("Q2", None))),
        Chart("u", "count", "", (), (ChartBar("Q1", Figure(Fraction(5))),)),
    ),
)  # fmt: skip
BODY: tuple[Block, ...] = (
    Heading(1, "I", "MỞ ĐẦU"), Heading(2, "1", "Hai"), Heading(3, "a", "Ba"),
    Paragraph("Đoạn một.", "body", (Run("Đoạn ", True), Run("một."))), Paragraph("- mục", "item"), TABLE,
    Paragraph("Ghi chú", "note"), CHARTS,
)  # fmt: skip
REPORT = ProgressReport(
    "Tệp", "UBND", Letterhead("TỈNH", "XÃ", "Số: /BC", "Xã, ngày 1", True), "BÁO CÁO", "Về việc", ("Sở",), BODY,
    Signature(("TM.",), "CHỦ TỊCH", "Lan", ("Như trên", "Lưu")),
    (
        Annex("Phụ lục I", "Một", "(kèm)", (TABLE,), False, (CHARTS,)),
        Annex("Phụ lục II", "Hai", "(kèm)", (TABLE, Paragraph("x")), True),
    ),
    False, (TABLE,), "chân",
)  # fmt: skip
TREE = json.loads(json.dumps(write(REPORT)))
TEXTS = (
    "\x00", "\ud800", "\n" * 50, "x" * 5_000, "\u202e{0}", "'", "[]:*?/\\", "Phụ lục I", "Báo cáo", "percent", "growth",
    "right", "per_1000", "1" * 4000, "1" * 5000, "9/" + "7" * 300, "1E99", "1E-99", "٣", "=1+1", "\ufffe", "history",
)  # fmt: skip
NUMBERS = (0, -1, 4, 99, 10**30, 10**400, 1e308, 1e-308, -1.5, float("nan"), float("inf"))
FRACTIONS = [{"tag": "fraction", "value": value} for value in ("1" * 400, "-7/3", "1/" + "9" * 400)]
PARTS: tuple[Any, ...] = (
    *FRACTIONS, 10**400, -5, {"tag": "decimal", "value": "1E99"}, {"tag": "decimal", "value": "9" * 4000},
    *({"tag": "figure", "value": value, "measure": "growth"} for value in FRACTIONS),
)  # fmt: skip


def places(part: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every place of a tree, with what stands there."""
    for key, value in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ():
        yield (*above, key), value
        yield from places(value, (*above, key))


def odd(value: Any) -> Iterator[Any]:
    """What may stand there instead: of the same sort, or of none."""
    yield from (None, [], {}, "", "x")
    if isinstance(value, str):
        yield from TEXTS
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield from NUMBERS
    elif isinstance(value, dict):
        yield from PARTS
    elif isinstance(value, list):
        yield from (value * 2, value * 12, value[1:], value[:1], [[]], value[::-1])


def mutants() -> Iterator[tuple[tuple[Any, ...], Any]]:
    return ((place, other) for place, value in places(TREE) for other in odd(value))


def with_odd(place: tuple[Any, ...], value: Any) -> Any:
    found = json.loads(json.dumps(TREE))
    holder = found
    for step in place[:-1]:
        holder = holder[step]
    holder[place[-1]] = value
    return found


def is_printed(tree: Any, form: str) -> bool:
    lock = replace(lock_of("x", load(1)["locks"]["rare"]["content"]), report=tree, format=1)
    try:
        assert render(locked_contents(lock), form, date(2022, 6, 20))
    except AppError as error:
        if error.key != "report.lock_unreadable":
            raise
        return False
    return True


@pytest.mark.parametrize("form", FORMS)
def test_whatever_stands_in_its_pages_a_lock_is_printed_or_refused(form: str) -> None:
    assert is_printed(TREE, form)
    some = random.Random(form).sample([*mutants()], MUTANTS)
    printed = [is_printed(with_odd(place, value), form) for place, value in some]
    assert 0 < sum(printed) < len(printed)


@pytest.mark.parametrize("heading", ["Báo cáo", "tình hình báo cáo", "Phụ lục I - 1", "Phụ lục I"])
def test_an_annex_that_is_called_as_another_sheet_stops_no_workbook(heading: str) -> None:
    is_printed(with_odd(("annexes", 1, "heading"), heading), "xlsx")


@pytest.mark.parametrize(("number", "name"), SAMPLES)
def test_what_was_ever_locked_can_be_printed(number: int, name: str) -> None:
    lock = lock_of(name, load(number)["locks"][name]["content"])
    refuse_unprintable(read_report(lock.report, lock.format))
