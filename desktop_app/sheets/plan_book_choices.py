"""What a person may choose from in the cells of a plan workbook: the program's own words, and the names of the plan."""

from collections.abc import Mapping
from typing import Any

from desktop_app.catalogue import catalogue
from desktop_app.domain.comparisons import COMPARISONS
from desktop_app.domain.field_types import FIELD_TYPES
from desktop_app.domain.measures import MEASURES
from desktop_app.domain.period_codes import WEEKDAYS
from desktop_app.domain.plan_check_figures import PER_UNIT, WINDOWS
from desktop_app.domain.plan_check_kinds import JUDGED, SEVERITIES, STORAGES
from desktop_app.domain.plan_check_privacy import PRIVACIES
from desktop_app.domain.plan_check_roles import ROLES
from desktop_app.domain.plan_indicators import MEMBER, NAMED_READINGS
from desktop_app.domain.plan_language.vocabulary import CALENDARS, LINKS, POPULATIONS, UNITS
from desktop_app.domain.plan_language.vocabulary import WINDOWS as WINDOWS_OF_SETS
from desktop_app.domain.plan_parsing import WORDS
from desktop_app.domain.year_targets import PATHS


def choices_of(plan: Mapping[str, Any]) -> dict[str, list[str]]:
    """The lists by the names that columns give them."""
    kinds, levels, sets = list(plan["kinds"]), list(plan["plan"]["levels"]), list(plan.get("sets", {}))
    refers = [name for name in FIELD_TYPES if FIELD_TYPES[name].refers]
    plain = [name for name in FIELD_TYPES if name not in refers]
    return {
        "yes": ["có", "không"],
        "areas": list(plan["areas"]),
        "kinds": kinds,
        "lists": list(plan["choices"]),
        "indicators": list(plan["indicators"]),
        "levels": [*levels, MEMBER],
        "types": [*plain, *(f"{name}:{kind}" for name in refers for kind in kinds)],
        "populations": [*sets, *kinds, *(f"{UNITS}{name}" for name in (*POPULATIONS, *levels))],
        "privacies": list(PRIVACIES),
        "severities": list(SEVERITIES),
        "judged": list(JUDGED),
        "judged_parts": ["quarter", "month"],
        "roles": list(ROLES),
        "storages": list(STORAGES),
        "measures": list(MEASURES),
        "signs": list(COMPARISONS),
        "windows": list(WINDOWS),
        "windows_of_sets": list(WINDOWS_OF_SETS),
        "links": list(LINKS),
        "calendars": list(CALENDARS),
        "readings": list(NAMED_READINGS),
        "per_unit": list(PER_UNIT),
        "paths": [path for path in PATHS if path],
        "weekdays": list(WEEKDAYS),
        "schemes": list(plan["period_schemes"]),
        "lines": ["parts", "remarks", "unknown"],
        "sentences": [key.removeprefix(WORDS) for key in catalogue() if key.startswith(WORDS)],
    }
