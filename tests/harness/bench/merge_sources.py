"""The files of the 106 communes of a province, each with 2,000 records as officers leave them: made once, kept.

One commune's file is written through the store, an act for each new record and three for changes of it later. The
others are copies of it in which SQL puts other ids, stamps and units, and the digest that follows.
"""

import hashlib
import itertools
import random
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from db import acts, store
from db.connection import connect
from db.data_file import create, open_data_file
from db.log import computed_digest
from db.meta import set_meta
from db.open_file import OpenFile
from db.schema import quoted
from desktop_app.domain.changes import setting
from desktop_app.domain.clock import Clock
from desktop_app.domain.field_type import Lookup
from desktop_app.domain.org_unit import unit_list
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.domain.plan_seeds import seed_records
from desktop_app.domain.values import Problem, Value, from_json, from_stored
from desktop_app.exchange.demo import demo_lines
from desktop_app.exchange.demo_hints import load_hints
from desktop_app.plan_files import load_plan, plan_folder
from tests.harness.bench.place import FOLDER, ROOT

COMMUNES, RECORDS, FIELDS, CHANGES = 106, 2_000, 14, 3
PROVINCE, COMMUNE = "12", "03388"
TODAY = datetime(2022, 9, 8, 7, 3, tzinfo=UTC)
# what a commune's office writes day by day, in percent: kinds with many fields, and one whose records lie inside others
KINDS = {"comm_activity": 55, "tip": 33, "training": 4, "inspection": 3, "inspection_visit": 5}
WORDS = "Có biên bản số {}"


def source_files(communes: int = COMMUNES, records: int = RECORDS) -> list[Path]:
    """The files of so many communes; those of an earlier way to make them are made anew."""
    folder = FOLDER / f"communes-{records}-{_recipe()}"
    if not folder.exists():
        for older in FOLDER.glob(f"communes-{records}-*"):
            shutil.rmtree(older)
    folder.mkdir(exist_ok=True)
    template = folder / "template.part"
    if not template.exists():
        beside = folder / "making.part"
        beside.unlink(missing_ok=True)
        write_template(beside, plan(), COMMUNE, commune_lines(plan(), records))
        beside.rename(template)
    files = [folder / f"xa-{number:03}.db" for number in range(communes)]
    tree = unit_list(plan(), plan()["plan"]["unit_version"])
    units = [unit for unit in tree.descendants(PROVINCE) if tree.level(unit) == "xa"]
    for number, file in enumerate(files):
        if not file.exists():
            make_another(template, file, units[number % len(units)], number)
    return files


def receiving(file: Path) -> Path:
    """The province's own file, still with nothing but what the plan brings."""
    file.unlink(missing_ok=True)
    with closing(create(file, plan(), PROVINCE, "Tỉnh", _clock(0, TODAY), seed_records(plan())).connection):
        return file


def plan() -> dict[str, Any]:
    return load_plan(plan_folder("lai-chau-2022"))


def _recipe() -> str:
    """A digest of all that shapes a log."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for file in sorted([*(ROOT / "resources/plans").rglob("*.toml"), ROOT / "db/schema.py", ROOT / "db/tables.py"]):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:10]


def _clock(seed: int, day: datetime) -> Clock:
    return Clock(lambda: day, random.Random(seed).randbytes)


def write_template(file: Path, source: dict[str, Any], commune: str, lines: Iterable[dict[str, Any]]) -> None:
    """The file of a commune with these records, in the September of the plan's year."""
    data = create(file, source, commune, "Lan", _clock(1, _today(source)), seed_records(source))
    with closing(data.connection), store.writing(data):
        made = [_write(data, line, number) for number, line in enumerate(lines)]
        for change, (kind, record) in itertools.product(range(CHANGES), made):
            row, now = acts.found(data, record)
            texts = [f for f in kind.fields.values() if f.type.free_text]
            field = texts[change % len(texts)]
            value = f"{from_stored(field, now.shown[field.name])}; bổ sung lần {change + 1}"
            store.apply(data, setting(record, row.kind, now, {field.name: value}), "edit")


def _today(source: dict[str, Any]) -> datetime:
    return TODAY.replace(year=source["plan"]["year"])


