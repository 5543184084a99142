"""Where the fields of a form stand: labels above, short fields two in a row, problems below."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from msgspec import Struct
from PySide6.QtWidgets import QLabel, QPushButton

from desktop_app.domain.plan import Field
from ui.form.field_editors import FieldEditor
from ui.widgets.problem_line import ProblemLine

ROWS = 7  # of the grid for a line of fields: label, editor, problem, two long problems, remedy, what is said of one
GAP = 12  # between two fields of a line


class GridPlace(Struct, frozen=True):
    """Where a field stands in the grid: row, column, how many columns its editor and the words above it take."""

    row: int
    column: int
    span: int
    label_span: int


class PlacedField(Struct, frozen=True):
    """What belongs to one field of a form."""

    place: GridPlace
    label: QLabel
    editor: FieldEditor
    line: ProblemLine
    remedy: QPushButton  # what one click does about what is wrong


def places(fields: Sequence[Field]) -> Iterator[tuple[Field, GridPlace]]:
    row, half = 0, False
    for field, following in zip_longest(fields, fields[1:]):
        short = field.type.short
        if half and not short:
            row, half = row + ROWS, False
        alone = not short or (not half and not (following and following.type.short))
        yield field, GridPlace(row, column=1 if half else 0, span=1 if short else 2, label_span=2 if alone else 1)
        if not short or half:
            row += ROWS
        half = short and not half
