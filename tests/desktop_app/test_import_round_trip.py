"""Whatever records a file holds, exporting them and importing the lines elsewhere gives the same records."""

import json
import tempfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.domain.plan import Field, Plan, RecordKind
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.plan_files import load_plan
from desktop_app.session import OpenFile, imports, maintenance
from tests.new_files import new_file

SOURCE = load_plan(Path(__file__).resolve().parent.parent / "data" / "plans" / "tiny")
PLAN = parse_plan(SOURCE)
NOW = datetime(2023, 6, 1, 8, tzinfo=UTC)

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
days = st.dates(date(2015, 1, 1), date(2023, 6, 1)).map(date.isoformat)


def value_of(plan: Plan, field: Field, refs: dict[str, list[str]]) -> st.SearchStrategy[Any]:
    """JSON values that an import takes for a field whatever the rest of the record says."""
    choices = sorted(plan.choices.get(field.choices or "", {}))
    by_type: dict[str, st.SearchStrategy[Any]] = {
        "text": texts,
        "longtext": texts,
        "int": st.integers(1, 10**15),
        "money": st.integers(-(10**15), 10**15),
        "decimal": st.decimals(-(10**6), 10**6, places=3).map(lambda d: float(Decimal(d))) | st.integers(0, 10**9),
        "date": days,
        "time": st.times().map(lambda time: f"{time:%H:%M}"),
        "bool": st.booleans(),
        "choice": st.sampled_from(choices or [""]),
        "multi": st.lists(st.sampled_from(choices or [""])),
        "ref": st.sampled_from(refs.get(field.target or "", []) or [""]),
        "unit": st.sampled_from(["011", "021", "0212"]),
    }
    return by_type[field.type.name]


def record_of(plan: Plan, kind: RecordKind, refs: dict[str, list[str]]) -> st.SearchStrategy[dict[str, Any]]:
    fields = {name: value_of(plan, field, refs) for name, field in kind.fields.items()}
    return st.fixed_dictionaries(
        {name: value if name in kind.natural_key else st.none() | value for name, value in fields.items()}
    )


@st.composite
def lines_to_import(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Lines of records of every kind, references among them or to records that came with the plan."""
    refs = {"nursery": ["vuon-01", "vuon-02"]}
    lines: list[dict[str, Any]] = []
    for kind in PLAN.record_kinds.values():
        needed = [field.target or "" for field in kind.fields.values() if field.type.refers and field.required]
        if not all(refs.get(target) for target in needed):
            continue
        for number, fields in enumerate(draw(st.lists(record_of(PLAN, kind, refs), max_size=3))):
            record = None if kind.natural_key else f"{kind.name}-{number}"
            if record:
                refs.setdefault(kind.name, []).append(record)
            lines.append({"kind": kind.name, "id": record, "fields": fields})
    return draw(st.permutations(lines))


def exported(file: OpenFile) -> list[str]:
    return [json.dumps(line) for line in imports.export_lines(file)]


@given(lines_to_import())
@settings(max_examples=40)
def test_export_and_import_give_the_same_records(lines: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        with new_file(Path(folder) / "a.db", SOURCE, "H", now=lambda: NOW) as first:
            assert imports.import_lines(first, (json.dumps(line) for line in lines)).problems == []
            once = exported(first)
        with new_file(Path(folder) / "b.db", SOURCE, "H", now=lambda: NOW) as second:
            assert imports.import_lines(second, once).problems == []
            assert exported(second) == once
            before = maintenance.info(second)["changes"]
            assert imports.import_lines(second, once).problems == []
            assert maintenance.info(second)["changes"] == before
