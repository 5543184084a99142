"""Paragraphs of the printed page: faces, and texts of any length in good time."""

from collections.abc import Iterable, Iterator
from typing import Final
from xml.sax.saxutils import escape

from reportlab.platypus import Paragraph

from desktop_app.report import blocks, styles
from desktop_app.report.blocks import Run
from desktop_app.report.characters import with_numbers

_LONGEST_RUN: Final = 3000  # characters: ReportLab's time grows with the square of a paragraph's length
_ENDS: Final = (". ", "; ", ": ", "! ", "? ")


def paragraphs(block: blocks.Paragraph) -> Iterator[Paragraph]:
    """A paragraph, as several where it is very long; the parts of one look like one."""
    style = {"body": styles.BODY, "item": styles.ITEM, "note": styles.NOTE}[block.role]
    for markup, whole in _portions(block.set_runs):
        yield Paragraph(markup, style)
        style = style if whole else style.clone(f"{style.name} continued", firstLineIndent=0, spaceBefore=0)


def _portions(runs: Iterable[Run]) -> Iterator[tuple[str, bool]]:
    """ReportLab's markup in portions that it can set in good time, with whether each ends where a sentence does."""
    portion, length, whole = "", 0, True
    for run in runs:
        for text in _runs(styles.printable_run(run.text)):
            if length and length + len(text) > _LONGEST_RUN:
                yield portion, whole
                portion, length = "", 0
            portion, length, whole = portion + _marked(text, run), length + len(text), text.endswith(_ENDS)
    yield portion, True


def _marked(text: str, run: Run) -> str:
    """The text of a person: nothing in it is taken for a tag."""
    marked = escape(with_numbers(text))
    marked = f"<i>{marked}</i>" if run.italic else marked
    return f"<b>{marked}</b>" if run.bold else marked


def _runs(text: str) -> Iterator[str]:
    """A long text cut behind a sentence, else behind a word, else where it must be."""
    while len(text) > _LONGEST_RUN:
        end = max(text.rfind(mark, 1, _LONGEST_RUN) for mark in _ENDS) + 2
        if end < 2:
            end = text.rfind(" ", 1, _LONGEST_RUN) + 1 or _LONGEST_RUN
        yield text[:end]
        text = text[end:]
    yield text
