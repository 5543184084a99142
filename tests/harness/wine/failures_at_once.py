"""A plugin of the tests under wine: a failure is told when it happens, since a run that takes hours may be cut off."""

import sys

import pytest


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed and sys.__stderr__:
        print(f"\n{report.nodeid}, {report.when}:\n{report.longreprtext}", file=sys.__stderr__, flush=True)
