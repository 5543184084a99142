"""What each place adds to a figure: its members shared out over the units below, so that the shares add up to it."""

from collections.abc import Callable, Container, Iterable, Iterator
from fractions import Fraction
from typing import Any, NamedTuple

from msgspec import Struct

from desktop_app.domain.indicators import EVIDENCE, IndicatorResult, Member
from desktop_app.domain.measures import MEASURES
from desktop_app.messages import Text

Place = tuple[str, str]  # unit version and code: 17 codes of 2025 named another commune in 2022


class UnitShare(Struct, frozen=True):
    """What one place adds to numerator and denominator; `place` None is what a cap over several places cuts off.

    `unknown`: something of the place is left out because nobody knows its denominator. `partial`: the place reaches
    beyond the unit whose figure this is.
    """

    place: Place | None
    name: Text
    numerator: Fraction
    denominator: Fraction | None
    unknown: bool = False
    partial: bool = False

    def to_json(self) -> dict[str, Any]:
        version, code = self.place or (None, None)
        return {
            "version": version, "unit": code, "name": self.name, "numerator": self.numerator,
            "denominator": self.denominator, "unknown": self.unknown, "partial": self.partial,
        }  # fmt: skip


class FigureBreakdown(NamedTuple):
    """A figure with its shares by place; they add up to it."""

    figure: IndicatorResult
    shares: list[UnitShare]


class Contribution(NamedTuple):
    """What a place adds: `denominator` None where it adds to the numerator only, `unknown` where a part is left out."""

    numerator: int | Fraction = 0
    denominator: int | Fraction | None = None
    unknown: bool = False


def share_out(
    members: Iterable[Member], measure: str, capped: bool, place_of: Callable[[str | None], Place]
) -> dict[Place | None, Contribution]:
    """What each place adds, group by group as the figure itself is added up."""
    counts = not MEASURES[measure].has_denominator
    adding = [(place_of(m.unit), m) for m in members if _adds(m)]
    known = {m.group for _, m in adding if counts or m.denominator is not None}
    above: dict[Place | None, int | Fraction] = {}
    below: dict[Place | None, int | Fraction] = {}
    for place, m in adding:
        if m.group in known:
            above[place] = above.get(place, 0) + (m.numerator or 0)
            if m.denominator is not None and not counts:
                below[place] = below.get(place, 0) + m.denominator
    for place_cut, excess in _cut_off(adding, known) if capped and not counts else ():
        above[place_cut] = above.get(place_cut, 0) - excess
    unknown = dict.fromkeys(place for place, m in adding if m.group not in known)
    return {place: Contribution(above.get(place, 0), below.get(place), place in unknown) for place in above | unknown}


def _adds(m: Member) -> bool:
    return m.numerator is not None or m.denominator is not None or bool(m.group and EVIDENCE not in m.notes)


def _cut_off(
    adding: Iterable[tuple[Place, Member]], known: Container[str]
) -> Iterator[tuple[Place | None, int | Fraction]]:
    """What a cap cuts off a group of one place cuts that place; off one over several places it stands on its own, under
    None.
    """
    excess: dict[str, int | Fraction] = {}
    places: dict[str, set[Place]] = {}
    for place, m in adding:
        if m.group in known:
            excess[m.group] = excess.get(m.group, 0) + (m.numerator or 0) - (m.denominator or 0)
            places.setdefault(m.group, set()).add(place)
    for group, more in excess.items():
        if more > 0:
            yield next(iter(places[group])) if len(places[group]) == 1 else None, more
