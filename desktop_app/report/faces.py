"""The faces of a printed page: Liberation Serif, and for signs that it lacks the signs of another font."""

from functools import cache
from itertools import groupby
from typing import Final
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfbase.ttfonts import TTFont

from desktop_app import paths
from desktop_app.report.characters import MISSING

REGULAR: Final = "LiberationSerif"
BOLD: Final = "LiberationSerif-Bold"
ITALIC: Final = "LiberationSerif-Italic"
BOLD_ITALIC: Final = "LiberationSerif-BoldItalic"
_SIGNS: Final = "DejaVuSans-Symbols"
_FILES = {REGULAR: "Regular", BOLD: "Bold", ITALIC: "Italic", BOLD_ITALIC: "BoldItalic"}
_OTHER = 1 << 16  # subsets from this number on are those of the other font
Subsets = list[tuple[int, bytes]]


class Face(TTFont):
    """A face that takes signs from another font, and knows what it has written in a document: numbers and names come
    again and again in its tables.
    """

    def __init__(self, name: str, file: str) -> None:
        super().__init__(name, file)
        self._written: WeakKeyDictionary[PDFDocument, dict[str, Subsets]] = WeakKeyDictionary()
        self._taken: set[str] = set()

    def take(self, sign: str) -> None:
        """Write this sign in the other font from now on."""
        self._taken.add(sign)
        self.face.charWidths[ord(sign)] = _signs().face.charWidths[ord(sign)]

    def splitString(self, text: str, doc: PDFDocument, encoding: str = "utf-8") -> Subsets:
        """The text as bytes, each run with the subset of the face that it is written in."""
        written = self._written.setdefault(doc, {})
        if text not in written:
            written[text] = self._split(text, doc, encoding)
        return written[text]

    def _split(self, text: str, doc: PDFDocument, encoding: str) -> Subsets:
        if self._taken.isdisjoint(text):
            return super().splitString(text, doc, encoding)
        found: Subsets = []
        for taken, signs in groupby(text, self._taken.__contains__):
            run = "".join(signs)
            if taken:
                found += [(subset + _OTHER, part) for subset, part in _signs().splitString(run, doc, encoding)]
            else:
                found += super().splitString(run, doc, encoding)
        return found

    def getSubsetInternalName(self, subset: int, doc: PDFDocument) -> str:
        """The name of a subset inside a document."""
        if subset >= _OTHER:
            return str(_signs().getSubsetInternalName(subset - _OTHER, doc))
        return str(super().getSubsetInternalName(subset, doc))


@cache
def load() -> tuple[Face, ...]:
    """Make the four faces known to ReportLab; the second call does nothing."""
    faces = tuple(Face(name, _file(f"LiberationSerif-{face}")) for name, face in _FILES.items())
    for face in faces:
        pdfmetrics.registerFont(face)
    pdfmetrics.registerFontFamily(REGULAR, REGULAR, BOLD, ITALIC, BOLD_ITALIC)
    return faces


@cache
def _signs() -> TTFont:
    """The other font, read where a text has a sign that needs it."""
    font = TTFont(_SIGNS, _file(_SIGNS))
    pdfmetrics.registerFont(font)
    return font


def _file(name: str) -> str:
    return str(paths.resources() / "fonts" / f"{name}.ttf")


def printable_sign(sign: str) -> str:
    """The sign where it can be printed in all four faces, else what stands for one that can't."""
    faces = load()
    if all(ord(sign) in face.face.charToGlyph for face in faces):
        return sign
    if ord(sign) not in _signs().face.charToGlyph:
        return MISSING
    for face in faces:
        face.take(sign)
    return sign
