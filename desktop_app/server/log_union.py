"""The log on the server is the union of what was published: what a file adds, and what it takes back of its own."""

from msgspec import Struct

from db import published_log as log
from db.log import DIGEST_MODULUS, digest_of
from db.open_file import OpenFile
from db.published_log import LogSelection
from desktop_app.domain.publication_scope import AUTHORS, PublicationScope
from desktop_app.server.logged_values import field_policies
from desktop_app.server.server_session import Server


class Publisher(Struct, frozen=True):
    """A file that publishes: its number on the server, and how far its log was known there."""

    no: int
    last_act: bytes | None
    log_count: int
    log_digest: int
    include: frozenset[str]


class Sending(Struct, frozen=True):
    """What a file has to send: what is selected of its log, all of it or what acts behind the number `since` made,
    which is all that the server lacks for certain; the digest of what is selected; how many changes these are.
    """

    selection: LogSelection
    digest: tuple[int, int]
    changes: int
    since: int = 0

    @property
    def whole(self) -> bool:
        return self.since == 0


def to_send(file: OpenFile, scope: PublicationScope, publisher: Publisher) -> Sending:
    """Only what later acts added where count and digest prove that nothing else is missing there; else all."""
    kind, field, codes = scope.typed_figures
    logged = file.names.logged_kind(kind), file.names.logged_field(kind, field)
    without = log.records_with(file.connection, *logged, [str(file.names.logged_value(kind, field, c)) for c in codes])
    selection = LogSelection([scope.plan.record_kinds[name].logged_as for name in scope.kinds], without)
    digest = log.log_digest(file.connection, selection)
    since = log.act_number(file.connection, publisher.last_act) if publisher.include == scope.include else 0
    if since:
        count, total = digest_of(change.stamp for change in log.logged_changes(file.connection, selection, since))
        if (publisher.log_count + count, (publisher.log_digest + total) % DIGEST_MODULUS) == digest:
            return Sending(selection, digest, count, since)
    return Sending(selection, digest, digest[0])


def begin_union(server: Server, root: str, file: OpenFile, publisher: int) -> None:
    """Make the tables of one publish, and take out what was erased; `touched` holds the records whose changes are
    others now.
    """
    for statement in _TEMPORARY.split(";\n"):
        server.run(statement)
    _erase(server, root, file, publisher)


def add_to_union(
    server: Server, root: str, file: OpenFile, scope: PublicationScope, publisher: int, sent: Sending
) -> None:
    """Bring the log of a root up to date with a file."""
    policies, authors = field_policies(scope, file.names), AUTHORS in scope.include
    contested = log.contested_changes(file.connection)
    columns = ("kind", "record", "field", "stamp", "value", "replaces", "covers", "act", "refers_kind", "refers_id",
               "withheld")  # fmt: skip
    changes = (
        (change.kind, change.record, change.field, change.stamp, value, change.replaces, change.covers, change.act,
         target, refers, stays)
        for change in log.logged_changes(file.connection, sent.selection, sent.since, contested)
        for policy in [policies(change.kind, change.field)]
        for value, target, refers, stays in [policy.columns(change.value, head=change.head)]
    )  # fmt: skip
    server.copy_in("incoming", columns, changes, temporary=True)
    rows = (
        (*act[:3], act[3] if authors else "", *act[4:])
        for _, *act in log.acts(file.connection, sent.selection, sent.since)
    )  # fmt: skip
    server.copy_in("incoming_act", ("id", "kind", "unit", "author", "time", "target"), rows, temporary=True)
    server.copy_in("reverted", ("kind", "record", "field", "stamp"), log.reverted_changes(file.connection),
                   temporary=True)  # fmt: skip
    # of a table just made PostgreSQL knows nothing, and would join it row by row; of values it is to know nothing
    for table in ("incoming (kind, record, field, stamp, act, refers_kind)", "incoming_act (id)"):
        server.run(f"ANALYZE {table}")
    if sent.whole:
        server.run("SET LOCAL enable_nestloop = off")
        server.run("SET LOCAL work_mem = '128MB'")
    values = {"root": root, "publisher": publisher}
    for statement in _UNION.split(";\n"):
        server.run(statement, values)
    for setting in ("enable_nestloop", "work_mem"):  # figures look up one by one
        server.run(f"SET LOCAL {setting} TO DEFAULT")


