"""Units as people write them: by code, name or alias, with or without the word before the name and the unit above."""

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from desktop_app.domain.collation import fold, nfc
from desktop_app.domain.org_unit import OrgUnit, OrgUnits

_TYPES = {
    "xa": "xa", "x": "xa", "phuong": "phuong", "p": "phuong", "thi tran": "thi tran", "tt": "thi tran",
    "huyen": "huyen", "h": "huyen", "thanh pho": "thanh pho", "tp": "thanh pho", "tinh": "tinh", "t": "tinh",
}  # fmt: skip
_OFFICE = re.compile(r"^(ubnd|ủy ban nhân dân|uỷ ban nhân dân)\s+", re.IGNORECASE)
_PREFIX = re.compile(r"(thi tran|thanh pho|phuong|huyen|tinh|xa|tt|tp|x|p|h|t)(?:\.\s*|\s+)(.+)")
_ABOVE = re.compile(r"\s*[,;/]\s*|\s+[-–]\s+|\s*\(|\s*\)\s*")
_NUMBERED = re.compile(r"^(?:\d{1,3}[.)]|[-–•+*])\s*")


class UnitFinder(Struct, frozen=True):
    """The units by what may be written for them: with accents, and folded; each name with its word and without."""

    units: OrgUnits
    exact: Mapping[str, frozenset[str]]
    folded: Mapping[str, frozenset[str]]

    def find(self, text: str) -> list[str]:
        """The codes that a text may stand for."""
        text = _OFFICE.sub("", _NUMBERED.sub("", " ".join(nfc(text).split())))
        if text in self.units:
            return [self.units.now(text)]
        parts = [part for part in (part.strip(" .:*") for part in _ABOVE.split(text)) if part]
        by_code = bool(parts) and parts[0] in self.units  # its own name may follow
        found = {self.units.now(parts[0])} if by_code else self._named(parts[0]) if parts else set()
        for above in parts[1:]:
            over = self._named(above)
            found = {code for code in found if over & set(self.units.ancestors(code)[not by_code :])}
        return sorted(found)

    def padded(self, number: str) -> list[str]:
        """The codes that a number is without its leading zeros."""
        return [code for code in self.units.by_code if code.lstrip("0") == number and code != number]

    def _named(self, text: str) -> set[str]:
        whole = text.lower().strip(" .")
        prefix = _PREFIX.fullmatch(fold(whole))
        wanted = _TYPES[prefix[1]] if prefix else None
        bare = whole[len(whole) - len(prefix[2]) :] if prefix and len(fold(whole)) == len(whole) else None
        for keys, names in ((self.exact, (whole, bare)), (self.folded, (fold(whole), prefix[2] if prefix else None))):
            found: set[str] = set(keys.get(names[0] or "", ()))
            if not found and names[1]:
                found = {code for code in keys.get(names[1], ()) if fold(self.units.by_code[code].type) == wanted}
            if found:
                return found
        return set()


def unit_finder(units: OrgUnits) -> UnitFinder:
    exact: dict[str, set[str]] = {}
    folded: dict[str, set[str]] = {}
    for unit in units:
        for name in _names(unit):
            exact.setdefault(name.lower(), set()).add(unit.code)
            folded.setdefault(fold(name), set()).add(unit.code)
    return UnitFinder(units, _frozen(exact), _frozen(folded))


def _names(unit: OrgUnit) -> Iterator[str]:
    for name in (unit.name, *unit.aliases):
        yield nfc(name)
        if name.startswith(f"{unit.type} "):
            yield nfc(name.removeprefix(f"{unit.type} "))


def _frozen(found: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(codes) for key, codes in found.items()}
