"""What the log holds of a locked report beside its pages, key by key (docs/FORMAT_LOCKS.md)."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from desktop_app.catalogue import in_language
from desktop_app.domain.audiences import PUBLIC, SUPERIOR
from desktop_app.domain.comparisons import COMPARISONS
from desktop_app.domain.indicators import FigurePart, IndicatorResult
from desktop_app.domain.lock_shape import LockShape, has_shape
from desktop_app.domain.locking import Lock, LockedAmount, Unlock
from desktop_app.domain.measures import MEASURES
from desktop_app.domain.period import FIRST_YEAR, LAST_YEAR, NamedPeriod, Period
from desktop_app.messages import Label

FORMAT = 1  # of what is written
# of a figure: what is written as it is, words in both languages, exact numbers
PLAIN = ("code", "area", "measure", "reading", "status", "exceeded", "provisional", "manual", "unrated")
LABELS = ("title", "short", "unit_label", "wording")
NO_WORDS: Mapping[str, str] = {}
NUMBERS = ("threshold", "threshold_max", "numerator", "denominator")


def figure_to_json(figure: IndicatorResult, language: str = "vi") -> dict[str, Any]:
    """A figure with exact numbers, as fractions; its words are those of the report, in its `language`."""
    return {
        **{name: getattr(figure, name) for name in PLAIN},
        **{name: in_language(getattr(figure, name), language) for name in (*LABELS, "text")},
        **{name: _text(getattr(figure, name)) for name in NUMBERS},
        "op": figure.op,
        "short_by": figure.short_by if isinstance(figure.short_by, int) else _text(figure.short_by),
        "notes": [in_language(note, language) for note in figure.notes],
        "parts": [
            [p.name, in_language(p.label, language), _text(p.numerator), _text(p.denominator), p.value]
            for p in figure.parts.values()
        ],
    }


def figure_from_json(written: Mapping[str, Any]) -> IndicatorResult:
    if written["measure"] not in MEASURES:
        raise ValueError(written["measure"])
    parts = {
        name: FigurePart(name, label, _number(a), _number(b), value) for name, label, a, b, value in written["parts"]
    }
    given: dict[str, Any] = {name: written[name] for name in (*PLAIN, "text") if name in written}
    given["op"] = written.get("op", ">=")
    short = written["short_by"]
    given["short_by"] = _number(short) if isinstance(short, str) else short
    if given["op"] not in COMPARISONS:
        raise ValueError(given["op"])
    given |= {name: Label(written[name]) for name in LABELS} | {name: _number(written[name]) for name in NUMBERS}
    return IndicatorResult(**given, notes=tuple(written["notes"]), parts=parts)


def _text(number: Fraction | None) -> str | None:
    return None if number is None else str(number)


def _number(text: str | None) -> Any:
    if text is not None and not re.fullmatch(r"-?[0-9]+(/[1-9][0-9]*)?", text):
        raise ValueError(text)
    return None if text is None else Fraction(text)


def period_to_json(period: Period) -> dict[str, Any]:
    return {
        "code": period.code, "year": period.year, "scheme": period.scheme, "first_day": str(period.first_day),
        "last_day": str(period.last_day),
        **({"name": [period.name.vi, period.name.en]} if isinstance(period, NamedPeriod) else {}),
    }  # fmt: skip


def period_from_json(written: Mapping[str, Any]) -> Period:
    first, last = _days(written["first_day"], written["last_day"])
    days = written["code"], written["year"], written["scheme"], first, last
    return NamedPeriod(*days, Label(*map(str, written["name"]))) if "name" in written else Period(*days)


def lock_content(
    office: str, unit: str, period: Period, conflicts: int, log: str, figures: Iterable[IndicatorResult],
    amounts: Iterable[LockedAmount], report: Mapping[str, Any], sha256: str, audience: str,
    *, day: date, follows: Iterable[str] = (), language: str = "vi", words: Mapping[str, str] = NO_WORDS,
) -> dict[str, Any]:  # fmt: skip
    """What the record of a lock holds."""
    return {
        "format": FORMAT, "office": office, "unit": unit, "period": period_to_json(period), "conflicts": conflicts,
        "log": log, "figures": [figure_to_json(figure, language) for figure in figures],
        "amounts": [[a.area, a.label, a.period, a.year_to_date] for a in amounts], "report": report, "sha256": sha256,
        "audience": audience, "day": day.isoformat(), "follows": list(follows),
        "language": language, "words": dict(words),
    }  # fmt: skip


def parse_lock(
    record: str,
    arrival: int,
    by: str,
    time: str,
    written: Mapping[str, Any],
    unlocked: Unlock | None,
) -> Lock | None:
    """A lock from what its record holds; None where that is none (it may come from anybody's file)."""
    if not has_shape(written, LockShape):
        return None
    try:
        datetime.fromisoformat(time)  # else nobody could say when it was locked
        return Lock(
            record, arrival, written["office"], written["unit"], period_from_json(written["period"]), by,
            time, written["conflicts"], written["log"], tuple(map(figure_from_json, written["figures"])),
            tuple(LockedAmount(*amount) for amount in written["amounts"]), written["report"], written["sha256"],
            unlocked, written.get("format", 1), PUBLIC if written.get("audience") == PUBLIC else SUPERIOR,
            date.fromisoformat(written["day"]) if "day" in written else None, tuple(written.get("follows", ())),
            written.get("language", ""), written.get("words") if "language" in written else None,
        )  # fmt: skip
    except ValueError:
        return None


def _days(first: str, last: str) -> tuple[date, date]:
    days = date.fromisoformat(first), date.fromisoformat(last)
    if not FIRST_YEAR <= days[0].year <= days[1].year <= LAST_YEAR or days[1] < days[0]:
        raise ValueError(days)
    return days
