"""An edition of the plan tried before it is taken: its rules and queries run over made-up rows and over a copy of ours.

Nothing of the file itself is written.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from db.counting.indicator_figures import progress
from db.counting.plan_sample import (
    MOST_FINDINGS,
    WRONG,
    Ask,
    TrialFinding,
    periods_to_try,
    queries,
    try_on_sample,
    try_rules,
)
from db.editions import switch
from db.ledger_copy import ledger_copy
from db.log import stored_digest
from db.open_file import OpenFile
from db.schema import quoted
from desktop_app.domain.indicators import MET, NOT_MET, IndicatorResult
from desktop_app.domain.plan_offers import FigureChange, PlanTrial
from desktop_app.domain.plan_renaming import lost_values
from desktop_app.domain.plan_seeds import Seed
from desktop_app.domain.stored_values import from_stored
from desktop_app.errors import AppError
from desktop_app.messages import Message, Text

MOST_ROWS = 500  # of a kind, on which each rule is tried
WHOLE = 100


def try_plan(file: OpenFile, body: Mapping[str, Any], seeds: Iterable[Seed], folder: Path, ask: Ask) -> PlanTrial:
    """What happens where this edition is put in force; `folder` is a private one for the copies."""
    digest, lost = stored_digest(file.connection), list(lost_values(file.plan.source, body))
    if lost:
        return PlanTrial(lost[:MOST_FINDINGS], digest)
    try:
        found = list(try_on_sample(body, folder, file.clock, ask, file.key))
        if found:
            return PlanTrial(_sentences(found), digest)
        ask(30, Message("edition.trying_ledger"))
        with ledger_copy(file, folder / "ledger.db", lambda: ask(35, Message("edition.trying_ledger"))) as copy:
            before = _counting(file)
            switch(copy, body, seeds, lambda: ask(50, Message("edition.trying_ledger")))
            found = [*_rules_on_ledger(copy), *queries(copy, ask, 70)]
            figures = () if found else list(_figures_apart(file, copy))
            after = _counting(copy)
    except WRONG:
        return PlanTrial([Message("edition.trial_fails")], digest)
    return PlanTrial(_sentences(found), digest, before, after, figures)


def _sentences(found: Iterable[TrialFinding]) -> list[Text]:
    return [one.sentence for one in found][:MOST_FINDINGS]


def _rules_on_ledger(copy: OpenFile) -> Iterator[TrialFinding]:
    for kind in copy.plan.record_kinds.values():
        query = f"SELECT {', '.join(map(quoted, kind.fields))} FROM main.{quoted(kind.name)} ORDER BY id LIMIT ?"
        stored = copy.connection.execute(query, (MOST_ROWS,)).fetchall() if kind.fields else []
        fields = kind.fields.values()
        rows = [
            {f.name: value for f, one in zip(fields, row, strict=True) if (value := from_stored(f, one)) is not None}
            for row in stored
        ]
        yield from try_rules(copy.rules, kind, rows)


def _counting(file: OpenFile) -> int:
    """How many records count in figures."""
    return sum(
        file.connection.execute(f"SELECT count(*) FROM main.{quoted(name)} WHERE _state = 0").fetchone()[0]
        for name in file.plan.record_kinds
    )


def _figures_apart(file: OpenFile, copy: OpenFile) -> Iterator[FigureChange]:
    """The figures of the period that it is which come to something else."""
    try:
        before, after = (
            {one.code: one for one in progress(of, periods_to_try(of)[-1], of.unit)} for of in (file, copy)
        )
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
