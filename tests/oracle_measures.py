"""A second computation of two plans of other fields that shares no code with the program: means, rates, ratios, growth,
targets between two ends and of several years, and what is only watched.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

Row = dict[str, Any]
Sides = tuple[Fraction | None, Fraction | None]

PROVINCE, DISTRICTS = "1", ("11", "12")
FACTORS = {"count": 1, "percent": 100, "growth": 100, "mean": 1, "ratio": 1, "per_1000": 1000, "per_100000": 100_000}
PLACES = {"percent": 1, "growth": 1, "mean": 1, "ratio": 2, "per_1000": 1, "per_100000": 1}


class Aim(NamedTuple):
    """What is asked for: a sign and one end or two."""

    sign: str
    low: Fraction
    high: Fraction


class Seen(NamedTuple):
    """What the program says of one figure."""

    numerator: Fraction | None
    denominator: Fraction | None
    value: Fraction | None
    status: str
    short_by: int | Fraction | None


class Asked(NamedTuple):
    """The days of a period, and the years that it goes through."""

    first: date
    last: date
    years: tuple[int, ...]

    @property
    def start(self) -> date:
        """From where figures to date are counted: the first of the years, on their first day."""
        return date(self.years[0], 1, 1)


def exactly(sign: str, low: object, high: object = None) -> Aim:
    return Aim(sign, Fraction(str(low)), Fraction(str(low if high is None else high)))


def judged(
    measure: str, aim: Aim | None, above: Fraction | None, below: Fraction | None, *, decimals: bool = False
) -> Seen:
    """Value, status and what is lacking: by trying one whole number after the other, but for `decimals`."""
    if measure == "count":
        value = above
    elif above is None or below is None:
        return Seen(above, below, None, "no-data", None)
    elif below == 0:
        return Seen(above, below, None, "not-applicable", None)
    else:
        value = FACTORS[measure] * above / below
    assert above is not None
    assert value is not None
    if aim is None:
        return Seen(above, below, value, "watched", None)
    if fits(aim, value):
        return Seen(above, below, value, "met", 0)
    return Seen(above, below, value, "not-met", lacking(measure, aim, above, below, decimals))


def fits(aim: Aim, value: Fraction) -> bool:
    tests: dict[str, Callable[[], bool]] = {
        ">=": lambda: value >= aim.low, "<=": lambda: value <= aim.low, "=": lambda: value == aim.low,
        "between": lambda: aim.low <= value <= aim.high,
    }  # fmt: skip
    return tests[aim.sign]()


def lacking(measure: str, aim: Aim, above: Fraction, below: Fraction | None, decimals: bool) -> int | Fraction | None:
    """The smallest step with which it fits: a whole one, where all that is counted is; None where it jumps over."""
    factor = Fraction(1) if below is None else Fraction(FACTORS[measure]) / below
    up = factor * above < aim.low
    edge = (aim.low if up or aim.sign == "<=" else aim.high) / factor - above
    if decimals:
        return edge
    for step in (int(edge) - 1, int(edge), int(edge) + 1):
        if fits(aim, factor * (above + step)) and not fits(aim, factor * (above + (step - 1 if up else step + 1))):
            return step
    return next((s for s in range(int(edge) - 1, int(edge) + 2) if fits(aim, factor * (above + s))), None)


class Ledger:
    """The records that count, by kind."""

    def __init__(self, records: Iterable[Mapping[str, Any]]) -> None:
        self.rows: dict[str, list[Row]] = {}
        for record in records:
            if record.get("counts", True):
                self.rows.setdefault(record["kind"], []).append({"id": record["id"], **record["fields"]})

    def of(self, kind: str) -> list[Row]:
        return self.rows.get(kind, [])

    def dated(self, kind: str, first: date, last: date, units: Iterable[str]) -> list[Row]:
        inside = set(units)
        return [r for r in self.of(kind) if first <= date.fromisoformat(r["day"]) <= last and r["unit"] in inside]

    def latest(self, kind: str, unit: str, last: date) -> Row | None:
        rows = [r for r in self.of(kind) if r["unit"] == unit and date.fromisoformat(r["day"]) <= last]
        return max(rows, key=lambda r: (r["day"], r["id"]), default=None)


def added(parts: Iterable[Sides]) -> Sides:
    """Both sides over those whose denominator is known; nothing known where there are parts and none of them is."""
    found = list(parts)
    known = [(a or Fraction(0), b) for a, b in found if b is not None]
    if found and not known:
        return None, None
    return sum((a for a, _ in known), Fraction(0)), sum((b for _, b in known), Fraction(0))


def scope(unit: str) -> tuple[str, ...]:
    return (PROVINCE, *DISTRICTS) if unit == PROVINCE else (unit,)


def lowest(unit: str) -> tuple[str, ...]:
    return DISTRICTS if unit == PROVINCE else (unit,)


IN_DECIMALS = ("F.1", "F.2", "F.3", "F.6", "F1", "F2", "F3", "F4")  # hectares or hours stand on a side of them


# --- the plan against forest fires


FIRE_AIMS = {
    "F.1": exactly("<=", 0), "F.2": exactly("<=", "1.5"), "F.3": exactly("<=", "2.5"), "F.4": exactly("between", 2, 4),
    "F.5": exactly("=", 0), "F.6": exactly(">=", 0),
}  # fmt: skip
FIRE_MEASURES = {
    "F.1": "count", "F.2": "per_1000", "F.3": "mean", "F.4": "ratio", "F.5": "percent", "F.6": "per_100000",
}  # fmt: skip


def fires(ledger: Ledger, asked: Asked, unit: str) -> dict[str, Seen]:
    """Every figure of that plan."""
    start, last = asked.start, asked.last
    burnt = ledger.dated("fire", start, last, scope(unit))
    timed = [row for row in burnt if row["hours"] is not None]
    by_unit = {one: ledger.dated("fire", start, last, [one]) for one in lowest(unit)}
    forest = {one: ledger.latest("forest", one, last) for one in lowest(unit)}
    sizes = {one: None if row is None else Fraction(row["hectares"]) for one, row in forest.items()}
    wardens = {one: Fraction((row and row["wardens"]) or 0) for one, row in forest.items()}
    sides: dict[str, Sides] = {
        "F.1": (sum((Fraction(row["hectares"]) for row in burnt), Fraction(0)), None),
        "F.2": added((Fraction(len(rows)), sizes[one]) for one, rows in by_unit.items()),
        "F.3": added((Fraction(row["hours"]), Fraction(1)) for row in timed),
        "F.4": added((wardens[one], Fraction(len(rows))) for one, rows in by_unit.items()),
        "F.5": added((Fraction(row["cause"] == "people"), Fraction(1)) for row in burnt),
        "F.6": added(
            (Fraction(sum(row["damage"] or 0 for row in rows)), sizes[one]) for one, rows in by_unit.items()
        ),
    }  # fmt: skip
    return {
        code: judged(FIRE_MEASURES[code], FIRE_AIMS[code], *both, decimals=code in IN_DECIMALS)
        for code, both in sides.items()
    }


# --- the plan of five years


YEARS = range(2021, 2026)
PLANTED = {2021: 100, 2022: 150, 2023: 200, 2024: 250, 2025: 300}
SO_FAR = {2021: 100, 2022: 250, 2023: 450, 2024: 700, 2025: 1000}
COVER = {2021: "43.6", 2022: "45.2", 2023: "46.8", 2024: "48.4", 2025: "50"}
DENSITY: dict[int, tuple[int, int] | None] = {
    2021: (1400, 2000), 2022: (1600, 2000), 2023: (1600, 2000), 2024: (1600, 2000), 2025: None,
}  # fmt: skip
FOREST_MEASURES = {"F1": "count", "F2": "count", "F3": "percent", "F4": "mean", "P1": "growth", "P2": "count"}


def forest_aims(asked: Asked) -> dict[str, Aim | None]:
    """A year's own; of several years those that are asked of all of them, or that a last year can be asked."""
    last, several, whole = asked.years[-1], len(asked.years) > 1, asked.years == tuple(YEARS)
    density = DENSITY[last]
    return {
        "F1": (exactly(">=", 1000) if whole else None) if several else exactly(">=", PLANTED[last]),
        "F2": exactly(">=", SO_FAR[last]),
        "F3": exactly(">=", COVER[last]),
        "F4": exactly("between", *density) if density else None,
        "P1": exactly("<=", -10),
        "P2": None,
    }


