"""What a file says of itself, its unit and its plan in force, and whether that is still what was written there."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec import DecodeError
from msgspec.json import decode

from db.connection import Connection, OperationalError
from db.head_mark import MARK, Head, in_force, mark_of
from db.plan_rows import BROKEN_PLAN, can_be_read, plan_row
from desktop_app.domain.json_text import parse_json
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_parsing import LaterPlanError, parse_plan
from desktop_app.errors import AppError

MOST_PLANS = 4
_plans: dict[str, Plan] = {}  # by the SHA-256 of their texts, which nobody needs any more


def read_head(connection: Connection, path: Path) -> Head:
    """Read unit and plan of a file. AppError: they can't be read, or a later program wrote them.

    A head that is not what was marked, but can be read, is not `certain`: it serves to look at records.
    """
    try:
        # a bit that flipped may leave a text that is none
        connection.text_factory = lambda text: text.decode("utf-8", "replace")
        meta = dict(connection.execute("SELECT key, value FROM main.meta").fetchall())
        rows = connection.execute("SELECT rowid, id, edition FROM main.plan NOT INDEXED").fetchall()
        own = [row for row in rows if row[1] == meta.get("plan") and type(row[2]) is int]
        if not own:
            raise AppError("plan.lost", file=path.name)
        row = plan_row(connection, in_force(meta, own))
        mark = mark_of(meta, row)
        plan, certain = _parsed(mark.body, row.body), meta.get(MARK) == str(mark)
        readable = plan is not None and (certain or can_be_read(plan.source))
        if plan is None or not readable or (not certain and meta.get("unit") not in plan.units):
            raise AppError("plan.lost", file=path.name)
        return Head(meta, plan, meta["unit"], certain=certain)
    except LaterPlanError as error:
        raise AppError("core.too_new", file=path.name) from error
    except OperationalError as error:
        if getattr(error, "sqlite_errorname", "") != "SQLITE_ERROR":  # else it is in use, or can't be read
            raise
        raise AppError("core.damaged", file=path.name) from error  # tables of another make
    finally:
        connection.text_factory = str


def _parsed(sha256: str, text: bytes) -> Plan | None:
    """A plan that is known by its digest; a file that is opened once more in this process has it at once."""
    if (known := _plans.get(sha256)) is not None:
        return known
    try:
        with _nothing_to_collect():
            plan = parse_plan(_read(text))
            _ = plan.units  # which must be a tree
    except LaterPlanError:
        raise
    except BROKEN_PLAN:
        return None
    for oldest in list(_plans)[: 1 - MOST_PLANS]:
        _plans.pop(oldest, None)
    _plans[sha256] = plan
    return plan


@contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """A plan is a large tree, none of it garbage: to look for some while it grows takes a seventh of an opening."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _read(text: bytes) -> Any:
    """What JSON says; in half of the time where it says what any JSON may."""
    try:
        return decode(text)
    except DecodeError:
        return parse_json(text.decode())
