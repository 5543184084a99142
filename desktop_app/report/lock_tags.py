"""The tags of a locked report, with their keys: what docs/FORMAT_LOCKS.md says, as a table.

Classes and attributes may be renamed freely; a tag, a key or a default stays from the first release on.
"""

from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction
from types import NoneType
from typing import Any

from msgspec import Struct

from desktop_app.domain.measures import MEASURES
from desktop_app.report.blocks import (
    Annex,
    Column,
    Heading,
    Letterhead,
    Paragraph,
    ProgressReport,
    Run,
    Signature,
    Table,
)
from desktop_app.report.cells import Figure, Gauge
from desktop_app.report.charts import Chart, ChartBar

REQUIRED: Any = object()


class Key(Struct, frozen=True):
    """The attribute that a key stands for, what is allowed there, in how many lists; a `default` is not written.

    `among`: the only texts that are allowed.
    """

    attribute: str
    allowed: tuple[str | type[Any], ...]
    lists: int = 0
    default: Any = REQUIRED
    among: Collection[str] | None = None


TEXT, FLAG, WHOLE, FRACTION = (str,), (bool,), (int,), ("fraction",)
BLOCK, CELL = ("heading", "paragraph", "table"), (str, int, "decimal", "figure", "gauge")

NUMBERS: dict[str, tuple[type[Any], str]] = {
    "fraction": (Fraction, r"-?[0-9]+(/[1-9][0-9]*)?"),
    "decimal": (Decimal, r"-?[0-9]+(\.[0-9]+)?(E[+-]?[0-9]{1,2})?"),
}
TAGS: dict[str, tuple[type[Any], dict[str, Key]]] = {
    "report": (ProgressReport, {
        "file_title": Key("name", TEXT),
        "issuer": Key("issuer_name", TEXT),
        "letterhead": Key("letterhead", ("letterhead",)),
        "kind": Key("kind", TEXT),
        "subject": Key("subject", TEXT),
        "addressees": Key("addressees", TEXT, 1),
        "blocks": Key("blocks", BLOCK, 1),
        "signature": Key("signature", ("signature",)),
        "annexes": Key("annexes", ("annex",), 1, ()),
        "draft": Key("draft", FLAG, default=True),
        "workbook_blocks": Key("states", BLOCK, 1, ()),
        "foot": Key("foot", TEXT, default=""),
    }),
    "letterhead": (Letterhead, {
        "superior": Key("superior", TEXT),
        "issuer": Key("issuer", TEXT),
        "number": Key("number", TEXT),
        "place_and_date": Key("place_and_date", TEXT),
        "internal": Key("internal", FLAG, default=False),
    }),
    "heading": (Heading, {
        "level": Key("level", WHOLE),
        "number": Key("number", TEXT),
        "title": Key("title", TEXT),
    }),
    "paragraph": (Paragraph, {
        "text": Key("text", TEXT),
        "role": Key("role", TEXT, default="body"),
        "runs": Key("runs", ("run",), 1, ()),
    }),
    "run": (Run, {
        "text": Key("text", TEXT),
        "bold": Key("bold", FLAG, default=False),
        "italic": Key("italic", FLAG, default=False),
    }),
    "table": (Table, {
        "columns": Key("columns", ("column",), 1),
        "rows": Key("rows", CELL, 2),
        "caption": Key("caption", TEXT, default=""),
        "total": Key("total", FLAG, default=False),
        "together": Key("together", FLAG, default=False),
        "charts": Key("drawn", ("chart",), 1, ()),
    }),
    "column": (Column, {
        "title": Key("title", TEXT),
        "width": Key("share", (int, float)),
        "align": Key("align", TEXT, default="left"),
    }),
    "figure": (Figure, {
        "value": Key("value", FRACTION),
        "measure": Key("measure", TEXT, default="count", among=MEASURES),
        "mark": Key("mark", TEXT, default=""),
        "strong": Key("strong", FLAG, default=False),
    }),
    "gauge": (Gauge, {"share": Key("share", FRACTION)}),
    "chart": (Chart, {
        "title": Key("title", TEXT),
        "measure": Key("measure", TEXT, among=MEASURES),
        "target": Key("target", TEXT),
        "target_lines": Key("lines", FRACTION, 1),
        "bars": Key("bars", ("bar",), 1),
    }),
    "bar": (ChartBar, {
        "label": Key("label", TEXT),
        "value": Key("now", ("figure", NoneType)),
        "year_before": Key("earlier", ("figure", NoneType), default=None),
    }),
    "signature": (Signature, {
        "authority": Key("authority", TEXT, 1),
        "title": Key("title", TEXT),
        "name": Key("name", TEXT),
        "recipients": Key("recipients", TEXT, 1),
    }),
    "annex": (Annex, {
        "heading": Key("heading", TEXT),
        "title": Key("title", TEXT),
        "reference": Key("reference", TEXT),
        "blocks": Key("blocks", BLOCK, 1),
        "landscape": Key("landscape", FLAG, default=False),
        "landscape_blocks": Key("wide", BLOCK, 1, ()),
    }),
}  # fmt: skip
