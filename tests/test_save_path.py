"""How long the way of a save is, and the way from a key stroke to the overview: no longer than it was."""

from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.trace_calls import LIMITS, trace_all
from tests.ui.hand import dress

TRIES = 3  # a timer that fires meanwhile adds to the way on a busy machine


def test_a_save_and_a_key_stroke_enter_no_more_than_they_may(qapp: QApplication, tmp_path: Path) -> None:
    dress(qapp)
    found: list[dict[str, dict[str, int]]] = []
    for number in range(TRIES):
        (tmp_path / str(number)).mkdir()
        found.append({way: figures for way, (figures, _) in trace_all(tmp_path / str(number)).items()})
        if all(0 < found[-1][way][name] <= most for way, limits in LIMITS.items() for name, most in limits.items()):
            return
    raise AssertionError(found)
