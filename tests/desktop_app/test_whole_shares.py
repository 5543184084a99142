"""People are counted in whole numbers: a share with all its digits fits few of them, and tells nothing hidden.

Units of a small province print the same figure one after the other for everybody; of the units below they print the
share. A reader with a solver that shares nothing with the program takes them all.
"""

from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.counting.unit_figures import UnitFigure
from desktop_app.domain.count_cells import ALL, CountCell, CountedUnits, Days
from desktop_app.domain.count_system import HIDDEN, SHOWN, Bound, Counts, Key, Sum
from desktop_app.domain.disclosure import printed, protect
from desktop_app.domain.indicators import Criterion
from desktop_app.domain.org_unit import build_units
from desktop_app.domain.period import Period
from desktop_app.domain.whole_values import WholeValues
from desktop_app.linear_programs import Constraint
from desktop_app.report.masking import ABOVE, BELOW
from desktop_app.session.figure_tree import FigurePaper, FigureState, FigureTree
from tests.disclosure_solver import FEW, POSSIBLE, Attack

UNITS = build_units("x", [["p", None, "tinh", "", "P"], ["d", "p", "huyen", "", "D"], ["e", "p", "huyen", "", "E"],
                          ["a", "d", "xa", "", "A"], ["b", "d", "xa", "", "B"], ["c", "e", "xa", "", "C"]])  # fmt: skip
PERIOD = Period("02", 2022, "x", date(2022, 2, 1), date(2022, 2, 28))
DAYS = Days(PERIOD.first_day, PERIOD.last_day)
TARGET = 0.6
SIDES = (ABOVE, BELOW)


class Office:
    """Numbers of the lowest places, what papers said of them, and who reads all of that."""

    def __init__(self, seed: int) -> None:
        self.random = random = Random(seed)
        self.atoms: dict[str, tuple[int, int]] = {}
        for unit in UNITS.descendants("p"):
            people = random.choice((0, 0, 1, 2, 3, 4, 5, 6, 8, 9, 15, 20))
            self.atoms[f"={unit}"] = random.randint(0, people), people
        self.state = FigureState(
            {unit: UnitFigure(Criterion("percent", ">=", Fraction(60)), *self.of(unit), {}) for unit in self.known()},
            DAYS,
        )  # fmt: skip
        self.attack, self.open = Attack(), Attack()
        self.hidden: dict[Any, list[Any]] = {}
        self.away: set[frozenset[Any]] = set()
        for place in self.atoms:
            self.attack.holds([(ABOVE, place)], [(BELOW, place)], 0, 1)
            self.open.holds([(ABOVE, place)], [(BELOW, place)], 0, 1)

    def of(self, unit: str) -> tuple[Fraction, Fraction]:
        inside = [self.atoms[f"={one}"] for one in UNITS.descendants(unit)]
        return Fraction(sum(n for n, _ in inside)), Fraction(sum(n for _, n in inside))

    def known(self) -> list[str]:
        return [unit for unit in UNITS.descendants("p") if self.of(unit)[1]]

    def side(self, side: str, unit: str) -> list[Any]:
        return [(side, f"={one}") for one in UNITS.descendants(unit)]

    def print(self, unit: str) -> None:
        """The unit's own paper: both sides, whether the target is met, and of the units below it the share."""
        tree = FigureTree(FigurePaper(CountedUnits(UNITS, "p"), PERIOD, unit), self.known())
        figures = self.state.figures
        keys = [
            tree.add(
                side, DAYS, {one: getattr(figure, name) for one, figure in figures.items()},
                self.state.out.get(side, {}), self.state.shares.get(side, {}),
            )
            for side, name in zip(SIDES, ("numerator", "denominator"), strict=True)
        ]  # fmt: skip
        tree.bind(self.state, *keys, past=False)
        protection = protect(tree.counts())
        self.away |= {frozenset(self.side(*key)) for key in map(place_of, protection.given_away) if key[1] in UNITS}
        for one in (unit, *UNITS.children(unit)):
            if one in figures:
                marks = [protection.marks.get((side, CountCell(ALL, one, DAYS)), SHOWN) for side in SIDES]
                texts = [printed(int(n), mark) for n, mark in zip(self.of(one), marks, strict=True)]
                self.note(one, texts, own=one == unit)

    def note(self, unit: str, texts: list[str], *, own: bool) -> None:
        above, below = (self.side(side, unit) for side in SIDES)
        for side, text in zip(SIDES, texts, strict=True):
            (self.state.out if own else self.state.shares).setdefault(side, {}).setdefault(unit, []).append(text)
            if own:
                self.take(self.side(side, unit), text)
        if own and any(texts) and UNITS.children(unit):
            self.state.judged.add(unit)
            met = 5 * self.of(unit)[0] >= 3 * self.of(unit)[1]
            self.attack.holds(above, below, *((TARGET, 1) if met else (0, TARGET - 1e-3)))
        elif not own and all(text.isdecimal() for text in texts):
            share = Fraction(*self.of(unit))
            for attack in (self.attack, self.open):
                attack.times(above, below, (share.numerator, share.denominator))
        elif not own and texts[0] == FEW:
            self.attack.most(above, POSSIBLE)

    def take(self, names: list[Any], text: str) -> None:
        self.attack.reads(names, text)
        if text.isdecimal():
            self.open.reads(names, text)
        elif text:
            self.hidden[len(self.hidden)] = names

    def told(self) -> dict[Any, tuple[int, int]]:
        """But for those named as given away, and for larger ones that follow from what is printed open."""
        return {
            (key, str(self.hidden[key])): ends for key, ends in self.attack.told(self.hidden).items()
            if frozenset(self.hidden[key]) not in self.away
            and not (ends[0] > POSSIBLE and len(self.open.values(self.hidden[key])) == 1)
        }  # fmt: skip


