"""The commands and what each of them takes."""

import argparse
from pathlib import Path

from desktop_app.cli.parser import Commands, Parser, at_least, day, text
from desktop_app.domain.audiences import AUDIENCES, SUPERIOR
from desktop_app.domain.completeness import STATES, TIMELINESS
from desktop_app.domain.crosstab import SHARES
from desktop_app.domain.publication_scope import INCLUDED
from desktop_app.domain.trend import STEPS
from desktop_app.plan_files import available_plans
from desktop_app.texts import say

DEMO_RECORDS = 3000


def build_parser() -> argparse.ArgumentParser:
    parser = Parser(prog="sokehoach", description=say("cli.help_program"))
    commands = Commands(parser)
    _add_files(commands)
    _add_records(commands)
    _add_merging(commands)
    _add_plans(commands)
    _add_figures(commands)
    _add_reports(commands)
    _add_maintenance(commands)
    _add_passphrase(commands.group("passphrase"))
    commands.add("check", "file_commands.check", with_json=True)
    return parser


def _take_plan(command: argparse.ArgumentParser) -> None:
    """One of the plans that come with the program."""
    plans = available_plans()
    command.add_argument("--plan", default=plans[0], type=text, help=say("cli.arg_plan", plans=", ".join(plans)))


def _add_files(commands: Commands) -> None:
    new = commands.add("new", "file_commands.new", file="cli.arg_new_file")
    _take_plan(new)
    new.add_argument("--unit", required=True, type=text, help=say("cli.arg_unit_of_office"))
    new.add_argument("--author", default="", type=text, metavar="NAME")
    prepare = commands.add("prepare", "prepare_command.prepare", with_json=True, file="cli.arg_prepare_folder")
    _take_plan(prepare)
    prepare.add_argument(
        "--units", required=True, nargs="+", type=text, metavar="CODE", help=say("cli.arg_prepare_units")
    )
    prepare.add_argument("--level", type=text, metavar="L", help=say("cli.arg_prepare_level"))
    prepare.add_argument("--setup", type=Path, metavar="F", help=say("cli.arg_prepare_setup"))
    demo = commands.add("demo", "file_commands.demo", file="cli.arg_new_file")
    _take_plan(demo)
    demo.add_argument("--units", type=at_least(1), metavar="N")
    demo.add_argument("--records", type=at_least(0), default=DEMO_RECORDS, metavar="N")
    demo.add_argument("--seed", type=int, default=1, metavar="N")
    _take_today(commands.add("guide", "guide_command.guide", file="cli.arg_guide_file"))
    commands.add("info", "file_commands.info", with_json=True)
    commands.add("kinds", "file_commands.kinds", with_json=True)


def _add_records(commands: Commands) -> None:
    take = commands.add("import", "record_commands.import_", with_json=True)
    take.add_argument("source", metavar="SOURCE")
    take.add_argument("--dry-run", action="store_true")
    take.add_argument("--kind", type=text, metavar="K")
    take.add_argument("--sheet", type=text, metavar="NAME")
    take.add_argument("--set", action="append", type=text, metavar="FIELD=VALUE", help=say("cli.arg_set_values"))
    take.add_argument("--columns", type=Path, metavar="MAP.json")
    take.add_argument("--leave-asked", action="store_true")
    take.add_argument("--asked-out", type=Path, metavar="X.xlsx")
    export = commands.add("export", "record_commands.export")
    export.add_argument("--out", required=True, metavar="X", help=say("cli.arg_out_lines"))
    export.add_argument("--kind", type=text, metavar="K", help=say("cli.arg_kind_out"))
    export.add_argument("--filter", action="append", type=text, metavar="FIELD=TEXT")
    export.add_argument("--unit", type=text, metavar="UNIT", help=say("cli.arg_unit_out"))
    export.add_argument("--dhis2", action="store_true")
    export.add_argument("--period", type=text, metavar="PERIOD", help=say("cli.arg_period_dhis2"))
    export.add_argument("--audience", choices=AUDIENCES, default=SUPERIOR, help=say("cli.arg_audience"))
    _take_today(export)
    form = commands.add("form", "record_commands.form")
    form.add_argument("--kind", required=True, type=text, metavar="K", help=say("cli.arg_kind_out"))
    form.add_argument("--out", required=True, type=Path, metavar="X.xlsx", help=say("cli.arg_out_form"))
    search = commands.add("search", "record_commands.search", "text", with_json=True)
    search.add_argument("--limit", type=at_least(0), default=50, metavar="N")
    commands.add("history", "record_commands.history", "record", with_json=True)
    commands.add("acts", "undo_commands.acts", with_json=True)
    commands.add("undo", "undo_commands.undo_act", "act", with_json=True).add_argument("--dry-run", action="store_true")
    commands.add("redo", "undo_commands.redo_act", "act", with_json=True)


