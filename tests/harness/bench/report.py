"""A province's year report with all annexes against bare ReportLab tables of the same rows; a commune's month report.

The province has its 106 communes directly below it, as provinces have had since 2025: each annex lists them all.
Told is the time of the processor: all is the work of one thread in memory, and a busy machine does not count.
"""

import io
import itertools
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Table,
    TableStyle,
)

from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.report import blocks, styles
from desktop_app.report.cells import shown
from desktop_app.report.contents import build
from desktop_app.session import OpenFile, figures, imports, opening, reports
from desktop_app.session.report_data import PDF, collect, render
from tests.harness.bench.harness import Case, Count, processor
from tests.harness.bench.place import FOLDER

RECORDS = 106 * 100
BATCH = 2000
SECOND = 1000  # milliseconds


def cases() -> Iterator[Case | Count]:
    with opening.create_file(new_file(), plan_without_districts(), "12") as file:
        lines = imports.demo_lines(file, RECORDS, None, 1)
        while batch := [json.dumps(line) for line in itertools.islice(lines, BATCH)]:
            imports.import_lines(file, batch)
        data = collect(file, figures.read_period(file, "2022"), "12")
        bare = bare_tables(build(data))

        def ours() -> int:
            report = build(data)
            render(report, PDF, blocks.UNDATED)
            return rows(report)

        yield Case("A province's year report, 106 units in each annex*", ours, lambda: print_bare(bare), 1.3, processor)
        yield Count("A commune's month report, from records to PDF (ms)*", commune(file), SECOND)


def new_file() -> Path:
    file = FOLDER / "report.db"
    file.unlink(missing_ok=True)
    return file


def plan_without_districts() -> dict[str, Any]:
    source = load_plan(plan_folder("lai-chau-2022"))
    root = source["plan"]["root"]
    kept = [row for row in source["units"]["2022"] if row[2] != "huyen"]
    source["units"]["2022"] = [[code, above and root, *rest] for code, above, *rest in kept]
    source["plan"]["member_level"], source["lineage"] = "xa", []
    return source


def commune(file: OpenFile) -> int:
    """Milliseconds of a commune's report, the slowest of three months, of which nothing is known yet.

    Fonts are loaded, as they are when the window shows a preview.
    """
    months = [figures.read_period(file, f"2022-{number}") for number in ("07", "08", "09")]
    return max(
        round(processor(partial(partial(reports.report, file), month, "03388"), 0).amount * 1000) for month in months
    )


def rows(report: blocks.ProgressReport) -> int:
    return sum(len(table.rows) for _, tables in parts(report) for table in tables)


def parts(report: blocks.ProgressReport) -> Iterator[tuple[bool, list[blocks.Table]]]:
    """The tables of the text and of each annex, with whether they stand on wide pages."""
    yield False, [block for block in report.blocks if isinstance(block, blocks.Table)]
    for annex in report.annexes:
        yield annex.landscape, [block for block in annex.blocks if isinstance(block, blocks.Table)]
        yield True, [block for block in annex.wide if isinstance(block, blocks.Table)]


BARE = TableStyle([
    ("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONT", (0, 0), (-1, -1), styles.REGULAR, 11, 13),
])  # fmt: skip
Bare = tuple[bool, list[str], list[list[str]], list[float]]


def bare_tables(report: blocks.ProgressReport) -> list[Bare]:
    """Head, rows and widths of every table as plain texts, made outside the measured time."""
    found = []
    for wide, tables in parts(report):
        room = 257 * styles.MM if wide else styles.TEXT_WIDTH
        for table in tables:
            shares = [column.share for column in table.columns]
            widths = [room * share / sum(shares) for share in shares]
            texts = [[shown(cell) for cell in row] + [""] * (len(widths) - len(row)) for row in table.rows]
            found.append((wide, [column.title for column in table.columns], texts, widths))
    return found


def print_bare(tables: list[Bare]) -> int:
    """The same rows as ReportLab's own tables, in its own font, heads repeated."""
    story: list[Flowable] = []
    for wide, head, texts, widths in tables:
        story += [NextPageTemplate("wide" if wide else "upright"), PageBreak()]
        story.append(Table([head, *texts], widths, repeatRows=1, style=BARE))
    document = BaseDocTemplate(io.BytesIO(), pagesize=A4)
    sizes = {"upright": A4, "wide": landscape(A4)}
    frames = {name: Frame(20, 20, size[0] - 40, size[1] - 40) for name, size in sizes.items()}
    document.addPageTemplates([PageTemplate(name, [frames[name]], pagesize=size) for name, size in sizes.items()])
    document.build(story)
    return sum(len(texts) for _, _, texts, _ in tables)
