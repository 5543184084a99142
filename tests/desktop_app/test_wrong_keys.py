"""Every key of the format is made wrong, after the table that says what a plan may hold: each mistake has its place."""

import pickle
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from msgspec.structs import replace

from desktop_app.domain.plan_check import is_sound
from desktop_app.domain.plan_shape import PLAN
from desktop_app.domain.plan_shaping import KeyedTable, ListOf, Shape, TableOf, TextOr, Value
from desktop_app.plan_reading import mistakes_in, read_files
from desktop_app.texts import in_words
from tests.wrong_plans import Steps

FILES = read_files(Path(__file__).parent.parent / "data" / "plans" / "vi-du-moi-khoa")
WHOLE = pickle.dumps(FILES.plan)
NOTHING = "zz_nothing"
# texts that mean what they say: any other text is as right
FREE = {
    "plan/doc_no", "plan/issuer", "plan/settings/*", "kinds/*/title", "kinds/*/was", "kinds/*/fields/*/was",
    "choices/*/*/was", "choices/*/*/note", "choices/*/*/source", "choices/*/*/certainty", "indicators/*/texts/*",
    "due_rules/*/source", "due_rules/*/certainty", "aliases/*/*", "aliases/*/*/#", "renamed_units/*/*",
    "dhis2/data_set", "dhis2/org_units/*", "dhis2/category_option_combos/*/*", "dhis2/indicators/*/numerator",
    "dhis2/indicators/*/denominator", "dhis2/statistics/*/data_element", "dhis2/statistics/*/parts",
    "seeds/#/fields/*",
}  # fmt: skip
# names that a part of a reading gives itself; a picture that is not there is shown as none
GIVEN = ("/part", "/adds/own", "/adds/part", "/icon")
# the shape of a part has them, and the language refuses them
NOWHERE_RIGHT = {f"indicators/*/readings/*/{key}/#/beside/*/population" for key in ("remarks", "unknown")}
# twice is as good as once
ONCE_IS_ENOUGH = {"plan/not_established", "aliases/*/*"}


class Entry(NamedTuple):
    """One entry of the plan: its keys with names and numbers left open, and what may stand there."""

    key: str
    steps: Steps
    shape: Shape
    given: Any


def entries(shape: Shape, given: Any, key: tuple[str, ...] = (), steps: Steps = ()) -> Iterator[Entry]:
    if isinstance(shape, TextOr):
        shape = shape.text if isinstance(given, str) else shape.other
    yield Entry("/".join(key), steps, shape, given)
    inner: list[tuple[str, str | int, Shape]] = []
    match shape:
        case KeyedTable():
            inner = [(name, name, known) for name, known in shape.keys.items() if name in given]
        case TableOf():
            inner = [("*", name, shape.inner) for name in given]
        case ListOf():
            inner = [("#", number, shape.inner) for number in range(len(given))]
    for open_key, step, known in inner:
        yield from entries(known, given[step], (*key, open_key), (*steps, step))


def all_keys(shape: Shape, key: tuple[str, ...] = ()) -> Iterator[str]:
    if isinstance(shape, TextOr):
        shape = shape.other
    yield "/".join(key)
    for name, known in shape.keys.items() if isinstance(shape, KeyedTable) else ():
        yield from all_keys(known, (*key, name))
    if isinstance(shape, TableOf | ListOf):
        yield from all_keys(shape.inner, (*key, "*" if isinstance(shape, TableOf) else "#"))


def some_of_each(found: Iterable[Entry]) -> list[Entry]:
    """Three entries of each key at most: more of the same would say the same."""
    seen = Counter[str]()
    taken = []
    for entry in found:
        seen[entry.key] += 1
        if entry.key and seen[entry.key] <= 3:
            taken.append(entry)
    return taken


ENTRIES = some_of_each(entries(PLAN, FILES.plan))


def changed(steps: Steps, value: Any) -> dict[str, Any]:
    """The plan with another value at a place, None for none."""
    plan: dict[str, Any] = pickle.loads(WHOLE)
    part: Any = plan
    for step in steps[:-1]:
        part = part[step]
    if value is None:
        del part[steps[-1]]
    else:
        part[steps[-1]] = value
    return plan


def told(steps: Steps, value: Any) -> list[str]:
    """The mistakes of the plan with another value at a place: each names a file, and can be said."""
    mistakes = mistakes_in(replace(FILES, plan=changed(steps, value)))
    assert all(mistake.place.file for mistake in mistakes)
    return [in_words(mistake.sentence) for mistake in mistakes]


def is_label(entry: Entry) -> bool:
    return entry.key.endswith(("/vi", "/en"))


def test_the_plan_uses_every_key_of_the_format_and_is_right() -> None:
    assert mistakes_in(FILES) == []
    assert {*all_keys(PLAN)} - {entry.key for entry in ENTRIES} - NOWHERE_RIGHT == {""}


