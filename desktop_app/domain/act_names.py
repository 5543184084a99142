"""What people call an act, and the records that only the program itself makes."""

from desktop_app.domain.erasing import ERASE, ERASURE
from desktop_app.domain.lock_kinds import ACTS
from desktop_app.domain.plan import Plan
from desktop_app.messages import Message, Text

KINDS = (
    "edit", "import", "merge", "settle", "join", "delete", "erase", "lock", "unlock", "undo", "salvage", "carry",
)  # fmt: skip
OWN_KINDS = {ERASURE: ERASE, **ACTS}  # of the program itself, each named after the act that makes its records


def act_name(kind: str, source: str | None = None) -> Message:
    """An act in words, also one of a kind that only another version of the program knows."""
    return Message(f"exchange.act_{kind if kind in KINDS else 'other'}", source=source or "")


def kind_name(plan: Plan, kind: str) -> Text:
    """A record kind in words; one that neither plan nor program knows has its name only."""
    if kind in OWN_KINDS:
        return act_name(OWN_KINDS[kind])
    return plan.record_kinds[kind].label if kind in plan.record_kinds else kind
