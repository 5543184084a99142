"""Ledgers of several years, and what of one goes on in the next, worked out plainly from what it exports."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop_app import paths
from desktop_app.domain.carried_records import CarryResult
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.session import OpenFile, carrying
from desktop_app.session.carrying import NO_ANSWERS
from tests.new_files import new_file

Line = dict[str, Any]
THEN, NOW = datetime(2022, 11, 30, 8, tzinfo=UTC), datetime(2025, 4, 14, 8, tzinfo=UTC)
START = "2024-12-15"  # of the year 2025, by decree 09/2019
ENDED = {
    "school": "closed_date", "staff": "to_date", "unit_flag": "end_date", "tip": "closed_date", "agency": "to_date",
}  # fmt: skip
CHILD = {"establishment_status_change": "establishment", "establishment_headcount": "establishment",
         "school_enrolment": "school"}  # fmt: skip
ALWAYS = ("establishment", "media_outlet", *CHILD)


def source_of(year: int) -> Mapping[str, Any]:
    """The plan of a year; of one without a plan that of 2022 with its number."""
    if year in (2022, 2025):
        return load_plan(plan_folder(f"lai-chau-{year}"))
    source = load_plan(plan_folder("lai-chau-2022"))
    head = {**source["plan"], "year": year, "id": f"lai-chau-{year}", "doc_date": f"{year}-01-15"}
    return {**source, "plan": head}


def new_ledger(path: Path, year: int = 2022, unit: str = "12", author: str = "Lan") -> OpenFile:
    now = datetime(year, 11, 30, 8, tzinfo=UTC) if year < NOW.year else NOW
    return new_file(path, source_of(year), unit, author, now=lambda: now)


def carry(file: OpenFile, old: Path, answers: Mapping[str, str] = NO_ANSWERS, passphrase: str = "") -> CarryResult:
    """Look at an earlier ledger, and carry it."""
    opened = carrying.open_ledger(file, old, passphrase or None)
    try:
        return carrying.carry(file, opened, answers, carrying.look(file, opened, answers))
    finally:
        opened.close()


def heirs() -> dict[str, str]:
    """What the table of the resources says: codes of 2022 to those of 2025."""
    table = paths.resources() / "org_units" / "lai-chau-2022-2025.tsv"
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines(), delimiter="\t")
    return {row["from"].removeprefix("2022:"): row["to"].removeprefix("2025:") for row in rows} | {"12": "12"}


def going_on(lines: Iterable[Line], units: Mapping[str, str]) -> Iterator[Line]:
    """The records of 2022 that go on in 2025, under their old ids; of a place's history all, not the latest alone."""
    known: set[str] = set()
    lines = list(lines)
    for line in lines:
        kind, fields = line["kind"], line["fields"]
        end = fields.get(ENDED.get(kind, ""))
        if kind in ALWAYS or (kind in ENDED and (end is None or end >= START)) or _model_goes_on(line):
            if "unit" in fields and fields["unit"] is not None and fields["unit"] not in units:
                continue
            if kind in CHILD and fields[CHILD[kind]] not in known:
                continue
            known.add(line["id"])
            unit = {"unit": units[fields["unit"]]} if fields.get("unit") else {}
            yield {**line, "fields": {**fields, **unit}}


def _model_goes_on(line: Line) -> bool:
    over = (line["fields"].get(name) for name in ("stopped_date", "summary_date"))
    return line["kind"] == "pilot_model" and all(day is None or day >= START for day in over)


def of_plan(source: Mapping[str, Any]) -> set[str]:
    """The ids that the plan itself brings."""
    from desktop_app.domain.plan_seeds import seed_records

    return {record for _, record, _ in seed_records(source) if record}


def counted(lines: Iterable[Line]) -> Counter[str]:
    return Counter(line["kind"] for line in lines)
