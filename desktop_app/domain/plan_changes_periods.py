"""What a new edition changes of periods, terms and the plan's own settings, in sentences."""

from typing import Any

from desktop_app.domain.day_values import show_date
from desktop_app.domain.plan_differences import HEAD, PERIODS, Said, between, keys_apart, named, said_by_key
from desktop_app.domain.plan_findings import Raw
from desktop_app.domain.plan_parsing import label_of
from desktop_app.messages import Message, Text, quoted

SETTINGS = {"subject": HEAD, "school_year_first_month": PERIODS, "due_working_days": PERIODS}  # that the program reads


def period_changes(old: Raw, new: Raw) -> Said:
    """Schemes of periods, days off, and the terms that are proposed."""
    added, gone, changed = keys_apart(old["period_schemes"], new["period_schemes"])
    for name in added:
        yield PERIODS, Message("edition.scheme_added", scheme=named(new["period_schemes"][name]))
    for name in gone:
        yield PERIODS, Message("edition.scheme_gone", scheme=named(old["period_schemes"][name]))
    for name in changed:
        yield from said_by_key(
            old["period_schemes"][name], new["period_schemes"][name], {"label": between("edition.scheme_renamed")},
            (PERIODS, Message("edition.scheme_changed", scheme=named(new["period_schemes"][name]))),
        )  # fmt: skip
    before, now = ({day["date"]: day for day in plan.get("holidays", ())} for plan in (old, new))
    added, gone, changed = keys_apart(before, now)
    for key, days, of in (("added", added, now), ("gone", gone, before), ("renamed", changed, now)):
        for day in days:
            yield PERIODS, Message(f"edition.holiday_{key}", day=show_date(day), name=label_of(of[day]["name"]))
    yield from _term_changes(old, new)


def _term_changes(old: Raw, new: Raw) -> Said:
    rules, later = old.get("due_rules", {}), new.get("due_rules", {})
    for name in {**rules, **later}:
        was, is_now = (rules.get(name, {}), later.get(name, {}))
        term = _term(name, new)
        if was.get("days") != is_now.get("days"):
            values = {key: one.get("days", "–") for key, one in (("old", was), ("new", is_now))}
            yield PERIODS, Message("edition.due_days", term=term, **values)
        elif was != is_now:
            yield PERIODS, Message("edition.due_other", term=term)


def _term(name: str, plan: Raw) -> Text:
    """What a term is of: the choice that has its name."""
    return next((named(choices[name]) for choices in plan["choices"].values() if name in choices), name)


def setting_changes(old: Raw, new: Raw) -> Said:
    """The settings of a plan, each by what it is for."""
    before, now = (plan["plan"].get("settings", {}) for plan in (old, new))
    for key in {**before, **now}:
        if before.get(key) != now.get(key):
            heading, name = _setting(key, new)
            values = {"old": _shown(before.get(key)), "new": _shown(now.get(key))}
            yield heading, Message("edition.head_setting", setting=name, **values)


def _setting(key: str, plan: Raw) -> tuple[str, Text]:
    """Its heading, and its name: in words where the program or a term reads it, else as the plan writes it."""
    if key in SETTINGS:
        return SETTINGS[key], Message(f"edition.setting_{key}")
    rules = plan.get("due_rules", {}).items()
    term = next((_term(name, plan) for name, rule in rules if rule.get("days_setting") == key), None)
    if term is not None:
        return PERIODS, Message("edition.setting_term", term=term)
    return HEAD, Message("edition.setting_other", key=key)


def _shown(value: Any) -> Text:
    return "–" if value is None else Message("edition.quoted", text=value) if isinstance(value, str) else quoted(value)
