"""Adds a reading up inside SQLite: the rows that something is said of come out as they are, of all others the sums."""

import json
from collections.abc import Sequence
from fractions import Fraction

from db.counting.guard import QueryError, Row
from desktop_app.domain.indicators import BESIDE, COUNT, EVIDENCE, Total

_SIDES = {"numerator", "denominator"}
_MAIN = f"coalesce(substr(part, 1, {len(BESIDE)}), '') <> '{BESIDE}'"


def fold(query: str, columns: Sequence[str]) -> str:
    """The query of a reading that is not capped as one row: both sides of all that is not beside the figure, how many
    rows know no denominator, the first and last group, and as JSON the rows with a note or a part.

    `columns` are those that the query returns. Nothing else than adding up happens here, so that a figure and the
    members behind it still come from one query.
    """
    if not set(columns) >= {*_SIDES, "grp"}:
        raise QueryError(", ".join(columns))
    there = {name: name if name in columns else "NULL" for name in ("part", "note")}
    main = _MAIN if "part" in columns else "1"
    told = f"{there['part']} <> '' OR {there['note']} NOT IN ('', '{EVIDENCE}')"
    sums = [f"sum({side})" for side in ("numerator", "denominator")]
    sums += ["count(*)", "min(coalesce(grp, ''))", "max(coalesce(grp, ''))"]
    conditions = [main] * len(sums)
    conditions[2] += " AND denominator IS NULL AND (numerator IS NOT NULL OR grp <> '')"
    found = [f"{one} FILTER (WHERE {condition})" for one, condition in zip(sums, conditions, strict=True)]
    found.append(f"json_group_array(json_array({', '.join(columns)})) FILTER (WHERE {told})")
    return f"SELECT {', '.join(found)} FROM (\n{query}\n)"


def unfold(row: Row, measure: str) -> tuple[Total, list[Row]]:
    """Both sides, and the rows with a note or a part; QueryError where only the rows themselves tell the sum: numbers
    that are not whole, or groups of which some may know no denominator.
    """
    above, below, unknown, first, last, told = row
    if isinstance(above, float) or isinstance(below, float):
        raise QueryError(str(above))
    rows: list[Row] = json.loads(str(told), parse_float=_refuse)
    both = Total(Fraction(above or 0), None if measure == COUNT else Fraction(below or 0))
    if measure != COUNT and unknown:
        if first != last:
            raise QueryError(f"{first} {last}")
        if below is None:
            both = Total(None, None, (), (str(first),))
    return both, rows


def _refuse(text: str) -> float:
    raise QueryError(text)
