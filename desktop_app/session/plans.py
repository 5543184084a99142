"""Editions of the plan: offered, looked at, tried, put in force or declined, taken back; none takes over by itself."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from db import editions, local_notes, store, stored_plans
from db.data_file import seed_changes
from db.editions import edition_before as offer_before
from db.log import stored_digest
from db.merging.merge_plans import Plans, refused_plan
from db.merging.source import find_sources
from db.merging.staged_copy import checked_copy, copy_source
from db.open_file import OpenFile
from db.private_folder import private_folder
from desktop_app import plan_files
from desktop_app.domain.backups import PLAN
from desktop_app.domain.merging import ProgressCallback, ignore_progress
from desktop_app.domain.plan import Plan, canonical_json, plan_digest
from desktop_app.domain.plan_changes import PlanSection, plan_changes
from desktop_app.domain.plan_offers import DECLINED, FROM_PROGRAM, PROGRAM, PlanOffer, PlanTrial
from desktop_app.domain.plan_seeds import seed_records
from desktop_app.errors import AppError
from desktop_app.messages import Message, Text
from desktop_app.paths import is_file, name_of
from desktop_app.plan_bundle import is_bundle
from desktop_app.session import maintenance, plan_books
from desktop_app.session.offered_plans import is_open, offers, open_offers

__all__ = ["is_open", "offer_before", "offers", "open_offers"]
WHOLE = 100


def before(file: OpenFile) -> int | None:
    """The edition that comes back where the one in force is taken back; None where there is none."""
    found = offer_before(file)
    return found.edition if found else None


def changes(file: OpenFile, offer: PlanOffer) -> list[PlanSection]:
    """What an edition says otherwise than the one in force."""
    return plan_changes(file.plan.source, _body(file, offer))


def try_out(file: OpenFile, offer: PlanOffer, report_progress: ProgressCallback = ignore_progress) -> PlanTrial:
    """What an edition does to a private copy of this file, before anything happens to the file itself."""
    from db.counting.plan_trial import try_plan

    body = _body(file, offer)
    refusal = refused_plan(dict(body), file.unit)
    if refusal:
        return PlanTrial([refusal], stored_digest(file.connection))
    with private_folder() as folder:
        return try_plan(
            file, body, seed_records(body), folder, lambda done, sentence: report_progress(done, WHOLE, sentence)
        )


def adopt(
    file: OpenFile,
    offer: PlanOffer,
    report_progress: ProgressCallback = ignore_progress,
    trial: PlanTrial | None = None,
) -> Text:
    """Put an edition in force here, which can be taken back; why there is no copy of the file from before, if so.

    It is tried first, unless nothing was written since the `trial`. AppError: it failed, or is no later one.
    """
    if offer.edition <= file.plan.edition:
        raise AppError("edition.not_later", edition=offer.edition, now=file.plan.edition)
    if trial is None or trial.digest != stored_digest(file.connection):
        trial = try_out(file, offer, report_progress)
    if trial.findings:
        raise AppError("edition.refused", edition=offer.edition, finding=trial.findings[0])
    body = _body(file, offer)
    notice = maintenance.try_back_up(file, PLAN)
    editions.switch(file, body, seed_records(body), _asking(report_progress, Message("edition.adopting")))
    return notice


def decline(file: OpenFile, offer: PlanOffer) -> None:
    """Remember that an edition is not wanted here; it can be put in force later all the same."""
    with store.writing(file):
        if offer.origin == FROM_PROGRAM:
            _store_offer(file, _body(file, offer), "")
        local_notes.decline_offer(file, offer.edition, offer.digest)


def take_back(file: OpenFile, report_progress: ProgressCallback = ignore_progress) -> int:
    """Put the edition in force that was before; what was typed under the later one waits in the log for it.

    Records that came with the later one stay as well: how many of them the lists still show.
    """
    earlier = offer_before(file)
    if earlier is None:
        raise AppError("edition.none_before", edition=file.plan.edition)
    of_later = _records_of(file.plan)
    editions.switch(file, _body(file, earlier), (), _asking(report_progress, Message("edition.taking_back")))
    return editions.count_live(file, of_later - _records_of(file.plan))


def find_offer(file: OpenFile, name: str, passphrases: Mapping[Path, str] | None = None) -> PlanOffer:
    """The edition that `name` names: `program`, the path of a plan file, workbook or data file, a number, or how its
    key begins.

    `passphrases`: of encrypted data files. AppError: there is none, or not only one, or the file's edition is declined.
    """
    if name != PROGRAM and (plan_books.is_plan_book(Path(name)) or is_bundle(Path(name))):
        return _from_plan_file(file, Path(name))
    if name != PROGRAM and is_file(Path(name)):
        return _from_file(file, Path(name), passphrases or {})
    known = offers(file)
    if name == PROGRAM:
        found = [one for one in known if one.origin == FROM_PROGRAM]
    else:
        found = [one for one in known if name == str(one.edition)]
        found = found or [one for one in known if name and one.digest.startswith(name)]
    if not found:
        raise AppError("edition.no_offer", name=name)
    if len(found) > 1:
        raise AppError("edition.several_offers", name=name, keys=", ".join(one.key for one in found))
    return found[0]


def _from_file(file: OpenFile, path: Path, passphrases: Mapping[Path, str]) -> PlanOffer:
    """The edition of a file that was chosen by hand, remembered as offered."""
    sources = find_sources([path], passphrases, file.path)
    if len(sources) != 1:
        raise AppError("edition.many_files", file=name_of(path))
    source, plans = replace(sources[0], picked=True), Plans.of(file)  # also as the only one in a zip file
    with private_folder() as folder:
        copy = copy_source(source, folder, file.path, _nothing)
        if copy.refusal or copy.copied is None:
            raise copy.refusal or AppError("edition.none_in_file", file=source.name)
        checked = checked_copy(copy, _nothing)
        plans.decided.clear()  # whoever chose the file again has thought better of it
        report = plans.weigh(checked)
        if report is None:
            raise AppError("edition.none_in_file", file=source.name)
        if report.status == DECLINED:
            raise AppError("edition.declined_file", file=source.name, edition=report.edition, reason=report.reason)
        plans.add(checked, report)
    with store.writing(file):
        stored_plans.add_offers(file, plans.new)
    return next(one for one in offers(file) if one.digest == report.digest)


def _from_plan_file(file: OpenFile, path: Path) -> PlanOffer:
    """The edition of a plan file or a workbook that was chosen by hand, remembered as offered. No office stands behind
    it: people compare its code.
    """
    body = plan_books.plan_at(path)
    head, digest = body["plan"], plan_digest(body)
    edition = head["edition"]
    if head["id"] != file.plan.id:
        raise AppError("planfile.other_plan", file=name_of(path), plan=head["id"], own=file.plan.id)
    if editions.known_editions(file).get(edition, digest) != digest:
        raise AppError("planfile.other_digest", file=name_of(path), edition=edition)
    if edition <= file.plan.edition:
        raise AppError("edition.not_later", edition=edition, now=file.plan.edition)
    refusal = refused_plan(body, file.unit)
    if refusal:
        raise AppError("edition.declined_file", file=name_of(path), edition=edition, reason=refusal)
    with store.writing(file):
        _store_offer(file, body, path.name)
    return next(one for one in offers(file) if one.digest == digest)


def _body(file: OpenFile, offer: PlanOffer) -> Mapping[str, Any]:
    try:
        return editions.body_of(file, offer)
    except AppError:  # of the program's edition nothing stands in the file, or what stands there is damaged
        shipped = plan_files.shipped_plan(file.plan.id)
        if shipped and plan_digest(shipped) == offer.digest:
            return shipped
        raise


def _records_of(plan: Plan) -> set[str]:
    """The ids of the records that come with a plan."""
    return {change.record for change in seed_changes(plan, seed_records(plan.source))[0]}


def _store_offer(file: OpenFile, body: Mapping[str, Any], name: str) -> None:
    """Remember an edition that came in no unit's file."""
    head = body["plan"]
    stored_plans.add_offers(file, [(head["id"], head["edition"], plan_digest(body), canonical_json(body), name, "")])


def _asking(report_progress: ProgressCallback, sentence: Text) -> Callable[[], None]:
    return lambda: report_progress(WHOLE // 2, WHOLE, sentence)


def _nothing() -> None:
    """Nobody wants to stop it."""