def _erase(server: Server, root: str, file: OpenFile, publisher: int) -> None:
    """Note what the file has erased, where its office may: of acts of its own unit or below; else it is a claim."""
    places = log.erased_changes(file.connection)
    rows = ((one.kind, one.record, one.field, one.stamp, unit) for one, unit in places)
    server.copy_in("erasing", ("kind", "record", "field", "stamp", "unit"), rows, temporary=True)
    below = file.units.every_code(file.units.descendants(file.unit))  # acts bear the codes of their time
    values = {"root": root, "publisher": publisher, "below": list(below)}
    for statement in _ERASING.split(";\n"):
        server.run(statement, values)


def is_unclean(server: Server, root: str) -> bool:
    """Whether the pages of tables may still hold what was erased, now or in a publish that ended too soon."""
    return bool(server.one("SELECT unclean FROM {s}._ledger WHERE root = %s", (root,)))


def touch_all(server: Server, root: str) -> None:
    """All that is shown of a root is to be derived anew."""
    server.run("INSERT INTO touched SELECT no FROM {s}.record WHERE root = %s ON CONFLICT DO NOTHING", (root,))


_TEMPORARY = """
CREATE TEMP TABLE incoming (
  kind text, record text, field text, stamp bytea, value jsonb, replaces bytea, covers bytea, act bytea,
  refers_kind text, refers_id text, withheld boolean
) ON COMMIT DROP;
CREATE TEMP TABLE incoming_act (id bytea, kind text, unit text, author text, time text, target bytea) ON COMMIT DROP;
CREATE TEMP TABLE reverted (kind text, record text, field text, stamp bytea) ON COMMIT DROP;
CREATE TEMP TABLE erasing (kind text, record text, field text, stamp bytea, unit text) ON COMMIT DROP;
CREATE TEMP TABLE touched (record bigint PRIMARY KEY) ON COMMIT DROP
"""

# by names, since numbers are this server's own
_NAMED = """
SELECT c.record, c.field AS field_no, a.unit, e.kind, e.record AS id, e.field, e.stamp FROM erasing e
JOIN {s}.kind k ON k.name = e.kind JOIN {s}.field f ON f.kind = k.no AND f.name = e.field
JOIN {s}.record r ON r.root = %(root)s AND r.kind = k.no AND r.id = e.record
JOIN {s}.change_log c ON c.root = r.root AND c.record = r.no AND c.field = f.no AND c.stamp = e.stamp
JOIN {s}.act a ON a.root = c.root AND a.no = c.act
"""
# whose a change is: what is known there, else what the file says
_ERASING = f"""
UPDATE erasing e SET unit = n.unit FROM ({_NAMED}) n
WHERE n.kind = e.kind AND n.id = e.record AND n.field = e.field AND n.stamp = e.stamp;
INSERT INTO {{s}}._claim (root, publisher, about, value)
SELECT %(root)s, %(publisher)s, 'erasure', kind || ' ' || record || ' ' || field || ' ' || encode(stamp, 'hex')
FROM erasing WHERE unit <> ALL (%(below)s) ON CONFLICT DO NOTHING;
DELETE FROM erasing WHERE unit <> ALL (%(below)s);
INSERT INTO {{s}}._erased SELECT %(root)s, kind, record, field, stamp FROM erasing ON CONFLICT DO NOTHING;
WITH gone AS (
  UPDATE {{s}}.change_log c SET value = NULL, refers_kind = NULL, refers_id = NULL, withheld = false
  FROM ({_NAMED}) n
  WHERE c.root = %(root)s AND c.record = n.record AND c.field = n.field_no AND c.stamp = n.stamp
    AND (c.value IS NOT NULL OR c.withheld)
  RETURNING c.record
)
INSERT INTO touched SELECT DISTINCT record FROM gone ON CONFLICT DO NOTHING;
UPDATE {{s}}._ledger SET unclean = true WHERE root = %(root)s AND EXISTS (SELECT 1 FROM touched)
"""

