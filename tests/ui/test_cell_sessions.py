"""Some random sessions in form and sheet with a merge between; `make cells` runs a thousand."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.harness.cell_sessions import run_session


@pytest.mark.parametrize("seed", range(6))
def test_nothing_that_was_typed_is_lost(qtbot: QtBot, dressed: QApplication, tmp_path: Path, seed: int) -> None:
    assert run_session(qtbot, tmp_path, seed) == []
