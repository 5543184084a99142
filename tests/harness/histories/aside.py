"""What taking a merge back means, said a second time over plain facts."""

from collections.abc import Iterable, Iterator
from copy import copy as shallow
from dataclasses import dataclass, field

from tests.harness.histories.facts import Copy, Fact
from tests.harness.histories.plan import ERASURE


@dataclass
class Merged:
    """One merge of a copy: the facts that it put into the log, and whether it is taken back."""

    act: bytes
    brought: set[int]
    undone: bool = False


@dataclass
class Aside:
    """What one copy knows beside its log: its merges, what is set aside, and with which of its merges each fact came
    last, in the order in which all facts came (None: written here, or there from the start).
    """

    merges: list[Merged] = field(default_factory=list)
    facts: dict[int, Fact] = field(default_factory=dict)
    came: dict[int, tuple[int, int | None]] = field(default_factory=dict)
    events: int = 0

    def copy(self) -> "Aside":
        return Aside([shallow(merge) for merge in self.merges], dict(self.facts), dict(self.came), self.events)

    def catch_up(self, copy: Copy) -> None:
        """Note what was written here since."""
        self.events += 1
        for no in copy.facts.keys() - self.came.keys():
            self.came[no] = (self.events, None)

    def merged(self, copy: Copy, act: bytes, before: set[int], returned: set[int]) -> None:
        """An act brought all that was not there before; what was set aside may have come again. A value that returned
        goes with the merge that brought it, not with that which brought its fact.
        """
        brought = copy.facts.keys() - before | returned
        for merge in self.merges:
            merge.brought -= returned
        self.forget(copy)
        self.merges.append(Merged(act, set(brought)))
        self.events += 1
        for no in brought:
            self.came[no] = (self.events, len(self.merges) - 1)

    def forget(self, copy: Copy) -> None:
        """What is in the log is not set aside."""
        self.facts = {no: fact for no, fact in self.facts.items() if no not in copy.facts}


def undo(copy: Copy, aside: Aside, number: int) -> set[int]:
    """Set aside what only merges that are taken back brought, and nothing else rests on; returns what went."""
    aside.catch_up(copy)
    undone = [m for n, m in enumerate(aside.merges) if m.undone or n == number]
    wanted = set[int]().union(*(m.brought for m in aside.merges if m not in undone))
    going = (set[int]().union(*(m.brought for m in undone)) & copy.facts.keys()) - wanted
    going = {no for no in going if copy.facts[no].kind != ERASURE and copy.acts[copy.facts[no].act].kind != "plan"}
    while needed := set(_needed(copy, aside, going, copy.facts.keys() - going, copy.facts)):
        going -= needed
    if going:
        aside.merges[number].undone = True
        aside.facts |= {no: copy.facts[no] for no in going}
        copy.remove(going)
    return going


def redo(copy: Copy, aside: Aside, number: int) -> set[int]:
    """Take back what the merge brought, and all that this rests on; returns what came."""
    aside.catch_up(copy)
    merge = aside.merges[number]
    coming = merge.brought & aside.facts.keys()
    everything = copy.facts | aside.facts
    while needed := set(_needed(copy, aside, aside.facts.keys() - coming, coming, everything)):
        coming |= needed
    merge.undone = False
    copy.add([aside.facts[no] for no in coming])
    aside.forget(copy)
    return coming


def _needed(copy: Copy, aside: Aside, loose: set[int], work: set[int], known: dict[int, Fact]) -> Iterator[int]:
    """Which of the loose facts this work rests on."""
    by_record: dict[str, list[Fact]] = {}
    for fact in known.values():
        by_record.setdefault(fact.record, []).append(fact)
    named = set(_named(copy, (known[no] for no in work)))
    for record, of_record in by_record.items():
        own = [f for f in of_record if f.no in work]
        seen = {no for f in own for no in (*f.saw, *f.saw_record)}
        maker = _maker(aside, of_record, work)
        touched = bool(own) or record in named
        for fact in of_record:
            made_with_it = maker is not None and aside.came[fact.no][1] == maker
            if fact.no in loose and (fact.no in seen or (touched and made_with_it)):
                yield fact.no


def _maker(aside: Aside, of_record: list[Fact], work: set[int]) -> int | None:
    """The merge that made a record, unless some of what came with it is at work itself, as with another merge."""
    first = min(of_record, key=lambda fact: aside.came[fact.no][0])
    at_first = [f for f in of_record if aside.came[f.no] == aside.came[first.no]]
    return None if any(f.no in work for f in at_first) else aside.came[first.no][1]


def _named(copy: Copy, work: Iterable[Fact]) -> Iterator[str]:
    for fact in work:
        if copy.plan.fields.get(fact.kind, {}).get(fact.field) and fact.value is not None:
            yield str(fact.value)
        if fact.field == "deleted" and isinstance(fact.value, str):
            yield fact.value.removeprefix("into:")
