"""What stands where on a page, measured from the PDF itself in millimetres from the top left corner."""

import ctypes
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

POINT = 25.4 / 72


@dataclass(frozen=True)
class Box:
    """A piece of ink; y runs downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Line:
    """A printed line: its ink, the face and size it begins with, where its letters stand on, and where it ends.

    The end is that of the last letter's own width, which some letters do not fill with ink.
    """

    text: str
    box: Box
    face: str
    size: float
    baseline: float
    end: float


class Page:
    """One page of a finished PDF."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._page, self._text = page, page.get_textpage()
        self.width, self.height = (side * POINT for side in page.get_size())

    @property
    def text(self) -> str:
        """All text of the page in reading order, lines joined as printed."""
        return str(self._text.get_text_range()).replace("\r\n", "\n")

    @property
    def number(self) -> str:
        """What is printed in the top margin."""
        strip = {
            "left": 0,
            "right": self.width / POINT,
            "bottom": (self.height - 19) / POINT,
            "top": self.height / POINT,
        }
        return str(self._text.get_text_bounded(**strip)).strip()

    def _box(self, bounds: tuple[float, float, float, float]) -> Box:
        left, bottom, right, top = (side * POINT for side in bounds)
        return Box(left, self.height - top, right, self.height - bottom)

    def find(self, wanted: str) -> int:
        """Where a text begins; it must be there."""
        place = self._text.search(wanted, match_case=True).get_next()
        assert place is not None, f"{wanted!r} is not on the page:\n{self.text}"
        return int(place[0])

    def box(self, wanted: str) -> Box:
        """The ink of a text that stands on one line."""
        first = self.find(wanted)
        boxes = [
            self._box(self._text.get_charbox(n))
            for n in range(first, first + len(wanted))
            if not self._text.get_text_range(n, 1).isspace()
        ]
        sides = zip(*((b.left, b.top, b.right, b.bottom) for b in boxes), strict=True)
        lefts, tops, rights, bottoms = (list(side) for side in sides)
        return Box(min(lefts), min(tops), max(rights), max(bottoms))

    def font(self, wanted: str) -> tuple[str, float]:
        """Face (without the family) and size of a text."""
        return self._font(self.find(wanted))

    def _font(self, place: int) -> tuple[str, float]:
        name = (ctypes.c_char * 100)()
        pdfium.FPDFText_GetFontInfo(self._text, place, name, 100, None)
        face = bytes(name).split(b"\0")[0].decode()
        size = pdfium.FPDFText_GetFontSize(self._text, place)
        return face.removeprefix("LiberationSerif").lstrip("-") or "Regular", round(size, 2)

    def ink(self) -> list[Box]:
        """The box of every printed letter."""
        return [
            self._box(self._text.get_charbox(n))
            for n in range(self._text.count_chars())
            if not self._text.get_text_range(n, 1).isspace()
        ]

    def lines(self) -> list[Line]:
        """The printed lines in reading order; those of the margins and the watermark too."""
        found: list[Line] = []
        first = 0
        for n in range(self._text.count_chars() + 1):
            char = self._text.get_text_range(n, 1) if n < self._text.count_chars() else "\n"
            if char not in "\r\n":
                continue
            inked = [k for k in range(first, n) if not self._text.get_text_range(k, 1).isspace()]
            if inked:
                found.append(self._line(self._text.get_text_range(first, n - first), inked))
            first = n + 1
        return found

    def _line(self, text: str, inked: list[int]) -> Line:
        boxes = [self._box(self._text.get_charbox(n)) for n in inked]
        sides = zip(*((b.left, b.top, b.right, b.bottom) for b in boxes), strict=True)
        lefts, tops, rights, bottoms = (list(side) for side in sides)
        face, size = self._font(inked[0])
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(self._text, inked[0], x, y)
        box = Box(min(lefts), min(tops), max(rights), max(bottoms))
        end = self._text.get_charbox(inked[-1], loose=True)[2] * POINT
        return Line(text.strip(), box, face, size, self.height - y.value * POINT, end)

    def bars(self) -> list[Box]:
        """Filled rectangles, from the top."""
        paths = self._page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])
        boxes = [self._box(path.get_bounds()) for path in paths]
        return sorted((b for b in boxes if 1 < b.bottom - b.top < 4 and b.width > 4), key=lambda b: b.top)

    def uprights(self) -> list[Box]:
        """Vertical lines, from the left."""
        paths = self._page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])
        boxes = [self._box(path.get_bounds()) for path in paths]
        return sorted((b for b in boxes if b.width < 1 and b.bottom - b.top > 4), key=lambda b: b.left)

    def rules(self) -> list[Box]:
        """Horizontal lines, from the top."""
        paths = self._page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])
        boxes = [self._box(path.get_bounds()) for path in paths]
        return sorted((b for b in boxes if b.bottom - b.top < 1), key=lambda b: b.top)


def pages_of(pdf: bytes) -> list[Page]:
    document = pypdfium2.PdfDocument(pdf)
    return [Page(page) for page in document]
