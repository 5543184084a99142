"""Figures that are kept in memory are those of the file, whatever was written into it since and by whom."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from copy import deepcopy
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from db import store
from db.counting.indicator_figures import progress
from db.counting.unit_completeness import completeness
from desktop_app.domain.plan import Field
from desktop_app.errors import AppError
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.session import (
    OpenFile,
    editing,
    exchange,
    figures,
    maintenance,
    opening,
    plans,
    records,
    reports,
    undo,
)
from tests.filled_files import put_made_up
from tests.new_files import new_file

PROVINCE, DISTRICT = "12", "106"
ASKED = (("2022", PROVINCE), ("2022-Q3", PROVINCE), ("2022", DISTRICT))
DAYS = ("2021-12-14", "2022-03-15", "2022-06-20", "2022-08-01", "2022-11-02")


def now() -> datetime:
    return datetime(2022, 11, 30, 8, tzinfo=UTC)


@cache
def plan() -> dict[str, Any]:
    return dict(load_plan(plan_folder("lai-chau-2022")))


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kept") / "start.db"
    with new_file(path, plan(), PROVINCE, "Lan", now=now) as file:
        put_made_up(file, 400, 8, 5)
    return path


class Hands:
    """An office's file in which random things are done."""

    def __init__(self, path: Path, random: Random) -> None:
        self.file, self.random, self.folder = opening.open_file(path, now=now), random, path.parent
        self.acts: list[bytes] = []

    def any_record(self, file: OpenFile, kind: str | None = None) -> str:
        kinds = [k for k in file.plan.record_kinds if records.count(file, k)]
        rows = records.rows(file, kind or self.random.choice(kinds), limit=40)
        return self.random.choice(rows).id

    def edit(self, file: OpenFile | None = None) -> None:
        file = file or self.file
        record = self.any_record(file)
        view = records.find(file, record)
        assert view
        field = self.random.choice(list(file.kind(view.kind).fields.values()))
        done = editing.set_value(file, record, field.name, self.value(field))
        if done.act and file is self.file:
            self.acts.append(done.act)

    def value(self, field: Field) -> Any:
        found: dict[str, Callable[[], Any]] = {
            "int": lambda: self.random.randrange(30),
            "bool": lambda: self.random.random() < 0.5,
            "date": lambda: self.random.choice(DAYS),
            "unit": lambda: self.random.choice([u.code for u in self.file.units]),
            "ref": lambda: self.any_record(self.file, field.target),
            "choice": lambda: self.random.choice(list(self.file.plan.choices[field.choices or ""])),
            "text": lambda: f"số {self.random.randrange(9)}",
        }
        return found[field.type.name]() if field.type.name in found and self.random.random() < 0.85 else None

    def delete(self) -> None:
        act = editing.delete(self.file, self.any_record(self.file))
        if act:
            self.acts.append(act)

    def restore(self) -> None:
        trash = records.trash(self.file)
        if trash:
            editing.restore(self.file, self.random.choice(trash)[0].id)

    def undo(self) -> None:
        if self.acts:
            undo.undo(self.file, self.acts.pop())

    def join(self) -> None:
        kind = self.random.choice(("establishment", "school", "tip"))
        editing.join(self.file, self.any_record(self.file, kind), self.any_record(self.file, kind))

    def create(self) -> None:
        unit = self.random.choice([u.code for u in self.file.units])
        day = self.random.choice(DAYS)
        editing.new_record(self.file, "comm_activity", {"unit": unit, "date": day, "form": "loa", "title": "x"})
        editing.new_record(
            self.file, "period_declaration", {"unit": unit, "year": 2022, "period_code": "Y", "plan_area": "1"}
        )

    def import_many(self) -> None:
        put_made_up(self.file, 60, 4, self.random.randrange(1000))

    def draft(self) -> None:
        editing.save_draft(self.file, self.any_record(self.file), "title", "nửa chừng")

    def elsewhere(self) -> None:
        """Another process writes into the same file."""
        with opening.open_file(self.file.path, now=now) as other:
            self.edit(other)

    def merge(self) -> None:
        other_path = Path(shutil.copy(self.file.path, self.folder / "other.db"))
        with opening.open_file(other_path, author="Mai", now=now) as other:
            for _ in range(3):
                with suppress(AppError):
                    self.edit(other)
        with suppress(AppError):
            self.edit()
        exchange.merge(self.file, exchange.find_sources(self.file, [other_path]))

    def settle(self) -> None:
        for record, field in records.conflicts(self.file)[:2]:
            editing.settle(self.file, record, field, None if field != "deleted" else False)

    def erase(self) -> None:
        record = self.any_record(self.file)
        item = self.random.choice([i for i in records.history(self.file, record) if i.value is not None])
        maintenance.erase(self.file, [item.stamp], "nhập nhầm")

    def adopt(self) -> None:
        """A later edition of the plan comes with a file and asks otherwise."""
        source = deepcopy(plan())
        source["plan"]["edition"] = self.file.plan.edition + 1
        source["indicators"]["2.2"]["readings"]["default"]["numerator"] = "1 == 2"
        path = self.folder / f"{source['plan']['edition']}.db"
        new_file(path, source, PROVINCE, "Nam", now=now).close()
        plans.adopt(self.file, plans.find_offer(self.file, str(path)))

    def steps(self) -> Iterator[Callable[[], None]]:
        often = [self.edit] * 8 + [self.create, self.elsewhere, self.draft, self.undo, self.delete]
        seldom = [self.restore, self.join, self.merge, self.settle, self.erase, self.import_many, self.adopt]
        for _ in range(14):
            yield self.random.choice(often)
            yield self.random.choice(often if self.random.random() < 0.6 else seldom)


