"""A report as one workbook: its body first, then a sheet for each table of its annexes; numbers are numbers, text of
people is never a formula.
"""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from itertools import takewhile

from xlsxwriter import Workbook

from desktop_app.report import blocks
from desktop_app.report.characters import plain
from desktop_app.report.signs import meanings
from desktop_app.report.wording import words
from desktop_app.report.xlsx_body import write_body
from desktop_app.report.xlsx_mark import mark_sheets
from desktop_app.report.xlsx_sheet import SheetPage, add_sheet, book_options, format_maker, write_sheet

_LONGEST_PROPERTY = 255


def render(report: blocks.ProgressReport, made: date = blocks.UNDATED, mark: str = "") -> bytes:
    """The finished XLSX; equal reports give equal bytes on the same day. `mark`: words on every sheet."""
    target = io.BytesIO()
    with Workbook(target, book_options()) as book:
        book.set_properties({
            "title": plain(report.name)[:_LONGEST_PROPERTY], "subject": plain(report.subject)[:_LONGEST_PROPERTY],
            "author": plain(report.issuer_name)[:_LONGEST_PROPERTY], "comments": words("report.program"),
            "created": datetime.combine(made, time(), UTC),
        })  # fmt: skip
        make = format_maker(book)
        write_body(add_sheet(book, words("report.sheet")), report, make)
        for name, page in _pages(report):
            write_sheet(add_sheet(book, name), page, make)
        if report.draft or mark:
            mark_sheets(book, mark)
    return target.getvalue()


def _pages(report: blocks.ProgressReport) -> Iterator[tuple[str, SheetPage]]:
    """The tables of the annexes in their order, and what each unit reported."""
    parts: list[tuple[str, list[SheetPage]]] = []
    for annex in report.annexes:
        heading = (annex.heading, annex.title.upper(), annex.reference)
        pages = list(_tables(heading, annex.blocks, annex.landscape, report.foot))
        pages += _tables(heading, annex.wide, True, report.foot)
        parts.append((annex.heading, pages))
    title = (report.kind, report.subject)
    parts.append((words("report.sheet_states"), list(_tables(title, report.states, True, report.foot))))
    for name, pages in parts:
        for number, page in enumerate(pages, start=1):
            yield name if len(pages) == 1 else f"{name} - {number}", page


def _tables(
    heading: tuple[str, ...], content: tuple[blocks.Block, ...], landscape: bool, foot: str
) -> Iterator[SheetPage]:
    """Each table with the heading above it and the text around it; where it has none, what its short signs mean."""
    title, before, below = "", list[str](), False
    for number, block in enumerate(content, start=1):
        if isinstance(block, blocks.Heading):
            title, below = block.title, False
        elif isinstance(block, blocks.Table):
            title = block.caption or title
            after = takewhile(lambda one: isinstance(one, blocks.Paragraph), content[number:])
            notes = [*before, *(one.text for one in after if isinstance(one, blocks.Paragraph))]
            if not notes and (signs := meanings([block])):
                notes = [f"{words('report.note')}: {signs}"]
            yield SheetPage(heading, title, block, (*notes, *([foot] if foot else [])), landscape)
            before, below = [], True
        elif not below:
            before.append(block.text)
