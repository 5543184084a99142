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
    """The questions, those about columns put into one where there would be too many."""
    if len(questions) <= MOST:
        return list(questions)
    of_columns = [one for one in questions if one.column is not None]
    others = [one for one in questions if one.column is None][: MOST - 1]
    why = joined((Message("sheet.of_column", column=one.column, why=one.why) for one in of_columns), " ")
    together = SheetQuestion(
        "columns", "columns", why, [one.id for one in of_columns], ",".join(str(q.column) for q in of_columns)
    )
    return [*others, together]
