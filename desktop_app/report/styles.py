"""The measures, fonts and text styles of Decree 30/2020/NĐ-CP, annex I."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics

from desktop_app.report.characters import Translation, plain
from desktop_app.report.faces import BOLD as BOLD
from desktop_app.report.faces import BOLD_ITALIC as BOLD_ITALIC
from desktop_app.report.faces import ITALIC as ITALIC
from desktop_app.report.faces import REGULAR as REGULAR
from desktop_app.report.faces import load, printable_sign
from desktop_app.report.text_lines import Measure

MM: Final = 72 / 25.4
PAGE: Final = A4
TOP = BOTTOM = RIGHT = 20 * MM
LEFT: Final = 30 * MM
WIDE_BOTTOM: Final = 15 * MM  # a wide page is bound at its top edge: its lower edge is the sheet's right one, 15–20
TEXT_WIDTH: Final = PAGE[0] - LEFT - RIGHT
RULE_SHARE: Final = 0.4  # of the longest line above it: the decree asks for a third to a half
NAME_SPACE: Final = 27 * MM  # for the hand-written signature and the seal
HEAD_LEFT: Final = 66 * MM
HEAD_RIGHT: Final = TEXT_WIDTH - HEAD_LEFT

# of the font's size: how far its letters reach above and below the line they stand on
ASCENT, DESCENT = 0.891, 0.216
BODY_SIZE, BODY_LEADING, PARAGRAPH_GAP = 13, 16, 6
ADDRESSEE_SIZE, ADDRESSEE_LEADING = 14, 18
TABLE_SIZE, TABLE_LEADING, CELL_PADDING, ROW_PADDING = 11, 13, 3.5, 2
CAPTION_SIZE, CAPTION_LEADING = 12, 18
NOTE_SIZE, NOTE_LEADING = 11, 13.5
FIRST_LINE: Final = 12.7 * MM
_SHORT: Final = 60  # characters: numbers and names come again and again in the cells of tables


def room(wide: bool) -> float:
    """The width of what can be printed on a page."""
    return PAGE[1] - 2 * RIGHT if wide else TEXT_WIDTH


_BASE = ParagraphStyle(
    "base", fontName=REGULAR, fontSize=BODY_SIZE, leading=BODY_LEADING, spaceBefore=PARAGRAPH_GAP,
    alignment=TA_JUSTIFY, allowWidows=0, allowOrphans=0, splitLongWords=1,
)  # fmt: skip


def _style(name: str, font: str = REGULAR, **more: Any) -> ParagraphStyle:
    return _BASE.clone(name, fontName=font, **more)


BODY = _style("body", firstLineIndent=FIRST_LINE)
ITEM = _style("item", firstLineIndent=FIRST_LINE)
NOTE = _style("note", fontSize=NOTE_SIZE, leading=NOTE_LEADING)
HEADINGS = (
    _style("heading1", BOLD, spaceBefore=10),
    _style("heading2", BOLD, firstLineIndent=FIRST_LINE, spaceBefore=8),
    _style("heading3", BOLD_ITALIC, firstLineIndent=FIRST_LINE),
)


_GLYPHS = Translation(printable_sign)


def printable(text: str) -> str:
    """The text in NFC with every character printable: foreign signs as □, invisible ones gone, blanks as one."""
    return _short_printable(text) if len(text) < _SHORT else _printable(text)


def _printable(text: str) -> str:
    return plain(text).translate(_GLYPHS)


_short_printable = lru_cache(8192)(_printable)


def printable_run(text: str) -> str:
    """The same for a piece of a paragraph, whose blanks at the ends divide it from its neighbours."""
    inside = printable(text)
    before, after = (" " if text[place : place + 1].isspace() else "" for place in (0, len(text) - 1))
    return f"{before}{inside}{after}" if inside else before


def markup(text: str) -> str:
    """The text of a person as ReportLab's markup: nothing in it is taken for a tag."""
    return escape(printable(text))


def width(text: str, font: str, size: float) -> float:
    """The printed width in points."""
    return _short_width(text, font, size) if len(text) < _SHORT else _width(text, font, size)


def _width(text: str, font: str, size: float) -> float:
    load()
    return pdfmetrics.stringWidth(text, font, size)


_short_width = lru_cache(8192)(_width)


def measure(font: str, size: float) -> Measure:
    """What measures a text in this face and size."""
    return lambda text: width(text, font, size)


def widest(lines: Sequence[str], font: str, size: float) -> float:
    """The printed width of the longest line; 0 without any."""
    return max((width(line, font, size) for line in lines), default=0.0)
