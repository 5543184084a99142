"""Numbers, days and times of made-up records, within the limits that the plan's checks set."""

from datetime import date, timedelta
from decimal import Decimal

from desktop_app.domain.plan import Field
from desktop_app.exchange.demo_draft import MadeUpRecord

RANGES = {"int": (0, 60), "decimal": (0, 60), "money": (500_000, 20_000_000)}
STEPS = {"int": 1, "decimal": 1, "money": 50_000}
PART = (0.25, 0.9)  # of the number that a check sets as the largest
DAYS, LATE, LATE_DAYS = (0, 20), 0.06, (10, 30)
FRIDAY = 4
WORKING_HOURS = range(7, 17)


def make_number(draft: MadeUpRecord, field: Field) -> int | Decimal:
    """A number in proportion to another, else in a range; never more than a check allows."""
    hint, world, kind, chance = draft.hint(field), draft.world, draft.kind, draft.chance
    if kind.by_period:  # the same for every period, so that those of one unit go together
        same = [draft.values.get(name) for name in kind.natural_key if name not in ("year", "period_code")]
        chance = world.chance(f"{kind.name} {field.name} {same}")
    largest = [draft.values[name] for name in draft.limits(field, "<=") if name in draft.values]
    whole = draft.known(hint["of"]) if "of" in hint else min(largest, default=None)
    if whole is not None:
        number = float(whole) * chance.uniform(*hint.get("times", (1, 1) if "of" in hint else PART))
    else:
        low, high = hint.get("range", RANGES[field.type.name])
        number = chance.triangular(low, high, low) * (draft.period.days / world.year.days if draft.period else 1)
    if "once" in hint and world.number(f"{kind.name} {field.name} {draft.values.get(hint['once'])}") > 1:
        number = 0
    step = STEPS[field.type.name]
    step = step if number > step else 1
    rounded = int(min([round(number / step) * step, *largest]))
    return rounded if field.type.whole else Decimal(rounded)


def make_day(draft: MadeUpRecord, field: Field) -> str | None:
    """A day after another, else of the next quarter in which the unit does something; never in the future."""
    hint, chance, world = draft.hint(field), draft.chance, draft.world
    before = [draft.values[name] for name in draft.limits(field, ">=", ">") if name in draft.values]
    if "after" in hint:
        period_end = draft.period.last_day.isoformat() if hint["after"] == "period" and draft.period else None
        before = [period_end or draft.values.get(hint["after"])]
    if before == [None]:
        return None
    if before or "days" in hint:
        first = date.fromisoformat(max(before)) if before else world.year.first_day
        late = chance.randint(*LATE_DAYS) if before and chance.random() < LATE else 0
        return min(first + timedelta(days=chance.randint(*hint.get("days", DAYS)) + late), world.today).isoformat()
    first, last = world.span(draft.kind, draft.unit)
    day = first + timedelta(days=chance.randint(0, (last - first).days))
    return max(first, day - timedelta(days=max(0, day.weekday() - FRIDAY))).isoformat()


def make_time(draft: MadeUpRecord, field: Field) -> str | None:
    """A quarter of an hour of the working day, after another where a check says so."""
    before = [draft.values[name] for name in draft.limits(field, ">=", ">") if name in draft.values]
    times = [f"{hour:02}:{minute:02}" for hour in WORKING_HOURS for minute in (0, 15, 30, 45)]
    later = [time for time in times if all(time > other for other in before)]
    return draft.chance.choice(later) if later else None
