"""The state machine of the log, and how a number of its histories is run."""

import tempfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from db import data_file, editions
from db.merging import merge_plans
from tests.harness.histories.desk import SHARED_MEMORY
from tests.harness.histories.meeting import Meeting


class LogMachine(Meeting):
    """The rules are what people do; after each, the copy must show what the model says."""


def without(*rules: str) -> Callable[[type[LogMachine]], type[LogMachine]]:
    """A machine that lacks some rules of its base."""

    def trim(machine: type[LogMachine]) -> type[LogMachine]:
        for rule in rules:
            assert hasattr(machine, rule), rule
            setattr(machine, rule, None)
        return machine

    return trim


@without(
    "a_value_is_erased",
    "one_erases_what_another_took_in",
    "a_value_comes_empty_first",
    "a_value_is_corrected_and_the_wrong_one_erased",
    "a_key_is_corrected",
    "duplicates_are_joined",
    "a_conflict_is_typed_over",
    "a_conflict_is_settled",
    "a_unit_s_part_is_sent",
    "somebody_works_on_with_a_part",
    "a_later_plan_comes",
    "a_later_plan_is_adopted",
    "a_later_plan_is_taken_back",
    "a_record_moves_to_another_unit",
    "one_deletes_what_another_refers_to",
    "files_are_taken_in",
    "a_copy_is_put_aside_and_a_stale_one_taken_in",
    "an_act_is_taken_back_done_again_and_taken_back",
    "a_program_that_knows_more_enters_a_gadget",
    "time_passes_or_the_clock_goes_wrong",
    "two_edit_one_field_unseen",
    "one_deletes_what_another_edits",
    "a_record_is_restored",
)
class MergesTakenBack(LogMachine):
    """Little but merges that come and go: what only they can break is found sooner."""


@without(
    "a_value_is_erased",
    "one_erases_what_another_took_in",
    "a_value_comes_empty_first",
    "a_value_is_corrected_and_the_wrong_one_erased",
    "a_later_plan_comes",
    "a_later_plan_is_adopted",
    "a_later_plan_is_taken_back",
    "a_unit_s_part_is_sent",
    "somebody_works_on_with_a_part",
    "a_record_moves_to_another_unit",
    "a_merge_is_taken_back",
    "a_merge_is_done_again",
    "work_of_others_comes_and_goes",
    "a_copy_is_put_aside_and_a_stale_one_taken_in",
    "files_are_taken_in",
    "what_others_wrote_twice_is_written_over",
)
class Conflicts(LogMachine):
    """Little but people who do not see each other's work, and what they make of that."""


@without(
    "a_key_is_corrected",
    "duplicates_are_joined",
    "a_conflict_is_typed_over",
    "a_conflict_is_settled",
    "an_own_act_is_taken_back",
    "an_act_is_taken_back_done_again_and_taken_back",
    "a_record_is_restored",
    "a_merge_is_taken_back",
    "a_merge_is_done_again",
    "work_of_others_comes_and_goes",
    "what_others_wrote_twice_is_written_over",
    "two_edit_one_field_unseen",
    "one_deletes_what_another_edits",
    "time_passes_or_the_clock_goes_wrong",
)
class Travels(LogMachine):
    """Little but files that travel, with erasures, other units, later plans and kinds that are not known."""


def run_histories(number: int, steps: int, chance: int, *phases: Phase, kind: type[LogMachine] = LogMachine) -> None:
    """Play this many histories of at most so many steps; `chance` decides which. AssertionError: one went wrong."""
    machine = seed(chance)(type("Histories", (kind,), {}))
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
    for module, name in ((data_file, "parse_plan"), (editions, "parse_plan"), (merge_plans, "check_plan")):
        patch.setattr(module, name, _once(getattr(module, name)))


def _once(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    known: dict[int, Any] = {}

    def once(source: Any) -> Any:
        edition = source["plan"]["edition"]
        if edition not in known:
            known[edition] = read(source)
        return known[edition]

    return once
