"""The commands about figures: progress, what is behind it, who has reported."""

import argparse
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from desktop_app.cli.files import open_session, unit_code
from desktop_app.cli.output import emit, emit_json
from desktop_app.domain.indicators import Member


def progress(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as session:
        period = session.period(chosen.period)
        found = session.progress(period, unit_code(session, chosen.unit), chosen.reading)
    if chosen.json:
        emit_json([figure.to_json() for figure in found])
        return
    for figure in found:
        emit(f"{figure.code}\t{figure.value or figure.text}\t{figure.ratio}\t{figure.status}\t{figure.title}")


def explain(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as session:
        period, unit = session.period(chosen.period), unit_code(session, chosen.unit)
        members = session.members(chosen.code, period, unit, chosen.reading)
        figure = next(f for f in session.progress(period, unit, chosen.reading) if f.code == chosen.code)
    missing = figure.to_json()["missing"]
    if chosen.json:
        emit_json({"code": figure.code, "reading": figure.reading, "numerator": _ids(members, "numerator"),
                   "denominator": _ids(members, "denominator"), "members": [_member_json(m) for m in members],
                   "missing": missing})  # fmt: skip
        return
    for m in members:
        emit(m.part, m.record or m.unit or "", _plain(m.numerator), _plain(m.denominator), m.detail or "")
    for reason in missing:
        emit("!", reason["record"] or reason["unit"] or "", reason["text"])


def _ids(members: Iterable[Member], side: str) -> list[str]:
    """The records (or units, where a figure counts units) that add to one side, each once."""
    adding = (m for m in members if getattr(m, side))
    return list(dict.fromkeys(name for m in adding if (name := m.record or m.unit)))


def _member_json(member: Member) -> dict[str, Any]:
    return {
        "part": member.part, "unit": member.unit, "kind": member.kind, "record": member.record,
        "numerator": _plain(member.numerator), "denominator": _plain(member.denominator),
        "notes": list(member.notes), "detail": member.detail,
    }  # fmt: skip


def _plain(number: Fraction | int | None) -> int | float | None:
    if number is None:
        return None
    return number.numerator if number.denominator == 1 else float(number)


def completeness(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as session:
        found = session.completeness(session.period(chosen.period), unit_code(session, chosen.unit))
        units = session.units
    if chosen.json:
        emit_json([item.to_json() for item in found])
        return
    for item in found:
        emit(f"{item.unit}\t{units.name(item.unit)}\t{item.area}\t{item.state}\t{item.timeliness}")
