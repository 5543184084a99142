"""Whether two records of one kind may be the same thing entered twice, field by field, so that a person can judge."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from msgspec import Struct

from desktop_app.domain.field_defaults import is_numbered
from desktop_app.domain.plan import Field, RecordKind
from desktop_app.domain.values import Value, to_json

NEAR = 0.8  # alike as far as that
LIKELY, ENOUGH = 0.75, 3.0
NAME, PARENT = 3.0, 2.0  # what a text of the title, and lying in the same record, weigh


class Verdict(StrEnum):
    """What comparing one field found; MISSING: only one of the two has a value."""

    EQUAL = "equal"
    NEAR = "near"
    MISSING = "missing"
    DIFFERENT = "different"


_WORTH = {Verdict.EQUAL: 1.0, Verdict.NEAR: 0.8, Verdict.MISSING: 0.6, Verdict.DIFFERENT: 0.0}


class Compared(Struct, frozen=True):
    """One field of both records."""

    field: str
    verdict: Verdict
    first: Value
    second: Value


class Duplicate(Struct, frozen=True):
    """Two records that may be one. Joined, `survivor` (the smaller id) stands for both."""

    kind: str
    survivor: str
    goes: str
    score: float
    fields: Sequence[Compared]

    @property
    def filled(self) -> list[str]:
        """The fields that only the record that goes has a value for."""
        return [one.field for one in self.fields if one.first is None]

    def to_json(self) -> dict[str, Any]:
        fields = [
            {"field": c.field, "verdict": c.verdict, "values": [to_json(c.first), to_json(c.second)]}
            for c in self.fields
        ]
        records = [self.survivor, self.goes]
        return {"kind": self.kind, "records": records, "score": round(self.score, 3), "fields": fields}


class Scale(Struct, frozen=True):
    """What the fields of a kind weigh: `names` tell one record from another, as its title does."""

    kind: RecordKind
    names: Sequence[str]
    weights: Mapping[str, float]


def scale_of(kind: RecordKind) -> Scale:
    """What two records of one unit and day share anyway weighs nothing, nor does a number that the program proposes."""
    shared = (kind.unit_field, kind.date_field, kind.parent_field)
    compared = {name: field for name, field in kind.fields.items() if name not in shared and not is_numbered(field)}
    names = [name for name in dict.fromkeys(re.findall(r"\{(\w+)\}", kind.title)) if name in compared]
    weights = {
        name: NAME if field.type.one_line and name in names else field.type.weight for name, field in compared.items()
    }
    return Scale(kind, names, weights)


def shared_fields(kind: RecordKind) -> list[str]:
    """The fields of which two records of the same thing have the same values: their key, or unit (parent), day and what
    choices name them by; none where they can't be told.
    """
    if kind.natural_key:
        return list(kind.natural_key)
    around = kind.parent_field or kind.unit_field
    day = [kind.date_field] if kind.date_field in kind.fields else []
    names = [name for name in scale_of(kind).names if kind.fields[name].type.exact]
    return list(dict.fromkeys([around, *day, *names])) if around else []


def verdict_of(field: Field, a: Value, b: Value) -> Verdict:
    """How two values of a field stand to each other, the same in either order."""
    if a == b:
        return Verdict.EQUAL
    if a is None or b is None:
        return Verdict.MISSING
    alike = field.type.alike(a, b)
    return Verdict.EQUAL if alike == 1 else Verdict.NEAR if alike >= NEAR else Verdict.DIFFERENT


def compare(kind: RecordKind, first: Mapping[str, Value], second: Mapping[str, Value]) -> list[Compared]:
    """Every field that at least one of the two has a value for."""
    return [
        Compared(name, verdict_of(field, first.get(name), second.get(name)), first.get(name), second.get(name))
        for name, field in kind.fields.items()
        if first.get(name) is not None or second.get(name) is not None
    ]


def find_duplicate(
    scale: Scale, first: tuple[str, Mapping[str, Value]], second: tuple[str, Mapping[str, Value]]
) -> Duplicate | None:
    """What speaks for two records of the same unit and day (or the same parent, or key) being one; None: too little."""
    kind = scale.kind
    (survivor, a), (goes, b) = sorted((first, second), key=lambda record: record[0])
    if not kind.natural_key and any(
        verdict_of(kind.fields[name], a.get(name), b.get(name)) is Verdict.DIFFERENT for name in scale.names
    ):
        return None
    fields = compare(kind, a, b)
    score = 1.0 if kind.natural_key else _score(scale, fields)
    return Duplicate(kind.name, survivor, goes, score, fields) if score >= LIKELY else None


def _score(scale: Scale, fields: Sequence[Compared]) -> float:
    """The share of what is alike in what was compared, each field by its weight; 0 where too little is alike."""
    weighed = [(scale.weights.get(one.field, 0.0), one) for one in fields]
    same = sum(w for w, one in weighed if one.verdict is Verdict.EQUAL or (w == NAME and one.verdict is Verdict.NEAR))
    if same + (PARENT if scale.kind.parent else 0) < ENOUGH:
        return 0.0
    return sum(w * _WORTH[one.verdict] for w, one in weighed) / sum(w for w, _ in weighed)
