"""A plan tried on made-up rows of its own: each rule, default, set and reading, and the statistics, are asked once.

What is asked must be answered within SECONDS. Nothing is written but the file of made-up rows.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from sqlcipher3 import dbapi2 as sqlite

from db.cache import Cache
from db.connection import transaction
from db.counting.compiler.dialect import SQLITE
from db.counting.compiler.set_sql import SetViews
from db.counting.figure_scope import FigureScope, fill, snapshot
from db.counting.figure_sql import bodies, with_tables
from db.counting.members import Readings
from db.counting.running import TooLargeError, TooSlowError, run_query
from db.counting.statistics import statistics
from db.data_file import build
from db.open_file import OpenFile
from db.schema import quoted
from desktop_app.domain.clock import Clock
from desktop_app.domain.expressions import parse
from desktop_app.domain.period import Period, current_period
from desktop_app.domain.period_reading import parse_period
from desktop_app.domain.plan import Plan, RecordKind
from desktop_app.domain.plan_indicators import Indicator
from desktop_app.domain.plan_language.language import language_of
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.domain.sample_rows import read_values, sample_rows
from desktop_app.domain.validation import Rules
from desktop_app.errors import AppError
from desktop_app.messages import Message, Text

SECONDS = 2.0
SECONDS_IN_ALL = 60  # on made-up rows, which are few
MOST_FINDINGS = 5  # more of them say nothing new
WRONG = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, sqlite.Error)
Ask = Callable[[int, Text], None]  # hears how far it is and may raise, to stop


class TrialFinding(NamedTuple):
    """What failed: the entry of the plan, the sentence for whoever puts it in force, and why, for its author."""

    key: str
    sentence: Text
    why: Text


def try_on_sample(
    source: Mapping[str, Any], folder: Path, clock: Clock, ask: Ask, file_key: str | None = None
) -> Iterator[TrialFinding]:
    """What fails on made-up rows; `folder` is a private one."""
    ask(0, Message("edition.trying_sample"))
    plan, end = parse_plan(source), time.monotonic() + SECONDS_IN_ALL

    def ask_in_time(done: int, sentence: Text) -> None:
        ask(done, sentence)
        if time.monotonic() > end:
            raise AppError("edition.trial_endless", seconds=SECONDS_IN_ALL)

    with closing(build(folder / "sample.db", source, plan.root, "", clock, (), file_key)) as sample:
        failing = list(islice(_rules_on_sample(sample, ask_in_time), MOST_FINDINGS))
        if not failing:
            _fill(sample)
            asked = chain(_sets(sample, ask_in_time), queries(sample, ask_in_time, 5))
            failing = list(islice(asked, MOST_FINDINGS))
    yield from failing


def _rules_on_sample(sample: OpenFile, ask: Ask) -> Iterator[TrialFinding]:
    for kind in sample.plan.record_kinds.values():
        ask(1, Message("edition.trying_sample"))
        rows = [read_values(kind, values) for _, values in sample_rows(sample.plan, sample.units, kind)]
        yield from try_rules(sample.rules, kind, rows)


def _fill(sample: OpenFile) -> None:
    """All rows count, so that every query has something to find."""
    with transaction(sample.connection, sample.path):
        for kind in sample.plan.record_kinds.values():
            rows = sample.kind_rows(kind)
            made = [
                [*rows.row(record, values)[0][:-1], 0]
                for record, values in sample_rows(sample.plan, sample.units, kind)
            ]
            sample.connection.executemany(rows.insert, made)


def _expressions(plan: Plan, kind: RecordKind) -> Iterator[tuple[str, str, Text]]:
    """Every expression that judges a record, fills it in or counts it: its entry, itself, and what people call it."""
    for name, field in kind.fields.items():
        key = f"kinds.{kind.name}.fields.{name}"
        for number, check in enumerate(field.checks, start=1):
            yield f"{key}.checks[{number}].expr", check.expr, check.message
        if field.required_when is not None:
            yield f"{key}.required", field.required_when, field.label
        if field.formula is not None:
            yield f"{key}.default", field.formula, field.label
    for number, statistic in enumerate(plan.statistics, start=1):
        if statistic.where and statistic.kind == kind.name:
            yield f"statistics[{number}].where", statistic.where, statistic.label


def try_rules(rules: Rules, kind: RecordKind, rows: Iterable[Mapping[str, Any]]) -> Iterator[TrialFinding]:
    """What fails or takes too long where a kind's expressions judge these rows."""
    scopes = [rules.scope(row, kind) for row in rows]
    for key, expression, sentence in _expressions(rules.plan, kind):
        start = time.monotonic()
        values = {"kind": kind.label, "rule": sentence}
        try:
            evaluate = parse(expression).evaluate
            for scope in scopes:
                evaluate(scope)
                if time.monotonic() - start > SECONDS:
                    yield TrialFinding(key, Message("edition.trial_slow_rule", **values), Message("plan.trial_slow"))
                    break
        except WRONG as error:
            yield TrialFinding(key, Message("edition.trial_bad_rule", **values), _why(error))


