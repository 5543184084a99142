"""What erasures of other offices may take out of our ledger by themselves, and what is asked first, and why.

Nothing in a foreign file proves who wrote it: whose a value and a record are is read from our own log as it stood
before the merge; what the file says of its unit only narrows what it may do.
"""

import json
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from db.connection import Connection
from db.erased import erasure_changes, own_erasures
from db.merging.inspection import Checked
from db.merging.known_units import Mark, known_units
from db.open_file import OpenFile
from desktop_app.domain.erasing import ITSELF, ErasedChange, ErasureItem, parse_erasure
from desktop_app.domain.plan_offers import named_edition
from desktop_app.domain.plan_renaming import lost_units


class SourceErasure(Struct, frozen=True):
    """An erasure as one file brings it: the unit that its act claims, the file and the unit that this claims, which
    is None where our list does not hold it, and of the changes those of which the file itself still has the value, and
    those that it does not have at all.
    """

    record: str
    places: Sequence[ErasedChange]
    by: str | None
    file: str
    claimed: str
    unit: str | None
    present_there: frozenset[bytes]
    absent_there: frozenset[bytes]


def unit_of(file: OpenFile, checked: Checked) -> str | None:
    """The unit that a file claims, where our list holds it: a code alone says nothing without its version."""
    unit, version = checked.meta["unit"], checked.meta.get("unit_version")
    known = version == file.plan.unit_version or _means_the_same(file, checked)
    return file.units.now(unit) if known and unit in file.units else None


def _means_the_same(file: OpenFile, checked: Checked) -> bool:
    """Whether a file is kept under an edition of our plan that goes on with the codes of ours in a list of another
    version.
    """
    rows = [row for row in checked.plans if row[0] == file.plan.id]
    if not rows or checked.meta.get("plan") != file.plan.id:
        return False
    try:
        body = json.loads(named_edition(rows, checked.meta)[3])
        earlier, later = sorted((file.plan.source, body), key=lambda plan: int(plan["plan"]["edition"]))
        known = body["plan"]["unit_version"] == checked.meta.get("unit_version")
        return known and not any(lost_units(earlier, later))
    except (AttributeError, LookupError, TypeError, ValueError):  # it is not built as plans are
        return False


def logged_below(file: OpenFile, unit: str) -> set[str]:
    """All that logs call a unit and those below it."""
    return file.units.every_code(file.units.descendants(unit))


def erasures_of_source(file: OpenFile, checked: Checked) -> list[SourceErasure]:
    """The erasures of a source that stands attached as `source`."""
    unit, found = unit_of(file, checked), []
    for change, act in erasure_changes(file.connection, "source"):
        places = [place for place in parse_erasure(change.value).places if place.erasable]
        rows = {place.stamp: file.connection.execute(_THERE, place.named).fetchone() for place in places}
        present = frozenset(stamp for stamp, row in rows.items() if row and row[0])
        absent = frozenset(stamp for stamp, row in rows.items() if row is None)
        name, claimed = checked.source.name, checked.meta["unit"]
        found.append(SourceErasure(change.record, places, act[2], name, claimed, unit, present, absent))
    return found


def judge(file: OpenFile, marks: Iterable[Mark], from_sources: Iterable[SourceErasure]) -> list[ErasureItem]:
    """What of our ledger these erasures name, what of it goes by itself, and why the rest is asked; with the sources
    attached as `staged`. What was decided before is not asked again.
    """
    connection = file.connection
    own = {change.record for change, _ in own_erasures(connection)}
    asked = {row[:2]: row[2] for row in connection.execute(_ASKED)}
    found: dict[tuple[str, bytes], ErasureItem] = {}
    joined = {into for (into,) in connection.execute(_JOINED)}
    for erasure in [*from_sources, *_known(file)]:
        for place in erasure.places:
            key = (erasure.record, place.stamp)
            if erasure.record in own or asked.get(key) or (key in found and (found[key].decision or not erasure.file)):
                continue
            why = _why(file, marks, joined, erasure, place)
            if why == "" or (why and key not in asked):
                decision = None if why else ITSELF
                found[key] = ErasureItem(
                    erasure.record, place, why or ITSELF, erasure.file, erasure.claimed, decision
                )  # fmt: skip
    return list(found.values())


