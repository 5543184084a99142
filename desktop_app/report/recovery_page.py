"""The recovery page of an encrypted file as a PDF: one sheet of A4 to be printed and locked away."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Final

from reportlab.lib.enums import TA_LEFT
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from desktop_app.report import faces, styles
from desktop_app.report.page_parts import Centred
from desktop_app.report.wording import short_date, words

COLUMNS: Final = 5
_STEPS: Final = ("recovery.step_when", "recovery.step_open", "recovery.step_check", "recovery.step_void")
_LINE: Final = 0.75
_PADDING: Final = 6  # that ReportLab puts around what stands on a page
_NUMBER, _GROUP = 9, 20  # sizes: of the place of a group, of the group


def render(file: str, unit: str, day: date, groups: Sequence[str]) -> bytes:
    """The page; the same for the same file, unit, day and code."""
    faces.load()
    target = io.BytesIO()
    title = words("recovery.title")
    document = SimpleDocTemplate(
        target, pagesize=styles.PAGE, invariant=1, initialFontName=styles.REGULAR, initialFontSize=12, lang="vi",
        leftMargin=styles.LEFT - _PADDING, rightMargin=styles.RIGHT - _PADDING, topMargin=styles.TOP,
        bottomMargin=styles.BOTTOM,
        title=title, author=styles.printable(unit), creator=words("report.program"), displayDocTitle=1,
    )  # fmt: skip
    document.build([
        Centred(title, styles.BOLD, 16, 20, rule=styles.RULE_SHARE),
        Spacer(0, 10),
        _facts(file, unit, day),
        Spacer(0, 12),
        _boxed(words("recovery.warning")),
        Spacer(0, 12),
        _code(groups),
        Spacer(0, 10),
        *(_step(number, key) for number, key in enumerate(_STEPS, 1)),
        Spacer(0, 22),
        _signatures(),
        Spacer(0, 72),
        Paragraph(styles.markup(words("recovery.technical")), styles.NOTE.clone("technical", fontSize=9, leading=11)),
    ])  # fmt: skip
    return target.getvalue()


def _facts(file: str, unit: str, day: date) -> Table:
    """What the page belongs to."""
    left = styles.BODY.clone("fact", firstLineIndent=0, alignment=TA_LEFT, spaceBefore=0, fontSize=13, leading=17)
    facts = (("recovery.unit", unit), ("recovery.file", file), ("recovery.day", short_date(day)))
    rows = [[Paragraph(words(key), left), Paragraph(f"<b>{styles.markup(value)}</b>", left)] for key, value in facts]
    return Table(rows, colWidths=(38 * styles.MM, styles.TEXT_WIDTH - 38 * styles.MM), style=_bare())


def _bare() -> TableStyle:
    return TableStyle([
        *((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT")),
        *((f"{side}PADDING", (0, 0), (-1, -1), 1) for side in ("TOP", "BOTTOM")),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ])  # fmt: skip


def _boxed(text: str) -> Table:
    inside = styles.BODY.clone("warning", fontName=styles.BOLD, firstLineIndent=0, spaceBefore=0, fontSize=13)
    return Table([[Paragraph(styles.markup(text), inside)]], colWidths=(styles.TEXT_WIDTH,), style=TableStyle([
        ("BOX", (0, 0), (-1, -1), _LINE, "black"),
        *((f"{side}PADDING", (0, 0), (-1, -1), 8) for side in ("LEFT", "RIGHT")),
        *((f"{side}PADDING", (0, 0), (-1, -1), 5) for side in ("TOP", "BOTTOM")),
    ]))  # fmt: skip


class CodeGroup(Flowable):
    """One group of digits with its place before it."""

    def __init__(self, place: int, group: str) -> None:
        super().__init__()
        self.place, self.group = place, group

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = available_width, 30.0
        return self.width, self.height

    def draw(self) -> None:
        """Half a group and the other half, so that the eye finds its way back."""
        half = len(self.group) // 2
        self.canv.setFont(styles.REGULAR, _NUMBER)
        self.canv.drawRightString(12, 11, str(self.place))
        self.canv.setFont(styles.BOLD, _GROUP)
        self.canv.drawString(19, 9, self.group[:half])
        self.canv.drawRightString(self.width - 4, 9, self.group[half:])


def _code(groups: Sequence[str]) -> Table:
    """The groups in rows, read as a text is read."""
    placed = [CodeGroup(place, group) for place, group in enumerate(groups, 1)]
    rows = [placed[at : at + COLUMNS] for at in range(0, len(placed), COLUMNS)]
    return Table(rows, colWidths=(styles.TEXT_WIDTH / COLUMNS,) * COLUMNS, style=TableStyle([
        ("GRID", (0, 0), (-1, -1), _LINE, "black"),
        *((f"{side}PADDING", (0, 0), (-1, -1), 2) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")),
    ]))  # fmt: skip


def _step(number: int, key: str) -> Paragraph:
    style = styles.BODY.clone("step", firstLineIndent=0, spaceBefore=5, fontSize=13, leading=17)
    return Paragraph(f"{number}. {styles.markup(words(key))}", style)


def _signatures() -> Table:
    cells = [[Centred(words(key), styles.BOLD, 13, 16) for key in ("recovery.printed_by", "recovery.holder")]]
    hints = [[Centred(words("recovery.sign_here"), styles.ITALIC, 12, 15) for _ in range(2)]]
    return Table([*cells, *hints], colWidths=(styles.TEXT_WIDTH / 2,) * 2, style=_bare())