@pytest.mark.no_cover
def test_nothing_of_another_type_is_taken() -> None:
    """What is of another type is left out, whatever it is: one wrong value of a place shows how the rest bears that."""
    taken = []
    for entry in ENTRIES:
        wrongs: tuple[Any, ...] = ([], {}) if isinstance(entry.shape, Value) else (5, "x", True)
        if entry.key in ("indicators/*/texts/*", "roles/*"):  # a text, or a table; judged by its own words
            continue
        for number, wrong in enumerate(wrongs):
            if (number == 0 or is_sound(changed(entry.steps, wrong))) and not told(entry.steps, wrong):
                taken.append((entry.key, wrong))
    assert {key for key, _ in taken} - {"kinds/*/was", "plan/settings/*"} == set()


@pytest.mark.no_cover
def test_whatever_must_be_there_is_missed() -> None:
    unmissed = [
        f"{entry.key}/{name}"
        for entry in ENTRIES if isinstance(entry.shape, KeyedTable)
        for name in entry.shape.required if not told((*entry.steps, name), None)
    ]  # fmt: skip
    assert unmissed == []


@pytest.mark.no_cover
def test_no_key_is_taken_that_the_format_does_not_have() -> None:
    tables = [entry for entry in ENTRIES if isinstance(entry.shape, KeyedTable)]
    assert [entry.key for entry in tables if not told((*entry.steps, NOTHING), 1)] == []


@pytest.mark.no_cover
def test_a_name_of_nothing_is_taken_where_any_text_is_right_and_nowhere_else() -> None:
    names = [entry for entry in ENTRIES if isinstance(entry.shape, Value) and isinstance(entry.given, str)]
    names = [entry for entry in names if not is_label(entry) and not entry.key.endswith(GIVEN)]
    assert {entry.key for entry in names if not told(entry.steps, NOTHING)} <= FREE


@pytest.mark.no_cover
def test_what_stands_in_a_list_twice_is_told() -> None:
    lists = [entry for entry in ENTRIES if isinstance(entry.given, list) and entry.given]
    open_lists = [entry for entry in lists if isinstance(entry.shape, ListOf) and not entry.key.endswith("/group_by")]
    twice = {entry.key for entry in open_lists if not told(entry.steps, [*entry.given, entry.given[-1]])}
    assert {key for key in twice if not key.endswith(("/remarks", "/unknown"))} == ONCE_IS_ENOUGH


@pytest.mark.parametrize(
    ("steps", "value"),
    [
        (("kinds", "boat", "parent"), "look"),
        (("sets", "checks", "of"), "latest_checks"),
        (("sets", "checks", "of"), "checks"),
        (("sets", "checks", "where"), "exists(latest_checks)"),
        (("indicators", "T.1", "readings", "default", "values", "vests"), "vests + 1"),
        (("renamed_units", "1", "VD01"), "VD02"),
        (("choices", "loai", "go", "was"), "sat"),
        (("kinds", "boat", "fields", "so", "was"), "tu"),
    ],
)
def test_nothing_rests_on_itself(steps: Steps, value: str) -> None:
    assert told(steps, value)


@pytest.mark.parametrize(
    ("steps", "value"),
    [
        (("plan", "year"), 10**30),
        (("plan", "edition"), 10**30),
        (("plan", "settings", "due_working_days"), 10**9),
        (("plan", "settings", "school_year_first_month"), 99),
        (("plan", "settings", "subject"), 5),
        (("plan", "settings", "reply_days"), -3),
        (("period_schemes", "thang", "month_shift"), 10**30),
        (("period_schemes", "thang", "codes", "MUA", "months"), [1, 10**9]),
        (("due_rules", "thuong", "days"), 10**9),
        (("indicators", "T.1", "threshold"), float("nan")),
        (("indicators", "T.1", "baseline", "value"), float("inf")),
        (("indicators", "T.1", "measure"), "growth"),
        (("sets", "checks", "during"), []),
        (("dhis2", "org_unit"), "DV"),
        (("indicators", "T.1", "texts", "missing.nonee"), {"vi": "Chưa có"}),
        (("indicators", "T.1", "readings", "default", "why", "zz"), "true"),
        (("roles", "declaration", "date"), "area"),
        (("roles", "declaration", "by"), 5),
        (("roles", "submission"), {"kind": "look", "date": "ngay"}),
        (("roles", "declaration", "kind"), "look"),
        (("roles", "target"), {"kind": "riders", "year": "year", "indicator": "unit", "reading": "ky",
                               "threshold": "unit", "threshold_max": "nguoi"}),
    ],
)  # fmt: skip
def test_what_no_report_could_be_made_of_is_refused(steps: Steps, value: Any) -> None:
    assert told(steps, value)
