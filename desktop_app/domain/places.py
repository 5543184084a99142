"""The places that a figure is shown by: the units one level down, or those of another unit list through the lineage."""

from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct

from desktop_app.domain.breakdown import Contribution, Place, UnitShare, share_out
from desktop_app.domain.indicators import Member
from desktop_app.domain.org_unit import OrgUnits, build_units
from desktop_app.domain.plan import Plan
from desktop_app.errors import AppError
from desktop_app.messages import Text


class UnitPlaces(Struct, frozen=True):
    """Where every unit of a scope belongs, and the places in the order in which they are shown.

    `own` takes what is nobody's below: the unit's own records, or those of a level that the other list does not have.
    """

    own: Place
    of: Mapping[str, Place]
    names: Mapping[Place, str]
    partial: frozenset[Place] = frozenset()

    def place_of(self, unit: str | None) -> Place:
        return self.of.get(unit or "", self.own)

    def shares(self, members: list[Member], measure: str, capped: bool, cut_name: Text) -> list[UnitShare]:
        """A share for every place below, also an empty one; own and cut-off parts only where there are any."""
        found = share_out(members, measure, capped, self.place_of)
        order = [*self.names]
        if self.own not in found and len(order) > 1:
            order.remove(self.own)
        shares = [self._share(place, found) for place in order]
        if None in found:
            shares.append(UnitShare(None, cut_name, Fraction(found[None].numerator), None))
        return shares

    def _share(self, place: Place, found: Mapping[Place | None, Contribution]) -> UnitShare:
        numerator, denominator, unknown = found.get(place, Contribution())
        below = None if denominator is None else Fraction(denominator)
        return UnitShare(place, self.names[place], Fraction(numerator), below, unknown, place in self.partial)


def places_below(units: OrgUnits, unit: str) -> UnitPlaces:
    """The units directly below `unit`, each with all below it; the unit itself where it has records of its own."""
    version = units.version
    own = (version, unit)
    of: dict[str, Place] = {unit: own}
    names = {own: units.name(unit)}
    for child in units.children(unit):
        names[version, child] = units.name(child)
        of |= dict.fromkeys(units.descendants(child), (version, child))
    return UnitPlaces(own, of, names)


def places_in(plan: Plan, units: OrgUnits, unit: str, version: str) -> UnitPlaces:
    """The units of another list into which those of a scope went whole.

    A unit without a successor (a district, the province itself) keeps its own place, so that nothing is lost; a place
    is partial when it also took in units from outside the scope.
    """
    into = successors(plan, units.version, version)
    there = build_units(version, plan.source["units"][version])
    scope = units.descendants(unit)
    own = (units.version, unit)
    of: dict[str, Place] = {code: into.get(code, (units.version, code)) for code in scope}
    names = {own: units.name(unit)}
    names |= {place: units.name(place[1]) for code in scope if (place := of[code])[0] == units.version}
    wanted = set(of.values())
    names |= {place: u.name for u in there if (place := (version, u.code)) in wanted}
    beyond = frozenset(place for code, place in into.items() if code not in of)
    return UnitPlaces(own, of, names, beyond & wanted)


def successors(plan: Plan, old: str, new: str) -> dict[str, Place]:
    """Code of the old list to place of the new one; AppError where nothing is known, as from new to old."""
    pairs = [(a.partition(":"), b.partition(":")) for a, b in plan.source.get("lineage", ())]
    found = {a[2]: (new, b[2]) for a, b in pairs if a[0] == old and b[0] == new}
    if not found:
        known = ", ".join(sorted({b[0] for a, b in pairs if a[0] == old})) or "–"
        raise AppError("figure.no_lineage", old=old, new=new, known=known)
    return found
