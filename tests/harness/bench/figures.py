"""Figures, board and explanations of a province, 106 communes with 2,000 records each, against bare SQL for the same.

Opening the file anew is part of a first answer; a later one follows a change of one record, saved before it is timed.
Told is the time of the processor: it is the work of one thread on a file that the system has in memory, so on a quiet
machine nothing else passes on the wall, and a busy one does not count.
"""

import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from desktop_app.domain.period import Period
from desktop_app.domain.plan import RecordKind
from desktop_app.session import OpenFile, editing, figures, opening, records
from tests.harness.bench.bare_figures import BareFigures
from tests.harness.bench.figure_agreement import agree
from tests.harness.bench.harness import Case, Count, Work, processor
from tests.harness.bench.place import FOLDER, data_file
from ui.progress.figure_lines import FigureQuery, read_explained

RECORDS = 106 * 2_000
PROVINCE = "12"
FIRST, LATER = 300, 100  # milliseconds
TIMES = 3  # of which the median is told: a busy machine holds up anybody now and then
Question = Callable[[OpenFile, Period], object]


def twelve(file: OpenFile, period: Period) -> object:
    return figures.progress(file, period, PROVINCE)


def board(file: OpenFile, period: Period) -> object:
    rows = figures.board(file, period, PROVINCE).rows
    return {(row.unit, area): cell.records for row in rows for area, cell in row.cells.items() if cell.records}


def first(path: Path, question: Question) -> object:
    with opening.open_file(path) as file:
        return question(file, figures.read_period(file, "2022"))


def cases() -> Iterator[Case | Count]:
    path = Path(shutil.copy(data_file(RECORDS), FOLDER / "figures.db"))
    with opening.open_file(path) as file:
        plan = file.plan
    bare = BareFigures(path, FOLDER / "bare-figures.db", plan)
    name = "of a province, 212,000 records"
    same = partial(agree, plan)
    yield Case(f"12 figures {name}", partial(first, path, twelve), bare.figures, 2, processor, same, blocks=5)
    yield Case(f"board {name}", partial(first, path, board), bare.board, 2, processor, blocks=5)
    with opening.open_file(path) as file:
        year = figures.read_period(file, "2022")
        for what, question in (("12 figures", twelve), ("board", board)):
            yield Count(f"first {what} after opening (ms)", median(partial(first, path, question)), FIRST)
            slowest = max(after_change(file, kind, year, question) for kind in counting_kinds(file))
            yield Count(f"{what} after a change, the slowest of all kinds (ms)", slowest, LATER)
        asked = [FigureQuery(code, year, PROVINCE) for code in file.plan.indicators]
        slowest = max(median(partial(read_explained, file, one)) for one in asked)
        yield Count("explanation of a figure, the slowest of 12 (ms)", slowest, FIRST)


def counting_kinds(file: OpenFile) -> list[str]:
    """The kinds whose records can change a figure, as far as there are any with a text to change."""
    kinds = file.plan.record_kinds.values()
    counting = [kind for kind in kinds if any(field.counts_in for field in kind.fields.values())]
    return [kind.name for kind in counting if text_field(kind) and records.count(file, kind.name)]


def text_field(kind: RecordKind) -> str | None:
    return next((f.name for f in kind.fields.values() if f.type.one_line and f.name not in kind.natural_key), None)


def after_change(file: OpenFile, kind: str, period: Period, question: Question) -> int:
    """Milliseconds of an answer that was known, once a record of the kind is another one."""
    question(file, period)
    record, field = records.rows(file, kind, order="id", limit=1)[0], text_field(file.kind(kind)) or ""
    spent = []
    for _ in range(TIMES):
        assert editing.set_value(file, record.id, field, f"{time.monotonic_ns()}").saved
        spent.append(milliseconds(partial(question, file, period)))
    return statistics.median_low(spent)


def median(work: Work) -> int:
    return statistics.median_low(milliseconds(work) for _ in range(TIMES))


def milliseconds(work: Work) -> int:
    """Of one run: a second one would find what the first one kept."""
    return round(processor(work, 0).amount * 1000)
