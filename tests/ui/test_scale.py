"""Nothing is cut, covered or over the edge at any scale of the screen and any size of type."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest

from desktop_app import paths
from desktop_app.session import opening
from tests.filled_files import put_made_up
from tests.ui.hand import now

OLD, HD, FULL_HD = (1024, 768), (1366, 768), (1920, 1080)


@pytest.fixture(scope="module")
def made(source: Mapping[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tỉnh") / "tỉnh.db"
    with opening.create_file(path, source, "12", "Cán bộ VH-XH", now=now) as file:
        put_made_up(file, 300)
    return path


@pytest.mark.parametrize(
    ("scale", "screen", "size"),
    [
        ("1", OLD, "normal"), ("1", HD, "small"), ("1", HD, "normal"), ("1", HD, "large"), ("1.25", HD, "normal"),
        ("1.25", HD, "large"), ("1.5", HD, "normal"), ("2", FULL_HD, "normal"),
    ],
)  # fmt: skip
def test_everything_has_room(made: Path, tmp_path: Path, scale: str, screen: tuple[int, int], size: str) -> None:
    file = copyfile(made, tmp_path / "tỉnh.db")
    wide, high = (str(int(side / float(scale))) for side in screen)
    child = subprocess.run(
        [sys.executable, "-m", "tests.ui.fit_child", str(file), wide, high, size],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale},
        cwd=paths.resources().parent, capture_output=True, text=True, check=False, timeout=200,
    )  # fmt: skip
    assert child.returncode == 0, child.stderr
    ratio, *misfits = json.loads(child.stdout)
    assert float(ratio) == float(scale)
    assert misfits == []
