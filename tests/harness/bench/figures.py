"""Figures, board and explanations of a province, 106 communes with 2,000 records each.

Told is the time of the processor: it is the work of one thread on a file that the system has in memory, so a busy
machine does not count. After a change: a record that counts is deleted and brought back, kind after kind; an answer
that stays as it was, or that is another one in the end, measures nothing and is refused.
"""

import shutil
import statistics
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from desktop_app.domain.period import Period
from desktop_app.session import OpenFile, editing, figures, opening, records
from tests.harness.bench.harness import Count, UnequalError, processor
from tests.harness.bench.place import FOLDER, data_file
from ui.progress.figure_lines import FigureQuery, read_explained

RECORDS = 106 * 2_000
PROVINCE = "12"
FIRST, LATER = 300, 100  # milliseconds
TIMES = 3  # of which the median is told: a busy machine holds up anybody now and then
TRIED, FEWEST = 8, 3  # records of a kind that may not count, and kinds that must
Question = Callable[[OpenFile, Period], object]


def twelve(file: OpenFile, period: Period) -> object:
    return [(one.code, one.numerator, one.denominator, one.status) for one in figures.progress(file, period, PROVINCE)]


def board(file: OpenFile, period: Period) -> object:
    rows = figures.board(file, period, PROVINCE).rows
    return {(row.unit, area): cell.records for row in rows for area, cell in row.cells.items() if cell.records}


def cases() -> Iterator[Count]:
    path = Path(shutil.copy(data_file(RECORDS), FOLDER / "figures.db"))
    for what, question in (("12 figures", twelve), ("board", board)):
        first = [after_opening(path, question) for _ in range(TIMES)]
        if not first[0][1] or any(answer != first[0][1] for _, answer in first):
            raise UnequalError(f"{what}: {[answer for _, answer in first]}")
        yield Count(f"first {what} after opening (ms)", statistics.median_low(spent for spent, _ in first), FIRST)
    with opening.open_file(path) as file:
        year = figures.read_period(file, "2022")
        for what, question in (("12 figures", twelve), ("board", board)):
            slowest = max(changed(file, year, question).values())
            yield Count(f"{what} after a change that counts, the slowest of all kinds (ms)", slowest, LATER)
        spent = [
            milliseconds(partial(explained, file, FigureQuery(code, year, PROVINCE))) for code in file.plan.indicators
        ]
        yield Count("explanation of a figure, the slowest of 12 (ms)", max(ms for ms, _ in spent), FIRST)


def after_opening(path: Path, question: Question) -> tuple[int, object]:
    def answer() -> object:
        with opening.open_file(path) as file:
            return question(file, figures.read_period(file, "2022"))

    return milliseconds(answer)


def explained(file: OpenFile, query: FigureQuery) -> object:
    shown = read_explained(file, query)
    assert shown.figure.code == query.code
    return shown


def changed(file: OpenFile, period: Period, question: Question) -> dict[str, int]:
    """By kind the milliseconds of an answer after a record that counts in it was deleted and after it came back."""
    spent: dict[str, int] = {}
    before = question(file, period)
    for kind in file.plan.record_kinds:
        for row in records.rows(file, kind, order="id", limit=TRIED):
            editing.delete(file, row.id)
            without, answer = milliseconds(partial(question, file, period))
            editing.restore(file, row.id)
            again, restored = milliseconds(partial(question, file, period))
            if restored != before:
                raise UnequalError(f"{kind}: deleted and brought back, {row.id} counts otherwise")
            if answer != before:
                spent[kind] = max(without, again)
                break
    if len(spent) < FEWEST:
        raise UnequalError(f"changes of {sorted(spent)} alone count")
    return spent


def milliseconds(work: Callable[[], object]) -> tuple[int, object]:
    """Of one run, with its answer: a second one would find what the first one kept."""
    reading = processor(work, 0)
    return round(reading.amount * 1000), reading.outcome
