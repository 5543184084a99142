"""The records that head a report: its own number, day and addressees, and the letterhead of the office."""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_app.domain.values import Value


@dataclass(frozen=True, slots=True)
class HeadRecord:
    """A record of a kind; one that is not there yet (`record` None) begins with what is `given`."""

    kind: str
    record: str | None
    given: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class HeadRecords:
    """What is typed for one report, and what the issuing office prints on all of them."""

    report: HeadRecord
    letterhead: HeadRecord
