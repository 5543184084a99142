"""Whether what a lock says is built as reports are, so that it can be printed: a log may come from anybody's file."""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import get_args

from desktop_app.report.blocks import Align, Annex, Block, Heading, Paragraph, ProgressReport, Role, Table
from desktop_app.report.cells import Cell, Figure, Gauge
from desktop_app.report.charts import Chart

_MOST_DIGITS, _SMALLEST = 60, -30
_LARGEST: int = 10**_MOST_DIGITS
_WIDEST = 1000
_SHEET = re.compile(r"[^\[\]:*?/\\']{1,24}")  # what a workbook calls a sheet by, and a number behind it


def refuse_unprintable(report: ProgressReport) -> None:
    """ValueError: it is a report by its tags alone."""
    headings = [annex.heading.casefold() for annex in report.annexes]
    fine = (
        len({*headings}) == len(headings),
        all(map(_is_annex, report.annexes)),
        all(map(_is_block, _blocks(report))),
    )
    if not all(fine):
        raise ValueError(report.name)


def _blocks(report: ProgressReport) -> Iterator[Block]:
    yield from (*report.blocks, *report.states)
    for annex in report.annexes:
        yield from (*annex.blocks, *annex.wide)


def _is_annex(annex: Annex) -> bool:
    return _SHEET.fullmatch(annex.heading) is not None


def _is_block(block: Block) -> bool:
    if isinstance(block, Heading):
        return block.level in (1, 2, 3)
    if isinstance(block, Paragraph):
        whole = "".join(run.text for run in block.runs)
        return block.role in get_args(Role) and whole == (block.text if block.runs else "")
    return _is_table(block)


def _is_table(table: Table) -> bool:
    widths = [column.share for column in table.columns]
    return (
        bool(widths)
        and all(0 < width <= _WIDEST for width in widths)
        and all(column.align in get_args(Align) for column in table.columns)
        and all(len(row) in (1, len(widths)) for row in table.rows)
        and all(_is_cell(cell) for row in table.rows for cell in row)
        and all(map(_is_chart, table.drawn))
    )


def _is_cell(cell: Cell) -> bool:
    if isinstance(cell, str):
        return True
    if isinstance(cell, Figure):
        return cell.mark in ("", "*") and _is_number(cell.value)
    return _is_number(cell.share if isinstance(cell, Gauge) else cell)


def _is_chart(chart: Chart) -> bool:
    figures = [figure for bar in chart.bars for figure in (bar.now, bar.earlier) if figure]
    return bool(chart.bars) and all(map(_is_cell, figures)) and all(map(_is_number, chart.lines))


def _is_number(number: int | Decimal | Fraction) -> bool:
    """One that can be counted with and shown; of thousands of digits Python makes no text."""
    if isinstance(number, Decimal):
        return number.is_finite() and int(number.as_tuple().exponent) >= _SMALLEST and number.adjusted() < _MOST_DIGITS
    return abs(number.numerator) < _LARGEST and number.denominator < _LARGEST
