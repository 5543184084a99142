"""What the `demo.toml` of a plan may say so that its made-up records look real; every key may be missing."""

import tomllib
from typing import Any, TypedDict, cast

from desktop_app.domain.plan_base import laid_over
from desktop_app.domain.plan_examples import is_example
from desktop_app.plan_files import examples_folder, plans_folder
from desktop_app.plan_reading import DEMO


class FieldHint(TypedDict, total=False):
    """[kinds.KIND.fields.FIELD]: how a field is filled in."""

    fill: float  # how often it has a value; how often a truth value is true
    value: Any  # this; of a list, one of these; a text may name {words}, {fields}, {n}: a running number, {year},
    # {unit_name}, {unit_inside}: as in a sentence, {unit_place}: without the word for its type,
    # {unit_capitals}, {unit_code}
    weights: dict[str, Any]  # these choices, in proportion, maybe of some levels only: { a = 5, b = { xa = 5 } }
    range: list[int]  # a number between the two, mostly a small one; in a record by period that of a whole year
    of: str  # a number in proportion to that of this field or to the last about a `reference.field`
    times: list[float]  # that proportion, or the one to the number that a check of the plan sets as the largest
    once: str  # 0 in all records but the first one that refers to the same record in this field
    days: list[int]  # a day so long after the first day of the plan's year
    after: str  # … or after the day in this field, or after the last one of the record's "period"
    where: dict[str, list[str]]  # what a record referred to must say
    cover: float  # the part of the records that are ever referred to


class SureHint(TypedDict, total=False):
    """[[kinds.KIND.sure]]: a record that the first `share` of the units of a level have in any case."""

    level: str
    share: float  # usually 1
    fields: dict[str, FieldHint]  # these before those of the kind


class KindHint(TypedDict, total=False):
    """[kinds.KIND]: how many records of a kind there are, whose they are, and how they are filled in."""

    share: float  # how many in proportion to other kinds, usually 1
    most: int  # never more
    levels: dict[str, float]  # the levels whose units have such records, in proportion
    sure: list[SureHint]
    fields: dict[str, FieldHint]


class Hints(TypedDict, total=False):
    """The whole file."""

    base: str  # the plan whose demo.toml holds where this one says nothing
    words: dict[str, list[str]]  # what {word} stands for; `position` is for fields about persons, `note` for long texts
    labels: dict[str, dict[str, str]]  # how texts name the choices of a list, where the plan's labels are too long
    kinds: dict[str, KindHint]


def load_hints(plan_id: str) -> Hints:
    """The hints beside a plan that comes with the program, none for any other plan."""
    folder = (examples_folder() if is_example(plan_id) else plans_folder()) / plan_id
    file = folder / DEMO
    own = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return cast(Hints, laid_over(load_hints(own["base"]), own) if "base" in own else own)
