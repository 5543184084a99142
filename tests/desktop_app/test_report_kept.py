"""What a locked report keeps of its pages comes back as it was."""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.report.blocks import ProgressReport
from desktop_app.report.cells import Figure
from desktop_app.report.contents import build
from desktop_app.report.kept import from_json, to_json
from desktop_app.session import figures, imports, opening
from desktop_app.session.report_data import FORMS, collect, render


def of_a_file(tmp_path: Path, unit: str) -> ProgressReport:
    """A report with everything that invented records give it: tables, annexes, numbers, notes."""
    with opening.create_file(tmp_path / "a.db", load_plan(plan_folder("lai-chau-2022")), "12") as file:
        imports.import_lines(file, (json.dumps(line) for line in imports.demo_lines(file, 600, 12, 5)))
        period = figures.read_period(file, "2022-Q3")
        return build(collect(file, period, unit))


@pytest.mark.parametrize("unit", ["12", "105", "03386"])
def test_a_whole_report_comes_back_and_prints_the_same(tmp_path: Path, unit: str) -> None:
    report = of_a_file(tmp_path, unit)
    again = from_json(json.loads(json.dumps(to_json(report))))
    assert again == report
    for form in FORMS:
        assert render(again, form) == render(report, form)


def test_numbers_come_back_exactly() -> None:
    row = (Figure(Fraction(1, 3), "percent"), Decimal("2.50"), 7, "x", None, True)
    assert from_json(json.loads(json.dumps(to_json(row)))) == row


def test_a_figure_of_an_unknown_measure_can_t_be_read() -> None:
    with pytest.raises(ValueError, match="Figure"):
        from_json({"is": "Figure", "value": 1, "measure": "per_1000"})


def test_what_has_its_default_is_left_out() -> None:
    assert to_json(Figure(Fraction(1))) == {"is": "Figure", "value": {"is": "Fraction", "value": "1"}}
