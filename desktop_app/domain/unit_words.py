"""What a unit is called that may lie outside the unit list in force: other offices' files name such units too."""

from desktop_app.domain.plan import Plan
from desktop_app.messages import Message, Text


def unit_words(plan: Plan, code: str) -> Text:
    """Its name, or the one that another list of the plan has for it, or that no list holds the code."""
    if code in plan.units or not code:
        return plan.units.name(code)
    names = (row[4] for rows in plan.source["units"].values() for row in rows if row[0] == code)
    return next(names, None) or Message("core.unit_outside", code=code)
