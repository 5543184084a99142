r"""The restrained markup of a report's text: faces, lists, and figures that remember what they show.

    **đậm**  *nghiêng*  ***đậm nghiêng***     a line is a paragraph; one that begins with `-`, `+`, `•`, `1.` or `a)`
    [1.490]{fire.hectares}                   is an item of a list. A figure may name what it shows, so that it is
    \*  \[  \\                                noticed when that changes. A backslash takes a sign literally.

Anything else is text: nothing that a person types is an error, and markup that does not close is printed as it stands.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from msgspec import Struct

_TOKEN = re.compile(
    r"\\(?P<literal>[\\*\[])|\[(?P<shown>[^\[\]\\*{}\n]{1,80})\]\{(?P<key>[\w.#/-]{1,120})\}|(?P<stars>\*+)"
)
ITEM = re.compile(r"[-–+•]|(\d{1,3}|[a-zđ])[.)] ")
_SHOWN = re.compile(r"[^\[\]\\*{}\n]{1,80}")
_KEY = re.compile(r"[\w.#/-]{1,120}")
_SPECIAL = re.compile(r"[\\*]|\[(?=[^\[\]\\*{}\n]{1,80}\]\{)")
AFTER_NO_OPENING = frozenset(")]}.,;:!?”’%")
BEFORE_NO_CLOSING = frozenset("([{“‘")


class Span(Struct, frozen=True):
    """A piece of text in one face; `figure` names what a number shows."""

    text: str
    bold: bool = False
    italic: bool = False
    figure: str | None = None


class MarkupLine(Struct, frozen=True):
    """A paragraph, or an item of a list with its dash or number."""

    spans: tuple[Span, ...]
    item: bool = False

    @property
    def text(self) -> str:
        """The line without its faces."""
        return "".join(span.text for span in self.spans)


class Stale(Struct, frozen=True):
    """What of a text no longer holds: `shown` stands there, `now` would be right (None: gone). Plain words have no
    `figure` ("" here); for them `now` is what the draft says.
    """

    figure: str
    shown: str
    now: str | None


def parse(text: str) -> list[MarkupLine]:
    """The lines of a text, blank ones left out; never fails, in time that grows with the length alone."""
    stripped = (line.strip() for line in text.splitlines())
    return [MarkupLine(tuple(_spans(line)), ITEM.match(line) is not None) for line in stripped if line]


def escaped(text: str) -> str:
    """A text that is to be printed as it is."""
    return _SPECIAL.sub(r"\\\g<0>", text)


def figure(key: str, shown: str) -> str:
    """A number that remembers what it shows."""
    return f"[{shown}]{{{key}}}"


def figure_fits(span: Span) -> bool:
    """Whether a piece of text can name what it shows."""
    if span.figure is None or span.text != span.text.strip():
        return False
    return bool(_SHOWN.fullmatch(span.text) and _KEY.fullmatch(span.figure))


def stale(text: str, figures: Mapping[str, str]) -> list[Stale]:
    """The figures of a text that differ from the current ones, in order; a sentence writes 05 where a table has 5."""
    spans = (span for line in parse(text) for span in line.spans)
    return [
        Stale(span.figure, span.text, figures.get(span.figure))
        for span in spans
        if span.figure is not None and figures.get(span.figure) not in (span.text, span.text.removeprefix("0"))
    ]


def _spans(line: str) -> Iterator[Span]:
    """Pieces of like face joined; a figure stands alone."""
    for (number, bold, italic), same in groupby(enumerate(_split(line)), _together):
        spans = [span for _, span in same]
        yield spans[0] if number else Span("".join(span.text for span in spans), bold, italic)


def _together(numbered: tuple[int, Span]) -> tuple[int, bool, bool]:
    number, span = numbered
    return number + 1 if span.figure is not None else 0, span.bold, span.italic


def _split(line: str) -> Iterator[Span]:
    tokens = list(_TOKEN.finditer(line))
    faces = _pairs(line, tokens)
    bold = italic = False
    place = 0
    for number, token in enumerate(tokens):
        if token.start() > place:
            yield Span(line[place : token.start()], bold, italic)
        place = token.end()
        if token["literal"]:
            yield Span(token["literal"], bold, italic)
        elif token["key"]:
            yield Span(token["shown"], bold, italic, token["key"])
        elif number in faces:
            bold, italic = bold ^ (len(token["stars"]) > 1), italic ^ (len(token["stars"]) != 2)
        else:
            yield Span(token["stars"], bold, italic)
    if place < len(line):
        yield Span(line[place:], bold, italic)


def _pairs(line: str, tokens: Sequence[re.Match[str]]) -> set[int]:
    """The numbers of the stars that open or close a face; the others are text."""
    paired: set[int] = set()
    opened: dict[int, int] = {}
    for number, token in enumerate(tokens):
        size = len(token["stars"] or "")
        if not 1 <= size <= 3:
            continue
        before, after = line[max(0, token.start() - 1) : token.start()], line[token.end() : token.end() + 1]
        if size in opened and before.strip() and before not in BEFORE_NO_CLOSING and not after.isalnum():
            first = opened[size]
            paired |= {first, number}
            opened = {length: start for length, start in opened.items() if start < first}
        elif size not in opened and after.strip() and after not in AFTER_NO_OPENING and not before.isalnum():
            opened[size] = number
    return paired
