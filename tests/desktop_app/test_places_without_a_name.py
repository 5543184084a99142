"""A drive, a share and `.` have no name of their own: a sentence about one names all of it."""

import argparse
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.data_file_opening import refuse_taken
from desktop_app.cli.arguments import build_parser
from desktop_app.session import opening
from tests.desktop_app.conftest import Run
from tests.sentences import refused

HERE = Path().absolute().anchor
NAMELESS = [".", HERE, *(["Q:\\", "\\\\nobody\\share"] if os.name == "nt" else [])]
FOLDERS = ("FOLDER", "SOURCE", "OLD")  # of `/`, too, something would be made in it, or the whole disk looked through
GIVEN = {"period": "2022", "code": "1.1", "act": "00", "stamp": "00", "unit": "03388"}


def commands(
    parser: argparse.ArgumentParser, before: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], list[argparse.Action]]]:
    """Each command by its words, with what it takes."""
    inside = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    if not inside:
        yield before, parser._actions
    for action in inside:
        for name, sub in action.choices.items():
            yield from commands(sub, (*before, name))


def is_place(action: argparse.Action) -> bool:
    return action.type is Path or action.dest in ("out", "source", "folder")


def given(name: tuple[str, ...], actions: list[argparse.Action], at: argparse.Action, place: str) -> list[str]:
    """The command with all that it must have, and one place of those that it takes."""
    words = list(name)
    for one in actions:
        if one is at or one.required:
            known = "x.db" if one.dest == "file" else next(iter(one.choices or ()), GIVEN.get(one.dest, "y.xlsx"))
            words += [*one.option_strings[-1:], place if one is at else str(known)]
    return words


@pytest.mark.parametrize("place", NAMELESS)
def test_every_command_names_a_place_without_a_name(
    run: Run, file: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.chdir(file.parent)
    file.rename("x.db")
    places = {
        (at.dest, at.help if at.dest == "file" else name if at.dest in ("out", "source") else ""): (name, actions, at)
        for name, actions in commands(build_parser())
        for at in filter(is_place, actions)
        if name != ("prepare",) and (place != HERE or at.metavar not in FOLDERS)
    }
    said = [(words, *run(*words)[1:]) for words in (given(*one, place) for one in places.values())]
    assert len(said) > 20
    assert [one for one in said if "“”" in "".join(one[1:])] == []


@pytest.mark.parametrize("place", NAMELESS)
def test_a_ledger_is_none_and_can_be_none_there(place: str) -> None:
    named = f"“{'' if place == '.' else place}".replace("\\", "\\\\")
    with refused(named):
        opening.open_file(Path(place))
    with refused(named):
        refuse_taken(Path(place))
