"""A sheet of 12,000 rows, read, judged and written, against the same rows as JSON lines."""

import json
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl

from desktop_app import plan_files
from desktop_app.session import OpenFile, imports, opening, records, sheet_import
from desktop_app.session.sheet_import import Wishes
from tests.harness.bench.harness import Case, processor

ROWS, KIND, DISTRICT = 12_000, "comm_activity", "106"
UNIT = ("Xã Giang Ma", "03405")
HEADINGS = (
    "STT", "Đơn vị tổ chức", "Ngày thực hiện", "Hình thức", "Nội dung, chủ đề", "Địa điểm", "Số buổi, lượt phát",
    "Thời lượng mỗi buổi (phút)", "Đối tượng", "Ngôn ngữ", "Số lượt người", "Số lượt nữ", "Kinh phí (đồng)", "Ghi chú",
)  # fmt: skip


def cases() -> Iterator[Case]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sheet, lines = _sheet(folder), list(_lines())

        def by_sheet(file: OpenFile) -> None:
            reading = sheet_import.read(file, sheet_import.open_book(sheet, Wishes()), KIND, Wishes())
            assert reading.settled
            sheet_import.write(file, reading)

        def by_lines(file: OpenFile) -> None:
            assert not imports.import_lines(file, lines).problems

        def into_new(take: Callable[[OpenFile], None]) -> Callable[[], object]:
            return lambda: _taken(folder, take)

        named = f"{ROWS:,} rows of {len(HEADINGS)} columns taken in from .xlsx, against JSON lines (processor)"
        yield Case(named, into_new(by_sheet), into_new(by_lines), 2, processor, blocks=1)


def _taken(folder: Path, take: Callable[[OpenFile], None]) -> list[Any]:
    """What a new ledger holds after that, in order."""
    path = folder / "huyện.db"
    source = plan_files.load_plan(plan_files.plan_folder("lai-chau-2022"))
    with opening.create_file(path, source, DISTRICT, "Lan", now=lambda: datetime(2022, 12, 1, 8, tzinfo=UTC)) as file:
        take(file)
        found = sorted(str(row.values) for row in records.rows(file, KIND))
    path.unlink()
    return found


def _day(number: int) -> date:
    return date(2022, 1, 3) + timedelta(days=number % 300)


def _sheet(folder: Path) -> Path:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Bảng")
    sheet.append(HEADINGS)
    for n in range(ROWS):
        sheet.append((
            n + 1, UNIT[0], _day(n), "Loa truyền thanh cơ sở", f"Chủ đề {n}", f"Bản {n % 40}", n % 9 + 1, 30,
            "Nhân dân; Nhóm nguy cơ", "Tiếng Việt; Tiếng Thái", n % 90 + 20, n % 20, 50_000 + n, f"Ghi chú {n}",
        ))  # fmt: skip
    book.save(folder / "bảng.xlsx")
    return folder / "bảng.xlsx"


def _lines() -> Iterator[str]:
    for n in range(ROWS):
        yield json.dumps({"kind": KIND, "fields": {
            "unit": UNIT[1], "date": _day(n).isoformat(), "form": "loa", "title": f"Chủ đề {n}",
            "place": f"Bản {n % 40}", "sessions": n % 9 + 1, "duration_min": 30,
            "audience": ["nhan_dan", "nguy_co"], "language": ["thai", "viet"], "people_total": n % 90 + 20,
            "people_female": n % 20, "cost": 50_000 + n, "note": f"Ghi chú {n}",
        }})  # fmt: skip
