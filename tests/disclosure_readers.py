"""Who collects everything that public papers print, and what can be worked out of it."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any
from unittest.mock import patch

from desktop_app.domain.audiences import PUBLIC
from desktop_app.domain.count_cells import Days, Marks
from desktop_app.domain.locking import Lock
from desktop_app.domain.period import Period
from desktop_app.report.blocks import Block, Paragraph
from desktop_app.report.masking import statistic_key
from desktop_app.session import OpenFile, report_data, reports
from desktop_app.session.report_disclosure import marks_of
from tests.disclosure_solver import FEW, HIDDEN, LEFT_OUT, POSSIBLE, Attack
from tests.disclosure_world import A_YEAR_BEFORE, DISTRICTS, PIECES, PROVINCE, THRESHOLDS, WINDOWS, YEAR_PIECES, World
from tests.printed_charts import EXACT, TICKS, Drawn, share_of, trends_said
from tests.printed_pages import EARLIER, NOW, OWN, YEAR, counts_said, figures_said, schools_said, shares_said

_PEOPLE = 1000  # more there are of none in these provinces


def printed(world: World, blocks: Sequence[Block], unit: str, code: str) -> Iterator[tuple[list[Any], str]]:
    """(atoms, text) of every count that the blocks of a report say, and of what they say by silence."""
    names = {world.file.units.name(one): one for one in world.units_of("")}
    first, last = WINDOWS[code]
    when = {
        NOW: set(PIECES[first : last + 1]),
        YEAR: set(PIECES[: last + 1]),
        EARLIER: A_YEAR_BEFORE.get(code, set()),
    }
    labels = {s.label.vi for s in world.statistics.values()}
    shorts = {s.short.vi for s in world.statistics.values()}
    own_name = world.file.units.name(unit)
    said = [one._replace(label=world.label_of(one)) for one in counts_said(blocks, own_name, labels, shorts)]
    unsaid = " ".join(b.text.lower() for b in blocks if isinstance(b, Paragraph) and "Không nêu" in b.text)
    for one in said:
        place = f"={unit}" if one.unit == OWN else names.get(one.unit)
        known = one.when != EARLIER or (when[EARLIER] and not (one.text == "0" and one.label.lower() in unsaid))
        if place is not None and known:
            yield world.atoms(one.label, one.part, place, when[one.when]), one.text
    rows: dict[tuple[str, str], set[str | None]] = {}
    for one in said:
        if one.unit != own_name:
            rows.setdefault((one.label, one.when), set()).add(f"={unit}" if one.unit == OWN else names.get(one.unit))
    for (label, time), named in rows.items():  # units that a table of units does not name have nothing
        for place in {*world.file.units.children(unit), f"={unit}"} - named:
            yield world.atoms(label, "", place, when[time]), "0"
    there = {(one.label, one.part) for one in said if one.unit == own_name}
    for label, part in {(k[0], p) for k in world.truth for p in ("", k[1])} - there:
        if label.lower() not in unsaid:  # what is not said is nothing
            yield world.atoms(label, part, unit, when[YEAR]), "0"


class Readers:
    """Who collects what is printed, label by label; `hidden` are the counts that were not told."""

    def __init__(self, world: World, *, audience: str = PUBLIC) -> None:
        self.world, self.audience = world, audience
        self.attacks: dict[str, Attack] = {}  # of some people together with that of all of them
        self.hidden: dict[str, dict[Any, list[Any]]] = {}
        self.sides: set[tuple[Any, Any]] = set()
        self.rests: dict[tuple[Any, ...], tuple[list[Any], list[Any]]] = {}
        self.shown: set[frozenset[Any]] = set()
        self.open: dict[str, Attack] = {}  # what follows from numbers and shares of figures that are printed
        self.away: set[frozenset[Any]] = set()

    def read(self, blocks: Sequence[Block], unit: str, code: str, drawn: Sequence[Drawn] = ()) -> None:
        world, last = self.world, WINDOWS[code][1]
        for atoms, text in printed(world, blocks, unit, code):
            count = world.value(atoms)
            assert text in (FEW, HIDDEN, LEFT_OUT) or int(text) == count, (unit, code, atoms[:1], text, count)
            self._take(atoms[0][0] if atoms else "", (unit, code), world.now(atoms), text, count)
            self._take_rest(atoms, (unit, code))
            self._take_trained(atoms, unit, last)
        for name in THRESHOLDS:
            self.sides |= set(zip(*(self._side(name, side, PROVINCE, last) for side in "nd"), strict=True))
        for name, above, below, value, verdict in figures_said(blocks, set(THRESHOLDS)):
            sides = [self._side(name, side, unit, last) for side in "nd"]
            for side, text in zip(sides, (above, below), strict=True):
                if text:
                    self._take(name, (unit, code), side, text, world.amount([atom for atom, _ in side]))
            in_words = not value[:1].isdecimal()  # why there is none
            assert (above.isdecimal() and below.isdecimal()) or in_words or share_of(value)[0] == 0
            if verdict.startswith(("Đạt", "Chưa đạt")):
                met = verdict.startswith("Đạt")
                least, most = (THRESHOLDS[name], 1) if met else (0, THRESHOLDS[name] - 1e-3)
                self._attack(name).holds(sides[0], sides[1], least, most)
        self._take_shares(blocks, last)
        self._take_schools(blocks, unit, last)
        self._take_drawn([*trends_said(blocks, THRESHOLDS), *drawn], unit, last)

    def takes_as_told(self, marks: Marks) -> None:
        """The counts that papers of before give away, as the program names them."""
        world = self.world
        labels = {statistic_key(world.file.plan, s): s.label.vi for s in world.statistics.values()}
        for table, cell in marks.given_away:
            code, _, side = table.partition("/")
            if code in THRESHOLDS and cell.place in world.file.units:
                last = next(n for n, piece in enumerate(YEAR_PIECES) if piece[1] == cell.days.last)
                self.away.add(frozenset(self._side(code, {"above": "n", "below": "d"}[side], cell.place, last)))
            elif table in labels and not cell.place.startswith("rest of "):
                pieces = {piece for piece in PIECES if cell.days.holds(Days(*piece))}
                self.away.add(frozenset(world.now(world.atoms(labels[table], cell.part, cell.place, pieces))))

    def _take_rest(self, atoms: list[Any], paper: tuple[str, str]) -> None:
        """Those who are not women, say: few of them below the province are as secret as few women."""
        world = self.world
        whole = world.whole.get(atoms[0][0]) if atoms else None
        if whole is None or {f"={one}" for one in (PROVINCE, *DISTRICTS)} <= {key[2] for key in atoms}:
            return
        every = [(whole, *key[1:]) for key in atoms]
        self.sides |= {tuple(world.now([of, all_of])) for of, all_of in zip(atoms, every, strict=True)}
        if self.audience == PUBLIC and 0 < world.value(every) - world.value(atoms) <= POSSIBLE:
            now = world.now(every), world.now(atoms)
            self.rests[atoms[0][0], *paper, len(self.rests)] = now

    def _take_trained(self, atoms: list[Any], unit: str, last: int) -> None:
        """Nobody is in a list: those trained outside any since the year began are the numerator of the figure."""
        world = self.world
        for place in (unit, *world.file.units.children(unit)) if atoms and atoms[0][0] == world.trained else ():
            if {*atoms} == {*world.atoms(world.trained, "", place, {*PIECES[: last + 1]})}:
                self._attack("5.1").same(self._side("5.1", "n", place, last), world.now(atoms))

    def _side(self, name: str, side: str, unit: str, last: int) -> list[Any]:
        return self.world.now(self.world.side(name, side, unit, last))

    def _take_shares(self, blocks: Sequence[Block], last: int) -> None:
        """What the values of units say of both sides: a percentage has one decimal, `<5` no more than four above."""
        names = {self.world.file.units.name(one): one for one in self.world.units_of("")}
        for name, place, text in shares_said(blocks, set(THRESHOLDS)):
            if place not in names or not text or text[0] not in "<0123456789":
                continue
            if text == FEW:
                self._attack(name).most(self._side(name, "n", names[place], last), POSSIBLE)
            else:
                self._take_share(name, names[place], last, *share_of(text))

    def _take_share(self, name: str, unit: str, last: int, share: float, exact: float) -> None:
        above, below = (self._side(name, side, unit, last) for side in "nd")
        of = [self.world.amount([atom for atom, _ in side]) for side in (above, below)]
        assert abs(of[0] / of[1] - share) <= exact, (name, unit, last, of, share)
        for attack in (self._attack(name), self.open.setdefault(name, Attack())):
            attack.holds(above, below, share - exact, share + exact)
            attack.some(below)  # of nobody there is no share
            if exact == EXACT:  # with all its digits it is a fraction of small numbers
                fraction = Fraction(share).limit_denominator(_PEOPLE)
                attack.times(above, below, (fraction.numerator, fraction.denominator))

    def _take_drawn(self, drawn: Sequence[Drawn], unit: str, last: int) -> None:
        """What charts say of the periods that lead to this one, and bars beside the indicators of how near one is."""
        for name, tick, share, exact in drawn:
            end = WINDOWS[TICKS[tick]][1] if tick else last
            if tick or share < THRESHOLDS[name] - exact:
                self._take_share(name, unit, end, share, exact)
            else:  # a bar that is full
                above, below = (self._side(name, side, unit, end) for side in "nd")
                self._attack(name).holds(above, below, THRESHOLDS[name], 1)

    def _take_schools(self, blocks: Sequence[Block], unit: str, last: int) -> None:
        """How many schools have everybody reached: in each of the others somebody is not."""
        for full, schools in schools_said(blocks):
            above, below = (self._side("1.4", side, unit, last) for side in "nd")
            self._attack("1.4").apart(below, above, schools - full)

    def _take(self, label: str, paper: tuple[str, str], named: list[Any], text: str, count: int) -> None:
        assert text not in (FEW, HIDDEN) or count, "a zero is never hidden"
        attack = self._attack(label)
        attack.reads(named, text)
        if text.isdecimal():
            self.shown.add(frozenset(named))
            if label in THRESHOLDS:
                self.open.setdefault(label, Attack()).reads(named, text)
        if text in (FEW, HIDDEN):
            of_label = self.hidden.setdefault(label, {})
            of_label[(*paper, len(of_label))] = named

    def _attack(self, label: str) -> Attack:
        """Where all that is known of these counts comes together: of some of the people with all of them, of those who
        were trained outside any list with the figure that they make.
        """
        together = {**self.world.whole, self.world.trained: "5.1"}
        return self.attacks.setdefault(together.get(label, label), Attack())

    def _follows(self, label: str, named: list[Any]) -> bool:
        ends = self.open[label].reach(named) if label in self.open else (0, 1)
        return ends[0] == ends[1]

    def told(self) -> dict[Any, Any]:
        """The hidden counts with fewer than four possible values, but for those named as given away. Of those that are
        no small ones none that other papers have printed, which are hidden beside what may not be: as both sides of a
        figure are where one of them is small.
        """
        for above, below in self.sides:
            if (name := below[0][0]) in self.attacks:
                self.attacks[name].holds([above], [below], 0, 1)
        found = {
            (label, *key): ends for label, counts in self.hidden.items()
            for key, ends in self._attack(label).told(counts).items()
            if frozenset(counts[key]) not in ({*self.shown, *self.away} if ends[0] > POSSIBLE else self.away)
            and not (ends[0] > POSSIBLE and self._follows(label, counts[key]))
        }  # fmt: skip
        for (label, *key), (every, some) in self.rests.items():
            values = self._attack(label).values(every, less=some)
            if len(values) < POSSIBLE and frozenset(some) not in self.away:
                found["not", label, *key] = values[0], values[-1]
        return found


def lock_public(office: OpenFile, period: Period) -> tuple[Lock, Marks]:
    """A locked public report with how its counts are printed."""
    seen: list[Marks] = []

    def marks_seen(*asked: Any) -> Marks:
        seen.append(marks_of(*asked))
        return seen[-1]

    with patch.object(report_data, "marks_of", marks_seen):
        lock = reports.lock(office, period, office.unit, PUBLIC)
    return lock, seen[-1]
