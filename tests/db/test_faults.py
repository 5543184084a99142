"""A disk that fails at any call, and a kill there, leave a whole file and true words; `make faults` does them all."""

import pytest

from tests.harness.faults.run import run
from tests.harness.kills import core as kills
from tests.harness.works import KEY


@pytest.mark.no_cover
@pytest.mark.parametrize(("key", "most"), [(None, 12), (KEY, 6)])
def test_a_fault_at_any_call_is_told_in_a_sentence_and_does_no_harm(key: str | None, most: int) -> None:
    tally = run(most=most, key=key, cores=1)
    assert tally.findings == {}
    assert tally.faults.total() > 5 * most


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("work", "call", "key"),
    [
        ("make", "fcntl", None),
        ("erase", "newfstatat", None),
        ("send", "unlinkat", None),
        ("backup", "unlink", None),
        ("save", "openat", None),
        ("save", "pread64", None),
        ("save", "pread64", KEY),
        ("backup", "pread64", KEY),
    ],
)
def test_each_fault_of_a_call_that_once_did_harm_does_none(work: str, call: str, key: str | None) -> None:
    tally = run((work,), only=call, key=key, cores=1)
    assert tally.findings == {}
    assert tally.faults


@pytest.mark.no_cover
def test_where_a_failed_commit_is_not_read_again_harm_is_found() -> None:
    assert any("values" in one for one in run(("save",), only="fsync", trusting=True, cores=1).findings)


@pytest.mark.no_cover
def test_a_kill_in_the_middle_of_an_act_takes_nothing_that_was_acknowledged() -> None:
    tally = kills.run(30)
    assert tally.findings == {}
    assert tally.acts.total() > 30


@pytest.mark.no_cover
def test_what_is_acknowledged_too_early_is_found() -> None:
    assert kills.run(12, early=True).findings
