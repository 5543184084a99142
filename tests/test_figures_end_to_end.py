"""Figures of a real file, made through the file, against the second computation over what the file exports."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.session import figures, imports, opening, records
from tests.filled_files import put_made_up
from tests.oracle_words import TellingOracle

NOW = datetime(2022, 11, 30, 8, tzinfo=UTC)


def is_finished(source: dict[str, Any], line: dict[str, Any]) -> bool:
    """Invented records break no rule; an unfinished one lacks a field that is always required."""
    fields = source["kinds"][line["kind"]]["fields"]
    always = (name for name, field in fields.items() if field.get("required") == "always")
    return all(line["fields"].get(name) is not None for name in always)


def test_an_explanation_names_records_as_every_list_does(tmp_path: Path) -> None:
    source = load_plan(plan_folder("lai-chau-2022"))
    with opening.create_file(tmp_path / "a.db", source, "12", "Lan", now=lambda: NOW) as file:
        put_made_up(file, 800, 10, 3)
        for code in file.plan.indicators:
            for behind in figures.explain(file, code, figures.read_period(file, "2022")).behind:
                if behind.member.record:
                    assert behind.name == records.title_of(file, behind.member.record)


@pytest.mark.parametrize("period", ["2022", "2022-Q3", "2022-06", "duong_lich:2022-H1"])
def test_the_figures_of_a_file_are_those_of_its_exported_records(tmp_path: Path, period: str) -> None:
    source = load_plan(plan_folder("lai-chau-2022"))
    with opening.create_file(tmp_path / "a.db", source, "12", "Lan", now=lambda: NOW) as file:
        put_made_up(file, 1500, 30, 7)
        records = [{**line, "counts": is_finished(source, line)} for line in imports.export_lines(file)]
        assert not all(record["counts"] for record in records)
        oracle = TellingOracle(source)
        for unit in ("12", "105", "03386"):
            theirs = oracle.told(records, [], unit, period, "default")
            for ours in figures.progress(file, figures.read_period(file, period), unit, "default"):
                found = theirs[ours.code]
                assert (ours.code, ours.status, ours.short_by) == (ours.code, found.status, found.short_by)
                if ours.exact is not None:
                    assert (ours.code, ours.numerator, ours.denominator) == (
                        ours.code, found.numerator, found.denominator,
                    )  # fmt: skip
