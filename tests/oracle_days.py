"""Which days a period has, for the second computation: by the printed rules, or as an office has written them out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

Span = tuple[date, date]
Written = Mapping[str, Mapping[str, Sequence[str]]]  # scheme -> period such as 2022 or 2022-Q1 -> first and last day

MONTHS_OF = {
    "Y": (1, 12), "H1": (1, 6), "H2": (7, 12), "9M": (1, 9), "Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12),
}  # fmt: skip


def day(text: str) -> date:
    return date.fromisoformat(text)


def days_between(first: date, last: date) -> set[int]:
    return set(range(first.toordinal(), last.toordinal() + 1))


def span(scheme: str, year: int, code: str) -> Span:
    """First and last day of a coded period by the decree, else by the calendar."""
    first, last = MONTHS_OF.get(code) or (int(code), int(code))
    if scheme == "nd09":
        start = date(year - 1, 12, 15) if first == 1 else date(year, first - 1, 15)
        return start, date(year, last, 14)
    return date(year, first, 1), (date(year, last + 1, 1) if last < 12 else date(year + 1, 1, 1)) - timedelta(days=1)


class Days:
    """The days of every scheme of a plan; where they are written out, what is not written is no period."""

    def __init__(self, written: Written) -> None:
        self.written = written

    def span(self, scheme: str, year: int, code: str) -> Span | None:
        if scheme not in self.written:
            return span(scheme, year, code)
        found = self.written[scheme].get(str(year) if code == "Y" else f"{year}-{code}")
        return (day(found[0]), day(found[1])) if found else None

    def spans(self, scheme: str, year: int, codes: Iterable[str]) -> list[Span]:
        return [found for code in codes if (found := self.span(scheme, year, code))]


def written_in(source: Mapping[str, object]) -> Written:
    """The days that a printed plan has written out."""
    schemes = source["period_schemes"]
    assert isinstance(schemes, Mapping)
    return {name: scheme["days"] for name, scheme in schemes.items() if "days" in scheme}
