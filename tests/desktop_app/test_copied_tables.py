"""Figures for the clipboard: what a report prints of them, as numbers that spreadsheets and our own lists read."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from desktop_app.domain.audiences import PUBLIC
from desktop_app.domain.measures import GROWTH, PERCENT
from desktop_app.domain.period import Period
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.report.cells import Figure
from desktop_app.session import OpenFile, copied_tables, figures, imports, opening, reports
from desktop_app.session.block_cells import block_cell
from desktop_app.session.sheet_import import read_clipboard
from desktop_app.sheets.clipboard_writing import as_html, as_text

NOW = datetime(2022, 11, 30, 8, tzinfo=UTC)
PROVINCE = "12"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenFile]:
    path = tmp_path_factory.mktemp("chép") / "tỉnh.db"
    with opening.create_file(path, load_plan(plan_folder("lai-chau-2022")), PROVINCE, "Lan", now=lambda: NOW) as made:
        found = imports.import_lines(made, (json.dumps(line) for line in imports.demo_lines(made, 1200, 30, 7)))
        assert found.problems == []
        yield made


@pytest.fixture(scope="module")
def period(file: OpenFile) -> Period:
    return figures.read_period(file, "2022")


def lines_of(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.split("\n")]


def test_some_indicators_are_copied_with_the_numbers_behind_them(file: OpenFile, period: Period) -> None:
    given = copied_tables.of_indicators(file, period, ["1.1", "2.2"])
    lines = lines_of(given.text)
    codes = [line[0] for line in lines if line[0][:1].isdigit() and "." in line[0] and " " not in line[0]]
    assert codes == ["1.1", "2.2"]
    (figure,) = (one for one in figures.progress(file, period) if one.code == "1.1")
    row = next(line for line in lines if line[0] == "1.1")
    assert {str(figure.numerator), str(figure.denominator), str(figure.value)} <= set(row)
    cells = read_clipboard(given.text, given.html, b"").sheets[0]
    read = {cell.value for row in cells.rows.values() for cell in row.values() if not isinstance(cell.value, str)}
    assert {figure.numerator, figure.denominator} <= read


def test_all_tables_of_a_report_are_copied_below_what_they_are_called(file: OpenFile, period: Period) -> None:
    lines = lines_of(copied_tables.of_report(file, period, file.unit).text)
    first = [line[0] for line in lines]
    assert {one.code for one in figures.progress(file, period)} & set(first)
    assert sum(line == [""] for line in lines) >= 2, "tables stand apart"


def test_a_locked_report_is_copied_as_it_was_locked(file: OpenFile, period: Period) -> None:
    reports.lock(file, period, accept_stale=True)
    before = copied_tables.of_report(file, period, file.unit)
    values = {"unit": PROVINCE, "date": "2022-05-14", "form": "loa", "title": "Mới", "audience": ["nhan_dan"]}
    made = json.dumps({"kind": "comm_activity", "fields": {**values, "sessions": 77}})
    assert imports.import_lines(file, [made]).problems == []
    assert copied_tables.of_report(file, period, file.unit) == before
    public = copied_tables.of_report(file, period, file.unit, PUBLIC)
    assert public.text != before.text, "others read another paper"


def test_a_share_is_a_number_with_as_many_digits_as_are_shown() -> None:
    share, growth = (block_cell(Figure(Fraction(n, 7), measure)) for n, measure in ((438, PERCENT), (58, GROWTH)))
    assert (share.value, growth.value) == (Decimal("0.626"), Decimal("0.083"))
    assert as_text([[share, growth]]) == "62,6%\t+8,3%"
    html = as_html([[share, growth]])
    assert 'mso-number-format:"0\\.0%"\' x:num="0.626" sdnum="1066;0;@">62,6%<' in html
