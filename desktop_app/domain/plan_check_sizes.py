"""Validator of plans: nothing is more than any plan needs, so that to judge and try what anybody sent ends."""

from collections.abc import Iterator

from desktop_app.domain.plan_findings import Findings, Raw
from desktop_app.domain.values import show_number

LAST_EDITION = (1 << 31) - 1  # a file that holds a later one is taken for damaged where it is received
MOST = {"kinds": 500, "indicators": 500, "sets": 1_000, "statistics": 1_000, "seeds": 1_000}
MOST_FIELDS = 500  # SQLite has room for 2,000 columns in a table, those of earlier editions among them
MOST_CHECKS = 2_500
MOST_READINGS = 1_000
MOST_UNITS = 20_000  # of a list; the country had some 11,000


def check_sizes(found: Findings, plan: Raw) -> bool:
    """Whether the plan is small enough to be looked at further."""
    counted = list(_counted(plan))
    for key, many, most in counted:
        if many > most:
            found.add(key, "too_many", n=show_number(many), most=show_number(most))
    return all(many <= most for _, many, most in counted)


def _counted(plan: Raw) -> Iterator[tuple[str, int, int]]:
    """The entries that hold others, how many, and how many they may."""
    for part, most in MOST.items():
        yield part, len(plan.get(part, ())), most
    fields = {name: kind.get("fields", {}) for name, kind in plan["kinds"].items()}
    for name, of_kind in fields.items():
        yield f"kinds.{name}.fields", len(of_kind), MOST_FIELDS
    yield (
        "kinds.*.fields.*.checks",
        sum(len(field.get("checks", ())) for one in fields.values() for field in one.values()),
        MOST_CHECKS,
    )
    yield "indicators.*.readings", sum(len(one["readings"]) for one in plan["indicators"].values()), MOST_READINGS
    for version, rows in plan["units"].items():
        yield f"units.{version}", len(rows), MOST_UNITS
