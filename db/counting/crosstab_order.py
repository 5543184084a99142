"""The rows and columns of a cross-table: which categories there are, in which order, and what they are called."""

from collections.abc import Collection, Mapping
from datetime import date

from db.open_file import OpenFile
from db.titles import TitleBook
from desktop_app.catalogue import in_language
from desktop_app.domain.collation import sort_key
from desktop_app.domain.crosstab import STEPS, Axis, Category
from desktop_app.domain.field_type import Lookup
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.period import Period, Scheme
from desktop_app.domain.period_reading import parse_period
from desktop_app.domain.plan import Field
from desktop_app.messages import Message, Text

_UNDATED = ""  # of days that no period of the scheme holds


def places_of(units: OrgUnits, unit: str, level: str) -> dict[str, str]:
    """Where each unit from `unit` down is counted: at the one of a level above it, or (no level) at the one directly
    below `unit`; those above them stand for themselves.
    """
    if level:
        return {code: units.ancestor_at(code, level) or code for code in units.descendants(unit)}
    return {unit: unit} | {code: child for child in units.children(unit) for code in units.descendants(child)}


def period_of(scheme: Scheme, step: str, day: str | None) -> str | None:
    """The period that holds a day, as `parse_period` reads it."""
    found = scheme.holding(date.fromisoformat(day), STEPS[step]) if day is not None else None
    return found.text if found else None if day is None else _UNDATED


def categories_of(
    file: OpenFile, axis: Axis, field: Field, period: Period, places: Mapping[str, str], seen: Collection[str | None]
) -> tuple[Category, ...]:
    """All units and all periods, of anything else those that are `seen`; last the records that say nothing."""
    values = {value for value in seen if value is not None}
    known = _known(file, axis, field, period, places, values)
    others = [Category(value, _unlisted(file, field, value)) for value in sorted(values - known.keys())]
    said = Message("crosstab.not_stated")  # unless that is one of the choices
    taken = in_language(said, "vi") in [in_language(label, "vi") for label in known.values()]
    blank = [Category(None, Message("crosstab.left_empty") if taken else said)] if None in seen else []
    return (*(Category(value, label) for value, label in known.items()), *others, *blank)


def _known(
    file: OpenFile, axis: Axis, field: Field, period: Period, places: Mapping[str, str], values: set[str]
) -> dict[str, Text]:
    plan = file.plan
    if field.type.holds_day:
        return _periods(file, axis, period, values)
    if field.type.lookup is Lookup.UNITS:
        return _units(file.units, axis.step, places, values)
    if field.type.lookup is Lookup.CHOICES:
        listed = plan.choices.get(field.choices or "", {})
        return {value: choice.label for value, choice in listed.items() if value in values}
    if field.type.flag:
        return {code: field.type.show(code == "1") for code in ("1", "0") if code in values}
    titles = TitleBook(file)
    titles.read({field.target or "": values})
    named = [(titles.title(field.target, value) or value, value) for value in values]
    return {value: title for title, value in sorted(named, key=lambda one: (sort_key(one[0]), one[1]))}


def periods_of(file: OpenFile, axis: Axis, period: Period) -> list[Period]:
    """The periods of an axis that touch the days asked for."""
    scheme = file.plan.schemes[period.scheme]
    years = range(period.first_day.year, period.last_day.year + 2)
    found = (one for year in years for one in scheme.periods(STEPS[axis.step], year))
    return [one for one in found if one.first_day <= period.last_day and period.first_day <= one.last_day]


def _periods(file: OpenFile, axis: Axis, period: Period, values: set[str]) -> dict[str, Text]:
    """Those, and any others that are seen, in the order of their days."""
    schemes = file.plan.schemes
    found = {*periods_of(file, axis, period)}
    found |= {parse_period(value, schemes, period.scheme) for value in values if value != _UNDATED}
    return {one.text: one.label for one in sorted(found, key=lambda one: one.first_day)}


def _units(units: OrgUnits, level: str, places: Mapping[str, str], values: set[str]) -> dict[str, Text]:
    """The units in the order of their tree; one above the others only where it has records of its own."""
    found: dict[str, Text] = {}
    top = next(iter(places), "")
    for code in dict.fromkeys(places.values()):
        above = bool(units.children(code)) and (code == top or (level != "" and units.level(code) != level))
        if not above:
            found[code] = units.name(code)
        elif code in values:
            found[code] = Message("crosstab.own", unit=units.name(code))
    return found


def _unlisted(file: OpenFile, field: Field, value: str) -> Text:
    """What no list of the plan in force knows."""
    if field.type.holds_day:
        return Message("crosstab.other_days")
    return file.units.name(value) if field.type.lookup is Lookup.UNITS else value
