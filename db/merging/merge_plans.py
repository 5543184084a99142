"""The plans that come with other files: none takes over by itself, some are offered, the others named and declined."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Self

from msgspec import Struct, field

from db.merging.inspection import Checked
from db.merging.known_units import Mark
from db.merging.scope import marks_of
from db.open_file import OpenFile
from desktop_app.domain.org_unit import unit_list
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_check import check_plan
from desktop_app.domain.plan_offers import DECLINED, OFFERED, TAKEN_BACK, PlanReport, named_edition, refused_issuer
from desktop_app.domain.plan_parsing import is_later
from desktop_app.messages import Message

PlanRow = tuple[str, int, str, str]  # id, edition, digest, body
OfferRow = tuple[str, int, str, str, str, str]  # and the file that it came in, with the unit that this claims


class Plans(Struct):
    """The plan of our file with all that was in force or offered here before, and what the files of a merge offer."""

    plan: Plan
    unit: str
    known: Mapping[tuple[str, int], str]
    decided: dict[tuple[str, int, str], str | None]
    marks: set[Mark]
    new: list[OfferRow] = field(default_factory=list)

    @classmethod
    def of(cls, file: OpenFile) -> Self:
        run = file.connection.execute
        rows = run("SELECT id, edition, digest, CAST(body AS BLOB) FROM main.plan").fetchall()
        offers = run("SELECT id, edition, digest, CAST(body AS BLOB), decision FROM main._offered_plan").fetchall()
        marks = {mark for row in rows for mark in read_marks(row[3])}
        decided = {row[:3]: row[4] for row in offers}
        decided |= {row[:3]: TAKEN_BACK for row in rows if row[0] == file.plan.id and row[1] > file.plan.edition}
        plans = cls(file.plan, file.unit, {row[:2]: row[2] for row in rows}, decided, marks)
        plans.marks = plans.marks_with(row[:4] for row in offers)
        return plans

    def marks_with(self, rows: Iterable[tuple[str, int, str, str | bytes]]) -> set[Mark]:
        """What our plans say of where a record belongs, and of kinds that they do not know what these plans say."""
        found = set(self.marks)
        for row in rows:
            if self.known.get(row[:2]) != row[2]:
                known = {mark[0] for mark in found}
                found |= {mark for mark in read_marks(row[3]) if mark[0] not in known}
        return found

    def weigh(self, checked: Checked) -> PlanReport | None:
        """What becomes of the edition that a source brings; None where it brings none that is not in force here.

        One that was taken back here keeps no other text from coming under its number.
        """
        rows = [row for row in checked.plans if row[0] == self.plan.id]
        for row in rows:
            if row[1] <= self.plan.edition and self.known.get(row[:2], row[2]) != row[2]:
                return PlanReport(row[1], row[2], DECLINED, Message("edition.offer_other_digest", edition=row[1]))
        if not rows or checked.meta.get("plan") != self.plan.id:
            return None
        row = named_edition(rows, checked.meta)
        if row[1] <= self.plan.edition:
            return None
        reason = refused_issuer(self.plan, checked.meta, picked=checked.source.picked) or self._refusal(row)
        return PlanReport(row[1], row[2], DECLINED if reason else OFFERED, reason or "")

    def is_new(self, report: PlanReport | None) -> bool:
        """Whether a source offers an edition that nobody was asked about."""
        if report is None or report.status != OFFERED:
            return False
        row = (self.plan.id, report.edition, report.digest)
        return row not in self.decided and self.known.get(row[:2]) != report.digest

    def add(self, checked: Checked, report: PlanReport | None) -> None:
        if report and self.is_new(report):
            row = next(row for row in checked.plans if row[1:3] == (report.edition, report.digest))
            self.new.append((*row, checked.source.name, checked.meta["unit"]))
            self.decided[row[:3]] = None
        self.marks = self.marks_with(checked.plans)

    def _refusal(self, row: PlanRow) -> Message | None:
        if decision := self.decided.get(row[:3]):
            return Message(_ANSWERED[decision])
        if row[:3] not in self.decided and list(self.decided.values()).count(None) >= MOST_WAITING:
            return Message("edition.offer_too_many", n=MOST_WAITING)
        return refused_plan(json.loads(row[3]), self.unit)


MOST_WAITING = 20  # editions that nobody has answered; a folder of forged files would fill ours with their texts
_ANSWERED = {DECLINED: "edition.offer_declined_before", TAKEN_BACK: "edition.offer_taken_back"}


def read_marks(body: str | bytes) -> set[Mark]:
    """What a plan says of where a record belongs; nothing where it is not built as plans are, or damaged."""
    try:
        return marks_of(json.loads(body)["kinds"])
    except (AttributeError, KeyError, TypeError, ValueError):
        return set()


def refused_plan(body: dict[str, Any], unit: str) -> Message | None:
    """Why this edition can't be used by the office of this unit, as far as it shows by itself."""
    if is_later(body):
        return Message("edition.offer_later")
    if check_plan(body):
        return Message("edition.offer_broken")
    if unit not in unit_list(body, body["plan"]["unit_version"]):
        return Message("edition.offer_without_unit")
    return None
