"""Figures as cells for the clipboard, as a report says them: of some indicators, or all its tables."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec import Struct

from db.open_file import OpenFile
from desktop_app.domain.audiences import SUPERIOR
from desktop_app.domain.period import Period
from desktop_app.report.annex_indicators import indicators_table
from desktop_app.report.blocks import Block, Heading, ProgressReport, Table
from desktop_app.report.contents import build
from desktop_app.report.wording import in_words_of
from desktop_app.session.block_cells import block_cell
from desktop_app.session.examples import example_mark
from desktop_app.session.report_data import collect
from desktop_app.session.report_locks import locked_contents
from desktop_app.session.reports import lock_of
from desktop_app.sheets.clipboard_writing import BlockCell, as_html, as_text


class CopiedTables(Struct, frozen=True):
    """Lines with tabs, and the same as a table of HTML."""

    text: str
    html: str


def of_indicators(file: OpenFile, period: Period, codes: Collection[str]) -> CopiedTables:
    """Some indicators of the office, as its report for the superior prints them."""
    data = collect(file, period, file.unit, SUPERIOR, with_units_below=False)
    wanted = [figure for figure in data.progress if figure.code in codes]
    with in_words_of(file.plan):
        lines = _lines([("", indicators_table(data, wanted))], file)
    return _block(lines)


def of_report(file: OpenFile, period: Period, unit: str, audience: str = SUPERIOR) -> CopiedTables:
    """All tables of a report, of a locked one as it was locked, each below what it is called."""
    lock = lock_of(file, period, unit, audience)
    report = locked_contents(lock) if lock else build(collect(file, period, unit, audience))
    with in_words_of(file.plan):
        return _block(_lines(_tables(report), file))


def _block(lines: Sequence[Sequence[BlockCell]]) -> CopiedTables:
    return CopiedTables(as_text(lines), as_html(lines))


def _tables(report: ProgressReport) -> Iterator[tuple[str, Table]]:
    yield from _titled(report.blocks, "")
    for annex in report.annexes:
        yield from _titled((*annex.blocks, *annex.wide), f"{annex.heading}. {annex.title}")


def _titled(content: Iterable[Block], title: str) -> Iterator[tuple[str, Table]]:
    """Each table with its caption, else the last heading above it."""
    for block in content:
        if isinstance(block, Heading):
            title = block.title
        elif isinstance(block, Table):
            yield block.caption or title, block
            title = ""


def _lines(tables: Iterable[tuple[str, Table]], file: OpenFile) -> list[list[BlockCell]]:
    example = example_mark(file)
    lines: list[list[BlockCell]] = [[BlockCell(example)]] if example else []
    for title, table in tables:
        lines += [[]] if lines else []
        lines += [[BlockCell(title)]] if title else []
        lines.append([BlockCell(column.title) for column in table.columns])
        lines += [[block_cell(cell) for cell in row] for row in table.rows]
    return lines
