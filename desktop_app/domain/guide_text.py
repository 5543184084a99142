"""The guide as it is written: pages of headings, paragraphs, items, notes and pictures.

# Tiêu đề   ## Mục   > Lưu ý   ![lời dưới hình](tên hình)       all else are lines of the markup of reports
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from desktop_app.domain.markup import MarkupLine, Span, parse

TITLE, HEADING, LINE, ITEM, NOTE, PICTURE = "title", "heading", "line", "item", "note", "picture"
_PICTURE = re.compile(r"!\[(.*)\]\(([\w-]+)\)")
_MARKS = {"# ": TITLE, "## ": HEADING, "> ": NOTE}


class GuidePart(Struct, frozen=True):
    """One part of a page, by its role; a picture has a name, and its spans stand below it."""

    role: str
    spans: tuple[Span, ...]
    picture: str

    @property
    def text(self) -> str:
        """Its words without their faces."""
        return MarkupLine(self.spans).text


class GuidePage(Struct, frozen=True):
    """A page; F1 leads to it from the places that it `opens` for."""

    name: str
    opens: tuple[str, ...]
    parts: tuple[GuidePart, ...]

    @property
    def title(self) -> str:
        return next((part.text for part in self.parts if part.role == TITLE), self.name)


def parse_page(name: str, opens: tuple[str, ...], text: str) -> GuidePage:
    """A page from its text; blank lines only part it."""
    return GuidePage(name, opens, tuple(_parts(text)))


def _parts(text: str) -> Iterator[GuidePart]:
    for line in text.splitlines():
        picture = _PICTURE.fullmatch(line.strip())
        role = next((role for mark, role in _MARKS.items() if line.startswith(mark)), "")
        words = picture[1] if picture else line.removeprefix(next((m for m in _MARKS if line.startswith(m)), ""))
        for found in parse(words):
            spans = found.spans
            yield GuidePart(PICTURE if picture else role or (ITEM if found.item else LINE), spans,
                            picture[2] if picture else "")  # fmt: skip
