"""The made-up files of the pictures are the same in every run, so that pictures can be compared."""

from pathlib import Path

import pytest

from desktop_app.session import opening, records
from tests.harness.album.made_up import WallClock, counted_up, demo_file, sources
from tests.ui.hand import now


def test_made_up_files_hold_the_same_changes_and_times_in_every_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.harness.album.made_up.RECORDS", 60)
    first, second = (made(tmp_path / run) for run in ("first", "second"))
    assert first == second
    assert all(first)


def made(folder: Path) -> list[object]:
    """Stamps, values and times of the activities in each file that can be opened."""
    folder.mkdir()
    with counted_up():
        clock = WallClock()
        ours = demo_file(folder, clock)
        commune, theirs, _ = sources(folder, ours, clock)
    found: list[object] = []
    for path in (ours, commune, theirs):
        with opening.open_file(path, now=now) as file:
            items = [
                item for record in records.list_ids(file, "comm_activity") for item in records.history(file, record)
            ]
        found.append([(item.stamp, item.field, item.value, item.time) for item in items])
    return found
