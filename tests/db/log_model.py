"""What merging means, said a second time and as plainly as possible: the specification of the state machine.

A fact is one value that somebody left in one field, together with all that this person had seen of the field. Nothing
here is shared with the program: no heads, no stamps beyond their order, no tables.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

FIELDS: dict[str, dict[str, str | None]] = {
    "place": {"name": None, "unit": None, "near": "place"},
    "visit": {"date": None, "place": "place", "n": None, "m": None},
    "stop": {"visit": "visit", "note": None},
    "item": {"stop": "stop", "k": None, "note": None, "place": "place"},
}
PARENT = {"stop": ("visit", "visit"), "item": ("stop", "stop")}
KEY = {"item": ("stop", "k")}
REQUIRED = {"place": ("name",), "visit": ("date",), "stop": ("visit",), "item": ("stop", "k")}
REFERENCES = [(kind, name, target) for kind, names in FIELDS.items() for name, target in names.items() if target]

Value = str | int | None
Seen = frozenset[int]


@dataclass
class Fact:
    """`saw`: the facts of the same field that its author let go of, and what those had let go of; `saw_record`: for a
    deletion, all facts of the record's other fields that its author knew.
    """

    no: int
    record: str
    kind: str
    field: str
    value: Value
    saw: Seen
    saw_record: Seen
    act: int
    stamp: bytes = b""


@dataclass
class Deed:
    """An act: what kind, and which act it takes back."""

    kind: str
    target: int | None
    id: bytes = b""


@dataclass
class Copy:
    """What one copy of the file knows: facts, acts in the order in which they came, and its own acts."""

    facts: set[int] = field(default_factory=set)
    acts: list[int] = field(default_factory=list)
    own: set[int] = field(default_factory=set)

    def copy(self) -> "Copy":
        return Copy(set(self.facts), list(self.acts), set(self.own))


@dataclass
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
class View:
    """Everything a copy shows: typed rows (values and state), records in conflict, gone, held, joined."""

    rows: dict[str, dict[str, tuple[dict[str, Value], int]]]
    open: set[tuple[str, str]]
    gone: set[str]
    held: set[str]
    joined: dict[str, str]


class Model:
    """All copies at once; facts and acts are numbered over all of them."""

    def __init__(self) -> None:
        self.facts: dict[int, Fact] = {}
        self.acts: dict[int, Deed] = {}
        self._last = 0

    def _number(self) -> int:
        self._last += 1
        return self._last

    # --- what a copy shows ----------------------------------------------------------------------------------------

    def of_record(self, copy: Copy, record: str) -> list[Fact]:
        known = [self.facts[no] for no in copy.facts if self.facts[no].record == record]
        return sorted(known, key=lambda fact: fact.stamp)

    def record(self, copy: Copy, record: str) -> Record | None:
        facts = self.of_record(copy, record)
        return record_of(facts) if facts else None

    def view(self, copy: Copy) -> View:
        by_record: dict[str, list[Fact]] = {}
        for no in copy.facts:
            by_record.setdefault(self.facts[no].record, []).append(self.facts[no])
        return view_of({r: record_of(sorted(f, key=lambda fact: fact.stamp)) for r, f in by_record.items()})

    # --- what an act would leave ----------------------------------------------------------------------------------

    def _fact(self, copy: Copy, record: str, kind: str, name: str, value: Value, leave: Iterable[Fact] = ()) -> Fact:
        """A new fact that lets go of what stands in the field, but for what it leaves open."""
        now, left = self.record(copy, record), {fact.no for fact in leave}
        ended = [f for f in now.standing.get(name, ()) if f.no not in left] if now else []
        saw = frozenset({f.no for f in ended}).union(*(f.saw for f in ended))
        return Fact(self._number(), record, kind, name, value, saw, frozenset(), -1)

    def put(self, copy: Copy, record: str, kind: str, values: dict[str, Value]) -> list[Fact]:
        """Type values over what is shown; other values of a conflict stay open."""
        now = self.record(copy, record)
        shown = now.shown if now else {}
        made = []
        for name, value in values.items():
            if value != shown.get(name):
                others = [f for f in now.standing.get(name, ()) if f.value != shown[name]] if now else []
                made.append(self._fact(copy, record, kind, name, value, others))
        return made

    def create(self, copy: Copy, record: str, kind: str, values: dict[str, Value]) -> list[Fact]:
        now = self.record(copy, record)
        if now is None or not now.gone:
            return self.put(copy, record, kind, values)
        return [*self.keep(copy, record, now), *self.put(copy, record, kind, values)]

    def correct(self, copy: Copy, record: str, new: str, values: dict[str, Value]) -> list[Fact]:
        now = self.record(copy, record)
        assert now
        moved = dict.fromkeys(FIELDS[now.kind]) | now.shown | values
        return [*self.create(copy, new, now.kind, moved), self.gone(copy, record, now.kind, 1)]

    def gone(self, copy: Copy, record: str, kind: str, value: Value) -> Fact:
        fact = self._fact(copy, record, kind, "deleted", value)
        fact.saw_record = frozenset(f.no for f in self.of_record(copy, record) if f.field != "deleted")
        return fact

    def keep(self, copy: Copy, record: str, now: Record) -> list[Fact]:
        """Not deleted; what a deletion hid gives way to what is shown."""
        made = [self._fact(copy, record, now.kind, "deleted", 0)]
        for name, hidden in now.hidden.items():
            if any(f.value != now.shown[name] for f in hidden):
                others = [f for f in now.standing[name] if f not in hidden and f.value != now.shown[name]]
                made.append(self._fact(copy, record, now.kind, name, now.shown[name], others))
        return made

    def delete(self, copy: Copy, record: str) -> list[Fact] | None:
        """None: somebody else still refers to it."""
        view = self.view(copy)
        family = list(family_of(view, record))
        if any(other not in family for member in family for other in referrers(view, member)):
            return None
        return [self.gone(copy, member, self._kind(copy, member), 1) for member in family]

    def _kind(self, copy: Copy, record: str) -> str:
        now = self.record(copy, record)
        assert now
        return now.kind

    def restore(self, copy: Copy, record: str) -> list[Fact]:
        now = self.record(copy, record)
        assert now
        if not now.deletions:
            return []
        back = dict.fromkeys([record, *self._parents(copy, record)])
        for deletion in now.deletions:
            along = [self.facts[no] for no in sorted(copy.facts) if self.facts[no].act == deletion.act]
            for fact in along:
                if fact.field == "deleted" and fact.value and record in self._parents(copy, fact.record):
                    back[fact.record] = None
        made = []
        for one in back:
            state = self.record(copy, one)
            if state and (state.gone or one == record):
                made += self.keep(copy, one, state)
        return made

    def _parents(self, copy: Copy, record: str) -> list[str]:
        found: list[str] = []
        now = self.record(copy, record)
        while now and now.kind in PARENT:
            above = now.shown.get(PARENT[now.kind][1])
            now = self.record(copy, str(above)) if above is not None else None
            if now and now.kind == PARENT[self._kind(copy, found[-1] if found else record)][0]:
                found.append(str(above))
        return found

    def settle(self, copy: Copy, record: str, name: str, value: Value) -> list[Fact] | None:
        now = self.record(copy, record)
        assert now
        if name != "deleted":
            return [self._fact(copy, record, now.kind, name, value)]
        if isinstance(value, str):
            return [self.gone(copy, record, now.kind, value)]
        if not value:
            return self.restore(copy, record)
        view = self.view(copy)
        return self.delete(copy, record) if record in view.rows[now.kind] else [self.gone(copy, record, now.kind, 1)]

    def join(self, copy: Copy, first: str, second: str) -> list[Fact]:
        keeps, goes = sorted((first, second))
        return [self.gone(copy, goes, self._kind(copy, goes), f"into:{keeps}")]

    # --- undo: only what is still as the act left it --------------------------------------------------------------

    def undo(self, copy: Copy, act: int) -> list[Fact]:
        touched = dict.fromkeys(f.record for f in self._facts_of(copy, act))
        parts = [(record, *self._undo_record(copy, act, record)) for record in touched]
        going = {record for record, made, goes in parts if goes and made}
        view = self.view(copy)
        while True:
            needed = {r for r in going if any(other not in going for other in referrers(view, r))}
            if not needed:
                break
            going -= needed
        done = [(record, made) for record, made, goes in parts if made and (not goes or record in going)]
        if len(done) < len(parts) and self._root(act).kind == "edit":
            return []
        return [fact for _, made in done for fact in made]

    def _facts_of(self, copy: Copy, act: int) -> list[Fact]:
        found = (self.facts[no] for no in copy.facts if self.facts[no].act == act)
        return sorted(found, key=lambda fact: fact.stamp)

    def _root(self, act: int) -> Deed:
        deed = self.acts[act]
        return self._root(deed.target) if deed.target is not None else deed

    def _undo_record(self, copy: Copy, act: int, record: str) -> tuple[list[Fact], bool]:
        """What undoing writes to one record, and whether the record would be gone then."""
        now = self.record(copy, record)
        assert now
        facts = self.of_record(copy, record)
        mine = [f for f in facts if f.act == act]
        later = set(copy.acts[copy.acts.index(act) + 1 :])
        if all(f.act == act or f.act in later for f in facts):
            standing = [f for of_field in now.standing.values() for f in of_field]
            alone = all(self._goes_back(copy, f, lambda one: one.act not in later, True) for f in standing)
            return ([self.gone(copy, record, now.kind, 1)] if alone and not now.gone else []), True
        turns = [f for f in mine if f.field == "deleted"]
        if turns:
            return self._undo_turn(copy, record, now, turns[-1], later)
        made: list[Fact] = []
        for name in () if now.gone else dict.fromkeys(f.field for f in mine):
            made += self._undo_field(copy, record, now, name, [f for f in mine if f.field == name])
        return made, False

    def _again(self, copy: Copy, fact: Fact) -> list[Fact] | None:
        """The facts that an undo's fact repeats: what stood before the act that it takes back. None: no undo's."""
        target = self.acts[fact.act].target
        undone = [f for f in self.of_record(copy, fact.record) if f.act == target and f.field == fact.field]
        return [f for f in self._let_go(undone) if f.value == fact.value] if undone else None

    def _goes_back(self, copy: Copy, fact: Fact, fits: Callable[[Fact], bool], nothing: bool) -> bool:
        """Whether a fact, or all that it repeats, fits; `nothing`: whether an undo that left nothing there fits."""
        if fits(fact):
            return True
        again = self._again(copy, fact)
        return again is not None and (nothing or again != []) and all(
            self._goes_back(copy, f, fits, nothing) for f in again
        )  # fmt: skip

    def _echoes(self, copy: Copy, fact: Fact, act: int) -> bool:
        return self._goes_back(copy, fact, lambda one: one.act == act, False)

    def _undo_field(self, copy: Copy, record: str, now: Record, name: str, mine: list[Fact]) -> list[Fact]:
        standing = now.standing[name]
        ours = [f for f in standing if self._echoes(copy, f, mine[0].act)]
        left = {f.value for f in mine}
        shared = any(f not in ours and f.value == now.shown[name] for f in standing)
        if {f.value for f in ours} != left or now.shown[name] not in left or shared:
            return []
        before = self._let_go(mine)
        values = list(dict.fromkeys(f.value for f in before)) or [None]
        if set(values) == left:
            return []
        others = [f for f in standing if f not in ours]
        return [self._fact(copy, record, now.kind, name, value, others) for value in values]

    def _let_go(self, mine: list[Fact]) -> list[Fact]:
        """What stood before these facts: of all they let go of, what nothing else among it had let go of."""
        seen = {no for f in mine for no in f.saw}
        older = {no for other in seen for no in self.facts[other].saw}
        return sorted((self.facts[no] for no in seen - older), key=lambda fact: fact.stamp)

    def _undo_turn(self, copy: Copy, record: str, now: Record, turn: Fact, later: set[int]) -> tuple[list[Fact], bool]:
        standing = now.standing["deleted"]
        ours = [f for f in standing if bool(f.value) == bool(turn.value) and self._echoes(copy, f, turn.act)]
        others = [f for f in standing if f not in ours]
        before = [f for f in self._let_go([turn]) if f.value]
        heads = [f for name, facts in now.standing.items() if name != "deleted" for f in facts]
        worked_on = any(not self._goes_back(copy, f, lambda one: one.act not in later, True) for f in heads)
        if not ours or (turn.value and any(f.value for f in others)):
            return [], False
        if not turn.value and (not before or worked_on):
            return [], False
        if not before:
            return [self._fact(copy, record, now.kind, "deleted", 0, others)], False
        seen = {no for f in before for no in f.saw_record}

        def stood_on(fact: Fact) -> bool:
            let_go = {f.no for f in self._let_go([fact])} & copy.facts
            return fact.no in seen or (fact.act == turn.act and let_go <= seen)

        again = {f.no for f in heads if self._goes_back(copy, f, stood_on, True)}
        made = []
        for value in dict.fromkeys(f.value for f in before):
            fact = self._fact(copy, record, now.kind, "deleted", value, others)
            fact.saw_record = frozenset(again).union(*(f.saw_record for f in before if f.value == value))
            made.append(fact)
        covered = {no for fact in made for no in fact.saw_record}
        return made, all(f.no in covered for f in heads)

    # --- doing it -------------------------------------------------------------------------------------------------

    def commit(self, copy: Copy, made: list[Fact], kind: str, target: int | None = None) -> int:
        """Add an act's facts to a copy; returns the number of the act."""
        act = self._number()
        self.acts[act] = Deed(kind, target)
        copy.acts.append(act)
        copy.own.add(act)
        for fact in made:
            fact.act = act
            self.facts[fact.no] = fact
            copy.facts.add(fact.no)
        return act

    def absorb(self, copy: Copy, source: Copy, records: set[str] | None = None) -> int:
        """The union of what both know (of some records only); returns how many facts were new."""
        brought = {no for no in source.facts if records is None or self.facts[no].record in records}
        new = brought - copy.facts
        copy.facts |= new
        deeds = {self.facts[no].act for no in brought}
        copy.acts += [act for act in source.acts if act in deeds and act not in copy.acts]
        return len(new)


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


