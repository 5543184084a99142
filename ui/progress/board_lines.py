"""The board as lines of marks: a number, 0, nothing happened, late, or blank; groups with their totals above them."""

from collections.abc import Collection, Iterator
from datetime import date

from desktop_app.domain.board import Board, BoardGroup, BoardRow
from desktop_app.domain.completeness import IN_TIME, LATE, NOT_REPORTED, NOTHING, NUMBER, WAITING, ZERO, Completeness
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.period import show_day
from desktop_app.domain.plan import Plan
from desktop_app.messages import show_number
from desktop_app.texts import in_words, say
from ui.widgets.lines import Line

INDENT = "\u2003\u2003"
LOOKS = {NUMBER: "good", ZERO: "good", NOTHING: "warning", NOT_REPORTED: "muted"}
TIMES = {IN_TIME: "good", LATE: "error"}


def board_lines(board: Board, units: OrgUnits, folded: Collection[str]) -> Iterator[Line]:
    """A line for each unit below the one of its group, which has the totals; a folded group is that line alone."""
    for group in board.groups(units):
        alone = len(group.rows) == 1
        if not alone:
            yield _group_line(board, group, folded=group.unit in folded)
        if alone or group.unit not in folded:
            for row in group.rows:
                yield _line(board, row, "" if alone else INDENT)


def _group_line(board: Board, group: BoardGroup, *, folded: bool) -> Line:
    count = len(group.rows)
    name = say("board.group_folded" if folded else "board.group_open", unit=group.name, count=count)
    reported = [group.reported(area) for area in board.areas]
    submitted = group.submitted()
    cells = [say("board.of_units", count=n, units=count) for n in (*reported, submitted)]
    tips = [say("board.reported_of", count=n, units=count) for n in reported]
    lacking = "error" if any(row.timeliness == LATE for row in group.rows) else "muted"
    looks = ["" if n == count else lacking for n in (*reported, submitted)]
    sent = say("board.submitted_of", count=submitted, units=count)
    return Line((name, *cells), "", group.unit, ("", *looks), (name, *tips, sent), heads=True)


def _line(board: Board, row: BoardRow, indent: str) -> Line:
    cells = [row.cells[area] for area in board.areas]
    time = say(f"board.time_{row.timeliness}", day=show_day(row.submitted or row.due))
    said = "" if row.timeliness == WAITING else time  # all have the same day, which stands above
    return Line(
        (f"{indent}{row.name}", *map(_mark, cells), said), "", row.unit,
        ("", *map(_look, cells), TIMES.get(row.timeliness, "")), (row.name, *map(_said, cells), time),
    )  # fmt: skip


def _is_late(cell: Completeness) -> bool:
    return not cell.reported and cell.timeliness == LATE


def _look(cell: Completeness) -> str:
    """What is not reported alarms only when its day is over."""
    return "error" if cell.contradiction or _is_late(cell) else LOOKS[cell.state]


def _mark(cell: Completeness) -> str:
    if cell.contradiction:
        return say("board.mark_contradiction", count=cell.records)
    if cell.state == NOT_REPORTED:
        return say("board.mark_late") if _is_late(cell) else ""
    return {NUMBER: in_words(show_number(cell.records)), ZERO: "0"}.get(cell.state) or say("board.mark_nothing")


def _said(cell: Completeness) -> str:
    """A mark in full, for its tip and for who can't see it."""
    if cell.contradiction:
        return say("board.contradiction", count=cell.records)
    return say("board.cell_late" if _is_late(cell) else f"board.cell_{cell.state}", count=cell.records)


def declared(plan: Plan, row: BoardRow) -> str:
    """Who declared, and when, that nothing happened in a unit; "" where nobody did."""
    said = [
        _declared(in_words(plan.areas[area].short), cell)
        for area, cell in row.cells.items()
        if cell.state == NOTHING or cell.contradiction
    ]
    return say("board.declared", unit=row.name, areas="; ".join(said)) if said else ""


def _declared(area: str, cell: Completeness) -> str:
    day = [show_day(date.fromisoformat(cell.declared_on))] if cell.declared_on else []
    return f"{area} ({', '.join([cell.declared_by or say('ui.nobody'), *day])})"
