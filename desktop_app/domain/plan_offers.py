"""Editions of a plan that others bring: what is said of each, and whose editions are believed at all."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from desktop_app.domain.org_unit import unit_list
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_code import plan_code
from desktop_app.messages import Label, Message, Text

OFFERED, DECLINED = "offered", "declined"
PROGRAM = "program"  # how the edition that comes with the program is named
FROM_FILE, FROM_PROGRAM, TAKEN_BACK = "file", PROGRAM, "taken-back"
KEY_LENGTH = 12


class PlanReport(Struct, frozen=True):
    """What becomes of the edition that a file brings: it waits for an answer, or is declined for a reason."""

    edition: int
    digest: str
    status: str
    reason: Text


def plan_note(report: PlanReport) -> Text:
    """What is said of it in one sentence."""
    key = "edition.brought" if report.status == OFFERED else "edition.brought_declined"
    return Message(key, edition=report.edition, reason=report.reason)


class PlanOffer(Struct, frozen=True):
    """An edition that is not in force here and might be; `origin`: from a file, with the program, or once in force.

    `decision` is DECLINED, or "" while nobody has answered. `rival`: another text came under the same number.
    """

    edition: int
    digest: str
    origin: str
    file: str = ""
    unit: str = ""
    unit_name: str = ""
    time: str = ""
    decision: str = ""
    rival: bool = False

    @property
    def key(self) -> str:
        """What names it among all: the beginning of its digest."""
        return self.digest[:KEY_LENGTH]

    @property
    def code(self) -> str:
        """What people compare by telephone: the same for the same text alone."""
        return plan_code(self.digest)


def offer_source(offer: PlanOffer) -> Text:
    """Where an edition comes from."""
    if offer.origin == FROM_FILE and not offer.unit:
        return Message("planfile.source", file=offer.file)
    key = offer.origin.replace("-", "_")
    return Message(f"edition.from_{key}", file=offer.file, unit=offer.unit_name)


class FigureChange(Struct, frozen=True):
    """A figure that comes to something else under another edition; what is shown of it before and after."""

    code: str
    title: Label
    before: Text
    after: Text


class PlanTrial(Struct, frozen=True):
    """What came of trying an edition on a copy of the ledger whose log had `digest`; with `findings` it is not taken.

    `counting`, `counting_then`: how many records count in figures now, and would then. `figures` are those that change.
    """

    findings: Sequence[Text]
    digest: tuple[int, int]
    counting: int = 0
    counting_then: int = 0
    figures: Sequence[FigureChange] = ()


def named_edition(rows: Sequence[tuple[str, int, str, str]], meta: Mapping[str, Any]) -> tuple[str, int, str, str]:
    """Of a file's editions of one plan, by number, that in force there: the one that it names, else the last."""
    return next((row for row in rows if row[1] == meta.get("edition")), rows[-1])


def refused_issuer(plan: Plan, meta: Mapping[str, Any], *, picked: bool) -> Message | None:
    """Why a file of this office issues no edition here; what it says of its unit can only narrow what it may do.

    Only the plan's own level does. A unit that our lists do not know, such as a ministry, does where a person chose
    that very file: `picked`.
    """
    code, units = meta["unit"], plan.units
    if units.now(code) == plan.root and meta.get("unit_version") == plan.unit_version:
        return None
    every = [units, *(unit_list(plan.source, version) for version in plan.source["units"])]
    unit = next((one.find(code) for one in every if code in one), None)
    if unit and unit.code != plan.root:
        return Message("edition.offer_level", unit=unit.name, root=units.name(plan.root))
    return None if picked else Message("edition.offer_not_picked")
