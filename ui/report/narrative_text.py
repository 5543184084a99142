"""The markup of a report's text as a document of the editor, and back: faces, lines, figures with what they show."""

import unicodedata
from collections.abc import Iterator

from PySide6.QtGui import (
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFragment,
)

from desktop_app.domain.markup import ITEM, MarkupLine, Span, parse
from desktop_app.domain.markup_writing import write

FIGURE = 0x100000 + 1  # QTextFormat.UserProperty and following
SHOWN, NUMBER = FIGURE + 1, FIGURE + 2
LINE_HEIGHT = 135  # percent
GAP = 6
_BREAKS = "\u2028\u2029\v\f\x1c\x1d\x1e\x85"
_BLANKS = str.maketrans(dict.fromkeys(_BREAKS, "\n"))


def fill(document: QTextDocument, text: str) -> None:
    """Show a text from its first line on; nothing of what stood there can be undone."""
    document.setUndoRedoEnabled(False)
    document.clear()
    cursor = QTextCursor(document)
    cursor.setBlockFormat(paragraph())
    insert(cursor, text)
    document.setUndoRedoEnabled(True)
    document.setModified(False)


def insert(cursor: QTextCursor, text: str) -> None:
    """Put in a text at the cursor, as one step of undo."""
    cursor.beginEditBlock()
    for number, line in enumerate(parse(text)):
        if number:
            cursor.insertBlock(paragraph())
        for place, span in enumerate(line.spans):
            cursor.insertText(span.text, _look(span, cursor.position() + place))
    cursor.endEditBlock()


def read(document: QTextDocument) -> str:
    """The text of a document in markup; blank lines are left out."""
    lines: list[MarkupLine] = []
    block = document.begin()
    while block.isValid():
        lines += _lines(block)
        block = block.next()
    return write(lines)


def figures(block: QTextBlock) -> Iterator[tuple[int, Span]]:
    """The figures of a line that still show what they are to show, with the place in the line where each begins."""
    for fragment in _fragments(block):
        place = fragment.position() - block.position()
        for span in _spans(fragment):
            if span.figure is not None:
                yield place, span
            place += units(span.text)


def units(text: str) -> int:
    """How long a text is in Qt's eyes: a sign beyond the first plane counts twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def paragraph() -> QTextBlockFormat:
    made = QTextBlockFormat()
    made.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    made.setBottomMargin(GAP)
    return made


def plain_look(look: QTextCharFormat) -> QTextCharFormat:
    """The same faces for text that is no figure."""
    made = QTextCharFormat(look)
    for name in (FIGURE, SHOWN, NUMBER):
        made.clearProperty(name)
    return made


def _look(span: Span, number: int) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setFontWeight(QFont.Weight.Bold if span.bold else QFont.Weight.Normal)
    look.setFontItalic(span.italic)
    if span.figure is not None:
        look.setProperty(FIGURE, span.figure)
        look.setProperty(SHOWN, span.text)
        look.setProperty(NUMBER, number)  # two figures side by side stay two
    return look


def _lines(block: QTextBlock) -> Iterator[MarkupLine]:
    """The lines of a block: more than one where somebody broke it without ending it."""
    spans: list[Span] = []
    for fragment in _fragments(block):
        for span in _spans(fragment):
            first, *more = unicodedata.normalize("NFC", span.text).translate(_BLANKS).split("\n")
            spans.append(Span(first, span.bold, span.italic, span.figure))
            for text in more:
                yield from _line(spans)
                spans = [Span(text, span.bold, span.italic)]
    yield from _line(spans)


def _line(spans: list[Span]) -> Iterator[MarkupLine]:
    text = "".join(span.text for span in spans).strip()
    if text:
        yield MarkupLine(tuple(spans), ITEM.match(text) is not None)


def _spans(fragment: QTextFragment) -> Iterator[Span]:
    """A figure is one as long as it reads as it did; what was typed into it or behind it is text."""
    look, text = fragment.charFormat(), fragment.text()
    bold, italic = look.fontWeight() >= QFont.Weight.DemiBold, look.fontItalic()
    shown = look.property(SHOWN)
    before, found, after = text.partition(shown) if shown else (text, "", "")
    if before:
        yield Span(before, bold, italic)
    if found:
        yield Span(found, bold, italic, look.property(FIGURE))
    if after:
        yield Span(after, bold, italic)


def _fragments(block: QTextBlock) -> Iterator[QTextFragment]:
    place = block.begin()
    while not place.atEnd():
        fragment = place.fragment()
        if fragment.isValid():
            yield fragment
        place += 1
