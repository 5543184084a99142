"""What a correction sheet tells beside indicators and statistics: all other printed values that changed."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from desktop_app.domain.correction import CorrectedValue, Correction, label_of
from desktop_app.domain.indicators import IndicatorResult
from desktop_app.domain.locking import LockedAmount
from desktop_app.domain.measures import MEASURES
from desktop_app.domain.state_words import numbers
from desktop_app.report.blocks import Align, Column, Table
from desktop_app.report.cells import Cell
from desktop_app.report.data import ReportData
from desktop_app.report.sentences import ratio, value, verdict
from desktop_app.report.wording import in_print, lower_first, words


class _Row(NamedTuple):
    """What the tables before say of a row."""

    before: frozenset[str] = frozenset()
    now: frozenset[str] = frozenset()


def figure_in_words(figure: IndicatorResult) -> str:
    """`63/106; 59,4%; chưa đạt`."""
    return "; ".join(_said(figure))


def rest_tables(data: ReportData, correction: Correction) -> list[Table]:
    """All else that is printed otherwise but for what the tables before say already: sentences, then cells."""
    covered = _rows_before(data, correction)
    changed = [one for one in correction.values if not _is_covered(one, covered)]
    sentences, cells = ([one for one in changed if bool(one.row) == is_cell] for is_cell in (False, True))
    return [*([_table(sentences, "left")] if sentences else []), *([_table(cells, "right")] if cells else [])]


def _table(values: Sequence[CorrectedValue], align: Align) -> Table:
    """The values place by place; numbers stand below each other on the right."""
    rows: list[tuple[Cell, ...]] = []
    for place, of_place in groupby(values, key=lambda one: one.place):
        rows.append((place or words("report.correction_text"),))
        rows += [(_named(one), one.old, one.new) for one in of_place]
    columns = (
        Column(words("report.correction_content"), 66), Column(words("report.correction_old"), 47, align),
        Column(words("report.correction_new"), 47, align),
    )  # fmt: skip
    return Table(columns, tuple(rows))


def in_words_of_report(data: ReportData, amount: LockedAmount) -> str:
    """What the plan calls the statistic, in Vietnamese."""
    return in_print(label_of(data.plan, amount))


def _named(changed: CorrectedValue) -> str:
    return " – ".join(part for part in (changed.row, changed.column) if part) or words("report.correction_sentence")


def _said(figure: IndicatorResult) -> list[str]:
    percent = value(figure) if MEASURES[figure.measure].has_denominator else ""
    return [part for part in (ratio(figure), percent, lower_first(verdict(figure))) if part]


def _rows_before(data: ReportData, correction: Correction) -> dict[str, _Row]:
    """By the name of a row."""
    found = {
        in_print(figure.new.title): _Row(_cells(_said(figure.old)), _cells(_said(figure.new)))
        for figure in correction.figures
    }
    return found | {
        in_words_of_report(data, amount.one): _Row(_sides(amount.old), _sides(amount.new))
        for amount in correction.amounts
    }


def _cells(said: list[str]) -> frozenset[str]:
    """What of a figure stands in cells of its own."""
    return frozenset(cell for text in said for cell in (text, *text.split("/")))


def _sides(amount: LockedAmount | None) -> frozenset[str]:
    return frozenset(text for text in (amount.period, amount.year_to_date) if text) if amount else frozenset()


def _is_covered(changed: CorrectedValue, covered: dict[str, _Row]) -> bool:
    """Whether the sheet says it already: of the same row, or in a sentence of which no other number has changed."""
    if changed.row:
        row = covered.get(changed.row, _Row())
        return lower_first(changed.old) in row.before and lower_first(changed.new) in row.now
    old, new = numbers(changed.old).keys(), numbers(changed.new).keys()
    before = numbers("; ".join(text for row in covered.values() for text in row.before)).keys()
    now = numbers("; ".join(text for row in covered.values() for text in row.now)).keys()
    return old != new and old - new <= before and new - old <= now
