"""The styles of a report in Word's terms: Times New Roman and the sizes of the decree, under names that Word knows."""

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle
from msgspec import Struct

from desktop_app.report import styles

FONT = "Times New Roman"
_CENTRE, _LEFT, _BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY
_BUILT_IN = {
    "BodyText": "Body Text", "Item": "List", "Heading1": "Heading 1", "Heading2": "Heading 2", "Heading3": "Heading 3",
    "Title": "Title", "Subtitle": "Subtitle", "Caption": "Caption", "Header": "Header",
}  # fmt: skip


class _Look(Struct, frozen=True):
    """What a style of paragraphs sets; measures in points, `level` in the outline from 0."""

    size: float
    bold: bool = False
    italic: bool = False
    align: WD_ALIGN_PARAGRAPH = _LEFT
    leading: float | None = None
    before: float = 0
    first: float = 0
    left: float = 0
    keep: bool = False
    level: int | None = None


_SIZE, _BODY, _BESIDE = styles.BODY_SIZE, styles.BODY_LEADING, styles.PARAGRAPH_GAP
_LOOKS = {
    "BodyText": _Look(_SIZE, align=_BOTH, leading=_BODY, before=_BESIDE, first=styles.FIRST_LINE),
    "Item": _Look(_SIZE, align=_BOTH, leading=_BODY, before=_BESIDE, first=styles.FIRST_LINE),
    "Note": _Look(styles.NOTE_SIZE, align=_BOTH, leading=styles.NOTE_LEADING, before=_BESIDE),
    "Heading1": _Look(_SIZE, bold=True, align=_BOTH, leading=_BODY, before=10, keep=True, level=0),
    "Heading2": _Look(
        _SIZE, bold=True, align=_BOTH, leading=_BODY, before=8, first=styles.FIRST_LINE, keep=True, level=1
    ),
    "Heading3": _Look(
        _SIZE, bold=True, italic=True, align=_BOTH, leading=_BODY, before=6, first=styles.FIRST_LINE, keep=True, level=2
    ),
    "Title": _Look(14, bold=True, align=_CENTRE, leading=18, before=16, keep=True),
    "Subtitle": _Look(14, bold=True, align=_CENTRE, leading=18),
    "Addressee": _Look(14, leading=18, before=12),
    "Caption": _Look(12, bold=True, align=_CENTRE, leading=styles.CAPTION_LEADING, before=6, keep=True),
    "Cell": _Look(styles.TABLE_SIZE, leading=styles.TABLE_LEADING),
    "CellHead": _Look(styles.TABLE_SIZE, bold=True, align=_CENTRE, leading=styles.TABLE_LEADING, keep=True),
    "Gap": _Look(6, leading=6),
    "Plain": _Look(14, leading=18),
    "HeadSuperior": _Look(12, align=_CENTRE, leading=15),
    "HeadIssuer": _Look(12, bold=True, align=_CENTRE, leading=15),
    "HeadMotto": _Look(13, bold=True, align=_CENTRE, leading=16),
    "HeadNumber": _Look(13, align=_CENTRE, leading=16, before=10),
    "HeadDate": _Look(13, italic=True, align=_CENTRE, leading=16, before=10),
    "Annex": _Look(14, bold=True, align=_CENTRE, leading=18, keep=True, level=0),
    "AnnexTitle": _Look(14, bold=True, align=_CENTRE, leading=18, keep=True),
    "AnnexReference": _Look(13, italic=True, align=_CENTRE, leading=17, before=2, keep=True),
    "Recipients": _Look(12, bold=True, italic=True, leading=15),
    "Recipient": _Look(11, leading=13, left=6, first=-6),
    "Signer": _Look(14, bold=True, align=_CENTRE, leading=17),
    "Header": _Look(13, align=_CENTRE),
}  # fmt: skip


def define(document: Document) -> None:
    """Set the styles of a new document."""
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    _apply(normal, _Look(14))
    for name, look in _LOOKS.items():
        if name in _BUILT_IN:
            style = document.styles[_BUILT_IN[name]]
        else:
            style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(style, ParagraphStyle)
        style.element.set(qn("w:styleId"), name)
        style.base_style = normal
        style.quick_style = True
        _apply(style, look)
    _set_language(document)


def _apply(style: ParagraphStyle, look: _Look) -> None:
    """All that the look says, and nothing that the style said before."""
    element = style.element
    for part in ("w:rPr", "w:pPr"):
        for old in element.findall(qn(part)):
            element.remove(old)
    font, shape = style.font, style.paragraph_format
    font.name, font.size, font.color.rgb = FONT, Pt(look.size), RGBColor(0, 0, 0)
    for script in ("w:cs", "w:eastAsia"):
        element.rPr.rFonts.set(qn(script), FONT)
    font.bold, font.italic = look.bold, look.italic
    shape.alignment, shape.keep_with_next = look.align, look.keep
    shape.space_before, shape.space_after = Pt(look.before), Pt(0)
    shape.first_line_indent, shape.left_indent = Pt(look.first), Pt(look.left)
    shape.widow_control = True
    if look.leading is not None:
        exact = look.leading < look.size * 1.1
        shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY if exact else WD_LINE_SPACING.AT_LEAST
        shape.line_spacing = Pt(look.leading)
    if look.level is not None:
        element.pPr.append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{look.level}"/>'))


def _set_language(document: Document) -> None:
    """Vietnamese everywhere, in this font everywhere, so that Word marks no word as wrong."""
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}")
    for old in list(defaults):
        defaults.remove(old)
    fonts = "".join(f' w:{script}="{FONT}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    language = '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="vi-VN"/>'
    defaults.append(parse_xml(f"<w:rPr {nsdecls('w')}><w:rFonts{fonts}/>{language}</w:rPr>"))
