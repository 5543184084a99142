"""Validator of plans: whoever counts people says so, or a small count that one figure hides another one prints."""

from collections.abc import Iterator, Mapping

from desktop_app.domain.plan_check_kinds import type_of
from desktop_app.domain.plan_findings import Findings, Raw
from desktop_app.domain.plan_language.language import read_language
from desktop_app.domain.plan_language.tree import (
    COUNTED,
    Ask,
    Call,
    CountedSet,
    FieldPath,
    Language,
    Named,
    Operation,
    Tree,
)

SIGNS = ("people", "supported")
_ADDS = ("+", "-", "*")
_GIVES = ("coalesce", "min", "max", "if")  # calls that give one of the values that they are given
_Counted = tuple[str, str]  # a kind and its field


def check_people(found: Findings, plan: Raw, language: Language) -> None:
    """The same field is people, and people who are supported, in all figures that add it up, or in none."""
    figures = dict(_figures(plan, language))
    for sign in SIGNS:
        marked = {field for figure, fields in figures.values() if figure.get(sign) for field in fields}
        for key, (figure, fields) in figures.items():
            if not figure.get(sign) and (shared := marked.intersection(fields)):
                kind, name = min(shared)
                label = plan["kinds"][kind]["fields"][name]["label"]["vi"]
                found.add(f"{key}.{sign}", "people_elsewhere", name=label, sign=sign)


def added_up(plan: Raw) -> Mapping[str, set[_Counted]]:
    """By indicator the fields that its figure adds up; none of a plan that is written in SQL."""
    if "language" not in plan["plan"]:
        return {}
    figures = _figures(plan, read_language(plan, Findings({}, "")))
    return {key.removeprefix("indicators."): fields for key, (_, fields) in figures if key.startswith("indicators.")}


def _figures(plan: Raw, language: Language) -> Iterator[tuple[str, tuple[Raw, set[_Counted]]]]:
    """The statistics and indicators with the fields that they add up."""
    for number, statistic in enumerate(plan.get("statistics", ()), start=1):
        if "sum" in statistic:
            yield f"statistics[{number}]", (statistic, set(_at(plan, statistic["kind"], statistic["sum"].split("."))))
    for code, indicator in plan["indicators"].items():
        readings = (parts for (owner, _), parts in language.readings.items() if owner == code)
        parts = [part for of_reading in readings for part in of_reading if part.role == COUNTED]
        trees = [(part, tree) for part in parts for tree in (part.numerator, part.denominator) if tree]
        fields = {
            field for part, tree in trees
            for field in _summed(tree, plan, language, "" if part.of_units else part.population, part.values)
        }  # fmt: skip
        yield f"indicators.{code}", (indicator, fields)


def _summed(
    tree: Tree, plan: Raw, language: Language, population: str, values: Mapping[str, Tree]
) -> Iterator[_Counted]:
    """The fields whose numbers make the value; not those that are only compared."""
    match tree:
        case Operation(sign=sign, parts=parts) if sign in _ADDS:
            yield from (field for one in parts for field in _summed(one, plan, language, population, values))
        case Call(name=name, parts=parts) if name in _GIVES:
            given = parts[1:] if name == "if" else parts
            yield from (field for one in given for field in _summed(one, plan, language, population, values))
        case Ask(how=how, set=asked, column=FieldPath(path=path)) if how in ("sum", "total", "latest", "earliest"):
            yield from _field_of(plan, language.sets.get(asked), path)
        case Named(name=name) if name in values:
            yield from _summed(values[name], plan, language, population, {})
        case FieldPath(path=path):
            yield from _field_of(plan, language.sets.get(population), path)


def _field_of(plan: Raw, records: CountedSet | None, path: tuple[str, ...]) -> Iterator[_Counted]:
    if records:
        yield from _at(plan, records.kind, list(path))


def _at(plan: Raw, kind: str, path: list[str]) -> Iterator[_Counted]:
    """Where a path ends, if there is such a field."""
    *steps, last = path
    for step in steps:
        _, _, kind = type_of(plan, kind, step).partition(":")
    if last in plan["kinds"].get(kind, {}).get("fields", {}):
        yield kind, last
