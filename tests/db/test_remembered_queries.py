"""Queries of a plan that are remembered on this computer: the same as those written anew, or not used."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.counting import remembered_queries
from db.counting.compiler import query_writing
from db.counting.plan_queries import PlanQueries
from db.counting.remembered_queries import ENDING, MOST, queries_of
from desktop_app import paths, plan_files
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.session import OpenFile, figures, opening
from tests.new_files import new_file


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(paths, "config_dir", lambda: tmp_path / "config")
    queries_of.cache_clear()
    yield tmp_path / "config" / "queries"
    queries_of.cache_clear()


def anew(plan: Plan) -> Plan:
    """The same plan as another process has it."""
    queries_of.cache_clear()
    return plan


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    source = plan_files.load_plan(plan_files.plan_folder("lai-chau-2022"))
    path = tmp_path / "so.db"
    new_file(path, source, source["plan"]["root"]).close()
    with opening.open_file(path) as file:
        return file.plan


def refuse(*_: object) -> None:
    pytest.fail("it was written anew")


def test_what_is_remembered_is_what_was_written(plan: Plan, own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = queries_of(plan)
    assert len(list(own_folder.glob(f"*{ENDING}"))) == 1
    monkeypatch.setattr(query_writing, "write_queries", refuse)
    known = queries_of(anew(plan))
    assert (known.views, known.members) == (written.views, written.members)
    assert (set(known.stored), list(known.shared)) == (set(written.stored), list(written.shared))
    assert set(known.decimals) == set(written.decimals)


def test_readings_in_billionths_are_still_known_by_name() -> None:
    asked = PlanQueries({"a": "SELECT 1"}, {"a"}, ["a"], {("1.1", "strict"): "SELECT 2"}, {("1.1", "strict")})
    remembered_queries._remember("digest", asked)
    known = remembered_queries._remembered("digest")
    assert known is not None
    assert ("1.1", "strict") in known.decimals
    assert known.members["1.1", "strict"] == "SELECT 2"


@pytest.mark.usefixtures("plan")
def test_figures_are_the_same_by_what_is_remembered(tmp_path: Path) -> None:
    def shown() -> list[object]:
        queries_of.cache_clear()
        with opening.open_file(tmp_path / "so.db") as file:
            return list(figures.progress(file, figures.read_period(file, "2022")))

    assert shown() == shown()


@pytest.mark.parametrize("at", [0, 5, 9, 4000, -1])
def test_what_is_not_whole_is_written_anew(plan: Plan, own_folder: Path, at: int) -> None:
    written = queries_of(plan)
    (file,) = own_folder.glob(f"*{ENDING}")
    spoilt = bytearray(file.read_bytes())
    spoilt[at] ^= 1
    file.write_bytes(spoilt)
    assert queries_of(anew(plan)) == written
    assert file.read_bytes() != bytes(spoilt)


def test_another_program_writes_its_own(plan: Plan, own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    queries_of(plan)
    monkeypatch.setattr(remembered_queries, "_program", lambda: "another")
    queries_of(anew(plan))
    assert len(list(own_folder.glob(f"*{ENDING}"))) == 2


def test_a_module_that_changed_makes_another_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "db").mkdir()
    module = tmp_path / "db" / "writer.py"
    module.write_text("one")
    monkeypatch.setattr(remembered_queries, "__file__", str(tmp_path / "a" / "b" / "c.py"))
    before = list(remembered_queries._modules())
    module.write_text("other")
    assert [name for name, _, _ in before] == ["writer.py"]
    assert list(remembered_queries._modules()) != before


def test_no_more_than_some_are_remembered(plan: Plan, own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(MOST + 3):
        monkeypatch.setattr(remembered_queries, "_program", lambda number=number: str(number))
        queries_of(anew(plan))
    assert len(list(own_folder.iterdir())) == MOST


def test_a_plan_without_a_text_is_not_remembered(own_folder: Path) -> None:
    source = plan_files.load_plan(plan_files.plan_folder("lai-chau-2022"))
    queries_of(parse_plan(source))
    assert not own_folder.exists()


def test_a_folder_that_cannot_be_written_disturbs_nobody(plan: Plan, own_folder: Path) -> None:
    own_folder.parent.mkdir()
    own_folder.write_text("a file in its place")
    assert queries_of(anew(plan)).members


@pytest.mark.usefixtures("plan")
def test_an_open_file_goes_by_the_text_that_it_holds(tmp_path: Path) -> None:
    with opening.open_file(tmp_path / "so.db") as file:
        assert isinstance(file, OpenFile)
        assert len(file.plan.text_digest) == 64


def test_a_build_whose_files_have_one_date_goes_by_its_digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    names = [remembered_queries._program.__wrapped__()]
    for digest in ("5c08", "5c09"):
        (tmp_path / paths.BUILD_DIGEST).write_text(digest)
        names.append(remembered_queries._program.__wrapped__())
    assert len(set(names)) == 3
