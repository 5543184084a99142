"""What a file says of itself, its unit and its plan in force, and whether that is still what was written there."""

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import DecodeError, Struct
from msgspec.json import decode
from msgspec.structs import replace

from db.connection import Connection, OperationalError
from desktop_app.domain.json_text import parse_json
from desktop_app.domain.org_unit import unit_list
from desktop_app.domain.plan import Plan, plan_digest
from desktop_app.domain.plan_parsing import LaterPlanError, parse_plan
from desktop_app.errors import AppError

try:
    from _sha256 import sha256  # type: ignore[import-not-found]  # `hashlib` would load OpenSSL for it
except ImportError:  # another Python has it elsewhere
    from hashlib import sha256

FindPlan = Callable[[str, int | None], Mapping[str, Any] | None]
MARK = "head"  # in `meta`: what the rest of the head is, so that a bit that flips is seen, and where
PLAN_FAULT, META_FAULT = "plan", "meta"
_BROKEN_PLAN = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
HEAD_KEYS = ("unit", "unit_version", "plan")
_DIGESTED: deque[tuple[bytes, str]] = deque(maxlen=4)  # the texts of plans that this process met last


class HeadMark(NamedTuple):
    """The head of a file as it was written; `body` is the SHA-256 of the text of the plan."""

    unit: str
    unit_version: str
    plan: str
    edition: int
    digest: str
    body: str

    def __str__(self) -> str:
        said = f"{self.unit} {self.unit_version} {self.plan} {self.edition} {self.digest} {self.body}"
        return f"{said} {sha256(said.encode()).hexdigest()[:16]}"


class PlanRow(NamedTuple):
    """A row of `plan`; `body` as bytes, since a damaged one may be no text."""

    no: int
    id: Any
    edition: Any
    digest: Any
    body: bytes


class _Body(Struct, frozen=True, eq=False):
    """The text of a plan, the same where its SHA-256 is."""

    sha256: str
    text: bytes

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Body) and self.sha256 == other.sha256

    def __hash__(self) -> int:
        return hash(self.sha256)


class Head(NamedTuple):
    """`mark`: what is known to be right, None where nothing is; `faults`: what of it the file says wrongly.

    `certain`: plan and unit are the right ones, whatever the file says.
    """

    meta: Mapping[str, Any]
    plan: Plan
    unit: str
    mark: HeadMark | None = None
    faults: tuple[str, ...] = ()
    certain: bool = True


def no_plan(_plan: str, _edition: int | None) -> None:
    """There is no plan beside the file."""


def read_head(connection: Connection, path: Path, find_plan: FindPlan = no_plan) -> Head:
    """The head of a file; AppError: it can't be known, or a later program wrote it.

    `find_plan` gives the plan of an id that comes with the program, of an edition or the last, for a file whose own is
    damaged.
    """
    try:
        connection.text_factory = _lenient  # a bit that flipped may leave a text that is none
        meta = dict(connection.execute("SELECT key, value FROM main.meta").fetchall())
        known = connection.execute("SELECT rowid, id, edition FROM main.plan NOT INDEXED").fetchall()
        if meta.keys().isdisjoint((*HEAD_KEYS, MARK)):
            raise AppError("core.damaged", file=path.name)
        own = [row for row in known if row[1] == meta.get("plan") and type(row[2]) is int]
        if own:
            row = _row(connection, _in_force(meta, own))
            mark = _mark_of(meta, row)
            if meta.get(MARK) == str(mark) and (plan := _parsed(_Body(mark.body, row.body))):
                return Head(meta, plan, meta["unit"])
        return _doubtful(meta, [_row(connection, no) for no, _, _ in known], path, find_plan)
    except LaterPlanError as error:
        raise AppError("core.too_new", file=path.name) from error
    except OperationalError as error:
        if getattr(error, "sqlite_errorname", "") != "SQLITE_ERROR":  # else it is in use, or can't be read
            raise
        raise AppError("core.damaged", file=path.name) from error  # tables of another make
    finally:
        connection.text_factory = str


