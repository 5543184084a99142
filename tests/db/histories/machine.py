"""The state machine of the log, and how a number of its histories is run."""

import tempfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from db import data_file, merge, merge_plans
from tests.db.histories.desk import SHARED_MEMORY
from tests.db.histories.meeting import Meeting


class LogMachine(Meeting):
    """The rules are what people do; after each, the copy must show what the model says."""


def run_histories(number: int, steps: int, chance: int, *phases: Phase) -> None:
    """Play this many histories of at most so many steps; `chance` decides which. AssertionError: one went wrong."""
    machine = seed(chance)(type("Histories", (LogMachine,), {}))
    search = settings(
        max_examples=number, stateful_step_count=steps, derandomize=False, database=None, deadline=None,
        print_blob=False, phases=[Phase.generate, *phases], suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )  # fmt: skip
    run_state_machine_as_test(machine, settings=search)


def quickly(patch: pytest.MonkeyPatch) -> None:
    """What a merge stages it stages in memory, and each edition of the plan is read and judged once."""
    if SHARED_MEMORY.is_dir():
        patch.setattr(tempfile, "tempdir", str(SHARED_MEMORY))
    for module, name in ((data_file, "parse_plan"), (merge, "parse_plan"), (merge_plans, "check_plan")):
        patch.setattr(module, name, _once(getattr(module, name)))


def _once(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    known: dict[int, Any] = {}

    def once(source: Any) -> Any:
        edition = source["plan"]["edition"]
        if edition not in known:
            known[edition] = read(source)
        return known[edition]

    return once
