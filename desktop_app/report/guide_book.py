"""The guide as a PDF: a list of its pages, then each of them with its pictures."""

import io
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    Image,
    KeepTogether,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus.tableofcontents import TableOfContents

from desktop_app.domain.guide_text import HEADING, ITEM, NOTE, PICTURE, TITLE, GuidePage, GuidePart
from desktop_app.report import faces, styles
from desktop_app.report.page_setup import date_pages
from desktop_app.report.wording import short_date, words

_PLAIN: Final = styles.BODY.clone("guide", firstLineIndent=0, alignment=TA_LEFT, fontSize=12, leading=16)
_STYLES: Final = {
    TITLE: _PLAIN.clone("guide title", fontName=styles.BOLD, fontSize=18, leading=23, spaceBefore=0, spaceAfter=4),
    HEADING: _PLAIN.clone(
        "guide heading", fontName=styles.BOLD, fontSize=13.5, leading=18, spaceBefore=12, keepWithNext=1
    ),
    ITEM: _PLAIN.clone("guide item", leftIndent=16, firstLineIndent=-16, spaceBefore=3),
    NOTE: _PLAIN.clone("guide note", spaceBefore=0, fontSize=11.5, leading=15),
    PICTURE: _PLAIN.clone(
        "caption", fontName=styles.ITALIC, alignment=TA_CENTER, fontSize=10.5, leading=13, spaceBefore=3
    ),
}  # fmt: skip
_CONTENTS: Final = _PLAIN.clone("contents", spaceBefore=0, leading=15)
_HIGHEST: Final = 98 * styles.MM  # of a picture
_ROOM: Final = 110 * styles.MM  # that a page of the guide begins with, else on the next sheet
Pictures = Callable[[str], Path | None]


def render(pages: Sequence[GuidePage], pictures: Pictures, made: date) -> bytes:
    """The finished PDF."""
    faces.load()
    target = io.BytesIO()
    contents = TableOfContents(dotsMinLevel=0, levelStyles=[_CONTENTS])
    story: list[Flowable] = [
        Paragraph(words("handbook.title"), _STYLES[TITLE].clone("cover", alignment=TA_CENTER, fontSize=24, leading=30)),
        Paragraph(words("handbook.made", day=short_date(made)), _PLAIN.clone("made", alignment=TA_CENTER)),
        Spacer(0, 18), contents,
    ]  # fmt: skip
    story.append(PageBreak())
    for page in pages:
        story += [CondPageBreak(_ROOM), Spacer(0, 22), *_page(page, pictures)]
    _Guide(target, made).multiBuild(story)
    return target.getvalue()


class _Guide(BaseDocTemplate):
    """Numbered pages; each title is known to the contents and to the outline."""

    def __init__(self, target: io.BytesIO, made: date) -> None:
        super().__init__(
            target, pagesize=styles.PAGE, invariant=1, initialFontName=styles.REGULAR, initialFontSize=12, lang="vi",
            displayDocTitle=1, title=words("handbook.title"), creator=words("report.program"),
        )  # fmt: skip
        self._made = made
        frame = Frame(
            styles.LEFT, styles.BOTTOM, styles.TEXT_WIDTH, styles.PAGE[1] - styles.TOP - styles.BOTTOM,
            leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
        )  # fmt: skip
        self.addPageTemplates([PageTemplate("page", [frame], onPage=_number)])

    def beforeDocument(self) -> None:
        date_pages(self.canv, self._made)

    def afterFlowable(self, flowable: Flowable) -> None:
        if isinstance(flowable, Paragraph) and flowable.style.name == "guide title":
            text, key = flowable.getPlainText(), f"page {self.page}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(text, key, 0)
            self.notify("TOCEntry", (0, text, self.page, key))


def _number(canvas: Canvas, document: Any) -> None:
    if document.page > 1:
        canvas.setFont(styles.REGULAR, 11)
        canvas.drawCentredString(styles.PAGE[0] / 2, styles.BOTTOM / 2, str(document.page))


def _page(page: GuidePage, pictures: Pictures) -> Iterator[Flowable]:
    for part in page.parts:
        if part.role == PICTURE:
            path = pictures(part.picture)
            if path is not None:
                yield KeepTogether([Spacer(0, 8), _picture(path), Paragraph(_marked(part), _STYLES[PICTURE])])
        elif part.role == NOTE:
            yield Spacer(0, 8)
            yield _boxed(Paragraph(_marked(part), _STYLES[NOTE]))
        else:
            yield Paragraph(_marked(part), _STYLES.get(part.role, _PLAIN))


def _picture(path: Path) -> Image:
    wide, high = ImageReader(str(path)).getSize()
    share = min(styles.TEXT_WIDTH / wide, _HIGHEST / high)
    return Image(str(path), wide * share, high * share)


def _boxed(inside: Paragraph) -> Table:
    return Table([[inside]], colWidths=(styles.TEXT_WIDTH,), style=TableStyle([
        ("LINEBEFORE", (0, 0), (0, -1), 3, "#0F766A"), ("BACKGROUND", (0, 0), (-1, -1), "#EEF4F3"),
        ("LEFTPADDING", (0, 0), (-1, -1), 10), ("RIGHTPADDING", (0, 0), (-1, -1), 8),
        *((f"{side}PADDING", (0, 0), (-1, -1), 6) for side in ("TOP", "BOTTOM")),
    ]))  # fmt: skip


def _marked(part: GuidePart) -> str:
    """ReportLab's markup of the words."""
    said = ""
    for span in part.spans:
        text = escape(styles.printable_run(span.text))
        text = f"<i>{text}</i>" if span.italic else text
        said += f"<b>{text}</b>" if span.bold else text
    return said
