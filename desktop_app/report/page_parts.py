"""The fixed parts of an official letter as flowables: centred titles with rules, the head, the signature block."""

from collections.abc import Sequence
from itertools import accumulate
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_LEFT
from reportlab.platypus import Flowable, Paragraph, Spacer, Table, TableStyle

from desktop_app.report import blocks, styles
from desktop_app.report.fitted_lines import fitted_lines
from desktop_app.report.text_lines import cut
from desktop_app.report.wording import as_items, words

_RULE_GAP = 2.5  # points between the descenders of a title and its rule
_RULE_WIDTH = 0.75
_BARE = TableStyle([
    ("FONT", (0, 0), (-1, -1), styles.REGULAR, 14),
    *((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
])  # fmt: skip


class Centred(Flowable):
    """Centred lines of one font, with a rule below as a share of the longest line (0: none); line breaks are kept.

    They take the height of `most` lines at the most, and are set smaller where they need more.
    """

    def __init__(
        self, text: str, font: str, size: float, leading: float, *,
        rule: float = 0, before: float = 0, share: float = 1, most: int = 12,
    ) -> None:  # fmt: skip
        super().__init__()
        self.texts = [styles.printable(part) for part in text.split("\n")]
        self.font, self.asked = font, (size, leading)
        self.rule, self.spaceBefore, self.share, self.most = rule, before, share, most

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, room = available_width, available_width * self.share
        self.lines, self.size, self.leading = fitted_lines(self.texts, self.font, *self.asked, room, self.most)
        self.height = len(self.lines) * self.leading + (2 * _RULE_GAP if self.rule and self.lines else 0)
        return self.width, self.height

    def draw(self) -> None:
        """Paint the lines, then the rule below the last one."""
        self.canv.setFont(self.font, self.size)
        baseline = self.height - styles.ASCENT * self.size
        for number, line in enumerate(self.lines):
            self.canv.drawCentredString(self.width / 2, baseline - number * self.leading, line)
        if self.rule and self.lines:
            half = styles.widest(self.lines, self.font, self.size) * self.rule / 2
            y = baseline - (len(self.lines) - 1) * self.leading - styles.DESCENT * self.size - _RULE_GAP
            self.canv.setLineWidth(_RULE_WIDTH)
            self.canv.line(self.width / 2 - half, y, self.width / 2 + half, y)


class Frame(Flowable):
    """Words in a single-ruled box in the middle of the column (how far the letter may circulate)."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text, self.spaceBefore = text, 6

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = available_width, 21.0
        return self.width, self.height

    def draw(self) -> None:
        """Paint the box and its words."""
        room = styles.width(self.text, styles.BOLD, 13) + 14
        self.canv.setLineWidth(_RULE_WIDTH)
        self.canv.rect((self.width - room) / 2, 0, room, self.height)
        self.canv.setFont(styles.BOLD, 13)
        self.canv.drawCentredString(self.width / 2, 6, self.text)


class Mark(Flowable):
    """A place in the outline, set right after a heading; it takes no room."""

    def __init__(self, level: int, title: str, key: str) -> None:
        super().__init__()
        self.level, self.title, self.key = level, styles.printable(title), key

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        """Note where the heading above stands."""
        self.canv.bookmarkHorizontal(self.key, 0, 2 * styles.BODY_LEADING)
        self.canv.addOutlineEntry(self.title, self.key, self.level)


def head(letterhead: blocks.Letterhead) -> Flowable:
    """The two columns at the top of the first page; number and date stand on one line."""
    body = [
        Centred(letterhead.superior, styles.REGULAR, 12, 15, most=6),
        Centred(letterhead.issuer, styles.BOLD, 12, 15, most=8, rule=styles.RULE_SHARE),
    ]
    nation = [
        Centred(words("report.nation"), styles.BOLD, 12, 15),
        Centred(words("report.motto"), styles.BOLD, 13, 16, rule=1),
    ]
    number: list[Flowable] = [Spacer(0, 10), Centred(letterhead.number, styles.REGULAR, 13, 16, most=3)]
    if letterhead.internal:
        number.append(Frame(words("report.internal")))
    date = [Spacer(0, 10), Centred(letterhead.place_and_date, styles.ITALIC, 13, 16, most=4)]
    return Table([[body, nation], [number, date]], [styles.HEAD_LEFT, styles.HEAD_RIGHT], style=_BARE)


def titles(kind: str, subject: str) -> list[Flowable]:
    """BÁO CÁO and what it is about, with its rule."""
    return [
        Centred(kind, styles.BOLD, 14, 18, before=16),
        Centred(subject, styles.BOLD, 14, 18, rule=styles.RULE_SHARE, share=0.86),
    ]


def addressees(names: Sequence[str]) -> list[Flowable]:
    """Kính gửi: one name on the same line, several below each other behind dashes."""
    if not names:
        return []
    word = f"{words('report.to')}:"
    size, leading = styles.ADDRESSEE_SIZE, styles.ADDRESSEE_LEADING
    if len(names) == 1:
        return [Centred(f"{word} {names[0]}", styles.REGULAR, size, leading, before=12, share=0.9)]
    style = styles.ITEM.clone(
        "addressee", fontSize=size, leading=leading, firstLineIndent=0, alignment=TA_LEFT, spaceBefore=0
    )
    entries = as_items([cut(styles.printable(name)) for name in names])
    left = styles.width(f"{word}  ", styles.REGULAR, size)
    dash = styles.width("-  ", styles.REGULAR, size)
    right = styles.widest(entries, styles.REGULAR, size) + 1
    texts = [(word if n == 0 else "", "-", entry) for n, entry in enumerate(entries)]
    rows = [[Paragraph(escape(text), style) for text in row] for row in texts]
    widths = [left, dash, min(right, styles.TEXT_WIDTH - left - dash)]
    return [Spacer(0, 12), Table(rows, widths, style=_BARE, hAlign="CENTER")]


def signature(block: blocks.Signature) -> Flowable:
    """Nơi nhận at the left; authority, title, room to sign and name at the right."""
    room = styles.TEXT_WIDTH / 2
    right: list[Flowable] = [Centred(line, styles.BOLD, 14, 17, most=4) for line in (*block.authority, block.title)]
    right += [Spacer(0, styles.NAME_SPACE), Centred(block.name, styles.BOLD, 14, 17, most=4)]
    small = styles.NOTE.clone("recipient", leading=13, alignment=TA_LEFT, spaceBefore=0,
                               leftIndent=6, firstLineIndent=-6, rightIndent=6)  # fmt: skip
    first = small.clone(
        "recipients", fontName=styles.BOLD_ITALIC, fontSize=12, leading=15, leftIndent=0, firstLineIndent=0
    )
    lines = [Paragraph("- " + styles.markup(cut(line)), small) for line in block.recipients]
    free = sum(flowable.wrap(room, 0)[1] for flowable in right) - first.leading
    beside = sum(total <= free for total in accumulate(line.wrap(room, 0)[1] for line in lines))
    rows = [
        [[Paragraph(words("report.recipients"), first), *lines[:beside]], right],
        *([line, ""] for line in lines[beside:]),
    ]
    return Table(rows, [room, room], style=_BARE, spaceBefore=12)
