"""Adds a reading up inside SQLite: the rows that something is said of come out as they are, of all others the sums."""

import json
from collections.abc import Collection
from fractions import Fraction
from typing import NamedTuple

from db.counting.found import COLUMNS
from db.counting.running import MOST_ROWS, Row, TooLargeError
from db.schema import literal
from desktop_app.domain.indicators import BESIDE, EVIDENCE, Total
from desktop_app.domain.measures import MEASURES

_MAIN = f"(part IS NULL OR substr(part, 1, {len(BESIDE)}) <> '{BESIDE}')"


class Folded(NamedTuple):
    """Both sides, the rows that the overview speaks of, and as JSON those that only a list of what is missing names."""

    total: Total
    remarked: list[Row]
    lacking: str


def fold(query: str, capped: bool, silent: Collection[str]) -> str:
    """Return the query of a reading as one row: both sides of all that is not beside the figure, how many rows have no
    denominator, the first and last group, how many rows there are, and as JSON those with a note or a part, apart those
    with nothing but a code of `silent`.

    With a cap each row with numbers must be a group of its own: it counts at most its denominator and is listed where
    it was cut.
    """
    cut = f"ifnull({_MAIN} AND numerator > denominator, 0)" if capped else "0"
    lacks = [literal(code + end) for code in sorted(silent) for end in ("", " ")]
    remarked = f"part <> '' OR {cut} OR note NOT IN ({', '.join([literal(''), literal(EVIDENCE), *lacks])})"
    apart = f"note IN ({', '.join(lacks)}) AND ifnull(part, '') = '' AND NOT {cut}"
    side = "min(coalesce(numerator, 0), denominator)" if capped else "numerator"
    unknown = "denominator IS NULL AND (numerator IS NOT NULL OR grp <> '')"
    rows = f"json_group_array(json_array({', '.join(COLUMNS)}))"
    columns = [
        f"sum({side}) FILTER (WHERE {_MAIN})",
        f"sum(denominator) FILTER (WHERE {_MAIN})",
        f"count(*) FILTER (WHERE {_MAIN} AND {unknown})",
        f"min(ifnull(grp, '')) FILTER (WHERE {_MAIN})",
        f"max(ifnull(grp, '')) FILTER (WHERE {_MAIN})",
        "count(*)",
        f"{rows} FILTER (WHERE {remarked})",
        f"{rows} FILTER (WHERE {apart})",
    ]
    return f"SELECT {', '.join(columns)} FROM (\n{query}\n)"


def unfold(row: Row, measure: str, capped: bool, parts: int) -> Folded:
    """What came of it, in so many `parts` of one; TooLargeError where only the rows themselves tell the sum: too many
    of them, a sum beyond SQLite's integers, or groups without a cap of which some may have no denominator.
    """
    above, below, unknown, first, last, many, remarked, lacking = row
    if int(many or 0) >= MOST_ROWS:
        raise TooLargeError(f"{many} rows")
    if isinstance(above, float) or isinstance(below, float):  # beyond SQLite's integers
        raise TooLargeError(f"{above}/{below}")
    rows: list[Row] = json.loads(str(remarked))
    if not MEASURES[measure].has_denominator:
        return Folded(Total(Fraction(above or 0) / parts, None), rows, str(lacking))
    both = Total(Fraction(above or 0) / parts, Fraction(below or 0) / parts)
    if unknown:
        if not capped and first != last:
            raise TooLargeError(f"{first} {last}")
        if below is None:
            both = Total(None, None)
    return Folded(both, rows, str(lacking))


def unpacked(lacking: str) -> list[Row]:
    """The rows of such a JSON."""
    rows: list[Row] = json.loads(lacking)
    return rows
