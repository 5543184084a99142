"""Sheets that chance makes of known records, in the manners of many offices: what goes in is what was meant."""

import csv
import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop_app.session import OpenFile
from tests.sheets.making import asked, district, fields, read, xlsx

pytestmark = pytest.mark.no_cover
SHEETS = 40  # of each form; 600 of each were tried once
HEADINGS: Mapping[str, Sequence[str]] = {  # in English last
    "unit": ("Đơn vị tổ chức", "Đơn vị", "Xã", "Unit"), "date": ("Ngày thực hiện", "Ngày", "Thời gian", "Date"),
    "form": ("Hình thức", "Hình thức tuyên truyền", "Form"), "title": ("Nội dung, chủ đề", "Nội dung", "Content"),
    "sessions": ("Số buổi, lượt phát", "Số buổi", "Số cuộc", "Number of sessions"),
    "audience": ("Đối tượng", "Thành phần", "Target group"),
    "people_total": ("Số lượt người", "Số người tham gia", "Participants"),
    "people_female": ("Nữ", "Trong đó nữ", "Women"),
    "cost": ("Kinh phí (đồng)", "Kinh phí (nghìn đồng)", "Budget"), "note": ("Ghi chú", "Chú thích", "Notes"),
}  # fmt: skip
WORDS: Mapping[Any, Sequence[str]] = {
    "03405": ("Giang Ma", "Xã Giang Ma", "X. Giang Ma", "XÃ GIANG MA", "03405", "Xã Giang Ma, huyện Tam Đường"),
    "03394": ("Thèn Sin", "xã Thèn Sin"), "loa": ("Loa", "Loa truyền thanh cơ sở", "1. Loa"), "hoi_nghi": ("Hội nghị",),
    ("nhan_dan",): ("Nhân dân", "nhân dân"),
    ("nguy_co", "nhan_dan"): ("Nhân dân; Nhóm nguy cơ", "Nhân dân, Nhóm nguy cơ", "- Nhân dân\n- Nhóm nguy cơ"),
}  # fmt: skip
DAYS = (
    "{0:%d/%m/%Y}",
    "{0.day}/{0.month}/{0.year}",
    "{0:%d.%m.%y}",
    "ngày {0.day} tháng {0.month} năm {0.year}",
    "{0:%Y-%m-%d}",
)
SIGNED: Sequence[list[Any]] = (
    [],
    [None, None, None, "Giang Ma, ngày 14 tháng 6 năm 2022"],
    ["NGƯỜI LẬP BIỂU", None, None, "CHỦ TỊCH"],
)
Record = dict[str, Any]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenFile]:
    with district(tmp_path_factory.mktemp("chance")) as opened:
        yield opened


class Chance(random.Random):
    """Draws records, and how an office writes them down."""

    def record(self) -> Record:
        people = self.choice((None, self.randint(20, 3000)))
        return {
            "unit": self.choice(("03405", "03394")), "date": date(2022, self.randint(1, 11), self.randint(1, 28)),
            "form": self.choice(("loa", "hoi_nghi")), "title": f"Việc {self.randint(1, 9999)}, họp bản",
            "sessions": self.randint(1, 40), "audience": self.choice((("nhan_dan",), ("nguy_co", "nhan_dan"))),
            "people_total": people, "people_female": people and self.randint(0, 20),
            "cost": self.choice((None, self.randint(1, 3000) * 1000)), "note": self.choice((None, "tốt")),
        }  # fmt: skip

    def heading(self, name: str, number: int, *, twice: bool) -> str:
        *vietnamese, english = HEADINGS[name]
        said = self.choice(vietnamese) + (self.choice((" / ", "\n", " – ")) + english if twice else "")
        return self.choice((said, said, said.upper(), f"{number}. {said}", said.replace(" ", "\n", 1)))

    def cell(self, name: str, heading: str, value: Any) -> Any:
        if value is None or name in ("title", "note"):
            return value
        if value in WORDS:
            return self.choice(WORDS[value])
        if isinstance(value, date):
            return self.choice((value, self.choice(DAYS).format(value)))
        value = value // 1000 if "nghìn" in heading.lower() else value
        return self.choice((value, str(value), f" {value} ", f"{value:,}".replace(",", ".")))

    def sheet(self) -> tuple[list[list[Any]], dict[int, Record]]:
        """Rows, and by row the record that it says."""
        names = [name for name in HEADINGS if name in list(HEADINGS)[:6] or self.random() < 0.7]
        self.shuffle(names)
        twice = self.random() < 0.3
        head = [self.heading(name, n, twice=twice) for n, name in enumerate(names, start=1)]
        rows: list[list[Any]] = [["BÁO CÁO KẾT QUẢ TUYÊN TRUYỀN"], []] if self.random() < 0.5 else []
        rows.append(["STT", *head])
        if not twice and self.random() < 0.2:
            rows.append(["No.", *(HEADINGS[name][-1] for name in names)])
        meant: dict[int, Record] = {}
        for n in range(1, self.randint(2, 8)):
            rows += self.choice(([], [], [], [[]], [["STT", *head]], [["I", f"Cụm {n}"]]))
            record = self.record()
            rows.append([n, *(self.cell(name, text, record[name]) for name, text in zip(names, head, strict=True))])
            meant[len(rows)] = {name: record[name] for name in names if record[name] is not None}
        rows.append(
            ["Tổng cộng", *(sum(r["sessions"] for r in meant.values()) if n == "sessions" else None for n in names)]
        )
        return rows + list(SIGNED) * self.randint(0, 1), meant


def as_json(record: Record) -> Record:
    plain = {name: list(value) if isinstance(value, tuple) else value for name, value in record.items()}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in plain.items()}


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_what_goes_in_is_what_was_meant_and_nothing_is_lost(file: OpenFile, tmp_path: Path, ending: str) -> None:
    records = held_back = 0
    for seed in range(SHEETS):
        rows, meant = Chance(seed).sheet()
        source = xlsx(tmp_path, *rows) if ending == "xlsx" else bare(tmp_path, rows)
        document = read(file, source)
        found, waiting = fields(document), asked(document)
        for number, record in meant.items():
            records += 1
            held_back += number in waiting
            assert number in waiting or found.get(number) == as_json(record), (seed, number)
        assert found.keys() <= meant.keys(), seed
    assert records > SHEETS
    assert held_back == 0 if ending == "xlsx" else held_back < records / 3  # bare text may read both ways


def bare(folder: Path, rows: Sequence[Sequence[Any]]) -> Path:
    """What was displayed once."""
    source = folder / "bảng.csv"
    shown = [[f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell for cell in row] for row in rows]
    with source.open("w", encoding="utf-8-sig", newline="") as target:
        csv.writer(target, delimiter=";").writerows(shown)
    return source
