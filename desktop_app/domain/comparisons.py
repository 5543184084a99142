"""How a target is written: one row for each sign that a plan may write."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct


class Comparison(Struct, frozen=True):
    """What the sign of a target decides; a test names a row that lacks something."""

    sign: str  # before a target in a table where the comparison says more than the number does
    target_key: str  # the same in a sentence: {amount}


COMPARISONS: Final[Mapping[str, Comparison]] = {
    ">=": Comparison(sign="≥ ", target_key="report.target_least"),
    "=": Comparison(sign="", target_key="report.target_exact"),
}
