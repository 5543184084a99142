"""What a new edition of a plan changes, in plain sentences under headings; nothing that differs goes unsaid."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from msgspec import Struct

from desktop_app.domain.day_values import show_date
from desktop_app.domain.plan_changes_figures import annex_changes, statistic_changes, target_changes
from desktop_app.domain.plan_changes_kinds import area_changes, choice_changes, kind_changes
from desktop_app.domain.plan_changes_periods import period_changes, setting_changes
from desktop_app.domain.plan_changes_units import unit_changes
from desktop_app.domain.plan_differences import (
    HEAD,
    HEADINGS,
    INNER,
    PERIODS,
    RECORDS,
    TARGETS,
    WORDS,
    Said,
    between,
    named,
    said_by_key,
)
from desktop_app.domain.plan_findings import Raw
from desktop_app.domain.plan_renaming import in_new_names
from desktop_app.domain.plan_seeds import seed_records
from desktop_app.domain.values import show_number
from desktop_app.messages import Message, Text


class PlanSection(Struct, frozen=True):
    """What changes of one part of a plan."""

    title: Text
    sentences: Sequence[Text]


def plan_changes(old: Raw, new: Raw) -> list[PlanSection]:
    """What the new plan says otherwise than the old one; both have passed the validator."""
    old = in_new_names(old, new)
    parts: dict[str, Callable[[Raw, Raw], Said]] = {
        "plan": _head_changes, "areas": area_changes, "indicators": target_changes, "kinds": kind_changes,
        "choices": choice_changes, "units": unit_changes, "period_schemes": period_changes,
        "statistics": statistic_changes, "annexes": annex_changes,
        "tasks": partial(_any_change, "tasks", Message("edition.tasks")), "seeds": _record_changes,
        "dhis2": partial(_any_change, "dhis2", Message("edition.dhis2")),
        "words": partial(_any_change, "words", Message("edition.words")),
    }  # fmt: skip
    said = dict.fromkeys(one for part in parts.values() for one in part(old, new))
    also = {
        "sets": "indicators", "aliases": "units", "lineage": "units", "holidays": "",
        "due_rules": "",
    }  # fmt: skip
    rest = {**old, **new}.keys() - parts.keys() - also.keys()
    if any(old.get(key) != new.get(key) for key in rest):
        said[INNER, Message("edition.inner")] = None
    return [
        PlanSection(Message(f"edition.heading_{heading}"), sentences)
        for heading in HEADINGS
        if (sentences := [text for where, text in said if where == heading])
    ]


def _head_changes(old: Raw, new: Raw) -> Said:
    before, now = old["plan"], new["plan"]

    def changes(key: str) -> Callable[[Any, Any], tuple[str, Text]]:
        return lambda was, is_now: (HEAD, Message(f"edition.head_{key}", old=str(was), new=str(is_now)))

    yield from said_by_key(
        before, now,
        {
            "label": between("edition.head_label", HEAD),
            **{key: changes(key) for key in ("doc_no", "issuer", "year", "unit_version")},
            "last_year": lambda was, is_now: (
                HEAD, Message("edition.head_last_year", old=str(was or before["year"]), new=str(is_now or now["year"]))
            ),
            "doc_date": lambda was, is_now: (
                HEAD, Message("edition.head_doc_date", old=show_date(was), new=show_date(is_now))
            ),
            "id": changes("id"),
            "root": lambda was, is_now: (
                HEAD, Message("edition.head_root", old=_unit_name(old, was), new=_unit_name(new, is_now))
            ),
            "period_scheme": lambda was, is_now: (
                PERIODS, Message("edition.head_scheme", old=_scheme(old, was), new=_scheme(new, is_now))
            ),
            "member_level": lambda *_: (HEAD, Message("edition.head_member_level")),
            "levels": lambda *_: (WORDS, Message("edition.head_levels")),
            "language": lambda *_: (TARGETS, Message("edition.head_language")),
            "not_established": lambda *_: (WORDS, Message("edition.head_not_established")),
        },
        (HEAD, Message("edition.head_other")), skip=("edition", "settings"),
    )  # fmt: skip
    yield from setting_changes(old, new)


def _unit_name(plan: Raw, code: str) -> str:
    rows = plan["units"].get(plan["plan"]["unit_version"], ())
    return str(next((row[4] for row in rows if row[0] == code), code))


def _scheme(plan: Raw, name: str) -> Text:
    scheme = plan["period_schemes"].get(name)
    return named(scheme) if scheme else name


def _any_change(section: str, said: Message, old: Raw, new: Raw) -> Said:
    """Of the words of the report, the tasks and the names in DHIS2 only that they are others."""
    if old.get(section, {}) != new.get(section, {}):
        yield WORDS, said


def _record_changes(old: Raw, new: Raw) -> Said:
    """The records that come with a plan."""
    before, now = (sum(1 for _ in seed_records(plan)) for plan in (old, new))
    if before != now:
        yield RECORDS, Message("edition.records_count", old=show_number(before), new=show_number(now))
    elif old.get("seeds", ()) != new.get("seeds", ()):
        yield RECORDS, Message("edition.records_other")
