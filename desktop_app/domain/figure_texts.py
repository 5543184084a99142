"""What is said beside a figure: named parts, notes and what is missing, in the words of the plan."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct, field

from desktop_app.domain.comparisons import COMPARISONS
from desktop_app.domain.indicators import (
    BESIDE,
    NO_DATA,
    NOT_APPLICABLE,
    Criterion,
    FigurePart,
    Gap,
    Member,
    Missing,
    Total,
    exceeds,
    show_gap,
    total,
)
from desktop_app.domain.measures import COUNT, MEASURES, PERCENT, numerator_for, show_fraction, show_value, value_of
from desktop_app.domain.plan_indicators import Baseline, Indicator, Reading
from desktop_app.domain.targets import PlannedTarget, target_note
from desktop_app.domain.values import show_number
from desktop_app.domain.windows import JudgedPeriods
from desktop_app.messages import Label, Message, Text, joined

CAPPED = "capped"
OVERDUE = "overdue"  # the note of a record whose due day is over and that is still open
UNDECLARED = "undeclared"  # in place of `zero` where not all have declared that nothing happened
SOON_DUE = "soon_due"  # of one that is open and whose due day is near: nothing is lacking yet
MANY_NAMES = 5


class CountedReading(Struct, frozen=True):
    """What a reading comes to: the total, its named parts, and the members that each note code was given to; apart
    those of which only a list of what is missing speaks.
    """

    total: Total
    parts: Mapping[str, FigurePart] = field(default_factory=dict)
    coded: Mapping[str, Sequence[Member]] = field(default_factory=dict)
    lacking: Sequence[Member] = ()


class Circumstances(Struct, frozen=True):
    """What surrounds a figure and must be said with it, whatever the indicator."""

    criterion: Criterion
    planned: PlannedTarget | None
    total: Total
    short_by: Gap | None
    judged: JudgedPeriods
    manual: bool
    accountable: bool
    before_plan: bool
    unfinished: int
    conflicts: int
    not_reported: int
    units: int


def no_figure(
    indicator: Indicator, status: str, codes: Collection[str], nothing: bool, values: Mapping[str, object]
) -> tuple[str, Text]:
    """Status and text where there is no figure: nobody to count, or nothing known yet; else no text.

    `codes` are the notes that were given, `nothing` whether all units declared that nothing happened: a plan may say
    otherwise than that there is nobody where some wait to be counted, and that nothing is known where none declared it.
    """
    if status == NOT_APPLICABLE:
        for key, label in indicator.texts.items():
            why = key.removeprefix("zero.")
            if why != key and (not nothing if why == UNDECLARED else why in codes):
                return NO_DATA if why == UNDECLARED else NOT_APPLICABLE, Message(label, **values)
    key = {NOT_APPLICABLE: "zero", NO_DATA: "no_data"}.get(status, "")
    if not key:
        return status, ""
    text = indicator.texts.get(key)
    if text and text.vi:
        return status, Message(text, **values)
    before = key == "zero" and MEASURES[indicator.measure].from_baseline  # there may be many now, and none then
    return status, Message("figure.zero_before" if before else f"figure.{key}")


def general_notes(indicator: Indicator, reading: str, around: Circumstances) -> list[Text]:
    """The notes that any indicator may need, in a fixed order."""
    one_more, criterion, both = indicator.texts.get("note.one_more"), around.criterion, around.total
    sign = COMPARISONS[criterion.op]
    value = value_of(criterion.measure, both.numerator, both.denominator)
    aim, top = criterion.threshold, criterion.top or criterion.threshold
    judged = joined(p.label for p in around.judged.parts)
    said: list[tuple[object, Callable[[], Text]]] = [
        (around.manual, lambda: Message("figure.note_manual")),
        (around.planned, lambda: target_note(criterion.op, criterion.measure, aim, criterion.top, around.planned)),
        (around.judged.provisional, lambda: Message("figure.note_provisional")),
        (around.judged.parts, lambda: Message("figure.note_judged", periods=judged)),
        (around.before_plan, lambda: Message("figure.note_before_plan")),
        (not around.accountable and sign.judges, lambda: Message("figure.note_reference")),
        (exceeds(criterion, value), lambda: Message("figure.note_exceeds", top=show_fraction(top))),
        (one_more and _one_is_enough(around), lambda: Message(one_more or "", target=show_fraction(aim))),
        (indicator.baseline and around.accountable, lambda: _baseline(indicator.measure, indicator.baseline)),
        (around.short_by, lambda: short_text(indicator, reading, around.short_by or 0)),
        (around.unfinished, lambda: Message("figure.note_unfinished", n=show_number(around.unfinished))),
        (around.conflicts, lambda: Message("figure.note_conflicts", n=show_number(around.conflicts))),
        (around.not_reported, lambda: Message("figure.note_not_reported", n=around.not_reported, units=around.units)),
    ]
    return [text() for wanted, text in said if wanted]


def _baseline(measure: str, base: Baseline | None) -> Text:
    """From what the plan starts."""
    if base is None:
        return ""
    return Message("figure.note_baseline", year=base.year, value=show_value(measure, Fraction(base.value)))


def _one_is_enough(around: Circumstances) -> bool:
    """Whether the base is so small that a single case more already reaches the growth asked for."""
    criterion, base = around.criterion, around.total.denominator
    return (
        MEASURES[criterion.measure].from_baseline
        and COMPARISONS[criterion.op].better > 0
        and bool(base)
        and numerator_for(criterion.measure, criterion.threshold, base) <= 1
    )


def short_words(indicator: Indicator, reading: str, short_by: Gap) -> Label | None:
    """The plan's words for what must be added to reach the target, or taken away; a reading that counts something else
    has its own.
    """
    key = "note.short" if short_by > 0 else "note.excess"
    return indicator.texts.get(f"{key}.{reading}") or indicator.texts.get(key)


def short_text(indicator: Indicator, reading: str, short_by: Gap) -> Message:
    """What must be added to reach the target, or taken away, in the plan's words."""
    text = short_words(indicator, reading, short_by)
    key = "figure.note_short" if short_by > 0 else "figure.note_excess"
    return Message(text or key, n=show_gap(short_by))


