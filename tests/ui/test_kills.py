"""Killed at any moment while somebody types: what was acknowledged is there, what was half-typed is offered back.

A few kills belong to every run; `make kills` does sixty.
"""

import os
import random
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from desktop_app.session import OpenFile, maintenance, opening, records
from desktop_app.session.records import RecordView
from tests.harness.kills.kill_child import KIND, PAGE
from tests.harness.kills.killing import killed_process
from tests.ui.conftest import MakeFile, OpenWindow
from tests.ui.hand import Hand, now

KILLS = int(os.environ.get("KILLS", "3"))
LONGEST = 6.0  # seconds of typing
Report = Mapping[str, Any]


def killed(file: Path, seed: str, after: float) -> list[Report]:
    """Let a process type into the file and kill it so many seconds after its first letter; what it reported before."""
    return killed_process("tests.harness.kills.kill_child", file, seed, b"typing", after)


def half_typed(reports: list[Report]) -> Report | None:
    """The text that was in the file while its field was still open."""
    open_one: Report | None = None
    for line in reports:
        if "draft" in line:
            open_one = line
        elif "left" in line:
            open_one = None
    return open_one


def record_of(file: OpenFile, title: str) -> RecordView | None:
    found = [row.id for row in records.rows(file, KIND) if row.values["title"] == title]
    return records.find(file, found[0]) if found else None


def offered(hand: Hand, record: str | None, name: str) -> str:
    """What the form offers in a field of a record, or of a new one."""
    hand.go(PAGE)
    if record is None:
        hand.new(KIND)
    else:
        hand.view.show_record(KIND, record)
        hand.wait()
    assert hand.form.grid is not None
    assert hand.problem(name).startswith("Chữ gõ lần trước")
    return hand.form.grid.editors[name].raw


@pytest.mark.parametrize("number", range(KILLS))
def test_a_kill_while_typing_loses_nothing_that_was_acknowledged(
    open_window: OpenWindow, make_file: MakeFile, number: int
) -> None:
    path = make_file()
    after = random.Random(time.time_ns()).uniform(0, LONGEST)
    reports = killed(path, str(number), after)
    saved = [line for line in reports if "saved" in line]
    draft = half_typed(reports)
    with opening.open_file(path, now=now) as file:
        assert maintenance.check(file) == []
        for line in saved:
            view = record_of(file, line["record"])
            assert view is not None, line
            assert view.values[line["saved"]] == line["value"], line
        view = record_of(file, draft["record"]) if draft else None
    back = "none"
    if draft:
        value = view.values.get(draft["draft"]) if view else None
        if str(value or "").startswith(draft["text"]):
            back = "saved"  # it was left in the very moment
        else:
            hand = open_window(path)
            assert offered(hand, view.id if view else None, draft["draft"]).startswith(draft["text"])
            hand.key(Qt.Key.Key_Escape)
            back = "offered"
    print(f"kill {number} after {after:.2f} s: {len(saved)} fields acknowledged, half-typed: {back}")
