"""Killed at any moment while somebody writes a plan: what the page said to be stored is in the draft."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop_app.session import plan_drafts
from tests.harness.kills.killing import killed_process
from tests.new_plans import new_plan_folder

KILLS = int(os.environ.get("KILLS", "3"))
SECONDS = (1.0, 2.3, 4.1)
Cell = tuple[str, int, str]


def killed(folder: Path, seed: int, after: float) -> list[dict[str, Any]]:
    """Let a process write and kill it so many seconds after something was stored; what it reported before."""
    return killed_process("tests.ui.plan_kill_child", folder, str(seed), b"stored", after)


def allowed(reports: list[dict[str, Any]]) -> Iterator[tuple[Cell, set[str]]]:
    """Each cell of which something was said to be stored, with the texts that it may hold: that, or a later one."""
    texts: dict[Cell, list[str]] = {}
    stored: dict[Cell, int] = {}
    waiting: list[tuple[Cell, int]] = []
    for line in reports:
        if "typed" in line:
            sheet, row, column = line["typed"]
            cell = (str(sheet), int(row), str(column))
            texts.setdefault(cell, []).append(line["text"])
            waiting.append((cell, len(texts[cell]) - 1))
        elif waiting:
            cell, number = waiting.pop(0)
            stored[cell] = number
    for cell, number in stored.items():
        yield cell, set(texts[cell][number:])


@pytest.mark.parametrize("seed", range(KILLS))
def test_what_was_said_to_be_stored_is_in_the_draft_after_a_kill(tmp_path: Path, seed: int) -> None:
    folder = new_plan_folder(tmp_path)
    cells = list(allowed(killed(folder, seed, SECONDS[seed % len(SECONDS)])))
    draft = plan_drafts.draft_at(folder)
    assert plan_drafts.draft_names() == [draft.name]
    wrong = [
        (cell, text, draft.rows[cell[0]][cell[1]].get(cell[2]))
        for cell, text in cells
        if draft.rows[cell[0]][cell[1]].get(cell[2]) not in text
    ]
    assert wrong == []
    assert cells
