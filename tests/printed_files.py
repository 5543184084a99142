"""Reads the files of a report as a stranger would, into the blocks of a page: the sheets of an XLSX, and of a PDF the
words between the lines of its tables.

It shares no code with what writes these files.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from desktop_app.report.blocks import Block, Column, Paragraph, Table
from tests.paper_reader import read_xlsx
from tests.processes import pdf_text

HEADS = ("Nội dung", "TT", "Mã")  # what a table of figures begins with
Row = list[str]
TOUCH = 1.5  # points


def blocks_of_xlsx(content: bytes) -> list[Block]:
    """Tables with what stands above them; every text that stands alone in its row is a paragraph too."""
    found: list[Block] = []
    for rows in read_xlsx(content, digits=True).values():
        found += _of_sheet(rows)
    return found


def _of_sheet(rows: Sequence[Row]) -> Iterator[Block]:
    last, caption, head, places, body = "", "", Row(), list[int](), list[tuple[str, ...]]()
    for row in rows:
        said = [text for text in row if text]
        if row[0] in HEADS and len(said) > 1:
            if head:
                yield _table(caption, head, body)
            places = [number for number, text in enumerate(row) if text]
            head, body, caption = said, [], last
        elif len(said) == 1 and row[0]:
            yield Paragraph(row[0])
            last = row[0]
            body.append((row[0],))
        elif head and len(row) > places[-1]:
            body.append(tuple(row[number] for number in places))
    if head:
        yield _table(caption, head, body)


def _table(caption: str, head: Row, body: Sequence[tuple[str, ...]]) -> Table:
    whole = [row if len(row) == 1 or len(row) == len(head) else row[:1] for row in body]
    return Table(tuple(Column(title, 1) for title in head), tuple(whole), caption)


# --- a PDF -------------------------------------------------------------------------------------------------------


class Box(NamedTuple):
    """A word, a rule or a cell: where it lies, from the top of the page down."""

    left: float
    top: float
    right: float
    bottom: float
    text: str = ""

    def holds(self, other: "Box") -> bool:
        x, y = (other.left + other.right) / 2, (other.top + other.bottom) / 2
        return self.left <= x <= self.right and self.top <= y <= self.bottom


def blocks_of_pdf(content: bytes) -> list[Block]:
    """The ruled tables, page by page, each with the line above it or, where it goes on, with that of the page before;
    and the paragraphs.
    """
    found: list[Block] = []
    last: Table | None = None
    for said, ruled in zip(words(content), rules(content), strict=True):
        tables = list(grids(ruled))
        loose = [word for word in said if not any(cell.holds(word) for rows in tables for row in rows for cell in row)]
        lines = list(_lines(loose))
        paragraphs = [text for text in _paragraphs(lines) if not text.isdecimal()]  # the number of the page
        if paragraphs and found and isinstance(found[-1], Paragraph) and not found[-1].text.endswith((".", ";", ":")):
            found[-1] = Paragraph(f"{found[-1].text} {paragraphs.pop(0)}")
        found += [Paragraph(text) for text in paragraphs]
        for rows in tables:
            head, *body = [[_text(word for word in said if cell.holds(word)) for cell in row] for row in rows]
            above = [line.text for line in lines if line.bottom <= rows[0][0].top + TOUCH]
            is_next = last is not None and [one.title for one in last.columns] == head and len(above) < 2
            caption = last.caption if last is not None and is_next else (above or [""])[-1]
            last = _table(caption, head, [tuple(row) for row in body])
            found.append(last)
    return found


def words(content: bytes) -> Iterator[list[Box]]:
    for page in re.split(r"<page ", unicodedata.normalize("NFC", pdf_text(content, "-bbox")))[1:]:
        found = re.findall(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', page)
        yield [
            Box(float(left), float(top), float(right), float(bottom), html.unescape(text))
            for left, top, right, bottom, text in found
        ]


def rules(content: bytes) -> Iterator[list[Box]]:
    for page in pypdfium2.PdfDocument(content):
        high = page.get_height()
        bounds = (one.get_bounds() for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]))
        yield [Box(left, high - top, right, high - bottom) for left, bottom, right, top in bounds]


def grids(rules: Sequence[Box]) -> Iterator[list[list[Box]]]:
    """The tables of a page: cells in rows between lines across that uprights join."""
    across = sorted((one for one in rules if one.bottom - one.top < TOUCH < one.right - one.left), key=lambda r: r.top)
    uprights = [one for one in rules if one.right - one.left < TOUCH < one.bottom - one.top]
    rows: list[list[Box]] = []
    for above, below in pairwise(across):
        top, bottom = (above.top + above.bottom) / 2, (below.top + below.bottom) / 2
        edges = sorted({
            round((one.left + one.right) / 2, 1) for one in uprights
            if one.top <= top + TOUCH and one.bottom >= bottom - TOUCH
        })  # fmt: skip
        if len(edges) > 1 and bottom - top > TOUCH:
            rows.append([Box(left, top, right, bottom) for left, right in pairwise(edges)])
        elif rows:
            yield rows
            rows = []
    if rows:
        yield rows


def _lines(words: Sequence[Box]) -> Iterator[Box]:
    """The words of a page as lines, from above."""
    line: list[Box] = []
    for word in sorted(words, key=lambda word: (round(word.bottom), word.left)):
        if line and abs(word.bottom - line[-1].bottom) > TOUCH:
            yield _joined(line)
            line = []
        line.append(word)
    if line:
        yield _joined(line)


def _joined(line: Sequence[Box]) -> Box:
    text = " ".join(word.text for word in line)
    return Box(line[0].left, line[0].top, line[-1].right, max(word.bottom for word in line), text)


def _paragraphs(lines: Sequence[Box]) -> Iterator[str]:
    """Lines that stand close below each other; a dash begins anew."""
    said = ""
    for before, line in zip([None, *lines], lines, strict=False):
        near = before is not None and line.top - before.bottom < 0.6 * (line.bottom - line.top)
        if said and (line.text.startswith("- ") or not near):
            yield said
            said = ""
        said = f"{said} {line.text}".strip()
    if said:
        yield said


def _text(words: Iterable[Box]) -> str:
    return " ".join(line.text for line in _lines(list(words)))
