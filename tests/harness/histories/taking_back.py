"""Undo: only what is still as the act left it."""

from collections.abc import Callable

from tests.harness.histories.act_facts import fact_of, gone
from tests.harness.histories.facts import Act, Copy, Fact, Record
from tests.harness.histories.view import referrers, view_of


def undo(copy: Copy, act: int) -> list[Fact]:
    touched = dict.fromkeys(f.record for f in copy.of_act(act))
    parts = [(record, *_undo_record(copy, act, record)) for record in touched]
    going = {record for record, made, goes in parts if goes and made}
    view = view_of(copy)
    while True:
        needed = {r for r in going if any(other not in going for other in referrers(copy, view, r))}
        if not needed:
            break
        going -= needed
    done = [(record, made) for record, made, goes in parts if made and (not goes or record in going)]
    if len(done) < len(parts) and _root(copy, act).kind == "edit":
        return []
    return [fact for _, made in done for fact in made]


def _root(copy: Copy, number: int) -> Act:
    act = copy.acts[number]
    return _root(copy, act.target) if act.target is not None else act


def _undo_record(copy: Copy, act: int, record: str) -> tuple[list[Fact], bool]:
    """What undoing writes to one record, and whether the record would be gone then."""
    now = copy.record(record)
    assert now
    facts = copy.of_record(record)
    mine = [f for f in facts if f.act == act]
    order = list(copy.acts)
    later = set(order[order.index(act) + 1 :])
    if all(f.act == act or f.act in later for f in facts):
        standing = [f for of_field in now.standing.values() for f in of_field]
        alone = all(_goes_back(copy, f, lambda one: one.act not in later, True) for f in standing)
        return ([gone(copy, record, now.kind, 1)] if alone and not now.gone else []), True
    turns = [f for f in mine if f.field == "deleted"]
    if turns:
        return _undo_turn(copy, record, now, turns[-1], later)
    made: list[Fact] = []
    for name in () if now.gone else dict.fromkeys(f.field for f in mine):
        made += _undo_field(copy, record, now, name, [f for f in mine if f.field == name])
    return made, False


def _again(copy: Copy, fact: Fact) -> list[Fact] | None:
    """The facts that an undo's fact repeats: what stood before the act that it takes back. None: no undo's."""
    target = copy.acts[fact.act].target
    undone = [f for f in copy.of_record(fact.record) if f.act == target and f.field == fact.field]
    return [f for f in _let_go(copy, undone) if f.value == fact.value] if undone else None


def _goes_back(copy: Copy, fact: Fact, fits: Callable[[Fact], bool], nothing: bool) -> bool:
    """Whether a fact, or all that it repeats, fits; `nothing`: whether an undo that left nothing there fits."""
    if fits(fact):
        return True
    again = _again(copy, fact)
    return again is not None and (nothing or again != []) and all(_goes_back(copy, f, fits, nothing) for f in again)


def _echoes(copy: Copy, fact: Fact, act: int) -> bool:
    return _goes_back(copy, fact, lambda one: one.act == act, False)


def _undo_field(copy: Copy, record: str, now: Record, name: str, mine: list[Fact]) -> list[Fact]:
    standing = now.standing[name]
    ours = [f for f in standing if _echoes(copy, f, mine[0].act)]
    left = {f.value for f in mine}
    shared = any(f not in ours and f.value == now.shown[name] for f in standing)
    if {f.value for f in ours} != left or now.shown[name] not in left or shared:
        return []
    values = list(dict.fromkeys(f.value for f in _let_go(copy, mine))) or [None]
    if set(values) == left:
        return []
    others = [f for f in standing if f not in ours]
    return [fact_of(copy, record, now.kind, name, value, others) for value in values]


def _let_go(copy: Copy, mine: list[Fact]) -> list[Fact]:
    """What stood before these facts: of all they let go of, what nothing else among it had let go of."""
    seen = {no for f in mine for no in f.saw}
    older = {no for other in seen for no in copy.facts[other].saw}
    return sorted((copy.facts[no] for no in seen - older), key=lambda fact: fact.stamp)


def _undo_turn(copy: Copy, record: str, now: Record, turn: Fact, later: set[int]) -> tuple[list[Fact], bool]:
    standing = now.standing["deleted"]
    ours = [f for f in standing if bool(f.value) == bool(turn.value) and _echoes(copy, f, turn.act)]
    others = [f for f in standing if f not in ours]
    before = [f for f in _let_go(copy, [turn]) if f.value]
    heads = [f for name, facts in now.standing.items() if name != "deleted" for f in facts]
    worked_on = any(not _goes_back(copy, f, lambda one: one.act not in later, True) for f in heads)
    if not ours or (turn.value and any(f.value for f in others)):
        return [], False
    if not turn.value and (not before or worked_on):
        return [], False
    if not before:
        return [fact_of(copy, record, now.kind, "deleted", 0, others)], False
    seen = {no for f in before for no in f.stood}

    def stood_on(fact: Fact) -> bool:
        return fact.no in seen or (fact.act == turn.act and {f.no for f in _let_go(copy, [fact])} <= seen)

    again = {f.no for f in heads if _goes_back(copy, f, stood_on, True)}
    made = []
    for value in dict.fromkeys(f.value for f in before):
        fact = fact_of(copy, record, now.kind, "deleted", value, others)
        fact.saw_record = frozenset(again).union(*(f.saw_record for f in before if f.value == value))
        fact.stood = frozenset(again).union(*(f.stood for f in before if f.value == value))
        made.append(fact)
    covered = {no for fact in made for no in fact.saw_record}
    return made, all(f.no in covered for f in heads)
