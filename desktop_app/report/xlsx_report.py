"""The tables of a report as a workbook: a sheet for each, numbers as numbers, text of people never a formula."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from xlsxwriter import Workbook

from desktop_app.report import blocks
from desktop_app.report.characters import plain
from desktop_app.report.signs import meanings
from desktop_app.report.wording import words
from desktop_app.report.xlsx_sheet import Formats, SheetPage, write_sheet

_MADE = datetime(2022, 1, 1, tzinfo=UTC)  # a fixed moment, so that equal reports are equal
_LONGEST_NAME = 31
_LONGEST_PROPERTY = 255


@dataclass(frozen=True)
class _SheetPart:
    """What sheets are made from: an annex, or the text of the report; `wide` are blocks for landscape sheets."""

    name: str
    heading: tuple[str, ...]
    content: tuple[blocks.Block, ...]
    landscape: bool = False
    wide: tuple[blocks.Block, ...] = ()


def render(report: blocks.ProgressReport) -> bytes:
    """The finished XLSX; equal reports give equal bytes."""
    target = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(target, {**options, "in_memory": True}) as book:
        book.set_properties({
            "title": plain(report.name)[:_LONGEST_PROPERTY], "subject": plain(report.subject)[:_LONGEST_PROPERTY],
            "author": plain(report.issuer_name)[:_LONGEST_PROPERTY], "comments": words("report.program"),
            "created": _MADE,
        })  # fmt: skip
        formats = Formats(book)
        for name, page in _pages(report):
            write_sheet(book.add_worksheet(name), page, formats)
    return target.getvalue()


def _pages(report: blocks.ProgressReport) -> Iterator[tuple[str, SheetPage]]:
    """The tables of the annexes, those that stand in the text, and what each unit reported."""
    parts = [
        _SheetPart(a.heading, (a.heading, a.title.upper(), a.reference), a.blocks, a.landscape, a.wide)
        for a in report.annexes
    ]
    text = _SheetPart(words("report.sheet"), (report.kind, report.subject), report.blocks)
    parts += [text, _SheetPart(words("report.sheet_states"), text.heading, report.states, landscape=True)]
    found = False
    for part in parts:
        pages = [*_tables(part, part.content, part.landscape), *_tables(part, part.wide, True)]
        for number, page in enumerate(pages, start=1):
            found = True
            yield (part.name if len(pages) == 1 else f"{part.name} - {number}")[:_LONGEST_NAME], page
    if not found:
        yield words("report.sheet"), SheetPage(text.heading, "", None, (), False)


def _tables(part: _SheetPart, content: tuple[blocks.Block, ...], landscape: bool) -> Iterator[SheetPage]:
    """Each table with the heading above it and the notes below it."""
    title, notes, table = "", list[str](), None
    for block in content:
        if isinstance(block, blocks.Paragraph):
            if table and block.role == "note":
                notes.append(block.text)
            continue
        if table:
            yield SheetPage(part.heading, title, table, _notes(table, notes), landscape)
        if isinstance(block, blocks.Table):
            title, notes, table = block.caption or title, [], block
        else:
            title, notes, table = block.title, [], None
    if table:
        yield SheetPage(part.heading, title, table, _notes(table, notes), landscape)


def _notes(table: blocks.Table, notes: list[str]) -> tuple[str, ...]:
    """The notes below a table; the signs of one that shares its note with the next table are explained here."""
    signs = "" if notes else meanings([table])
    return (*notes, f"{words('report.note')}: {signs}") if signs else tuple(notes)
