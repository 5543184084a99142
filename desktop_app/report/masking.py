"""Small counts of people: below the top level a printed number from 1 to 4 says only `<5`, and can't be worked out."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from desktop_app.report.cells import Cell
from desktop_app.report.data import ReportData

SMALLEST = 5
SMALL = "<5"
HIDDEN = "≥5"
SILENT = "…"  # where even “at least five” would give a small count away

Number = int | Decimal | Fraction
_MANY = 10**18


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


def masked_parts(counts: Sequence[int | Decimal]) -> list[Cell]:
    """Counts that add up to a number that the reader may know.

    As many more are hidden, the smallest first, as it takes until no small one can be worked out from the others.
    """
    hidden = {n for n, count in enumerate(counts) if is_small(count)}
    if not hidden:
        return list(counts)
    order = sorted((n for n in range(len(counts)) if n not in hidden), key=lambda n: (counts[n] == 0, counts[n]))
    while order and not _safe(counts, hidden):
        hidden.add(order.pop(0))
    label = HIDDEN if _safe(counts, hidden) else SILENT
    small = SMALL if label == HIDDEN or len(hidden) == 1 else SILENT
    return [(small if c < SMALLEST else label) if n in hidden else c for n, c in enumerate(counts)]


def _safe(counts: Sequence[Number], hidden: Iterable[int]) -> bool:
    """Whether each small count could still be another one, given the sum of all that is hidden."""
    bounds = _bounds({n: counts[n] for n in hidden})
    total = sum(counts[n] for n in bounds)
    lowest, highest = (sum(b[side] for b in bounds.values()) for side in (0, 1))
    for n, (low, high) in bounds.items():
        least, most = max(low, total - (highest - high)), min(high, total - (lowest - low))
        if is_small(counts[n]) and least >= most:
            return False
    return True


def _bounds(counts: Mapping[int, Number]) -> dict[int, tuple[int, int]]:
    """What the reader can know of each hidden count from its sign alone."""
    least = 0 if any(count == 0 for count in counts.values()) else 1
    return {n: (least, SMALLEST - 1) if count < SMALLEST else (SMALLEST, _MANY) for n, count in counts.items()}
