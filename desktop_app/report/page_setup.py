"""The pages of a report: their margins, their own numbers in each part, and the watermark of a draft."""

import io

from reportlab.lib.pagesizes import landscape
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from desktop_app.report import blocks, styles
from desktop_app.report.wording import words


class Document(BaseDocTemplate):
    """Pages with their own numbers per part, and the watermark of a draft."""

    def __init__(self, target: io.BytesIO, report: blocks.ProgressReport) -> None:
        super().__init__(
            target, pagesize=styles.PAGE, invariant=1, initialFontName=styles.REGULAR, initialFontSize=12,
            lang="vi", displayDocTitle=1, title=styles.printable(report.name), subject=styles.printable(report.subject),
            author=styles.printable(report.issuer_name), creator=words("report.program"),
        )  # fmt: skip
        self.draft = report.draft
        self.part_start = 1
        self.addPageTemplates([_template(wide, first) for wide in (False, True) for first in (True, False)])


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
        if document.draft:
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
    canvas.saveState()
    canvas.setFillGray(0.92)
    canvas.setFont(styles.BOLD, 110)
    canvas.translate(width / 2, height / 2)
    canvas.rotate(52 if height > width else 34)
    canvas.drawCentredString(0, -38, words("report.draft"))
    canvas.restoreState()