def view_of(records: dict[str, Record]) -> View:
    """What is shown of all records together: references, what they hold, parents."""
    joined = {record: state.into for record, state in records.items() if state.into is not None}

    def end_of(value: Value) -> Value:
        while value in joined:
            value = joined[str(value)]
        return value

    def values(record: str) -> dict[str, Value]:
        state = records[record]
        fields = FIELDS[state.kind]
        return {n: end_of(state.shown.get(n)) if target else state.shown.get(n) for n, target in fields.items()}

    live = {record for record, state in records.items() if not state.gone}
    held: set[str] = set()
    waiting = list(live)
    while waiting:
        record = waiting.pop()
        for name, target in FIELDS[records[record].kind].items():
            wanted = values(record)[name]
            found = records.get(str(wanted)) if target else None
            if found and found.kind == target and found.gone and not found.into and str(wanted) not in held:
                held.add(str(wanted))
                waiting.append(str(wanted))
    rows: dict[str, dict[str, tuple[dict[str, Value], int]]] = {kind: {} for kind in FIELDS}
    for kind in FIELDS:  # parents stand before their children
        for record in live | held:
            if records[record].kind == kind:
                rows[kind][record] = (values(record), _state(kind, values(record), rows))
    open_ = {(record, name) for record, state in records.items() for name in state.open}
    gone = {record for record, state in records.items() if state.gone}
    return View(rows, open_ | {(record, "deleted") for record in held}, gone, held, joined)


def _state(kind: str, values: dict[str, Value], rows: dict[str, dict[str, tuple[dict[str, Value], int]]]) -> int:
    if any(values[name] is None for name in REQUIRED[kind]):
        return 1
    n, m = values.get("n"), values.get("m")
    if isinstance(n, int) and isinstance(m, int) and m > n:
        return 2
    if kind in PARENT:
        parent_kind, name = PARENT[kind]
        parent = rows[parent_kind].get(str(values[name]))
        return 0 if parent and parent[1] == 0 else 3
    return 0


def referrers(view: View, record: str) -> Iterator[str]:
    """The live records that refer to one, once for each field."""
    for kind, name, _target in REFERENCES:
        for other, (values, _) in view.rows[kind].items():
            if values[name] == record:
                yield other


def family_of(view: View, record: str) -> Iterator[str]:
    """A live record with all that lies inside it."""
    yield record
    for kind, (_, name) in PARENT.items():
        for other, (values, _) in view.rows[kind].items():
            if values[name] == record:
                yield from family_of(view, other)
