"""A data file as a whole: made for a plan and a unit, opened again, asked what it is."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.connection import Connection, connect, transaction
from db.data_file_opening import open_file, refuse_taken, sign
from db.error_sentences import sentences
from db.foreign_parts import take_out
from db.head import read_head
from db.label_views import label_views, put_label_views
from db.log import stored_digest
from db.meta import author_of, mark_head, set_meta
from db.open_file import OF_DAMAGED_FILE, OpenFile
from db.plan_tables import describe_plan
from db.present import see_latest
from db.replaced import seen
from db.schema import add_plan, ensure_kind_tables
from db.sorting import register_functions
from db.tables import LEDGER, TABLES, make_tables
from desktop_app.domain.changes import Change
from desktop_app.domain.clock import Clock, make_stamp
from desktop_app.domain.log_names import LogNames
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.domain.record_ids import natural_id
from desktop_app.domain.values import Stored, to_stored
from desktop_app.errors import AppError, reason_of

if TYPE_CHECKING:
    from desktop_app.domain.plan_seeds import Seed

# a column that is worked out whenever a check or a copy reads it, in whichever table, or whenever a row of ours is
# written without it or one goes that another row names, which may take for ever; our tables have none
_WORKED_OUT = f"""
SELECT 1 FROM main.sqlite_schema t, pragma_table_xinfo(t.name, 'main') c
WHERE t.type = 'table' AND t.sql NOT LIKE 'CREATE VIRTUAL %' AND (
  c.hidden > 1
  OR (
    c.dflt_value LIKE '%(%'
    AND (
      t.name IN ({", ".join(f"'{name}'" for name in sorted(LEDGER))}) OR t.name GLOB '_*'
      OR EXISTS (SELECT 1 FROM pragma_table_xinfo(t.name, 'main') o WHERE o.name = '_state')
      OR EXISTS (SELECT 1 FROM pragma_foreign_key_list(t.name, 'main') k WHERE k.on_delete = 'SET DEFAULT')
    )
  )
)
LIMIT 1
"""
PRACTICE = "practice"  # what a file for practice says of itself


def create(
    path: Path, source: Mapping[str, Any], unit: str, author: str, clock: Clock, seeds: "Iterable[Seed]",
    key: str | None = None, *, practice: bool = False,
) -> OpenFile:  # fmt: skip
    """Make a file for the office of `unit`, with the records that the plan brings; half a file is never left.

    `practice`: what will stand in it is made up, and no other file may take it for real.
    """
    path = path.absolute()  # a name like `:memory:` is a name
    unit = LogNames.of(source).logged_unit(unit)
    with creating(path) as part, closing(build(part, source, unit, author, clock, seeds, key, practice=practice)):
        pass
    file = _ready(path, connect(path, key), parse_plan(source), clock, unit, author, key, practice=practice)
    file.seen = seen(file)
    return file


@contextmanager
def creating(path: Path) -> Iterator[Path]:
    """A name under which to make a new file, which then takes its own; AppError: it can't be had."""
    from db.part_file import part_file, put_in_place
    from db.private_folder import remove_part

    refuse_taken(path)
    try:
        with part_file(path) as part:
            part.touch(exist_ok=False)  # a folder that takes no file says why; SQLite would speak of a file to copy
            remove_part(part)
            yield part
            put_in_place(part, path)
    except FileExistsError as error:
        raise AppError("core.exists", file=path.name) from error
    except OSError as error:
        raise AppError("core.cannot_create", file=path.name, reason=reason_of(error)) from error


def build(
    path: Path, source: Mapping[str, Any], unit: str, author: str, clock: Clock, seeds: "Iterable[Seed]",
    key: str | None = None, *, practice: bool = False,
) -> OpenFile:  # fmt: skip
    """The same where it has its name already; what is there when it fails is the caller's to remove."""
    from db import store  # a file that is there is opened without

    with sentences(path):
        connection = connect(path, key)
    try:
        with transaction(connection, path):
            sign(connection)
            make_tables(connection)
            plan = parse_plan(source)
            add_plan(connection, source)
            ensure_kind_tables(connection, plan)
            describe_plan(connection, plan)
            file = _ready(path, connection, plan, clock, unit, author, key, practice=practice)
            meta = {"unit": unit, "author": author, "unit_version": plan.unit_version, "plan": plan.id}
            set_meta(connection, meta | ({PRACTICE: "1"} if practice else {}))
            store.apply_plan_records(file, *seed_changes(plan, seeds))
            mark_head(connection)
        return file
    except BaseException:
        connection.close()
        raise


