"""The plan under which histories play, in two editions, and what the model knows of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

FIELDS: dict[str, dict[str, str | None]] = {
    "spot": {"name": None, "unit": None, "near": "spot"},
    "visit": {"date": None, "spot": "spot", "n": None, "m": None, "colour": None},
    "stop": {"visit": "visit", "note": None},
    "item": {"stop": "stop", "k": None, "note": None, "spot": "spot"},
    "gadget": {"size": None, "spot": "spot"},
}
LATER = {("visit", "colour"), ("gadget", "size"), ("gadget", "spot")}  # known from the second edition on
PARENT = {"stop": ("visit", "visit"), "item": ("stop", "stop")}
ABOVE = {**PARENT, "visit": ("spot", "spot"), "gadget": ("spot", "spot")}  # where a record belongs by another
KEY = {"item": ("stop", "k")}
REQUIRED = {"spot": ("name",), "visit": ("date",), "stop": ("visit",), "item": ("stop", "k"), "gadget": ()}
UNITS = {"1": None, "11": "1", "111": "11", "112": "11", "12": "1"}
ERASURE = "erasure"
SEEDS = (("spot", "seed", {"name": "s", "unit": "12"}),)


@dataclass(frozen=True)
class Edition:
    """What one edition of the plan knows."""

    fields: dict[str, dict[str, str | None]]
    units: dict[str, str | None]
    as_many: bool  # whether `m` may be as large as `n`

    @property
    def references(self) -> Iterable[tuple[str, str, str]]:
        """(kind, field, kind referred to)."""
        return ((kind, n, t) for kind, fields in self.fields.items() for n, t in fields.items() if t)

    @cache  # noqa: B019  # there are two
    def below(self, unit: str) -> frozenset[str]:
        """A unit with all units below it."""
        return frozenset({unit}).union(*(self.below(lower) for lower, upper in self.units.items() if upper == unit))

    def __hash__(self) -> int:
        return id(self)


_KNOWN_FIRST = {
    kind: {n: t for n, t in fields.items() if (kind, n) not in LATER}
    for kind, fields in FIELDS.items()
    if kind != "gadget"
}
EDITIONS = {1: Edition(_KNOWN_FIRST, UNITS, True), 2: Edition(FIELDS, {**UNITS, "13": "1"}, False)}


def source_of(edition: int) -> dict[str, Any]:
    """An edition of the plan as a file carries it: one that a merge takes over, so complete."""
    known, levels = EDITIONS[edition], {1: "tinh", 2: "huyen", 3: "xa"}
    return {
        "plan": {
            "id": "histories", "edition": edition, "year": 2022, "label": _words("Kế hoạch"), "doc_no": "1/KH",
            "doc_date": "2022-03-15", "issuer": "UBND", "period_scheme": "calendar", "unit_version": "2022",
            "root": "1", "member_level": "huyen", "levels": {level: _words(level) for level in levels.values()},
            "settings": {},
        },
        "areas": {"1": {"label": _words("Lĩnh vực"), "tab": True}},
        "kinds": {kind: _kind(kind, fields, known) for kind, fields in known.fields.items()},
        "choices": {},
        "indicators": {},
        "period_schemes": {"calendar": {"label": _words("Dương lịch"), "start_day": 1}},
        "units": {"2022": [[code, up or "", levels[len(code)], "Nơi", code] for code, up in known.units.items()]},
    }  # fmt: skip


def _words(text: str) -> dict[str, str]:
    return {"vi": text, "en": text}


def _kind(kind: str, fields: dict[str, str | None], known: Edition) -> dict[str, Any]:
    made: dict[str, Any] = {"area": "1", "label": _words(kind), "title": f"{{{next(iter(fields))}}}"}
    made["fields"] = {name: _field(kind, name, target, known) for name, target in fields.items()}
    made["columns"] = [next(iter(fields))]
    if kind in PARENT:
        made["parent"], made["parent_field"] = PARENT[kind]
    if kind in KEY:
        made["natural_key"] = list(KEY[kind])
    if kind == "spot" or kind in ABOVE.keys() - PARENT:
        made["unit_field"] = "unit" if kind == "spot" else "spot.unit"
    if kind == "visit":
        made["date_field"] = "date"
    return made


def _field(kind: str, name: str, target: str | None, known: Edition) -> dict[str, Any]:
    own = {"unit": "unit", "date": "date", **dict.fromkeys(("n", "m", "k", "size"), "int")}
    made: dict[str, Any] = {"type": f"ref:{target}" if target else own.get(name, "text")}
    made |= {"label": _words(name), "privacy": "P0"}
    if name in REQUIRED[kind]:
        made["required"] = "always"
    if name == "m":
        made["checks"] = [{"expr": "m <= n" if known.as_many else "m < n", **_words("Quá nhiều.")}]
    return made
