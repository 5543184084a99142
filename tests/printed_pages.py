"""Reads counts of people back from the tables and sentences of printed reports, by what they are called.

It knows no code of the program but the blocks that a page is made of.
"""

import io
import re
from collections.abc import Generator, Iterator, Sequence
from typing import Any, NamedTuple

import pikepdf

from desktop_app.report.blocks import Block, Paragraph, ProgressReport, Table
from desktop_app.report.cells import shown

NOW, YEAR, EARLIER = "now", "year", "earlier"
COLUMNS = {"Trong kỳ": NOW, "Kết quả": YEAR, "Lũy kế từ đầu năm": YEAR, "Cùng kỳ năm trước": EARLIER}
WHOLE, OWN = "", "="
COUNT = r"(<5|\d+(?:\.\d{3})*)"


class Said(NamedTuple):
    """One count that a page prints: of which statistic (its label, or its short one in a table of units, which has a
    caption), part, unit (a name), when.
    """

    label: str
    part: str
    unit: str
    when: str
    text: str
    caption: str = ""


def blocks_of(report: ProgressReport) -> list[Block]:
    blocks = list(report.blocks)
    for annex in report.annexes:
        blocks += [*annex.blocks, *annex.wide]
    return blocks


def counts_said(blocks: Sequence[Block], unit: str, labels: set[str], shorts: set[str]) -> Iterator[Said]:
    """Every count of the statistics with these labels; `unit` is the name of the one that reports."""
    label = ""  # of the parts that follow, also over the page
    for block in blocks:
        if isinstance(block, Table) and " chia theo đơn vị, " in block.caption:
            yield from _by_unit(block, shorts)
        elif isinstance(block, Table) and block.columns[0].title == "Nội dung":
            label = yield from _of_unit(block, unit, labels, label)
        elif isinstance(block, Paragraph):
            yield from _in_words(block.text.removeprefix("- "), unit, labels)


def _of_unit(table: Table, unit: str, labels: set[str], label: str) -> Generator[Said, None, str]:
    """Gives the label that was said last."""
    for row in table.rows:
        if table.is_heading(row):
            continue
        name = str(row[0]).lstrip("\u00a0 ")
        part = name.removeprefix("- ") if name.startswith("- ") else WHOLE
        label = label if part else name
        for column, cell in zip(table.columns[1:], row[1:], strict=True):
            if label in labels:
                yield Said(label, part, unit, COLUMNS[column.title], plain(cell))
    return label


def _by_unit(table: Table, shorts: set[str]) -> Iterator[Said]:
    when = NOW if table.caption.endswith("trong kỳ") else YEAR
    for row in table.rows:
        for column, cell in () if table.is_heading(row) else zip(table.columns[2:], row[2:], strict=True):
            name = str(row[1])
            if column.title in shorts and name != "Cộng":
                place = OWN if name.startswith("Cấp ") else name
                yield Said(column.title, WHOLE, place, when, plain(cell), table.caption)


def _in_words(text: str, unit: str, labels: set[str]) -> Iterator[Said]:
    """`Lượt người: 12 lượt, tăng 03 lượt so với cùng kỳ năm trước; lũy kế từ đầu năm là 30.`, or several of which there
    was nothing: `Trong kỳ chưa ghi nhận thêm: lượt người (lũy kế 30); …`
    """
    label, _, rest = text.replace("dưới 5", "<5").partition(": ")
    if label in ("Trong kỳ chưa ghi nhận thêm", "Lũy kế từ đầu năm"):
        for one in labels:
            if found := re.search(rf"{re.escape(one[0].lower() + one[1:])} (?:\(lũy kế )?{COUNT}", rest):
                yield Said(one, WHOLE, unit, YEAR, plain(found[1]))
    if label not in labels:
        return
    year, now = re.search(f"lũy kế từ đầu năm là {COUNT}", rest), re.match(COUNT, rest)
    if now:
        yield Said(label, WHOLE, unit, NOW, plain(now[1]))
    if year:
        yield Said(label, WHOLE, unit, YEAR, plain(year[1]))
    change = re.search(r", (tăng|giảm|bằng) (?:([\d.]+) )?.*cùng kỳ năm trước", rest)
    if change and now and now[1] != "<5":
        step = int((change[2] or "0").replace(".", "")) * {"tăng": -1, "giảm": 1, "bằng": 0}[change[1]]
        yield Said(label, WHOLE, unit, EARLIER, str(int(plain(now[1])) + step))


def plain(cell: Any) -> str:
    """The text without points between thousands; a unit that says it has nothing says 0, what is left out nothing."""
    text = shown(cell).replace(".", "")
    if text in ("–", "KPS", "CBC"):
        return "0"
    return str(int(text)) if text.isdecimal() else text


def figures_said(blocks: Sequence[Block], codes: set[str]) -> Iterator[tuple[str, str, str, str, str]]:
    """(code, numerator, denominator, value, verdict) of indicators in the first annex's table; a commune's has none."""
    titles = ("Tử số", "Mẫu số", "Kết quả", "Đánh giá")
    for block in blocks:
        if isinstance(block, Table) and block.columns[0].title == "Mã":
            for row in block.rows:
                if str(row[0]) in codes:
                    columns = (column.title for column in block.columns)
                    cells = {title: shown(cell).replace(".", "") for title, cell in zip(columns, row, strict=True)}
                    above, below, value, verdict = (cells.get(title, "") for title in titles)
                    yield str(row[0]), above, below, value, verdict


def shares_said(blocks: Sequence[Block], codes: set[str]) -> Iterator[tuple[str, str, str]]:
    """(code, name of a unit, value) of indicators in the table of the units below."""
    for block in blocks:
        if isinstance(block, Table) and block.columns[1:] and block.columns[1].title == "Đơn vị":
            for row in block.rows:
                for column, cell in zip(block.columns, row, strict=False):
                    if column.title in codes:
                        yield column.title, str(row[1]), shown(cell)


def schools_said(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """How many schools have reached everybody, and how many there are."""
    for block in blocks:
        if isinstance(block, Table) and block.columns[0].title == "Mã":
            titles = [column.title for column in block.columns]
            for row in block.rows:
                if len(row) > 1 and str(row[1]).startswith("- Số trường đạt 100%") and "Tử số" in titles:
                    above, below = (shown(row[titles.index(title)]) for title in ("Tử số", "Mẫu số"))
                    if above.isdecimal() and below.isdecimal():
                        yield int(above), int(below)


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
