"""What the figures of units that lie in one another tell of each other, by papers of this year and of this one."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from db.counting.unit_figures import UnitFigure
from desktop_app.domain.count_cells import ALL, CountCell, CountedUnits, Days, PastCell
from desktop_app.domain.count_system import HIDDEN, WITHHELD, Bound, Counts, Key, known_bounds
from desktop_app.domain.disclosure import protect
from desktop_app.domain.indicators import Criterion
from desktop_app.domain.org_unit import build_units
from desktop_app.domain.period import Period
from desktop_app.report.masking import ABOVE, BELOW
from desktop_app.session.figure_tree import FigurePaper, FigureState, FigureTree

UNITS = build_units("x", [["p", None, "tinh", "", "P"], ["d", "p", "huyen", "", "D"],
                          ["a", "d", "xa", "", "A"], ["b", "d", "xa", "", "B"]])  # fmt: skip
JANUARY, FEBRUARY = (Days(date(2022, n, 1), date(2022, n, 28)) for n in (1, 2))
Numbers = Mapping[str, tuple[int, int]]


def state(days: Days, numbers: Numbers, **said: Mapping[str, tuple[str, str]]) -> FigureState:
    """`out` and `shares` are what papers say of both sides of units, `judged` the units whose targets they judge."""
    criterion = Criterion("percent", ">=", Fraction(60))
    figures = {
        unit: UnitFigure(criterion, Fraction(above), Fraction(below), {}) for unit, (above, below) in numbers.items()
    }
    texts = {
        name: {side: {unit: [both[n]] for unit, both in of.items()} for n, side in enumerate((ABOVE, BELOW))}
        for name, of in said.items()
    }
    return FigureState(figures, days, texts.get("out", {}), texts.get("shares", {}), {*said.get("judged", ())})


def counts(unit: str, *states: FigureState) -> Counts:
    period = Period("02", 2022, "x", *FEBRUARY)
    tree = FigureTree(FigurePaper(CountedUnits(UNITS, "p"), period, unit), {u for one in states for u in one.figures})
    for one in states:
        above, below = (
            tree.add(
                side, one.days, {unit: getattr(figure, name) for unit, figure in one.figures.items()},
                one.out.get(side, {}), one.shares.get(side, {}),
            )
            for side, name in ((ABOVE, "numerator"), (BELOW, "denominator"))
        )  # fmt: skip
        tree.bind(one, above, below, past=one is not states[0])
    return tree.counts()


def now(side: str, unit: str) -> Key:
    return side, CountCell(ALL, unit, FEBRUARY)


def test_what_was_hidden_while_it_was_another_number_stays_so_and_tells_nothing_of_this_one() -> None:
    found = counts("a", state(FEBRUARY, {"a": (6, 9)}), state(JANUARY, {"a": (7, 9)}, out={"a": ("…", "…")}))
    (then,) = (key for key in found.counts if isinstance(key, tuple) and isinstance(key[1], PastCell))
    assert known_bounds(found, then)[0] == 5
    assert found.marks[now(ABOVE, "a")] == WITHHELD
    assert known_bounds(found, now(ABOVE, "a"))[0] == 0
    assert protect(found).marks[now(ABOVE, "a")] == HIDDEN


def test_a_number_of_before_goes_by_its_own_days() -> None:
    february = state(FEBRUARY, {"a": (7, 9)})
    before = [state(days, {"a": (4, 9)}, out={"a": ("<5", "…")}) for days in (JANUARY, FEBRUARY)]
    past = [key[1] for key in counts("a", february, *before).counts if isinstance(key, tuple)]
    assert [(cell.days, cell.place) for cell in past if isinstance(cell, PastCell)] == [(JANUARY, "a")]


def test_of_what_no_unit_is_named_for_no_more_are_reached_than_there_are() -> None:
    """All but three of a district are reached: in a commune that has five or more at least two."""
    here = state(FEBRUARY, {"d": (16, 19), "a": (3, 6)}, out={"a": ("<5", "…")})
    assert protect(counts("d", here)).marks[now(BELOW, "d")] == HIDDEN


def test_two_shares_of_one_number_leave_it_open_as_far_as_they_go() -> None:
    """4 of 7, and 2 of 5 before a correction: 35, 70, 105 or 140. 80 with those of no unit would leave two of them."""
    hidden = {"d": ("…", "…")}
    before = state(JANUARY, {"p": (39, 80), "d": (14, 35)}, shares={"d": ("14", "35")}, out=hidden)
    found = protect(counts("p", state(FEBRUARY, {"p": (45, 80), "d": (20, 35)}, shares={"d": ("20", "35")}), before))
    assert found.given_away == ()
    assert [found.marks[now(side, "p")] for side in (ABOVE, BELOW)] == [HIDDEN, HIDDEN]


def test_a_number_stands_still_where_a_unit_has_nobody_in_it_yet() -> None:
    later = state(FEBRUARY, {"d": (6, 8), "a": (0, 2)})
    found = counts("d", later, state(JANUARY, {"d": (6, 6)}, out={"d": ("6", "6")}))
    assert now(ABOVE, "d") in found.known
    assert now(BELOW, "d") not in found.known


def test_what_an_earlier_paper_says_of_a_number_that_stands_still_it_says_of_this_one() -> None:
    numbers = {"p": (20, 30), "d": (12, 18), "a": (9, 12)}
    earlier = state(
        JANUARY, numbers | {"p": (19, 30)}, shares={"d": ("12", "18")}, judged={"d": ("", "")}
    )  # fmt: skip
    above, below = now(ABOVE, "d"), now(BELOW, "d")
    found = counts("a", state(FEBRUARY, numbers), earlier)
    times = next(key for key in found.counts if isinstance(key, tuple) and key[0] == "times")
    assert found.counts[times] == 6, "two of three make the same share"
    for bound in (Bound({times: 1}, least=1), Bound({above: 1, times: -2}, 0, 0), Bound({below: 1, times: -3}, 0, 0)):
        assert bound in found.bounds
    assert found.room > 12
    assert Bound({above: 5, below: -3}, least=0) in found.bounds


def test_a_share_that_one_paper_printed_stays_public_where_another_hid_it() -> None:
    once, twice = (state(FEBRUARY, {"p": (19, 30), "d": (14, 20)}, shares={"d": ("14", "20")}) for _ in range(2))
    for of_units in twice.shares.values():
        of_units["d"] = [*of_units["d"], "…"]
    assert len(counts("p", once).bounds) > len(counts("p", state(FEBRUARY, {"p": (19, 30), "d": (14, 20)})).bounds)
    assert counts("p", twice).bounds == counts("p", once).bounds
