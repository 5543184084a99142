"""Adds a reading up inside SQLite: the rows that something is said of come out as they are, of all others the sums.

What SQLite would take and a list of members would not (another column, a text for a number) is refused here, so that
the same query is right or wrong wherever it is asked.
"""

import json
from collections.abc import Sequence
from fractions import Fraction

from db.counting.guard import MOST_ROWS, QueryError, Row
from desktop_app.domain.indicators import BESIDE, COUNT, EVIDENCE, Total

_SIDES = {"numerator", "denominator"}
_FOLDED = 8  # columns of the one row before those of the query
_MAIN = f"(part IS NULL OR substr(part, 1, {len(BESIDE)}) <> '{BESIDE}')"


def fold(query: str, columns: Sequence[str], capped: bool) -> str:
    """The query of a reading as one row: both sides of all that is not beside the figure, how many rows know no
    denominator, the first and last group, how many sides are texts, how many rows there are, as JSON those with a
    note or a part, and any row of the query, for the names of its columns.

    With a cap each row with numbers must be a group of its own: it counts at most its denominator, is told where it
    was cut, and in place of the groups stands the sum before, which shows whether a number was not whole.

    `columns` are those that the query is believed to return. Nothing else than adding up happens here, so that a
    figure and the members behind it still come from one query.
    """
    if not set(columns) >= {*_SIDES, "grp"}:
        raise QueryError(", ".join(columns))
    there = {name: name if name in columns else "NULL" for name in ("part", "note")}
    main = _MAIN if "part" in columns else "1"
    told = f"{there['part']} <> '' OR {there['note']} NOT IN ('', '{EVIDENCE}')"
    sums = ["sum(numerator)", "sum(denominator)", "count(*)", "min(coalesce(grp, ''))", "max(coalesce(grp, ''))"]
    if capped:
        told += f" OR ({main} AND numerator > denominator)"
        sums = ["sum(min(coalesce(numerator, 0), denominator))", *sums[1:3], "sum(numerator)", "NULL"]
    conditions = [main] * len(sums)
    conditions[2] += " AND denominator IS NULL AND (numerator IS NOT NULL OR grp <> '')"
    found = [
        one if one == "NULL" else f"{one} FILTER (WHERE {condition})"
        for one, condition in zip(sums, conditions, strict=True)
    ]
    found.append("count(*) FILTER (WHERE numerator >= '' OR denominator >= '')")  # a text sorts behind every number
    found.append("count(*)")
    found.append(f"json_group_array(json_array({', '.join(columns)})) FILTER (WHERE {told})")
    return f"SELECT {', '.join(found)}, * FROM (\n{query}\n)"


def unfold(
    names: Sequence[str], row: Row, columns: Sequence[str], measure: str, capped: bool
) -> tuple[Total, list[Row]]:
    """Both sides, and the rows with a note or a part; QueryError where only the rows themselves tell the sum or what
    is wrong: other columns, numbers that are not whole, too many rows, or groups without a cap of which some may know
    no denominator.
    """
    above, below, unknown, first, last, texts, many, told = row[:_FOLDED]
    if sorted(names[_FOLDED:]) != sorted(columns):
        raise QueryError(", ".join(names[_FOLDED:]))
    if int(many or 0) >= MOST_ROWS:
        raise QueryError(f"{many} rows")
    if texts or any(isinstance(number, float) for number in (above, below, first)):
        raise QueryError(f"{above}/{below}")
    rows: list[Row] = json.loads(str(told), parse_float=_refuse)
    both = Total(Fraction(above or 0), None if measure == COUNT else Fraction(below or 0))
    if measure != COUNT and unknown:
        if not capped and first != last:
            raise QueryError(f"{first} {last}")
        if below is None:
            both = Total(None, None)
    return both, rows


def _refuse(text: str) -> float:
    raise QueryError(text)
