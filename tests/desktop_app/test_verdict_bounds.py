"""What a verdict gives away of hidden counts: what is true, and no less than that the target was met or missed."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.comparisons import COMPARISONS
from desktop_app.domain.count_system import Bound
from desktop_app.domain.indicators import MET, NOT_MET, WATCHED, Criterion, reached
from desktop_app.domain.measures import MEASURES, value_of
from desktop_app.domain.verdict_bounds import verdict_bounds

counts, ends = st.integers(0, 60), st.fractions(0, 120, max_denominator=4)
measures = st.sampled_from([name for name, row in MEASURES.items() if row.has_denominator])


SIGNS = sorted(op for op, row in COMPARISONS.items() if row.judges)


def holds(bound: Bound, numerator: int, denominator: int) -> bool:
    total = bound.factors["above"] * numerator + bound.factors["below"] * denominator
    return bound.least <= total <= bound.most


@given(st.sampled_from(SIGNS), measures, ends, ends, counts, counts.map(lambda n: n + 1), counts, counts)
def test_the_bounds_hold_of_the_counts_and_of_those_alone_with_the_same_verdict(
    op: str, measure: str, low: Fraction, more: Fraction, above: int, below: int, other: int, another: int
) -> None:
    top = low + more if COMPARISONS[op].needs_range else None

    def is_met(numerator: int, denominator: int) -> bool:
        value = value_of(measure, Fraction(numerator), Fraction(denominator))
        assert value is not None
        return reached(op, value, low, top)

    status = MET if is_met(above, below) else NOT_MET
    criterion = Criterion(measure, op, low, top)
    found = list(verdict_bounds(criterion, status, (above, below), ("above", "below"), paper=True))
    assert found
    assert all(holds(bound, above, below) for bound in found)
    if all(holds(bound, other, another + 1) for bound in found):
        assert is_met(other, another + 1) == (status == MET)


def test_a_figure_that_is_only_watched_gives_nothing_away() -> None:
    assert not list(
        verdict_bounds(Criterion("percent", "none", Fraction(0)), WATCHED, (3, 7), ("above", "below"), paper=True)
    )
