"""Adds a reading up inside SQLite: the rows that something is said of come out as they are, of all others the sums.

What SQLite would take and a list of members would not (another column, a text for a number) is refused here, so that
the same query is right or wrong wherever it is asked.
"""

import json
from collections.abc import Collection, Sequence
from fractions import Fraction
from typing import NamedTuple

from db.counting.guard import MOST_ROWS, QueryError, Row
from db.schema import literal
from desktop_app.domain.indicators import BESIDE, EVIDENCE, Total
from desktop_app.domain.measures import MEASURES

_SIDES = {"numerator", "denominator"}
_MAIN = f"(part IS NULL OR substr(part, 1, {len(BESIDE)}) <> '{BESIDE}')"


class Folded(NamedTuple):
    """Both sides, the rows that the overview speaks of, and as JSON those that only a list of what is missing names."""

    total: Total
    remarked: list[Row]
    lacking: str


def fold(query: str, columns: Sequence[str], capped: bool, silent: Collection[str]) -> str:
    """The query of a reading as one row: both sides of all that is not beside the figure, how many rows know no
    denominator, the first and last group, how many sides are texts, how many rows there are, and as JSON those with a
    note or a part, apart those with nothing but a code of `silent`.

    With a cap each row with numbers must be a group of its own: it counts at most its denominator and is listed where
    it was cut; in place of the groups stands the sum before, which shows whether a number was not whole.

    `columns` are those that the query is believed to return; the row of NULLs, which is none, lets SQLite refuse one
    that returns more. Nothing else than adding up happens here, so that a figure and the members behind it still come
    from one query.
    """
    if not set(columns) >= {*_SIDES, "grp"}:
        raise QueryError(", ".join(columns))
    part, note = (name if name in columns else "NULL" for name in ("part", "note"))
    main = _MAIN if "part" in columns else "1"
    cut = f"ifnull({main} AND numerator > denominator, 0)" if capped else "0"
    lacks = [literal(code + end) for code in sorted(silent) for end in ("", " ")]
    remarked = f"{part} <> '' OR {cut} OR {note} NOT IN ({', '.join([literal(''), literal(EVIDENCE), *lacks])})"
    apart = f"{note} IN ({', '.join(lacks)}) AND ifnull({part}, '') = '' AND NOT {cut}"
    side = "min(coalesce(numerator, 0), denominator)" if capped else "numerator"
    unknown = "denominator IS NULL AND (numerator IS NOT NULL OR grp <> '')"
    rows = f"json_group_array(json_array({', '.join(columns)}))"
    found = [
        f"sum({side}) FILTER (WHERE {main})",
        f"sum(denominator) FILTER (WHERE {main})",
        f"count(*) FILTER (WHERE {main} AND {unknown})",
        f"sum(numerator) FILTER (WHERE {main})" if capped else f"min(ifnull(grp, '')) FILTER (WHERE {main})",
        "NULL" if capped else f"max(ifnull(grp, '')) FILTER (WHERE {main})",
        "count(*) FILTER (WHERE numerator >= '' OR denominator >= '')",  # a text sorts behind every number
        "count(*)",
        f"{rows} FILTER (WHERE {remarked})",
        f"{rows} FILTER (WHERE {apart})",
    ]
    nothing = ", ".join(["NULL"] * len(columns))
    return f"SELECT {', '.join(found)} FROM (\n{query}\nUNION ALL SELECT {nothing} WHERE 0)"


def unfold(row: Row, measure: str, capped: bool, parts: int) -> Folded:
    """What came of it, in so many `parts` of one; QueryError where only the rows themselves tell the sum or what is
    wrong: numbers that are not whole, too many rows, or groups without a cap of which some may know no denominator.
    """
    above, below, unknown, first, last, texts, many, remarked, lacking = row
    if int(many or 0) >= MOST_ROWS:
        raise QueryError(f"{many} rows")
    if texts or any(isinstance(number, float) for number in (above, below, first)):
        raise QueryError(f"{above}/{below}")
    rows: list[Row] = json.loads(str(remarked), parse_float=_refuse)
    if not MEASURES[measure].has_denominator:
        return Folded(Total(Fraction(above or 0) / parts, None), rows, str(lacking))
    both = Total(Fraction(above or 0) / parts, Fraction(below or 0) / parts)
    if unknown:
        if not capped and first != last:
            raise QueryError(f"{first} {last}")
        if below is None:
            both = Total(None, None)
    return Folded(both, rows, str(lacking))


def unpacked(lacking: str) -> list[Row]:
    """The rows of such a JSON; their numbers are whole, as their sum was."""
    rows: list[Row] = json.loads(lacking, parse_float=str)
    return rows


def _refuse(text: str) -> float:
    raise QueryError(text)
