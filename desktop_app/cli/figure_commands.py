"""The commands about figures: progress, what is behind it, who has reported."""

import argparse
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from desktop_app.cli import words
from desktop_app.cli.file_commands import open_session, period_and_unit, unit_code
from desktop_app.cli.output import emit, emit_json, emit_list, print_message
from desktop_app.cli.parser import function_of
from desktop_app.domain.breakdown import FigureBreakdown
from desktop_app.domain.measures import show_fraction
from desktop_app.domain.period import show_day
from desktop_app.domain.values import show_number
from desktop_app.errors import AppError
from desktop_app.messages import joined
from desktop_app.session import figures
from desktop_app.texts import say

BELOW = "below"


def progress(chosen: argparse.Namespace) -> None:
    if chosen.server:
        function_of("publish_command.progress_there")(chosen)  # others need not wait for what publishes
        return
    if chosen.file is None:
        raise AppError("cli.usage_required", a="FILE")
    with open_session(chosen) as file:
        period, unit = period_and_unit(file, chosen)
        if chosen.by:
            by = None if chosen.by == BELOW else chosen.by
            found = figures.breakdown(file, period, unit, by=by, reading=chosen.reading)
        else:
            found = [FigureBreakdown(figure, []) for figure in figures.progress(file, period, unit, chosen.reading)]
    if chosen.json:
        more = [{"breakdown": shares} if chosen.by else {} for _, shares in found]
        emit_json([figure.to_json() | extra for (figure, _), extra in zip(found, more, strict=True)])
        return
    for figure, shares in found:
        emit(figure.code, figure.value or figure.text, figure.ratio, words.verdict(figure), figure.title)
        for share in shares:
            emit("", share.name, joined((_shown(share.numerator), _shown(share.denominator)), "/"))


def explain(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as file:
        period, unit = period_and_unit(file, chosen)
        explanation = figures.explain(file, chosen.code, period, unit, chosen.reading, None)
    if chosen.json:
        emit_json(explanation)
        return
    for b in explanation.behind:
        m = b.member
        sides = _shown(m.numerator), _shown(m.denominator)
        emit(m.part, m.record or m.unit or "", b.name, *sides, joined(b.why, "; ") if b.why else m.detail or "")
    for missing in explanation.figure.missing:
        emit("!", missing.record or missing.unit or "", missing.text)
    for out in (*explanation.outside, *explanation.conflicts):
        emit("?", out.record, out.title, out.why)
    if explanation.figure.manual:
        print_message(say("figure.note_manual"))
    if explanation.needed:
        print_message(explanation.needed)


def _shown(number: Fraction | int | None) -> str:
    return "–" if number is None else show_fraction(Fraction(number))


def completeness(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as file:
        found = figures.completeness(file, *period_and_unit(file, chosen))
        units = file.units
    emit_list(chosen, found, lambda row: (
        row.unit, units.name(row.unit), row.area, say(f"board.state_{row.state}"), say(f"cli.{row.timeliness}"),
    ))  # fmt: skip


def board(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as file:
        whole = figures.board(file, *period_and_unit(file, chosen))
        _check_choice("--level", chosen.level, file.plan.levels)
        _check_choice("--area", chosen.area, whole.areas)
    states, timeliness = chosen.state or (), chosen.timeliness or ()
    found = whole.only(level=chosen.level, area=chosen.area, states=states, timeliness=timeliness)
    if chosen.json:
        emit_json(found)
        return
    for row in found.rows:
        states = [say(f"board.state_{cell.state}") for cell in row.cells.values()]
        emit(row.unit, row.name, *states, say(f"cli.{row.timeliness}"))
    for reminder in found.remind():
        emit("!", reminder.text)


def _check_choice(option: str, given: str | None, known: Iterable[str]) -> None:
    if given is not None and given not in known:
        raise AppError("cli.usage_choice", a=option, b=given, c=", ".join(known))


def deadlines(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as file:
        found = figures.deadlines(file, figures.read_period(file, chosen.period) if chosen.period else None)
    emit_list(chosen, found, lambda d: (
        d.period.scheme, d.period.label, _day("ui.cut_off", d.cut_off, d.days_to_cut_off),
        _day("ui.due", d.due, d.days_to_due),
    ))  # fmt: skip


def _day(key: str, day: date, days: int) -> str:
    """The day, and how many days are left until then or over."""
    when = "left" if days > 0 else "over" if days else "today"
    return f"{say(key, day=show_day(day))} {say(f'ui.countdown_{when}', count=show_number(abs(days)))}"


def trend(chosen: argparse.Namespace) -> None:
    codes = [chosen.code] if chosen.code else None
    with open_session(chosen) as file:
        unit = unit_code(file, chosen.unit)
        found = figures.trend(file, unit, step=chosen.step, codes=codes, reading=chosen.reading)
    if chosen.json:
        emit_json(found)
        return
    for one in found:
        for point in one.points:
            earlier = point.earlier.value if point.earlier else "–"
            emit(one.last.code, point.period.label, point.figure.value or point.figure.text, earlier)


def ranking(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as file:
        _check_choice("--level", chosen.level, file.plan.levels)
        period, unit = period_and_unit(file, chosen)
        found = figures.ranking(file, chosen.code, period, unit, level=chosen.level, reading=chosen.reading)
    emit_list(chosen, found, lambda one: (
        one.place or "–", one.unit, one.name, one.figure.value or one.figure.text, one.figure.ratio,
    ), "cli.no_ranking")  # fmt: skip
