"""The plans that a file holds, row by row, and what each of them is; any of them may be damaged."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from db.connection import Connection
from desktop_app.domain.json_text import parse_json
from desktop_app.domain.org_unit import unit_list
from desktop_app.domain.plan import plan_digest
from desktop_app.domain.plan_parsing import LaterPlanError, parse_plan

BROKEN_PLAN = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)


class PlanRow(NamedTuple):
    """A row of `plan`; `body` as bytes, since a damaged one may be no text."""

    no: int
    id: Any
    edition: Any
    digest: Any
    body: bytes


def plan_rows(connection: Connection) -> list[PlanRow]:
    """Every plan of the file, as it stands there."""
    return [
        plan_row(connection, no) for (no,) in connection.execute("SELECT rowid FROM main.plan NOT INDEXED").fetchall()
    ]


def plan_row(connection: Connection, no: int) -> PlanRow:
    query = "SELECT rowid, id, edition, digest, CAST(body AS BLOB) FROM main.plan WHERE rowid = ?"
    row = connection.execute(query, (no,)).fetchone()
    return PlanRow(row[0], row[1], row[2], row[3], row[4] or b"")


def is_sound(row: PlanRow) -> bool:
    """A plan that is what its row says it is."""
    source = source_of(row)
    return source is not None and identity(source) == (row.id, row.edition, row.digest)


def damaged_plans(connection: Connection) -> bool:
    """Whether a plan of the file, in force or not, is no longer what its row says it is."""
    return not all(map(is_sound, plan_rows(connection)))


def sound_units(rows: Iterable[PlanRow]) -> dict[str, list[list[str | None]]]:
    """The unit lists of all sound plans; of two of one version, that of the later edition."""
    found: dict[str, list[list[str | None]]] = {}
    for row in sorted(filter(is_sound, rows), key=lambda row: int(row.edition)):
        found |= (source_of(row) or {}).get("units", {})
    return found


def source_of(row: PlanRow) -> Mapping[str, Any] | None:
    """What a row holds, whatever it is; None where it is no plan at all."""
    try:
        source = parse_json(row.body.decode())
        return source if isinstance(source, dict) and isinstance(source["plan"], dict) else None
    except BROKEN_PLAN:
        return None


def identity(source: Mapping[str, Any]) -> tuple[Any, Any, str]:
    """The id, edition and digest of a plan; of what is none, nothing."""
    try:
        return source["plan"].get("id"), source["plan"].get("edition"), plan_digest(source)
    except BROKEN_PLAN:
        return None, None, ""


def can_be_read(source: Mapping[str, Any]) -> bool:
    """Whether a plan has all that records are shown by, and no unit that lies in itself."""
    try:
        units = unit_list(source, parse_plan(source).unit_version)
        above = {unit.code: unit.parent for unit in units}
        for code in above:
            passed: set[str] = set()
            while (code := above.get(code) or "") and code not in passed:
                passed.add(code)
            if code:
                return False
    except LaterPlanError:
        raise
    except BROKEN_PLAN:
        return False
    return True
