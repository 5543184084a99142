"""What may be chosen in a plan that is being written, each word with what people call it."""

from collections.abc import Mapping
from typing import Any

from desktop_app.catalogue import catalogue
from desktop_app.domain.comparisons import COMPARISONS
from desktop_app.domain.plan_parsing import WORDS, label_of
from desktop_app.messages import Message, Text, joined
from desktop_app.sheets.plan_book_choices import choices_of


def options(plan: Mapping[str, Any], choose: str) -> list[tuple[str, Text]]:
    """What may be chosen, each with what people call it; `plan` may be half written."""
    sections: dict[str, Any] = {name: {} for name in ("areas", "kinds", "choices", "indicators", "period_schemes")}
    head = {"levels": {}, **plan.get("plan", {})}
    known = choices_of({**sections, **plan, "plan": head}).get(choose, [])
    return [(word, _called(choose, word, plan)) for word in known]


_LABELLED = {
    "areas": ("areas", "label"), "kinds": ("kinds", "label"), "indicators": ("indicators", "title"),
    "schemes": ("period_schemes", "label"),
}  # fmt: skip


def _called(choose: str, word: str, plan: Mapping[str, Any]) -> Text:
    if choose == "types":
        base, _, kind = word.partition(":")
        return joined((Message(f"cli.type_{base}"), _label(plan.get("kinds", {}).get(kind), "label")), ": ")
    if choose in _LABELLED:
        section, key = _LABELLED[choose]
        return joined((_label(plan.get(section, {}).get(word), key), word), " · ")
    if choose == "levels":
        level = plan.get("plan", {}).get("levels", {}).get(word)
        return _label({"label": level}, "label") if level else Message("planpage.levels_member")
    if choose == "populations":
        return _population(word, plan)
    if choose == "lists":
        return joined((_label(_field_with(plan, word), "label"), word), " · ")
    if choose == "yes":
        return word
    if choose == "sentences":
        return joined((catalogue()[f"{WORDS}{word}"], word), " · ")
    if choose == "signs":
        return Message(COMPARISONS[word].choice_key)
    return Message(f"planpage.{choose}_{word}")


def _field_with(plan: Mapping[str, Any], listed: str) -> Any:
    """The first field that offers a list."""
    fields = (field for kind in plan.get("kinds", {}).values() for field in kind.get("fields", {}).values())
    return next((one for one in fields if one.get("choices") == listed), None)


def _population(word: str, plan: Mapping[str, Any]) -> Text:
    """A set, a kind, or units of a level."""
    if not word.startswith("unit:"):
        found = plan.get("sets", {}).get(word) or plan.get("kinds", {}).get(word)
        return joined((_label(found, "label"), word), " · ")
    level = word.removeprefix("unit:")
    named = plan.get("plan", {}).get("levels", {}).get(level)
    if named:
        return Message("planpage.populations_level", level=_label({"label": named}, "label"))
    return Message(f"planpage.populations_{level}")


def _label(raw: Any, key: str) -> Text:
    """The words of a part that may be half written."""
    given = raw.get(key) if isinstance(raw, Mapping) else None
    return label_of(given) if isinstance(given, Mapping) and isinstance(given.get("vi"), str) else ""