def main_members(members: Iterable[Member]) -> list[Member]:
    """The members that make the figure itself."""
    return [m for m in members if not m.part.startswith(BESIDE)]


def parts_of(indicator: Indicator, reading: Reading, members: Sequence[Member]) -> dict[str, FigurePart]:
    """Every named part among the members, in the order in which the plan's texts or the members name them."""
    by_part: dict[str, list[Member]] = {}
    for key in indicator.texts:
        if key.startswith("part."):
            by_part[key.removeprefix("part.")] = []
    for m in members:
        if m.part:
            by_part.setdefault(m.part.removeprefix(BESIDE), []).append(m)
    return {name: _part(indicator, reading, name, found) for name, found in by_part.items() if found}


def _part(indicator: Indicator, reading: Reading, name: str, members: Sequence[Member]) -> FigurePart:
    label: Text = indicator.texts.get(f"part.{name}", name)
    is_share = any(m.denominator is not None for m in members)
    both = total(members, PERCENT if is_share else COUNT, reading.capped)
    value = value_of(PERCENT, both.numerator, both.denominator)
    return FigurePart(
        name, label, both.numerator, both.denominator, None if value is None else show_value(PERCENT, value)
    )


def remarks(
    indicator: Indicator,
    found: Mapping[str, Sequence[Member]],
    values: Mapping[str, object],
    name: Callable[[str], str],
) -> list[Text]:
    """The plan's notes: those always printed, then per code how many (`{n}`) and where (`{names}`)."""
    said: list[Text] = [Message(text, **values) for key, text in indicator.texts.items() if key.startswith("always.")]
    for code, concerned in found.items():
        text = indicator.texts.get(f"note.{code}")
        if text:
            count = len({m.record or m.group or m.unit for m in concerned})
            names = _names(concerned, name) if "{names}" in text.vi + text.en else ""
            said.append(Message(text, **{**values, "n": show_number(count), "names": names}))
    return said


def silent_codes(indicator: Indicator) -> list[str]:
    """The codes of which no note speaks: they only say what is missing."""
    codes = (key.removeprefix("missing.") for key in indicator.texts if key.startswith("missing."))
    return [code for code in codes if f"note.{code}" not in indicator.texts and code != CAPPED]


def by_code(members: Sequence[Member], both: Total) -> dict[str, list[Member]]:
    """The members that each note code was given to; a group that was capped stands there once, as `capped`."""
    found: dict[str, list[Member]] = {}
    for m in members:
        for code in m.notes:
            found.setdefault(code, []).append(m)
    capped = set(both.capped)
    groups: dict[str, list[Member]] = {}
    for m in main_members(members) if capped else ():
        if m.group in capped and m.denominator is not None:
            groups.setdefault(m.group, []).append(m)
    if groups:
        found[CAPPED] = [_one(group) for group in groups.values()]
    return found


def _one(group: Sequence[Member]) -> Member:
    """What stands for a capped group: its one record, or the unit and the detail that its members share."""
    first = group[0]
    if len(group) == 1:
        return first
    unit = first.unit if all(m.unit == first.unit for m in group) else None
    return Member(group=first.group, unit=unit, detail=first.detail)


def _names(members: Sequence[Member], name: Callable[[str], str]) -> Text:
    places = list(dict.fromkeys(m.detail or name(m.unit or "") for m in members))
    return joined([*places[:MANY_NAMES], *(["…"] if len(places) > MANY_NAMES else [])])


def missing_of(indicator: Indicator, counted: CountedReading, values: Mapping[str, object]) -> list[Missing]:
    """What is missing, in the plan's order of reasons; for each record or unit each of them once."""
    found = {code: list(members) for code, members in counted.coded.items()}
    for m in counted.lacking:
        for code in m.notes:
            found.setdefault(code, []).append(m)
    missing = []
    for key, label in indicator.texts.items():
        code = key.removeprefix("missing.")
        if code != key and code in found:
            once = _once(found[code])
            details = {m.detail for m in once}
            texts = {detail: Message(label, **{**values, "detail": detail or ""}) for detail in details}
            missing += [Missing(code, texts[m.detail], m.unit, m.kind, m.record, m.detail) for m in once]
    return missing


def _once(members: Iterable[Member]) -> Collection[Member]:
    """One member per record and detail; where no record stands behind, one per unit, group and detail."""
    return {(m.kind, m.record, m.detail) if m.record else (m.unit, m.group, m.detail): m for m in members}.values()
