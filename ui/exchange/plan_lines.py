"""Editions of the plan as people read them: what one changes, and what came of trying it; read on the worker thread."""

from collections.abc import Sequence

from msgspec import Struct

from desktop_app.domain.plan_offers import PlanOffer, PlanTrial, offer_source
from desktop_app.domain.values import show_number
from desktop_app.messages import Message
from desktop_app.session import OpenFile, plans
from desktop_app.texts import in_words, say
from ui.widgets.lines import Line


class PlanState(Struct, frozen=True):
    """The edition in force, those that could take its place, the one before it last, and what each of these changes."""

    edition: int
    offers: Sequence[PlanOffer]
    lines: Sequence[Sequence[Line]]

    def is_back(self, offer: PlanOffer) -> bool:
        """Whether it was in force before the one that is."""
        return offer.edition < self.edition


def read_plans(file: OpenFile) -> PlanState:
    before = plans.offer_before(file)
    found = [*plans.offers(file), *([before] if before else [])]
    return PlanState(file.plan.edition, found, [_changes(file, one) for one in found])


def _changes(file: OpenFile, offer: PlanOffer) -> list[Line]:
    """A line for each sentence; the heading stands on the first line of its own."""
    lines = []
    for section in plans.changes(file, offer):
        for number, sentence in enumerate(section.sentences):
            lines.append(Line(("" if number else in_words(section.title), in_words(sentence))))
    return lines


def trial_lines(trial: PlanTrial) -> list[Line]:
    """What came of trying an edition: why it can't be used, else what becomes of records and figures."""
    if trial.findings:
        looks = ("", "error")
        first = Line((say("edition.trial"), say("edition.trial_bad")), looks=looks)
        return [first, *(Line(("", in_words(one)), looks=looks) for one in trial.findings)]
    said: list[str] = [say("edition.trial_good")]
    if trial.counting != trial.counting_then:
        before, after = show_number(trial.counting), show_number(trial.counting_then)
        said.append(say("edition.counting", before=before, after=after))
    for figure in trial.figures:
        values = {"before": figure.before, "after": figure.after}
        known = {name: text or Message("edition.figure_none") for name, text in values.items()}
        said.append(say("edition.figure", code=figure.code, title=figure.title, **known))
    return [Line(("" if number else say("edition.trial"), text)) for number, text in enumerate(said)]


def about(state: PlanState, offer: PlanOffer | None) -> str:
    """In one sentence or two what is in force, and what is looked at."""
    if offer is None:
        return say("edition.about", edition=state.edition, more=say("edition.about_none"))
    if state.is_back(offer):
        return say("edition.about", edition=state.edition, more=say("edition.about_back", edition=offer.edition))
    rival = say("edition.about_rival") if offer.rival else ""
    more = say("edition.about_offer", edition=offer.edition, source=offer_source(offer))
    code = say("planfile.about_code", code=offer.code)
    return say("edition.about", edition=state.edition, more=f"{more} {rival} {code}".replace("  ", " "))


def tab_words(state: PlanState, offer: PlanOffer) -> str:
    key = (
        "before"
        if state.is_back(offer)
        else "declined"
        if offer.decision
        else "open"
        if plans.is_open(offer)
        else "taken_back"
    )
    return say("edition.choice", edition=offer.edition, state=say(f"edition.state_{key}"))
