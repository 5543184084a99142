"""What the log calls kinds, fields, choices and units that a plan has renamed: by the first name that each had."""

from collections.abc import Mapping
from typing import Any, NamedTuple, Self

from msgspec import Struct

from desktop_app.domain.field_type import Lookup
from desktop_app.domain.field_types import FIELD_TYPES
from desktop_app.domain.former_names import former_names
from desktop_app.domain.org_unit import RENAMED
from desktop_app.domain.stored_values import stored_list, to_stored
from desktop_app.domain.typed_value import Stored


class Renamed(Struct, frozen=True):
    """The renamed things of one sort: `first` gives for the name in the plan the one in the log, `now` for any name
    that a thing had the one in the plan.
    """

    first: Mapping[str, str] = {}
    now: Mapping[str, str] = {}

    @classmethod
    def of(cls, things: Mapping[str, Mapping[str, Any]]) -> Self:
        former = {name: former_names(raw) for name, raw in things.items() if "was" in raw}
        now = {old: name for name, names in former.items() for old in names}
        return cls({name: names[0] for name, names in former.items()}, now)


NOT_RENAMED = Renamed()
UNITS = "_units"  # the list of all units; no list of a plan begins so


class CodedField(NamedTuple):
    """The list from which a field takes its codes; `many` of them in one value."""

    choices: str
    many: bool


class LogNames(Struct, frozen=True):
    """Both ways between the names of a plan and those of the log. A name that is known on neither side stays what it
    is, and so does one that is translated already. Kinds are given by their name in the plan.
    """

    kinds: Renamed = NOT_RENAMED
    fields: Mapping[str, Renamed] = {}  # by kind
    choices: Mapping[str, Renamed] = {}  # by list, that of the units among them
    coded: Mapping[tuple[str, str], CodedField] = {}  # the kinds and fields whose list has renamed choices

    @classmethod
    def of(cls, plan: Mapping[str, Any]) -> Self:
        """The names of a plan, as the mapping that it was parsed from."""
        fields = {name: kind.get("fields", {}) for name, kind in plan["kinds"].items()}
        choices = _renamed_ones(plan["choices"] | {UNITS: renamed_units(plan)})
        coded = {
            (kind, name): of
            for kind, of_kind in (fields if choices else {}).items()
            for name, raw in of_kind.items()
            if (of := _coded(raw)).choices in choices
        }
        return cls(Renamed.of(plan["kinds"]), _renamed_ones(fields), choices, coded)

    def logged_unit(self, code: str) -> str:
        """What the log calls a unit of the list in force."""
        return self.choices.get(UNITS, NOT_RENAMED).first.get(code, code)

    def plan_unit(self, logged: str) -> str:
        return self.choices.get(UNITS, NOT_RENAMED).now.get(logged, logged)

    def logged_kind(self, kind: str) -> str:
        return self.kinds.first.get(kind, kind)

    def logged_field(self, kind: str, name: str) -> str:
        return self.fields.get(kind, NOT_RENAMED).first.get(name, name)

    def logged_value(self, kind: str, name: str, value: Stored) -> Stored:
        """A stored value with the codes that the log has."""
        of = self.coded.get((kind, name))
        return value if of is None else recoded(self.choices[of.choices].first, value, many=of.many)

    def plan_kind(self, name: str) -> str:
        return self.kinds.now.get(name, name)

    def plan_field(self, kind: str, name: str) -> str:
        return self.fields.get(kind, NOT_RENAMED).now.get(name, name)

    def logged_table(self, table: str) -> str:
        """What papers call a statistic (`kind.field#2`), by the names of the log."""
        kind, dot, rest = table.partition(".")
        field, mark, number = rest.partition("#")
        return f"{self.logged_kind(kind)}{dot}{self.logged_field(kind, field)}{mark}{number}"

    def plan_table(self, table: str) -> str:
        logged, dot, rest = table.partition(".")
        field, mark, number = rest.partition("#")
        kind = self.plan_kind(logged)
        return f"{kind}{dot}{self.plan_field(kind, field)}{mark}{number}"

    def plan_value(self, kind: str, name: str, value: Stored) -> Stored:
        """A stored value with the codes that the plan has."""
        of = self.coded.get((kind, name))
        return value if of is None else self.coded_value(of, value)

    def plan_json(self, kind: str, name: str, raw: Any) -> Any:
        """The same of a value as JSON has it."""
        of = self.coded.get((kind, name))
        codes: Mapping[Any, str] = self.choices[of.choices].now if of else {}
        if isinstance(raw, list):
            return [codes.get(one, one) if isinstance(one, str) else one for one in raw]
        return codes.get(raw, raw) if isinstance(raw, str) else raw

    def coded_value(self, of: CodedField, value: Stored) -> Stored:
        return recoded(self.choices[of.choices].now, value, many=of.many)


NO_NAMES = LogNames()


def renamed_units(plan: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The units of the list in force that had other codes, as other things that were renamed stand in a plan."""
    of_list: Mapping[str, Any] = plan.get(RENAMED, {}).get(plan["plan"]["unit_version"], {})
    return {code: {"was": was} for code, was in of_list.items()}


def _coded(raw: Mapping[str, Any]) -> CodedField:
    """Where a field of a plan takes its codes from; "" where it has none."""
    of = FIELD_TYPES[raw["type"].partition(":")[0]]
    return CodedField(UNITS if of.lookup is Lookup.UNITS else raw.get("choices", ""), of.many)


def _renamed_ones(parts: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[str, Renamed]:
    """Those of several tables in which something was renamed."""
    found = {name: Renamed.of(things) for name, things in parts.items()}
    return {name: renamed for name, renamed in found.items() if renamed.now}


def recoded(codes: Mapping[str, str], value: Stored, *, many: bool) -> Stored:
    """A stored value, or `many` in one, with other codes."""
    if not isinstance(value, str):
        return value
    if not many:
        return codes.get(value, value)
    items = stored_list(value)
    if not isinstance(items, tuple):
        return value
    return to_stored(tuple(sorted({codes.get(str(item), str(item)) for item in items})))