def _add_merging(commands: Commands) -> None:
    merge = commands.add("merge", "merge_commands.merge", with_json=True)
    merge.add_argument("sources", metavar="SOURCE", nargs="+", type=Path)
    merge.add_argument("--dry-run", action="store_true")
    merge.add_argument("--take", metavar="UNIT", action="extend", nargs="+", type=text, default=[])
    merge.add_argument("--accept", metavar="ACT", action="extend", nargs="+", type=text, default=[])
    merge.add_argument("--accept-erasures", metavar="ID", action="extend", nargs="+", type=text, default=[])
    carry = commands.add("carry", "carry_command.carry", with_json=True)
    carry.add_argument("old", metavar="OLD", type=Path)
    carry.add_argument("--dry-run", action="store_true")
    carry.add_argument(
        "--unit", metavar="OLD=NEW", action="extend", nargs="+", type=text, default=[], help=say("cli.arg_unit_heir")
    )
    send = commands.add("send", "send_command.send", with_json=True)
    send.add_argument("--out", required=True, type=Path, metavar="FOLDER", help=say("cli.arg_out_folder"))
    send.add_argument("--unit", type=text, metavar="UNIT", help=say("cli.arg_unit_sent"))
    send.add_argument("--erasures", action="store_true", help=say("cli.arg_erasures_alone"))
    how = send.add_mutually_exclusive_group()
    how.add_argument("--copy-passphrase-file", type=Path, metavar="F", help=say("cli.arg_copy_passphrase_file"))
    how.add_argument("--plain", action="store_true", help=say("cli.arg_plain"))
    commands.add("sent", "send_command.sent", with_json=True)
    publish = commands.add("publish", "publish_command.publish", "address", with_json=True)
    publish.add_argument("--include", metavar="WHAT", action="extend", nargs="+", choices=INCLUDED, default=[])
    publish.add_argument("--send", action="store_true", help=say("cli.arg_send_now"))
    publish.add_argument("--source", action="store_true", help=say("cli.arg_publish_source"))
    publish.add_argument(
        "--role", metavar="NAME=UNIT", action="extend", nargs="+", type=text, default=[], help=say("cli.arg_role")
    )
    publish.add_argument(
        "--no-role", metavar="NAME", action="extend", nargs="+", type=text, default=[], help=say("cli.arg_no_role")
    )
    commands.add("conflicts", "merge_commands.conflicts", with_json=True)
    commands.add("settle", "merge_commands.settle", "record", "field", "value")
    commands.add("duplicates", "merge_commands.duplicates", with_json=True)
    commands.add("join", "merge_commands.join", "record", "other")


