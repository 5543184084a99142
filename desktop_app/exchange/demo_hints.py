"""What a plan's `demo.toml` says to make invented records look like real ones; every hint may be missing."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Self

from desktop_app.plan_files import plans_folder

FILE = "demo.toml"


@dataclass(frozen=True, slots=True)
class FieldHint:
    """How one field is filled.

    fill: how often, where it may stay empty. value: always this. choices: value -> weight; choices_at: level of the
    unit -> such weights. text: patterns; by, texts: value of the field `by` -> patterns.
    range: smallest and largest number; round: to a multiple of it. part: share of the number that bounds it from above.
    of, times: a multiple of another field. once_per: the full part for the first record of that reference only.
    like: `kind.field` of the latest record about the same `via`. count_of: as many as records of that kind a year
    later, less `growth` percent (`root_growth`: for the topmost unit).
    after, days: a date so many days after a field, or after the `period`; late: how often ten days or more later.
    between: first and last day. cover: the share of the records referred to that are ever chosen, in turn.
    where: what a record referred to must say.
    true: how often a truth value is true. when: fill only where this expression is true.
    """

    fill: float | None = None
    value: Any = None
    choices: Mapping[str, float] = field(default_factory=dict)
    choices_at: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    text: Sequence[str] = ()
    by: str | None = None
    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    range: Sequence[int] = ()
    round: int = 0
    part: Sequence[float] = ()
    of: str | None = None
    times: Sequence[float] = ()
    once_per: str | None = None
    like: str | None = None
    via: str | None = None
    count_of: str | None = None
    growth: Sequence[float] = (0, 0)
    root_growth: float | None = None
    after: str | None = None
    days: Sequence[int] = ()
    late: float = 0.0
    between: Sequence[str] = ()
    cover: float | None = None
    where: Mapping[str, Any] = field(default_factory=dict)
    true: float | None = None
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Ensure:
    """Records that the most diligent units of a level surely have, once or in every quarter; a date given as two
    days lies between them, of several choices one is taken, a text is a pattern.
    """

    level: str
    share: float = 1.0
    every: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KindHint:
    """How the records of one kind are spread.

    share: weight among all kinds. most: never more. levels: weight per level of unit (else where the
    plan has it entered). idle: share of the least
    diligent units, which have no record in one quarter. parents: field -> values that a parent must hold one of.
    drive: the reference chosen before the parent. periods, years: of records kept by period. all: unit by unit in
    order in place of at random. cumulative: numbers grow over the year and a unit's hold those below it.
    """

    share: float = 1.0
    most: int | None = None
    levels: Mapping[str, float] = field(default_factory=dict)
    idle: float = 0.0
    parents: Mapping[str, Sequence[str]] = field(default_factory=dict)
    drive: str | None = None
    periods: Sequence[str] = ()
    years: Sequence[int] = ()
    all: bool = False
    cumulative: bool = False
    ensure: Sequence[Ensure] = ()
    fields: Mapping[str, FieldHint] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hints:
    """All hints of a plan: words for patterns, shorter labels for choices, and the kinds."""

    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    kinds: Mapping[str, KindHint] = field(default_factory=dict)

    def kind(self, name: str) -> KindHint:
        return self.kinds.get(name, KindHint())

    @classmethod
    def parse(cls, source: Mapping[str, Any]) -> Self:
        """Hints from the mapping of a TOML file; ValueError names a word it does not know."""
        kinds = {name: _parse_kind(name, raw) for name, raw in source.get("kinds", {}).items()}
        return cls(source.get("words", {}), source.get("labels", {}), kinds)


def _known(what: type[Any], name: str, raw: Mapping[str, Any]) -> dict[str, Any]:
    unknown = raw.keys() - {f.name for f in fields(what)}
    if unknown:
        raise ValueError(f"{FILE}: {name}.{min(unknown)}")
    return dict(raw)


def _parse_kind(name: str, raw: Mapping[str, Any]) -> KindHint:
    known = _known(KindHint, name, raw)
    known["fields"] = {f: FieldHint(**_known(FieldHint, f"{name}.{f}", r)) for f, r in raw.get("fields", {}).items()}
    known["ensure"] = [Ensure(**_known(Ensure, f"{name}.ensure", r)) for r in raw.get("ensure", ())]
    return KindHint(**known)


def load_hints(plan_id: str) -> Hints:
    """The hints beside a plan that comes with the program; none for any other plan."""
    file = plans_folder() / plan_id / FILE
    return Hints.parse(tomllib.loads(file.read_text(encoding="utf-8"))) if file.is_file() else Hints()
