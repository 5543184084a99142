"""The bot of the tests at the window, which waits longer than the five seconds that are its own custom."""

from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import MultiSignalBlocker, SignalBlocker

PATIENCE = 60_000  # milliseconds; a busy computer is slow, not wrong


class PatientBot(QtBot):
    """What never comes is missed later; what comes late is not missed."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE, **how: Any) -> SignalBlocker:
        return super().waitSignal(signal, timeout=timeout, **how)

    def waitSignals(self, signals: Any, *, timeout: int = PATIENCE, **how: Any) -> MultiSignalBlocker:
        return super().waitSignals(signals, timeout=timeout, **how)
