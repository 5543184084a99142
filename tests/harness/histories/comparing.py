"""A file held against what the model says it must show, and an act against what it must have left."""

from collections.abc import Iterable

from db.log import stored_digest
from tests.harness.histories.desk import CHANGES_OF_ACT, Desk
from tests.harness.histories.facts import Copy, Fact
from tests.harness.histories.plan import ERASURE
from tests.harness.histories.view import view_of

ALL_CHANGES = (
    "SELECT r.id, f.name, c.stamp, c.value FROM change_log c JOIN record r ON r.no = c.record"
    " JOIN field f ON f.no = c.field"
)

ALL_ASIDE = "SELECT o.record, f.name, o.stamp, o.value FROM _reverted_change o JOIN field f ON f.no = o.field"


def compare(desk: Desk) -> None:
    """Rows, conflicts, deletions, every value ever saved, and the digest."""
    view, run = view_of(desk.copy), desk.office.run
    for kind, fields in desk.copy.plan.fields.items():
        names = ", ".join(fields)
        found = run(f"SELECT id, _state, {names} FROM {kind}")
        rows = {r[0]: (dict(zip(fields, r[2:], strict=True)), r[1]) for r in found}
        assert rows == view.rows[kind], (kind, rows, view.rows[kind])
    assert desk.office.conflicts() == view.open
    flags = run("SELECT id, deleted, retained, joined_into FROM record").fetchall()
    assert {r[0] for r in flags if r[1]} == view.gone
    assert {r[0] for r in flags if r[2]} == view.held
    assert {r[0]: r[3] for r in flags if r[3]} == view.joined
    facts = desk.copy.facts.values()
    assert set(run(ALL_CHANGES)) == {(f.record, f.field, f.stamp, f.value) for f in facts}  # nothing saved is lost
    emptied = desk.copy.emptied()
    aside = {(f.record, f.field, f.stamp, None if f.no in emptied else f.value) for f in desk.aside.facts.values()}
    assert set(run(ALL_ASIDE)) == aside
    assert stored_digest(desk.office.file.connection) == digest(facts)


def digest(facts: Iterable[Fact]) -> tuple[int, int]:
    known = list(facts)
    return len(known), sum(int.from_bytes(fact.stamp[8:]) for fact in known) % 2**48


def compare_act(desk: Desk, act: bytes, made: list[Fact]) -> None:
    """The log must have got exactly these facts, each ending and covering the same; they get their stamps by it."""
    changes = desk.office.run(CHANGES_OF_ACT, (act,)).fetchall()
    for fact in made:
        if fact.kind == ERASURE:  # how an erasure is written down is the program's own affair
            fact.value = changes[0][2]
    left, wanted = sorted(repr(c[:3]) for c in changes), sorted(repr((f.record, f.field, f.value)) for f in made)
    assert left == wanted, (left, wanted)
    rows = {c[:3]: (c[3], c[4] or b"", c[5] or b"") for c in changes}
    for fact in made:
        fact.stamp, replaces, covers = rows[fact.record, fact.field, fact.value]
        heads = standing(desk.copy, fact.record)
        assert split(replaces) == {f.stamp for f in heads if f.field == fact.field and f.no in fact.saw}
        at_stake = {f.stamp for f in heads if f.field != "deleted"}
        assert split(covers) & at_stake == {f.stamp for f in heads if f.no in fact.saw_record}


def standing(copy: Copy, record: str) -> list[Fact]:
    now = copy.record(record)
    return [fact for of_field in now.standing.values() for fact in of_field] if now else []


def split(stamps: bytes) -> set[bytes]:
    return {stamps[i : i + 14] for i in range(0, len(stamps), 14)}
