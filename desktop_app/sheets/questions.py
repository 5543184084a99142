"""What a sheet is asked about: once for all the rows that a doubt concerns, answered by a word or by a mapping."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from desktop_app.domain.collation import nfc
from desktop_app.messages import Message, Text, joined

MOST = 5
LEAVE, TAKE, NO, EMPTY, EACH = "leave", "take", "no", "empty", "each"
BY_GROUP, NOT_BY_GROUP = "by_group", "not_by_group"
Answers = Mapping[str, str]


def word_key(text: str) -> str:
    """What is the same word: case and blanks count for nothing, accents do."""
    return " ".join(nfc(text).lower().split())


def word_id(column: str, text: str) -> str:
    return f"word:{column}:{word_key(text)}"


def answered_words(column: str, answers: Answers) -> Mapping[str, str]:
    """What a person said of the words of a column."""
    start = word_id(column, "")
    return {word_key(id_.removeprefix(start)): said for id_, said in answers.items() if id_.startswith(start)}


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
    """The questions; where there would be too many, those about words become one, then those about columns, values."""
    found = list(questions)
    for whole in ("words", "columns", "values"):
        if len(found) > MOST:
            found = _as_one(found, [one for one in found if _belongs(one, whole)], whole)
    return found


def _belongs(one: SheetQuestion, whole: str) -> bool:
    """Whether a question goes into one about all words, columns or values."""
    if whole == "columns":
        return one.column is not None and one.about != "words"
    return f"{one.about}s" == whole


def _as_one(found: Sequence[SheetQuestion], several: Sequence[SheetQuestion], about: str) -> list[SheetQuestion]:
    if len(several) < 2:
        return list(found)
    why = joined((Message("sheet.of_question", id=one.id, why=one.why) for one in several), " ")
    columns = ",".join(dict.fromkeys(one.column for one in several if one.column is not None))
    together = SheetQuestion(about, about, why, [one.id for one in several], columns or None)
    return [*(one for one in found if one not in several), together]
