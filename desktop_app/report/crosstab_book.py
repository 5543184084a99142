"""A cross-table as a workbook that can be printed: its title, what it counts, its numbers, their shares if wanted."""

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time

from msgspec import Struct
from xlsxwriter import Workbook

from desktop_app.report.blocks import Column, Table
from desktop_app.report.cells import Cell, shown
from desktop_app.report.wording import words
from desktop_app.report.xlsx_mark import mark_sheets
from desktop_app.report.xlsx_sheet import SheetPage, add_sheet, book_options, format_maker, write_sheet

_MOST_UPRIGHT = 6  # columns of numbers; more of them lie across
_LEAST, _MOST_NAME = 9, 44  # letters that a column is wide


class CrossPaper(Struct, frozen=True):
    """What the workbook says, ready to be written; `numbers` and `shares` are rows of cells, the totals last."""

    office: str
    title: str
    about: str
    row_heading: str
    column_headings: Sequence[str]
    row_headings: Sequence[str]
    numbers: Sequence[Sequence[Cell]]
    shares: Sequence[Sequence[Cell]]
    share_title: str
    notes: Sequence[str]
    practice: bool = False
    mark: str = ""


def render(paper: CrossPaper, made: date) -> bytes:
    """The finished XLSX; equal tables give equal bytes on the same day."""
    target = io.BytesIO()
    with Workbook(target, book_options()) as book:
        created = datetime.combine(made, time(), UTC)
        book.set_properties({"title": paper.title[:255], "author": paper.office[:255], "created": created})
        make = format_maker(book)
        for name, page in _pages(paper):
            write_sheet(add_sheet(book, name), page, make)
        if paper.practice or paper.mark:
            mark_sheets(book, paper.mark)
    return target.getvalue()


def _pages(paper: CrossPaper) -> Iterator[tuple[str, SheetPage]]:
    for name, title, rows in (
        (words("crosstab.sheet_numbers"), "", paper.numbers),
        (words("crosstab.sheet_shares"), paper.share_title, paper.shares),
    ):
        if rows:
            heading = (paper.office.upper(), paper.title.upper(), paper.about)
            table = _table(paper, rows)
            yield name, SheetPage(heading, title, table, tuple(paper.notes), _is_wide(paper), 1, tuple(_widths(table)))


def _is_wide(paper: CrossPaper) -> bool:
    return len(paper.column_headings) > _MOST_UPRIGHT


def _table(paper: CrossPaper, rows: Sequence[Sequence[Cell]]) -> Table:
    columns = [Column(paper.row_heading, 1), *(Column(one, 1, "right") for one in paper.column_headings)]
    lines = ((name, *cells) for name, cells in zip(paper.row_headings, rows, strict=True))
    return Table(tuple(columns), tuple(lines), total=True)


def _widths(table: Table) -> Iterator[int]:
    """As wide as the longest number, and as half a heading, which stands on two lines."""
    for number, column in enumerate(table.columns):
        longest = max((len(shown(row[number])) for row in table.rows), default=0) + 2
        yield min(_MOST_NAME, max(longest, 18)) if not number else max(_LEAST, longest, len(column.title) // 2 + 2)
