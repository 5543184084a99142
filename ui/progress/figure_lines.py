"""What stands behind a figure, read on the worker thread as lines that people read."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import overload

from msgspec import Struct

from desktop_app.domain.breakdown import UnitShare
from desktop_app.domain.explanation import DescribedMember, Explanation, counts, cut_down
from desktop_app.domain.indicators import BESIDE, Member
from desktop_app.domain.measures import show_fraction
from desktop_app.domain.period import Period
from desktop_app.messages import Text
from desktop_app.session import OpenFile, figures
from desktop_app.texts import in_words, say
from ui.progress.shown_figures import ShownFigure, figure_of
from ui.widgets.lines import Line

NAME, UNIT, NUMERATOR, DENOMINATOR, WHY = range(5)  # columns of a line
NOTHING = "–"
BETWEEN = "\N{NO-BREAK SPACE}· "  # no line begins with the point


class ExplainedFigure(Struct, frozen=True):
    """A figure with its wording, what is still needed, and under each heading the lines behind it.

    `readings`: the ways to count it that the plan knows, as (name, in words, whether it is the one shown).
    """

    figure: ShownFigure
    wording: str
    notes: str
    needed: str
    groups: Sequence[tuple[str, Sequence[Line]]]
    readings: Sequence[tuple[str, str, bool]]


@dataclass(frozen=True, slots=True)
class MemberLines(Sequence[Line]):
    """Members of a figure, each made a line when it is looked at: a dialog shows twenty of thousands.

    `columns`: those in which any of the lines says something.
    """

    members: Sequence[Member]
    describe: Callable[[Member], DescribedMember]
    columns: frozenset[int]

    def __len__(self) -> int:
        return len(self.members)

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> list[Line]: ...
    def __getitem__(self, at: int | slice) -> Line | list[Line]:
        if isinstance(at, slice):
            return [_line(self.describe(m)) for m in self.members[at]]
        return _line(self.describe(self.members[at]))


class FigureQuery(Struct, frozen=True):
    """Which figure is to be explained; `reading` None is the one in force."""

    code: str
    period: Period
    unit: str
    reading: str | None = None


def read_explained(file: OpenFile, asked: FigureQuery) -> ExplainedFigure:
    explanation = figures.explain(file, asked.code, asked.period, asked.unit, asked.reading)
    judged = [m for m in explanation.members if not m.part.startswith(BESIDE)]
    counting = [m for m in judged if counts(m, explanation.left_out)]
    others = [m for m in judged if not counts(m, explanation.left_out)]
    describe = explanation.describe
    groups: list[tuple[str, Sequence[Line]]] = [
        (say("explain.counted"), MemberLines(counting, describe, _columns(explanation, counting))),
        (say("explain.not_counted"), MemberLines(others, describe, _columns(explanation, others))),
        (say("explain.evidence"), MemberLines(explanation.evidence, describe, _evidence_columns(explanation))),
        (say("explain.outside"), _outside(explanation)),
        (say("explain.by_unit"), _shares(explanation.breakdown)),
    ]
    figure = figure_of(explanation.figure)
    return ExplainedFigure(
        figure, in_words(explanation.figure.wording), _notes(explanation, _cut(explanation, counting)),
        in_words(explanation.needed) or _no_figure(explanation, figure),
        [group for group in groups if group[1]],
        [
            (name, in_words(one.label) or say(f"explain.reading_{name}"), name == explanation.figure.reading)
            for name, one in file.plan.indicators[asked.code].readings.items()
        ],
    )  # fmt: skip


def _no_figure(explanation: Explanation, figure: ShownFigure) -> str:
    """Why there is no figure, where the state says it only in general words."""
    why = in_words(explanation.figure.text)
    return f"{why.removesuffix('.')}." if why and why != figure.state else ""


def _columns(explanation: Explanation, members: Sequence[Member]) -> frozenset[int]:
    """The columns in which members say something; one of those that are alike speaks for all."""
    cut = cut_down(explanation.figure)
    alike = {(m.notes, m.detail, bool(m.numerator), (m.kind, m.record) in cut): m for m in members}
    says = {
        UNIT: any(m.record for m in members),
        NUMERATOR: any(m.numerator is not None for m in members),
        DENOMINATOR: any(m.denominator is not None for m in members),
        WHY: any(_why(explanation.describe(m)) for m in alike.values()),
    }
    return frozenset(column for column, said in says.items() if said)


def _evidence_columns(explanation: Explanation) -> frozenset[int]:
    """What proves a figure is no part of it and has no numbers."""
    return frozenset([UNIT, WHY] if any(map(_words, explanation.evidence_details)) else [UNIT])


def _cut(explanation: Explanation, counting: Iterable[Member]) -> Fraction:
    """What the lines that count hold more than the figure, because a cap cut it off."""
    numerator = explanation.figure.numerator
    total = Fraction(sum(m.numerator or 0 for m in counting))
    return max(total - numerator, Fraction(0)) if numerator is not None else Fraction(0)


def _notes(explanation: Explanation, cut: Fraction) -> str:
    """Parts of the figure and notes on it, in words."""
    parts = [
        f"{in_words(p.label)}: {_part(p.numerator, p.denominator, p.value)}" for p in explanation.figure.parts.values()
    ]
    parts += [say("explain.cut", n=show_fraction(cut))] if cut else []
    needed, notes = in_words(explanation.needed), (in_words(note).rstrip(".") for note in explanation.figure.notes)
    said = (*parts, *(note for note in notes if not needed.startswith(note)))  # it stands above
    return BETWEEN.join(said)


def _part(numerator: Fraction | None, denominator: Fraction | None, value: str | None) -> str:
    ratio = _side(numerator) if denominator is None else f"{_side(numerator)}/{_side(denominator)}"
    return ratio if value is None or value == ratio else f"{ratio} ({value})"


def _line(behind: DescribedMember) -> Line:
    m = behind.member
    return Line(
        (behind.name, behind.unit_name if m.record else "", _side(m.numerator), _side(m.denominator), _why(behind)),
        m.record or "", "" if m.record else m.unit or "",
    )  # fmt: skip


def _why(behind: DescribedMember) -> str:
    said = "; ".join(map(in_words, behind.why)) or _words(behind.member.detail)
    return said or ("" if behind.counts else say("explain.nothing_counts"))


def _words(detail: Text | None) -> str:
    """What a member carries with it, as far as it says something by itself: no bare number."""
    said = in_words(detail or "")
    return "" if said.lstrip("-").isdigit() else said


def _outside(explanation: Explanation) -> list[Line]:
    return [
        Line((o.title, "", "", "", in_words(o.why)), o.record) for o in (*explanation.outside, *explanation.conflicts)
    ]


def _shares(shares: Iterable[UnitShare]) -> list[Line]:
    return [
        Line(
            (in_words(s.name), "", _side(s.numerator), _side(s.denominator),
             say("explain.unknown") if s.unknown else ""),
            "", s.place[1] if s.place else "",
        )
        for s in shares
    ]  # fmt: skip


@lru_cache(4096)  # a few numbers stand in thousands of lines
def _side(number: Fraction | int | None) -> str:
    return NOTHING if number is None else show_fraction(Fraction(number))
