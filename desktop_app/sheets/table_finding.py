"""Where the heading of a table stands in a sheet, over one to three rows, and what it says of each column."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from desktop_app.sheets.grid import Cell, CellKind, Worksheet, column_name
from desktop_app.sheets.headings import BETWEEN_ROWS, NEAR, KindHeadings, Match, is_one_of
from desktop_app.sheets.number_texts import measure_of, names_measure

SEARCHED_ROWS, HEIGHT = 80, 3
ENOUGH = 2  # headings that must be known
A_TICK = 0.05  # what a column of one choice counts beside the field that it belongs to
Ticks = Callable[[Sequence[str]], str | None]


class ColumnHeading(Struct, frozen=True):
    """What stands above one column, row by row, what it may mean, and where."""

    column: int
    parts: tuple[str, ...]
    matches: Sequence[Match]

    @property
    def name(self) -> str:
        return column_name(self.column)

    @property
    def text(self) -> str:
        return BETWEEN_ROWS.join(self.parts)


class SheetTable(Struct, frozen=True):
    """A sheet with its heading found; `above` is what stands over the heading."""

    sheet: Worksheet
    header_rows: Sequence[int]
    headings: Mapping[int, ColumnHeading]
    above: Sequence[str]

    @property
    def rows(self) -> list[int]:
        """The rows below the heading that are not blank."""
        head = self.header_rows[-1] if self.header_rows else 0
        return [row for row in sorted(self.sheet.rows) if row > head and self.sheet.rows[row]]

    @property
    def widening(self) -> set[int]:
        """The columns that only make the one before them wider: merged into its heading, with no cell of their own."""
        cells, known = self.sheet.rows, self.headings
        wide = {
            n
            for n, heading in known.items()
            if n - 1 in known
            and heading.parts == known[n - 1].parts
            and all(cells[row][n].merged for row in self.header_rows if n in cells[row])
        }
        return {n for n in wide if all(_is_copy(cells[row], n) for row in self.rows if n in cells[row])}

    def columns_of(self, list_: str) -> frozenset[int]:
        """The columns whose headings stand in one of the lists of words."""
        return frozenset(n for n, one in self.headings.items() if one.parts and is_one_of(one.text, list_))


def _is_copy(row: Mapping[int, Cell], number: int) -> bool:
    """Whether a cell is merged with the one before it."""
    return row[number].merged and number - 1 in row and row[number - 1].value == row[number].value


def find_table(sheet: Worksheet, known: KindHeadings, ticks: Ticks = lambda _: None) -> SheetTable | None:
    """The table whose heading names most fields of the kind; None where no row is one. `ticks` gives the field of
    which a heading names one choice.
    """
    best, most = None, 0.0
    numbers = sorted(sheet.rows)[:SEARCHED_ROWS]
    for at, top in enumerate(numbers):
        for height in range(1, HEIGHT + 1):
            rows = numbers[at : at + height]
            if len(rows) < height or rows[-1] - top != height - 1:
                break
            if height > 1 and not _goes_on(sheet, rows):
                break
            score = _score(sheet, rows, known, ticks) - height * 0.1
            if score > most:
                best, most = rows, score
    if best is None or most < min(ENOUGH, _width(sheet)) - 0.5:
        return None
    while _reaches_up(sheet, best[0]):
        best = [best[0] - 1, *best]
    while _is_merged_into(sheet, best[-1]) or _multiplies(sheet.rows.get(best[-1] + 1, {})):
        best = [*best, best[-1] + 1]
    return table_at(sheet, best, known)


def table_at(sheet: Worksheet, rows: Sequence[int], known: KindHeadings) -> SheetTable:
    headings = {
        column: ColumnHeading(column, parts, known.surely(parts) or known.match(_without_measures(parts)))
        for column, parts in _parts(sheet, rows).items()
    }
    above = [str(c.value) for row in sorted(sheet.rows) if row < rows[0] for c in sheet.rows[row].values()]
    return SheetTable(sheet, rows, headings, list(dict.fromkeys(above)))


def _without_measures(parts: Sequence[str]) -> Sequence[str]:
    """The rows of a heading but those that say in what is counted, also where they were written again in one row."""
    rows = [row for part in parts for row in part.split(BETWEEN_ROWS)]
    left = [row for row in rows if not names_measure(row)]
    return left if 0 < len(left) < len(rows) else parts


def is_transposed(sheet: Worksheet, known: KindHeadings) -> bool:
    """Whether the headings stand below each other in the first columns."""
    for column in (1, 2):
        texts = {
            str(row[column].value) for row in sheet.rows.values() if column in row and row[column].kind is CellKind.TEXT
        }
        if len({m.field for text in texts for m in known.match([text]) if m.how != NEAR}) > ENOUGH:
            return True
    return False


def _reaches_up(sheet: Worksheet, row: int) -> bool:
    """Whether a merged cell joins a row of the heading to the one above it."""
    above = sheet.rows.get(row - 1, {})
    return any(c in above and cell.merged and above[c].value == cell.value for c, cell in sheet.rows[row].items())


def _is_merged_into(sheet: Worksheet, row: int) -> bool:
    """Whether the row below says nothing but what merged cells of this one say."""
    here, below = sheet.rows[row], sheet.rows.get(row + 1, {})
    return bool(below) and all(cell.merged and c in here and here[c].value == cell.value for c, cell in below.items())


def _multiplies(row: Mapping[int, Cell]) -> bool:
    """Whether a row says in what columns count, one of them in thousands or more: then it is a part of the heading."""
    texts = [str(cell.value) for cell in row.values()]
    return all(map(names_measure, texts)) and any(measure_of(text) > 1 for text in texts)


def _width(sheet: Worksheet) -> int:
    return len({column for row in sheet.rows.values() for column in row})


def _goes_on(sheet: Worksheet, rows: Sequence[int]) -> bool:
    """Whether the last of these rows may belong to a heading: words alone, and it says something new."""
    last, before = sheet.rows[rows[-1]], sheet.rows[rows[-2]]
    if any(cell.kind is not CellKind.TEXT for cell in last.values()):
        return False
    return any(column not in before or before[column].value != cell.value for column, cell in last.items())


def _score(sheet: Worksheet, rows: Sequence[int], known: KindHeadings, ticks: Ticks) -> float:
    fields: set[str] = set()
    ticked = 0
    for parts in _parts(sheet, rows).values():
        if (tick := ticks(parts)) is not None:
            fields.add(tick)
            ticked += 1
        for match in known.surely(parts)[:1]:
            fields.add(match.field)
        if is_one_of(parts[-1], "numbering"):
            fields.add("")
    return len(fields) + ticked * A_TICK


def _parts(sheet: Worksheet, rows: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """By column what stands above it; a word over several columns that are not merged goes on to the right."""
    lines = [_texts(sheet.rows[row]) for row in rows]
    for upper, lower in pairwise(lines):
        for column in sorted(lower):
            if (
                column not in upper
                and column - 1 in upper
                and column - 1 in lower
                and upper[column - 1] != lower[column - 1]
            ):
                upper[column] = upper[column - 1]
    columns = sorted(set().union(*lines))
    return {c: tuple(dict.fromkeys(line[c] for line in lines if c in line)) for c in columns}


def _texts(row: Mapping[int, Cell]) -> dict[int, str]:
    return {column: " ".join(str(cell.value).split()) for column, cell in row.items()}
