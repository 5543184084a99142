"""Sums over a window of totals that offices keep by period, without counting a quarter beside its months twice."""

from collections.abc import Collection, Sequence
from datetime import date

from msgspec import Struct

from db.connection import Connection
from db.schema import quoted
from desktop_app.domain.joined_units import origin_of
from desktop_app.domain.period import Period
from desktop_app.domain.plan import Plan, RecordKind
from desktop_app.domain.values import Stored
from desktop_app.domain.windows import covers, tiles


class TiledSum(Struct, frozen=True):
    """The sums of one key (all key fields but year and period code); None where a part is not known."""

    sums: list[int | None]
    whole: bool


def tiled_sums(
    connection: Connection, plan: Plan, kind: RecordKind, window: tuple[date, date], fields: Sequence[str],
    units: Collection[str],
) -> list[TiledSum]:  # fmt: skip
    """Per key of counting records of these units: the fields added up over tiles; `whole` if they leave no day out. Of
    a unit that several became, each of those has keys of its own.
    """
    scheme, origin = plan.scheme, origin_of(plan, kind)
    key_fields = [name for name in kind.natural_key if name not in ("year", "period_code")]
    names = ", ".join(map(quoted, ("id", "year", "period_code", *key_fields, *fields)))
    marks = ", ".join("?" * len(units))
    sql = (
        f"SELECT {names} FROM main.{quoted(kind.name)} WHERE _state = 0 AND year BETWEEN ? AND ?"
        f" AND {quoted(kind.unit_field)} IN ({marks}) ORDER BY id"
    )
    by_key: dict[tuple[str, ...], dict[Period, list[Stored]]] = {}
    for record, year, code, *stored in connection.execute(
        sql, (window[0].year - 1, window[1].year + 1, *units)
    ).fetchall():
        period = scheme.period(str(code), int(year or 0)) if code else None
        if period:
            values = dict(zip(key_fields, stored, strict=False)) | {"year": year, "period_code": code}
            key = (*map(str, stored[: len(key_fields)]), origin(record, values))
            by_key.setdefault(key, {}).setdefault(period, stored[len(key_fields) :])
    found = []
    for periods in by_key.values():
        taken = tiles(periods, *window)
        sums = [add([periods[period][n] for period in taken]) for n in range(len(fields))]
        found.append(TiledSum(sums, covers(taken, *window)))
    return found


def add(parts: Sequence[Stored]) -> int | None:
    """The sum; unknown as soon as one part is."""
    return None if any(part is None for part in parts) else sum(int(part or 0) for part in parts)
