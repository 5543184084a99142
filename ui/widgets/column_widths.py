"""How the columns of a list share its width: what is short stays whole, sentences take what is left or are cut."""

from collections.abc import Iterable, Sequence
from functools import cache

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtGui import QFontMetrics

FLOOR = 64
SHORT = 168  # the longest name of a place: what is no longer is never cut
READABLE = 145  # of a sentence: sixteen letters, which show what it is about
TIGHT = 104  # the same where it has to
ONE_LINE = 96  # what is no longer stands on one line where others are folded
WIDEST = 420  # a sentence in one cell does not starve the other columns
AIR = 24  # beside the words of a cell
LONGEST = 8  # of the cells of a column; more need no measuring


class ColumnShare(Struct, frozen=True):
    """What a column needs to be shown whole, the least it can do with, what a person gave it (0: nothing).

    `names`: whether a person wrote what stands there. `good`: what would set it well, granted from what is left over,
    to what is short first. `says`: how many different things stand in it, as far as that is known to be few: 0 where it
    is empty. `whole`: a number, which a person can't make so narrow that it is cut.
    """

    need: int
    least: int
    given: int = 0
    grows: bool = False
    names: bool = False
    good: int = 0
    says: int = 2
    whole: bool = False

    @property
    def wish(self) -> int:
        return max(self.given, self.need) if self.whole else self.given or self.need

    @property
    def floor(self) -> int:
        """How narrow it may become before a column has to go."""
        return self.need if self.whole else min(self.wish, FLOOR if self.given else self.least)


def share_for(
    cells: Sequence[str], metrics: QFontMetrics, heading: int, usual: int,
    *, words: bool, given: int = 0, folded: bool = False,
) -> ColumnShare:  # fmt: skip
    """The share of a column with these cells under a heading of this width; `usual` is what one without cells takes.

    Only words in sentences may be cut: of a number or a code the end says as much as its beginning. `folded`: words
    stand on two lines.
    """
    filled = [cell for cell in cells if cell]
    need = _width(filled, metrics, folded=folded and words) if filled else 0
    if not words or not cells:
        need = max(need, usual)
    need = max(heading, min(need, WIDEST))
    grows = words and any(" " in cell for cell in filled)
    cut = (grows and need > SHORT) or not filled
    return ColumnShare(need, max(heading, min(need, READABLE)) if cut else need, given, grows)


def _width(cells: Iterable[str], metrics: QFontMetrics, *, folded: bool) -> int:
    longest = sorted(sorted(set(cells)), key=len)[-LONGEST:]  # of equals always the same ones
    return max(_fold(cell, metrics) if folded else metrics.horizontalAdvance(cell) for cell in longest) + AIR


def _fold(text: str, metrics: QFontMetrics) -> int:
    """How wide a text is on two lines, parted at a blank; a short one stays on one."""
    whole, words = metrics.horizontalAdvance(text), text.split(" ")
    if whole <= ONE_LINE:
        return whole
    ways = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))] or [(text, text)]
    return min(max(map(metrics.horizontalAdvance, way)) for way in ways)


def share_width(columns: Sequence[ColumnShare], room: int) -> list[int]:
    """A width for each column, together exactly `room`; those that find no place get 0."""
    placed = _find_place(columns, room)
    found = dict(zip(placed, _fill([columns[number] for number in placed], room), strict=True))
    return [found.get(number, 0) for number in range(len(columns))]


def share_few(columns: Sequence[ColumnShare], room: int) -> list[int]:
    """The same in a small table: sentences are cut further before a column has to go that sets rows apart."""
    distinct = [column for column in columns if column.says > 1]
    return share_width(columns if _fit(distinct, room) else _tight(columns), room)


def share_all(columns: Sequence[ColumnShare], room: int) -> list[int]:
    """The same where no column may go, as long as there is room for the narrowest of each."""
    if not _fit(columns, room):
        columns = _tight(columns)
    if not _fit(columns, room):
        columns = [replace(column, least=min(column.least, FLOOR)) for column in columns]
    return share_width(columns, room)


def _fit(columns: Sequence[ColumnShare], room: int) -> bool:
    return sum(column.floor for column in columns) <= room


def _tight(columns: Sequence[ColumnShare]) -> list[ColumnShare]:
    return [replace(one, least=min(one.least, TIGHT)) if one.least < one.need else one for one in columns]


def _find_place(columns: Sequence[ColumnShare], room: int) -> list[int]:
    """Which columns find their place; what is empty or the same in every row goes before the last."""
    placed = list(range(len(columns)))
    while len(placed) > 1 and not _fit([columns[number] for number in placed], room):
        dull = [number for number in placed if columns[number].says < 2]
        placed.remove(min(dull, key=lambda number: columns[number].says) if dull else placed[-1])
    return placed


def _fill(shown: Sequence[ColumnShare], room: int) -> list[int]:
    """Columns that all stay share the whole room."""
    widths = _level(shown, room)
    spare = room - sum(widths)
    for number in sorted(range(len(shown)), key=lambda number: shown[number].good > SHORT):
        column = shown[number]
        more = min(spare, max(0, column.good - widths[number])) if not column.given else 0
        widths[number] += more
        spare -= more
    free = [int(column.grows and not column.given) for column in shown]
    growing = [int(column.grows) for column in shown]
    _give(widths, free if any(free) else growing if any(growing) else [1] * len(shown), spare)
    return widths


def _level(columns: Sequence[ColumnShare], room: int) -> list[int]:
    """What each wishes; where that is too much, those that may be cut give way, down to the same width.

    The first sentence that a person wrote names the record: it gets half as much again.
    """
    own = next((column for column in columns if column.names and column.wish > SHORT), None)
    most = max(column.wish for column in columns)
    while True:
        tops = [most * 3 // 2 if column is own else most for column in columns]
        widths = [max(min(column.wish, top), column.floor) for column, top in zip(columns, tops, strict=True)]
        if sum(widths) <= room or not most:
            return widths
        most -= 1


@cache
def fold_behind_kind(place: str) -> str:
    """The name of a place as it is to be folded: `Thành phố / Sông Trong`, never `Thành phố Sông / Trong`."""
    words = place.split(" ")
    name = next((number for number, word in enumerate(words) if number and word[:1].isupper()), len(words))
    return " ".join([*words[:name], "\u00a0".join(words[name:])]).strip()


def move_edge(widths: Sequence[int], column: int, wanted: int, floors: Sequence[int]) -> list[int]:
    """Widths after the right edge of a column was moved: those behind it give or take, none below its floor."""
    behind = [number for number in range(column + 1, len(widths)) if widths[number]]
    left = sum(max(0, widths[number] - floors[number]) for number in behind)
    moved = list(widths)
    change = max(floors[column], min(wanted, widths[column] + left)) - widths[column] if behind else 0
    moved[column] += change
    for number in behind:
        given = min(change, max(0, moved[number] - floors[number])) if change > 0 else change
        moved[number] -= given
        change -= given
    return moved


def _give(widths: list[int], weights: Sequence[int], amount: int) -> None:
    """Add an amount (take it away, below nought) in these proportions, to the pixel."""
    whole = sum(weights)
    given = 0
    for number, weight in enumerate(weights):
        part = round(amount * weight / whole)
        widths[number] += part
        given += part
    heaviest = max(range(len(weights)), key=lambda number: weights[number])
    widths[heaviest] += amount - given
