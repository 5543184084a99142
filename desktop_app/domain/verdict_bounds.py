"""What a printed verdict says of the two sides of a figure, whoever hides them."""

from collections.abc import Iterator
from fractions import Fraction

from desktop_app.domain.comparisons import COMPARISONS
from desktop_app.domain.count_system import Bound, Key
from desktop_app.domain.indicators import MET, NOT_MET, Criterion
from desktop_app.domain.measures import MEASURES


def verdict_bounds(
    criterion: Criterion, status: str, sides: tuple[int, int], keys: tuple[Key, Key], *, paper: bool
) -> Iterator[Bound]:
    """Bounds of numerator and denominator, called by `keys`: the ends that a met target lies between, or the one that
    was missed, since the sentence says on which side. `paper`: the verdict stands in the paper in hand alone.
    """
    row, low = COMPARISONS[criterion.op], criterion.threshold
    high = low if criterion.top is None else criterion.top

    def beside(end: Fraction) -> tuple[dict[Key, float], int]:
        wanted = Fraction(end) / MEASURES[criterion.measure].factor
        factors: dict[Key, float] = {keys[0]: wanted.denominator, keys[1]: -wanted.numerator}
        return factors, sides[0] * wanted.denominator - sides[1] * wanted.numerator

    if status == MET:
        if row.at_least:
            yield Bound(beside(low)[0], least=0, paper=paper)
        if row.at_most:
            yield Bound(beside(high)[0], most=0, paper=paper)
    elif status == NOT_MET:
        below, gap = beside(low)
        if row.at_least and gap < 0:
            yield Bound(below, most=-1, paper=paper)
        else:
            yield Bound(beside(high)[0], least=1, paper=paper)
