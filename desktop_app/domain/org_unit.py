"""Organisation units: one versioned list as a tree of any number of levels."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from desktop_app.domain.collation import sort_key


class OrgUnit(Struct, frozen=True):
    """A unit of one list; `code` is text and keeps its leading zero, `type` is the word before the name."""

    code: str
    parent: str | None
    level: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()


class OrgUnits(Struct, frozen=True):
    """The unit list of one version; every method takes codes of that version."""

    version: str
    by_code: dict[str, OrgUnit]
    _children: dict[str | None, list[str]]

    def find(self, code: str) -> OrgUnit | None:
        return self.by_code.get(code)

    def __contains__(self, code: object) -> bool:
        return code in self.by_code

    def __iter__(self) -> Iterator[OrgUnit]:
        return iter(self.by_code.values())

    def level(self, code: str) -> str | None:
        """The level code of a unit, None for a code that is not in the list."""
        unit = self.by_code.get(code)
        return unit.level if unit else None

    def name(self, code: str) -> str:
        """The unit's name; an unknown code is shown as it is."""
        unit = self.by_code.get(code)
        return unit.name if unit else code

    def children(self, code: str | None) -> list[str]:
        """Codes directly below `code` (None: the roots), in Vietnamese order of their names."""
        return self._children.get(code, [])

    def descendants(self, code: str) -> list[str]:
        """`code` itself and every unit below it, parents before children."""
        found = [code]
        for child in self.children(code):
            found += self.descendants(child)
        return found

    def ancestors(self, code: str) -> list[str]:
        """`code` itself, its parent and so on up to the root."""
        found = []
        unit = self.by_code.get(code)
        while unit:
            found.append(unit.code)
            unit = self.by_code.get(unit.parent) if unit.parent else None
        return found

    def ancestor_at(self, code: str, level: str) -> str | None:
        """The unit of `level` that holds `code` (or is it); None when there is none."""
        return next((a for a in self.ancestors(code) if self.by_code[a].level == level), None)


def build_units(
    version: str, rows: Sequence[Sequence[str | None]], aliases: dict[str, list[str]] | None = None
) -> OrgUnits:
    """The tree from rows of (code, parent or None, level, type, name)."""
    by_code: dict[str, OrgUnit] = {}
    children: dict[str | None, list[str]] = {}
    for code, parent, level, kind, name in rows:
        if not (code and level and name):
            raise ValueError(code)
        by_code[code] = OrgUnit(code, parent or None, level, kind or "", name, tuple((aliases or {}).get(code, ())))
        children.setdefault(parent or None, []).append(code)
    for below in children.values():
        below.sort(key=lambda code: sort_key(by_code[code].name))
    return OrgUnits(version, by_code, children)


def unit_list(source: Mapping[str, Any], version: str) -> OrgUnits:
    """The unit list of one version that a plan's mapping carries."""
    return build_units(version, source["units"][version], source.get("aliases", {}).get(version))
