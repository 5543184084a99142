"""Validator of plans: what a figure compares covers days of the same length, and those that its indicator says."""

from collections.abc import Iterator

from desktop_app.domain.plan_findings import Findings, Raw
from desktop_app.domain.plan_language.tree import COUNTED, Language, ReadingPart, asks_in

# what is counted now, and the window of the year before that is shorter or longer than it
UNLIKE = {"year_to_date": "year_earlier", "period": "year_earlier_to_date"}
LIKE = {"year_to_date": "year_earlier_to_date", "period": "year_earlier"}
RANGES = ("year_to_date", "plan_to_date", "period")  # what both an indicator and a set may say


def check_windows(found: Findings, plan: Raw, language: Language) -> None:
    """A quarter held against nine months looks like any figure, and so does a quarter called the year so far."""
    for (code, reading), parts in language.readings.items():
        sets = {window: name for part in parts if part.role == COUNTED for window, name in _windows(part, language)}
        key, said = f"indicators.{code}.readings.{reading}", plan["indicators"][code]["window"]
        for now, before in UNLIKE.items():
            if now in sets and before in sets:
                found.add(
                    key, "unlike_windows", set=sets[now], before=sets[before], now=now, window=before, right=LIKE[now]
                )
        ranges = [window for window in RANGES if window in sets]
        if said in RANGES and ranges and said not in ranges:
            found.add(key, "other_window", set=sets[ranges[0]], window=ranges[0], said=said)


def _windows(part: ReadingPart, language: Language) -> Iterator[tuple[str, str]]:
    """The windows of all that a part counts, each with a set that has it."""
    names = [] if part.of_units else [part.population]
    names += [ask.set for tree in (part.numerator, part.denominator) for ask in asks_in(tree, part.values)]
    names += [part.adds.set] if part.adds else []
    for name in names:
        for window in language.sets[name].windows if name in language.sets else ():
            yield window, name
