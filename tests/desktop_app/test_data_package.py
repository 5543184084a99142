"""A whole ledger as plain tables: read back by their description alone they hold the records that an export holds."""

import csv
import io
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from desktop_app.__main__ import main
from desktop_app.domain.field_types import FIELD_TYPES
from desktop_app.session import OpenFile, data_package, imports, opening
from desktop_app.sheets.package_tables import file_of
from desktop_app.sheets.value_writing import harmless, unguarded
from tests.db.office import Office
from tests.desktop_app.test_import_round_trip import NOW, SOURCE, lines_to_import
from tests.new_files import new_file
from tests.small_plan import SOURCE as SMALL

READ: dict[str, Callable[[str], Any]] = {
    "string": unguarded,
    "integer": int,
    "number": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": lambda text: date.fromisoformat(text).isoformat(),
    "time": lambda text: datetime.strptime(text, "%H:%M").strftime("%H:%M"),  # noqa: DTZ007  # no day, no zone
    "array": json.loads,
}


def written(file: OpenFile) -> dict[str, str]:
    """The files of a package by their names."""
    found: dict[str, str] = {}

    @contextmanager
    def new_file(name: str) -> Iterator[IO[str]]:
        assert name not in found
        target = io.StringIO(newline="")
        yield target
        found[name] = target.getvalue()

    data_package.write_package(file, new_file)
    return found


def tables(files: dict[str, str]) -> dict[str, list[dict[str, Any]]]:
    """Every table that the description names, read as it says."""
    found = {}
    for resource in json.loads(files["datapackage.json"])["resources"]:
        types = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        reader = csv.DictReader(io.StringIO(files[resource["path"]], newline=""))
        assert reader.fieldnames == list(types)
        found[resource["name"]] = [
            {name: READ[types[name]](text) for name, text in row.items() if text} for row in reader
        ]
    return found


def as_lines(read: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    return [
        {
            "kind": kind,
            "id": row["_id"],
            "unit": row.get("_unit"),
            "fields": {name: value for name, value in row.items() if name not in ("_id", "_unit")},
        }
        for kind, rows in read.items()
        if not kind.startswith("_")
        for row in rows
    ]


@given(lines_to_import())
@settings(max_examples=25)
def test_the_tables_hold_what_an_export_holds(lines: list[dict[str, Any]]) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        new_file(Path(folder) / "a.db", SOURCE, "H", now=lambda: NOW) as file,
    ):
        assume(imports.import_lines(file, (json.dumps(line) for line in lines)).problems == [])  # of one key twice
        assert as_lines(tables(written(file))) == list(imports.export_lines(file))


@given(st.text("'=+-@a\t", max_size=6))
def test_a_text_that_is_made_harmless_comes_back(text: str) -> None:
    assert unguarded(harmless(text)) == text


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    assert main(["demo", str(tmp_path / "demo.db"), "--units", "3", "--records", "200"]) == 0
    return tmp_path / "demo.db"


def test_every_key_leads_to_a_row_and_every_code_to_its_words(demo: Path) -> None:
    with opening.open_file(demo) as file:
        files = written(file)
    read = tables(files)
    resources = {one["name"]: one for one in json.loads(files["datapackage.json"])["resources"]}
    followed = 0
    for name, resource in resources.items():
        for key in resource["schema"].get("foreignKeys", ()):
            target = key["reference"]
            known = {row[target["fields"]] for row in read[target["resource"] or name]}
            found = {row[key["fields"]] for row in read[name] if key["fields"] in row}
            assert found <= known, (name, key)
            followed += len(found)
        for field in resource["schema"]["fields"]:
            if "choices" in field:
                listed = {row["value"] for row in read["_choices"] if row["list"] == field["choices"]}
                values = [row[field["name"]] for row in read[name] if field["name"] in row]
                assert {code for value in values for code in (value if isinstance(value, list) else [value])} <= listed
    assert followed > 100


def test_no_word_of_a_plan_and_no_code_is_a_formula(tmp_path: Path) -> None:
    formula, source = '=HYPERLINK("x")', deepcopy(SMALL)
    place = source["kinds"]["place"]["fields"]
    place["sort"] = {"type": "choice", "label": "Loại", "choices": "sorts"}
    source["choices"] = {"sorts": {"@a": {"label": {"vi": formula, "en": "+x"}}}}
    source["units"]["2022"] += [["-1", "1", formula, "=t", "=n"]]
    office = Office.new(tmp_path / "a.db", source=source)
    record = office.create("place", name="Chợ", unit="-1", sort="@a")
    files = written(office.file)
    office.close()
    rows = [row for name, text in files.items() if name.endswith(".csv") for row in csv.reader(io.StringIO(text))]
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if cell != harmless(unguarded(cell))] == []
    read = tables(files)
    assert read["place"] == [{"_id": record, "_unit": "-1", "name": "Chợ", "unit": "-1", "sort": "@a"}]
    assert read["_choices"][0] == {"list": "sorts", "value": "@a", "vi": formula, "en": "+x", "retired": False}
    assert read["_units"][-1]["name"] == "=n"


def test_every_type_of_field_says_what_programs_read_it_as() -> None:
    assert {row.schema for row in FIELD_TYPES.values()} <= READ.keys()


@pytest.mark.parametrize(("kind", "file"), [("con", "con_.csv"), ("com1", "com1_.csv"), ("concert", "concert.csv")])
def test_no_table_goes_into_a_device_of_windows(kind: str, file: str) -> None:
    assert file_of(kind) == file


def test_the_command_fills_a_new_or_an_empty_folder_only(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = demo.parent / "out"
    assert main(["export", str(demo), "--out", f"{folder}/"]) == 0
    names = {path.name for path in folder.iterdir()}
    assert {"datapackage.json", "_units.csv", "_choices.csv", "comm_activity.csv"} <= names
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    capsys.readouterr()
    assert main(["export", str(demo), "--out", str(folder)]) == 1
    assert "“out”" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_folder_that_could_not_be_filled_is_left_empty(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = demo.parent / "out"
    monkeypatch.setattr("desktop_app.sheets.package_tables.description", lambda plan: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        main(["export", str(demo), "--out", f"{folder}/"])
    assert list(folder.iterdir()) == []
