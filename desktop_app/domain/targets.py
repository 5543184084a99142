"""A target as it is written: its sign, its ends and what they are counted in."""

from fractions import Fraction

from msgspec import Struct

from desktop_app.domain.comparisons import COMPARISONS
from desktop_app.domain.measures import MEASURES, show_fraction
from desktop_app.messages import CountedNumber, Message, Text


class PlannedTarget(Struct, frozen=True):
    """What the plan asks for where an office has set another target, and on what that one rests."""

    threshold: Fraction
    threshold_max: Fraction | None
    basis: str


def target_text(op: str, measure: str, low: Fraction, high: Fraction | None, unit: str = "") -> str:
    """`≥ 60%`, `100%`, `3–5%`, `≤ 2`; with a `unit` where the measure has no sign of its own: `≥ 1 địa bàn`.

    Empty where nothing is asked for.
    """
    if not COMPARISONS[op].judges:
        return ""
    behind = MEASURES[measure].suffix or (f" {unit}" if unit else "")
    amount = "–".join(show_fraction(end) for end in ends(low, high)) + behind
    text = COMPARISONS[op].sign + amount if needs_sign(op, measure, low, high) else amount
    return text if unit else CountedNumber(text)


def ends(low: Fraction, high: Fraction | None) -> list[Fraction]:
    """The threshold, and the upper one where there is another."""
    return [low] if high is None or high == low else [low, high]


def needs_sign(op: str, measure: str, low: Fraction, high: Fraction | None) -> bool:
    """Whether a value may lie beyond the target: nothing is more than all or less than none, and two ends say it
    themselves.
    """
    row, better = MEASURES[measure], COMPARISONS[op].better
    of_all = better > 0 and row.whole is not None and low >= row.whole
    of_none = better < 0 and not row.signed and low == 0
    return not (of_all or of_none) and len(ends(low, high)) == 1


def target_note(op: str, measure: str, low: Fraction, high: Fraction | None, planned: PlannedTarget | None) -> Text:
    """That another target is in force than the plan's, with both and the basis; empty where it is not."""
    if planned is None:
        return ""
    now, own = target_text(op, measure, low, high), target_text(op, measure, planned.threshold, planned.threshold_max)
    if not planned.basis:
        return Message("figure.note_target", now=now, planned=own)
    return Message("figure.note_target_basis", now=now, planned=own, basis=planned.basis)