def commune_lines(source: dict[str, Any], records: int) -> Iterator[dict[str, Any]]:
    """So many records of a few kinds, with what they lie in first."""
    plan, found, known = parse_plan(source), Counter[str](), set[str]()
    hints = load_hints("lai-chau-2022")  # what other plans rest on
    for line in demo_lines(plan, plan.units, 20 * records, None, 1, _today(source).date(), hints=hints):
        kind = plan.record_kinds[line["kind"]]
        inside = kind.parent_field is None or line["fields"].get(kind.parent_field) in known
        if kind.name in KINDS and inside and found[kind.name] < KINDS[kind.name] * records // 100:
            found[kind.name] += 1
            known.add(line["id"])
            yield line
    assert found.total() == records


def _write(data: OpenFile, line: dict[str, Any], number: int) -> tuple[RecordKind, str]:
    """A new record in one act; texts are filled in until it has as many fields as records have."""
    kind = data.plan.record_kinds[line["kind"]]
    values: dict[str, Value] = {}
    for name, field in kind.fields.items():
        if field.type.refers and name != kind.parent_field:
            continue  # what it names lies in files of other offices
        raw = data.unit if field.type.lookup is Lookup.UNITS else line["fields"].get(name)
        if field.type.free_text:
            raw = raw or WORDS.format(number)
        value = from_json(field, raw)
        assert not isinstance(value, Problem)
        values[name] = value
    values = {name: value for name, value in values.items() if value is not None}
    store.apply(data, acts.creating(data, line["id"], kind, values), "edit")
    return kind, line["id"]


def make_another(template: Path, file: Path, unit: str, number: int) -> None:
    """The same work of another commune: other ids, other random tails, another unit."""
    beside = Path(shutil.copy(template, file.with_suffix(".part")))
    data = open_data_file(beside, _clock(2, TODAY))
    run, before = data.connection.execute, data.unit
    tail, letters = f"x'{number:04x}'", f"{number:04}"
    own = "(SELECT no FROM act WHERE kind <> 'plan')"
    with closing(data.connection), store.writing(data):
        run(f"CREATE TEMP TABLE own AS SELECT DISTINCT record FROM change_log WHERE act IN {own}")
        run("CREATE TEMP TABLE own_id AS SELECT id FROM record WHERE no IN (SELECT record FROM own)")
        run("CREATE TEMP TABLE rows AS SELECT * FROM change_log WHERE record IN (SELECT record FROM own)")
        for column in ("stamp", "replaces"):
            run(f"UPDATE temp.rows SET {column} = {_other(column, tail)} WHERE {column} IS NOT NULL")
        run("UPDATE temp.rows SET value = ? WHERE value = ?", (unit, before))
        run(f"UPDATE temp.rows SET value = {_id('value', letters)} WHERE value IN (SELECT id FROM temp.own_id)")
        run("DELETE FROM change_log WHERE record IN (SELECT record FROM own)")
        run("INSERT INTO change_log SELECT * FROM temp.rows ORDER BY record, field, stamp")
        run(f"UPDATE act SET id = {_other('id', tail)}, unit = ? WHERE no IN {own}", (unit,))
        run(f"UPDATE record SET id = {_id('id', letters)} WHERE id IN (SELECT id FROM temp.own_id)")
        for kind in KINDS:
            _rename(data, data.plan.record_kinds[kind], unit, letters)
        count, total = computed_digest(data.connection)
        set_meta(data.connection, {"unit": unit, "log_count": count, "log_digest": total})
    with closing(connect(beside)) as connection:
        connection.execute("VACUUM")
    beside.rename(file)


def _other(stamp: str, tail: str) -> str:
    """The same stamp of another office: two of its random bytes are others."""
    return f"CAST(substr({stamp}, 1, 8) || {tail} || substr({stamp}, 11) AS BLOB)"


def _id(record: str, letters: str) -> str:
    return f"substr({record}, 1, length({record}) - {len(letters)}) || '{letters}'"


def _rename(data: OpenFile, kind: RecordKind, unit: str, letters: str) -> None:
    """What the typed table of a kind holds of ids and units."""
    changed = {"id": _id("id", letters)}
    for field in kind.fields.values():
        if field.type.lookup is Lookup.UNITS:
            changed[quoted(field.name)] = f"iif({quoted(field.name)} IS NULL, NULL, '{unit}')"
        elif field.name == kind.parent_field:
            changed[quoted(field.name)] = _id(quoted(field.name), letters)
    sets = ", ".join(f"{column} = {value}" for column, value in changed.items())
    data.connection.execute(f"UPDATE {quoted(kind.name)} SET {sets} WHERE id IN (SELECT id FROM temp.own_id)")