def _add_plans(commands: Commands) -> None:
    plan = commands.group("plan")
    new = plan.add("new", "plan_folder_commands.new", file="cli.arg_new_plan")
    new.add_argument("--id", required=True, type=text, metavar="ID", help=say("cli.arg_plan_id"))
    new.add_argument("--title", required=True, type=text, metavar="TEXT", help=say("cli.arg_plan_title"))
    plan.add("check", "plan_folder_commands.check", with_json=True, file="cli.arg_plan_folder")
    plan.add("offers", "plan_commands.offers", with_json=True)
    for name, run in (("adopt", "plan_commands.adopt"), ("decline", "plan_commands.decline")):
        plan.add(name, run).add_argument("source", metavar="SOURCE", type=text, help=say("cli.arg_edition"))
    plan.add("back", "plan_commands.back")
    out = plan.add("export", "plan_book_commands.export", file="cli.arg_plan_book_out")
    out.add_argument("source", nargs="?", type=Path, metavar="SOURCE", help=say("cli.arg_plan_book_of"))
    _take_plan(out)
    back = plan.add("import", "plan_book_commands.import_", file="cli.arg_plan_book")
    back.add_argument("--out", required=True, type=Path, metavar="FOLDER", help=say("cli.arg_plan_book_folder"))
    plan.add("take", "plan_book_commands.take", file="cli.arg_plan_taken")
    plan.add("list", "plan_book_commands.list_", with_json=True, file=None)
    forget = plan.add("forget", "plan_book_commands.forget", file=None)
    forget.add_argument("id", metavar="ID", type=text, help=say("cli.arg_plan_id"))
    forget.add_argument("edition", metavar="EDITION", type=at_least(1), help=say("cli.arg_plan_edition"))


def _add_maintenance(commands: Commands) -> None:
    gone = commands.add("erase", "maintenance_commands.erase", with_json=True)
    gone.add_argument("stamps", metavar="STAMP", nargs="+", type=text)
    gone.add_argument("--reason", required=True, type=text, metavar="TEXT", help=say("cli.arg_reason_erase"))
    asked = commands.add("erasures", "erasure_commands.answer", with_json=True)
    for name in ("--accept", "--decline"):
        asked.add_argument(name, metavar="ID", action="extend", nargs="+", type=text, default=[],
                           help=say(f"cli.arg_erasures{name.replace('--', '_')}"))  # fmt: skip
    asked.add_argument("--declined", action="store_true")
    saved = commands.add("salvage", "maintenance_commands.salvage", with_json=True, file="cli.arg_damaged_file")
    commands.add("backup", "maintenance_commands.backup")
    commands.add("backups", "maintenance_commands.backups", with_json=True)
    restore = commands.add("restore", "maintenance_commands.restore", "backup")
    parts = commands.add("parts", "maintenance_commands.parts", with_json=True)
    parts.add_argument("--remove", action="store_true")
    for command in (saved, restore):
        command.add_argument("--out", required=True, type=Path, metavar="NEW", help=say("cli.arg_new_file"))


def _add_passphrase(commands: Commands) -> None:
    for name, run in (("set", "passphrase_command.set_"), ("change", "passphrase_command.change")):
        new = commands.add(name, run, with_json=True)
        new.add_argument("--new-passphrase-file", required=True, type=Path, metavar="F")
        new.add_argument("--out", type=Path, metavar="PAGE", help=say("cli.arg_out_recovery"))
    commands.add("remove", "passphrase_command.remove", with_json=True)
    recovery = commands.add("recovery", "passphrase_command.recovery")
    recovery.add_argument("--out", required=True, type=Path, metavar="PAGE", help=say("cli.arg_out_recovery"))


