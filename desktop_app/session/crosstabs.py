"""Cross-tables of an open data file: what can be asked, what comes of it, the records behind, and the ways out."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct

from db.counting import crosstab_counts
from db.open_file import OpenFile
from desktop_app.catalogue import in_language
from desktop_app.domain import crosstab as domain
from desktop_app.domain.audiences import PUBLIC, SUPERIOR
from desktop_app.domain.crosstab import Axis, CrossQuery, CrossTable
from desktop_app.domain.disclosure import public_table, table_counts_people
from desktop_app.domain.measures import PERCENT, show_value
from desktop_app.domain.period import Period
from desktop_app.domain.plan import Field, RecordKind
from desktop_app.domain.values import show_number
from desktop_app.errors import AppError
from desktop_app.messages import Message, Text
from desktop_app.report.cells import NONE, Cell, Figure, shown
from desktop_app.session.block_cells import block_cell
from desktop_app.session.examples import example_mark
from desktop_app.sheets.clipboard_writing import BlockCell, as_html
from desktop_app.sheets.clipboard_writing import as_text as block_text

if TYPE_CHECKING:
    from desktop_app.report.crosstab_book import CrossPaper

MOST_ROWS, MOST_COLUMNS = 5000, 250  # that anybody can look at, and that a spreadsheet can show
LANGUAGE = "vi"  # of what leaves, whatever the window speaks


class Offered(Struct, frozen=True):
    """Something that a person can choose, with what it is called; `group`: the record that it is a field of."""

    value: str
    label: Text
    group: Text


def kinds(file: OpenFile, top: str) -> list[RecordKind]:
    """A kind and those inside its records, however deep."""
    children = file.plan.children.get(top, ())
    return [file.kind(top), *(kind for child in children for kind in kinds(file, child.name))]


def axes(file: OpenFile, kind_name: str, unit: str | None = None) -> list[Offered]:
    """By what the records of a kind can be taken apart."""
    kind = file.kind(kind_name)
    found = domain.axes_of(file.plan, kind, _levels(file, unit))
    return [Offered(one.text, axis_label(file, kind, one), _group(kind, one)) for one in found]


def usual_axes(file: OpenFile, kind_name: str, unit: str | None = None) -> tuple[str, str]:
    """What a table of a kind begins with: its units, or whatever comes first, by its first list of choices."""
    kind = file.kind(kind_name)
    found = domain.axes_of(file.plan, kind, _levels(file, unit))
    others = [one for one in found[1:] if one.path != found[0].path and not _group(kind, one)]
    own = [one for one in others if not one.step and file.plan.choices.get(kind.fields[one.path].choices or "")]
    return found[0].text if found else "", next((one.text for one in (*own, *others)), "")


def _group(kind: RecordKind, axis: Axis) -> Text:
    first, _, rest = axis.path.partition(".")
    return kind.fields[first].label if rest and axis.path not in (kind.unit_field, kind.date_field) else ""


def sums(file: OpenFile, kind_name: str) -> list[Field]:
    """The numbers of a kind that can be added up in place of counting its records."""
    return domain.sums_of(file.plan, file.kind(kind_name))


def axis_label(file: OpenFile, kind: RecordKind, axis: Axis) -> Text:
    return domain.axis_label(file.plan, kind, axis)


def read_query(
    file: OpenFile, kind_name: str, rows: str, columns: str = "", summed: str = "", unit: str | None = None
) -> CrossQuery:
    """A query as people and programs write it; AppError says what this plan does not know."""
    kind, levels = file.kind(kind_name), _levels(file, unit)
    down = domain.read_axis(file.plan, kind, rows, levels)
    across = domain.read_axis(file.plan, kind, columns, levels) if columns else None
    if across is not None and across.path == down.path:
        raise AppError("crosstab.same_axis", axis=axis_label(file, kind, down))
    known = [field.name for field in sums(file, kind_name)]
    if summed and summed not in known:
        raise AppError("crosstab.no_sum", field=summed[:60], kind=kind.label, known=", ".join(known) or NONE)
    return CrossQuery(kind_name, down, across, summed or None)


def table(file: OpenFile, query: CrossQuery, period: Period, unit: str | None = None) -> CrossTable:
    """The numbers over the records that count, of a unit (None: the office's own) and all below it."""
    file.refuse_uncertain()
    found = crosstab_counts.crosstab(file, query, period, unit or file.unit)
    if len(found.row_labels) > MOST_ROWS or len(found.column_labels) > MOST_COLUMNS:
        raise AppError("crosstab.too_large", rows=show_number(MOST_ROWS), columns=show_number(MOST_COLUMNS))
    return found


def records_behind(file: OpenFile, found: CrossTable, row: int, column: int) -> list[str]:
    """The ids of the records behind a cell, also behind a total."""
    return crosstab_counts.records_behind(file, found, row, column)


def title(file: OpenFile, query: CrossQuery) -> Text:
    """“Số hoạt động tuyên truyền theo đơn vị và hình thức”."""
    kind = file.kind(query.kind)
    if query.sum:
        what = Message("crosstab.what_sum", field=kind.fields[query.sum].label, kind=kind.label)
    else:
        what = Message("crosstab.what_count", kind=kind.label)
    by = [axis_label(file, kind, axis) for axis in query.axes]
    key = "crosstab.title_two" if len(by) > 1 else "crosstab.title_one"
    return Message(key, what=what, **dict(zip(("rows", "columns"), by, strict=False)))


def notes(file: OpenFile, found: CrossTable) -> list[Text]:
    """What a reader must know of the numbers."""
    kind = file.kind(found.query.kind)
    said: list[Text] = []
    if found.overlap:
        said.append(Message("crosstab.note_overlap"))
    if found.unfinished:
        said.append(Message("crosstab.note_unfinished", count=show_number(found.unfinished)))
    if found.in_conflict:
        said.append(Message("crosstab.note_conflict", count=show_number(found.in_conflict)))
    if found.unknown:
        said.append(Message("crosstab.note_unknown", count=show_number(found.unknown)))
    if kind.by_period:
        said.append(Message("crosstab.note_periods"))
    elif not domain.has_days(file.plan, kind):
        said.append(Message("crosstab.note_no_days"))
    return said


def refuse_readers(file: OpenFile, query: CrossQuery, audience: str) -> None:
    """AppError: everybody is to read a table that adds up money, or what else is no count, over records of people."""
    if audience == PUBLIC and table_counts_people(file.plan, file.kind(query.kind), query.sum) is None:
        raise AppError("crosstab.not_public", what=title(file, query))


# --- out of the window -------------------------------------------------------------------------------------------


class GivenTable(Struct, frozen=True):
    """A table as it leaves the window; `html`: its cells for the clipboard."""

    content: bytes
    html: str = ""


def _for_readers(file: OpenFile, found: CrossTable, audience: str) -> CrossTable:
    """The table as its readers may have it; AppError where everybody may not."""
    if audience != PUBLIC:
        return found
    refuse_readers(file, found.query, audience)
    if found.period.code is None:
        raise AppError("report.public_range")
    public = crosstab_counts.crosstab(file, found.query, found.period, found.unit, public=True)
    people = table_counts_people(file.plan, file.kind(found.query.kind), found.query.sum)
    return public_table(public) if people else public


def as_xlsx(file: OpenFile, found: CrossTable, share: str = "", audience: str = SUPERIOR) -> GivenTable:
    """A workbook, with the shares of a row, of a column, or of all where they are wanted."""
    from desktop_app.report.crosstab_book import render

    day = file.certain_today()
    return GivenTable(render(_paper(file, _for_readers(file, found, audience), share, audience, day), day))


def _paper(file: OpenFile, found: CrossTable, share: str, audience: str, day: date) -> "CrossPaper":
    from desktop_app.report.crosstab_book import CrossPaper
    from desktop_app.report.wording import period_name, short_date

    what, unit = title(file, found.query), file.units.name(found.unit)
    about = Message("crosstab.about", unit=unit, period=period_name(found.period), days=found.period.dates)
    said = [*notes(file, found), Message("crosstab.note_made", day=short_date(day))]
    counts_nobody = table_counts_people(file.plan, file.kind(found.query.kind), found.query.sum) is False
    if not counts_nobody:
        said.append(Message("report.foot_public" if audience == PUBLIC else "crosstab.note_superior"))
    example = example_mark(file)
    practice = [Message("crosstab.note_practice")] if file.practice else []
    return CrossPaper(
        file.units.name(file.unit), _words(what), _words(about), _words(found.rows.label),
        [*map(_words, found.column_labels)], [*map(_words, found.row_labels)], printed_numbers(found),
        printed_shares(found, share) if share else (), _words(Message(f"crosstab.share_{share or 'all'}")),
        [*([example] if example else []), *map(_words, [*practice, *said])], file.practice, example,
    )  # fmt: skip


def as_text(file: OpenFile, found: CrossTable, share: str = "", audience: str = SUPERIOR) -> GivenTable:
    """Lines with tabs, as a spreadsheet program takes them from the clipboard; as it would leave as a workbook."""
    found = _for_readers(file, found, audience)
    rows = printed_shares(found, share) if share else printed_numbers(found)
    example = example_mark(file)
    named = zip(found.row_labels, rows, strict=True)
    written = (lambda cell: BlockCell(shown(cell))) if share else block_cell  # more digits of a share would tell more
    lines = [
        *([[BlockCell(example)]] if example else []),
        [BlockCell(_words(label)) for label in (found.rows.label, *found.column_labels)],
        *([BlockCell(_words(name)), *map(written, row)] for name, row in named),
    ]
    text, html = block_text(lines), as_html(lines)
    return GivenTable(text.encode(), html)


def show_share(found: CrossTable, row: int, column: int, of: str) -> str:
    """`64,2%`, or a dash where there is nothing to be a share of."""
    share = found.share(row, column, of)
    return NONE if share is None else show_value(PERCENT, 100 * share)


def _words(text: Text) -> str:
    return in_language(text, LANGUAGE)


def printed_numbers(found: CrossTable) -> list[list[Cell]]:
    """The numbers as they leave the window; totals stand out."""
    last = len(found.numbers[0]) - 1
    return [
        [Figure(Fraction(number), strong=True) if c == last else number for c, number in enumerate(row)]
        for row in found.numbers
    ]


def printed_shares(found: CrossTable, of: str) -> list[list[Cell]]:
    """The shares as they leave."""

    def cell(row: int, column: int) -> Cell:
        share = found.share(row, column, of)
        return NONE if share is None else Figure(100 * share, PERCENT, strong=column == len(found.numbers[0]) - 1)

    return [[cell(r, c) for c in range(len(row))] for r, row in enumerate(found.numbers)]


def _levels(file: OpenFile, unit: str | None) -> Sequence[str]:
    """The levels of the units below one, from above."""
    below = file.units.descendants(unit or file.unit)[1:]
    there = {file.units.level(code) for code in below}
    return [level for level in file.plan.levels if level in there]
