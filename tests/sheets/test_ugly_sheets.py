"""Ugly sheets, made by libraries and by LibreOffice: nothing changed or dropped silently, and no needless question."""

import csv
import io
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop_app.session import OpenFile
from tests.sheets.clerks import CLERKS
from tests.sheets.communes import COMMUNES
from tests.sheets.further import FURTHER
from tests.sheets.habits import HABITS
from tests.sheets.kept import KEPT
from tests.sheets.making import asked, district, fields, fill, questions, read, skipped
from tests.sheets.seen import SEEN
from tests.sheets.strange import STRANGE
from tests.sheets.ugly import UGLY, Ugly, lost

SHEETS = [*UGLY, *SEEN, *STRANGE, *FURTHER, *KEPT, *HABITS, *COMMUNES, *CLERKS]
NAMES = [one.name for one in SHEETS]
AGAIN = ("xls", "ods", "xlsx")  # LibreOffice writes a third of the sheets in each form


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenFile]:
    with district(tmp_path_factory.mktemp("ugly")) as opened:
        yield opened


def written(found: Ugly, folder: Path) -> Path:
    """The sheet as a file."""
    path = folder / f"{SHEETS.index(found) if found in SHEETS else found.name}.{'csv' if found.text else 'xlsx'}"
    if found.text:
        target = io.StringIO(newline="")
        target.write(f"sep={found.text}{found.ends}" if found.named else "")
        csv.writer(target, delimiter=found.text, lineterminator=found.ends).writerows(
            [["" if c is None else c for c in row] for row in found.rows]
        )
        path.write_bytes(target.getvalue().encode(found.encoding))
        return path
    book = openpyxl.Workbook()
    fill(book.active, found.rows)
    found.decorate(book.active)
    book.save(path)
    return path


def outcome(document: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "records": fields(document), "asked": sorted(asked(document)), "skipped": skipped(document),
        "questions": questions(document),
    }  # fmt: skip


def wanted(found: Ugly) -> dict[str, Any]:
    return {
        "records": {row: dict(record) for row, record in found.records.items()}, "asked": sorted(found.asked),
        "skipped": dict(found.skipped), "questions": sorted(found.questions),
    }  # fmt: skip


def test_no_sheet_hides_behind_the_name_of_another() -> None:
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_what_was_foreseen_results(file: OpenFile, tmp_path: Path, name: str) -> None:
    found = SHEETS[NAMES.index(name)]
    document = read(file, written(found, tmp_path), found.kind, **found.wishes)
    assert outcome(document) == wanted(found)
    assert lost(found, document) == []
    assert len(document["questions"]) <= 5


@pytest.fixture(scope="module")
def by_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The workbooks once more, as LibreOffice writes them: by name the file."""
    folder = tmp_path_factory.mktemp("libreoffice")
    made: dict[str, Path] = {}
    for place, ending in enumerate(AGAIN):
        here = folder / ending
        here.mkdir()
        chosen = [one for n, one in enumerate(SHEETS) if n % len(AGAIN) == place and not one.text]
        sources = [written(one, here) for one in chosen]
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", ending]
        subprocess.run(
            [*command, "--outdir", str(here / "out"), *map(str, sources)], check=True, capture_output=True, timeout=300
        )
        made |= {
            one.name: here / "out" / f"{source.stem}.{ending}" for one, source in zip(chosen, sources, strict=True)
        }
    return made


# LibreOffice computes what was not computed
COMPUTED = {"formulas without results": {2: 15}}


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("name", [one.name for one in SHEETS if not one.text and one.name not in COMPUTED])
def test_the_same_results_of_what_libreoffice_writes(
    file: OpenFile, by_libreoffice: dict[str, Path], name: str
) -> None:
    found = SHEETS[NAMES.index(name)]
    document = read(file, by_libreoffice[name], found.kind, **found.wishes)
    assert outcome(document) == wanted(found)
    assert lost(found, document) == []
