"""What each place adds to a figure: its members shared out over the units below, so that the shares add up to it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
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


class Broken(NamedTuple):
    """A figure with its shares by place; they add up to it."""

    figure: IndicatorResult
    shares: list[UnitShare]


class Sums(NamedTuple):
    """What a place adds: `denominator` None where it adds to the numerator only, `unknown` where a part is left out."""

    numerator: int | Fraction = 0
    denominator: int | Fraction | None = None
    unknown: bool = False


def share_out(
    members: Iterable[Member], measure: str, capped: bool, place_of: Callable[[str | None], Place]
) -> dict[Place | None, Sums]:
    """What each place adds, group by group as the figure itself is added up.

    A cap that cuts a group of one place cuts that place; one over several places stands on its own, under None.
    """
    groups: dict[str, list[Member]] = {}
    for m in members:
        if (m.group and EVIDENCE not in m.notes) or m.numerator is not None or m.denominator is not None:
            groups.setdefault(m.group, []).append(m)
    found: dict[Place | None, Sums] = {}
    for group in groups.values():
        for place, part in _parts(group, measure, capped, place_of):
            found[place] = _added(found.get(place, Sums()), part)
    return found


def _parts(
    group: Sequence[Member], measure: str, capped: bool, place_of: Callable[[str | None], Place]
) -> Iterator[tuple[Place | None, Sums]]:
    places: list[Place | None] = [place_of(m.unit) for m in group]
    counts = not MEASURES[measure].has_denominator
    known = counts or any(m.denominator is not None for m in group)
    for place, m in zip(places, group, strict=True):
        if known:
            yield place, Sums(m.numerator or 0, None if counts else m.denominator)
        else:
            yield place, Sums(unknown=True)
    excess = sum((m.numerator or 0) - (m.denominator or 0) for m in group) if capped and known and not counts else 0
    if excess > 0:
        yield places[0] if len(set(places)) == 1 else None, Sums(-excess)


def _added(a: Sums, b: Sums) -> Sums:
    denominator = b.denominator if a.denominator is None else a.denominator + (b.denominator or 0)
    return Sums(a.numerator + b.numerator, denominator, a.unknown or b.unknown)