def _lenient(text: bytes) -> str:
    return text.decode("utf-8", "replace")


def head_mark(connection: Connection) -> HeadMark | None:
    """The mark of the head as it stands now; None where it says nothing that holds together."""
    meta = dict(connection.execute("SELECT key, value FROM main.meta").fetchall())
    rows = connection.execute("SELECT rowid, id, edition FROM main.plan WHERE id = ?", (meta.get("plan"),)).fetchall()
    if not rows or not all(isinstance(meta.get(name), str) for name in HEAD_KEYS):
        return None
    return _mark_of(meta, _row(connection, _in_force(meta, rows)))


def _in_force(meta: Mapping[str, Any], rows: Iterable[tuple[Any, ...]]) -> int:
    """The number of the row of the edition in force: the one that the file names, else the last."""
    return int(max(rows, key=lambda row: (row[2] == meta.get("edition"), row[2]))[0])


def plan_rows(connection: Connection) -> list[PlanRow]:
    """Every plan of the file, as it stands there."""
    return [_row(connection, no) for (no,) in connection.execute("SELECT rowid FROM main.plan NOT INDEXED").fetchall()]


def is_sound(row: PlanRow) -> bool:
    """A plan that is what its row says it is."""
    source = source_of(row)
    return source is not None and named(source) == (row.id, row.edition, row.digest)


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
    except _BROKEN_PLAN:
        return None


def is_what_was_there(source: Mapping[str, Any], mark: HeadMark) -> bool:
    """Whether a plan is the one that a file had in force."""
    return named(source) == (mark.plan, mark.edition, mark.digest)


@lru_cache(4)
def _parsed(body: _Body) -> Plan | None:
    """A plan that is known by its digest; a file that is opened once more in this process has it at once."""
    try:
        with _nothing_to_collect():
            plan = replace(parse_plan(_read(body.text)), text_digest=body.sha256)
            _ = plan.units  # which must be a tree
    except LaterPlanError:
        raise
    except _BROKEN_PLAN:
        return None
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


def _row(connection: Connection, no: int) -> PlanRow:
    query = "SELECT rowid, id, edition, digest, CAST(body AS BLOB) FROM main.plan WHERE rowid = ?"
    row = connection.execute(query, (no,)).fetchone()
    return PlanRow(row[0], row[1], row[2], row[3], row[4] or b"")


def _mark_of(meta: Mapping[str, Any], row: PlanRow) -> HeadMark:
    unit, version, plan = (meta.get(name, "") for name in HEAD_KEYS)
    return HeadMark(unit, version, plan, row.edition, row.digest, _digest_of(row.body))


def named(source: Mapping[str, Any]) -> tuple[Any, Any, str]:
    """The id, edition and digest of a plan; of what is none, nothing."""
    try:
        return source["plan"].get("id"), source["plan"].get("edition"), plan_digest(source)
    except _BROKEN_PLAN:
        return None, None, ""


def _digest_of(body: bytes) -> str:
    """The SHA-256 of a plan's text; of one that was just met, to compare it takes a fraction of the time."""
    for known, digest in _DIGESTED:
        if known == body:
            return digest
    digest = str(sha256(body).hexdigest())
    _DIGESTED.appendleft((body, digest))
    return digest


def _read_mark(text: object) -> HeadMark | None:
    """The mark of a file, if it is whole itself."""
    parts = text.split(" ") if isinstance(text, str) else []
    if len(parts) != 7 or not parts[3].isdecimal():
        return None
    unit, version, plan, edition, digest, body, _ = parts
    mark = HeadMark(unit, version, plan, int(edition), digest, body)
    return mark if str(mark) == text else None


# --- a head that is not what was marked -------------------------------------------------------------------------------


