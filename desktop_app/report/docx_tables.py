"""Tables of a report in WordprocessingML: heads repeated, no row cut in two, first and last rows never alone."""

from collections.abc import Iterator

from desktop_app.report import blocks, docx_xml, styles
from desktop_app.report.cells import Cell, Figure, Gauge, shown
from desktop_app.report.characters import NO_BREAK, plain
from desktop_app.report.tables import hanging, is_part
from desktop_app.report.text_lines import balanced

_ONE_PAGE = 20  # rows that any page has room for
_JUSTIFIED = {"left": "", "centre": '<w:jc w:val="center"/>', "right": '<w:jc w:val="right"/>'}


def table(block: blocks.Table, room: float, with_note: bool) -> Iterator[str]:
    """The caption and the table, as wide as `room`; its last row stays with the note below it, if there is one.

    Parts stay on the page of the row that they are of, for Word can't tell its name again.
    """
    if block.caption:
        yield docx_xml.paragraph("Caption", docx_xml.run(block.caption))
    shares = [column.share for column in block.columns]
    widths = [room * share / sum(shares) for share in shares]
    yield docx_xml.table(
        widths,
        _rows(block, widths, with_note),
        ruled=True,
        padding=styles.CELL_PADDING,
        above=styles.ROW_PADDING,
    )
    yield docx_xml.paragraph("Gap", "", docx_xml.keep_next(with_note))


def _rows(block: blocks.Table, widths: list[float], with_note: bool) -> Iterator[str]:
    titles = (
        docx_xml.cell(width, docx_xml.paragraph("CellHead", docx_xml.run(_title(column.title, width))), centred=True)
        for column, width in zip(block.columns, widths, strict=True)
    )
    yield docx_xml.row(titles, head=True)
    for number, row in enumerate(block.rows):
        last = len(block.rows) - 1
        leads = number < last and is_part(block.rows[number + 1])
        paired = (block.together and last < _ONE_PAGE) or number in (0, last - 1) or block.is_heading(row) or leads
        keep = with_note if number == last else paired
        if block.is_heading(row):
            yield docx_xml.row([docx_xml.cell(sum(widths), _paragraph(row[0], "left", keep, True), len(widths))])
            continue
        total = block.total and number == len(block.rows) - 1
        columns = zip(row, block.columns, widths, strict=True)
        yield docx_xml.row(docx_xml.cell(w, _inside(cell, c, w, keep, total), centred=True) for cell, c, w in columns)


def _title(text: str, width: float) -> str:
    """A column's title, which can break only where the PDF breaks it: *Lượt / cơ sở*, not *Lượt cơ / sở*."""
    measure = styles.measure(styles.BOLD, styles.TABLE_SIZE)
    lines = balanced(plain(text), width - 2 * styles.CELL_PADDING - 1, measure)
    return " ".join(line.replace(" ", NO_BREAK) for line in lines)


def _inside(cell: Cell, column: blocks.Column, width: float, keep: bool, bold: bool) -> str:
    if isinstance(cell, Gauge):
        room = width - 2 * styles.CELL_PADDING
        return docx_xml.bar(room, room * max(0.0, min(float(cell.share), 1)))
    return _paragraph(cell, column.align, keep, bold or (isinstance(cell, Figure) and cell.strong))


def _paragraph(cell: Cell, align: blocks.Align, keep: bool, bold: bool) -> str:
    text = docx_xml.run(shown(cell), bold=bold)
    return docx_xml.paragraph("Cell", text, docx_xml.keep_next(keep) + _hang(cell) + _JUSTIFIED[align])


def _hang(cell: Cell) -> str:
    """The indent of the later lines below a dash."""
    dash = hanging(cell) if isinstance(cell, str) else ""
    depth = docx_xml.twips(styles.width(dash, styles.REGULAR, styles.TABLE_SIZE))
    return f'<w:ind w:left="{depth}" w:hanging="{depth}"/>' if dash else ""
