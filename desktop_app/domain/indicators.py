"""From members to figure and status: adding up, caps and comparing, all in exact fractions."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from desktop_app.domain.comparisons import COMPARISONS
from desktop_app.domain.measures import MEASURES, numerator_for, show_fraction, show_value, value_of
from desktop_app.domain.targets import PlannedTarget, target_note, target_text
from desktop_app.messages import CountedNumber, Label, Message, Text

MET, NOT_MET, NOT_APPLICABLE, NO_DATA = "met", "not-met", "not-applicable", "no-data"
WATCHED = "watched"  # there is a figure, and no target that it would be held against
UNTOLD = "untold"  # there is one, and so few people that a public paper gives no verdict
BESIDE = "beside:"
EVIDENCE = "evidence"
Number = int | Fraction | None


class Member(NamedTuple):
    """One row of a reading: who or what counts (or why not), and what it adds to numerator and denominator.

    `group` is what is capped together; rows without one share a group. `kind` and `record` name the record behind.
    `notes` are short codes whose texts stand in the plan. A part that begins with `beside:` is shown beside the figure
    and never added to it. A row without group and numbers is a remark only.
    """

    part: str = ""
    group: str = ""
    unit: str | None = None
    kind: str | None = None
    record: str | None = None
    numerator: int | Fraction | None = None
    denominator: int | Fraction | None = None
    notes: tuple[str, ...] = ()
    detail: Text | None = None


class Total(Struct, frozen=True):
    """Both sides of a figure; denominator None is unknown. `capped`: the groups that were cut to their denominator."""

    numerator: Fraction | None
    denominator: Fraction | None
    capped: tuple[str, ...] = ()


def total(members: Iterable[Member], measure: str, capped: bool = False) -> Total:
    """Add members up group by group; a group whose denominator nobody knows is left out of both sides."""
    rows = [(m.group, m.numerator, m.denominator) for m in members]
    groups, above, below = zip(*rows, strict=True) if rows else ((), (), ())
    return add_up(groups, above, below, measure, capped)


def add_up(
    groups: Sequence[str], above: Sequence[Number], below: Sequence[Number], measure: str, capped: bool
) -> Total:
    """The same for members column by column: a province has tens of thousands."""
    if not MEASURES[measure].has_denominator:
        return Total(Fraction(sum(n for n in above if n)), None)
    if capped or any(d is None and (g or n is not None) for g, n, d in zip(groups, above, below, strict=True)):
        return _by_group(groups, above, below, capped)
    return Total(Fraction(sum(n for n in above if n)), Fraction(sum(n for n in below if n)))


def _by_group(
    groups: Iterable[str], numerators: Iterable[Number], denominators: Iterable[Number], capped: bool
) -> Total:
    above: dict[str, int | Fraction] = {}
    below: dict[str, int | Fraction] = {}
    for group, numerator, denominator in zip(groups, numerators, denominators, strict=True):
        if denominator is not None:
            below[group] = below.get(group, 0) + denominator
            above[group] = above.get(group, 0) + (numerator or 0)
        elif group or numerator is not None:
            above[group] = above.get(group, 0) + (numerator or 0)
    if above and not below:
        return Total(None, None)
    cut = tuple(group for group, most in below.items() if capped and above[group] > most)
    counted = sum(min(above[group], most) if capped else above[group] for group, most in below.items())
    return Total(Fraction(counted), Fraction(sum(below.values())), cut)


class Criterion(Struct, frozen=True):
    """What a figure must reach, by its sign; above `top` it is more than was asked for."""

    measure: str
    op: str
    threshold: Fraction
    top: Fraction | None = None


def reached(op: str, value: Fraction, low: Fraction, high: Fraction | None) -> bool:
    """Whether a value meets a target by its sign; a target with one end has no upper one."""
    row = COMPARISONS[op]
    return not (row.at_least and value < low) and not (row.at_most and value > (low if high is None else high))


def attained(op: str, value: Fraction, low: Fraction, high: Fraction | None) -> Fraction:
    """How far a value has come to its target, from 0 to 1; where less is better, the more above it the less."""
    most, share = low if high is None else high, Fraction(0)
    if reached(op, value, low, high):
        return Fraction(1)
    if COMPARISONS[op].better >= 0 and value < low:
        share = value / low if low else share
    elif value > most:
        share = most / value if value else share
    return max(share, Fraction(0))


def status_of(criterion: Criterion, numerator: Fraction | None, denominator: Fraction | None) -> str:
    """Unknown denominator: no data; zero: not applicable; else the unrounded value against the threshold."""
    value = value_of(criterion.measure, numerator, denominator)
    if value is not None and not COMPARISONS[criterion.op].judges:
        return WATCHED
    if value is not None:
        return MET if reached(criterion.op, value, criterion.threshold, criterion.top) else NOT_MET
    nobody = MEASURES[criterion.measure].empty_not_applicable and denominator == 0 and numerator is not None
    return NOT_APPLICABLE if nobody else NO_DATA


Gap = int | Fraction  # what is between a figure and its target: not whole where hectares or millions are counted


def short_by(
    criterion: Criterion, numerator: Fraction | None, denominator: Fraction | None, *, decimals: bool = False
) -> Gap | None:
    """What must be added (positive) or taken away (negative) to reach the threshold; 0 when it is reached, None without
    a figure, without a target, or where what is counted whole can't reach it. `decimals`: it is not counted whole.
    """
    value = value_of(criterion.measure, numerator, denominator)
    if value is None or numerator is None or not COMPARISONS[criterion.op].judges:
        return None
    low, top = criterion.threshold, criterion.top
    if reached(criterion.op, value, low, top):
        return 0
    ends = [numerator_for(criterion.measure, end, denominator) for end in (low, low if top is None else top)]
    if decimals:
        return (ends[0] if value < low else ends[1]) - numerator
    return COMPARISONS[criterion.op].short_by(numerator, *ends)


def show_gap(gap: Gap) -> str:
    """How much is lacking, or too much."""
    return show_fraction(Fraction(gap if gap > 0 else -gap))


def exceeds(criterion: Criterion, value: Fraction | None) -> bool:
    """Whether the value is more than was asked for: above an upper threshold that the target does not end with."""
    more = value is not None and criterion.top is not None and value > criterion.top
    return more and not COMPARISONS[criterion.op].needs_range


class FigurePart(Struct, frozen=True):
    """A named figure inside or beside the main one; without a denominator it is a plain count."""

    name: str
    label: Text
    numerator: Fraction | None
    denominator: Fraction | None
    value: str | None

    def to_json(self) -> dict[str, Any]:
        return {
            "label": self.label, "numerator": self.numerator, "denominator": self.denominator, "value": self.value,
        }  # fmt: skip


class Missing(Struct, frozen=True):
    """One thing that keeps a figure from its target: the reason, and the unit or record concerned."""

    code: str
    text: Text
    unit: str | None = None
    kind: str | None = None
    record: str | None = None
    detail: Text | None = None


class IndicatorResult(Struct, frozen=True):
    """An indicator's figure for one unit and period, ready to be shown; `text` stands where no figure can."""

    code: str
    area: str
    title: Label
    short: Label
    unit_label: Label
    measure: str
    reading: str
    wording: Label
    threshold: Fraction
    threshold_max: Fraction | None
    status: str
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    text: Text = ""
    exceeded: bool = False
    provisional: bool = False
    manual: bool = False
    short_by: Gap | None = None
    notes: tuple[Text, ...] = ()
    parts: Mapping[str, FigurePart] = field(default_factory=dict)
    op: str = ">="
    planned: PlannedTarget | None = None  # where an office has set another target than the plan
    missing: Sequence[Missing] = ()  # thousands in a province, made when somebody asks
    unrated: bool = False  # too few people for a share, in a public paper

    @property
    def judged(self) -> bool:
        """Whether there is a target, so that the figure can meet it or not."""
        return COMPARISONS[self.op].judges

    @property
    def exact(self) -> Fraction | None:
        """The unrounded value; None where none can be given."""
        if self.unrated or self.status in (NOT_APPLICABLE, NO_DATA):
            return None
        return value_of(self.measure, self.numerator, self.denominator)

    @property
    def value(self) -> str | None:
        """The value as shown, rounded as its measure asks."""
        return None if self.exact is None else show_value(self.measure, self.exact)

    @property
    def target(self) -> str:
        """The target in force, without the plan's unit."""
        return target_text(self.op, self.measure, self.threshold, self.threshold_max)

    @property
    def target_note(self) -> Text:
        """That the target in force is not the plan's, with both and the basis; empty where it is."""
        return target_note(self.op, self.measure, self.threshold, self.threshold_max, self.planned)

    @property
    def planned_target(self) -> str:
        """What the plan asks for where that is something else; empty where it is not."""
        own = self.planned
        return target_text(self.op, self.measure, own.threshold, own.threshold_max) if own else ""

    @property
    def ratio(self) -> str:
        """“63/106”; the numerator alone for a count; empty without a figure."""
        if self.numerator is None:
            return ""
        shown = show_fraction(self.numerator)
        return shown if self.denominator is None else CountedNumber(f"{shown}/{show_fraction(self.denominator)}")

    def to_json(self) -> dict[str, Any]:
        return {
            "code": self.code, "area": self.area, "title": self.title, "reading": self.reading,
            "wording": self.wording, "numerator": self.numerator, "denominator": self.denominator,
            "value": self.value, "op": self.op, "target": self.threshold if self.judged else None,
            "target_max": self.threshold_max, "planned": self.planned, "status": self.status, "text": self.text,
            "short_by": self.short_by, "exceeded": self.exceeded, "provisional": self.provisional,
            "manual": self.manual, "notes": self.notes, "parts": self.parts, "missing": list(self.missing),
        }  # fmt: skip


def withheld(figure: IndicatorResult) -> IndicatorResult:
    """The figure as a paper prints it that may not even say whether the target is met."""
    return replace(
        figure, status=NOT_APPLICABLE, numerator=None, denominator=None, text=Message("figure.withheld"),
        exceeded=False, provisional=False, manual=False, short_by=None, notes=(), parts={}, missing=(),
    )  # fmt: skip
