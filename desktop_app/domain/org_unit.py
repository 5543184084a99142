"""Organisation units: one versioned list as a tree of any number of levels."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from desktop_app.domain.collation import sort_key
from desktop_app.domain.former_names import former_names

RENAMED, RETIRED = "renamed_units", "retired_units"  # of a plan, by version
NOTHING: Mapping[str, Any] = {}


class OrgUnit(Struct, frozen=True):
    """A unit of one list; `code` is text and keeps its leading zero, `type` is the word before the name.

    `was`: its codes in earlier editions, several where units became one; `retired`: it is no more.
    """

    code: str
    parent: str | None
    level: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    retired: bool = False


class OrgUnits(Struct, frozen=True):
    """The unit list of one version; every method takes codes of that version, and those that units had before."""

    version: str
    by_code: dict[str, OrgUnit]
    _children: dict[str | None, list[str]]
    _now: dict[str, str]  # codes of before

    def now(self, code: str) -> str:
        """The code that a unit has, by any that it had."""
        return self._now.get(code, code)

    def logged(self, code: str) -> str:
        """The first code that a unit had: by it the log knows the unit."""
        unit = self.find(code)
        return unit.was[0] if unit and unit.was else code

    def same(self, code: str) -> str:
        """The code of a unit that was only called otherwise; one that became one with others is what it was."""
        unit = self.find(code)
        return unit.code if unit and len(unit.was) < 2 else code

    def every_code(self, codes: Iterable[str]) -> set[str]:
        """These codes with all that the same units had before: what a log may call them."""
        return {one for code in codes for one in (code, *(self.by_code[code].was if code in self.by_code else ()))}

    def find(self, code: str) -> OrgUnit | None:
        return self.by_code.get(self.now(code))

    def __contains__(self, code: object) -> bool:
        return code in self.by_code or code in self._now

    def __iter__(self) -> Iterator[OrgUnit]:
        return iter(self.by_code.values())

    def is_retired(self, code: str) -> bool:
        """Whether a unit is no more: its records stay, and nobody waits for others."""
        unit = self.find(code)
        return unit is not None and unit.retired

    def level(self, code: str) -> str | None:
        """The level code of a unit, None for a code that is not in the list."""
        unit = self.find(code)
        return unit.level if unit else None

    def name(self, code: str) -> str:
        """The unit's name; an unknown code is shown as it is."""
        unit = self.find(code)
        return unit.name if unit else code

    def children(self, code: str | None) -> list[str]:
        """Codes directly below `code` (None: the roots), in Vietnamese order of their names."""
        return self._children.get(code and self.now(code), [])

    def descendants(self, code: str) -> list[str]:
        """`code` itself and every unit below it, parents before children."""
        found = [self.now(code)]
        for child in self.children(code):
            found += self.descendants(child)
        return found

    def ancestors(self, code: str) -> list[str]:
        """`code` itself, its parent and so on up to the root."""
        found = []
        unit = self.find(code)
        while unit:
            found.append(unit.code)
            unit = self.by_code.get(unit.parent) if unit.parent else None
        return found

    def ancestor_at(self, code: str, level: str) -> str | None:
        """The unit of `level` that holds `code` (or is it); None when there is none."""
        return next((a for a in self.ancestors(code) if self.by_code[a].level == level), None)


def build_units(
    version: str, rows: Sequence[Sequence[str | None]], aliases: Mapping[str, Sequence[str]] | None = None,
    renamed: Mapping[str, Any] = NOTHING, retired: Collection[str] = (),
) -> OrgUnits:  # fmt: skip
    """The tree from rows of (code, parent or None, level, type, name); `renamed`: by code those of before."""
    by_code: dict[str, OrgUnit] = {}
    children: dict[str | None, list[str]] = {}
    for code, parent, level, kind, name in rows:
        if not (code and level and name):
            raise ValueError(code)
        names, was = tuple((aliases or NOTHING).get(code, ())), former_names({"was": renamed.get(code, ())})
        by_code[code] = OrgUnit(code, parent or None, level, kind or "", name, names, was, code in retired)
        children.setdefault(parent or None, []).append(code)
    for below in children.values():
        below.sort(key=lambda code: sort_key(by_code[code].name))
    return OrgUnits(version, by_code, children, {old: unit.code for unit in by_code.values() for old in unit.was})


def unit_list(source: Mapping[str, Any], version: str) -> OrgUnits:
    """The unit list of one version that a plan's mapping carries."""
    aliases, renamed, retired = (source.get(part, {}).get(version, {}) for part in ("aliases", RENAMED, RETIRED))
    return build_units(version, source["units"][version], aliases, renamed, retired)
