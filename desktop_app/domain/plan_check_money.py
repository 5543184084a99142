"""Validator of plans: money is kept in dong, so no figure of it may be called thousands or millions."""

import re
from collections.abc import Iterator

from desktop_app.domain.collation import fold
from desktop_app.domain.plan_check_kinds import field_at, known_type
from desktop_app.domain.plan_findings import Findings, Raw
from desktop_app.domain.plan_language.tree import Ask, Call, CountedSet, FieldPath, Language, Operation, Tree

DONG = "core.dong"
LARGER = {
    "nghin", "ngan", "trieu", "tr", "trd", "ty", "ti", "thousand", "thousands", "million", "millions", "billion",
    "billions",
}  # fmt: skip


def check_money_summed(found: Findings, key: str, statistic: Raw, plan: Raw) -> None:
    """A statistic that adds up a field of money."""
    field = field_at(plan, statistic["kind"], statistic["sum"]) if "sum" in statistic else None
    _add(found, f"{key}.unit", statistic, [statistic["sum"]] if _is_money(field) else [])


def check_money_counted(found: Findings, plan: Raw, language: Language) -> None:
    """An indicator whose numerator is money as it was typed; what is multiplied is another amount."""
    for code, indicator in plan["indicators"].items():
        for (owner, _), parts in language.readings.items():
            trees = [(part, part.numerator) for part in parts if part.numerator] if owner == code else []
            names = [
                name for part, tree in trees
                for name in _money_in(tree, plan, language, "" if part.of_units else part.population)
            ]  # fmt: skip
            _add(found, f"indicators.{code}.unit", indicator, names)


def _money_in(tree: Tree, plan: Raw, language: Language, population: str) -> Iterator[str]:
    match tree:
        case Operation(sign="*"):
            return
        case Operation(parts=parts) | Call(parts=parts):
            for one in parts:
                yield from _money_in(one, plan, language, population)
        case Ask(set=asked, column=FieldPath(path=path)):
            yield from _field_of(plan, language.sets.get(asked), path)
        case FieldPath(path=path):
            yield from _field_of(plan, language.sets.get(population), path)


def _field_of(plan: Raw, records: CountedSet | None, path: tuple[str, ...]) -> Iterator[str]:
    name = ".".join(path)
    if records and _is_money(field_at(plan, records.kind, name)):
        yield name


def _is_money(field: Raw | None) -> bool:
    known = known_type(field)
    return known is not None and known.unit == DONG


def _add(found: Findings, key: str, figure: Raw, names: list[str]) -> None:
    words = re.findall(r"\w+", " ".join(fold(text) for text in figure.get("unit", {}).values()))
    if names and not LARGER.isdisjoint(words):
        found.add(key, "money_in_dong", name=names[0], unit=figure["unit"]["vi"])
