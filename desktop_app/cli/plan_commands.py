"""The commands about editions of the plan: offered, shown, put in force, declined, taken back."""

import argparse
from typing import Any

from desktop_app.cli.file_commands import open_named, open_session
from desktop_app.cli.merge_commands import passphrases_of
from desktop_app.cli.output import emit, emit_json, print_if_none, print_message
from desktop_app.domain.plan_offers import PlanOffer, offer_source
from desktop_app.domain.values import show_number
from desktop_app.messages import Message
from desktop_app.session import plans
from desktop_app.texts import say


def offers(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as file:
        now, earlier = file.plan.edition, plans.before(file)
        found = [(one, plans.changes(file, one)) for one in plans.offers(file)]
    if chosen.json:
        emit_json({"edition": now, "before": earlier, "offers": [_json(one, changes) for one, changes in found]})
        return
    print_if_none(found, "edition.no_offers")
    for one, changes in found:
        emit(one.key, one.edition, offer_source(one), offer_state(one), one.code)
        for section in changes:
            for sentence in section.sentences:
                emit("", section.title, sentence)


def adopt(chosen: argparse.Namespace) -> None:
    own, others = passphrases_of(chosen)
    with open_named(chosen.file, own) as file:
        offer = plans.find_offer(file, chosen.source, others)
        trial = plans.try_out(file, offer)
        notice = plans.adopt(file, offer, trial=trial)
        before, after = show_number(trial.counting), show_number(trial.counting_then)
    if notice:
        print_message(notice)
    for figure in trial.figures:
        print_message(Message("edition.figure", **{name: getattr(figure, name) for name in figure.__struct_fields__}))
    print_message(say("edition.adopted", edition=offer.edition, before=before, after=after))


def decline(chosen: argparse.Namespace) -> None:
    own, others = passphrases_of(chosen)
    with open_named(chosen.file, own) as file:
        offer = plans.find_offer(file, chosen.source, others)
        plans.decline(file, offer)
    print_message(say("edition.declined", edition=offer.edition))


def back(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as file:
        edition = file.plan.edition
        left = plans.take_back(file)
        print_message(say("edition.taken_back", edition=edition, now=file.plan.edition))
    if left:
        print_message(say("edition.records_left", count=left, edition=edition))


def offer_state(offer: PlanOffer) -> str:
    """What was answered to it."""
    if offer.decision:
        return say("edition.state_declined")
    return say("edition.state_open") if plans.is_open(offer) else say("edition.state_taken_back")


def _json(offer: PlanOffer, changes: list[Any]) -> dict[str, Any]:
    return {
        "key": offer.key, "edition": offer.edition, "code": offer.code, "digest": offer.digest,
        "origin": offer.origin, "file": offer.file,
        "unit": offer.unit, "time": offer.time, "decision": offer.decision, "open": plans.is_open(offer),
        "rival": offer.rival, "changes": changes,
    }  # fmt: skip
