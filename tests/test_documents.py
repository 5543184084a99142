"""The pages for people: short enough, with paths and links that exist, and a data file that is as they say."""

import importlib
import re
from pathlib import Path

import pytest

from db.connection import Connection
from desktop_app import plan_files
from desktop_app.session import opening
from tests.ui.hand import now

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
OURS = {"db", "desktop_app", "docs", "resources", "tests", "ui"}
OF_SQLITE = re.compile(r"sqlite_|_search_text_")


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_first_page_is_short() -> None:
    assert len(text_of("README.md").split()) <= 900


def test_a_newcomer_learns_at_most_forty_words() -> None:
    glossary = text_of("docs/CONTRIBUTING.md").split("## Glossary")[1]
    words = re.findall(r"^\| ([a-z ]+) \|", glossary, re.MULTILINE)[1:]
    assert 0 < len(words) <= 40
    assert words == sorted(words)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_page_links_to_and_names_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    links = [document.parent / link for link in re.findall(r"\]\(([^)#:]+)\)", text)]
    named = [ROOT / path for path in re.findall(r"`([\w.-]+/[\w./-]*)`", text) if path.split("/")[0] in OURS]
    assert [str(path) for path in (*links, *named) if not path.exists()] == []


def test_the_page_for_newcomers_is_short_and_names_doors_that_are_there() -> None:
    page = text_of("docs/CONTRIBUTING.md")
    assert len(page.split()) <= 1500
    doors = page.partition("## Doors")[2].partition("## Recipes")[0]
    for module, functions in re.findall(r"^\| `(\w+)` \| (`.+`) \|$", doors, re.MULTILINE):
        session = importlib.import_module(f"desktop_app.session.{module}")
        assert [name for name in re.findall(r"`(\w+)`", functions) if not callable(getattr(session, name, None))] == []
    for module in re.findall(r"`(\w+)`", doors.partition("in `desktop_app/domain`:")[2]):
        importlib.import_module(f"desktop_app.domain.{module}")


def test_every_room_of_the_session_is_named() -> None:
    rooms = {path.stem for path in (ROOT / "desktop_app" / "session").glob("*.py")} - {"__init__"}
    assert rooms - set(re.findall(r"`(\w+)`", text_of("docs/ARCHITECTURE.md"))) == set()


def described() -> dict[str, list[str]]:
    """By table the columns that FORMAT.md describes."""
    parts = re.split(r"^##+ ", text_of("docs/FORMAT.md"), flags=re.MULTILINE)
    tables = [part for part in parts if part.startswith("`")]
    return {
        part.split("`")[1]: re.findall(r"^\| `(\w+)` \|", part.split("| key |")[0], re.MULTILINE) for part in tables
    }


def columns(connection: Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def test_the_format_names_every_table_and_column_of_a_new_file(tmp_path: Path) -> None:
    source = plan_files.load_plan(plan_files.plan_folder("lai-chau-2022"))
    with opening.create_file(tmp_path / "sổ.db", source, "03388", now=now) as file:
        tables = [name for (name,) in file.connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        ours = [name for name in tables if name not in file.plan.record_kinds and not OF_SQLITE.match(name)]
        assert described() == {name: columns(file.connection, name) for name in ours}
        for kind in file.plan.record_kinds.values():
            assert columns(file.connection, kind.name) == ["id", *kind.fields, "_state"]


def test_the_makefile_names_its_targets_at_its_top() -> None:
    text = text_of("Makefile")
    named = set(re.findall(r"[\w-]+", text.partition("PYTHON ?=")[0]))
    targets = set(re.findall(r"^([\w-]+):(?!=)", text, re.MULTILINE))
    assert targets - named <= {"qt", "screen"}  # what the others need