def _doubtful(meta: Mapping[str, Any], rows: list[PlanRow], path: Path, find_plan: FindPlan) -> Head:
    """The head of a file that has no mark, or where something is not as it was."""
    sound = {row.no: row for row in rows if is_sound(row)}
    mark = _later(_read_mark(meta.get(MARK)), sound.values()) or _unmarked(meta, rows, sound.values())
    faults = [PLAN_FAULT] if len(sound) < len(rows) or mark is None else []
    if mark and any(meta.get(name) != getattr(mark, name) for name in HEAD_KEYS):
        faults.append(META_FAULT)
    exact = _exact(mark, rows, sound, find_plan) if mark else None
    exact = exact if exact and can_be_read(exact) else None
    source = exact or _readable(mark.plan if mark else meta.get("plan"), rows, sound.values(), find_plan)
    if source is None:
        raise AppError("plan.lost", file=path.name)
    plan = parse_plan(source)
    units = unit_list(plan.source, plan.unit_version)
    unit = mark.unit if mark else meta.get("unit")
    if not isinstance(unit, str) or unit not in units:
        unit, exact = plan.root, None
        faults += [META_FAULT] if META_FAULT not in faults else []
    if exact is None and not faults:
        faults.append(PLAN_FAULT)
    return Head(meta, plan, unit, mark, tuple(faults), certain=exact is not None)


def _later(mark: HeadMark | None, sound: Iterable[PlanRow]) -> HeadMark | None:
    """The mark, or that of a later edition which came without one."""
    later = [row for row in sound if mark and row.id == mark.plan and row.edition > mark.edition]
    if mark is None or not later:
        return mark
    newest = max(later, key=lambda row: int(row.edition))
    return _moved(mark, newest)


def _moved(mark: HeadMark, row: PlanRow) -> HeadMark:
    source = source_of(row)
    version = source["plan"]["unit_version"] if source else mark.unit_version
    body = sha256(row.body).hexdigest()
    return mark._replace(edition=row.edition, digest=row.digest, body=body, unit_version=version)


def _unmarked(meta: Mapping[str, Any], rows: list[PlanRow], sound: Iterable[PlanRow]) -> HeadMark | None:
    """What a head without a mark says, where nothing speaks against it."""
    own = [row for row in sound if row.id == meta.get("plan")]
    broken = len(rows) - len(list(sound))
    if not own or broken or not all(isinstance(meta.get(name), str) for name in HEAD_KEYS):
        return None
    newest = max(own, key=lambda row: int(row.edition))
    return _moved(_mark_of(meta, newest), newest)


def _exact(
    mark: HeadMark, rows: list[PlanRow], sound: Mapping[int, PlanRow], find_plan: FindPlan
) -> Mapping[str, Any] | None:
    """The very plan that was in force: by its text, from a row that was misnamed, or from the program."""
    for row in rows:
        if sha256(row.body).hexdigest() == mark.body:
            return source_of(row)
    for row in sound.values():
        if (row.id, row.edition, row.digest) == (mark.plan, mark.edition, mark.digest):
            return source_of(row)
    shipped = find_plan(mark.plan, mark.edition)
    return shipped if shipped and is_what_was_there(shipped, mark) else None


def _readable(
    wanted: object, rows: list[PlanRow], sound: Iterable[PlanRow], find_plan: FindPlan
) -> Mapping[str, Any] | None:
    """A plan by which records can still be read: the damaged one where it holds together, else one near to it."""
    from desktop_app.domain.plan_check import check_plan  # takes its time to import

    there = [source for row in rows if (source := source_of(row))]
    whole = [source for source in there if can_be_read(source) and not check_plan(source)]
    own = [source for source in whole if source["plan"]["id"] == wanted]
    ids = [wanted, *(row.id for row in rows), *(source["plan"].get("id") for source in there)]
    shipped = [plan for name in ids if isinstance(name, str) and (plan := find_plan(name, None))]
    rest = [*whole, *filter(can_be_read, filter(None, map(source_of, sound))), *filter(can_be_read, there)]
    return next(iter([*sorted(own, key=_edition, reverse=True), *shipped, *rest]), None)


def _edition(source: Mapping[str, Any]) -> int:
    return int(source["plan"]["edition"])


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
    except _BROKEN_PLAN:
        return False
    return True
