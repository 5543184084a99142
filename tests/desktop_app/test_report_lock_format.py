"""The format of locked reports: every part has a tag, which the documents explain, and comes back as it was."""

import json
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from desktop_app.domain.lock_content import FORMAT
from desktop_app.domain.measures import MEASURES
from desktop_app.report import blocks, cells, charts
from desktop_app.report.blocks import Annex, Column, Heading, Paragraph, ProgressReport, Table
from desktop_app.report.cells import Figure, Gauge
from desktop_app.report.charts import Chart, ChartBar
from desktop_app.report.contents import build
from desktop_app.report.lock_format import read_report, write
from desktop_app.report.lock_tags import NUMBERS, TAGS
from tests.desktop_app.report_samples import OFFICES, commune
from tests.locked_samples import load

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "FORMAT_LOCKS.md").read_text(encoding="utf-8")

NUMBER = st.decimals(allow_nan=False, allow_infinity=False, places=2)
MEASURE = st.sampled_from(list(MEASURES))
FIGURE = st.builds(Figure, measure=MEASURE)
BAR = st.builds(ChartBar, now=st.none() | FIGURE, earlier=st.none() | FIGURE)
CHART = st.builds(Chart, measure=MEASURE, bars=st.lists(BAR, max_size=2).map(tuple))
CELLS = st.text() | st.integers() | NUMBER | FIGURE | st.from_type(Gauge)
WIDTHS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(0, 300)
COLUMN = st.builds(Column, share=WIDTHS)
ROWS = st.lists(st.lists(CELLS, max_size=4).map(tuple), max_size=3).map(tuple)
TABLE = st.builds(Table, columns=st.tuples(COLUMN), rows=ROWS, drawn=st.just(()) | st.tuples(CHART))
BLOCKS = st.just(()) | st.tuples(TABLE) | st.tuples(st.from_type(Heading), st.from_type(Paragraph))
ANNEXES = st.just(()) | st.tuples(st.builds(Annex, blocks=BLOCKS, wide=BLOCKS))


def in_log(report: ProgressReport) -> Any:
    """A report as the log holds it."""
    return json.loads(json.dumps(write(report)))


@given(st.builds(ProgressReport, blocks=BLOCKS, annexes=ANNEXES, draft=st.booleans(), states=BLOCKS))
def test_any_report_comes_back_as_it_was(report: ProgressReport) -> None:
    assert read_report(in_log(report)) == report


@pytest.mark.parametrize("office", OFFICES)
def test_a_report_of_an_office_comes_back_as_it_was(office: str) -> None:
    report = build(OFFICES[office]())
    assert read_report(in_log(report)) == report


def test_numbers_come_back_exactly() -> None:
    row = (Figure(Fraction(1, 3), "percent"), Decimal("2.50"), 7, "x", Gauge(Fraction(2)))
    report = replace(build(commune()), blocks=(Table((), (row,)),))
    (table,) = read_report(in_log(report)).blocks
    assert isinstance(table, Table)
    assert repr(table.rows) == repr((row,))


def test_a_default_is_not_written() -> None:
    assert write(Figure(Fraction(1))) == {"tag": "figure", "value": {"tag": "fraction", "value": "1"}}
    assert write(Paragraph("x", "note")) == {"tag": "paragraph", "text": "x", "role": "note"}


# --- the table of tags ---


def parts() -> list[type[Any]]:
    """Every class that a report is made of."""
    found = [one for module in (blocks, cells, charts) for one in vars(module).values() if isinstance(one, type)]
    return list(dict.fromkeys(one for one in found if issubclass(one, Struct) and one is not Struct))


@pytest.mark.parametrize("part", parts(), ids=lambda part: part.__name__)
def test_every_part_has_a_tag_that_names_all_its_attributes(part: type[Any]) -> None:
    keys = [keys for cls, keys in TAGS.values() if cls is part]
    assert len(keys) == 1, f"no tag for {part.__name__} in lock_tags.py"
    assert {key.attribute for key in keys[0].values()} == set(part.__struct_fields__)


@pytest.mark.parametrize("tag", [*TAGS, *NUMBERS])
def test_the_page_of_the_format_explains_every_tag_and_its_keys(tag: str) -> None:
    (section,) = re.findall(rf"^### `{tag}`\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    keys = TAGS[tag][1] if tag in TAGS else ["value"]
    assert re.findall(r"^- `(\w+)`", section, re.MULTILINE) == list(keys)


def test_the_page_of_the_format_explains_every_key_of_a_lock_and_of_a_figure() -> None:
    content = load(FORMAT)["locks"]["rare"]["content"]
    explained = set(re.findall(r"^- `(\w+)`", PAGE, re.MULTILINE))
    known = {*content, *content["period"], *content["figures"][0], "unrated"}
    assert known - explained == {"out"}, "what locks of before held of small counts"


# --- what is no report ---


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        (None, "NoneType"),
        ([], "list"),
        ({}, "None"),
        ({"tag": "hologram"}, "hologram"),
        ({"tag": ["report"]}, "report"),
        ({"tag": "paragraph", "text": "x"}, "paragraph"),
        ({"tag": "report", "blocks": []}, "file_title"),
    ],
)
def test_what_is_no_report_is_refused(written: Any, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        read_report(written)


@pytest.mark.parametrize(
    ("cell", "wrong"),
    [
        (None, "NoneType"),
        (True, "bool"),
        (0.5, "float"),
        ({"tag": "str"}, "str"),
        ({"tag": "heading", "level": 1, "number": "I", "title": "x"}, "heading"),
        ({"tag": "figure", "value": {"tag": "fraction", "value": "1"}, "measure": "per_dozen"}, "per_dozen"),
        ({"tag": "gauge", "share": 1}, "int"),
        ({"tag": "gauge", "share": {"tag": "fraction"}}, "None"),
        ({"tag": "gauge", "share": {"tag": "fraction", "value": "1/0"}}, "1/0"),
        ({"tag": "gauge", "share": {"tag": "fraction", "value": "1"}, "colour": "red"}, "colour"),
        ({"tag": "decimal", "value": "1E999999999"}, "1E999999999"),
    ],
)
def test_what_does_not_belong_into_a_table_is_refused(cell: Any, wrong: str) -> None:
    """A log may come from anybody's file."""
    written = in_log(build(commune()))
    assert read_report(with_cell(written, "x"))
    with pytest.raises(ValueError, match=wrong):
        read_report(with_cell(written, cell))


def test_what_is_no_row_is_refused() -> None:
    written = in_log(build(commune()))
    table = {"tag": "table", "columns": [], "rows": ["x"]}
    with pytest.raises(ValueError, match="x"):
        read_report({**written, "blocks": [table]})


def with_cell(written: Any, cell: Any) -> Any:
    """A report that is nothing but a table of one cell."""
    return {**written, "blocks": [{"tag": "table", "columns": [], "rows": [[cell]]}]}


def test_a_report_of_a_later_format_is_refused() -> None:
    with pytest.raises(ValueError, match=str(FORMAT + 1)):
        read_report(in_log(build(commune())), FORMAT + 1)
