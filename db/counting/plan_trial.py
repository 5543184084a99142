"""An edition of the plan tried before it is taken: its rules and queries run over made-up rows and over a copy of ours.

Nothing of the file itself is written. What a rule or query asks it must have answered within SECONDS.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from db.cache import Cache
from db.connection import transaction
from db.counting.figure_scope import FigureScope, fill, snapshot
from db.counting.indicator_figures import progress
from db.counting.members import Readings
from db.counting.statistics import statistics
from db.data_file import build
from db.editions import switch
from db.ledger_copy import ledger_copy
from db.log import stored_digest
from db.open_file import OpenFile
from db.schema import quoted
from desktop_app.domain.expressions import parse
from desktop_app.domain.indicators import MET, NOT_MET, IndicatorResult
from desktop_app.domain.pattern_cost import costly_pattern
from desktop_app.domain.period import Period, current_period, parse_period, parse_schemes
from desktop_app.domain.plan import Indicator, Plan, RecordKind
from desktop_app.domain.plan_offers import FigureChange, PlanTrial
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.domain.plan_seeds import Seed
from desktop_app.domain.sample_rows import read_values, sample_rows
from desktop_app.domain.stored_values import from_stored
from desktop_app.domain.validation import Rules
from desktop_app.errors import AppError
from desktop_app.messages import Message, Text

SECONDS = 2.0
MOST_FINDINGS = 5  # more of them say nothing new
MOST_ROWS = 500  # of a kind, on which each rule is tried
WHOLE = 100
Ask = Callable[[int, Text], None]  # hears how far it is and may raise, to stop
_WRONG = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, sqlite.Error)


def try_plan(file: OpenFile, body: Mapping[str, Any], seeds: Iterable[Seed], folder: Path, ask: Ask) -> PlanTrial:
    """What happens where this edition is put in force; `folder` is a private one for the copies."""
    digest, plan = stored_digest(file.connection), parse_plan(body)
    found = list(_on_sample(file, plan, folder, ask))
    if found:
        return PlanTrial(found[:MOST_FINDINGS], digest)
    ask(30, Message("edition.trying_ledger"))
    try:
        with ledger_copy(file, folder / "ledger.db", lambda: ask(35, Message("edition.trying_ledger"))) as copy:
            before = _counting(file)
            switch(copy, body, seeds, lambda: ask(50, Message("edition.trying_ledger")))
            found = [*_rules_on_ledger(copy), *_queries(copy, ask, 70)]
            figures = () if found else list(_figures_apart(file, copy))
            after = _counting(copy)
    except _WRONG:
        return PlanTrial([Message("edition.trial_fails")], digest)
    return PlanTrial(found[:MOST_FINDINGS], digest, before, after, figures)


# --- made-up rows -----------------------------------------------------------------------------------------------------


def _on_sample(file: OpenFile, plan: Plan, folder: Path, ask: Ask) -> Iterator[Text]:
    ask(0, Message("edition.trying_sample"))
    path = folder / "sample.db"
    costly = list(_costly(plan))
    if costly:
        yield from costly
        return
    with closing(build(path, plan.source, plan.root, "", file.clock, (), file.key)) as sample:
        slow = list(_rules_on_sample(sample))
        if not slow:
            _fill(sample)
            slow = list(_queries(sample, ask, 5))
    yield from slow


def _costly(plan: Plan) -> Iterator[Text]:
    for kind in plan.kinds.values():
        for expression, sentence in _rules(kind):
            pattern = costly_pattern(expression)
            if pattern is not None:
                yield Message("edition.trial_pattern", kind=kind.label, rule=sentence)
    for statistic in plan.statistics:
        if statistic.where and costly_pattern(statistic.where) is not None:
            yield Message("edition.trial_pattern", kind=plan.kinds[statistic.kind].label, rule=statistic.label)


def _rules_on_sample(sample: OpenFile) -> Iterator[Text]:
    for kind in sample.plan.record_kinds.values():
        rows = [read_values(kind, values) for _, values in sample_rows(sample.plan, sample.units, kind)]
        yield from _try_rules(sample.rules, kind, rows)


def _fill(sample: OpenFile) -> None:
    """All rows count, so that every query has something to find."""
    with transaction(sample.connection, sample.path):
        _fill_kinds(sample)


def _fill_kinds(sample: OpenFile) -> None:
    for kind in sample.plan.record_kinds.values():
        rows = sample.kind_rows(kind)
        made = [
            [*rows.row(record, values)[0][:-1], 0] for record, values in sample_rows(sample.plan, sample.units, kind)
        ]
        sample.connection.executemany(rows.insert, made)


# --- a copy of our ledger ---------------------------------------------------------------------------------------------


def _finding(error: AppError, indicator: Indicator) -> Text:
    """What is wrong with a query, for whoever decides and not for who wrote it."""
    values = {"code": indicator.code, "title": indicator.short}
    if error.key == "figure.too_slow":
        return Message("edition.trial_slow_figure", **values)
    if error.key == "figure.bad_query":
        return Message("edition.trial_bad_figure", **values)
    return error.message


def _rules_on_ledger(copy: OpenFile) -> Iterator[Text]:
    for kind in copy.plan.record_kinds.values():
        query = f"SELECT {', '.join(map(quoted, kind.fields))} FROM main.{quoted(kind.name)} ORDER BY id LIMIT ?"
        stored = copy.connection.execute(query, (MOST_ROWS,)).fetchall() if kind.fields else []
        fields = kind.fields.values()
        rows = [
            {f.name: value for f, one in zip(fields, row, strict=True) if (value := from_stored(f, one)) is not None}
            for row in stored
        ]
        yield from _try_rules(copy.rules, kind, rows)


def _counting(file: OpenFile) -> int:
    """How many records count in figures."""
    return sum(
        file.connection.execute(f"SELECT count(*) FROM main.{quoted(name)} WHERE _state = 0").fetchone()[0]
        for name in file.plan.record_kinds
    )


def _figures_apart(file: OpenFile, copy: OpenFile) -> Iterator[FigureChange]:
    """The figures of the period that it is which come to something else."""
    try:
        before, after = ({one.code: one for one in progress(of, _periods(of)[-1], of.unit)} for of in (file, copy))
    except AppError:  # the plan in force may itself be one that fails
        return
    for code, one in before.items():
        now = after.get(code)
        if now and (one.value, one.status) != (now.value, now.status):
            yield FigureChange(code, now.short, *(_shown(of) for of in (one, now)))


def _shown(figure: IndicatorResult) -> Text:
    """A value with what is said of it, since a new target may change only that; else the sentence in its place."""
    if figure.value:
        key = {MET: "edition.figure_met", NOT_MET: "edition.figure_not_met"}.get(figure.status)
        return Message(key, value=figure.value) if key else figure.value
    return Message("edition.quoted", text=figure.text) if figure.text else ""


# --- rules and queries ------------------------------------------------------------------------------------------------


def _rules(kind: RecordKind) -> Iterator[tuple[str, Text]]:
    """Every expression that judges a record, with what people call it."""
    for field in kind.fields.values():
        yield from ((check.expr, check.message) for check in field.checks)
        if field.required_when is not None:
            yield field.required_when, field.label


def _try_rules(rules: Rules, kind: RecordKind, rows: Iterable[Mapping[str, Any]]) -> Iterator[Text]:
    scopes = [rules.scope(row, kind) for row in rows]
    for expression, sentence in _rules(kind):
        start = time.monotonic()
        try:
            evaluate = parse(expression).evaluate
            for scope in scopes:
                evaluate(scope)
                if time.monotonic() - start > SECONDS:
                    yield Message("edition.trial_slow_rule", kind=kind.label, rule=sentence)
                    break
        except _WRONG:
            yield Message("edition.trial_bad_rule", kind=kind.label, rule=sentence)


def _periods(file: OpenFile) -> list[Period]:
    """The plan's year or years, and last the period of it that it is, where there is one."""
    plan, schemes = file.plan, parse_schemes(file.plan.source)
    year = parse_period(f"{plan.year}..{plan.last_year}", schemes, plan.period_scheme)
    now = current_period(schemes[plan.period_scheme], plan.years, file.today())
    return [year, now] if now else [year]