def _known(file: OpenFile) -> Iterator[SourceErasure]:
    """Erasures of others that we know from before, when it is not known any more what brought them."""
    for change, act in erasure_changes(file.connection):
        places = [place for place in parse_erasure(change.value).places if place.erasable]
        yield SourceErasure(change.record, places, act[2], "", act[2] or "", None, frozenset(), frozenset())


def _why(
    file: OpenFile, marks: Iterable[Mark], joined: set[str], erasure: SourceErasure, place: ErasedChange
) -> str | None:
    """Why it is asked before a value goes; empty: it goes by itself; None: there is no value of it here."""
    here = file.connection.execute(_PRESENT_HERE, place.named).fetchone()
    arriving = None if here else file.connection.execute(_ARRIVING, place.named).fetchone()
    if not here and not arriving:
        return None
    below = logged_below(file, erasure.unit) if erasure.unit else set()
    if not erasure.file:
        return "late"
    if erasure.unit is None:
        return "unknown_office"
    if erasure.unit not in file.units.descendants(file.unit):
        return "above" if file.unit in below else "outside"
    if place.stamp in erasure.present_there:
        return "not_done_there"
    by = (
        file.units.every_code([erasure.unit]) if place.stamp in erasure.absent_there else below
    )  # for another's it vouches by its own log
    if erasure.by not in by or (arriving and arriving[0] not in below):
        return "other_office"
    return _why_present(file.connection, marks, joined, below, here) if here else ""


def _why_present(
    connection: Connection, marks: Iterable[Mark], joined: set[str], below: set[str], here: tuple[object, ...]
) -> str:
    writer, made_here, no, record, into = here
    if made_here:
        return "made_here"
    if writer not in below:
        return "other_author"
    if into is not None or record in joined:
        return "joined"
    units = known_units(connection, marks, [int(str(no))])[int(str(no))] if no is not None else set()
    if not units:
        return "no_unit"
    return "" if units <= below else "outside_record"


_ASKED = "SELECT erasure, stamp, decision FROM main._erasure_item"
_JOINED = "SELECT DISTINCT joined_into FROM main.record WHERE joined_into IS NOT NULL"

_THERE = """
SELECT c.value IS NOT NULL
FROM source.kind k
JOIN source.record r ON r.kind = k.no AND r.id = :record
JOIN source.field f ON f.kind = k.no AND f.name = :field
JOIN source.change_log c ON c.record = r.no AND c.field = f.no AND c.stamp = :stamp
WHERE k.name = :kind
"""

# who wrote it, whether that was here, the record's number and id, and into which one it was joined
_PRESENT_HERE = """
SELECT a.unit, a.made_here, r.no, r.id, r.joined_into
FROM main.kind k
JOIN main.record r ON r.kind = k.no AND r.id = :record
JOIN main.field f ON f.kind = k.no AND f.name = :field
JOIN main.change_log c ON c.record = r.no AND c.field = f.no AND c.stamp = :stamp
JOIN main.act a ON a.no = c.act
WHERE k.name = :kind AND c.value IS NOT NULL
UNION ALL
SELECT a.unit, a.made_here, NULL, c.record, NULL
FROM main._reverted_change c
JOIN main.field f ON f.no = c.field AND f.name = :field
JOIN main.kind k ON k.no = f.kind AND k.name = :kind
JOIN main.act a ON a.no = c.act
WHERE c.record = :record AND c.stamp = :stamp AND c.value IS NOT NULL
"""

_ARRIVING = """
SELECT a.unit
FROM staged.kind k
JOIN staged.record r ON r.kind = k.no AND r.id = :record
JOIN staged.field f ON f.kind = k.no AND f.name = :field
JOIN staged.change_log c ON c.record = r.no AND c.field = f.no AND c.stamp = :stamp
JOIN staged.act a ON a.no = c.act
WHERE k.name = :kind AND c.value IS NOT NULL
"""
