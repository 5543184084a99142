"""Tables of a report in WordprocessingML: heads repeated, no row cut in two, first and last rows never alone."""

from collections.abc import Iterator

from desktop_app.report import blocks, docx_xml, styles
from desktop_app.report.cells import Cell, Figure, Gauge, shown

_JUSTIFIED = {"left": "", "centre": '<w:jc w:val="center"/>', "right": '<w:jc w:val="right"/>'}


def table(block: blocks.Table, room: float) -> Iterator[str]:
    """The caption and the table, as wide as `room`."""
    if block.caption:
        yield docx_xml.paragraph("Caption", docx_xml.run(block.caption))
    shares = [column.share for column in block.columns]
    widths = [room * share / sum(shares) for share in shares]
    yield docx_xml.table(widths, _rows(block, widths), ruled=True, padding=styles.CELL_PADDING)
    yield docx_xml.paragraph("Gap")


def _rows(block: blocks.Table, widths: list[float]) -> Iterator[str]:
    titles = (
        docx_xml.cell(width, docx_xml.paragraph("CellHead", docx_xml.run(column.title)), centred=True)
        for column, width in zip(block.columns, widths, strict=True)
    )
    yield docx_xml.row(titles, head=True)
    for number, row in enumerate(block.rows):
        keep = number == 0 or number == len(block.rows) - 2 or block.is_heading(row)
        if block.is_heading(row):
            yield docx_xml.row([docx_xml.cell(sum(widths), _paragraph(row[0], "left", keep, True), len(widths))])
            continue
        columns = zip(row, block.columns, widths, strict=True)
        yield docx_xml.row(docx_xml.cell(w, _inside(cell, c, w, keep), centred=True) for cell, c, w in columns)


def _inside(cell: Cell, column: blocks.Column, width: float, keep: bool) -> str:
    if isinstance(cell, Gauge):
        room = width - 2 * styles.CELL_PADDING
        return docx_xml.bar(room, room * max(0.0, min(float(cell.share), 1)))
    return _paragraph(cell, column.align, keep, isinstance(cell, Figure) and cell.strong)


def _paragraph(cell: Cell, align: blocks.Align, keep: bool, bold: bool) -> str:
    text = docx_xml.run(shown(cell), bold=bold)
    return docx_xml.paragraph("Cell", text, docx_xml.keep_next(keep) + _JUSTIFIED[align])
