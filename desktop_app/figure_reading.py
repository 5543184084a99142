"""What an open data file can be asked about its figures: periods, indicators, who has reported, what is overdue."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from desktop_app.domain.completeness import Completeness
from desktop_app.domain.figure_texts import OVERDUE
from desktop_app.domain.indicators import Member, Progress
from desktop_app.domain.period import ONE_DAY, Period, current_period, parse_period, parse_schemes
from desktop_app.reading import Reader

if TYPE_CHECKING:
    from desktop_app.domain.board import Board
    from desktop_app.domain.breakdown import Broken
    from desktop_app.domain.deadlines import Deadline
    from desktop_app.domain.explanation import Explanation
    from desktop_app.domain.trend import Ranked, Trend


class FigureReader(Reader):
    """The figures of a Session. Every method blocks and may be called from one thread at a time."""

    def period(self, text: str) -> Period:
        """A period as people and programs write it (`2022-Q3`); AppError says what is wrong with it."""
        return parse_period(text, parse_schemes(self.plan.source), self.plan.period_scheme)

    def current_period(self) -> Period:
        """The quarter of the plan year that holds today, else the whole plan year."""
        scheme = parse_schemes(self.plan.source)[self.plan.period_scheme]
        return current_period(scheme, self.plan.year, self.today()) or self.period(str(self.plan.year))

    def progress(self, period: Period, unit: str | None = None, reading: str | None = None) -> list[Progress]:
        """The plan's indicators for a unit (this office's own when None); `reading` None is the one in force."""
        from db.counting.figures import progress

        book, unit = self._book, unit or self.unit
        return progress(book.connection, self.plan, self.units, period, unit, reading, book.kept)

    def members(self, code: str, period: Period, unit: str | None = None, reading: str | None = None) -> list[Member]:
        """Who and what counts in one indicator, and who does not yet."""
        from db.counting.figures import members

        return members(self._book.connection, self.plan, self.units, period, unit or self.unit, code, reading)

    def explain(
        self, code: str, period: Period, unit: str | None = None, reading: str | None = None, named: int | None = 2000
    ) -> "Explanation":
        """One figure with all that is behind it: what counts, what does not and why, what is still needed.

        Only the first `named` records of mere proof have titles (None: all); `title` gives one more at a time.
        """
        from db.counting.explain import explain

        return explain(self._book, period, unit or self.unit, code, reading, named)

    def breakdown(
        self, period: Period, unit: str | None = None, *, by: str | None = None, reading: str | None = None,
        codes: Iterable[str] | None = None,
    ) -> "list[Broken]":  # fmt: skip
        """Figures with what each unit below adds; `by` another version of the unit list (`2025`)."""
        from db.counting.explain import breakdown

        return breakdown(self._book, period, unit or self.unit, reading, by, codes)

    def trend(
        self, unit: str | None = None, *, step: str = "quarter", codes: Iterable[str] | None = None,
        scheme: str | None = None, reading: str | None = None,
    ) -> "list[Trend]":  # fmt: skip
        """Indicators over the periods of the year (`month`, `quarter`, `half`, `to_date`) and against last year's."""
        from db.counting.trends import trend

        return trend(self._book, unit or self.unit, step, self.today(), codes=codes, scheme=scheme, reading=reading)

    def ranking(
        self, code: str, period: Period, unit: str | None = None, *, level: str | None = None,
        reading: str | None = None,
    ) -> "list[Ranked]":  # fmt: skip
        """The units directly below (or all of a level) by their own figure of one indicator, the highest first."""
        from db.counting.trends import ranking

        return ranking(self._book, period, unit or self.unit, code, level=level, reading=reading)

    def completeness(self, period: Period, unit: str | None = None) -> list[Completeness]:
        """Per unit and area whether it has reported, said that nothing happened, or neither."""
        from db.counting.completeness import completeness

        book = self._book
        return completeness(book.connection, self.plan, self.units, period, unit or self.unit, self.today(), book.kept)

    def board(self, period: Period, unit: str | None = None) -> "Board":
        """Every unit by every area at a glance, and whom to remind."""
        from desktop_app.domain.board import board_of

        return board_of(period, self.completeness(period, unit), self.units)

    def deadlines(self, period: Period | None = None) -> "list[Deadline]":
        """Cut-off and due day of a period (the current one when None), under each scheme that has it."""
        from desktop_app.domain.deadlines import deadlines

        return deadlines(self.plan, period or self.current_period(), self.today())

    def overdue(self) -> list[tuple[str, str]]:
        """(kind, record) of what was due yesterday or before and is still open, by the plan's readings."""
        year = self.period(str(self.plan.year))
        today = min(self.today(), year.last_day)
        found: list[tuple[str, str]] = []
        if today > year.first_day:
            for code, indicator in self.plan.indicators.items():
                if f"missing.{OVERDUE}" in indicator.texts:
                    before, now = (self._overdue_on(code, year, day) for day in (today - ONE_DAY, today))
                    found += [record for record in now if record in set(before)]
        return found

    def _overdue_on(self, code: str, year: Period, day: date) -> list[tuple[str, str]]:
        members = self.members(code, replace(year, code=None, last_day=day), reading="default")
        return [(m.kind, m.record) for m in members if OVERDUE in m.notes and m.kind and m.record]