def from_scratch(file: OpenFile, asked: Iterable[tuple[str, str]] = ASKED) -> list[Any]:
    fresh = OpenFile(file.path, file.connection, file.plan, file.clock, file.unit)  # with nothing in its cache
    found = list[Any]()
    for text, unit in asked:
        period = figures.read_period(file, text)
        found.append(progress(fresh, period, unit))
        found.append(completeness(fresh, period, unit, file.today()))
    return found


def kept(file: OpenFile, asked: Iterable[tuple[str, str]] = ASKED) -> list[Any]:
    found = list[Any]()
    for text, unit in asked:
        period = figures.read_period(file, text)
        found += [figures.progress(file, period, unit), figures.completeness(file, period, unit)]
    return found


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(6))
def test_kept_figures_are_those_made_from_scratch(start: Path, tmp_path: Path, seed: int) -> None:
    """Those of the year after each step, the others in turn, so that they stay for more than one step as well.

    Where what they are said to rest on is as it was before, so are they.
    """
    hands = Hands(Path(shutil.copy(start, tmp_path / "a.db")), Random(seed))
    of_year: dict[tuple[str, ...], Any] = {}
    for number, step in enumerate(hands.steps()):
        with suppress(AppError):
            step()
        asked = ASKED[0], ASKED[1 + number % 2]
        found = from_scratch(hands.file, asked)
        assert kept(hands.file, asked) == found, step.__name__
        assert of_year.setdefault(tuple(figures.rest_on(hands.file)), found[0]) == found[0], step.__name__
    assert kept(hands.file) == from_scratch(hands.file)
    hands.file.close()


def test_a_merge_that_is_taken_back_takes_with_it_what_figures_rest_on(start: Path, tmp_path: Path) -> None:
    """No act is left of that, and none goes: the last one is that of the merge, before and after."""
    hands = Hands(Path(shutil.copy(start, tmp_path / "a.db")), Random(0))
    before = figures.rest_on(hands.file)
    hands.merge()
    merged = figures.rest_on(hands.file)
    act = undo.acts(hands.file, 1)[0].act
    undo.undo(hands.file, act)
    after = figures.rest_on(hands.file)
    undo.redo(hands.file, act)
    assert figures.rest_on(hands.file) == merged
    assert merged not in (before, after)
    hands.file.close()


def test_an_edit_leaves_what_does_not_rest_on_it(start: Path, tmp_path: Path) -> None:
    with opening.open_file(Path(shutil.copy(start, tmp_path / "a.db")), now=now) as file:
        period = figures.read_period(file, "2022")
        figures.progress(file, period)
        before = dict(file.cache._values)
        editing.set_value(file, records.rows(file, "tip")[0].id, "note", "x")
        figures.progress(file, period)
        after = file.cache._values
        again = {key for key in before if after[key] is not before[key]}
        figures_again = {
            key[2] for key in again if isinstance(key, tuple) and len(key) > 2 and key[2] in file.plan.indicators
        }
        assert figures_again == {"3.1"}


def test_what_was_read_before_a_write_was_taken_back_is_not_kept(start: Path, tmp_path: Path) -> None:
    with opening.open_file(Path(shutil.copy(start, tmp_path / "a.db")), now=now) as file:
        before = kept(file)

        def empty() -> None:
            with store.writing(file):
                file.connection.execute("DELETE FROM comm_activity")
                assert kept(file) != before
                raise KeyError

        with pytest.raises(KeyError):
            empty()
        assert kept(file) == before


def test_what_another_process_writes_into_the_file_is_seen(start: Path, tmp_path: Path) -> None:
    with opening.open_file(Path(shutil.copy(start, tmp_path / "a.db")), now=now) as file:
        before = kept(file)
        with opening.open_file(file.path, now=now) as other:
            editing.delete(other, *(row.id for row in records.rows(other, "tip")))
        assert kept(file) != before
        assert kept(file) == from_scratch(file)


def test_a_report_leaves_what_is_kept(start: Path, tmp_path: Path) -> None:
    with opening.open_file(Path(shutil.copy(start, tmp_path)), now=now) as file:
        figures.progress(file, figures.read_period(file, "2022"), PROVINCE)
        before = set(file.cache._values)
        assert before
        reports.report(file, figures.read_period(file, "2022-07"), DISTRICT)
        assert before <= set(file.cache._values)