def _ready(
    path: Path, connection: Connection, plan: Plan, clock: Clock, unit: str, author: str, key: str | None, *,
    practice: bool,
) -> OpenFile:  # fmt: skip
    file = OpenFile(path, connection, plan, clock, unit, author, practice, key)
    register_functions(file)
    return file


def seed_changes(plan: Plan, seeds: "Iterable[Seed]") -> tuple[list[Change], bytes, datetime]:
    """The plan's records as changes whose stamps follow from the plan's id and what they say alone."""
    moment = datetime.combine(datetime.fromisoformat(plan.doc_date), time(), UTC)
    milliseconds = int(moment.timestamp() * 1000)

    from hashlib import blake2b  # it loads OpenSSL, which the start does without

    def stamp(*names: str) -> bytes:
        return make_stamp(milliseconds, 0, blake2b(json.dumps([plan.id, *names]).encode(), digest_size=6).digest())

    names = LogNames.of(plan.source)

    def logged(kind: str, record: str, name: str, value: Stored) -> tuple[str, str, str, str]:
        value = names.logged_value(kind, name, value)
        return names.logged_kind(kind), record, names.logged_field(kind, name), str(value)

    act = stamp("act")
    changes = []
    for kind, given, values in seeds:
        record = given or natural_id(plan.kinds[kind], values, names)
        if record is None:
            raise ValueError(kind)
        stored = {
            name: to_stored(tuple(sorted(value)) if isinstance(value, list) else value)
            for name, value in values.items()
        }
        changes += [
            Change(stamp(*logged(kind, record, name, value)), record, kind, name, value, act=act)
            for name, value in stored.items()
            if value is not None
        ]
    return changes, act, moment


def open_data_file(
    path: Path,
    clock: Clock,
    key: str | None = None,
) -> OpenFile:
    """Open a file of ours; AppError says why another one can't be opened."""
    file = open_unprepared(path, clock, key)
    try:
        with sentences(path):
            _keep_views(file)
            see_latest(file)
            file.seen = seen(file)
        return file
    except BaseException as error:
        try:
            if isinstance(error, OF_DAMAGED_FILE):
                file.refuse_damaged(error)
        finally:
            file.close()
        raise


def open_unprepared(path: Path, clock: Clock, key: str | None) -> OpenFile:
    """Open a file of ours as it is: to be copied, or asked for its log.

    What another program put in that would run with our work is taken out of it first.
    """
    connection = open_file(path, key)
    try:
        with sentences(path):
            schema = take_out(connection, path)
            if not schema.names >= TABLES or connection.execute(_WORKED_OUT).fetchone():
                raise AppError("core.damaged", file=path.name)
            head = read_head(connection, path)
            if not schema.names >= head.plan.record_kinds.keys():
                raise AppError("core.damaged", file=path.name)
            author, practice = head.meta.get("author", ""), PRACTICE in head.meta
            author = author if isinstance(author, str) else ""
            file = _ready(path, connection, head.plan, clock, head.unit, author, key, practice=practice)
            file.certain = head.certain
            file.foreign, file.views = schema.foreign, schema.views
        return file
    except BaseException:
        connection.close()
        raise


def _keep_views(file: OpenFile) -> None:
    """The views with labels are those of the plan in force, to the letter; nothing runs them before."""
    views = label_views(file.plan)
    if file.certain and file.views != views:
        with transaction(file.connection, file.path):
            put_label_views(file.connection, views)


def describe(file: OpenFile) -> dict[str, Any]:
    """What `info` says: plan, unit, records per kind, changes, conflicts, format, digest."""
    run = file.connection.execute
    with sentences(file.path):
        count, total = stored_digest(file.connection)
        kinds = run(
            "SELECT k.name, count(*) FROM record r JOIN temp._plan_kind k ON k.no = r.kind"
            " WHERE r.deleted = 0 OR r.retained = 1 GROUP BY k.name"
        )
        return {
            "plan": file.plan.id,
            "plan_edition": file.plan.edition,
            "unit": file.unit,
            "unit_version": file.plan.unit_version,
            "unit_name": file.units.name(file.unit),
            "author": author_of(file.connection),
            "records": dict(sorted(kinds.fetchall())),
            "changes": count,
            "conflicts": run("SELECT count(*) FROM _conflict").fetchone()[0],
            "schema_version": run("PRAGMA user_version").fetchone()[0],
            "encrypted": file.encrypted,
            "log_digest": f"{count}-{total:012x}",
        }
