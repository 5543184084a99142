"""The records that a file would bring, looked at before it is taken in: new, changed, deleted, each as it would be."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile

import pytest

from desktop_app.domain.values import Value
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.session import OpenFile, editing, entry, exchange, opening, records

KIND = "comm_activity"
COMMUNE, DISTRICT = "03405", "106"


def now() -> datetime:
    return datetime(2022, 9, 8, 7, tzinfo=UTC)


def activity(file: OpenFile, title: str) -> str:
    known: dict[str, Value] = {"date": "2022-07-20", "form": "loa", "title": title, "audience": ("nhan_dan",)}
    made = editing.new_record(file, KIND, entry.defaults(file, KIND, known))
    assert made.act
    return made.record


@contextmanager
def staged(file: OpenFile, *paths: Path) -> Iterator[exchange.StagedMerge]:
    with closing(exchange.stage(file, exchange.find_sources(file, paths))) as found:
        yield found


@pytest.fixture
def commune(tmp_path: Path) -> Path:
    path = tmp_path / "xã.db"
    with opening.create_file(path, load_plan(plan_folder("lai-chau-2022")), COMMUNE, "Mai", now=now) as file:
        activity(file, "Một")
        activity(file, "Hai")
    return path


@pytest.fixture
def district(tmp_path: Path) -> Iterator[OpenFile]:
    path = tmp_path / "huyện.db"
    with opening.create_file(path, load_plan(plan_folder("lai-chau-2022")), DISTRICT, "Lan", now=now) as file:
        yield file


def test_new_records_are_listed_and_nothing_is_written(district: OpenFile, commune: Path) -> None:
    with staged(district, commune) as found:
        coming, count = exchange.coming_records(district, found, 0, 10)
    assert count == 2
    assert sorted(str((one.after or {})["title"]) for one in coming) == ["Hai", "Một"]
    assert {(one.kind, one.before) for one in coming} == {(KIND, None)}
    assert records.count(district, KIND) == 0


def test_what_would_change_or_go_is_named_field_by_field(district: OpenFile, commune: Path, tmp_path: Path) -> None:
    exchange.merge(district, exchange.find_sources(district, [commune]))
    later = Path(copyfile(commune, tmp_path / "sau.db"))
    with opening.open_file(later, now=now) as file:
        one, other = (row.id for row in records.rows(file, KIND, order="title"))
        editing.set_value(file, one, "title", "Hai, sửa")
        editing.delete(file, other)
    with staged(district, later) as found:
        coming, count = exchange.coming_records(district, found, 0, 10)
    by_id = {record.record: record for record in coming}
    assert count == 2
    assert by_id[one].changed == ["title"]
    assert (by_id[one].before or {})["title"] == "Hai"
    assert (by_id[one].after or {})["title"] == "Hai, sửa"
    assert by_id[other].after is None


def test_each_file_has_its_own_records_and_very_many_are_cut_with_their_count(
    district: OpenFile, commune: Path, tmp_path: Path
) -> None:
    second = tmp_path / "xã khác.db"
    with opening.create_file(second, load_plan(plan_folder("lai-chau-2022")), "03394", "Pa", now=now) as file:
        activity(file, "Ba")
    with staged(district, commune, second) as found:
        sources = [source.path for source in found.shown.sources]
        mine = exchange.coming_records(district, found, sources.index(second), 10)
        cut, count = exchange.coming_records(district, found, sources.index(commune), 1)
    assert [(one.after or {})["title"] for one in mine[0]] == ["Ba"]
    assert (len(cut), count) == (1, 2)
