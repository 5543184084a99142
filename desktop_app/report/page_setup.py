"""The pages of a report: their margins, their own numbers in each part, and the watermark of a draft."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, time

from msgspec import Struct
from reportlab.lib.pagesizes import landscape
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from desktop_app import paths
from desktop_app.report import styles
from desktop_app.report.wording import LANGUAGE, words

DRAFT = "draft"  # the drawing across the pages of a draft
_WORD, _SIZE = 4713, 110  # how wide the word is in thousandths of its size
_HEAD_SIZE, _MARK_SIZE = 11, 52


class DocumentTitle(Struct, frozen=True):
    """What a file says of itself to whoever lists it, and whether it is a draft."""

    title: str
    subject: str
    author: str
    draft: bool = False


class Document(BaseDocTemplate):
    """Pages with their own numbers per part, the watermark of a draft or other words, and the day of their making;
    the first one may be `wide`.
    """

    def __init__(self, target: io.BytesIO, about: DocumentTitle, made: date, mark: str, *, wide: bool = False) -> None:
        super().__init__(
            target, pagesize=styles.PAGE, invariant=1, initialFontName=styles.REGULAR, initialFontSize=12,
            lang=LANGUAGE, displayDocTitle=1, title=styles.printable(about.title),
            subject=styles.printable(about.subject), author=styles.printable(about.author),
            creator=words("report.program"),
        )  # fmt: skip
        self.draft, self.mark, self._made = about.draft, mark, made
        self.part_start = 1
        self.addPageTemplates([_template(one, first) for one in (wide, not wide) for first in (True, False)])

    def beforeDocument(self) -> None:
        date_pages(self.canv, self._made)


def date_pages(canvas: Canvas, made: date) -> None:
    """The same bytes for the same content and day: dated without the time of the day."""
    at = datetime.combine(made, time(), UTC)
    stamp = canvas._doc._timeStamp  # type: ignore[attr-defined]  # what ReportLab knows alone
    stamp.t, stamp.lt, stamp.YMDhms = at.timestamp(), at.timetuple(), at.timetuple()[:6]


def _template(wide: bool, first: bool) -> PageTemplate:
    """A kind of page; the first one of a part begins its numbers anew. A wide page is bound at its top edge."""
    width, height = landscape(styles.PAGE) if wide else styles.PAGE
    left, top = (styles.RIGHT, styles.LEFT) if wide else (styles.LEFT, styles.TOP)
    bottom = styles.WIDE_BOTTOM if wide else styles.BOTTOM
    frame = Frame(
        left, bottom, width - left - styles.RIGHT, height - top - bottom,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip

    def decorate(canvas: Canvas, document: Document) -> None:
        if document.mark:
            _write_mark(canvas, document.mark, (width, height), (left, height - top / 2 - 4))
        elif document.draft:
            _watermark(canvas, width, height)
        if first:
            document.part_start = canvas.getPageNumber()
            return
        canvas.setFont(styles.REGULAR, 13)
        number = canvas.getPageNumber() - document.part_start + 1
        canvas.drawCentredString((left + width - styles.RIGHT) / 2, height - top / 2 - 4, str(number))

    return PageTemplate(
        template_name(wide, first), [frame], onPage=decorate, pagesize=(width, height),
        autoNextPageTemplate=template_name(wide, False) if first else None,
    )  # fmt: skip


def template_name(wide: bool, first: bool) -> str:
    """The name of the first page of a part, or of those after it."""
    return f"{'wide' if wide else 'upright'}{' first' if first else ''}"


def _watermark(canvas: Canvas, width: float, height: float) -> None:
    """The word across the page: a drawing, so that whoever copies text does not copy it."""
    if not canvas.hasForm(DRAFT):
        canvas.beginForm(DRAFT, 0, -_SIZE, _WORD * _SIZE / 1000, 2 * _SIZE)
        canvas.setFillGray(0.92)
        canvas.scale(_SIZE / 1000, _SIZE / 1000)
        canvas.drawPath(_drawn_word(canvas), stroke=0, fill=1)
        canvas.endForm()
    canvas.saveState()
    canvas.translate(width / 2, height / 2)
    canvas.rotate(52 if height > width else 34)
    canvas.translate(-_WORD * _SIZE / 2000, -38)
    canvas.doForm(DRAFT)
    canvas.restoreState()


def _write_mark(canvas: Canvas, mark: str, page: tuple[float, float], head: tuple[float, float]) -> None:
    """Words across the page and once more at its head: as text, so that whoever copies the page copies them."""
    width, height = page
    canvas.saveState()
    canvas.setFillGray(0.4)
    canvas.setFont(styles.BOLD, _HEAD_SIZE)
    canvas.drawString(*head, mark)
    canvas.setFillGray(0.9)
    canvas.translate(width / 2, height / 2)
    canvas.rotate(52 if height > width else 34)
    canvas.setFont(styles.BOLD, _MARK_SIZE)
    canvas.drawCentredString(0, -_MARK_SIZE / 3, mark)
    canvas.restoreState()


def _drawn_word(canvas: Canvas) -> PDFPathObject:
    """DỰ THẢO as lines and curves, from the bold face (resources/draft.path)."""
    path = canvas.beginPath()
    draw: dict[str, Callable[..., object]] = {"M": path.moveTo, "L": path.lineTo, "C": path.curveTo, "Z": path.close}
    for line in (paths.resources() / "draft.path").read_text(encoding="ascii").splitlines():
        step, *numbers = line.split(" ")
        draw[step](*map(int, numbers))
    return path