def _add_figures(commands: Commands) -> None:
    progress = commands.add("progress", "figure_commands.progress", with_json=True, needs_file=False)
    progress.add_argument("--server", type=text, metavar="ADDRESS", help=say("cli.arg_address"))
    progress.add_argument("--plan", type=text, metavar="PLAN", help=say("cli.arg_plan_there"))
    explain = commands.add("explain", "figure_commands.explain", "code", with_json=True)
    completeness = commands.add("completeness", "figure_commands.completeness", with_json=True)
    board = commands.add("board", "figure_commands.board", with_json=True)
    board.add_argument("--level", type=text, metavar="LEVEL")
    board.add_argument("--area", type=text, metavar="AREA")
    board.add_argument("--state", action="append", choices=STATES)
    board.add_argument("--timeliness", action="append", choices=TIMELINESS)
    deadlines = commands.add("deadlines", "figure_commands.deadlines", with_json=True)
    _take_today(deadlines)
    deadlines.add_argument("--period", type=text, metavar="PERIOD", help=say("cli.arg_period_at_will"))
    trend = commands.add("trend", "figure_commands.trend", with_json=True)
    trend.add_argument("--code", type=text, metavar="CODE", help=say("cli.arg_code_at_will"))
    trend.add_argument("--step", choices=tuple(STEPS), default="quarter")
    trend.add_argument("--unit", type=text, metavar="UNIT")
    ranking = commands.add("ranking", "figure_commands.ranking", "code", with_json=True)
    ranking.add_argument("--level", type=text, metavar="LEVEL")
    crosstab = commands.add("crosstab", "crosstab_command.crosstab", with_json=True)
    crosstab.add_argument("--kind", required=True, type=text, metavar="K", help=say("cli.arg_kind_counted"))
    crosstab.add_argument("--rows", required=True, type=text, metavar="AXIS", help=say("cli.arg_axis_rows"))
    crosstab.add_argument("--columns", default="", type=text, metavar="AXIS", help=say("cli.arg_axis_columns"))
    crosstab.add_argument("--sum", default="", type=text, metavar="FIELD")
    crosstab.add_argument("--share", choices=SHARES, default="")
    crosstab.add_argument("--out", type=Path, metavar="X.xlsx", help=say("cli.arg_out_crosstab"))
    crosstab.add_argument("--audience", choices=AUDIENCES, default=SUPERIOR, help=say("cli.arg_audience"))
    _take_report(progress, explain, completeness, board, ranking, crosstab)
    progress.add_argument("--by", type=text, metavar="VERSION")
    for command in (progress, explain, trend, ranking):
        command.add_argument("--reading", type=text, metavar="READING")


def _add_reports(commands: Commands) -> None:
    report = commands.add("report", "report_commands.report")
    report.add_argument("--out", required=True, type=Path, metavar="X", help=say("cli.arg_out_report"))
    report.add_argument("--correction", action="store_true")
    report.add_argument("--reason", default="", type=text, metavar="TEXT", help=say("cli.arg_reason_correction"))
    report.add_argument("--number", default="", type=text, metavar="N", help=say("cli.arg_number_correction"))
    report.add_argument("--date", type=day, metavar="DAY", help=say("cli.arg_date_correction"))
    lock = commands.add("lock", "report_commands.lock", with_json=True)
    lock.add_argument("--accept-stale", action="store_true", help=say("cli.arg_accept_stale"))
    unlock = commands.add("unlock", "report_commands.unlock")
    unlock.add_argument("--reason", required=True, type=text, metavar="TEXT", help=say("cli.arg_reason_unlock"))
    commands.add("locks", "report_commands.locks", with_json=True)
    correction = commands.add("correction", "report_commands.correction", with_json=True)
    narrative = commands.add("narrative", "narrative_command.narrative", with_json=True)
    narrative.add_argument("--section", type=text, metavar="S")
    narrative.add_argument("--set", type=text, metavar="F")
    extras = commands.add("report-extras", "report_commands.extras", with_json=True)
    extras.add_argument("--set", type=text, metavar="LIST", help=say("cli.arg_extras_set"))
    _take_report(report, lock, unlock, correction, narrative, extras)
    for command in (report, lock, unlock, correction):
        command.add_argument("--audience", choices=AUDIENCES, default=SUPERIOR, help=say("cli.arg_audience"))


def _take_report(*commands: argparse.ArgumentParser) -> None:
    """They ask for a report: of a unit, in a period."""
    _take_today(*commands)
    for command in commands:
        command.add_argument("--period", required=True, type=text, metavar="PERIOD")
        command.add_argument("--unit", type=text, metavar="UNIT")


def _take_today(*commands: argparse.ArgumentParser) -> None:
    """They print a day, or judge who is late."""
    for command in commands:
        command.add_argument("--today", type=day, metavar="DAY")
