"""The few shapes of WordprocessingML that a report is made of, as XML texts; measures are in points."""

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from desktop_app.report.blocks import Run
from desktop_app.report.characters import composed, with_numbers

LINE_BREAK = "<w:r><w:br/></w:r>"
PAGE_NUMBER = '<w:fldSimple w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>'


def twips(points: float) -> int:
    """Twentieths of a point."""
    return round(points * 20)


def run(text: str, *, bold: bool = False, italic: bool = False, size: float | None = None) -> str:
    """Text in one face, maybe in a size of its own; the style of the paragraph says all else."""
    face = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    face += f'<w:sz w:val="{round(2 * size)}"/>' if size else ""
    faces = f"<w:rPr>{face}</w:rPr>" if face else ""
    return f'<w:r>{faces}<w:t xml:space="preserve">{escape(composed(text))}</w:t></w:r>'


def runs(of: Iterable[Run]) -> str:
    """Running text in its faces."""
    return "".join(run(with_numbers(one.text), bold=one.bold, italic=one.italic) for one in of)


def lines(texts: Sequence[str], size: float | None = None) -> str:
    """Texts below each other in one paragraph."""
    return LINE_BREAK.join(run(text, size=size) for text in texts)


def paragraph(style: str, content: str = "", properties: str = "") -> str:
    """A paragraph; `properties` must come in the order of the schema."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def keep_next(wanted: bool) -> str:
    return "<w:keepNext/>" if wanted else ""


def rule(room: float, length: float) -> str:
    """A line of `length` in the middle of a column of `room`, as a paragraph that is hardly higher than the line."""
    indent = twips((room - length) / 2)
    border = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="auto"/></w:pBdr>'
    spacing = '<w:spacing w:before="50" w:after="0" w:line="40" w:lineRule="exact"/>'
    return paragraph("Plain", "", f'{border}{spacing}<w:ind w:left="{indent}" w:right="{indent}"/>')


def boxed(text: str, room: float, length: float) -> str:
    """Centred words in a single-ruled box of `length`."""
    indent = twips((room - length) / 2)
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="6" w:space="1" w:color="auto"/>' for side in ("top", "left", "bottom", "right")
    )
    spacing = '<w:spacing w:before="140" w:line="320" w:lineRule="exact"/>'
    place = f'<w:ind w:left="{indent}" w:right="{indent}"/><w:jc w:val="center"/>'
    return paragraph("Plain", run(text, bold=True), f"<w:pBdr>{sides}</w:pBdr>{spacing}{place}")


def bar(room: float, length: float) -> str:
    """A grey bar at the left of a column of `room`."""
    spacing = '<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>'
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="737373"/>' if length > 0 else ""
    return paragraph("Cell", "", f'{shade}{spacing}<w:ind w:right="{twips(room - length)}"/>')


def cell(width: float, content: str, span: int = 1, *, centred: bool = False) -> str:
    """A table's cell; `content` is at least one paragraph."""
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    middle = '<w:vAlign w:val="center"/>' if centred else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/>{spans}{middle}</w:tcPr>{content}</w:tc>'


def row(cells: Iterable[str], *, head: bool = False) -> str:
    """A row that no page break divides; a head is repeated on every page."""
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def table(
    widths: Sequence[float], rows: Iterable[str], *, ruled: bool = False, padding: float = 0, above: float = 0
) -> str:
    """A table of fixed widths in the middle of the page's width."""
    style = '<w:tblStyle w:val="TableGrid"/>' if ruled else ""
    side = f'w:w="{twips(padding)}" w:type="dxa"'
    upright = f'w:w="{twips(above)}" w:type="dxa"'
    margins = f"<w:top {upright}/><w:left {side}/><w:bottom {upright}/><w:right {side}/>"
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr>{style}<w:tblW w:w="{twips(sum(widths))}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
