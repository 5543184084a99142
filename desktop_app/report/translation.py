"""Makes of a report one whose texts write numbers as its language does."""

from collections.abc import Mapping
from typing import Any

from desktop_app.report.blocks import ProgressReport
from desktop_app.report.english_numbers import in_english
from desktop_app.report.lock_format import read_report, write
from desktop_app.report.wording import VIETNAMESE, language


def in_own_numbers(report: ProgressReport) -> ProgressReport:
    """The same report with other numbers in its texts; cells stay numbers, and are written when they are printed."""
    return report if language() == VIETNAMESE else read_report(_rewritten(write(report)))


def _rewritten(part: Any) -> Any:
    if isinstance(part, str):
        return in_english(part)
    if isinstance(part, list):
        return [_rewritten(one) for one in part]
    if isinstance(part, Mapping):
        is_number = part.keys() == {"tag", "value"}
        return part if is_number else {key: one if key == "tag" else _rewritten(one) for key, one in part.items()}
    return part
