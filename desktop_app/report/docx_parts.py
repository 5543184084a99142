"""The fixed parts of an official letter in WordprocessingML: head, titles, addressees, signature."""

from collections.abc import Iterator, Sequence

from desktop_app.report import blocks, docx_xml, styles
from desktop_app.report.characters import plain
from desktop_app.report.fitted_lines import fitted_lines
from desktop_app.report.text_lines import balanced, cut
from desktop_app.report.wording import as_items, words


def centred(
    style: str, text: str, font: str, size: float, room: float, *, rule: float = 0, most: int = 12, keep: bool = False
) -> Iterator[str]:
    """Centred lines of like width, with a rule below as a share of the longest line; line breaks are kept, and many
    lines are set smaller.
    """
    texts = [plain(part) for part in text.split("\n")]
    lines, smaller, _ = fitted_lines(texts, font, size, size, room, most)
    if lines:
        content = docx_xml.lines(lines, smaller if smaller < size else None)
        yield docx_xml.paragraph(style, content, docx_xml.keep_next(keep))
    if lines and rule:
        yield docx_xml.rule(room, rule * styles.widest(lines, font, smaller))


def head(letterhead: blocks.Letterhead) -> str:
    """The two columns at the top of the first page; number and date stand on one line."""
    left, right = styles.HEAD_LEFT, styles.HEAD_RIGHT
    issuer = [
        *centred("HeadSuperior", letterhead.superior, styles.REGULAR, 12, left, most=6),
        *centred("HeadIssuer", letterhead.issuer, styles.BOLD, 12, left, rule=styles.RULE_SHARE, most=8),
    ] or [docx_xml.paragraph("Plain")]
    nation = [
        *centred("HeadIssuer", words("report.nation"), styles.BOLD, 12, right),
        *centred("HeadMotto", words("report.motto"), styles.BOLD, 13, right, rule=1),
    ]
    number = [*centred("HeadNumber", letterhead.number, styles.REGULAR, 13, left, most=3)]
    if letterhead.internal:
        frame = words("report.internal")
        number.append(docx_xml.boxed(frame, left, styles.width(frame, styles.BOLD, 13) + 14))
    date = [*centred("HeadDate", letterhead.place_and_date, styles.ITALIC, 13, right, most=4)]
    rows = [
        docx_xml.row([docx_xml.cell(left, "".join(above)), docx_xml.cell(right, "".join(beside))])
        for above, beside in ((issuer, nation), (number, date))
    ]
    return docx_xml.table([left, right], rows)


def titles(kind: str, subject: str) -> Iterator[str]:
    """BÁO CÁO and what it is about, with its rule."""
    room = styles.TEXT_WIDTH
    yield from centred("Title", kind, styles.BOLD, 14, room, keep=True)
    lines = balanced(plain(subject), 0.86 * room, styles.measure(styles.BOLD, 14))
    yield docx_xml.paragraph("Subtitle", docx_xml.lines(lines))
    yield docx_xml.rule(room, styles.RULE_SHARE * styles.widest(lines, styles.BOLD, 14))


def addressees(names: Sequence[str]) -> Iterator[str]:
    """Kính gửi: one name on the same line, several below each other behind dashes."""
    word = f"{words('report.to')}:"
    if len(names) == 1:
        yield docx_xml.paragraph("Addressee", docx_xml.run(f"{word} {cut(plain(names[0]))}"), '<w:jc w:val="center"/>')
    if len(names) < 2:
        return
    entries = as_items([cut(plain(name)) for name in names])
    size = styles.ADDRESSEE_SIZE
    left, dash = (styles.width(text, styles.REGULAR, size) for text in (f"{word}  ", "-  "))
    right = min(styles.widest(entries, styles.REGULAR, size) + 4, styles.TEXT_WIDTH - left - dash)
    widths = [left, dash, right]
    rows = []
    for number, entry in enumerate(entries):
        texts = zip(widths, (word if number == 0 else "", "-", entry), strict=True)
        cells = (docx_xml.cell(width, docx_xml.paragraph("Plain", docx_xml.run(text))) for width, text in texts)
        rows.append(docx_xml.row(cells))
    yield docx_xml.paragraph("Gap")
    yield docx_xml.table(widths, rows)


def signature(block: blocks.Signature) -> Iterator[str]:
    """Nơi nhận at the left; authority, title, room to sign and name at the right."""
    half = styles.TEXT_WIDTH / 2
    copies = [docx_xml.paragraph("Recipients", docx_xml.run(words("report.recipients")))]
    copies += [docx_xml.paragraph("Recipient", docx_xml.run(f"- {cut(plain(line))}")) for line in block.recipients]
    signs = [
        paragraph
        for line in (*block.authority, block.title)
        for paragraph in centred("Signer", line, styles.BOLD, 14, half, most=4)
    ]
    signs.append(docx_xml.paragraph("Signer", "", f'<w:spacing w:before="{docx_xml.twips(styles.NAME_SPACE - 17)}"/>'))
    signs += centred("Signer", block.name, styles.BOLD, 14, half, most=4)
    yield docx_xml.paragraph("Gap", "", docx_xml.keep_next(True))
    cells = [docx_xml.cell(half, "".join(copies)), docx_xml.cell(half, "".join(signs))]
    yield docx_xml.table([half, half], [docx_xml.row(cells)])
