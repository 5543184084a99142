"""The questions of docs/FORMAT.md are answered by plain SQL, as the page has it, from a file that offices worked on."""

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop_app import plan_files
from desktop_app.session import OpenFile, editing, exchange, figures, maintenance, records, reports, undo
from tests.filled_files import put
from tests.new_files import new_file

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "FORMAT.md").read_text(encoding="utf-8")


def questions() -> list[str]:
    """The statements of the page, one for each question."""
    section = PAGE.split("## Sixteen questions")[1].split("\n## ")[0]
    return [re.sub(r"\s+", " ", block) for block in re.findall(r"^\d+\. .*\n\n((?: {7,}.*\n)+)", section, re.MULTILINE)]


class Minutes:
    """A clock of an office that goes on by a minute with every look."""

    def __init__(self) -> None:
        self.time = datetime(2022, 7, 5, 3, tzinfo=UTC)

    def now(self) -> datetime:
        self.time += timedelta(minutes=1)
        return self.time


def write(file: OpenFile, kind: str, **fields: Any) -> str:
    return put(file, {"kind": kind, "fields": fields})[0]


def take(district: OpenFile, commune: OpenFile) -> bytes:
    act = exchange.merge(district, exchange.find_sources(district, [commune.path])).act
    assert act
    return act


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Sequence[list[tuple[Any, ...]]]:
    """What a district's file says: a commune's work taken in, a conflict, a deletion, a lock, a merge taken back."""
    folder, clock = tmp_path_factory.mktemp("questions"), Minutes()
    source = plan_files.load_plan(plan_files.plan_folder("lai-chau-2022"))
    with (
        new_file(folder / "huyện.db", source, "105", "Lan", now=clock.now) as district,
        new_file(folder / "xã.db", source, "03386", "Mai", now=clock.now) as commune,
    ):
        talk = {"unit": "03386", "audience": ["nhan_dan"]}
        meeting = {**talk, "form": "hoi_nghi", "date": "2022-04-03", "title": "Tổ 5", "sessions": 1}
        first = write(commune, "comm_activity", **meeting, people_total=42, people_female=20)
        write(commune, "comm_activity", **talk, form="loa", date="2022-05-10", title="Loa phường", sessions=12)
        write(commune, "comm_activity", unit="03386", form="loa", date="2022-05-12")
        declared = {"year": 2022, "period_code": "Q2", "plan_area": "1", "declared_by": "Mai", "date": "2022-06-15"}
        write(district, "period_declaration", unit="03387", **declared)
        take(district, commune)
        editing.set_value(commune, first, "people_total", 45)
        editing.set_value(district, first, "people_total", 40)
        editing.delete(commune, write(commune, "comm_activity", **talk, form="loa", date="2022-05-20", title="Nhầm"))
        take(district, commune)
        district.said_today = clock.time.date()
        reports.lock(district, figures.read_period(district, "2022-Q2"), accept_stale=True)
        write(commune, "comm_activity", **talk, form="loa", date="2022-06-01", title="Thêm", sessions=2)
        undo.undo(district, take(district, commune))
        editing.set_value(district, first, "note", "Bà Xuân")
        (named,) = [one.stamp for one in records.history(district, first) if one.field == "note"]
        maintenance.erase(district, [named], "Ghi nhầm tên người")
    with closing(sqlite3.connect(folder / "huyện.db")) as connection:
        return [connection.execute(question).fetchall() for question in questions()]


def test_there_are_sixteen() -> None:
    assert len(questions()) == 16


def test_what_was_done_by_form_and_by_district(answers: Sequence[list[tuple[Any, ...]]]) -> None:
    assert answers[0] == [("Hội nghị, nói chuyện chuyên đề", 1, 40), ("Loa truyền thanh cơ sở", 1, None)]
    assert answers[1] == [("Thành phố Lai Châu", 40)]
    assert answers[2] == [("Số lượt người", "lượt người")]


def test_who_has_said_nothing_of_a_quarter(answers: Sequence[list[tuple[Any, ...]]]) -> None:
    silent = [name for (name,) in answers[3]]
    assert "Phường Quyết Tiến" in silent
    assert {"Phường Quyết Thắng", "Phường Tân Phong"}.isdisjoint(silent)


def test_what_counts_nowhere_what_differs_what_was_deleted(answers: Sequence[list[tuple[Any, ...]]]) -> None:
    assert [row[1:3] for row in answers[4]] == [(1, "Mai")]
    assert answers[5] == [("people_total", 45, "Mai"), ("people_total", 40, "Lan")]
    assert answers[6] == [("comm_activity", "Mai")]


def test_whose_files_came_what_was_signed_and_where_names_stand(answers: Sequence[list[tuple[Any, ...]]]) -> None:
    assert answers[7] == [("xã.db", "03386", 0), ("xã.db", "03386", 0), ("xã.db", "03386", 1)]
    assert ("Q2", "1.1", "1", "7") in answers[8]
    assert ("staff", "full_name") in answers[9]


def test_who_wrote_a_value_and_what_stood_before_it(answers: Sequence[list[tuple[Any, ...]]]) -> None:
    assert [(value, author, unit, act) for _, value, author, unit, _, act in answers[10]] == [
        (42, "Mai", "03386", "import"),
        (45, "Mai", "03386", "edit"),
        (40, "Lan", "105", "edit"),
    ]


def test_what_came_with_which_merge(answers: Sequence[list[tuple[Any, ...]]]) -> None:
    assert {row[:3] for row in answers[11]} == {(1, "xã.db", "03386"), (2, "xã.db", "03386")}  # the third is taken back
    came = [(merge, field, value) for merge, _, _, _, field, value in answers[11]]
    assert (1, "people_total", 42) in came
    assert (2, "people_total", 45) in came
    assert 40 not in [value for _, _, value in came]


def test_how_many_were_reached_by_commune_and_quarter(answers: Sequence[list[tuple[Any, ...]]]) -> None:
    assert answers[12] == [("Phường Quyết Thắng", "2022", 2, 40)]


def test_what_was_erased_and_what_was_written_after_the_lock(answers: Sequence[list[tuple[Any, ...]]]) -> None:
    assert [row[1:] for row in answers[13]] == [("Lan", "Ghi nhầm tên người", "comm_activity", "note")]
    assert ("Q2", "comm_activity", "note", None, "Lan") in [row[:5] for row in answers[14]]
    assert "Thêm" not in [row[3] for row in answers[14]]  # taken back


def test_what_lies_in_a_record_and_what_it_names(answers: Sequence[list[tuple[Any, ...]]]) -> None:
    assert ("inspection_visit", "inspection") in answers[15]
