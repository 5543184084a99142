"""How wide the columns of tables are: no number and no word in them is parted while the page has room for it."""

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec.structs import replace

from desktop_app.report import styles
from desktop_app.report.blocks import Annex, Block, Column, ProgressReport, Table
from desktop_app.report.cells import Cell, shown

_WIDEST: Final = 45  # millimetres: a word that is longer is parted
_ROUNDED: Final = 0.1  # millimetres: what is measured here and there may differ by so much


def fitted_report(report: ProgressReport) -> ProgressReport:
    """The report with all its tables as their pages have room for them."""
    return replace(
        report, blocks=_fitted(report.blocks, wide=False), annexes=tuple(_fitted_annex(one) for one in report.annexes)
    )


def fitted(table: Table, *, wide: bool) -> Table:
    """The table as it is where each column holds what stands in it; else narrow ones take from the others."""
    page = styles.room(wide) / styles.MM
    least, shares = least_widths(table.columns, table.rows), [column.share for column in table.columns]
    if all(page * share / sum(shares) >= needed for share, needed in zip(shares, least, strict=True)):
        return table
    widths = _shared_out(shares, least, page)
    return replace(
        table, columns=tuple(replace(column, share=w) for column, w in zip(table.columns, widths, strict=True))
    )


def least_widths(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> list[float]:
    """The millimetres that each column needs for its longest number, and for the longest word of a text."""
    own = [row for row in rows if len(row) == len(columns)]
    return [max(least_width(column.title, [row[n] for row in own]), _ROUNDED) for n, column in enumerate(columns)]


def least_width(title: str, cells: Iterable[Cell]) -> float:
    """The same of one column; as if its numbers were bold, for some are."""
    words = {word for cell in (title, *cells) for word in shown(cell).split(" ")}
    widest = styles.widest(list(words), styles.BOLD, styles.TABLE_SIZE)
    return min((widest + 2 * styles.CELL_PADDING) / styles.MM + _ROUNDED, _WIDEST)


def _fitted(blocks: Sequence[Block], *, wide: bool) -> tuple[Block, ...]:
    return tuple(fitted(block, wide=wide) if isinstance(block, Table) else block for block in blocks)


def _fitted_annex(annex: Annex) -> Annex:
    return replace(annex, blocks=_fitted(annex.blocks, wide=annex.landscape), wide=_fitted(annex.wide, wide=True))


def _shared_out(shares: Sequence[float], least: Sequence[float], page: float) -> list[float]:
    """The page by these shares, but to none less than it needs; where that is more than the page, by what is needed."""
    fixed: dict[int, float] = {}
    while len(fixed) < len(shares):
        free = [n for n in range(len(shares)) if n not in fixed]
        spare, whole = page - sum(fixed.values()), sum(shares[n] for n in free)
        narrow = [n for n in free if spare * shares[n] / whole < least[n]]
        if not narrow:
            return [fixed.get(n, spare * share / whole) for n, share in enumerate(shares)]
        fixed |= {n: least[n] for n in narrow}
    return list(least)
