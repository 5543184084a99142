"""The body of a report as the first sheet of its workbook: head, text and tables in their order, and who signs."""

from collections.abc import Iterable, Sequence
from itertools import accumulate, zip_longest

from xlsxwriter.worksheet import Worksheet

from desktop_app.report import blocks
from desktop_app.report.cells import shown
from desktop_app.report.characters import plain
from desktop_app.report.wording import as_items, words
from desktop_app.report.xlsx_heights import LINE, RowOnPaper, height_of, height_of_row, page_breaks
from desktop_app.report.xlsx_sheet import UPRIGHT, FormatMaker, merge_text, set_up_page, write_cell

_COLUMNS = 8  # of the sheet: text takes all of them, a table as its columns share them
_HALF = _COLUMNS // 2
_NAME_LINES = 4  # for the signature and the seal


class _BodyRows:
    """Writes below what is there already; knows how high each row is and whether it leads on to the next one."""

    def __init__(self, sheet: Worksheet, make: FormatMaker) -> None:
        self.sheet, self.make = sheet, make
        self.taken: list[RowOnPaper] = []

    @property
    def row(self) -> int:
        return len(self.taken)

    def end_row(self, height: float = LINE, *, leads_on: bool = False) -> None:
        """Go on with the next row."""
        self.sheet.set_row(self.row, height)
        self.taken.append(RowOnPaper(height, leads_on))

    def text(self, text: str, *, align: str = "justify", leads_on: bool = False, **face: bool) -> None:
        """Over the whole width, as high as its lines."""
        if plain(text):
            merge_text(self.sheet, self.row, 0, _COLUMNS - 1, text, self.make(align=align, ruled=False, **face))
            self.end_row(height_of(text, UPRIGHT, bold=face.get("bold", False)), leads_on=leads_on)

    def halves(
        self, left: str, right: str, *, bold: bool = False, listed: bool = False, leads_on: bool = False
    ) -> None:
        """Side by side, as the head of a letter and its end stand; a `listed` left side is a recipient."""
        look = self.make(align="center", ruled=False, bold=bold)
        beside = self.make(align="left", ruled=False) if listed else look
        merge_text(self.sheet, self.row, 0, _HALF - 1, left, beside)
        merge_text(self.sheet, self.row, _HALF, _COLUMNS - 1, right, look)
        self.end_row(height_of_row((left, right), [UPRIGHT / 2] * 2, bold=bold), leads_on=leads_on)

    def table(self, table: blocks.Table) -> None:
        self.text(table.caption, align="center", leads_on=True, bold=True)
        places = _places(table.columns)
        widths = [(last - first + 1) * UPRIGHT / _COLUMNS for first, last in places]
        for column, (first, last) in zip(table.columns, places, strict=True):
            merge_text(self.sheet, self.row, first, last, column.title, self.make(align="center", bold=True))
        self.end_row(height_of_row([column.title for column in table.columns], widths, bold=True), leads_on=True)
        for number, row in enumerate(table.rows, start=1):
            bold = table.total and number == len(table.rows)
            if table.is_heading(row):
                merge_text(self.sheet, self.row, 0, places[-1][1], shown(row[0]), self.make(bold=True))
                self.end_row(height_of_row(row, [sum(widths)], bold=True), leads_on=True)
                continue
            for cell, column, (first, last) in zip(row, table.columns, places, strict=True):
                align = "center" if column.align == "centre" else column.align
                if last > first:
                    self.sheet.merge_range(self.row, first, self.row, last, "", self.make(align=align, bold=bold))
                write_cell(self.sheet, self.row, first, cell, align, self.make, bold)
            self.end_row(height_of_row(row, widths, bold=bold))
        self.end_row()


def _places(columns: Sequence[blocks.Column]) -> list[tuple[int, int]]:
    """The first and last column of the sheet that each column of a table takes: by its share, one at least."""
    taken = [1] * len(columns)
    for _ in range(_COLUMNS - len(columns)):
        narrow = max(range(len(columns)), key=lambda n: columns[n].share / taken[n])
        taken[narrow] += 1
    ends = list(accumulate(taken))
    return [(end - width, end - 1) for end, width in zip(ends, taken, strict=True)]


def write_body(sheet: Worksheet, report: blocks.ProgressReport, make: FormatMaker) -> None:
    """Fill the first sheet of a workbook."""
    set_up_page(sheet, landscape=False)
    sheet.set_column(0, _COLUMNS - 1, UPRIGHT / _COLUMNS)
    rows = _BodyRows(sheet, make)
    _write_head(rows, report)
    for number, block in enumerate(report.blocks, start=1):
        last = number == len(report.blocks)
        if isinstance(block, blocks.Table):
            rows.table(block)
        elif isinstance(block, blocks.Heading):
            text = block.text.upper() if block.level == 1 else block.text
            rows.text(text, align="left", leads_on=True, bold=True)
        else:
            leads_on = last or block.text.endswith(":")
            rows.text(block.text, leads_on=leads_on, italic=block.role == "note")
    _write_end(rows, report.signature)
    rows.text(report.foot, italic=True)
    sheet.set_h_pagebreaks(page_breaks(rows.taken))


def _write_head(rows: _BodyRows, report: blocks.ProgressReport) -> None:
    head = report.letterhead
    rows.halves(head.superior, words("report.nation"))
    rows.halves(head.issuer.replace("\n", " "), words("report.motto"), bold=True)
    rows.halves(head.number, head.place_and_date)
    if head.internal:
        rows.halves(words("report.internal"), "", bold=True)
    rows.end_row()
    rows.text(report.kind, align="center", bold=True)
    rows.text(report.subject, align="center", bold=True)
    if report.addressees:
        rows.text(f"{words('report.to')}: {' '.join(_listed(report.addressees))}", align="center")
    rows.end_row()


def _listed(names: Sequence[str]) -> Iterable[str]:
    return names if len(names) == 1 else (f"- {name}" for name in as_items(names))


def _write_end(rows: _BodyRows, signature: blocks.Signature) -> None:
    rows.end_row(leads_on=True)
    left = [words("report.recipients"), *(f"- {line}" for line in signature.recipients)]
    right = [*signature.authority, signature.title, *[""] * _NAME_LINES, signature.name]
    for one, other in zip_longest(left, right, fillvalue=""):
        rows.halves(one, other, bold=True, listed=True, leads_on=True)
