"""Validator of plans: finds all mistakes of a plan at once, each with its place, reason and the nearest name."""

import re
from collections.abc import Mapping

from msgspec.structs import replace

from desktop_app.catalogue import catalogue, names_in
from desktop_app.domain.device_names import DEVICES
from desktop_app.domain.period import CODES
from desktop_app.domain.period_codes import WEEKDAYS, is_own_code, week_in
from desktop_app.domain.plan import RECORD
from desktop_app.domain.plan_check_dhis2 import check_dhis2
from desktop_app.domain.plan_check_figures import check_figures
from desktop_app.domain.plan_check_kinds import check_kinds
from desktop_app.domain.plan_check_names import check_names
from desktop_app.domain.plan_check_privacy import check_privacy
from desktop_app.domain.plan_check_reserved import check_reserved
from desktop_app.domain.plan_check_roles import check_roles
from desktop_app.domain.plan_check_seeds import check_seeds
from desktop_app.domain.plan_check_sizes import LAST_EDITION, check_sizes
from desktop_app.domain.plan_check_units import check_units
from desktop_app.domain.plan_examples import PREFIX, UNITS, half_an_example
from desktop_app.domain.plan_findings import (
    HEAD,
    Findings,
    PlanMistake,
    Raw,
    SourcePlace,
    add_repeated,
    add_uncomposed,
    check_known,
    nearest,
)
from desktop_app.domain.plan_language.vocabulary import WRITTEN
from desktop_app.domain.plan_parsing import WORDS
from desktop_app.domain.plan_shape import DAYS_AFTER, PLAN, SETTINGS
from desktop_app.domain.plan_shaping import UNSOUND, sound
from desktop_app.domain.values import show_number
from desktop_app.messages import Message, Text

PLAN_ID = rf"(?!({DEVICES})$)(?=.{{1,80}}$)[a-z0-9]+(-[a-z0-9]+)*"  # it also names folders and files
DUE_FROM = ("date", "accepted_date")


def check_plan(plan: Raw, where: Mapping[str, SourcePlace] | None = None) -> list[Text]:
    """What is wrong with a plan's mapping, in sentences; empty when it may be used."""
    return [mistake.sentence for mistake in find_mistakes(plan, where or {}, HEAD)]


def find_mistakes(plan: Raw, where: Mapping[str, SourcePlace], head: str, *, whole: bool = True) -> list[PlanMistake]:
    """All mistakes of a plan's mapping at once.

    `where` maps parts of the plan to file and key, `head` is the file of all other parts; a plan that is not `whole`
    had files that could not be read. What has not the right shape is left out for what comes after; the records that
    come with a plan are looked at when all else is right.
    """
    found = Findings(where, head)
    given = sound(found, "", PLAN if whole else replace(PLAN, required=()), plan)
    add_uncomposed(found, "", plan)
    if not whole or given is UNSOUND or not found.left_out.isdisjoint(PLAN.required):
        return found.mistakes
    if not check_sizes(found, given):
        return found.mistakes
    if not given["plan"]["levels"]:
        found.add("plan.levels", "no_levels")
        return found.mistakes
    found.look_at_rest()
    _check_all(found, given)
    if not found.mistakes:
        check_seeds(found, plan)
    return found.mistakes


def is_sound(plan: Raw) -> bool:
    """Whether each part has the shape that it must have, whatever it says."""
    found = Findings({}, HEAD)
    return sound(found, "", PLAN, plan) is not UNSOUND and not found.mistakes


def is_readable(plan: Raw) -> bool:
    """Whether records can be read by a plan of which only the outline is left."""
    if not is_sound(plan) or not plan["plan"]["levels"]:
        return False
    found = Findings({}, HEAD)
    check_kinds(found, plan)
    check_units(found, plan)
    return not found.mistakes


def _check_all(found: Findings, plan: Raw) -> None:
    """What names what, and whether it may."""
    _check_head(found, plan["plan"], plan)
    _check_choices(found, plan["choices"])
    check_reserved(found, plan)
    check_kinds(found, plan)
    check_names(found, plan)
    check_privacy(found, plan)
    check_figures(found, plan)
    check_roles(found, plan)
    _check_due_rules(found, plan)
    _check_tasks(found, plan)
    _check_schemes(found, plan["period_schemes"])
    _check_words(found, plan.get("words", {}))
    add_repeated(found, "holidays", (holiday["date"] for holiday in plan.get("holidays", ())))
    check_units(found, plan)
    check_dhis2(found, plan)


