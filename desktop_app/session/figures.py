"""What an open data file can be asked about its figures: periods, indicators, who has reported, what is overdue.

What the overview does not need is imported when it is asked for: the window is painted sooner.
`unit` None is the office's own, `reading` None the one in force.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from db.connection import not_waiting
from db.counting import indicator_figures
from db.counting import unit_completeness as reported
from db.log import stored_digest
from db.open_file import OpenFile
from db.replaced import seen
from desktop_app.domain import deadlines as due
from desktop_app.domain import period as periods
from desktop_app.domain.completeness import Completeness
from desktop_app.domain.deadlines import Deadline
from desktop_app.domain.figure_texts import OVERDUE
from desktop_app.domain.indicators import IndicatorResult, Member
from desktop_app.domain.period import ONE_DAY, Period
from desktop_app.domain.period_reading import parse_period

if TYPE_CHECKING:
    from db.counting.unit_completeness import ReportedRecord
    from desktop_app.domain.board import Board
    from desktop_app.domain.breakdown import FigureBreakdown
    from desktop_app.domain.explanation import Explanation
    from desktop_app.domain.trend import Ranked, Trend


def read_period(file: OpenFile, text: str) -> Period:
    """A period as people and programs write it (`2022-Q3`); AppError says what is wrong with it."""
    return parse_period(text, file.plan.schemes, file.plan.period_scheme)


def current_period(file: OpenFile) -> Period:
    """The quarter that holds today, or a period of the plan's own, else the whole plan year."""
    plan = file.plan
    return periods.current_period(plan.scheme, plan.years, file.today()) or read_period(file, str(plan.year))


def rest_on(file: OpenFile) -> list[str]:
    """What figures of a period rest on: unit, log, edition of the plan, day. The same as before: so are they.

    The last act alone does not tell a log: that of a merge stays where the merge is taken back.
    """
    now = seen(file)
    act = now.act[1].hex() if now.act else ""
    digest = "{} {}".format(*stored_digest(file.connection))
    return [file.unit, act, digest, (now.mark or b"").decode(errors="replace"), file.today().isoformat()]


def at_once(file: OpenFile) -> AbstractContextManager[None]:
    """Inside, what is asked while another program holds the file is refused at once."""
    return not_waiting(file.connection)


def progress(
    file: OpenFile, period: Period, unit: str | None = None, reading: str | None = None
) -> list[IndicatorResult]:
    """The plan's indicators for a unit."""
    file.refuse_uncertain()
    return indicator_figures.progress(file, period, unit or file.unit, reading)


def members(
    file: OpenFile, code: str, period: Period, unit: str | None = None, reading: str | None = None
) -> list[Member]:
    """Who and what counts in one indicator, and who does not yet."""
    file.refuse_uncertain()
    return indicator_figures.members(file, period, unit or file.unit, code, reading)


def explain(
    file: OpenFile, code: str, period: Period, unit: str | None = None, reading: str | None = None,
    named: int | None = 2000,
) -> "Explanation":  # fmt: skip
    """One figure with all that is behind it: what counts, what does not and why, what is still needed.

    Only the first `named` records of mere proof have titles (None: all); `Explanation.describe` gives one more at a
    time.
    """
    file.refuse_uncertain()
    from db.counting import explain as behind

    return behind.explain(file, period, unit or file.unit, code, reading, named)


def breakdown(
    file: OpenFile, period: Period, unit: str | None = None, *, by: str | None = None, reading: str | None = None
) -> "list[FigureBreakdown]":
    """Figures with what each unit below adds; `by` another version of the unit list (`2025`)."""
    file.refuse_uncertain()
    from db.counting import explain as behind

    return behind.breakdown(file, period, unit or file.unit, reading, by)


def trend(
    file: OpenFile, unit: str | None = None, *, step: str = "quarter", codes: Iterable[str] | None = None,
    scheme: str | None = None, reading: str | None = None, year: int | None = None,
) -> "list[Trend]":  # fmt: skip
    """Indicators over the periods of a year (`month`, `quarter`, `half`, `to_date`; the present one
    where `year` is None) or over the years of the plan (`year`), and against the year before.
    """
    file.refuse_uncertain()
    from db.counting import trends

    day = file.today()
    return trends.trend(file, unit or file.unit, step, day, codes=codes, scheme=scheme, reading=reading, year=year)


def ranking(
    file: OpenFile, code: str, period: Period, unit: str | None = None, *, level: str | None = None,
    reading: str | None = None,
) -> "list[Ranked]":  # fmt: skip
    """The units directly below (or all of a level) by their own figure of one indicator, the highest first."""
    file.refuse_uncertain()
    from db.counting import trends

    return trends.ranking(file, period, unit or file.unit, code, level=level, reading=reading)


def completeness(file: OpenFile, period: Period, unit: str | None = None) -> list[Completeness]:
    """Per unit and area whether it has reported, said that nothing happened, or neither."""
    file.refuse_uncertain()
    return reported.completeness(file, period, unit or file.unit, file.certain_today())


def board(file: OpenFile, period: Period, unit: str | None = None) -> "Board":
    """Every unit by every area at a glance, and whom to remind."""
    from desktop_app.domain.board import board_of

    return board_of(period, completeness(file, period, unit), file.units)


def records_of(file: OpenFile, period: Period, unit: str) -> "list[tuple[ReportedRecord, str]]":
    """The records by which a unit reported in a period, each with its title."""
    file.refuse_uncertain()
    found = reported.records_behind(file, period, unit)
    ids: dict[str, list[str]] = {}
    for one in found:
        ids.setdefault(one.kind, []).append(one.record)
    from desktop_app.session import records

    titles = records.titles_by_id(file, ids)
    return [(one, titles.get(one.record, "")) for one in found]


def deadlines(file: OpenFile, period: Period | None = None) -> list[Deadline]:
    """Cut-off and due day of a period (the current one when None), under each scheme that has it."""
    return due.deadlines(file.plan, period or current_period(file), file.certain_today())


def overdue(file: OpenFile) -> list[tuple[str, str]]:
    """(kind, record) of what was due yesterday or before and is still open, by the plan's readings."""
    plan = file.plan
    year = read_period(file, str(plan.year_of(file.today())))
    today = min(file.certain_today(), year.last_day)
    found: list[tuple[str, str]] = []
    if today > year.first_day:
        for code, indicator in plan.indicators.items():
            if f"missing.{OVERDUE}" in indicator.texts:
                before, now = (_overdue_on(file, code, year, day) for day in (today - ONE_DAY, today))
                found += [record for record in now if record in set(before)]
    return found


def _overdue_on(file: OpenFile, code: str, year: Period, day: date) -> list[tuple[str, str]]:
    behind_it = members(file, code, replace(year, code=None, last_day=day), reading="default")
    return [(m.kind, m.record) for m in behind_it if OVERDUE in m.notes and m.kind and m.record]
