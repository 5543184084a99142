"""What a sheet is asked about: once for all the rows that a doubt concerns, answered by a word or by a mapping."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from desktop_app.messages import Message, Text, joined

MOST = 5
LEAVE, TAKE, NO = "leave", "take", "no"
Answers = Mapping[str, str]


class SheetQuestion(Struct, frozen=True):
    """One doubt about a sheet; `id` names it to whoever answers, `choices` are the answers that it takes."""

    id: str
    about: str
    why: Text
    choices: Sequence[str] = ()
    column: str | None = None
    field: str | None = None

    def to_json(self) -> dict[str, Any]:
        found: dict[str, Any] = {"id": self.id, "about": self.about}
        if self.column is not None:
            found["column"] = self.column
        if self.field is not None:
            found["field"] = self.field
        return found | {"why": self.why, "choices": list(self.choices)}


def at_most(questions: Sequence[SheetQuestion]) -> list[SheetQuestion]:
    """The questions; where there would be too many, those about columns become one, then those about values."""
    found = list(questions)
    for about, whole in ((lambda one: one.column is not None, "columns"), (lambda one: one.about == "value", "values")):
        if len(found) > MOST:
            found = _as_one(found, [one for one in found if about(one)], whole)
    return found


def _as_one(found: Sequence[SheetQuestion], several: Sequence[SheetQuestion], about: str) -> list[SheetQuestion]:
    if len(several) < 2:
        return list(found)
    why = joined((Message("sheet.of_question", id=one.id, why=one.why) for one in several), " ")
    columns = ",".join(one.column for one in several if one.column is not None)
    together = SheetQuestion(about, about, why, [one.id for one in several], columns or None)
    return [*(one for one in found if one not in several), together]
