"""How long the way of a save is, and the way from a key stroke to the overview: no longer than it was."""

from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.trace_calls import LIMITS, trace_all
from tests.ui.hand import dress


def test_a_save_and_a_key_stroke_enter_no_more_than_they_may(qapp: QApplication, tmp_path: Path) -> None:
    dress(qapp)
    found = {way: figures for way, (figures, _) in trace_all(tmp_path).items()}
    assert all(0 < found[way][name] <= most for way, limits in LIMITS.items() for name, most in limits.items()), found
