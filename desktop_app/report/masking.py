"""Small counts of people: below the top level a printed number from 1 to 4 says only `<5`, and can't be worked out."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from desktop_app.report.cells import Cell
from desktop_app.report.data import ReportData

SMALLEST = 5
SMALL = "<5"
HIDDEN = "≥5"

Number = int | Decimal | Fraction


def is_masked(data: ReportData, counts_people: bool) -> bool:
    """Whether counts of people must be masked in this report: those of every unit but the plan's root."""
    return counts_people and data.unit != data.plan.root


def counts_people(data: ReportData, code: str) -> bool:
    """Whether the plan marks an indicator as a count of people (`people = true`)."""
    return data.plan.indicators[code].people


def is_small(count: Number | None) -> bool:
    """Whether a count must not be printed as it is."""
    return count is not None and 0 < count < SMALLEST


def masked(count: int | Decimal) -> Cell:
    """One count on its own."""
    return SMALL if is_small(count) else count


def hidden_beside(counts: Sequence[Number]) -> int | None:
    """Of counts that add up to a printed total: which one must be hidden because only one other is masked."""
    small = [n for n, count in enumerate(counts) if is_small(count)]
    others = [n for n, count in enumerate(counts) if count >= SMALLEST]
    return min(others, key=lambda n: counts[n]) if len(small) == 1 and others else None


def masked_shares(counts: Sequence[int | Decimal]) -> list[Cell]:
    """Counts that add up to a printed total."""
    hidden = hidden_beside(counts)
    return [HIDDEN if n == hidden else masked(count) for n, count in enumerate(counts)]
