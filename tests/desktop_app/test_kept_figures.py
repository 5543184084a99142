"""Figures that are kept in memory are those of the file, whatever was written into it since and by whom."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import deepcopy
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from db.counting.completeness import completeness
from db.counting.figures import progress
from desktop_app.domain.plan import Field
from desktop_app.errors import AppError
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.session import Session

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
    with Session.create(path, plan(), PROVINCE, "Lan", now=now) as session:
        session.import_lines(json.dumps(line) for line in session.demo_lines(400, 8, 5))
    return path


class Hands:
    """An office's session in which random things are done."""

    def __init__(self, path: Path, random: Random) -> None:
        self.session, self.random, self.folder = Session.open(path, now=now), random, path.parent
        self.acts: list[bytes] = []

    def any_record(self, session: Session, kind: str | None = None) -> str:
        kinds = [k for k in session.plan.record_kinds if session.count(k)]
        rows = session.rows(kind or self.random.choice(kinds), limit=40)
        return self.random.choice(rows).id

    def edit(self, session: Session | None = None) -> None:
        session = session or self.session
        record = self.any_record(session)
        view = session.record(record)
        assert view
        field = self.random.choice(list(session.kind(view.kind).fields.values()))
        done = session.set_value(record, field.name, self.value(field))
        if done.act and session is self.session:
            self.acts.append(done.act)

    def value(self, field: Field) -> Any:
        found: dict[str, Callable[[], Any]] = {
            "int": lambda: self.random.randrange(30),
            "bool": lambda: self.random.random() < 0.5,
            "date": lambda: self.random.choice(DAYS),
            "unit": lambda: self.random.choice([u.code for u in self.session.units]),
            "ref": lambda: self.any_record(self.session, field.target),
            "choice": lambda: self.random.choice(list(self.session.plan.choices[field.choices or ""])),
            "text": lambda: f"số {self.random.randrange(9)}",
        }
        return found[field.type]() if field.type in found and self.random.random() < 0.85 else None

    def delete(self) -> None:
        act = self.session.delete(self.any_record(self.session))
        if act:
            self.acts.append(act)

    def restore(self) -> None:
        trash = self.session.trash()
        if trash:
            self.session.restore(self.random.choice(trash)[0].id)

    def undo(self) -> None:
        if self.acts:
            self.session.undo(self.acts.pop())

    def join(self) -> None:
        kind = self.random.choice(("establishment", "school", "tip"))
        self.session.join(self.any_record(self.session, kind), self.any_record(self.session, kind))

    def create(self) -> None:
        unit = self.random.choice([u.code for u in self.session.units])
        day = self.random.choice(DAYS)
        self.session.new_record("comm_activity", {"unit": unit, "date": day, "form": "loa", "title": "x"})
        self.session.new_record(
            "period_declaration", {"unit": unit, "year": 2022, "period_code": "Y", "plan_area": "1"}
        )

    def import_many(self) -> None:
        lines = self.session.demo_lines(60, 4, self.random.randrange(1000))
        self.session.import_lines(json.dumps(line) for line in lines)

    def draft(self) -> None:
        self.session.save_draft(self.any_record(self.session), "title", "nửa chừng")

    def elsewhere(self) -> None:
        """Another process writes into the same file."""
        with Session.open(self.session.path, now=now) as other:
            self.edit(other)

    def merge(self) -> None:
        other_path = Path(shutil.copy(self.session.path, self.folder / "other.db"))
        with Session.open(other_path, author="Mai", now=now) as other:
            for _ in range(3):
                with suppress(AppError):
                    self.edit(other)
        with suppress(AppError):
            self.edit()
        self.session.merge(self.session.sources([other_path]))

    def settle(self) -> None:
        for record, field in self.session.conflicts()[:2]:
            self.session.settle(record, field, None if field != "deleted" else False)

    def erase(self) -> None:
        record = self.any_record(self.session)
        item = self.random.choice([i for i in self.session.history(record) if i.value is not None])
        self.session.erase([item.stamp], "nhập nhầm")

    def adopt(self) -> None:
        """A later edition of the plan comes with a file and asks otherwise."""
        source = deepcopy(plan())
        source["plan"]["edition"] = self.session.plan.edition + 1
        source["indicators"]["2.2"]["readings"]["default"]["members"] = (
            "SELECT code AS grp, 1 AS denominator FROM member"
        )
        path = self.folder / f"{source['plan']['edition']}.db"
        Session.create(path, source, PROVINCE, "Nam", now=now).close()
        self.session.merge(self.session.sources([path]))

    def steps(self) -> Iterator[Callable[[], None]]:
        often = [self.edit] * 8 + [self.create, self.elsewhere, self.draft, self.undo, self.delete]
        seldom = [self.restore, self.join, self.merge, self.settle, self.erase, self.import_many, self.adopt]
        for _ in range(14):
            yield self.random.choice(often)
            yield self.random.choice(often if self.random.random() < 0.6 else seldom)


def from_scratch(session: Session) -> list[Any]:
    connection, found = session._book.connection, list[Any]()
    for text, unit in ASKED:
        period = session.period(text)
        found.append(progress(connection, session.plan, session.units, period, unit))
        found.append(completeness(connection, session.plan, session.units, period, unit, session.today()))
    return found


def kept(session: Session) -> list[Any]:
    found = list[Any]()
    for text, unit in ASKED:
        period = session.period(text)
        found += [session.progress(period, unit), session.completeness(period, unit)]
    return found


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(6))
def test_kept_figures_are_those_made_from_scratch(start: Path, tmp_path: Path, seed: int) -> None:
    hands = Hands(Path(shutil.copy(start, tmp_path / "a.db")), Random(seed))
    for step in hands.steps():
        with suppress(AppError):
            step()
        assert kept(hands.session) == from_scratch(hands.session), step.__name__
    hands.session.close()


def test_an_edit_leaves_what_does_not_rest_on_it(start: Path, tmp_path: Path) -> None:
    with Session.open(Path(shutil.copy(start, tmp_path / "a.db")), now=now) as session:
        period = session.period("2022")
        session.progress(period)
        before = dict(session._book.kept._values)
        session.set_value(session.rows("tip")[0].id, "note", "x")
        session.progress(period)
        after = session._book.kept._values
        again = {key for key in before if after[key] is not before[key]}
        assert {key[2] for key in again if isinstance(key, tuple) and len(key) == 5} == {"3.1"}


def test_what_was_read_before_a_write_was_taken_back_is_not_kept(start: Path, tmp_path: Path) -> None:
    with Session.open(Path(shutil.copy(start, tmp_path / "a.db")), now=now) as session:
        before = kept(session)

        def empty() -> None:
            with session._store.writing():
                session._store.connection.execute("DELETE FROM comm_activity")
                assert kept(session) != before
                raise KeyError

        with pytest.raises(KeyError):
            empty()
        assert kept(session) == before


def test_what_another_process_writes_into_the_file_is_seen(start: Path, tmp_path: Path) -> None:
    with Session.open(Path(shutil.copy(start, tmp_path / "a.db")), now=now) as session:
        before = kept(session)
        with Session.open(session.path, now=now) as other:
            other.delete(*(row.id for row in other.rows("tip")))
        assert kept(session) != before
        assert kept(session) == from_scratch(session)


def test_a_report_leaves_what_is_kept(start: Path, tmp_path: Path) -> None:
    with Session.open(Path(shutil.copy(start, tmp_path)), now=now) as session:
        session.progress(session.period("2022"), PROVINCE)
        before = set(session._book.kept._values)
        assert before
        session.report(session.period("2022-07"), DISTRICT)
        assert before <= set(session._book.kept._values)
