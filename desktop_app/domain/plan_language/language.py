"""Reads all that a plan says in the language, once: its sets, and the readings of its indicators."""

from typing import Any

from desktop_app.domain.plan_findings import Findings, Raw
from desktop_app.domain.plan_language.mistakes import LanguagePlace
from desktop_app.domain.plan_language.readings import ReadingReader
from desktop_app.domain.plan_language.sets import Sets
from desktop_app.domain.plan_language.tree import Language


def read_language(plan: Raw, found: Findings) -> Language:
    """Sets and readings of a plan; `found` hears of every mistake."""
    sets = Sets(plan, LanguagePlace(found, "sets"))
    readings = ReadingReader(plan, sets)
    parts = {}
    for code, indicator in plan["indicators"].items():
        for name, raw in indicator["readings"].items():
            place = LanguagePlace(found, f"indicators.{code}.readings.{name}")
            parts[code, name] = readings.read(place, raw, str(indicator["measure"]))
    for name in plan.get("sets", {}):  # also those that no reading asks for
        sets.find(name, sets.place)
    return Language({name: one for name, one in sets.known.items() if one}, parts)


def language_of(plan: dict[str, Any] | Raw) -> Language:
    """The same of a plan that has passed the validator."""
    return read_language(plan, Findings({}, ""))