def _queries(file: OpenFile, ask: Ask, start: int) -> Iterator[Text]:
    """What goes wrong with the queries of the year and of the period that it is."""
    found: set[Text] = set()
    for period in _periods(file):
        for finding in _queries_of(file, period, ask, start):
            if finding not in found:
                yield finding
            found.add(finding)
            if len(found) == MOST_FINDINGS:  # each may have taken its two seconds
                return


def _queries_of(file: OpenFile, period: Period, ask: Ask, start: int) -> Iterator[Text]:
    connection, scope = file.connection, FigureScope(file.plan, file.units, file.unit, period)
    with snapshot(connection):
        cache = Cache(connection)
        with cache.ignoring_writes():
            fill(connection, scope)
        readings = Readings(connection, scope, SECONDS, cache)
        for number, indicator in enumerate(file.plan.indicators.values()):
            ask(start + 20 * number // len(file.plan.indicators), Message("edition.trying_figure", code=indicator.code))
            for reading in indicator.readings.values():
                try:
                    readings.summed(indicator, reading)
                    readings.explained(indicator, reading)
                except AppError as error:
                    yield _finding(error, indicator)
                except _WRONG:
                    yield Message("edition.trial_bad_figure", code=indicator.code, title=indicator.short)
        try:
            statistics(file, period, file.unit)
        except _WRONG:
            yield Message("edition.trial_bad_statistics")
