"""Spreadsheets for the tests, made by libraries that are not the program's, and what it makes of them."""

import json
import subprocess
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from desktop_app.cli.output import as_json
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.session import OpenFile, sheet_import
from desktop_app.session.sheet_import import Wishes
from desktop_app.texts import set_language
from tests.new_files import new_file

HEADINGS = (
    "Đơn vị tổ chức",
    "Ngày thực hiện",
    "Hình thức",
    "Nội dung, chủ đề",
    "Số buổi, lượt phát",
    "Đối tượng",
    "Số lượt người",
)
ROW: tuple[Any, ...] = (
    "Xã Giang Ma",
    date(2022, 5, 14),
    "Loa truyền thanh cơ sở",
    "Phòng, chống mại dâm",
    2,
    "Nhân dân",
    None,
)
FIELDS = {
    "unit": "03405",
    "date": "2022-05-14",
    "form": "loa",
    "title": "Phòng, chống mại dâm",
    "sessions": 2,
    "audience": ["nhan_dan"],
}


def merge(*areas: str) -> Callable[[Worksheet], object]:
    return lambda sheet: [sheet.merge_cells(area) for area in areas]


def district(folder: Path) -> OpenFile:
    """A new ledger of the district Tam Đường, on 1 December 2022."""
    set_language("vi")
    now = datetime(2022, 12, 1, 8, tzinfo=UTC)
    return new_file(folder / "huyện.db", load_plan(plan_folder("lai-chau-2022")), "106", "Lan", now=lambda: now)


def fill(sheet: Worksheet, rows: Sequence[Sequence[Any]], top: int = 1) -> None:
    for number, row in enumerate(rows, start=top):
        for column, value in enumerate(row, start=1):
            if value is not None:
                sheet.cell(number, column, value)


def xlsx(folder: Path, *rows: Sequence[Any], name: str = "bảng.xlsx", top: int = 1) -> Path:
    book = openpyxl.Workbook()
    fill(book.active, rows, top)
    book.save(folder / name)
    return folder / name


def csv_file(folder: Path, *lines: str, encoding: str = "utf-8", name: str = "bảng.csv") -> Path:
    (folder / name).write_bytes("".join(f"{line}\r\n" for line in lines).encode(encoding))
    return folder / name


def read(file: OpenFile, source: Path, kind: str = "comm_activity", **wishes: Any) -> dict[str, Any]:
    """What the program makes of a sheet, as its JSON says it."""
    wanted = Wishes(**wishes)
    found = sheet_import.read(file, sheet_import.open_book(source, wanted), kind, wanted)
    document: dict[str, Any] = json.loads(json.dumps(found.to_json(), default=as_json))
    return document


def changed(row: Sequence[Any] = ROW, **values: Any) -> list[Any]:
    """A row with some of its cells changed, named by the fields of `FIELDS` and `people_total`."""
    places = {"unit": 0, "date": 1, "form": 2, "title": 3, "sessions": 4, "audience": 5, "people_total": 6}
    found = list(row)
    for name, value in values.items():
        found[places[name]] = value
    return found


def fields(document: Mapping[str, Any]) -> dict[int, dict[str, Any]]:
    """By row what the record says that it makes."""
    return {row["row"]: row["records"][0]["fields"] for row in document["rows"]}


def asked(document: Mapping[str, Any]) -> dict[int, str | None]:
    """By row the field that is asked about first."""
    return {row["row"]: row["field"] for row in document["asked"]}


def skipped(document: Mapping[str, Any]) -> dict[int, str]:
    return {row["row"]: row["what"] for row in document["skipped"]}


def questions(document: Mapping[str, Any]) -> list[str]:
    return sorted(question["id"] for question in document["questions"])


def converted(source: Path, ending: str) -> Path:
    """The same sheet written by LibreOffice in another form."""
    target = source.parent / "converted"
    profile = f"-env:UserInstallation=file://{source.parent}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", str(target), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return target / source.with_suffix(f".{ending.split(':')[0]}").name
