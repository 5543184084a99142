"""The plans that are played under wine: the first one that the program brings, and one that an office wrote itself."""

from dataclasses import dataclass
from pathlib import Path

from windows.folder import ROOT


@dataclass(frozen=True)
class Plan:
    """What of a plan is worked on: records of one kind, by an office that sends them to the one above it."""

    id: str
    source: str | Path  # its id, or the folder from which a computer takes it
    year: str
    office: str
    above: str
    indicator: str
    found: str  # words that are searched for
    page: str  # the keys that open the page of the kind
    kind: str
    day: str  # the field of its day, the first that is typed into
    text: str  # the field that says what it was
    typed: dict[str, str]  # what is typed into fields after the day; to the last of them
    values: dict[str, str]  # what a record needs beside day and text

    @property
    def at_the_end(self) -> tuple[str, str, str, str]:
        """The words that ask for the figures of the whole year."""
        return "--period", self.year, "--today", f"{self.year}-12-20"


LAI_CHAU = Plan(
    id="lai-chau-2022", source="lai-chau-2022", year="2022", office="03595", above="110", indicator="1.1",
    found="tuyen truyen", page="ctrl+2", kind="comm_activity", day="date", text="title",
    typed={"form": "hoi nghi", "title": "Tuyen truyen Ke hoach 768", "sessions": "2", "audience": "nhan dan",
           "people_total": "64"},
    values={"form": "hoi_nghi"},
)  # fmt: skip
DROWNING = Plan(
    id="duoi-nuoc-2026", source=ROOT / "tests" / "data" / "plans" / "duoi-nuoc-2026", year="2026", office="0101",
    above="01", indicator="2.2", found="lop", page="ctrl+3", kind="lop_boi", day="ngay", text="ten",
    typed={"ten": "Lop boi he", "tre_hoc": "24", "biet_boi": "20"}, values={},
)  # fmt: skip
PLANS = (LAI_CHAU, DROWNING)
