"""A plan of five years is played through: each year as it goes by, and all of them at its end."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from shutil import copytree
from typing import Any, NamedTuple

import openpyxl
import pytest
from docx import Document

from desktop_app.domain.indicators import Gap, IndicatorResult
from desktop_app.domain.plan_check import check_plan
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.domain.trend import COUNTED, LOCKED
from desktop_app.domain.values import Value
from desktop_app.domain.year_targets import planned_criterion
from desktop_app.plan_files import load_plan
from desktop_app.session import OpenFile, editing, entry, figures, opening, report_text, reports
from tests.new_files import new_file
from tests.processes import pdf_text
from tests.sentences import refused, said
from ui.progress.figure_lines import FigureQuery, read_explained

FOREST = Path(__file__).resolve().parent.parent / "data" / "plans" / "forest"
YEARS = range(2021, 2026)
WHOLE = "2021..2025"

# openpyxl does not know how bars in cells look
pytestmark = pytest.mark.filterwarnings("ignore:Unknown extension", "ignore:Conditional Formatting extension")


class Planted(NamedTuple):
    """Hectares, trees and money of a district's one planting of a year."""

    hectares: str
    trees: int
    spent: int


PLANTED = {
    "11": [Planted("60.5", 90_000, 100), Planted("80", 130_000, 200), Planted("120", 190_000, 300),
           Planted("100", 170_000, 400), Planted("150.25", 240_000, 500)],
    "12": [Planted("50", 85_000, 10), Planted("60.25", 100_000, 20), Planted("90", 140_000, 30),
           Planted("130", 230_000, 40), Planted("200", 310_000, 50)],
}  # fmt: skip
DAYS: dict[str, str] = {"11": "03-10", "12": "09-15"}
LAND = {"11": 1000, "12": 500}
FOREST_OF: dict[str, list[int]] = {"11": [440, 455, 470, 480, 500], "12": [200, 210, 225, 240, 260]}
FIRES: dict[str, list[int]] = {"11": [4, 5, 6, 2, 5], "12": [6, 4, 3, 4, 3]}

# worked out by hand from the lists above: value as it is shown, status, what is lacking or too much
WORKED_OUT: dict[str, list[tuple[str | None, str, Gap | None]]] = {
    "F1": [("110,5", "met", 0), ("140,25", "not-met", Fraction("9.75")), ("210", "met", 0), ("230", "not-met", 20),
           ("350,25", "met", 0), ("1.041", "met", 0)],
    "F2": [("110,5", "met", 0), ("250,75", "met", 0), ("460,75", "met", 0), ("690,75", "not-met", Fraction("9.25")),
           ("1.041", "met", 0), ("1.041", "met", 0)],
    "F3": [("42,7%", "not-met", 14), ("44,3%", "not-met", 13), ("46,3%", "not-met", 7), ("48,0%", "not-met", 6),
           ("50,7%", "met", 0), ("50,7%", "met", 0)],
    "F4": [("1.583,7", "met", 0), ("1.639,9", "met", 0), ("1.571,4", "not-met", 6000), ("1.739,1", "met", 0),
           ("1.570,3", "watched", None), ("1.618,6", "watched", None)],
    "P1": [(None, "not-applicable", None), ("-10,0%", "met", 0), ("0,0%", "not-met", -1), ("-33,3%", "met", 0),
           ("+33,3%", "not-met", -3), (None, "not-applicable", None)],
    "P2": [("110", "watched", None), ("220", "watched", None), ("330", "watched", None), ("440", "watched", None),
           ("550", "watched", None), ("1.650", "watched", None)],
}  # fmt: skip


@contextmanager
def opened(path: Path, day: str) -> Iterator[OpenFile]:
    now = datetime.fromisoformat(f"{day}T08:00").replace(tzinfo=UTC)
    with opening.open_file(path, author="Lan", now=lambda: now) as file:
        yield file


def made(path: Path) -> Path:
    now = datetime(2021, 1, 5, 8, tzinfo=UTC)
    with new_file(path, load_plan(FOREST), "1", "Lan", now=lambda: now):
        return path


def add(file: OpenFile, kind: str, **values: Value) -> None:
    result = editing.new_record(file, kind, values)
    assert result.act, said(problem.message for problem in result.problems)


