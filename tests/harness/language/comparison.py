"""The plan language against the same readings written in SQL by hand, on one random data set."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from db.counting.indicator_figures import figure_context
from desktop_app.catalogue import in_language
from desktop_app.domain.indicators import BESIDE, Member
from desktop_app.domain.period_reading import parse_period
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_parsing import parse_plan
from tests.figure_comparison import Case, names_sorted, program, written
from tests.figure_file import memory_file
from tests.oracle_words import Told

BY_HAND = Path(__file__).resolve().parents[2] / "data" / "sql_readings.toml"
READINGS = ("default", "strict", "loose")
NO_LANGUAGE = ("language",)


@cache
def by_hand(plan: Plan) -> Plan:
    """The same plan with its readings in SQL."""
    written, source = tomllib.loads(BY_HAND.read_text(encoding="utf-8")), dict(plan.source)
    head = {key: value for key, value in source["plan"].items() if key not in NO_LANGUAGE}
    indicators = {
        code: {**raw, "readings": {
            name: {"wording": reading["wording"], "judged": reading.get("judged", "quarter"), **queries[name]}
            for name, reading in raw["readings"].items()
        }}
        for code, raw in source["indicators"].items()
        if (queries := written["indicators"][code]["readings"])
    }  # fmt: skip
    roles = {**source["roles"], **written["roles"]}
    del source["sets"]
    return parse_plan({**source, "plan": head, "indicators": indicators, "views": written["views"], "roles": roles})


def differences(seed: int) -> list[tuple[Any, ...]]:
    """Where the language says something else than the SQL by hand: figures with all that is said of them, and members
    with what proves them; nothing for a data set of a plan that is written in SQL.
    """
    made = written(seed)
    case = made.case
    if "language" not in case.plan.source["plan"]:
        return []
    hand = case._replace(plan=by_hand(case.plan))
    found: list[tuple[Any, ...]] = []
    for reading in READINGS:
        ours, theirs = (program(one, made.unit, made.period, reading) for one in (case, hand))
        ours_behind, theirs_behind = (all_members(one, made.unit, made.period, reading) for one in (case, hand))
        for code, told in ours.items():
            where = (seed, case.plan.id, made.unit, made.period, reading, code)
            if in_any_order(told) != in_any_order(theirs[code]):
                found.append((*where, told, theirs[code]))
            behind, by_sql = ours_behind[code], theirs_behind[code]
            if behind != by_sql:
                found.append((*where, sorted(behind - by_sql, key=str)[:3], sorted(by_sql - behind, key=str)[:3]))
    return found


def in_any_order(told: Told) -> Told:
    """Of places in a note a query promises no order, nor which five are named of many."""
    notes = (re.sub(r": [^:]*, …\.$", ": …", note) for note in told.notes)
    return told._replace(notes=sorted(map(names_sorted, notes)))


def all_members(
    case: Case, unit: str, period: str, reading: str, codes: Iterable[str] = ()
) -> dict[str, set[tuple[Any, ...]]]:
    """Every member as a whole, by indicator; groups by whom they hold, what stands beside a figure by its sums."""
    wanted = parse_period(period, case.plan.schemes, case.plan.period_scheme)
    with figure_context(memory_file(case.plan, case.file), wanted, unit, reading) as context:
        explained = {
            code: context.explained(case.plan.indicators[code], detail=True) for code in codes or case.plan.indicators
        }
        return {code: _whole([*(found or ()), *evidence]) for code, (_, found, evidence) in explained.items()}


def _whole(listed: Iterable[Member]) -> set[tuple[Any, ...]]:
    groups: dict[str, list[Member]] = {}
    for member in listed:
        groups.setdefault(member.group, []).append(member)
    names = {group: _name(inside) for group, inside in groups.items()}
    rows: list[tuple[Any, ...]] = [
        (names[m.group], *m._replace(group="", notes=tuple(sorted(m.notes)), detail=_said(m)))
        for m in listed if not m.part.startswith(BESIDE)
    ]  # fmt: skip
    return set(_numbered(rows)) | _sums(listed)


def _numbered(rows: Iterable[tuple[Any, ...]]) -> Iterable[tuple[Any, ...]]:
    """The same row twice is not the same as once."""
    seen: dict[tuple[Any, ...], int] = {}
    for row in rows:
        seen[row] = seen.get(row, 0) + 1
        yield (*row, seen[row])


def _name(group: Sequence[Member]) -> str:
    """What names a group whatever it is called: who is in it; none where nobody knows its denominator."""
    main = [m for m in group if not m.part.startswith(BESIDE)]
    if all(m.denominator is None for m in main):
        return ""
    return min((str((m.part, m.unit, m.kind, m.record, _said(m))) for m in main), default="")


def _said(m: Member) -> str:
    """SQL by hand writes a level in Vietnamese, where the language names it."""
    return in_language(m.detail or "", "vi")


def _sums(listed: Iterable[Member]) -> set[tuple[Any, ...]]:
    found: dict[str, list[Any]] = {}
    for m in listed:
        if m.part.startswith(BESIDE):
            sums = found.setdefault(m.part, [0, None])
            sums[0] += m.numerator or 0
            sums[1] = sums[1] if m.denominator is None else (sums[1] or 0) + m.denominator
    return {(part, *sums) for part, sums in found.items()}
