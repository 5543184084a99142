"""Which editions of the plan wait for an answer, and which one is in force: asked often, so it imports little."""

from msgspec.structs import replace

from db import editions
from db.editions import follow
from db.open_file import OpenFile
from desktop_app import plan_files
from desktop_app.domain.plan import plan_digest
from desktop_app.domain.plan_offers import FROM_PROGRAM, TAKEN_BACK, PlanOffer

__all__ = ["follow", "is_open", "offers", "open_offers"]


def offers(file: OpenFile) -> list[PlanOffer]:
    """The editions that might be put in force, whatever was answered to them: the open ones first, the last first."""
    found = editions.offers(file)
    program = _program(file, found)
    found += [program] if program else []
    numbers = [one.edition for one in found]
    found = [replace(one, rival=numbers.count(one.edition) > 1) for one in found]
    return sorted(found, key=lambda one: (not is_open(one), -one.edition, one.time))


def is_open(offer: PlanOffer) -> bool:
    """Whether an edition waits for an answer; one that was taken back has had its answer."""
    return not offer.decision and offer.origin != TAKEN_BACK


def open_offers(file: OpenFile) -> list[PlanOffer]:
    return [one for one in offers(file) if is_open(one)]


def _program(file: OpenFile, found: list[PlanOffer]) -> PlanOffer | None:
    """The later edition that comes with this program, where it is not known and can be used here."""
    number = plan_files.shipped_edition(file.plan.id)
    if number is None or number <= file.plan.edition:
        return None
    if any(one.origin == FROM_PROGRAM and one.edition == number for one in found):
        return None
    from db.merging.merge_plans import refused_plan

    body = plan_files.shipped_plan(file.plan.id)
    digest = plan_digest(body) if body else ""
    if not body or refused_plan(body, file.unit) or any(one.digest == digest for one in found):
        return None
    return PlanOffer(number, digest, FROM_PROGRAM)
