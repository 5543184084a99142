"""What a file may bring by itself, and what its erasures may take, said as plainly as it can be."""

from collections.abc import Iterable

from tests.harness.histories.facts import Copy, Fact
from tests.harness.histories.plan import ABOVE, ERASURE, Edition
from tests.harness.histories.scope import _ties

Stamps = dict[str, bytes]  # of each unit the latest stamp that speaks for it


def latest(found: Iterable[tuple[str, bytes]]) -> Stamps:
    units: Stamps = {}
    for unit, stamp in found:
        units[unit] = max(stamp, units.get(unit, b""))
    return units


def own_claims(copy: Copy, record: str) -> list[tuple[str, bytes]]:
    if copy.kind(record) != "spot":
        return []
    return [(str(f.value), f.stamp) for f in copy.of_record(record) if f.field == "unit" and f.value is not None]


def writers(copy: Copy, record: str) -> list[tuple[str, bytes]]:
    acts = [(copy.acts[fact.act].unit, fact.stamp) for fact in copy.of_record(record)]
    return [(unit, stamp) for unit, stamp in acts if unit is not None] if copy.kind(record) != ERASURE else []


def known_units(ours: Copy, record: str, plan: Edition) -> Stamps:
    """To whom a record belongs, as we know it: every unit that it or one above it ever named, else who wrote it."""
    records = {fact.record for fact in ours.facts.values()}
    above = _ties(ours, records, plan)[0]
    met, waiting = {record}, [record]
    while waiting:
        more = above[waiting.pop()] - met
        met |= more
        waiting += more
    return latest(c for one in met for c in own_claims(ours, one)) or latest(writers(ours, record))


def is_seed(copy: Copy, record: str) -> bool:
    return any(copy.acts[fact.act].kind == "plan" for fact in copy.of_record(record))


class Sender:
    """A file as the receiver sees it: `changing` are the records of which it brings something new."""

    def __init__(self, ours: Copy, theirs: Copy, changing: set[str], plan: Edition) -> None:
        self.ours, self.theirs = ours, theirs
        self.records = {fact.record for fact in theirs.facts.values()}
        here = {fact.record for fact in ours.facts.values()}
        self.above, self.beside, self.within = _ties(theirs, self.records, plan)
        for record in changing:  # what lies in a record of ours that is not in the file
            for fact in theirs.of_record(record):
                kind, name = ABOVE.get(fact.kind, ("", ""))
                other = str(fact.value)
                known = other in here and other not in self.records and ours.kind(other) == kind
                if known and fact.field == name and plan.fields.get(fact.kind, {}).get(name):
                    self.above[record].add(other)
        asked, waiting = set(changing), list(changing)
        while waiting:
            more = self.above.get(waiting.pop(), set()) - asked
            asked |= more
            waiting += more
        self.known = {one: known_units(ours, one, plan) for one in asked & here}
        self.seeds = {one for one in self.records & here if is_seed(ours, one)}
        below, units = ours.plan.below, ours.plan.units
        self.sender = below(theirs.unit) if theirs.unit in units else frozenset[str]()
        self.own = below(ours.unit)
        self.units = {record: self._units(record) for record in self.records}
        self.foreign = self._foreign()

    def _flow(self, record: str, met: frozenset[str]) -> list[tuple[str, bytes]]:
        base = list(self.known[record].items()) if record in self.known else own_claims(self.theirs, record)
        parents = self.above.get(record, set()) - met
        return base + [claim for parent in parents for claim in self._flow(parent, met | {record})]

    def _units(self, record: str) -> Stamps:
        if record in self.known:
            return self.known[record]
        found = latest(self._flow(record, frozenset({record})))
        return found or ({} if record in self.seeds else latest(writers(self.theirs, record)))

    def _foreign(self) -> set[str]:
        found = set()
        for record in self.records | self.known.keys():
            claims = own_claims(self.theirs, record) if record in self.records else []
            units = self.units.get(record, self.known.get(record, {}))
            all_claims = latest([*units.items(), *claims])
            home = max(all_claims, key=lambda unit: (all_claims[unit], unit), default=None)
            known = self.known.get(record)
            if home is not None and home in self.own - self.sender:
                found.add(record)
            if known is not None and not known.keys() & self.sender and (known or self.ours.unit not in self.sender):
                found.add(record)
        while led := {r for r in self.records if self.above[r] & found} - found:
            found |= led
        kinds = {**{r: self.theirs.kind(r) for r in self.records}}
        return {record for record in found if kinds.get(record) != ERASURE}

    def picked(self, wanted: Iterable[str]) -> set[str]:
        """All that goes along with these units."""
        units = set(wanted)
        found = {r for r in self.records if self.units[r].keys() & units or self.theirs.kind(r) == ERASURE} | self.seeds
        waiting = list(found)
        while waiting:
            record = waiting.pop()
            along = (self.above[record] & self.records) | self.beside[record]
            along |= set() if record in self.seeds else self.within[record]
            waiting += along - found
            found |= along
        return found

    def taken(self, asked: frozenset[str]) -> set[str]:
        inside = self.picked(self.sender & self.own) - self.foreign
        return inside | {r for r in self.picked(asked) if r not in self.foreign or self.units[r].keys() & asked}


