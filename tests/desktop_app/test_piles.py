"""A pile of paper: counted before, compared after, a sample keyed twice; and remembered over a restart."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from desktop_app.domain.values import Value
from desktop_app.errors import AppError
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.session import OpenFile, editing, entry, piles
from tests.new_files import new_file

KIND = "comm_activity"


@pytest.fixture
def file(tmp_path: Path) -> Iterator[OpenFile]:
    now = datetime(2022, 9, 8, 7, tzinfo=UTC)
    with new_file(tmp_path / "sổ.db", load_plan(plan_folder("lai-chau-2022")), "03405", "Lan", now=lambda: now) as made:
        yield made


def enter(file: OpenFile, title: str, people: int) -> str:
    known: dict[str, Value] = {
        "date": "2022-07-20", "form": "loa", "title": title, "audience": ("nhan_dan",), "people_total": people,
    }  # fmt: skip
    made = editing.new_record(file, KIND, entry.defaults(file, KIND, known))
    assert made.act
    return made.record


def test_what_was_entered_is_held_against_what_was_counted(file: OpenFile) -> None:
    enter(file, "trước", 99)
    pile = piles.begin(file, KIND, 3, {"people_total": Decimal(60)})
    for title, people in (("a", 10), ("b", 20), ("c", 30)):
        enter(file, title, people)
    found = piles.standing(file, pile)
    assert [(one.sheet, one.values["title"]) for one in found.entered] == [(1, "a"), (2, "b"), (3, "c")]
    assert (found.totals, found.agrees) == ({"people_total": Decimal(60)}, True)


def test_a_sheet_too_few_or_a_wrong_number_shows(file: OpenFile) -> None:
    pile = piles.begin(file, KIND, 2, {"people_total": Decimal(30)})
    first = enter(file, "a", 10)
    assert not piles.standing(file, pile).agrees
    enter(file, "b", 2)
    found = piles.standing(file, pile)
    assert (len(found.entered), found.totals["people_total"], found.agrees) == (2, Decimal(12), False)
    editing.set_value(file, piles.standing(file, pile).entered[1].record, "people_total", 20)
    assert piles.standing(file, pile).agrees
    editing.delete(file, first)
    assert [one.values["title"] for one in piles.standing(file, pile).entered] == ["b"]


def test_a_record_of_before_that_is_corrected_meanwhile_is_none_of_the_pile(file: OpenFile) -> None:
    before = enter(file, "trước", 1)
    pile = piles.begin(file, KIND, 1, {})
    editing.set_value(file, before, "title", "sửa")
    assert list(piles.standing(file, pile).entered) == []


def test_a_computer_remembers_the_pile_and_nothing_of_a_record(file: OpenFile) -> None:
    pile = piles.begin(file, KIND, 20, {"people_total": Decimal(1200)})
    stored = pile.to_settings()
    assert set(stored) == {"kind", "sheets", "after", "total:people_total"}
    assert piles.pile_from_settings(file, stored) == pile
    assert piles.pile_from_settings(file, {}) is None
    assert piles.pile_from_settings(file, {**stored, "kind": "gone"}) is None
    assert piles.pile_from_settings(file, {**stored, "total:gone": "1"}) is None
    assert piles.pile_from_settings(file, {**stored, "sheets": "x"}) is None


def test_the_sample_is_drawn_by_the_pile_alone(file: OpenFile) -> None:
    pile = piles.begin(file, KIND, 25, {})
    for number in range(25):
        enter(file, f"{number}", number)
    found = piles.standing(file, pile)
    drawn = piles.sample(found)
    assert len(drawn) == 3
    assert drawn == piles.sample(piles.standing(file, pile))
    assert [one.sheet for one in drawn] == sorted({one.sheet for one in drawn})


def test_what_was_keyed_otherwise_is_shown_field_by_field(file: OpenFile) -> None:
    pile = piles.begin(file, KIND, 1, {})
    record = enter(file, "a", 45)
    (entered,) = piles.standing(file, pile).entered
    found = piles.differences(entered, {"people_total": 54, "form": "loa", "sessions": 1, "people_female": 2})
    assert [(one.field, one.first, one.second) for one in found] == [
        ("people_total", 45, 54),
        ("people_female", None, 2),
    ]
    assert {one.record for one in found} == {record}


def test_a_pile_of_no_sheets_is_refused(file: OpenFile) -> None:
    with pytest.raises(AppError, match=r"pile\.no_sheets"):
        piles.begin(file, KIND, 0, {})
