"""The pages of a report in Word's terms: A4 with the decree's margins, own page numbers per part, the watermark."""

from copy import deepcopy

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Pt

from desktop_app.report import docx_xml, styles
from desktop_app.report.wording import words

_NUMBER_SIZE = 13
_SHORT = 10  # letters of a watermark that is as high as they allow
_VML = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:w10="urn:schemas-microsoft-com:office:word"'
)


def set_up(document: Document, *, draft: bool, mark: str) -> None:
    """The first section and the heads of its pages, which all later sections name again: behind a section whose first
    page is like the others LibreOffice knows no head of a first page, and prints the number of the page.
    """
    section = document.sections[0]
    _shape(section, landscape=False)
    section.different_first_page_header_footer = True
    _number_pages(section, anew=True)
    watermark = _watermark(mark or words("report.draft")) if draft or mark else ""
    said = docx_xml.run(f"{mark}   ") if mark else ""
    for head, content in (
        (section.first_page_header, said + watermark),
        (section.header, said + docx_xml.PAGE_NUMBER + watermark),
    ):
        head.is_linked_to_previous = False
        old = head.paragraphs[0]._p
        old.addprevious(_paragraph("Header", content))
        old.getparent().remove(old)


def begin(document: Document, landscape: bool, *, goes_on: bool = False) -> None:
    """A new page at the end, with numbers that begin anew unless the part `goes_on`; the section before ends in a
    paragraph without height, which is the one below its last table: another might stand alone on a page.
    """
    now = document.element.body.sectPr
    holder = _paragraph("Gap", "", '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>')
    holder.find(qn("w:pPr")).append(deepcopy(now))
    gap = now.getprevious()
    if gap is not None and gap.find(f"{qn('w:pPr')}/{qn('w:pStyle')}[@{qn('w:val')}='Gap']") is not None:
        gap.getparent().remove(gap)
    now.addprevious(holder)
    section = document.sections[-1]
    _shape(section, landscape)
    section.different_first_page_header_footer = not goes_on
    _number_pages(section, anew=not goes_on)


def _paragraph(style: str, content: str = "", properties: str = "") -> BaseOxmlElement:
    text = docx_xml.paragraph(style, content, properties)
    return parse_xml(text.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1))


def _shape(section: Section, landscape: bool) -> None:
    """Sheet and margins; a wide page is bound at its top edge."""
    width, height = reversed(styles.PAGE) if landscape else styles.PAGE
    left, top = (styles.RIGHT, styles.LEFT) if landscape else (styles.LEFT, styles.TOP)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Pt(width), Pt(height)
    section.left_margin, section.top_margin = Pt(left), Pt(top)
    bottom = styles.WIDE_BOTTOM if landscape else styles.BOTTOM
    section.right_margin, section.bottom_margin = Pt(styles.RIGHT), Pt(bottom)
    section.header_distance = Pt(top / 2 + 4 - styles.ASCENT * _NUMBER_SIZE)
    section.footer_distance = Pt(bottom / 2)


def _number_pages(section: Section, *, anew: bool) -> None:
    """Begin the page numbers with 1, or go on with those of the section before."""
    for old in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(old)
    if not anew:
        return
    numbers = parse_xml(f'<w:pgNumType {nsdecls("w")} w:start="1"/>')
    title_page = section._sectPr.find(qn("w:titlePg"))
    columns = section._sectPr.find(qn("w:cols"))
    (columns if columns is not None else title_page).addprevious(numbers)


def _watermark(text: str) -> str:
    """Words across the page, as Word itself makes them."""
    height = 117 if len(text) <= _SHORT else 48
    style = (
        f"position:absolute;margin-left:0;margin-top:0;width:470pt;height:{height}pt;rotation:308;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    font = "font-family:&quot;Times New Roman&quot;;font-size:1pt;font-weight:bold"
    return (
        f"<w:r><w:pict {_VML}>"
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"'
        ' path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
        '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
        '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
        '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="PowerPlusWaterMarkObject1" type="#_x0000_t136" style="{style}" fillcolor="#ebebeb"'
        f' stroked="f" o:allowincell="f"><v:textpath style="{font}" string="{text}"/><w10:wrap anchorx="margin"'
        ' anchory="margin"/></v:shape></w:pict></w:r>'
    )
