"""Sums over a window of totals that offices keep by period, without counting a quarter beside its months twice."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from db.connection import Connection
from db.schema import quoted
from desktop_app.domain.period import CODES, Period, Scheme
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import Stored
from desktop_app.domain.windows import covers, tiles


@dataclass(frozen=True, slots=True)
class TiledSum:
    """The sums of one key (all key fields but year and period code); None where a part is not known."""

    key: dict[str, str]
    sums: dict[str, int | None]
    whole: bool
    records: tuple[str, ...]


def tiled_sums(
    connection: Connection, scheme: Scheme, kind: RecordKind, window: tuple[date, date], fields: Sequence[str],
    units: Collection[str],
) -> list[TiledSum]:  # fmt: skip
    """Per key of counting records of these units: the fields added up over tiles; `whole` if they leave no day out."""
    key_fields = [name for name in kind.natural_key if name not in ("year", "period_code")]
    rows = _rows(connection, kind, window, [*key_fields, *fields], units)
    by_key: dict[tuple[str, ...], dict[Period, tuple[Stored, ...]]] = {}
    for row in rows:
        period = scheme.period(str(row[2]), int(row[1] or 0)) if row[2] in CODES else None
        if period:
            key = tuple(str(part) for part in row[3 : 3 + len(key_fields)])
            by_key.setdefault(key, {}).setdefault(period, row)
    return [_sum(key_fields, key, fields, found, window) for key, found in by_key.items()]


def _rows(
    connection: Connection, kind: RecordKind, window: tuple[date, date], columns: Sequence[str], units: Collection[str]
) -> list[tuple[Stored, ...]]:
    names = ", ".join(quoted(name) for name in ("id", "year", "period_code", *columns))
    marks = ", ".join("?" * len(units))
    sql = f"SELECT {names} FROM main.{quoted(kind.name)} WHERE _state = 0 AND year BETWEEN ? AND ?"
    sql += f" AND {quoted(kind.unit_field)} IN ({marks}) ORDER BY id"
    found: list[tuple[Stored, ...]] = connection.execute(
        sql, (window[0].year - 1, window[1].year + 1, *units)
    ).fetchall()
    return found


def _sum(
    key_fields: Sequence[str], key: tuple[str, ...], fields: Sequence[str],
    found: dict[Period, tuple[Stored, ...]], window: tuple[date, date],
) -> TiledSum:  # fmt: skip
    taken = tiles(found, *window)
    first = 3 + len(key_fields)
    sums = {name: add([found[period][first + n] for period in taken]) for n, name in enumerate(fields)}
    records = tuple(str(found[period][0]) for period in taken)
    return TiledSum(dict(zip(key_fields, key, strict=True)), sums, covers(taken, *window), records)


def add(parts: Sequence[Stored]) -> int | None:
    """The sum; unknown as soon as one part is."""
    return None if any(part is None for part in parts) else sum(int(part or 0) for part in parts)
