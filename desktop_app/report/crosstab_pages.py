"""A cross-table on paper: its title, what it counts, its numbers in as many tables as its columns need, its notes."""

import io
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from reportlab.platypus import Flowable, Spacer

from desktop_app.report import faces, page_parts, styles
from desktop_app.report.blocks import Column, Paragraph, Table
from desktop_app.report.cells import Cell
from desktop_app.report.crosstab_book import CrossPaper
from desktop_app.report.page_setup import Document, DocumentTitle
from desktop_app.report.paragraphs import paragraphs
from desktop_app.report.table_rows import Rows
from desktop_app.report.table_widths import least_width
from desktop_app.report.tables import Measured
from desktop_app.report.wording import words

_NAME: Final = 52  # millimetres of the names of rows
_NUMBER: Final = 19  # at least, of a column of numbers: a heading of some words on four lines


def render(paper: CrossPaper, made: date) -> bytes:
    """The finished PDF; equal tables give equal bytes on the same day."""
    faces.load()
    target = io.BytesIO()
    wide = not _fits(paper, styles.room(False))
    room = styles.room(wide)
    story: list[Flowable] = [
        page_parts.Centred(paper.office.upper(), styles.BOLD, 13, 17, rule=styles.RULE_SHARE),
        page_parts.Centred(paper.title.upper(), styles.BOLD, 14, 18, before=10, share=0.9),
        page_parts.Centred(paper.about, styles.ITALIC, 13, 17, before=2),
        Spacer(0, 6),
    ]
    for caption, rows in (("", paper.numbers), (paper.share_title, paper.shares)):
        story += [Rows(Measured(table, room)) for table in _tables(paper, caption, rows, room)]
    for note in paper.notes:
        story += paragraphs(Paragraph(note, "note"))
    title = DocumentTitle(paper.title, paper.about, paper.office, draft=paper.practice)
    Document(target, title, made, paper.mark, wide=wide).build(story)
    return target.getvalue()


def _fits(paper: CrossPaper, room: float) -> bool:
    """Whether all columns stand beside each other."""
    return _NAME + len(paper.column_headings) * _number_width(paper) <= room / styles.MM


def _number_width(paper: CrossPaper) -> float:
    """The millimetres of a column, so that no number in any of them is parted."""
    return max(_NUMBER, least_width("", (cell for row in (*paper.numbers, *paper.shares) for cell in row)))


def _tables(paper: CrossPaper, caption: str, rows: Sequence[Sequence[Cell]], room: float) -> Iterator[Table]:
    """The rows with as many columns as there is room for, then with the next ones."""
    number_width = _number_width(paper)
    most = int((room / styles.MM - _NAME) // number_width)
    count = len(paper.column_headings) if rows else 0
    parts = -(-count // most)
    for number in range(parts):
        here = range(number * count // parts, (number + 1) * count // parts)  # parts of about the same width
        columns = [Column(paper.row_heading, _NAME)]
        columns += [Column(paper.column_headings[n], number_width, "right") for n in here]
        lines = [(name, *(cells[n] for n in here)) for name, cells in zip(paper.row_headings, rows, strict=True)]
        said = [caption] if caption else []
        if parts > 1:
            said.append(words("crosstab.part", number=number + 1, count=parts))
        title = " – ".join(said)
        title = title[:1].upper() + title[1:]
        yield Table(tuple(columns), tuple(lines), caption=title, total=True, together=True)