# of one change a file may hold less than another: nothing, once it was emptied, or that there is something
_KNOWS_MORE = "{0}.value IS NULL AND ({1}.value IS NOT NULL OR ({1}.withheld AND NOT {0}.withheld))"
_UNION = f"""
UPDATE incoming i SET value = NULL, refers_kind = NULL, refers_id = NULL, withheld = false
FROM {{s}}._erased e
WHERE e.root = %(root)s AND e.stamp = i.stamp AND e.kind = i.kind AND e.record = i.record AND e.field = i.field;
INSERT INTO {{s}}.kind (name) SELECT kind FROM incoming UNION
SELECT refers_kind FROM incoming WHERE refers_kind IS NOT NULL
ON CONFLICT DO NOTHING;
INSERT INTO {{s}}.field (kind, name) SELECT DISTINCT k.no, i.field FROM incoming i JOIN {{s}}.kind k ON k.name = i.kind
ON CONFLICT DO NOTHING;
INSERT INTO {{s}}.record (root, kind, id)
SELECT DISTINCT %(root)s, k.no, i.record FROM incoming i JOIN {{s}}.kind k ON k.name = i.kind ON CONFLICT DO NOTHING;
INSERT INTO {{s}}.act (root, id, kind, unit, author, time, target)
SELECT %(root)s, id, kind, unit, author, time, target FROM incoming_act
ON CONFLICT (root, id) DO UPDATE SET author = excluded.author WHERE act.author = '' AND excluded.author <> '';
CREATE TEMP TABLE arriving ON COMMIT DROP AS
SELECT r.no AS record, f.no AS field, i.stamp, i.value, i.replaces, i.covers, a.no AS act, t.no AS refers_kind,
  i.refers_id, i.withheld
FROM incoming i
JOIN {{s}}.kind k ON k.name = i.kind
JOIN {{s}}.field f ON f.kind = k.no AND f.name = i.field
JOIN {{s}}.record r ON r.root = %(root)s AND r.kind = k.no AND r.id = i.record
JOIN {{s}}.act a ON a.root = %(root)s AND a.id = i.act
LEFT JOIN {{s}}.kind t ON t.name = i.refers_kind;
ANALYZE arriving (record, field, stamp);
INSERT INTO touched
SELECT DISTINCT n.record FROM arriving n
LEFT JOIN {{s}}.change_log c
  ON c.root = %(root)s AND c.record = n.record AND c.field = n.field AND c.stamp = n.stamp
WHERE c.no IS NULL OR ({_KNOWS_MORE.format("c", "n")}) ON CONFLICT DO NOTHING;
INSERT INTO {{s}}.change_log
  (root, record, field, stamp, value, replaces, covers, act, refers_kind, refers_id, withheld)
SELECT %(root)s, * FROM arriving
ON CONFLICT (root, record, field, stamp) DO UPDATE
SET value = excluded.value, refers_kind = excluded.refers_kind, refers_id = excluded.refers_id,
  withheld = excluded.withheld
WHERE {_KNOWS_MORE.format("change_log", "excluded")};
INSERT INTO {{s}}._holding (root, publisher, change)
SELECT %(root)s, %(publisher)s, c.no FROM arriving n
JOIN {{s}}.change_log c
  ON c.root = %(root)s AND c.record = n.record AND c.field = n.field AND c.stamp = n.stamp
ON CONFLICT DO NOTHING;
CREATE TEMP TABLE let_go ON COMMIT DROP AS
SELECT c.no, c.record, c.field, c.stamp FROM reverted v
JOIN {{s}}.kind k ON k.name = v.kind JOIN {{s}}.field f ON f.kind = k.no AND f.name = v.field
JOIN {{s}}.record r ON r.root = %(root)s AND r.kind = k.no AND r.id = v.record
JOIN {{s}}.change_log c ON c.root = r.root AND c.record = r.no AND c.field = f.no AND c.stamp = v.stamp;
DELETE FROM {{s}}._holding h USING let_go g WHERE h.root = %(root)s AND h.publisher = %(publisher)s AND h.change = g.no;
WITH gone AS (
  DELETE FROM {{s}}.change_log c USING let_go g
  WHERE c.root = %(root)s AND c.record = g.record AND c.field = g.field AND c.stamp = g.stamp
    AND NOT EXISTS (SELECT 1 FROM {{s}}._holding h WHERE h.root = c.root AND h.change = c.no)
  RETURNING c.record
)
INSERT INTO touched SELECT DISTINCT record FROM gone ON CONFLICT DO NOTHING
"""


def holdings(server: Server, root: str, publisher: int) -> int:
    """How many changes of the union this file holds."""
    count = "SELECT count(*) FROM {s}._holding WHERE root = %s AND publisher = %s"
    return int(server.one(count, (root, publisher)))


def note_published(
    server: Server, file: OpenFile, root: str, publisher: int, scope: PublicationScope, sent: Sending,
) -> None:  # fmt: skip
    """Note how far the log of a file is known now; where it once held more than now, all is compared the next time."""
    proven = not sent.whole or holdings(server, root, publisher) == sent.digest[0]
    last = log.last_act(file.connection) if proven else None
    server.run(
        "UPDATE {s}._publisher SET last_act = %s, log_count = %s, log_digest = %s, include = %s, last_time = now()"
        " WHERE no = %s",
        (last, *sent.digest, sorted(scope.include), publisher),
    )