def periods_to_try(file: OpenFile) -> list[Period]:
    """The plan's year or years, and last the period of it that it is, where there is one."""
    plan, schemes = file.plan, file.plan.schemes
    year = parse_period(f"{plan.year}..{plan.last_year}", schemes, plan.period_scheme)
    now = current_period(schemes[plan.period_scheme], plan.years, file.today())
    return [year, now] if now else [year]


def queries(file: OpenFile, ask: Ask, start: int) -> Iterator[TrialFinding]:
    """What goes wrong with the queries of the year and of the period that it is."""
    found: set[str] = set()
    for period in periods_to_try(file):
        for finding in _queries_of(file, period, ask, start):
            if finding.key not in found:
                yield finding
            found.add(finding.key)
            if len(found) == MOST_FINDINGS:  # each may have taken its two seconds
                return


def _queries_of(file: OpenFile, period: Period, ask: Ask, start: int) -> Iterator[TrialFinding]:
    connection, scope = file.connection, FigureScope(file.plan, file.units, file.unit, period)
    with snapshot(connection):
        cache = Cache(connection)
        with cache.ignoring_writes():
            fill(connection, scope)
        readings = Readings(connection, scope, SECONDS, cache)
        for number, indicator in enumerate(file.plan.indicators.values()):
            ask(start + 20 * number // len(file.plan.indicators), Message("edition.trying_figure", code=indicator.code))
            yield from _readings_of(readings, indicator)
        try:
            statistics(file, period, file.unit)
        except WRONG as error:
            yield TrialFinding("statistics", Message("edition.trial_bad_statistics"), _why(error))


def _sets(file: OpenFile, ask: Ask) -> Iterator[TrialFinding]:
    """What goes wrong with sets, also those that no reading asks for."""
    plan, connection = file.plan, file.connection
    scope = FigureScope(plan, file.units, file.unit, periods_to_try(file)[0])
    written = SetViews(plan, language_of(plan.source), SQLITE)
    tables = {written.view(name): f"sets.{name}" for name in plan.source.get("sets", ())}
    known = {**bodies(plan), **{name: f"({sql})" for name, sql in written.written()}}
    with snapshot(connection):
        fill(connection, scope)
        for table, key in tables.items():
            ask(2, Message("edition.trying_sample"))
            try:
                query = with_tables(known, f"SELECT * FROM {quoted(table)}")
                run_query(connection, query, scope.parameters(), SECONDS)
            except TooSlowError:
                yield TrialFinding(key, Message("edition.trial_fails"), Message("plan.trial_slow"))
            except (TooLargeError, *WRONG) as error:
                yield TrialFinding(key, Message("edition.trial_fails"), _why(error))


def _readings_of(readings: Readings, indicator: Indicator) -> Iterator[TrialFinding]:
    for name, reading in indicator.readings.items():
        key = f"indicators.{indicator.code}.readings.{name}"
        values = {"code": indicator.code, "title": indicator.short}
        slow, bad = (Message(f"edition.trial_{what}_figure", **values) for what in ("slow", "bad"))
        try:
            readings.summed(indicator, reading)
            readings.explained(indicator, reading)
        except AppError as error:
            if error.key == "figure.too_slow":
                yield TrialFinding(key, slow, Message("plan.trial_slow"))
            elif error.key == "figure.too_large":
                yield TrialFinding(key, bad, _why(error.values["reason"]))
            else:
                yield TrialFinding(key, error.message, error.message)
        except WRONG as error:
            yield TrialFinding(key, bad, _why(error))


def _why(reason: object) -> Message:
    """What the author of a plan reads."""
    return Message("plan.trial_fails", reason=str(reason))
