"""What stands behind a figure, in words: who counts, who does not and why, and what the target still needs."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from msgspec import Struct

from desktop_app.domain.breakdown import UnitShare
from desktop_app.domain.figure_texts import CAPPED, SOON_DUE, main_members
from desktop_app.domain.indicators import EVIDENCE, IndicatorResult, Member, Missing
from desktop_app.domain.measures import MEASURES
from desktop_app.domain.plan_indicators import Indicator
from desktop_app.domain.values import show_number
from desktop_app.messages import Message, Text, joined

MANY_CANDIDATES = 10


class DescribedMember(Struct, frozen=True):
    """One record or unit behind a figure: what it adds, what it is called, and in words why it adds no more."""

    member: Member
    name: str
    unit_name: str
    why: tuple[Text, ...]
    counts: bool

    def to_json(self) -> dict[str, Any]:
        m = self.member
        return {
            "part": m.part, "group": m.group, "unit": m.unit, "unit_name": self.unit_name, "kind": m.kind,
            "record": m.record, "title": self.name, "numerator": m.numerator,
            "denominator": m.denominator, "counts": self.counts, "why": self.why, "notes": m.notes, "detail": m.detail,
        }  # fmt: skip


class ExcludedRecord(Struct, frozen=True):
    """A record in scope that does not count yet, or is in conflict, and the words for it."""

    kind: str
    record: str
    title: str
    why: Text


class Explanation(Struct, frozen=True):
    """A figure with everything behind it.

    `members` are in the order in which one looks for them, `evidence` are the records that only prove something,
    `evidence_details` what stands beside those.
    `left_out`: the groups that are in neither side, because nobody knows their denominator. `outside` holds the first
    of the records that do not count yet (the figure's notes say how many there are), `conflicts` those whose values are
    in conflict. `needed` is empty where the target is reached or there is no figure.
    """

    figure: IndicatorResult
    members: Sequence[Member]
    describe: Callable[[Member], DescribedMember]
    evidence: Sequence[Member]
    evidence_details: frozenset[Text | None]
    left_out: frozenset[str]
    outside: tuple[ExcludedRecord, ...]
    conflicts: tuple[ExcludedRecord, ...]
    breakdown: tuple[UnitShare, ...]
    needed: Text

    @property
    def behind(self) -> Iterator[DescribedMember]:
        """All of both in words, each put into words as it is taken: a province has a hundred thousand."""
        return map(self.describe, chain(self.members, self.evidence))

    def ids(self, side: str) -> list[str]:
        """The records (or units, where a figure counts units) that add to one side, each once."""
        adding = (m for m in main_members(self.members) if getattr(m, side) and m.group not in self.left_out)
        return list(dict.fromkeys(name for m in adding if (name := m.record or m.unit)))

    def to_json(self) -> dict[str, Any]:
        return {
            "code": self.figure.code, "reading": self.figure.reading, "figure": self.figure,
            "numerator": self.ids("numerator"), "denominator": self.ids("denominator"),
            "members": list(self.behind), "missing": list(self.figure.missing), "needed": self.needed,
            "outside": self.outside, "conflicts": self.conflicts, "breakdown": self.breakdown,
        }  # fmt: skip


def counts(member: Member, left_out: Container[str]) -> bool:
    """Whether a member adds to the numerator, or proves something that does."""
    return EVIDENCE in member.notes or (bool(member.numerator) and member.group not in left_out)


def left_out(members: Iterable[Member], measure: str) -> frozenset[str]:
    """The groups that add to neither side of a share, because nobody knows their denominator."""
    if MEASURES[measure].whole is None:  # cases count, whether or not those of a year ago are known
        return frozenset()
    open_groups = {m.group for m in members if m.denominator is None and m.numerator is not None}
    return frozenset(open_groups and open_groups - {m.group for m in members if m.denominator is not None})


def cut_down(figure: IndicatorResult) -> dict[tuple[str | None, str | None], Text]:
    """Why a record, named by kind and id, adds less than it holds: it has more than may be counted."""
    return {(m.kind, m.record): m.text for m in figure.missing if m.code == CAPPED and m.record}


def reasons(
    indicator: Indicator, values: Mapping[str, object], notes: tuple[str, ...], detail: Text | None
) -> tuple[Text, ...]:
    """Why a member with these notes adds no more, in the plan's words for its codes."""
    if notes in ((), (EVIDENCE,)):
        return ()
    found: list[Text] = []
    for code in notes:
        label = indicator.texts.get(f"missing.{code}") or indicator.texts.get(f"note.{code}")
        if label:
            shown = {**values, "n": 1, "detail": detail or "", "names": detail or ""}
            found.append(Message("figure.reason", text=Message(label, **shown)))
    return tuple(found)


def needed(figure: IndicatorResult, name: Callable[[Missing], str], short: Text) -> Text:
    """“Còn thiếu 7 xã …, trong số 43: …”: what the target needs and who could still bring it, nearest first."""
    if not figure.short_by:
        return ""
    if figure.short_by < 0:  # there is too much, and more of it helps nobody
        return short
    lacking = (m for m in figure.missing if m.code not in (CAPPED, SOON_DUE))
    candidates = list({(m.kind, m.record or m.unit, m.detail): m for m in lacking}.values())
    if not candidates:
        return short
    nearest = candidates[:MANY_CANDIDATES]
    shown: Text = joined(joined((name(m), " (", m.detail, ")"), "") if m.detail else name(m) for m in nearest)
    if len(candidates) > MANY_CANDIDATES:
        shown = Message("figure.and_more", names=shown, n=show_number(len(candidates) - MANY_CANDIDATES))
    key = "figure.needed" if len(candidates) <= figure.short_by else "figure.needed_of"
    return Message(key, short=short, n=show_number(len(candidates)), names=shown)


def wanted_records(*several: Iterable[Member | Missing]) -> dict[str, set[str]]:
    """Per kind the records that are to be named."""
    found: dict[str, set[str]] = {}
    for one in chain.from_iterable(several):
        if one.kind and one.record:
            found.setdefault(one.kind, set()).add(one.record)
    return found