def work(file: OpenFile, year: int) -> None:
    """What the two districts did in a year."""
    number = year - YEARS[0]
    for unit, day in DAYS.items():
        one = PLANTED[unit][number]
        add(file, "planting", unit=unit, day=f"{year}-{day}", hectares=Decimal(one.hectares), trees=one.trees,
            spent=one.spent)  # fmt: skip
        add(file, "survey", unit=unit, day=f"{year}-12-20", forest=Decimal(FOREST_OF[unit][number]),
            land=Decimal(LAND[unit]))  # fmt: skip
        for fire in range(FIRES[unit][number]):
            add(file, "fire", unit=unit, day=f"{year}-{4 + fire:02d}-01")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file at the end of the five years; at the end of each its figures were right as they stood."""
    path = made(tmp_path_factory.mktemp("years") / "forest.db")
    for number, year in enumerate(YEARS):
        with opened(path, f"{year}-12-30") as file:
            assert figures.current_period(file).text == f"{year}-Q4"
            assert entry.defaults(file, "own_target", {})["year"] == year
            work(file, year)
            assert shown(found(file, str(year))) == {code: row[number] for code, row in WORKED_OUT.items()}
            if year == 2022:
                reports.lock(file, figures.read_period(file, "2022"))
    return path


@pytest.fixture
def file(ledger: Path) -> Iterator[OpenFile]:
    with opened(ledger, "2025-12-31") as file:
        yield file


def found(file: OpenFile, period: str, unit: str = "1") -> dict[str, IndicatorResult]:
    return {one.code: one for one in figures.progress(file, figures.read_period(file, period), unit)}


def shown(results: dict[str, IndicatorResult]) -> dict[str, tuple[str | None, str, Gap | None]]:
    return {code: (one.value, one.status, one.short_by) for code, one in results.items()}


def test_every_year_and_all_of_them_come_to_what_was_worked_out_by_hand(file: OpenFile) -> None:
    for number, period in enumerate([*map(str, YEARS), WHOLE]):
        assert shown(found(file, period)) == {code: row[number] for code, row in WORKED_OUT.items()}, period


def counted(code: str, first: str, last: str, units: tuple[str, ...]) -> tuple[Fraction, Fraction | None]:
    """Numerator and denominator from the lists alone; of fires those of the days, of growth see below."""
    rows = [
        (one, f"{year}-{DAYS[unit]}") for unit in units for one, year in zip(PLANTED[unit], YEARS, strict=True)
        if first <= f"{year}-{DAYS[unit]}" <= last
    ]  # fmt: skip
    surveyed = [year - YEARS[0] for year in YEARS if f"{year}-12-20" <= last]
    values: dict[str, Callable[[], tuple[Any, Any]]] = {
        "F1": lambda: (sum(Fraction(one.hectares) for one, _ in rows), None),
        "F2": lambda: (sum(Fraction(one.hectares) for one, _ in rows), None),
        "F3": lambda: (sum(FOREST_OF[unit][surveyed[-1]] for unit in units), sum(LAND[unit] for unit in units)),
        "F4": lambda: (sum(one.trees for one, _ in rows), sum(Fraction(one.hectares) for one, _ in rows)),
        "P2": lambda: (sum(one.spent for one, _ in rows), None),
    }  # fmt: skip
    above, below = values[code]()
    return Fraction(above), None if below is None else Fraction(below)


def fires_in(first: date, last: date, units: tuple[str, ...]) -> int:
    days = [date(year, 4 + n, 1) for unit in units for year in YEARS for n in range(FIRES[unit][year - YEARS[0]])]
    return sum(first <= day <= last for day in days)


@pytest.mark.parametrize("unit", ["1", "11", "12"])
@pytest.mark.parametrize("period", ["2021", "2022-H1", "2023-Q3", "2024-9M", "2025", "2021..2023", "2023..2025", WHOLE])
def test_both_sides_equal_a_count_of_the_lists(file: OpenFile, unit: str, period: str) -> None:
    results, asked = found(file, period, unit), figures.read_period(file, period)
    units = ("11", "12") if unit == "1" else (unit,)
    last = str(asked.last_day)
    starts = dict.fromkeys(WORKED_OUT, f"{asked.first_year}-01-01") | {"F2": "2021-01-01"}
    for code in ("F1", "F2", "F4", "P2"):
        assert (results[code].numerator, results[code].denominator) == counted(code, starts[code], last, units), code
    if last >= "2021-12-20":
        assert (results["F3"].numerator, results["F3"].denominator) == counted("F3", "", last, units)
    if not asked.several_years:
        before = [day.replace(year=day.year - 1) for day in (asked.first_day, asked.last_day)]
        base = fires_in(before[0], before[1], units)
        rise = fires_in(asked.first_day, asked.last_day, units) - base
        assert (results["P1"].numerator, results["P1"].denominator) == (Fraction(rise), Fraction(base))


def test_each_year_has_its_own_target_and_the_way_from_the_baseline(file: OpenFile) -> None:
    targets = {code: [found(file, str(year))[code].target for year in YEARS] for code in WORKED_OUT}
    assert targets == {
        "F1": ["≥ 100", "≥ 150", "≥ 200", "≥ 250", "≥ 300"],
        "F2": ["≥ 100", "≥ 250", "≥ 450", "≥ 700", "≥ 1.000"],
        "F3": ["≥ 43,6%", "≥ 45,2%", "≥ 46,8%", "≥ 48,4%", "≥ 50%"],
        "F4": ["1.400–2.000", "1.600–2.000", "1.600–2.000", "1.600–2.000", ""],
        "P1": ["≤ -10%"] * 5,
        "P2": [""] * 5,
    }
    assert "Mức gốc năm 2020: 42,0%." in said(found(file, "2023")["F3"].notes)


def test_a_sum_of_some_years_is_held_against_no_target_of_one_of_them(file: OpenFile) -> None:
    some = found(file, "2021..2023")
    assert (some["F1"].value, some["F1"].status, some["F1"].target) == ("460,75", "watched", "")
    assert (some["F2"].value, some["F2"].status, some["F2"].target) == ("460,75", "met", "≥ 450")
    assert (some["F3"].status, some["F3"].target) == ("not-met", "≥ 46,8%")


def test_last_year_is_looked_up_in_the_same_file(file: OpenFile) -> None:
    trend = {one.last.code: one for one in figures.trend(file, step="year")}
    assert [point.period.text for point in trend["F1"].points] == [str(year) for year in YEARS]
    assert [point.earlier and point.earlier.value for point in trend["F1"].points] == [
        None, "110,5", "140,25", "210", "230",
    ]  # fmt: skip
    assert [point.earlier and point.earlier.source for point in trend["F2"].points] == [
        None, COUNTED, LOCKED, COUNTED, COUNTED,
    ]  # fmt: skip
    quarters = figures.trend(file, codes=["F1"], year=2023)[0]
    assert [point.period.text for point in quarters.points] == ["2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"]


def test_a_target_that_an_office_has_set_holds_for_its_year_alone(ledger: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(ledger.read_bytes())
    with opened(copy, "2025-12-31") as file:
        add(file, "own_target", year=2024, indicator="F1", reading="default", threshold=Decimal(220))
        add(file, "typed_figure", unit="1", year=2025, period_code="5Y", indicator="P2", numerator=Decimal(2000))
        assert [found(file, str(year))["F1"].status for year in YEARS] == ["met", "not-met", "met", "met", "met"]
        assert found(file, "2024")["F1"].planned_target == "≥ 250"
        whole = found(file, WHOLE)
        assert (whole["F1"].target, whole["F1"].planned) == ("≥ 1.000", None)
        assert (whole["P2"].value, whole["P2"].manual, whole["P2"].status) == ("2.000", True, "watched")
        assert found(file, "2025")["P2"].value == "550"


def test_the_years_of_the_plan_are_its_periods_and_no_others(file: OpenFile) -> None:
    whole = figures.read_period(file, WHOLE)
    assert (whole.text, whole.code, whole.year, str(whole.first_day), str(whole.last_day)) == (
        WHOLE, "5Y", 2025, "2021-01-01", "2025-12-31",
    )  # fmt: skip
    for other in ("2020", "2026", "2020..2022", "2024..2026"):
        with refused("chỉ có kế hoạch năm 2021–2025"):
            found(file, other)
    with refused("Không đọc được kỳ"):
        figures.read_period(file, "2025..2021")


def test_once_the_plan_is_over_its_last_year_is_proposed(ledger: Path) -> None:
    with opened(ledger, "2027-01-02") as file:
        assert entry.defaults(file, "own_target", {})["year"] == 2025
        assert (figures.current_period(file).text, file.plan.year_of(file.today())) == ("2025", 2025)


def text_of(pdf: bytes) -> str:
    return " ".join(pdf_text(pdf, "-layout").split())


def test_the_report_of_the_whole_plan_shows_each_year(file: OpenFile) -> None:
    text = text_of(reports.report(file, figures.read_period(file, WHOLE), "1"))
    assert "giai đoạn 2021–2025" in text
    assert "Kết quả từng năm" in text
    for number in ("110,5", "140,25", "210", "230", "350,25", "1.041", "≥ 43,6%", "≥ 48,4%"):
        assert number in text, number
    assert "02 chỉ tiêu chỉ theo dõi" in text
    assert "Kinh phí đã chi: 1.650 đồng." in text
    assert "Chỉ tiêu P1: nhiều năm gộp lại thì không có cùng kỳ năm trước để so." in text
    assert "-10,0% 0,0% -33,3% +33,3%" in text


def test_the_report_of_one_year_compares_with_the_one_before(file: OpenFile) -> None:
    text = text_of(reports.report(file, figures.read_period(file, "2023"), "1"))
    assert "cùng kỳ năm trước 140,25" in text
    assert "Kết quả từng năm" not in text
    assert "Kinh phí đã chi: 330 đồng, cùng kỳ năm trước 220." in text


def test_word_and_excel_say_the_same(file: OpenFile) -> None:
    whole = figures.read_period(file, WHOLE)
    document = Document(io.BytesIO(reports.report(file, whole, "1", "docx")))
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert any(row[:2] == ["F1", "Diện tích rừng trồng mới trong năm"] and row[-1] == "350,25" for row in rows)
    book = openpyxl.load_workbook(io.BytesIO(reports.report(file, whole, "1", "xlsx")))
    cells = [list(row) for sheet in book for row in sheet.iter_rows(values_only=True)]
    assert any("F1" in row and 350.25 in row for row in cells)
    assert any("P2" in row and "Theo dõi" in row for row in cells)


@pytest.mark.parametrize(
    ("where", "value", "says"),
    [
        (("plan", "last_year"), 2020, "năm cuối 2020 trước năm đầu 2021"),
        (("indicators", "F1", "targets"), {"2026": 1}, "không thuộc các năm 2021 đến 2025"),
        (("indicators", "F1", "targets"), {"2021": [1, 2], "2022": "x"}, "một số, hai số"),
        (("indicators", "F4", "targets"), {"2021": 1500}, "cần hai mức"),
        (("indicators", "P2", "threshold"), 5, "chỉ theo dõi"),
        (("indicators", "F3", "baseline"), {"year": 2022, "value": 4}, "năm gốc 2022 sau năm đầu"),
        (("indicators", "F3", "path"), "steep", "steep"),
    ],
)
def test_a_mistake_in_the_years_is_named(where: tuple[str, ...], value: Any, says: str) -> None:
    source: Any = deepcopy(load_plan(FOREST))
    part = source
    for key in where[:-1]:
        part = part[key]
    part[where[-1]] = value
    assert any(says in sentence for sentence in said(check_plan(source))), said(check_plan(source))


def test_a_path_to_a_count_asks_for_whole_numbers() -> None:
    source: Any = deepcopy(load_plan(FOREST))
    source["indicators"]["F2"] |= {"path": "even", "baseline": {"year": 2020, "value": 0}, "targets": {}}
    source["indicators"]["F2"]["threshold"] = 1001
    plan = parse_plan(source)
    scheme = plan.schemes["calendar"]
    asked = [planned_criterion(plan, plan.indicators["F2"], p) for y in YEARS if (p := scheme.period("Y", y))]
    assert [int(one.threshold) for one in asked] == [200, 400, 601, 801, 1001]


def test_a_report_speaks_in_the_plans_own_words(tmp_path: Path) -> None:
    source: Any = deepcopy(load_plan(FOREST))
    source["words"] = {
        "work": {"vi": "chương trình {subject}"}, "section_III": {"vi": "Kết quả các chương trình"},
        "area_table": {"vi": "Số liệu chương trình {area}"},
        "by_unit": {"vi": "Số liệu chương trình {area} chia theo đơn vị, {when}"}, "committee": {"vi": "Hội đồng"},
        "committee_authority": {"vi": "TM. HỘI ĐỒNG"}, "committee_head": {"vi": "Chủ tịch Hội đồng"},
    }  # fmt: skip
    assert said(check_plan(source)) == []
    with opening.create_file(
        tmp_path / "a.db", source, "1", "Lan", now=lambda: datetime(2021, 12, 30, tzinfo=UTC)
    ) as file:
        work(file, 2021)
        text = text_of(reports.report(file, figures.read_period(file, "2021"), "1"))
        own = report_text.narrative(file, figures.read_period(file, "2021"), "1")
    for words in (
        "Kết quả thực hiện chương trình phát triển rừng năm 2021", "KẾT QUẢ CÁC CHƯƠNG TRÌNH",
        "Số liệu chương trình trồng rừng chia theo",
        "TM. HỘI ĐỒNG", "CHỦ TỊCH HỘI ĐỒNG",
    ):  # fmt: skip
        assert words in text, (words, text)
    assert "công tác" not in text
    assert own.sections["III.F"].name == "Trồng rừng"


@pytest.mark.parametrize(
    ("words", "says"),
    [({"wrok": {"vi": "x"}}, "báo cáo không có câu “wrok”"), ({"work": {"vi": "việc {subjekt}"}}, "điền vào subjekt")],
)
def test_a_word_that_no_report_has_is_named(words: Any, says: str) -> None:
    source: Any = deepcopy(load_plan(FOREST))
    source["words"] = words
    assert any(says in sentence for sentence in said(check_plan(source))), said(check_plan(source))


def test_a_reading_may_have_a_name_of_the_plans_own(tmp_path: Path) -> None:
    source: Any = deepcopy(load_plan(FOREST))
    readings = source["indicators"]["F1"]["readings"]
    readings["by_trees"] = deepcopy(readings["default"]) | {"numerator": "trees"}
    assert any("label" in sentence for sentence in said(check_plan(source)))
    readings["by_trees"]["label"] = {"vi": "Theo số cây", "en": "By trees"}
    assert said(check_plan(source)) == []
    with opening.create_file(
        tmp_path / "a.db", source, "1", "Lan", now=lambda: datetime(2021, 12, 30, tzinfo=UTC)
    ) as file:
        work(file, 2021)
        period = figures.read_period(file, "2021")
        behind = read_explained(file, FigureQuery("F1", period, "1", "by_trees"))
    assert [(name, words, shown) for name, words, shown in behind.readings] == [
        ("default", "Theo kế hoạch", False), ("by_trees", "Theo số cây", True),
    ]  # fmt: skip


def test_a_plan_that_rests_on_another_takes_parts_away(tmp_path: Path) -> None:
    copytree(FOREST, tmp_path / "forest")
    (tmp_path / "less").mkdir()
    head = '[plan]\nid = "less"\n'
    (tmp_path / "less" / "plan.toml").write_text(
        'extends = "forest"\nremove = ["indicators.P2", "kinds.planting.fields.spent", "choices.indicator.P2"]\n'
        + head,
        encoding="utf-8",
    )
    plan = load_plan(tmp_path / "less")
    assert (plan["plan"]["id"], "P2" in plan["indicators"], "spent" in plan["kinds"]["planting"]["fields"]) == (
        "less", False, False,
    )  # fmt: skip
    assert "P2" in load_plan(tmp_path / "forest")["indicators"]
    for wrong in ("indicators.P9", "kinds.planting.fields.spent.no", "[x"):
        (tmp_path / "less" / "plan.toml").write_text(
            f'extends = "forest"\nremove = ["{wrong}"]\n{head}', encoding="utf-8"
        )
        with refused("remove nhắc đến"):
            load_plan(tmp_path / "less")
