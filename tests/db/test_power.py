"""After a power cut everything acknowledged is there and nothing half-done shows; `make power` does more."""

import pytest

from tests.power.run import run
from tests.works import KEY


@pytest.mark.no_cover
def test_whatever_a_power_cut_leaves_is_whole() -> None:
    tally = run(4000)
    assert tally.faults == {}
    assert tally.distinct > 1500


@pytest.mark.no_cover
@pytest.mark.parametrize("key", [None, KEY])
def test_without_syncs_harm_is_found(key: str | None) -> None:
    assert run(300, ("save",), (key,), "syncs").faults


@pytest.mark.no_cover
def test_without_flushed_folders_a_lost_name_is_found() -> None:
    assert any("gone" in fault for fault in run(300, ("new",), (None,), "names").faults)
