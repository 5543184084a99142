"""Validator of plans: the records that come with it must be complete and free of contradictions in themselves."""

from collections.abc import Iterator, Mapping
from typing import Any

from desktop_app.domain.org_unit import unit_list
from desktop_app.domain.plan import Plan, RecordKind
from desktop_app.domain.plan_findings import Findings, add_repeated, check_known
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.domain.plan_seeds import WORDS, seed_records, words_in
from desktop_app.domain.validation import Rules, check
from desktop_app.domain.values import ERROR, Problem, Value, from_json
from desktop_app.messages import Message, Text


def check_seeds(found: Findings, source: Mapping[str, Any]) -> None:
    """Every template of `seeds`; the rest of the plan must be right already."""
    plan = parse_plan(source)
    rules = Rules(plan, unit_list(source, plan.unit_version))
    kinds_of = {record: kind for kind, record, _ in seed_records(source) if record}
    seen: set[str] = set()
    for number, template in enumerate(source.get("seeds", ()), start=1):
        key = f"seeds[{number}]"
        if not _check_template(found, key, template, plan):
            continue
        for kind, record, raw in seed_records({**source, "seeds": [template]}):
            reason = next(_what_is_wrong(plan.record_kinds[kind], raw, rules, kinds_of), None)
            if reason is not None:
                found.add(key, "bad_seed", seed=record or kind, reason=reason)
                break
            if record in seen:
                found.add(key, "twice", value=record)
                break
            if record:
                seen.add(record)


def _check_template(found: Findings, key: str, template: Mapping[str, Any], plan: Plan) -> bool:
    before = len(found.mistakes)
    kind = plan.record_kinds.get(template["kind"])
    if kind is None:
        found.add_unknown(f"{key}.kind", "unknown_kind", template["kind"], plan.record_kinds)
        return False
    if ("id" in template) == bool(kind.natural_key):
        found.add(key, "id_and_natural_key" if kind.natural_key else "no_id")
    levels = template.get("for_each", [])
    if not isinstance(levels, str):
        add_repeated(found, f"{key}.for_each", levels)
    for level in [levels] if isinstance(levels, str) else levels:
        check_known(found, f"{key}.for_each", level, plan.levels)
    known = WORDS if levels else frozenset[str]()
    texts = [template.get("id", ""), *(v for v in template["fields"].values() if isinstance(v, str))]
    for word in sorted(set().union(*map(words_in, texts)) - known):
        found.add(key, "unknown_word", word=word)
    for name in template["fields"]:
        if name not in kind.fields:
            found.add_unknown(f"{key}.fields", "unknown_field", name, kind.fields)
    return len(found.mistakes) == before


def _what_is_wrong(
    kind: RecordKind, fields: Mapping[str, Any], rules: Rules, kinds_of: Mapping[str, str]
) -> Iterator[Text]:
    """Why a record would not count; one that comes with the plan may refer only to others that do."""
    values: dict[str, Value] = {}
    for name, raw in fields.items():
        field = kind.fields[name]
        value = from_json(field, raw)
        if isinstance(value, Problem):
            yield value.message
        else:
            values[name] = value
            if field.type.refers and kinds_of.get(str(value)) != field.target:
                yield Message("plan.seed_refers", name=name, value=value)
    yield from (p.message for p in check(values, kind, rules) if p.severity == ERROR or p.missing)
