"""What a new edition changes of record kinds, their fields and checks, and lists of choices, in sentences."""

from collections.abc import Sequence
from typing import Any

from desktop_app.domain.plan_differences import (
    CHECKS,
    CHOICES,
    KINDS,
    WORDS,
    ByKey,
    Said,
    always,
    between,
    keys_apart,
    listed,
    named,
    said_by_key,
)
from desktop_app.domain.plan_findings import Raw
from desktop_app.domain.plan_parsing import label_of
from desktop_app.messages import Label, Message, Text, joined

NAMED_FIELDS = 3
OF_KIND = {
    "parent": "kind_parent", "parent_field": "kind_parent", "natural_key": "kind_same", "date_field": "kind_date",
    "unit_field": "kind_unit", "entered_at": "kind_entered", "area": "kind_area", "carried": "kind_carried",
}  # fmt: skip
OF_FIELD = {
    "default": "field_default", "choices": "field_choices", "privacy": "field_privacy", "counts_in": "field_counts",
}  # fmt: skip


def kind_changes(old: Raw, new: Raw) -> Said:
    """Kinds that come and go, and those that change."""
    added, gone, changed = keys_apart(old["kinds"], new["kinds"])
    for name in added:
        kind = new["kinds"][name]
        fields = kind.get("fields", {}).values()
        yield KINDS, Message("edition.kind_added", kind=named(kind), fields=listed(fields))
        for field in fields:
            yield from _check_changes((), field.get("checks", ()), named(kind))
    for name in gone:
        yield KINDS, Message("edition.kind_gone", kind=named(old["kinds"][name]))
    for name in changed:
        yield from _kind_change(old["kinds"][name], new["kinds"][name], new)


def _kind_change(old: Raw, new: Raw, plan: Raw) -> Said:
    kind = named(new)
    words = always(WORDS, Message("edition.kind_words", kind=kind))
    said = list(said_by_key(
        old, new,
        {
            "label": between("edition.kind_renamed", KINDS),
            **dict.fromkeys(("list", "purpose", "title"), words),
            "columns": always(WORDS, Message("edition.kind_columns", kind=kind)),
            **{key: always(KINDS, Message(f"edition.{message}", kind=kind)) for key, message in OF_KIND.items()},
            **_names("kind", KINDS, kind=kind),
        },
        (KINDS, Message("edition.kind_other", kind=kind)), skip=("fields",),
    ))  # fmt: skip
    yield from dict.fromkeys(said)
    yield from _field_changes(old.get("fields", {}), new.get("fields", {}), kind, plan)


def _field_changes(old: Raw, new: Raw, kind: Label, plan: Raw) -> Said:
    added, gone, changed = keys_apart(old, new)
    for name in added:
        raw = new[name]
        key = "edition.field_added_required" if raw.get("required") == "always" else "edition.field_added"
        yield KINDS, Message(key, kind=kind, field=named(raw), type=_type(raw["type"], plan))
        if str(raw.get("required", "")).startswith("when "):
            yield KINDS, Message("edition.field_required_when", kind=kind, field=named(raw))
        yield from _check_changes((), raw.get("checks", ()), kind)
    for name in gone:
        yield KINDS, Message("edition.field_gone", kind=kind, field=named(old[name]))
        yield from _check_changes(old[name].get("checks", ()), (), kind)
    for name in changed:
        yield from _field_change(old[name], new[name], kind, plan)
        yield from _check_changes(old[name].get("checks", ()), new[name].get("checks", ()), kind)


def _field_change(old: Raw, new: Raw, kind: Label, plan: Raw) -> Said:
    values = {"kind": kind, "field": named(new)}
    yield from said_by_key(
        old, new,
        {
            "label": between("edition.field_renamed", KINDS, kind=kind),
            "type": lambda was, now: (
                KINDS, Message("edition.field_type", **values, old=_type(was, plan), new=_type(now, plan))
            ),
            "required": lambda _, now: (KINDS, Message(f"edition.{_required(now)}", **values)),
            "help": always(WORDS, Message("edition.field_help", **values)),
            "short": always(WORDS, Message("edition.field_short", **values)),
            "plausible": always(CHECKS, Message("edition.field_plausible", **values)),
            **{key: always(KINDS, Message(f"edition.{message}", **values)) for key, message in OF_FIELD.items()},
            **_names("field", KINDS, **values),
        },
        (WORDS, Message("edition.field_entry", **values)), skip=("checks",),
    )  # fmt: skip


