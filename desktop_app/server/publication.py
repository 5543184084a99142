"""Publishes a ledger in one transaction: its log joins the union, and what is shown of that is derived anew."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from platform import node

from msgspec import Struct
from msgspec.structs import replace
from psycopg import IsolationLevel

from db.open_file import OpenFile
from desktop_app.domain.log_names import LogNames
from desktop_app.domain.merging import ProgressCallback, ignore_progress
from desktop_app.domain.plan import Plan, canonical_json, plan_digest
from desktop_app.domain.publication_scope import PublicationScope
from desktop_app.messages import Message
from desktop_app.paths import identity
from desktop_app.server.address import Address, AskPassword, connected
from desktop_app.server.deriving import copy_as_shown, derive_union, is_alone
from desktop_app.server.first_copy import copy_log
from desktop_app.server.log_union import (
    Publisher,
    add_to_union,
    begin_union,
    is_unclean,
    note_published,
    to_send,
    touch_all,
)
from desktop_app.server.published_schema import (
    claim_database,
    clean,
    ensure_tables,
    read_plan,
    root_of,
    schema_of,
    write_labels,
)
from desktop_app.server.role_figures import figures_table, put_figures
from desktop_app.server.server_session import Server
from desktop_app.server.unit_roles import bring_up_to_date, has_roles, put_roles, roles_of


class Publication(Struct, frozen=True):
    """What a person orders: what is let go, and the kinds with records which stay; `as_source`: what differs between
    files of the root unit goes by this one from now on;
    `roles`: the unit that each of these database roles may read from now on, `roles_away`: those that may no longer.
    """

    scope: PublicationScope
    staying: Sequence[str]
    as_source: bool = False
    roles: Mapping[str, str] = {}
    roles_away: Sequence[str] = ()


class Published(Struct, frozen=True):
    """What came of it: how many changes were sent, how many records were derived anew, and what is only claimed: the
    plan's edition or erasures that the source of the root unit does not have. `erased`: values went there for good;
    `roles`: the database roles of units, with their units; `still_read`: somebody reads what stood there before, so its
    files may still hold what was erased.
    """

    changes: int
    records: int
    claims: Sequence[str]
    erased: bool
    source: str
    roles: Sequence[tuple[str, str]] = ()
    still_read: bool = False


def publish(
    file: OpenFile, address: Address, ordered: Publication, ask_password: AskPassword,
    report_progress: ProgressCallback = ignore_progress,
) -> Published:  # fmt: skip
    """Publish a file; all of it or nothing, also where it is stopped."""
    with connected(address, ask_password) as connection:
        server = Server(connection, schema_of(file.plan), report_progress)
        connection.isolation_level = IsolationLevel.READ_COMMITTED  # whoever waited sees what the one before it brought
        with connection.transaction():
            server.run("SELECT pg_advisory_xact_lock(hashtext('sokehoach'))")  # one at a time
            claim_database(server, address)
            found = _publish(server, file, ordered)
        server.report_progress = ignore_progress  # what is done can't be stopped any more
        if found.erased:
            connection.autocommit = True
            cleaned = clean(server, file.plan, *([figures_table(server)] if has_roles(server) else []))
            found = replace(found, still_read=not cleaned)
        return found


def _publish(server: Server, file: OpenFile, ordered: Publication) -> Published:
    root, scope = root_of(file.plan), ordered.scope
    if not server.one("SELECT to_regnamespace(%s) IS NOT NULL", (f'"{server.schema}"',)):
        ensure_tables(server, file.plan)
    first = not server.one("SELECT EXISTS (SELECT 1 FROM {s}._publisher WHERE root = %s)", (root,))
    publisher = _publisher(server, file, root)
    plan, renewed = _plan_in_force(server, file, root, publisher.no, as_source=ordered.as_source)
    server.run("UPDATE {s}._publisher SET staying = %s WHERE no = %s", (list(ordered.staying), publisher.no))
    server.begin(1, Message("server.reading"))
    sent = to_send(file, scope, publisher)
    server.begin(2, Message("server.sending", changes=sent.changes))
    begin_union(server, root, file, publisher.no)
    if first:
        copy_log(server, root, file, scope, publisher.no, sent.selection)
    else:
        add_to_union(server, root, file, scope, publisher.no, sent)
    if renewed:
        touch_all(server, root)
    server.begin(3, Message("server.deriving"))
    if first and is_alone(plan, scope):
        records = copy_as_shown(server, root, file, scope)
    else:
        records = derive_union(server, root, file, plan)
    server.begin(4, Message("server.ending"))
    if sent.whole:  # so many rows are new that what PostgreSQL knows of the tables is no longer so
        for table in ("record", "change_log", *plan.record_kinds):
            server.run("ANALYZE {table}", table=table)
    note_published(server, file, root, publisher.no, scope, sent)
    roles = _serve_roles(server, root, plan, ordered, anew=renewed or sent.whole)
    claims = server.run(_CLAIMS, (root, publisher.no)).fetchall()
    return Published(
        sent.changes, records, [" ".join(row) for row in claims], is_unclean(server, root),
        str(server.one(_SOURCE, (root,))), roles,
    )  # fmt: skip


def _serve_roles(
    server: Server, root: str, plan: Plan, ordered: Publication, *, anew: bool
) -> Sequence[tuple[str, str]]:
    """What roles of units may read is what has just been published; `anew`: nothing that stands there still holds."""
    if ordered.roles or ordered.roles_away:
        put_roles(server, root, plan, ordered.roles, ordered.roles_away)
    if not has_roles(server):
        return ()
    if anew or ordered.roles or ordered.roles_away:
        bring_up_to_date(server, plan)
    names = LogNames.of(plan.source)
    touched = None if anew else [names.plan_kind(row[0]) for row in server.run(_TOUCHED_KINDS, (root,))]
    put_figures(server, root, touched)
    return roles_of(server, root)


_TOUCHED_KINDS = """
SELECT DISTINCT k.name FROM touched w JOIN {s}.record r ON r.root = %s AND r.no = w.record
JOIN {s}.kind k ON k.no = r.kind
"""


_CLAIMS = "SELECT about, value FROM {s}._claim WHERE root = %s AND publisher = %s ORDER BY 1, 2"
_SOURCE = "SELECT p.name FROM {s}._ledger l JOIN {s}._publisher p ON p.no = l.source WHERE l.root = %s"


def publisher_id(file: OpenFile) -> bytes:
    """What a file is known by on the server, of which nothing can be read: this computer, where it lies there, and
    whose it is, as one stick after the other lies in the same place. A copy elsewhere is another file, a backup put
    back in its place is the same.
    """
    known_by = f"{node()}\0{identity(file.path.absolute())}\0{file.logged_unit}"
    return blake2b(known_by.encode(), digest_size=16).digest()


def _publisher(server: Server, file: OpenFile, root: str) -> Publisher:
    values = {
        "root": root, "id": publisher_id(file), "unit": file.unit, "name": file.path.name,
        "edition": file.plan.edition, "digest": plan_digest(file.plan.source),
    }  # fmt: skip
    row = server.run(_PUBLISHER, values).fetchone()
    assert row
    no, last_act, count, total, include = row
    return Publisher(no, last_act, count, total, frozenset(include))


_PUBLISHER = """
INSERT INTO {s}._publisher (root, id, unit, name, edition, digest)
VALUES (%(root)s, %(id)s, %(unit)s, %(name)s, %(edition)s, %(digest)s)
ON CONFLICT (root, id) DO UPDATE
SET unit = excluded.unit, name = excluded.name, edition = excluded.edition, digest = excluded.digest
RETURNING no, last_act, log_count, log_digest, include
"""


def _plan_in_force(server: Server, file: OpenFile, root: str, publisher: int, *, as_source: bool) -> tuple[Plan, bool]:
    """The plan by which a root unit is shown, and whether it is another one from now on. It is that of its source, the
    first file or the one that a person named; what another file says stands among the claims.
    """
    digest = plan_digest(file.plan.source)
    known = server.run("SELECT digest, source, plan FROM {s}._ledger WHERE root = %s", (root,)).fetchone()
    is_source = as_source or not known or known[1] == publisher
    server.run("DELETE FROM {s}._claim WHERE publisher = %s AND about = 'edition'", (publisher,))
    if is_source or not known:
        ensure_tables(server, file.plan)
        write_labels(server, file.plan)
        for name in read_plan(known[2]).record_kinds if known and known[0] != digest else ():  # derived anew
            server.run("DELETE FROM {table} WHERE _root = %s", (root,), table=name)
        values = {
            "root": root, "version": file.plan.unit_version, "edition": file.plan.edition, "digest": digest,
            "plan": canonical_json(file.plan.source), "source": publisher,
        }  # fmt: skip
        server.run(_PUT_LEDGER, values)
        return file.plan, known is not None and known[0] != digest
    if known[0] == digest:
        return file.plan, False
    claim = "INSERT INTO {s}._claim (root, publisher, about, value) VALUES (%s, %s, 'edition', %s)"
    server.run(claim, (root, publisher, str(file.plan.edition)))
    return read_plan(known[2]), False


_PUT_LEDGER = """
INSERT INTO {s}._ledger (root, unit_version, edition, digest, plan, source)
VALUES (%(root)s, %(version)s, %(edition)s, %(digest)s, %(plan)s, %(source)s)
ON CONFLICT (root) DO UPDATE
SET unit_version = excluded.unit_version, edition = excluded.edition, digest = excluded.digest, plan = excluded.plan,
  source = excluded.source
"""
