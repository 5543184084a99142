"""A locked report: what an office signed for a unit and a period, kept as it was."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from desktop_app.domain.count_tables import Days, Marks, Spot
from desktop_app.domain.disclosure import HIDDEN, SMALL
from desktop_app.domain.indicators import Part, Progress
from desktop_app.domain.measures import MEASURES
from desktop_app.domain.period import Period

Told = tuple[str, Spot, str]  # a table, a count in it, and how it was printed

_PLAIN = (
    "code", "area", "title", "short", "unit_label", "measure", "reading", "wording", "status", "text", "exceeded",
    "provisional", "manual", "short_by",
)  # fmt: skip
_NUMBERS = ("threshold", "threshold_max", "numerator", "denominator")


@dataclass(frozen=True, slots=True)
class Unlock:
    """The act that took a lock back."""

    by: str
    time: str
    reason: str


@dataclass(frozen=True, slots=True)
class Amount:
    """One statistic of the report as it was printed: in the period (None: without dates) and since the year began."""

    area: str
    label: str
    period: str | None
    year_to_date: str


@dataclass(frozen=True, slots=True)
class Lock:
    """One locked report; `arrival` is the number of its act in this file, for what came after it.

    `log` is the digest of the change log that it rests on, `report` what the page says, `sha256` that of the PDF, `out`
    every count of people that is not 0 as it was printed.
    """

    id: str
    arrival: int
    office: str
    unit: str
    period: Period
    by: str
    time: str
    conflicts: int
    log: str
    figures: tuple[Progress, ...]
    amounts: tuple[Amount, ...]
    report: Mapping[str, Any]
    sha256: str
    unlocked: Unlock | None = None
    out: tuple[Told, ...] | None = None

    @property
    def marks(self) -> Marks | None:
        """How counts of people were printed; None where an older version has not kept it."""
        if self.out is None:
            return None
        tables: dict[str, dict[Spot, str]] = {}
        for table, spot, text in self.out:
            if not text.isdecimal():
                tables.setdefault(table, {})[spot] = SMALL if text.startswith("<") else HIDDEN
        return Marks(tables)

    def governs(self, office: str, unit: str, period: Period) -> bool:
        """Whether this office prints this unit's report for this period as locked here."""
        return self.unlocked is None and (self.office, self.unit, self.period) == (office, unit, period)

    def to_json(self) -> dict[str, Any]:
        """The form that the command line prints."""
        u = self.unlocked
        return {
            "id": self.id, "office": self.office, "unit": self.unit, "period": self.period.text,
            "scheme": self.period.scheme, "by": self.by, "time": self.time, "conflicts": self.conflicts,
            "log_digest": self.log, "sha256": self.sha256,
            "unlocked": {"by": u.by, "time": u.time, "reason": u.reason} if u else None,
        }  # fmt: skip


def figure_to_json(figure: Progress) -> dict[str, Any]:
    """A figure to be kept: exact numbers as fractions."""
    kept: dict[str, Any] = {name: getattr(figure, name) for name in _PLAIN}
    kept |= {name: _text(getattr(figure, name)) for name in _NUMBERS}
    parts = [[p.name, p.label, _text(p.numerator), _text(p.denominator), p.value] for p in figure.parts.values()]
    return kept | {"notes": list(figure.notes), "parts": parts}


def figure_from_json(kept: Mapping[str, Any]) -> Progress:
    if kept["measure"] not in MEASURES:
        raise ValueError(kept["measure"])
    parts = {name: Part(name, label, _number(a), _number(b), value) for name, label, a, b, value in kept["parts"]}
    numbers = {name: _number(kept[name]) for name in _NUMBERS}
    return Progress(**{name: kept[name] for name in _PLAIN}, **numbers, notes=tuple(kept["notes"]), parts=parts)


def period_to_json(period: Period) -> dict[str, Any]:
    return {
        "code": period.code, "year": period.year, "scheme": period.scheme, "first_day": str(period.first_day),
        "last_day": str(period.last_day),
    }  # fmt: skip


def period_from_json(kept: Mapping[str, Any]) -> Period:
    days = (date.fromisoformat(kept[name]) for name in ("first_day", "last_day"))
    return Period(kept["code"], kept["year"], kept["scheme"], *days)


def lock_content(
    office: str, unit: str, period: Period, conflicts: int, log: str, figures: Iterable[Progress],
    amounts: Iterable[Amount], report: Mapping[str, Any], sha256: str, out: Iterable[Told],
) -> dict[str, Any]:  # fmt: skip
    """What the record of a lock holds."""
    return {
        "office": office, "unit": unit, "period": period_to_json(period), "conflicts": conflicts, "log": log,
        "figures": [figure_to_json(figure) for figure in figures],
        "amounts": [[a.area, a.label, a.period, a.year_to_date] for a in amounts], "report": report, "sha256": sha256,
        "out": [[table, part, place, *map(str, days), text] for table, (part, place, days), text in out],
    }  # fmt: skip


def parse_lock(
    record: str, arrival: int, by: str, time: str, kept: Mapping[str, Any], unlocked: Unlock | None
) -> Lock | None:
    """A lock from what its record holds; None where that is none (it may come from anybody's file)."""
    try:
        return Lock(
            record, arrival, str(kept["office"]), str(kept["unit"]), period_from_json(kept["period"]), by, time,
            int(kept["conflicts"]), str(kept["log"]), tuple(map(figure_from_json, kept["figures"])),
            tuple(Amount(*amount) for amount in kept["amounts"]), dict(kept["report"]), str(kept["sha256"]), unlocked,
            _out_from_json(kept["out"]) if "out" in kept else None,
        )  # fmt: skip
    except (KeyError, TypeError, ValueError):
        return None


def _out_from_json(kept: Iterable[Any]) -> tuple[Told, ...]:
    return tuple(
        (str(table), Spot(str(part), str(place), Days(date.fromisoformat(first), date.fromisoformat(last))), str(text))
        for table, part, place, first, last, text in kept
    )


def _text(number: Fraction | None) -> str | None:
    return None if number is None else str(number)


def _number(text: str | None) -> Any:
    return None if text is None else Fraction(text)
