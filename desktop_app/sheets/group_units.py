"""Units that stand as the names of groups above their rows, in a sheet that has no column of units."""

import re
from collections.abc import Callable, Mapping

from msgspec import Struct

from desktop_app.domain.plan import Field
from desktop_app.domain.values import Value
from desktop_app.messages import Message
from desktop_app.sheets.cell_reading import read_cell
from desktop_app.sheets.cell_values import CellValue, ColumnContext
from desktop_app.sheets.grid import Cell, CellKind
from desktop_app.sheets.questions import BY_GROUP, NOT_BY_GROUP, Answers, SheetQuestion
from desktop_app.sheets.row_sorting import texts_of
from desktop_app.sheets.sheet_rows import CellDoubt

Row = Mapping[int, Cell]
_INDEX = re.compile(r"^([IVXL]+|[A-ZĐ]|\d+)\s*[.)\-]\s+")


class GroupUnits(Struct):
    """Gives the rows of a group the unit that its name is, once a person said so; `question` is open until then."""

    field: Field
    context: ColumnContext
    question: SheetQuestion | None
    text: str = ""  # the name of the group above
    unit: Value = None

    def enter(self, row: Row) -> None:
        """A group begins; one merged over several rows goes on."""
        texts = texts_of(row)
        if texts:
            self.text, self.unit = _INDEX.sub("", texts[-1]), unit_named(row, self.context)

    def doubt(self) -> CellDoubt | None:
        """Why a row can't be given a unit."""
        if self.question is not None:
            return CellDoubt(self.question.why, None, self.field.name, None, self.question.id)
        if self.unit is None:
            return CellDoubt(Message("sheet.why_no_group", field=self.field.label), None, self.field.name)
        return None


def unit_named(row: Row, context: ColumnContext) -> Value:
    """The one unit that the name of a group is; None where it is none."""
    for text in texts_of(row):
        found = read_cell(Cell(CellKind.TEXT, _INDEX.sub("", text)), context)
        if isinstance(found, CellValue) and found.value is not None:
            return found.value
    return None


def find_groups(
    rows: Mapping[int, Row], is_group: Callable[[Row], bool], field: Field, context: ColumnContext, answers: Answers
) -> GroupUnits | None:
    """The groups of a table that lacks the column of a unit, where any is named after one; None else, or if a person
    said that they count for nothing.
    """
    id_ = f"groups:{field.name}"
    named = next((row for row in rows.values() if is_group(row) and unit_named(row, context) is not None), None)
    if named is None or answers.get(id_) == NOT_BY_GROUP:
        return None
    why = Message("sheet.ask_groups", field=field.label, text=" ".join(texts_of(named)))
    asked = SheetQuestion(id_, "groups", why, [BY_GROUP, NOT_BY_GROUP], field=field.name)
    return GroupUnits(field, context, None if answers.get(id_) == BY_GROUP else asked)
