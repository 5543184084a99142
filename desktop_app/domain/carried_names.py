"""What the log of an earlier ledger calls kinds, fields and choices, and what this year's plan calls them."""

from collections.abc import Iterator, Mapping
from typing import Self

from msgspec import Struct

from desktop_app.domain.field_type import Lookup
from desktop_app.domain.field_types import FIELD_TYPES
from desktop_app.domain.former_names import first_name, former_names
from desktop_app.domain.log_names import Renamed, recoded, renamed_units
from desktop_app.domain.plan_findings import Raw
from desktop_app.domain.typed_value import Stored

NOT_OURS = "-"  # before the name of what our plan knows no more: none of its own begins so


class Codes(Struct, frozen=True):
    """The codes of a field by those of the log; `many` of them in one value."""

    now: Mapping[str, str]
    many: bool


class CarriedNames(Struct, frozen=True):
    """The names of this year's plan by those of the earlier log. Fields are asked for by their kind in our plan."""

    kinds: Mapping[str, str]
    fields: Mapping[str, Mapping[str, str]]
    codes: Mapping[tuple[str, str], Codes]

    @classmethod
    def of(cls, old: Raw, new: Raw) -> Self:
        """Both plans, as the mappings that they were parsed from."""
        kinds = _now(old["kinds"], new["kinds"])
        fields: dict[str, Mapping[str, str]] = {}
        codes: dict[tuple[str, str], Codes] = {}
        units = Renamed.of(renamed_units(old)).now
        for name, raw in old["kinds"].items():
            kind = kinds[first_name(name, raw)]
            there, here = raw.get("fields", {}), new["kinds"].get(kind, {}).get("fields", {})
            fields[kind] = _now(there, here)
            for field, of in there.items():
                codes |= _codes(old, new, of, (kind, fields[kind][first_name(field, of)]), here)
                if FIELD_TYPES[of["type"].partition(":")[0]].lookup is Lookup.UNITS:
                    codes[kind, fields[kind][first_name(field, of)]] = Codes(units, many=False)
        return cls(kinds, fields, codes)

    def kind(self, logged: str) -> str:
        return self.kinds.get(logged, logged)

    def logged_kind(self, kind: str) -> str:
        """What the earlier log calls a kind of ours."""
        return next((logged for logged, now in self.kinds.items() if now == kind), kind)

    def field(self, kind: str, logged: str) -> str:
        return self.fields.get(kind, {}).get(logged, logged)

    def value(self, kind: str, field: str, value: Stored) -> Stored:
        codes = self.codes.get((kind, field))
        return value if codes is None else recoded(codes.now, value, many=codes.many)


def _codes(old: Raw, new: Raw, of: Raw, place: tuple[str, str], here: Raw) -> Iterator[tuple[tuple[str, str], Codes]]:
    """Those of one field, where both plans give it a list."""
    there, now = old["choices"].get(of.get("choices")), new["choices"].get(here.get(place[1], {}).get("choices"))
    if there is not None and now is not None:
        yield place, Codes(_now(there, now), FIELD_TYPES[of["type"]].many)


def _now(old: Raw, new: Raw) -> dict[str, str]:
    """By every name that the log may have of the old things, what they are called now.

    What only has the name of an old thing, and says that it was another one, is not that thing.
    """
    owners = {former: name for name, raw in new.items() for former in former_names(raw)}
    found: dict[str, str] = {}
    for name, raw in old.items():
        names = (*former_names(raw), name)  # the one in the log first
        others = {one for one in former_names(new.get(name, {})) if one in old and one != name}
        same = [owners[one] for one in names if one in owners]
        same += [one for one in names if one in new and not (one == name and others)]
        found |= dict.fromkeys(names, same[0] if same else NOT_OURS + name)
    return found
