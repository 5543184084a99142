"""The periods of an office that sets its days by no rule, as its plan has them written out."""

from datetime import date, timedelta

# the last day of each month before the next one begins, the first for the year before: none is that of another scheme
_ENDS = ("12-19", "01-17", "02-16", "03-18", "04-20", "05-21", "06-17", "07-19", "08-20", "09-22", "10-18", "11-20",
         "12-19")  # fmt: skip
_MONTHS = {"H1": (1, 6), "H2": (7, 12), "9M": (1, 9), "Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12)}


def own_days(year: int) -> dict[str, list[str]]:
    """The days of a year and of the one before it: a gap between two quarters, two that share days, and some periods
    not at all.
    """
    days = _year(year - 1) | _year(year)
    days[f"{year}-Q2"] = [f"{year}-03-25", f"{year}-06-10"]
    days[f"{year}-Q4"] = [f"{year}-09-15", f"{year}-12-19"]
    for missing in (f"{year}-05", f"{year}-9M", f"{year - 1}-H2", f"{year - 1}-08"):
        del days[missing]
    return days


def _year(year: int) -> dict[str, list[str]]:
    ends = [date.fromisoformat(f"{year - 1}-{_ENDS[0]}"), *(date.fromisoformat(f"{year}-{end}") for end in _ENDS[1:])]
    months = {f"{year}": (1, 12)} | {f"{year}-{code}": span for code, span in _MONTHS.items()}
    months |= {f"{year}-{month:02d}": (month, month) for month in range(1, 13)}
    return {name: [str(ends[first - 1] + timedelta(days=1)), str(ends[last])] for name, (first, last) in months.items()}
