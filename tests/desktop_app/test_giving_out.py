"""A public paper and the note of it come together: none that can be found is without one, none that failed has one."""

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from desktop_app.__main__ import main
from desktop_app.domain.audiences import PUBLIC, SUPERIOR
from desktop_app.errors import AppError
from desktop_app.session import OpenFile, figures, opening, reports
from desktop_app.session.giving_out import give_out

PERIOD = "2022-Q2"


def full(*_: object) -> None:
    raise OSError(28, os.strerror(28))


def papers_of(path: Path) -> int:
    with opening.open_file(path) as file:
        return len(reports._public_papers(file))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("giving") / "demo.db"
    assert main(["demo", str(path), "--units", "2", "--records", "200"]) == 0
    return path


@pytest.fixture
def path(demo: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(demo, tmp_path / "sổ.db"))


def commands(path: Path) -> list[list[str]]:
    asked = [str(path), "--period", PERIOD, "--audience", PUBLIC, "--today", "2022-08-01"]
    return [
        ["report", *asked, "--out", str(path.with_name("x.docx"))],
        ["export", *asked, "--dhis2", "--out", str(path.with_name("x.json"))],
    ]


@pytest.mark.parametrize("which", [0, 1], ids=["report", "dhis2"])
def test_a_paper_for_which_there_is_no_room_is_not_noted(
    path: Path, which: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = commands(path)[which]
    there = set(path.parent.iterdir())
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        assert main(command) == 1
    assert set(path.parent.iterdir()) == there
    assert papers_of(path) == 0
    assert main(command) == 0
    assert papers_of(path) == 1
    assert Path(command[-1]).stat().st_size > 0


@pytest.mark.parametrize("which", [0, 1], ids=["report", "dhis2"])
def test_a_file_that_is_there_is_left_alone_and_nothing_is_noted(path: Path, which: int) -> None:
    command = commands(path)[which]
    Path(command[-1]).write_text("của tôi", encoding="utf-8")
    assert main(command) == 1
    assert Path(command[-1]).read_text(encoding="utf-8") == "của tôi"
    assert papers_of(path) == 0


@pytest.mark.parametrize("which", [0, 1], ids=["report", "dhis2"])
def test_a_paper_that_is_not_public_asks_for_no_place_elsewhere(
    path: Path, which: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = [SUPERIOR if word == PUBLIC else word for word in commands(path)[which]]
    monkeypatch.setattr("tempfile.tempdir", str(path.with_name("không có")))
    assert main(command) == 0
    assert Path(command[-1]).stat().st_size > 0


@pytest.fixture
def given(path: Path) -> Callable[[OpenFile], None]:
    def give(file: OpenFile) -> None:
        made = reports.make(file, figures.read_period(file, PERIOD), form="docx", audience=PUBLIC)
        assert made.publication is not None
        give_out(file, path.with_name("x.docx"), made.content, made.publication)

    return give


def test_a_paper_that_can_not_be_noted_does_not_come_to_be(
    path: Path, given: Callable[[OpenFile], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with opening.open_file(path) as file:
        there = set(path.parent.iterdir())
        with monkeypatch.context() as patched:
            patched.setattr("desktop_app.session.reports._add_record", refuse)
            with pytest.raises(AppError):
                given(file)
        assert set(path.parent.iterdir()) == there
        assert reports._public_papers(file) == []


def refuse(*_: object) -> str:
    raise AppError("core.disk_full", file="sổ.db")


def test_a_paper_that_did_not_get_its_name_gets_it_the_next_time_and_is_noted_once(
    path: Path, given: Callable[[OpenFile], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with opening.open_file(path) as file:
        with monkeypatch.context() as patched:
            patched.setattr("desktop_app.session.giving_out.put_in_place", full)
            with pytest.raises(OSError, match="space"):
                given(file)
        assert not path.with_name("x.docx").exists()
        assert list(path.parent.glob("*.part")) == []
        assert len(reports._public_papers(file)) == 1  # somebody may have read it
        given(file)
        assert path.with_name("x.docx").stat().st_size > 0
        assert len(reports._public_papers(file)) == 1


def test_nobody_finds_a_paper_before_it_is_noted(
    path: Path, given: Callable[[OpenFile], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[bool] = []
    publish = reports.publish

    def note(file: OpenFile, publication: Mapping[str, Any] | None) -> None:
        found.append(path.with_name("x.docx").exists())
        publish(file, publication)
        found.append(path.with_name("x.docx").exists())

    with opening.open_file(path) as file:
        monkeypatch.setattr("desktop_app.session.giving_out.publish", note)
        given(file)
    assert found == [False, False]
    assert path.with_name("x.docx").exists()
