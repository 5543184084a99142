"""What a new edition changes of targets, of how they are counted, of statistics and annexes, in sentences."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from desktop_app.domain.comparisons import COMPARISONS
from desktop_app.domain.plan_differences import (
    ANNEXES,
    STATISTICS,
    TARGETS,
    WORDS,
    Said,
    always,
    between,
    keys_apart,
    named,
    said_by_key,
)
from desktop_app.domain.plan_findings import Raw
from desktop_app.domain.plan_parsing import label_of
from desktop_app.domain.values import show_number
from desktop_app.messages import Label, Message, Text, joined

TARGET = ("op", "threshold", "threshold_max")
ENDS = TARGET[1:]
COUNTING = {
    "measure": "measure", "window": "window", "people": "people", "people_parts": "people", "supported": "people",
    "area": "target_area",
    "breakdown_level": "target_levels", "min_level": "target_levels",
    "targets": "target_years", "baseline": "target_years", "path": "target_years",
}  # fmt: skip


def target_changes(old: Raw, new: Raw) -> Said:
    """Indicators that come and go, their targets, and how they are counted."""
    added, gone, changed = keys_apart(old["indicators"], new["indicators"])
    for code in added:
        raw = new["indicators"][code]
        yield TARGETS, Message("edition.target_added", code=code, title=named(raw, "title"), target=_target(new, raw))
    for code in gone:
        raw = old["indicators"][code]
        yield TARGETS, Message("edition.target_gone", code=code, title=named(raw, "title"), target=_target(old, raw))
    for code in changed:
        yield from _target_change(code, old, new)
        yield from _indicator_change(code, old["indicators"][code], new["indicators"][code], new)
    if old.get("sets", {}) != new.get("sets", {}):
        yield TARGETS, Message("edition.sets")


def _named(code: str, raw: Raw) -> dict[str, Any]:
    return {"code": code, "title": label_of(raw.get("short", raw["title"]))}


def _target_change(code: str, old: Raw, new: Raw) -> Said:
    """A target that means something else; the same one may be written with another sign in another format."""
    was, is_now = old["indicators"][code], new["indicators"][code]
    if was["op"] != is_now["op"] or any(was.get(key) != is_now.get(key) for key in ENDS):
        said = Message("edition.target", **_named(code, is_now), old=_target(old, was), new=_target(new, is_now))
        yield TARGETS, said


def _indicator_change(code: str, old: Raw, new: Raw, plan: Raw) -> Said:
    values = _named(code, new)
    levels = plan["plan"]["levels"]
    said = said_by_key(
        old, new,
        {
            **{key: between("edition.target_renamed", code=code) for key in ("title", "short")},
            "unit": between("edition.target_unit", **values),
            "accountable_level": lambda was, now: (TARGETS, Message(
                "edition.target_accountable", **values, old=_level(was, levels), new=_level(now, levels)
            )),
            "texts": always(WORDS, Message("edition.target_texts", **values)),
            **{key: always(TARGETS, Message(f"edition.{message}", **values)) for key, message in COUNTING.items()},
        },
        (TARGETS, Message("edition.target_other", **values)), skip=(*TARGET, "readings"),
    )  # fmt: skip
    yield from dict.fromkeys(said)
    yield from _reading_changes(values, old["readings"], new["readings"])


def _reading_changes(values: dict[str, Any], old: Raw, new: Raw) -> Said:
    added, gone, changed = keys_apart(old, new)
    for name in added:
        yield TARGETS, Message("edition.reading_added", **values, wording=named(new[name], "wording"))
    for name in gone:
        yield TARGETS, Message("edition.reading_gone", **values, wording=named(old[name], "wording"))
    for name in changed:
        yield from said_by_key(
            old[name], new[name], {"wording": between("edition.reading_wording", **values)},
            (TARGETS, _reading_changed(name, new[name], values)),
        )  # fmt: skip


def _reading_changed(name: str, raw: Raw, values: dict[str, Any]) -> Message:
    if "label" in raw:
        return Message("edition.reading_named", **values, reading=named(raw))
    return Message(f"edition.reading_{name}", **values)


def _target(plan: Raw, raw: Raw) -> Text:
    """A target as people write it: from what on, or between what, and of what; or that nothing is asked for."""
    if not COMPARISONS[raw["op"]].judges:
        return Message("edition.not_judged")
    low, high = (
        show_number(Decimal(str(raw[key]))) if raw.get(key) is not None else ""
        for key in ("threshold", "threshold_max")
    )
    number = joined((low, high), "–") if high else joined((COMPARISONS[raw["op"]].sign, low), "")
    return joined([number, named(raw, "unit")], " ")


def _level(name: str, levels: Raw) -> Text:
    return label_of(levels[name]) if name in levels else Message("edition.level_member")


def statistic_changes(old: Raw, new: Raw) -> Said:
    """The figures of the report beside the indicators."""
    before, now = (_by_key(plan.get("statistics", ())) for plan in (old, new))
    added, gone, changed = keys_apart(before, now)
    for key in added:
        yield STATISTICS, Message("edition.statistic_added", statistic=named(now[key]))
    for key in gone:
        yield STATISTICS, Message("edition.statistic_gone", statistic=named(before[key]))
    for key in changed:
        statistic = named(now[key])
        yield from dict.fromkeys(said_by_key(
            before[key], now[key],
            {
                **{part: between("edition.statistic_renamed") for part in ("label", "short")},
                **{
                    part: always(STATISTICS, Message("edition.statistic_print", statistic=statistic))
                    for part in ("unit", "annex", "lead", "per_unit", "by")
                },
            },
            (STATISTICS, Message("edition.statistic_counted", statistic=statistic)),
        ))  # fmt: skip


def _by_key(statistics: Sequence[Raw]) -> dict[str, Raw]:
    """Each under its kind and field, and its place among those that have the same."""
    found: dict[str, Raw] = {}
    for raw in statistics:
        name = f"{raw['kind']}.{raw.get('sum', '')}"
        while name in found:
            name += "+"
        found[name] = raw
    return found


def annex_changes(old: Raw, new: Raw) -> Said:
    before, now = old.get("annexes", {}), new.get("annexes", {})
    added, gone, changed = keys_apart(before, now)
    for code in added:
        yield ANNEXES, Message("edition.annex_added", annex=named(now[code], "title"))
    for code in gone:
        yield ANNEXES, Message("edition.annex_gone", annex=named(before[code], "title"))
    for code in changed:
        title: Label = named(now[code], "title")
        yield from said_by_key(
            before[code], now[code],
            {"title": between("edition.annex_renamed", ANNEXES)},
            (ANNEXES, Message("edition.annex_other", annex=title)),
        )  # fmt: skip