def place_of(key: Key) -> tuple[str, str]:
    assert isinstance(key, tuple)
    return key[0], key[1].place


@pytest.mark.no_cover
@settings(max_examples=20)
@given(st.integers(0, 2**40))
def test_no_hidden_side_of_a_figure_has_fewer_than_four_whole_values(seed: int) -> None:
    office = Office(seed)
    for _ in range(office.random.randint(2, 6)):
        office.print(office.random.choice(UNITS.descendants("p")))
    assert office.told() == {}


def test_between_two_values_of_a_share_there_are_none() -> None:
    """7 of 15 or 14 of 30 below 37: fractions leave it open from 15 to 37."""
    attack = Attack()
    attack.times(["n"], ["d"], (7, 15))
    attack.most(["d"], 37)
    assert attack.told({"below": ["d"]}) == {"below": (15, 30)}
    rows = [Constraint({0: 1, 2: -7}, 0, 0), Constraint({1: 1, 2: -15}, 0, 0), Constraint({2: 1}, 1)]
    whole = WholeValues([(0, 37)] * 3, rows, [7, 15, 1], lambda _: None, doubtful_fits=False)
    assert whole.some(1, 4) == {15, 30}
    assert whole.fits(0, 14)
    assert not whole.fits(0, 15)
    whole.close()


def share_of_fifteenths(*, printed: list[Key], **more: Any) -> Counts:
    """Of two districts the share of one, 7 of 15, is public; both sides of it were hidden, and so was the other one."""
    bounds = [Bound({"times": 1}, least=1), Bound({"d": 1, "times": -15}, 0, 0)]
    counts: dict[Key, int] = {"all": 37, "d": 15, "e": 22, "times": 1, "a": 3, "b": 12}
    sums: list[Sum] = [("all", ("d", "e")), ("d", ("a", "b"))]
    marks: dict[Key, str] = {"d": HIDDEN, "e": HIDDEN}
    return Counts(counts, sums, printed, ["all", "times"], marks, bounds=bounds, room=72, **more)


def test_a_total_that_leaves_a_share_few_multiples_is_hidden() -> None:
    marks = protect(share_of_fifteenths(printed=["all", "e"])).marks
    assert marks["all"] == HIDDEN


def test_a_number_of_which_papers_leave_few_multiples_already_is_named() -> None:
    protection = protect(share_of_fifteenths(printed=["a", "b", "d"], known=["all"]))
    assert protection.given_away == ("d",)
    assert protection.left_out == ()
