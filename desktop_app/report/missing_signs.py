"""The signs of a report that no font of ours has, so that a page shows □ in their place."""

from collections.abc import Iterator
from typing import Any

from desktop_app.report.blocks import ProgressReport
from desktop_app.report.characters import MISSING, plain
from desktop_app.report.faces import printable_sign
from desktop_app.report.lock_format import write


def missing_signs(report: ProgressReport) -> str:
    """Each of them once, in the order of the pages."""
    signs = dict.fromkeys("".join(map(plain, _texts(write(report)))))
    return "".join(sign for sign in signs if sign != MISSING and printable_sign(sign) == MISSING)


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for one in part.values():
            yield from _texts(one)
    elif isinstance(part, list):
        for one in part:
            yield from _texts(one)
