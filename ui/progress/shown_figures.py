"""An indicator's figure as the window shows it: words, bar and pill; the same for overview and area."""

from fractions import Fraction

from msgspec import Struct

from desktop_app.domain.comparisons import COMPARISONS
from desktop_app.domain.indicators import MET, NO_DATA, NOT_APPLICABLE, WATCHED, IndicatorResult, show_gap
from desktop_app.domain.measures import MEASURES
from desktop_app.domain.plan import Plan
from desktop_app.messages import joined
from desktop_app.texts import in_words, say
from ui.progress.figure_bar import TargetBar

BY_HAND = "*"  # behind a value; the page says what it means
SHORT = 22  # longer texts stand in the tip, a general word in the pill


class ShownFigure(Struct, frozen=True):
    """`ratio` 63/106, `value` 59,4%, a bar, and the state in words with the look of its pill."""

    code: str
    area: str
    title: str
    ratio: str
    value: str
    bar: TargetBar
    state: str
    pill: str
    tip: str
    target: str
    manual: bool = False

    @property
    def amount(self) -> str:
        """Ratio and value, once where they are the same."""
        return " · ".join(dict.fromkeys(text for text in (self.ratio, self.value) if text))


def figure_of(progress: IndicatorResult) -> ShownFigure:
    state, pill = _state(progress)
    ratio = progress.ratio if progress.denominator != 0 else ""  # 0/0 says less than the state
    return ShownFigure(
        progress.code, progress.area, in_words(progress.short), in_words(ratio),
        in_words(progress.value or "") + (BY_HAND if progress.manual and progress.value else ""), _bar(progress),
        state, pill,
        in_words(joined((progress.title, progress.text, progress.wording, *progress.notes), "\n")),
        target_of(progress), progress.manual,
    )  # fmt: skip


def blank_figures(plan: Plan) -> list[ShownFigure]:
    """What stands in place of the figures until they are there: the names, and nothing that could be read as one."""
    blank = TargetBar(0, None, "")
    return [
        ShownFigure(code, i.area, in_words(i.short), "", "", blank, "", "neutral-pill", in_words(i.title), "")
        for code, i in plan.indicators.items()
    ]


def _state(progress: IndicatorResult) -> tuple[str, str]:
    if progress.status == MET:
        return (say("ui.exceeded") if progress.exceeded else say("ui.met")), "good-pill"
    if progress.status == WATCHED:
        return say("ui.status_watched"), "neutral-pill"
    if progress.status in (NOT_APPLICABLE, NO_DATA):
        text = in_words(progress.text)
        short = text if 0 < len(text) <= SHORT else say(f"ui.status_{progress.status}")
        return short, "neutral-pill"
    lacking = progress.short_by
    if not lacking:
        return say("ui.not_met"), "warning-pill"
    return say("ui.short_by" if lacking > 0 else "ui.above_by", n=show_gap(lacking)), "warning-pill"


def target_of(progress: IndicatorResult) -> str:
    """The target in force, and that of the plan where it is another."""
    planned = progress.planned_target
    return say("ui.target_changed", target=progress.target, planned=planned) if planned else in_words(progress.target)


def _bar(progress: IndicatorResult) -> TargetBar:
    """A share of a whole on the scale from nothing to all of it; anything else on the way to its target, or on both
    sides of it where more is not better. What is only watched has no target that a number could be on the way to.
    """
    if progress.status == WATCHED:
        whole = MEASURES[progress.measure].whole
        return TargetBar(float((progress.exact or 0) / whole) if whole else 0, None, "watched")
    value, target, better = progress.exact, progress.threshold, COMPARISONS[progress.op].better
    high = target if progress.threshold_max is None else progress.threshold_max
    both_sides = max(target + high, value or Fraction(0))
    full = Fraction(MEASURES[progress.measure].whole or (target if better > 0 else both_sides))
    share, mark = ((value or Fraction(0)) / full, target / full) if full else (Fraction(0), Fraction(better > 0))
    look = {MET: "met"}.get(progress.status, "not-met") if value is not None else ""
    return TargetBar(float(max(share, Fraction(0))), float(mark) if look else None, look, better < 0)
