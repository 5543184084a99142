"""The commands about the official report: the report as a file, locking it and what has to be corrected since."""

import argparse

from desktop_app.cli import words
from desktop_app.cli.erasure_commands import print_waiting
from desktop_app.cli.file_commands import open_session, period_and_unit
from desktop_app.cli.narrative_command import print_stale
from desktop_app.cli.output import emit, emit_json, emit_list, print_message, writing_new
from desktop_app.domain.audiences import PUBLIC, SUPERIOR
from desktop_app.domain.correction import SheetHead, label_of
from desktop_app.domain.locking import LockedAmount
from desktop_app.domain.period import Period, show_day
from desktop_app.domain.unit_words import unit_words
from desktop_app.errors import AppError
from desktop_app.messages import joined
from desktop_app.paths import is_file, name_of
from desktop_app.session import OpenFile, report_extras, report_head, report_text, reports
from desktop_app.session.report_data import FORMS
from desktop_app.texts import in_words, say


def report(chosen: argparse.Namespace) -> None:
    form = chosen.out.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise AppError("cli.report_ending", file=name_of(chosen.out))
    if is_file(chosen.out):
        raise AppError("core.exists", file=name_of(chosen.out))
    with open_session(chosen) as file:
        period, unit = period_and_unit(file, chosen)
        if chosen.correction:
            head = SheetHead(chosen.reason, chosen.number, chosen.date.isoformat() if chosen.date else "")
            made = reports.correction_sheet(file, period, unit, form, head, chosen.audience)
        else:
            print_lacking(file, period, unit)
            made = reports.make(file, period, unit, form, chosen.audience)
            if made.missing_signs:
                print_message(say("print.missing_signs", signs=" ".join(made.missing_signs)))
            if made.proposes_frame:
                print_message(say("print.frame_proposed"))
        with writing_new(chosen.out) as target:
            target.write(made.content)
    print_message(say("cli.report_made", file=name_of(chosen.out)))


def extras(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as file:
        period, unit = period_and_unit(file, chosen)
        if chosen.set is not None:
            asked_for = [name.strip() for name in chosen.set.split(",") if name.strip()]
            report_extras.set_wanted(file, period, asked_for, unit)
        wanted, offered = report_extras.wanted(file, period, unit), report_extras.offered(file)
    if chosen.json:
        emit_json(wanted)
        return
    for name, label in offered.items():
        emit("x" if name in wanted else "-", name, label)


def print_lacking(file: OpenFile, period: Period, unit: str | None) -> None:
    """Say what a paper that is to be signed still lacks; a locked one is printed as it was signed."""
    lacks = [] if reports.lock_of(file, period, unit) else report_head.lacking(file, period, unit)
    if lacks:
        print_message(say("print.lacking", things=joined(lacks, "; ")))


def lock(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as file:
        print_waiting(file)
        period, unit = period_and_unit(file, chosen)
        for section in report_text.stale_sections(file, period, unit):
            print_stale(section)
        print_lacking(file, period, unit)
        earlier = reports.lock_of(file, period, unit, chosen.audience)
        made = reports.lock(file, period, unit, chosen.audience, accept_stale=chosen.accept_stale)
        runs = made.period.runs(file.today())
    if chosen.json:
        emit_json(made)
    else:
        emit(made.id)
    print_message(say("cli.locked"))
    if earlier is not None:
        print_message(say("cli.locked_again"))
    if made.conflicts:
        print_message(say("cli.locked_conflicts", count=made.conflicts))
    if runs:
        print_message(say("print.lock_running", day=show_day(made.period.last_day)))


def unlock(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as file:
        found = reports.lock_of(file, *period_and_unit(file, chosen), chosen.audience)
        if found is None:
            raise AppError("cli.not_locked")
        reports.unlock(file, found.id, chosen.reason)
    print_message(say("cli.unlocked"))


def locks(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as file:
        found = reports.locks(file)
        plan = file.plan
    emit_list(chosen, found, lambda one: (
        one.id, unit_words(plan, one.unit), one.period.label, unit_words(plan, one.office), one.by, one.time,
        say("cli.lock_undone", reason=one.unlocked.reason) if one.unlocked else "",
        say(f"print.audience_{PUBLIC if one.is_public else SUPERIOR}"),
    ), "cli.no_locks")  # fmt: skip


def correction(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as file:
        found = reports.correction(file, *period_and_unit(file, chosen), chosen.audience)
        plan = file.plan
    if chosen.json:
        emit_json(found)
        return
    if found is None:
        print_message(say("report.nothing_to_correct"))
    for figure in found.figures if found else ():
        old, new = figure.old, figure.new
        emit(old.code, old.ratio, new.ratio, words.verdict(old), words.verdict(new))
        for later in figure.later:
            emit("", say(f"cli.later_{later.what}"), later.record, later.title, later.by, later.time)
    for amount in found.amounts if found else ():
        emit(in_words(label_of(plan, amount.one)), _said(amount.old), _said(amount.new))
    for value in found.values if found else ():
        emit(" – ".join(filter(None, (value.place, value.row, value.column))), value.old, value.new)


def _said(amount: LockedAmount | None) -> str:
    """What a report said of a statistic: in the period and since the year began."""
    return "/".join(part for part in (amount.period, amount.year_to_date) if part is not None) if amount else ""