def _names(what: str, heading: str, **values: object) -> ByKey:
    """What is said of a kind, field or choice that goes on under another name, or into which nothing is entered."""
    return {
        "was": always(heading, Message(f"edition.{what}_was", **values)),
        "retired": lambda _, now: (heading, Message(f"edition.{what}_{'retired' if now else 'revived'}", **values)),
    }


def _required(now: Any) -> str:
    return "field_required" if now == "always" else "field_required_when" if now else "field_not_required"


def _type(raw: str, plan: Raw) -> Text:
    """What can be entered, in words."""
    base, _, target = raw.partition(":")
    words = Message(f"cli.type_{base}")
    return joined([words, named(plan["kinds"][target])], " ") if target in plan["kinds"] else words


def _check_changes(old: Sequence[Raw], new: Sequence[Raw], kind: Label) -> Said:
    """A check is known by the sentence that it says."""
    before, now = _by_sentence(old), _by_sentence(new)
    for text in {**before, **now}:
        was, is_now = before.get(text, []), now.get(text, [])
        said = label_of((is_now or was)[0])
        if not was:
            key = "check_added" if _stops(is_now) else "check_added_warning"
        elif not is_now:
            key = "check_gone"
        elif _stops(was) != _stops(is_now):
            key = "check_stops" if _stops(is_now) else "check_warns"
        elif was != is_now:
            key = "check_changed"
        else:
            continue
        yield CHECKS, Message(f"edition.{key}", kind=kind, check=said)


def _by_sentence(checks: Sequence[Raw]) -> dict[str, list[Raw]]:
    found: dict[str, list[Raw]] = {}
    for check in checks:
        found.setdefault(check["vi"], []).append(check)
    return found


def _stops(checks: Sequence[Raw]) -> bool:
    return any(check.get("severity", "error") == "error" for check in checks)


def choice_changes(old: Raw, new: Raw) -> Said:
    """Values of lists that come, go, or are called otherwise."""
    for name in {**old["choices"], **new["choices"]}:
        before, now = old["choices"].get(name, {}), new["choices"].get(name, {})
        used = _fields_with(new, name) or _fields_with(old, name)
        added, gone, changed = keys_apart(before, now)
        if added:
            yield CHOICES, Message("edition.choice_added", field=used, values=listed(now[one] for one in added))
        if gone:
            yield CHOICES, Message("edition.choice_gone", field=used, values=listed(before[one] for one in gone))
        for one in changed:
            yield from said_by_key(
                before[one], now[one],
                {
                    "label": between("edition.choice_renamed", CHOICES, field=used),
                    "short": always(CHOICES, Message("edition.choice_short", field=used, value=named(now[one]))),
                    **_names("choice", CHOICES, field=used, value=named(now[one])),
                },
                (CHOICES, Message("edition.choice_dates", field=used, value=named(now[one]))),
            )  # fmt: skip


def _fields_with(plan: Raw, choices: str) -> Text:
    """The fields that take their values from a list, the first of them by name."""
    names = [
        named(field)
        for kind in plan["kinds"].values()
        for field in kind.get("fields", {}).values()
        if field.get("choices") == choices
    ]
    return joined(list(dict.fromkeys(names))[:NAMED_FIELDS]) if names else ""


def area_changes(old: Raw, new: Raw) -> Said:
    """Areas of work, which are the tabs of the window."""
    added, gone, changed = keys_apart(old["areas"], new["areas"])
    for name in added:
        yield KINDS, Message("edition.area_added", area=named(new["areas"][name]))
    for name in gone:
        yield KINDS, Message("edition.area_gone", area=named(old["areas"][name]))
    for name in changed:
        area = named(new["areas"][name])
        yield from said_by_key(
            old["areas"][name], new["areas"][name], {"label": between("edition.area_renamed")},
            (WORDS, Message("edition.area_other", area=area)),
        )  # fmt: skip
