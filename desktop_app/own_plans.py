"""The plans that an office took onto this computer, beside those of the program: folders, and single files."""

import os
from collections.abc import Iterator, Mapping
from operator import itemgetter
from pathlib import Path
from typing import Any

from msgspec import Struct

from desktop_app import paths
from desktop_app.domain.org_unit import unit_list
from desktop_app.domain.plan import plan_digest
from desktop_app.domain.plan_findings import HEAD
from desktop_app.domain.plan_parsing import label_of
from desktop_app.errors import AppError, reason_of
from desktop_app.messages import Message, Text
from desktop_app.plan_bundle import SUFFIX, bundle_name, bundle_text, read_bundle, read_unchecked
from desktop_app.plan_files import PlanHead, available_plans, example_plans, load_plan, plan_folder, shipped_edition


class OwnPlan(Struct, frozen=True):
    """A plan that lies here: in a folder of TOML files, or in one file."""

    id: str
    edition: int
    digest: str
    place: Path
    body: Mapping[str, Any]


def own_folder() -> Path:
    """Where they lie: beside a program on a stick, else with what this person chose on this computer."""
    return paths.settings_dir() / "plans"


def own_plans() -> tuple[list[OwnPlan], list[Text]]:
    """Those that can be used, and a sentence for each that can't: a broken one harms no other."""
    found, broken = [], list[Text]()
    for place in _places():
        try:
            body = load_plan(place) if paths.is_folder(place) else read_bundle(place)
        except AppError as error:
            broken.append(Message("planfile.not_offered", place=place.name, why=error.message))
        else:
            head = body["plan"]
            found.append(OwnPlan(head["id"], head["edition"], plan_digest(body), place, body))
    return found, broken


def _places() -> Iterator[Path]:
    try:
        entries = sorted(own_folder().iterdir())
    except OSError:
        return
    yield from (one for one in entries if one.suffix.lower() == SUFFIX or paths.is_file(one / HEAD))


def latest(plan_id: str) -> OwnPlan | None:
    """The last edition of a plan that lies here; None where none does."""
    return max((one for one in own_plans()[0] if one.id == plan_id), key=lambda one: one.edition, default=None)


def bodies() -> Iterator[Mapping[str, Any]]:
    """All that can be used; looked for once somebody asks."""
    yield from (one.body for one in own_plans()[0])


def find(plan_id: str, edition: int | None = None) -> Mapping[str, Any] | None:
    """A plan that lies here, in one edition or the last; None where it does not."""
    found = [one for one in own_plans()[0] if one.id == plan_id and edition in (None, one.edition)]
    return max(found, key=lambda one: one.edition).body if found else None


def keep(body: Mapping[str, Any]) -> tuple[OwnPlan, bool]:
    """Keep a plan that passed the validator on this computer; whether it is new here.

    AppError: another text with its number lies here.
    """
    head, digest = body["plan"], plan_digest(body)
    for one in own_plans()[0]:
        if (one.id, one.edition) == (head["id"], head["edition"]):
            if one.digest != digest:
                raise AppError("planfile.rival", plan=one.id, edition=one.edition, place=one.place.name)
            return one, False
    target = own_folder() / bundle_name(body)
    try:
        paths.make_folder(own_folder())
        write_whole(target, bundle_text(body))
    except OSError as error:
        raise AppError("planfile.cannot_keep", folder=own_folder(), reason=reason_of(error)) from error
    return OwnPlan(head["id"], head["edition"], digest, target, body), True


def write_whole(target: Path, text: str) -> None:
    """Whole and durable under its name, or not there."""
    part = target.with_name(f"{target.name}.part")
    with part.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    paths.patiently(lambda: part.replace(target))
    paths.flush_folder(target.parent)


def forget(plan_id: str, edition: int) -> Path:
    """Take a plan off this computer again; ledgers that were made with it hold it themselves. AppError: there is none,
    or it is a folder, which only its person deletes.
    """
    for one in own_plans()[0]:
        if (one.id, one.edition) == (plan_id, edition):
            if paths.is_folder(one.place):
                raise AppError("planfile.folder", place=one.place)
            paths.patiently(one.place.unlink)
            return one.place
    raise AppError("planfile.not_here", plan=plan_id, edition=edition)


def known_plan(plan_id: str) -> Mapping[str, Any]:
    """A plan by its id: the last edition of those that come with the program or lie here; or one that is being written,
    by the path of its folder. AppError names the known.
    """
    own = latest(plan_id)
    shipped = shipped_edition(plan_id)
    if own is not None and (shipped is None or own.edition > shipped):
        return own.body
    if shipped is None and paths.is_file(Path(plan_id) / HEAD):
        return load_plan(Path(plan_id))
    if plan_id not in (*available_plans(), *example_plans()):
        known = sorted({*available_plans(), *(one.id for one in own_plans()[0])})
        raise AppError("plan.unknown_plan", plan=plan_id, known=", ".join(known))
    return load_plan(plan_folder(plan_id))


def own_heads() -> tuple[dict[str, PlanHead], list[Text]]:
    """What can be chosen of them for a new ledger, in the last edition of each, and a sentence for each that can't."""
    found, broken = dict[str, tuple[int, PlanHead]](), list[Text]()
    for place in _places():
        try:
            edition, head = _head(load_plan(place) if paths.is_folder(place) else read_unchecked(place))
        except AppError as error:
            broken.append(Message("planfile.not_offered", place=place.name, why=error.message))
        except (LookupError, TypeError, ValueError, AttributeError):  # nobody took it: it was put here
            why = Message("planfile.none", file=place.name)
            broken.append(Message("planfile.not_offered", place=place.name, why=why))
        else:
            found[head.id] = max(found.get(head.id, (0, head)), (edition, head), key=itemgetter(0))
    later = {name: head for name, (edition, head) in found.items() if edition > (shipped_edition(name) or 0)}
    return later, broken


def _head(body: Mapping[str, Any]) -> tuple[int, PlanHead]:
    head = body["plan"]
    units = unit_list(body, head["unit_version"])
    return int(head["edition"]), PlanHead(
        str(head["id"]), label_of(head["label"]), int(head["year"]), str(head["doc_date"]), units
    )