# --- erasures ---------------------------------------------------------------------------------------------------------


Items = dict[tuple[int, int], bool | None]


def undecided(copy: Copy) -> set[str]:
    """Erasures of others of which nothing went or came empty and something is asked: they are not handed on."""
    found = set()
    for fact in copy.facts.values():
        items = [by_itself for (erasure, _), by_itself in copy.items.items() if erasure == fact.no]
        if fact.act not in copy.own and items and not any(by_itself in (True, None) for by_itself in items):
            found.add(fact.record)
    return found


def judged(ours: Copy, aside: dict[int, Fact], files: list[Copy], arriving: Copy, plan: Edition) -> Items:
    """What the erasures of these files take by themselves, and what is asked; `ours` as it was before, `arriving` as it
    is with what they bring.
    """
    joined = {now.into for now in ours.records().values() if now.gone and now.into}
    found: Items = {}
    for theirs in [*files, None]:
        for erasure in (theirs or ours).facts.values():
            for no in erasure.erases if erasure.act not in ours.own else ():
                key = (erasure.no, no)
                there = _is_there(ours, aside, arriving, no)
                if ours.items.get(key) or found.get(key) or not (there or _comes_empty(ours, arriving, no)):
                    continue
                below = frozenset[str]()
                if theirs is not None and _vouches(ours, theirs, erasure, no):
                    below = ours.plan.below(theirs.unit) & ours.plan.below(str(theirs.acts[erasure.act].unit))
                goes = bool(below) and _may_go(ours, aside, arriving, no, below, joined, plan)
                if theirs is not None or key not in found:
                    found[key] = goes or (False if there else None)
    return {key: by_itself for key, by_itself in found.items() if by_itself or ours.items.get(key) is None}


def _comes_empty(ours: Copy, arriving: Copy, no: int) -> bool:
    return no not in ours.facts and no in arriving.facts


def _is_there(ours: Copy, aside: dict[int, Fact], arriving: Copy, no: int) -> bool:
    places = [ours.facts.get(no), aside.get(no)]
    if any(fact is not None and fact.value is not None for fact in places):
        return True
    coming = arriving.facts.get(no)
    return coming is not None and coming.value is not None


def _vouches(ours: Copy, theirs: Copy, erasure: Fact, no: int) -> bool:
    """Whether a file of an office below ours says so of its own, and did so itself."""
    if theirs.unit not in ours.plan.units or theirs.unit not in ours.plan.below(ours.unit):
        return False
    if no in theirs.facts and theirs.facts[no].value is not None:
        return False
    by = ours.plan.below(theirs.unit) if no in theirs.facts else {theirs.unit}
    return theirs.acts[erasure.act].unit in by


def _may_go(
    ours: Copy, aside: dict[int, Fact], arriving: Copy, no: int, below: frozenset[str], joined: set[str], plan: Edition
) -> bool:  # fmt: skip
    here = ours.facts.get(no)
    if here is None or here.value is None:
        if no in aside and aside[no].value is not None:
            return False  # of a record that is not here nobody knows whose it is
        return arriving.acts[arriving.facts[no].act].unit in below
    act = ours.acts[here.act]
    now = ours.record(here.record)
    if act.no in ours.own or act.unit not in below or here.record in joined or (now and now.gone and now.into):
        return False
    units = known_units(ours, here.record, plan).keys()
    return bool(units) and units <= below
