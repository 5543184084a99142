"""What taking a merge back means, said a second time over the plain facts of `log_model`."""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field

from tests.db.log_model import FIELDS, Copy, Fact, Model


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
    facts: set[int] = field(default_factory=set)
    came: dict[int, tuple[int, int | None]] = field(default_factory=dict)
    events: int = 0

    def copy(self) -> "Aside":
        return deepcopy(self)


class Setting:
    """Undo and redo of merges in one copy."""

    def __init__(self, model: Model, copy: Copy, aside: Aside) -> None:
        self.model, self.copy, self.aside = model, copy, aside

    def catch_up(self) -> None:
        """Note what was written here since."""
        self.aside.events += 1
        for no in self.copy.facts - self.aside.came.keys():
            self.aside.came[no] = (self.aside.events, None)

    def merge(self, act: bytes, source: Copy, records: set[str] | None) -> int:
        """The union of both logs, as an act; what is set aside comes again."""
        self.catch_up()
        before = set(self.copy.facts)
        new = self.model.absorb(self.copy, source, records)
        brought = self.copy.facts - before
        self.aside.facts -= brought
        self.aside.merges.append(Merged(act, brought))
        self.aside.events += 1
        for no in brought:
            self.aside.came[no] = (self.aside.events, len(self.aside.merges) - 1)
        return new

    def undo(self, number: int) -> set[int]:
        """Set aside what only merges that are taken back brought, and nothing else rests on; returns what went."""
        self.catch_up()
        undone = [m for n, m in enumerate(self.aside.merges) if m.undone or n == number]
        standing = [m for m in self.aside.merges if m not in undone]
        wanted = set[int]().union(*(m.brought for m in standing))
        going = (set[int]().union(*(m.brought for m in undone)) & self.copy.facts) - wanted
        while needed := set(self._needed(going, self.copy.facts - going, self.copy.facts)):
            going -= needed
        if going:
            self.aside.merges[number].undone = True
            self.copy.facts -= going
            self.aside.facts |= going
        return going

    def redo(self, number: int) -> set[int]:
        """Take back what the merge brought, and all that this rests on; returns what came."""
        self.catch_up()
        merge = self.aside.merges[number]
        coming = merge.brought & self.aside.facts
        everything = self.copy.facts | self.aside.facts
        while needed := set(self._needed(self.aside.facts - coming, coming, everything)):
            coming |= needed
        merge.undone = False
        self.aside.facts -= coming
        self.copy.facts |= coming
        return coming

    def _needed(self, loose: set[int], work: set[int], known: set[int]) -> Iterator[int]:
        """Which of the loose facts this work rests on."""
        facts = self.model.facts
        by_record: dict[str, list[Fact]] = {}
        for no in known:
            by_record.setdefault(facts[no].record, []).append(facts[no])
        named = set(self._named(work))
        for record, of_record in by_record.items():
            own = [f for f in of_record if f.no in work]
            seen = {no for f in own for no in (*f.saw, *f.saw_record)}
            maker = self._maker(of_record, work)
            touched = bool(own) or record in named
            for fact in of_record:
                made_with_it = maker is not None and self.aside.came[fact.no][1] == maker
                if fact.no in loose and (fact.no in seen or (touched and made_with_it)):
                    yield fact.no

    def _maker(self, of_record: list[Fact], work: set[int]) -> int | None:
        """The merge that made a record, unless that part of it is at work itself."""
        first = min(of_record, key=lambda fact: self.aside.came[fact.no][0])
        at_first = [f for f in of_record if self.aside.came[f.no] == self.aside.came[first.no]]
        return None if all(f.no in work for f in at_first) else self.aside.came[first.no][1]

    def _named(self, work: Iterable[int]) -> Iterator[str]:
        for no in work:
            fact = self.model.facts[no]
            if FIELDS[fact.kind].get(fact.field) and fact.value is not None:
                yield str(fact.value)
            if fact.field == "deleted" and isinstance(fact.value, str):
                yield fact.value.removeprefix("into:")
