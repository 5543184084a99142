"""Reads the sets of a plan: which records, by which conditions, and what a set takes over from another one."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from desktop_app.domain.plan import BY_PERIOD, RECORD
from desktop_app.domain.plan_findings import Findings, Raw
from desktop_app.domain.plan_language.asking import reader_of
from desktop_app.domain.plan_language.fields import LAST_DAY, NamedRow, fields_of, find_column
from desktop_app.domain.plan_language.mistakes import LanguagePlace, suits
from desktop_app.domain.plan_language.tree import CONDITION, DAY, NUMBER, UNIT, CountedSet, FieldPath, Tree, Type
from desktop_app.domain.plan_language.vocabulary import LINKS, SUMS, TOTALLED, WINDOWS, YEAR_ACTIVITY

MOST_DEEP = 20


class Sets:
    """The sets of a plan, each read when something first names it; `found` says what is wrong with them."""

    def __init__(self, plan: Raw, place: LanguagePlace) -> None:
        self.plan, self.place = plan, place
        self.raw: Mapping[str, Raw] = plan.get("sets", {})
        self.known: dict[str, CountedSet | None] = {}
        self.open: set[str] = set()  # those that are being read

    def find(self, name: str, place: LanguagePlace) -> CountedSet | None:
        """A set by its name; None, and a mistake, where there is none or it asks for itself."""
        if name not in self.raw:
            place.unknown("set", name, self.raw)
            return None
        if name in self.open:
            place.wrong("circle", set=name)
            return None
        if name not in self.known:
            self.open.add(name)
            self.known[name] = self._read(name)
            self.open.remove(name)
        return self.known[name]

    def _read(self, name: str) -> CountedSet | None:
        place, chain = self.place.at(name), self._chain(name)
        kind = str(chain[-1]["of"]) if chain else ""
        known = [k for k, raw in self.plan["kinds"].items() if raw.get("storage", RECORD) == RECORD]
        if not chain or kind not in (*known, YEAR_ACTIVITY):
            if chain:
                place.at("of").unknown("kind", kind, [*known, YEAR_ACTIVITY, *self.raw])
            return None
        raw: dict[str, Any] = {key: value for part in reversed(chain) for key, value in part.items()}
        windows = raw.get("during", [])
        windows = tuple(windows if isinstance(windows, list) else [windows])
        bare = CountedSet(
            name, kind, self._path(place, kind, raw, "unit", UNIT), self._path(place, kind, raw, "day", DAY), windows,
            self._pair(place, kind, raw, "span"), self._pair(place, kind, raw, "state"), raw.get("units", ""),
            raw.get("via", ""), _parts(raw.get("order", "")), _parts(raw.get("each_by", "")),
            latest_per=raw.get("latest_per", ""), topmost=raw.get("topmost", False),
            in_scope=raw.get("in_scope", False),
            totals=tuple(raw.get("totals", ())),
        )  # fmt: skip
        for key in ("during", "totals"):
            if isinstance(self.raw[name].get(key), list):
                place.each_once(key, self.raw[name][key])
        self._check(place, bare, self.raw[name])
        base = self.find(self.raw[name]["of"], place) if len(chain) > 1 else None
        return self._with_conditions(place, bare, base, self.raw[name]) if base or len(chain) == 1 else None

    def _chain(self, name: str) -> list[Raw]:
        """The set and those on which it rests; empty, with a mistake, where they go round in a circle."""
        chain = [self.raw[name]]
        while chain[-1]["of"] in self.raw:
            chain.append(self.raw[chain[-1]["of"]])
            if len(chain) > MOST_DEEP:
                self.place.at(name).wrong("circle", set=name)
                return []
        return chain

    def _with_conditions(self, place: LanguagePlace, bare: CountedSet, base: CountedSet | None, raw: Raw) -> CountedSet:
        values = dict(base.values) if base else {}
        exclusions = dict(base.exclusions) if base else {}
        where = list(base.where) if base else []

        def read(text: str, wanted: Type | None, *names: str) -> Tree:
            row = NamedRow(bare.kind, {name: tree.type for name, tree in values.items()})
            reader = reader_of(self.plan, row, place.at(*names), self.find)
            return reader.read(text, wanted) if wanted else reader.read(text)

        for name, text in raw.get("values", {}).items():
            values[name] = read(text, None, "values", name)
        if "where" in raw:
            where.append(read(raw["where"], CONDITION, "where"))
        for code, text in raw.get("exclusions", {}).items():
            exclusions[code] = read(text, CONDITION, "exclusions", code)
        latest_of = len(where) if "latest_per" in raw or base is None else base.latest_of
        chooses = base is not None and not exclusions and raw.keys() <= {"label", "of", "where"}
        return replace(
            bare, where=tuple(where), exclusions=exclusions, values=values, latest_of=latest_of,
            base=base.name if base and chooses else "", more=tuple(where[len(base.where) :]) if base else (),
        )  # fmt: skip

    def _path(self, place: LanguagePlace, kind: str, raw: Raw, key: str, wanted: Type) -> tuple[str, ...]:
        """Where a record belongs, or its day: what the set says, else what its kind says."""
        if kind == YEAR_ACTIVITY:
            return ("unit",) if key == "unit" else ()
        of_kind = self.plan["kinds"][kind].get({"unit": "unit_field", "day": "date_field"}[key], "")
        text = raw.get(key, LAST_DAY if of_kind == BY_PERIOD else of_kind)
        # a path of its kind that leads nowhere is reported there
        hears = place.at(key) if key in raw else LanguagePlace(Findings({}, ""), "")
        column = find_column(self.plan, kind, _parts(text), hears) if text else None
        if isinstance(column, FieldPath) and not suits(wanted, column.type):
            place.at(key).unknown("field_of", text, [n for n, t in fields_of(self.plan, kind).items() if t == wanted])
        return _parts(text)

    def _pair(self, place: LanguagePlace, kind: str, raw: Raw, key: str) -> tuple[str, str] | None:
        pair = raw.get(key)
        if not pair:
            return None
        days = [name for name, type_ in fields_of(self.plan, kind).items() if type_ == DAY]
        for name in pair:
            place.at(key).one_of("field_of", name, days)
        return pair[0], pair[-1]

    def _check(self, place: LanguagePlace, found: CountedSet, own: Raw) -> None:
        """The words that the set itself says; what it takes over is checked where it stands."""
        fields = fields_of(self.plan, found.kind)
        for window in found.windows if "during" in own else ():
            if place.at("during").one_of("window", window, WINDOWS) and window != "ever" and not found.day:
                place.at("during").wrong("no_day", kind=found.kind)
        if "totals" in own and (len(found.windows) != 1 or not set(found.windows) <= set(TOTALLED)):
            place.wrong("totals_window", known=", ".join(TOTALLED))
        if "units" in own:
            place.at("units").one_of("units", found.units, SUMS if found.totals else LINKS)
        for key, path in (("order", found.order), ("each_by", found.each_by)):
            if key in own:
                find_column(self.plan, found.kind, path, place.at(key))
        for key in ("via", "latest_per"):
            if key in own:
                place.at(key).one_of("field_of", own[key], fields)
        for name in own.get("totals", ()):
            place.at("totals").one_of("field_of", name, [n for n, type_ in fields.items() if type_ == NUMBER])


def _parts(path: str) -> tuple[str, ...]:
    return tuple(path.split(".")) if path else ()
