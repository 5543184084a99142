"""What a cross-table on the screen asks of the file, and what comes back, read on the worker thread."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from desktop_app.domain.crosstab import CrossTable
from desktop_app.domain.period import Period
from desktop_app.session import OpenFile, crosstabs
from desktop_app.texts import in_words, say
from ui.crosstab.menu_pill import PillOption


class WantedTable(Struct, frozen=True):
    """What a person asked for; without `rows` what is usual for the kind."""

    kind: str
    period: Period
    unit: str
    rows: str = ""
    columns: str = ""
    sum: str = ""
    share: str = ""


class ShownTable(Struct, frozen=True):
    """A table with its words, and all that could be asked in its place."""

    wanted: WantedTable
    table: CrossTable
    title: str
    notes: str
    rows: Sequence[PillOption]
    columns: Sequence[PillOption]
    sums: Sequence[PillOption]


def read_table(file: OpenFile, wanted: WantedTable) -> ShownTable:
    """The table; what this kind or unit does not have gives way to what is usual."""
    offered = crosstabs.axes(file, wanted.kind, wanted.unit)
    axes = [PillOption(one.value, in_words(one.label), in_words(one.group)) for one in offered]
    known, usual = {one.value for one in axes}, crosstabs.usual_axes(file, wanted.kind, wanted.unit)
    if wanted.rows not in known:
        wanted = replace(wanted, rows=usual[0], columns=usual[1])
    if wanted.columns not in known or _path(wanted.columns) == _path(wanted.rows):
        wanted = replace(wanted, columns="")
    sums = [PillOption("", say("crosstab.count"))]
    sums += [PillOption(field.name, in_words(field.label)) for field in crosstabs.sums(file, wanted.kind)]
    if wanted.sum not in {one.value for one in sums}:
        wanted = replace(wanted, sum="")
    query = crosstabs.read_query(file, wanted.kind, wanted.rows, wanted.columns, wanted.sum, wanted.unit)
    table = crosstabs.table(file, query, wanted.period, wanted.unit)
    notes = [in_words(note) for note in crosstabs.notes(file, table)]
    others = [PillOption("", say("crosstab.no_columns")), *axes]
    return ShownTable(
        wanted, table, in_words(crosstabs.title(file, query)), " ".join(notes), axes,
        [one for one in others if not one.value or _path(one.value) != _path(wanted.rows)], sums,
    )  # fmt: skip


def transposed(wanted: WantedTable) -> WantedTable:
    """Rows as columns and columns as rows."""
    return replace(wanted, rows=wanted.columns, columns=wanted.rows)


def with_rows(wanted: WantedTable, rows: str) -> WantedTable:
    """Other rows; where the columns were the same field, the former rows take their place."""
    return replace(wanted, rows=rows, columns=wanted.rows if _path(rows) == _path(wanted.columns) else wanted.columns)


def _path(axis: str) -> str:
    return axis.partition(":")[0]