def _check_head(found: Findings, head: Raw, plan: Raw) -> None:
    if not re.fullmatch(PLAN_ID, head["id"]):
        found.add("plan.id", "bad_id", id=head["id"])
    if head["edition"] < 1:
        found.add("plan.edition", "below_one")
    elif head["edition"] > LAST_EDITION:
        found.add("plan.edition", "edition_too_late", most=show_number(LAST_EDITION))
    if head.get("last_year", head["year"]) < head["year"]:
        found.add("plan.last_year", "years_backwards", first=head["year"], last=head["last_year"])
    if half_an_example(plan):
        found.add("plan.example", "half_example", prefix=PREFIX, units=UNITS)
    _check_settings(found, head.get("settings", {}), plan.get("due_rules", {}))
    check_known(found, "plan.language", head.get("language", 1), WRITTEN)
    check_known(found, "plan.period_scheme", head["period_scheme"], plan["period_schemes"])
    if plan["period_schemes"].get(head["period_scheme"], {}).get("days") == {}:
        found.add(f"period_schemes.{head['period_scheme']}.days", "empty_values")
    check_known(found, "plan.member_level", head["member_level"], head["levels"])


def _check_settings(found: Findings, settings: Raw, rules: Raw) -> None:
    """Each setting is one that the program asks for, or the days of a rule on deadlines."""
    known = {**SETTINGS, **{rule["days_setting"]: DAYS_AFTER for rule in rules.values() if "days_setting" in rule}}
    for name, given in settings.items():
        key = f"plan.settings.{name}"
        if check_known(found, key, name, known) and not known[name].fits(given):
            found.add(key, "wrong_type", expected=Message(f"plan.{known[name].word}"))


def _check_choices(found: Findings, lists: Raw) -> None:
    for name, choices in lists.items():
        if not choices:
            found.add(f"choices.{name}", "empty_list")
        add_repeated(found, f"choices.{name}", (choice["label"]["vi"] for choice in choices.values()))
        for value, choice in choices.items():
            first, last = choice.get("valid_from"), choice.get("valid_to")
            if first and last and first > last:
                found.add(f"choices.{name}.{value}", "ends_before_start", first=first, last=last)


def _check_due_rules(found: Findings, plan: Raw) -> None:
    for name, rule in plan.get("due_rules", {}).items():
        check_known(found, f"due_rules.{name}.from_field", rule["from_field"], DUE_FROM)
        if rule["days"] < 1:
            found.add(f"due_rules.{name}.days", "below_one")
        if "days_setting" in rule:
            settings = plan["plan"].get("settings", {})
            check_known(found, f"due_rules.{name}.days_setting", rule["days_setting"], settings)


def _check_tasks(found: Findings, plan: Raw) -> None:
    """Each record kind belongs to one task or solution, where the plan names any."""
    tasks = plan.get("tasks", {})
    records = {name for name, kind in plan["kinds"].items() if kind.get("storage", RECORD) == RECORD}
    for code, task in tasks.items():
        if not task["kinds"]:
            found.add(f"tasks.{code}.kinds", "empty_values")
        if "area" in task:
            check_known(found, f"tasks.{code}.area", task["area"], plan["areas"])
        for kind in task["kinds"]:
            check_known(found, f"tasks.{code}.kinds", kind, records)
    named = [kind for task in tasks.values() for kind in task["kinds"]]
    add_repeated(found, "tasks", named)
    for kind in sorted(records - set(named)) if tasks else ():
        found.add(f"kinds.{kind}", "no_task", kind=kind)


def _check_words(found: Findings, words: Raw) -> None:
    """Sentences of the report in the plan's own words fill in no more than the program's do."""
    known = {key.removeprefix(WORDS): message for key, message in catalogue().items() if key.startswith(WORDS)}
    for key, text in words.items():
        if key not in known:
            found.add(f"words.{key}", "unknown_sentence", name=key, nearest=nearest(key, known))
        elif extra := {*names_in(text["vi"])} - {*names_in(known[key].vi)}:
            found.add(f"words.{key}", "unfilled_name", names=", ".join(sorted(extra)))


def _check_schemes(found: Findings, schemes: Raw) -> None:
    for name, scheme in schemes.items():
        key = f"period_schemes.{name}"
        if ("days" in scheme) == ("start_day" in scheme):
            found.add(key, "scheme_half")
        if not 1 <= scheme.get("start_day", 1) <= 28:
            found.add(f"{key}.start_day", "bad_start_day")
        for period, (first, last) in scheme.get("days", {}).items():
            year, _, code = period.partition("-")
            known = code in ("", *CODES, *scheme.get("codes", {})) or week_in(code)
            if not re.fullmatch(r"\d{4}", year, re.ASCII) or not known:
                found.add(f"{key}.days.{period}", "bad_period")
            if first > last:
                found.add(f"{key}.days.{period}", "ends_before_start", first=first, last=last)
        if "week_starts" in scheme:
            check_known(found, f"{key}.week_starts", scheme["week_starts"], WEEKDAYS)
        for code, raw in scheme.get("codes", {}).items():
            _check_period_code(found, f"{key}.codes.{code}", code, raw, dated="days" in scheme)


def _check_period_code(found: Findings, key: str, code: str, raw: Raw, *, dated: bool) -> None:
    """A code of the plan's own needs a name, and months where the days are not written out."""
    if not is_own_code(code):
        found.add(key, "bad_name")
    for name in ("label", *(() if dated else ("months",))) if code not in CODES else ():
        if name not in raw:
            found.add(key, "missing_key", missing=name)
