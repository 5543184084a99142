"""Reads counts of people back from the tables and sentences of printed reports, by what they are called.

It knows no code of the program but the blocks that a page is made of.
"""

import io
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pikepdf

from desktop_app.report.blocks import Block, Paragraph, ProgressReport, Table
from desktop_app.report.cells import shown

NOW, YEAR, EARLIER = "now", "year", "earlier"
COLUMNS = {"Trong kỳ": NOW, "Kết quả": YEAR, "Lũy kế từ đầu năm": YEAR, "Cùng kỳ năm trước": EARLIER}
WHOLE, OWN = "", "="


class Said(NamedTuple):
    """One count that a page prints: of which statistic (its label or short label), part, unit (a name), when."""

    label: str
    part: str
    unit: str
    when: str
    text: str


def blocks_of(report: ProgressReport) -> list[Block]:
    blocks = list(report.blocks)
    for annex in report.annexes:
        blocks += [*annex.blocks, *annex.wide]
    return blocks


def counts_said(report: ProgressReport, unit: str, labels: set[str], shorts: set[str]) -> Iterator[Said]:
    """Every count of the statistics with these labels; `unit` is the name of the one that reports."""
    for block in blocks_of(report):
        if isinstance(block, Table) and " chia theo đơn vị, " in block.caption:
            yield from _by_unit(block, shorts)
        elif isinstance(block, Table) and block.columns[0].title == "Nội dung":
            yield from _of_unit(block, unit, labels)
        elif isinstance(block, Paragraph):
            yield from _in_words(block.text, unit, labels)


def _of_unit(table: Table, unit: str, labels: set[str]) -> Iterator[Said]:
    label = ""
    for row in table.rows:
        if table.is_heading(row):
            continue
        name = str(row[0])
        part = name.removeprefix("\u00a0\u00a0- ") if name.startswith("\u00a0") else WHOLE
        label = label if part else name
        for column, cell in zip(table.columns[1:], row[1:], strict=True):
            if label in labels:
                yield Said(label, part, unit, COLUMNS[column.title], _plain(cell))


def _by_unit(table: Table, shorts: set[str]) -> Iterator[Said]:
    when = NOW if table.caption.endswith("trong kỳ") else YEAR
    for row in table.rows:
        for column, cell in zip(table.columns[2:], row[2:], strict=True):
            name = str(row[1])
            if column.title in shorts and name != "Cộng":
                yield Said(column.title, WHOLE, OWN if name.startswith("Cấp ") else name, when, _plain(cell))


def _in_words(text: str, unit: str, labels: set[str]) -> Iterator[Said]:
    """`Lượt người: 12 lượt, tăng 3 lượt so với cùng kỳ năm trước; lũy kế từ đầu năm 30.`"""
    label, _, rest = text.partition(": ")
    if label not in labels:
        return
    now = rest.split(" ")[0].rstrip(".;,")
    year = re.search(r"lũy kế từ đầu năm ([\d.]+|<5|…)", rest)
    yield Said(label, WHOLE, unit, NOW if year else YEAR, _plain(now))
    if year:
        yield Said(label, WHOLE, unit, YEAR, _plain(year.group(1).rstrip(".")))
    change = re.search(r", (tăng|giảm|bằng) (?:([\d.]+) )?.*cùng kỳ năm trước", rest)
    if change:
        step = int((change.group(2) or "0").replace(".", "")) * {"tăng": -1, "giảm": 1, "bằng": 0}[change.group(1)]
        yield Said(label, WHOLE, unit, EARLIER, str(int(_plain(now)) + step))


def _plain(cell: Any) -> str:
    """The text without points between thousands; a unit that says it has nothing says 0, what is left out nothing."""
    text = shown(cell).replace(".", "")
    return "0" if text in ("–", "KPS", "CBC") else text


def figures_said(report: ProgressReport, codes: set[str]) -> Iterator[tuple[str, str, str, str, str]]:
    """(code, numerator, denominator, value, verdict) of indicators in the first annex's table; a commune's has none."""
    titles = ("Tử số", "Mẫu số", "Kết quả", "Đánh giá")
    for block in blocks_of(report):
        if isinstance(block, Table) and block.columns[0].title == "Mã":
            for row in block.rows:
                if str(row[0]) in codes:
                    columns = (column.title for column in block.columns)
                    cells = {title: shown(cell).replace(".", "") for title, cell in zip(columns, row, strict=True)}
                    above, below, value, verdict = (cells.get(title, "") for title in titles)
                    yield str(row[0]), above, below, value, verdict


def is_across_pages(pdf: bytes) -> bool:
    """Whether the drawing of a draft lies on every page; AssertionError where it lies on some."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        drawn = {
            "/FormXob.draft" in page.Resources.get("/XObject", {})
            and b"/FormXob.draft Do" in b"".join(one.read_bytes() for one in _streams(page))
            for page in opened.pages
        }
    assert len(drawn) == 1
    return drawn.pop()


def _streams(page: pikepdf.Page) -> list[Any]:
    return list(page.Contents) if isinstance(page.Contents, pikepdf.Array) else [page.Contents]
