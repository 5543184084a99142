"""The short signs that stand in tables in place of numbers, and what they mean."""

from collections.abc import Iterable

from desktop_app.report.blocks import Block, Paragraph, Table
from desktop_app.report.cells import NONE
from desktop_app.report.wording import words

_SHORT = ("nothing", "nobody", "not_reported", "no_data")


def with_signs(tables: list[Table]) -> list[Block]:
    """Tables, and below them what the short signs in them mean."""
    said = meanings(tables)
    return [*tables, *([Paragraph(f"{words('report.note')}: {said}", "note")] if said else [])]


def meanings(tables: Iterable[Table], *, of_figures: bool = False) -> str:
    """`“KPS”: không phát sinh; “CBC”: chưa báo cáo.` of the signs that these tables show; empty without any. In a table
    `of_figures` a dash stands for what does not concern.
    """
    there = {cell for table in tables for row in table.rows for cell in row if isinstance(cell, str)}
    signs = {words(f"report.short_{key}"): f"report.sign_{key}" for key in _SHORT}
    signs |= {NONE: "report.sign_none"} if of_figures else {}
    said = [f"“{sign}”: {words(key)}" for sign, key in signs.items() if sign in there]
    return "; ".join(said) + "." if said else ""