def forest(ledger: Ledger, asked: Asked, unit: str, code: str | None) -> dict[str, Seen | None]:
    """Every figure of that plan; `code` names the period where values may be typed in for it. None: there is nothing
    that several years could be held against.
    """
    planted = ledger.dated("planting", asked.start, asked.last, scope(unit))
    surveys = [ledger.latest("survey", one, asked.last) for one in lowest(unit)]
    sides: dict[str, Sides] = {
        "F1": (sum((Fraction(row["hectares"]) for row in planted), Fraction(0)), None),
        "F2": (
            sum((Fraction(r["hectares"]) for r in ledger.dated("planting", date(2021, 1, 1), asked.last, scope(unit))),
                Fraction(0)), None,
        ),
        "F3": added((None, None) if s is None else (Fraction(s["forest"]), Fraction(s["land"])) for s in surveys),
        "F4": added((Fraction(row["trees"]), Fraction(row["hectares"])) for row in planted),
        "P2": (Fraction(sum(row["spent"] or 0 for row in planted)), None),
    }  # fmt: skip
    found: dict[str, Seen | None] = {}
    aims = forest_aims(asked) | _set_by_office(ledger, asked)
    if len(asked.years) == 1:
        sides["P1"] = _growth(ledger, asked, unit)
    here = unit, asked.years[-1], code
    typed = {
        row["indicator"]: row for row in ledger.of("typed_figure")
        if (row["unit"], row["year"], row["period_code"]) == here
    }  # fmt: skip
    for name, measure in FOREST_MEASURES.items():
        decimals = name in IN_DECIMALS
        if name in typed:
            above = Fraction(typed[name]["numerator"])
            below = None if typed[name]["denominator"] is None else Fraction(typed[name]["denominator"])
            if measure == "growth" and below is not None:
                above -= below
            found[name] = judged(measure, aims[name], above, None if measure == "count" else below, decimals=decimals)
        else:
            found[name] = judged(measure, aims[name], *sides[name], decimals=decimals) if name in sides else None
    return found


def _growth(ledger: Ledger, asked: Asked, unit: str) -> Sides:
    def back(day: date) -> date:
        leap = (day.month, day.day) == (2, 29)
        return day.replace(year=day.year - 1, day=28) if leap else day.replace(year=day.year - 1)

    parts = []
    for one in lowest(unit):
        now = len(ledger.dated("fire", asked.first, asked.last, [one]))
        before = len(ledger.dated("fire", back(asked.first), back(asked.last), [one]))
        parts.append((Fraction(now - before), Fraction(before)))
    return added(parts)


def _set_by_office(ledger: Ledger, asked: Asked) -> dict[str, Aim | None]:
    """What the province has set for the last year, where the plan asks for anything then but of just these years."""
    found: dict[str, Aim | None] = {}
    for row in ledger.of("own_target"):
        own = forest_aims(asked)[row["indicator"]]
        alone = row["indicator"] == "F1" and len(asked.years) > 1
        if row["year"] == asked.years[-1] and own is not None and row["threshold"] is not None and not alone:
            low = Fraction(row["threshold"])
            found[row["indicator"]] = Aim(own.sign, low, max(low, own.high) if own.sign == "between" else low)
    return found
