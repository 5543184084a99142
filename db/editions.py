"""Editions of a file's plan: the one in force, those before and after it, and the way from one to the other."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from db import local_notes, store, stored_plans
from db.connection import Connection, large_cache, progress_handler
from db.data_file import seed_changes
from db.open_file import OpenFile
from desktop_app.domain.changes import Change
from desktop_app.domain.log_names import LogNames
from desktop_app.domain.plan import Plan, canonical_json, plan_digest
from desktop_app.domain.plan_offers import FROM_FILE, FROM_PROGRAM, TAKEN_BACK, PlanOffer
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.domain.plan_renaming import with_former_words
from desktop_app.domain.plan_seeds import Seed

Body = Mapping[str, Any]


class Edition(NamedTuple):
    """One edition of the plan of a file, with all that it says."""

    number: int
    digest: str
    body: Body


def known_editions(file: OpenFile) -> dict[int, str]:
    """The editions that are or were in force here, by number with their digests."""
    rows = file.connection.execute("SELECT edition, digest FROM plan WHERE id = ? ORDER BY edition", (file.plan.id,))
    return dict(rows.fetchall())


def edition_before(file: OpenFile) -> Edition | None:
    """The last one that was in force before the one that is; None where there is none."""
    query = "SELECT edition, digest, body FROM plan WHERE id = ? AND edition < ? ORDER BY edition DESC LIMIT 1"
    row = file.connection.execute(query, (file.plan.id, file.plan.edition)).fetchone()
    return Edition(row[0], row[1], json.loads(row[2])) if row else None


def in_former_words(file: OpenFile) -> Plan:
    """The plan in force, with what its fields and choices were called in the editions that were in force here before:
    papers of then come back.
    """
    query = "SELECT body FROM plan WHERE id = ? AND edition <> ? ORDER BY edition DESC"
    rows = file.connection.execute(query, (file.plan.id, file.plan.edition)).fetchall()
    return with_former_words(file.plan, [json.loads(body) for (body,) in rows])


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
    """All that an edition says that this file knows."""
    values = (file.plan.id, offer.edition, offer.digest)
    return dict(json.loads(file.connection.execute(_BODY, values * 2).fetchone()[0]))


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


def _put_in_force(file: OpenFile, body: Body, seeds: Iterable[Seed]) -> None:
    plan = parse_plan(body)
    digest = plan_digest(body)
    stored_plans.add_plans(file.connection, [(plan.id, plan.edition, digest, canonical_json(body))])
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
  AND NOT EXISTS (SELECT 1 FROM plan p WHERE p.id = o.id AND p.edition = o.edition)
ORDER BY edition, time, digest
"""
_BODY = """
SELECT body FROM plan WHERE (id, edition, digest) = (?, ?, ?)
UNION ALL
SELECT body FROM _offered_plan WHERE (id, edition, digest) = (?, ?, ?)
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
