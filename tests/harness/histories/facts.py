"""What merging means, said a second time and as plainly as possible: facts, copies, and what a record's facts leave.

A fact is one value that somebody left in one field, together with all that this person had seen of the field. Nothing
in the model is shared with the program: no heads, no stamps beyond their order, no tables.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import count

from tests.harness.histories.plan import EDITIONS, Edition

Value = str | int | None
numbers = count(1)


@dataclass(eq=False, slots=True)
class Fact:
    """`saw`: the facts of the same field that its author let go of, and what those had let go of. For a deletion,
    `saw_record`: all facts of the record's other fields that its author knew, `stood`: those of them that stood. For
    an erasure, `erases`: what it empties.
    """

    no: int
    record: str
    kind: str
    field: str
    value: Value
    saw: frozenset[int] = frozenset()
    saw_record: frozenset[int] = frozenset()
    stood: frozenset[int] = frozenset()
    erases: frozenset[int] = frozenset()
    act: int = 0
    stamp: bytes = b""


@dataclass(eq=False, slots=True)
class Act:
    """An act: what kind, which act it takes back, of which office, and its id in the files."""

    no: int
    kind: str
    target: int | None
    unit: str | None
    id: bytes


@dataclass(eq=False, slots=True)
class Record:
    """One record as a copy sees it."""

    kind: str
    shown: dict[str, Value]
    standing: dict[str, list[Fact]]
    gone: bool
    into: str | None
    open: set[str]
    deletions: list[Fact]
    hidden: dict[str, list[Fact]]


@dataclass
class Copy:
    """What one copy of the file knows: facts, acts in the order in which they came, its own acts, unit and plan.

    `latest` is the last edition that was ever in force, `offered` the last that came with a file and waits.
    """

    unit: str
    edition: int = 1
    latest: int = 1
    offered: int = 1
    facts: dict[int, Fact] = field(default_factory=dict)
    acts: dict[int, Act] = field(default_factory=dict)
    own: set[int] = field(default_factory=set)
    items: dict[tuple[int, int], bool | None] = field(
        default_factory=dict
    )  # of others' erasures: whether a fact went by itself; None: it came empty, and there is nothing to ask about yet
    _by_record: dict[str, list[Fact]] = field(default_factory=dict)
    _records: dict[str, Record] = field(default_factory=dict)

    @property
    def plan(self) -> Edition:
        return EDITIONS[self.edition]

    @property
    def known(self) -> Edition:
        """All that this copy heard of what its kinds are."""
        return EDITIONS[max(self.latest, self.offered)]

    def adopt(self, edition: int) -> None:
        self.edition, self.latest = edition, max(self.latest, edition)

    def copy(self, unit: str | None = None) -> "Copy":
        lists = {record: list(facts) for record, facts in self._by_record.items()}
        known = (dict(self.facts), dict(self.acts), set(self.own), dict(self.items), lists, dict(self._records))
        return Copy(unit or self.unit, self.edition, self.latest, self.offered, *known)

    def of_record(self, record: str) -> list[Fact]:
        """What is known of a record, in the order of stamps."""
        return sorted(self._by_record.get(record, ()), key=lambda fact: fact.stamp)

    def record(self, record: str) -> Record | None:
        if record not in self._records and record in self._by_record:
            self._records[record] = record_of(self.of_record(record))
        return self._records.get(record)

    def records(self) -> dict[str, Record]:
        for record in self._by_record:
            self.record(record)
        return self._records

    def kind(self, record: str) -> str:
        return self._by_record[record][0].kind

    def of_act(self, act: int) -> list[Fact]:
        return sorted((fact for fact in self.facts.values() if fact.act == act), key=lambda fact: fact.stamp)

    def add(self, facts: Iterable[Fact]) -> int:
        """Know more facts; what an erasure takes loses its value. Returns how many were new."""
        before = len(self.facts)
        for fact in facts:
            if fact.no not in self.facts:
                self.facts[fact.no] = fact
                self._by_record.setdefault(fact.record, []).append(fact)
                self._records.pop(fact.record, None)
        for no in self.emptied():
            if no in self.facts and self.facts[no].value is not None:
                self._change(no, None)
        return len(self.facts) - before

    def emptied(self) -> set[int]:
        """What the office erased, and what others' erasures took by themselves."""
        ran = {no for (_, no), by_itself in self.items.items() if by_itself}
        return ran.union(*(fact.erases for fact in self.facts.values() if fact.erases and fact.act in self.own))

    def came_empty(self) -> set[int]:
        """The facts whose values may still come."""
        return {no for (_, no), by_itself in self.items.items() if by_itself is None} - self.emptied()

    def returning(self, source: "Copy", empty: Iterable[int]) -> list[Fact]:
        """Of these facts those that lack their value here and have it there."""
        both = (no for no in empty if no in self.facts and no in source.facts)
        return [source.facts[no] for no in both if self.facts[no].value is None and source.facts[no].value is not None]

    def regain(self, facts: Iterable[Fact]) -> None:
        for fact in facts:
            self._change(fact.no, fact.value)

    def remove(self, facts: Iterable[int]) -> None:
        """Know less: what is set aside."""
        for no in facts:
            fact = self.facts.pop(no)
            of_record = self._by_record[fact.record]
            of_record.remove(fact)
            if not of_record:
                del self._by_record[fact.record]
            self._records.pop(fact.record, None)

    def _change(self, no: int, value: Value) -> None:
        fact = self.facts[no]
        self.facts[no] = changed = replace(fact, value=value)
        of_record = self._by_record[fact.record]
        of_record[of_record.index(fact)] = changed
        self._records.pop(fact.record, None)

    def commit(self, made: list[Fact], kind: str, act: bytes, target: int | None = None) -> None:
        """An act of the office that works here."""
        done = Act(next(numbers), kind, target, self.unit, act)
        for fact in made:
            fact.act = done.no
        self.acts[done.no] = done
        self.own.add(done.no)
        self.add(made)

    def absorb(self, source: "Copy", records: set[str] | None = None) -> int:
        """The union of what both know (of some records only); returns how many facts were new."""
        brought = [fact for fact in source.facts.values() if records is None or fact.record in records]
        acts = {fact.act for fact in brought}
        for no, act in source.acts.items():
            if no in acts:
                self.acts.setdefault(no, act)
        return self.add(brought)


def record_of(facts: list[Fact]) -> Record:
    """A record from what is known of it, in the order of stamps."""
    let_go = {no for fact in facts for no in fact.saw}
    standing: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.no not in let_go:
            standing.setdefault(fact.field, []).append(fact)
    turns = standing.get("deleted", [])
    deletions = [fact for fact in turns if fact.value]
    covered = {no for deletion in deletions for no in deletion.saw_record}
    shown, hidden, uncovered, differing = {}, {}, len(turns) > len(deletions), set()
    for name, of_field in standing.items():
        if name == "deleted":
            continue
        fresh = [fact for fact in of_field if fact.no not in covered]
        uncovered = uncovered or bool(fresh)
        seen = fresh or of_field
        hidden[name] = [fact for fact in of_field if fact not in seen]
        shown[name] = seen[-1].value
        if len({fact.value for fact in seen}) > 1:
            differing.add(name)
    gone = bool(deletions) and not uncovered
    into = None
    if gone:
        differing = {"deleted"} if len({d.value for d in deletions}) > 1 else set()
        last = deletions[-1].value
        into = last.removeprefix("into:") if isinstance(last, str) else None
    elif deletions:
        differing.add("deleted")
    return Record(facts[0].kind, shown, standing, gone, into, differing, deletions, hidden)
