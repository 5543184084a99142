"""Editions of a file's plan: the one in force, those before and after it, and the way from one to the other."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from db import local_notes, store, stored_plans
from db.connection import Connection, large_cache, progress_handler
from db.data_file import seed_changes
from db.head import read_head
from db.open_file import OpenFile
from db.plan_rows import PlanRow, is_sound, plan_rows, source_of
from db.replaced import seen
from desktop_app.domain.changes import Change
from desktop_app.domain.log_names import LogNames
from desktop_app.domain.plan import Plan, canonical_json, plan_digest
from desktop_app.domain.plan_offers import FROM_FILE, FROM_PROGRAM, TAKEN_BACK, PlanOffer
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.domain.plan_renaming import with_former_words
from desktop_app.domain.plan_seeds import Seed
from desktop_app.errors import AppError

Body = Mapping[str, Any]


def known_editions(file: OpenFile) -> dict[int, str]:
    """The edition in force and those before it, by number with their digests."""
    query = "SELECT edition, digest FROM plan WHERE id = ? AND edition <= ? ORDER BY edition"
    return dict(file.connection.execute(query, (file.plan.id, file.plan.edition)).fetchall())


def edition_before(file: OpenFile) -> PlanOffer | None:
    """The last one that was in force before the one that is; None where there is none."""
    query = "SELECT edition, digest FROM plan WHERE id = ? AND edition < ? ORDER BY edition DESC LIMIT 1"
    row = file.connection.execute(query, (file.plan.id, file.plan.edition)).fetchone()
    return PlanOffer(row[0], row[1], TAKEN_BACK) if row else None


def in_former_words(file: OpenFile) -> Plan:
    """The plan in force, with what its fields and choices were called in the editions that were in force here before:
    papers of then come back.
    """
    others = [row for row in plan_rows(file.connection) if row.id == file.plan.id and row.edition != file.plan.edition]
    sound = sorted(filter(is_sound, others), key=lambda row: -int(row.edition))
    return with_former_words(file.plan, list(filter(None, map(source_of, sound))))


def offers(file: OpenFile) -> list[PlanOffer]:
    """Later editions that came with files, and those that were in force and are taken back."""
    run, wanted = file.connection.execute, (file.plan.id, file.plan.edition)
    came = [
        PlanOffer(
            edition,
            digest,
            FROM_FILE if name else FROM_PROGRAM,
            name,
            unit,
            file.units.name(unit),
            time,
            decision or "",
        )
        for edition, digest, name, unit, time, decision in run(_OFFERED, wanted)
    ]
    later = "SELECT edition, digest FROM plan WHERE id = ? AND edition > ? ORDER BY edition"
    return [*(PlanOffer(edition, digest, TAKEN_BACK) for edition, digest in run(later, wanted)), *came]


def body_of(file: OpenFile, offer: PlanOffer) -> Body:
    """All that an edition says that this file knows. AppError: it does not hold it, or not as it came."""
    values = (file.plan.id, offer.edition, offer.digest)
    for (body,) in file.connection.execute(_BODY, values * 2).fetchall():
        row = PlanRow(0, *values, body or b"")
        if is_sound(row) and (source := source_of(row)):
            return source
    raise AppError("edition.not_whole", edition=offer.edition)


def count_live(file: OpenFile, records: Iterable[str]) -> int:
    """How many of these records are live, of kinds that the plan in force knows."""
    values = (json.dumps(sorted(records)), json.dumps(list(file.plan.record_kinds)))
    return int(file.connection.execute(_LIVE, values).fetchone()[0])


def switch(file: OpenFile, body: Body, seeds: Iterable[Seed], ask: Callable[[], None]) -> None:
    """Go on under another edition, with the records that come with it: durably, or everything is as it was.

    `ask` is called now and then and may raise, to stop.
    """
    before = file.plan
    try:
        with large_cache(file.connection), store.writing(file), progress_handler(file.connection, ask):
            _put_in_force(file, body, seeds)
    except BaseException:
        if file.plan is not before:
            file.put_in_force(before)
        raise
    file.seen = file.seen and seen(file)


def follow(file: OpenFile) -> bool:
    """Go on under the edition that another window put in force in this file meanwhile; whether one did."""
    if not file.is_switched():
        return False
    head = read_head(file.connection, file.path)
    file.put_in_force(head.plan)
    file.certain, file.seen = head.certain, seen(file)
    return True


def _put_in_force(file: OpenFile, body: Body, seeds: Iterable[Seed]) -> None:
    plan = parse_plan(body)
    digest = plan_digest(body)
    stored_plans.put_plan(file, plan.id, plan.edition, digest, canonical_json(body))
    local_notes.forget_offer(file, plan.edition, digest)
    local_notes.follow_names(file, LogNames.of(body))
    stored_plans.adopt(file, plan)
    changes, act, moment = seed_changes(plan, seeds)
    missing = _missing(file.connection, changes)
    if missing:
        store.apply_plan_records(file, missing, act, moment)


def _missing(connection: Connection, changes: Iterable[Change]) -> list[Change]:
    """What of a plan's records the log knows nothing of; a record that was deleted is left as it is."""
    changes = list(changes)
    kinds = json.dumps(sorted({change.kind for change in changes}))
    known = set(connection.execute(_KNOWN_FIELDS, (kinds,)).fetchall())
    gone = set(connection.execute(_GONE, (kinds,)).fetchall())
    return [
        change
        for change in changes
        if (change.kind, change.record, change.field) not in known and (change.kind, change.record) not in gone
    ]


_OFFERED = """
SELECT edition, digest, file, unit, time, decision FROM _offered_plan o
WHERE id = ? AND edition > ?
  AND NOT EXISTS (SELECT 1 FROM plan p WHERE (p.id, p.edition, p.digest) = (o.id, o.edition, o.digest))
ORDER BY edition, time, digest
"""
_BODY = """
SELECT CAST(body AS BLOB) FROM plan WHERE (id, edition, digest) = (?, ?, ?)
UNION ALL
SELECT CAST(body AS BLOB) FROM _offered_plan WHERE (id, edition, digest) = (?, ?, ?)
"""
_LIVE = """
SELECT count(*) FROM record r JOIN temp._plan_kind k ON k.no = r.kind
WHERE (r.deleted = 0 OR r.retained = 1) AND r.id IN (SELECT value FROM json_each(?))
  AND k.name IN (SELECT value FROM json_each(?))
"""
_KNOWN_FIELDS = """
SELECT DISTINCT k.name, r.id, f.name
FROM temp._plan_kind k JOIN record r ON r.kind = k.no JOIN change_log c ON c.record = r.no
  JOIN temp._plan_field f ON f.no = c.field
WHERE k.name IN (SELECT value FROM json_each(?))
"""
_GONE = """
SELECT k.name, r.id FROM temp._plan_kind k JOIN record r ON r.kind = k.no
WHERE r.deleted = 1 AND k.name IN (SELECT value FROM json_each(?))
"""
