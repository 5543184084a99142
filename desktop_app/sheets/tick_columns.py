"""Several choices as columns of their own: the field stands above, the choice below, and a tick in the cell."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from desktop_app.domain.plan import Plan, RecordKind
from desktop_app.domain.values import Value
from desktop_app.sheets.cell_reading import read_truth
from desktop_app.sheets.cell_values import CellValue, ColumnContext, Doubt, Reading
from desktop_app.sheets.choice_texts import ChoiceList, choice_list
from desktop_app.sheets.grid import Cell
from desktop_app.sheets.headings import BETWEEN_ROWS, KindHeadings


class TickColumn(Struct, frozen=True):
    """A column that says of one choice of a field whether it holds."""

    field: str
    choice: str


class TickFinder(Struct, frozen=True):
    """The fields of a kind that hold several choices."""

    known: KindHeadings
    lists: Mapping[str, ChoiceList]

    def find(self, parts: Sequence[str]) -> TickColumn | None:
        """What a heading in rows means where its last row is a choice of the field that the others name; one that was
        written again stands in one row.
        """
        if len(parts) == 1:
            parts = parts[0].split(BETWEEN_ROWS)
        if len(parts) < 2:
            return None
        for match in self.known.surely(parts[:-1]):
            choices = self.lists[match.field].find(parts[-1]) if match.field in self.lists else frozenset()
            if len(choices) == 1:
                return TickColumn(match.field, next(iter(choices)))
        return None


def tick_finder(kind: RecordKind, plan: Plan, known: KindHeadings) -> TickFinder:
    many = {name: choice_list(of, plan) for name, of in kind.fields.items() if of.type.many}
    return TickFinder(known, many)


def read_ticks(
    row: Mapping[int, Cell], columns: Mapping[int, TickColumn], contexts: Mapping[str, ColumnContext]
) -> tuple[dict[str, Value], dict[int, Doubt]]:
    """By field the choices that are ticked, and the cells that are no tick."""
    ticked: dict[str, set[str]] = {}
    doubts: dict[int, Doubt] = {}
    for number, column in columns.items():
        found: Reading = read_truth(row.get(number), contexts[column.field])
        if isinstance(found, Doubt):
            doubts[number] = Doubt(found.why)  # its words are a tick, no value of the field
        elif isinstance(found, CellValue) and found.value:
            ticked.setdefault(column.field, set()).add(column.choice)
    return {name: tuple(sorted(choices)) for name, choices in ticked.items()}, doubts
