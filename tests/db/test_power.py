"""After a power cut everything acknowledged is there and nothing half-done shows; `make power` does more."""

import pytest

from tests.harness.power.run import run
from tests.harness.works import KEY


@pytest.mark.no_cover
@pytest.mark.parametrize(("works", "key"), [(("save", "merge", "erase", "new"), None), (("save",), KEY)])
def test_whatever_a_power_cut_leaves_is_whole(works: tuple[str, ...], key: str | None) -> None:
    tally = run(500 * len(works), works, (key,))
    assert tally.faults == {}
    assert tally.distinct > 100 * len(works)


@pytest.mark.no_cover
def test_without_syncs_harm_is_found() -> None:
    assert run(300, ("save",), (None,), "syncs").faults


@pytest.mark.no_cover
def test_without_flushed_folders_a_lost_name_is_found() -> None:
    assert any("gone" in fault for fault in run(300, ("new",), (None,), "names").faults)
