"""What erasures of other offices may take out of our ledger by themselves, and what is asked first, and why.

Nothing in a foreign file proves who wrote it: whose a value and a record are is read from our own log as it stood
before the merge; what the file says of its unit only narrows what it may do.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from msgspec import Struct

from db.connection import Connection, run_script
from db.erased import erasure_changes, own_erasures
from db.merging.inspection import Checked
from db.merging.known_units import Mark, known_units
from db.merging.staging_sql import LIST_ACTS
from db.open_file import OpenFile
from desktop_app.domain.erasing import CAME_EMPTY, ITSELF, ErasedChange, ErasureItem, parse_erasure
from desktop_app.domain.plan_offers import named_edition
from desktop_app.domain.plan_renaming import lost_units

Row = tuple[Any, ...]


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
    unit, name, claimed, found = unit_of(file, checked), checked.source.name, checked.meta["unit"], []
    for change, act in erasure_changes(file.connection, "source"):
        places = parse_erasure(change.value).places
        rows = _look_up(file.connection, places, _THERE)
        present = frozenset(place.stamp for place, row in rows.items() if row[0])
        absent = frozenset(place.stamp for place in places if place not in rows)
        found.append(SourceErasure(change.record, places, act[2], name, claimed, unit, present, absent))
    return found


def let_return(file: OpenFile, erasures: Iterable[SourceErasure]) -> None:
    """Add to what a source brings the values of changes that came empty, by no erasure that may run by itself here:
    whoever brings them first would else have erased them.
    """
    connection = file.connection
    here = [ErasedChange(*row) for row in connection.execute(_CAME_EMPTY, {"empty": CAME_EMPTY, "itself": ITSELF})]
    staged = [place for erasure in erasures for place in erasure.places]
    for log, places in (("main", here), ("staged", staged)):
        if places:
            with _listed(connection, places):
                connection.execute(_RETURNING.format(log))
            run_script(connection, _RECOUNT + LIST_ACTS)


def judge(file: OpenFile, marks: Iterable[Mark], from_sources: Iterable[SourceErasure]) -> list[ErasureItem]:
    """What of our ledger these erasures name, what of it goes by itself, and why the rest is asked; with the sources
    attached as `staged`. What was decided before is not asked again.
    """
    connection = file.connection
    own = {change.record for change, _ in own_erasures(connection)}
    asked = {row[:2]: row[2] for row in connection.execute(_ASKED, (CAME_EMPTY,))}
    every = [erasure for erasure in [*from_sources, *_known(file)] if erasure.record not in own]
    values = _values(file, marks, every)
    found: dict[tuple[str, bytes], ErasureItem] = {}
    for erasure in every:
        for place in filter(values.names, erasure.places):
            key = (erasure.record, place.stamp)
            if asked.get(key) or (key in found and (found[key].decision or not erasure.file)):
                continue
            why = _why(file, values, erasure, place)
            if not why or key not in asked:
                said = CAME_EMPTY if place in values.empty else why or ITSELF
                decision = None if why else ITSELF
                found[key] = ErasureItem(erasure.record, place, said, erasure.file, erasure.claimed, decision)
    return list(found.values())


def _known(file: OpenFile) -> Iterator[SourceErasure]:
    """Erasures of others that we know from before, when it is not known any more which file they came in."""
    for change, act in erasure_changes(file.connection):
        places = parse_erasure(change.value).places
        yield SourceErasure(change.record, places, act[2], "", act[2] or "", None, frozenset(), frozenset())


class _Values(Struct, frozen=True):
    """The values that erasures name: `here` with who wrote each, whether that was here, its record's number and id, and
    into which one that was joined; `arriving` with who wrote it; `empty` those that come without one. `units`: whose
    the records are, by number; `below`: all that logs call a unit of a file and those below it; `joined`: the records
    into which others were.
    """

    here: Mapping[ErasedChange, Row]
    arriving: Mapping[ErasedChange, Row]
    empty: Mapping[ErasedChange, Row]
    units: Mapping[int, set[str]]
    below: Mapping[str, set[str]]
    joined: set[str]

    def names(self, place: ErasedChange) -> bool:
        return place in self.here or place in self.arriving or place in self.empty


def _values(file: OpenFile, marks: Iterable[Mark], erasures: Sequence[SourceErasure]) -> _Values:
    """Looked up for all erasures at once: one by one they would take seconds for what a few megabytes can name."""
    connection = file.connection
    places = {place for erasure in erasures for place in erasure.places}
    here = _look_up(connection, places, _PRESENT_HERE, _PRESENT_REVERTED)
    arriving = _look_up(connection, places - here.keys(), _ARRIVING)
    empty = _look_up(connection, places - here.keys() - arriving.keys(), _ARRIVING_EMPTY)
    units = known_units(connection, marks, {row[2] for row in here.values() if row[2] is not None})
    named = {code for one in erasures for code in (one.unit, one.by) if code and code in file.units}
    below = {unit: logged_below(file, unit) for unit in map(file.units.now, named)}
    return _Values(here, arriving, empty, units, below, {into for (into,) in connection.execute(_JOINED)})


def _look_up(connection: Connection, places: Iterable[ErasedChange], *queries: str) -> dict[ErasedChange, Row]:
    """What the first query that knows a place says of it."""
    found = dict[ErasedChange, Row]()
    with _listed(connection, places) as listed:
        for query in queries:
            for no, *row in connection.execute(query) if listed else ():
                found.setdefault(listed[no], tuple(row))
    return found


@contextmanager
def _listed(connection: Connection, places: Iterable[ErasedChange]) -> Iterator[list[ErasedChange]]:
    """The places stand in a table, each with its number in the list."""
    listed = list(places)
    rows = ((no, one.kind, one.record, one.field, one.stamp) for no, one in enumerate(listed))
    connection.execute("DROP TABLE IF EXISTS temp.erasure_place")
    connection.execute(_PLACES)
    connection.executemany("INSERT INTO temp.erasure_place VALUES (?, ?, ?, ?, ?)", rows)
    yield listed
    connection.execute("DROP TABLE temp.erasure_place")


def _why(file: OpenFile, values: _Values, erasure: SourceErasure, place: ErasedChange) -> str:
    """Why it is asked before a value goes; empty: it goes by itself."""
    here, arriving = values.here.get(place), values.arriving.get(place) or values.empty.get(place)
    if not erasure.file:
        return "late"
    if erasure.unit is None:
        return "unknown_office"
    below = values.below[erasure.unit]
    if erasure.unit not in file.units.descendants(file.unit):
        return "above" if file.unit in below else "outside"
    if place.stamp in erasure.present_there:
        return "not_done_there"
    by = (
        file.units.every_code([erasure.unit]) if place.stamp in erasure.absent_there else below
    )  # for another's it vouches by its own log
    if erasure.by is None or erasure.by not in by or (arriving and arriving[0] not in below):
        return "other_office"
    erasing = values.below[file.units.now(erasure.by)]  # who hands it on may never have seen what it emptied
    if here:
        return _why_present(values, below & erasing, here)
    return "" if arriving and arriving[0] in erasing else "other_author"


def _why_present(values: _Values, below: set[str], here: Row) -> str:
    writer, made_here, no, record, into = here
    if made_here:
        return "made_here"
    if writer not in below:
        return "other_author"
    if into is not None or record in values.joined:
        return "joined"
    units = values.units.get(no)
    if not units:
        return "no_unit"
    return "" if units <= below else "outside_record"


_ASKED = "SELECT erasure, stamp, decision FROM main._erasure_item WHERE decision IS NOT NULL OR why <> ?"
_JOINED = "SELECT DISTINCT joined_into FROM main.record WHERE joined_into IS NOT NULL"

_PLACES = """
CREATE TEMP TABLE erasure_place (no INTEGER PRIMARY KEY, kind TEXT, record TEXT, field TEXT, stamp BLOB)
"""

# the change of each place in a log, by the names that the erasure gives
_NAMED = """
FROM temp.erasure_place p
CROSS JOIN {0}.kind k ON k.name = p.kind
CROSS JOIN {0}.field f ON f.kind = k.no AND f.name = p.field
CROSS JOIN {0}.record r ON r.id = p.record AND r.kind = k.no
CROSS JOIN {0}.change_log c ON c.record = r.no AND c.field = f.no AND c.stamp = p.stamp
"""

_THERE = f"SELECT p.no, c.value IS NOT NULL {_NAMED.format('source')}"

_PRESENT_HERE = f"""
SELECT p.no, a.unit, a.made_here, r.no, r.id, r.joined_into
{_NAMED.format("main")}
CROSS JOIN main.act a ON a.no = c.act
WHERE c.value IS NOT NULL
"""

_PRESENT_REVERTED = """
SELECT p.no, a.unit, a.made_here, NULL, c.record, NULL
FROM temp.erasure_place p
CROSS JOIN main.kind k ON k.name = p.kind
CROSS JOIN main.field f ON f.kind = k.no AND f.name = p.field
CROSS JOIN main._reverted_change c ON c.record = p.record AND c.field = f.no AND c.stamp = p.stamp
CROSS JOIN main.act a ON a.no = c.act
WHERE c.value IS NOT NULL
"""

_STAGED = f"SELECT p.no, a.unit {_NAMED.format('staged')} CROSS JOIN staged.act a ON a.no = c.act"
_ARRIVING = _STAGED + " WHERE c.value IS NOT NULL"
_ARRIVING_EMPTY = _STAGED + " WHERE c.value IS NULL"

_CAME_EMPTY = """
SELECT stamp, kind, record, field FROM main._erasure_item
WHERE why = :empty AND decision IS NULL AND stamp NOT IN (SELECT stamp FROM main._erasure_item WHERE decision = :itself)
"""

# a change that came without its value, and that the source has with it
_RETURNING = f"""
INSERT OR IGNORE INTO temp.incoming
SELECT c.record, c.field, c.stamp, c.value, c.replaces, c.covers, c.act
{_NAMED.format("source")}
CROSS JOIN temp.their_record tr ON tr.no = c.record
CROSS JOIN temp.their_field tf ON tf.no = c.field
CROSS JOIN {{0}}.change_log o ON o.record = tr.{{0}} AND o.field = tf.{{0}} AND o.stamp = c.stamp
WHERE c.value IS NOT NULL AND o.value IS NULL
"""

_RECOUNT = """
INSERT INTO temp.changing
SELECT record, count(*), 0, 1 FROM temp.incoming WHERE true GROUP BY record
ON CONFLICT (no) DO UPDATE SET changes = excluded.changes;
"""
