"""What a lay person may write in a plan of another field: its papers say nothing that the records do not."""

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from desktop_app import paths
from desktop_app.domain.plan_check import find_mistakes
from desktop_app.domain.values import Value
from desktop_app.plan_files import load_plan
from desktop_app.session import OpenFile, editing, figures, reports
from desktop_app.texts import in_words
from tests.new_files import new_file
from tests.new_plans import new_plan_folder
from tests.paper_reader import read_docx
from tests.processes import pdf_text

Source = dict[str, Any]
ROLES: Source = tomllib.loads((Path(__file__).parents[1] / "data" / "role_kinds.toml").read_text(encoding="utf-8"))


@pytest.fixture
def source(tmp_path: Path) -> Source:
    """The plan that `plan new` writes."""
    return dict(load_plan(new_plan_folder(tmp_path)))


def with_roles(source: Source, *roles: str) -> Source:
    """With kinds for these roles."""
    named = {ROLES["roles"][role]["kind"] for role in roles} | ({"agency"} if "letterhead" in roles else set())
    lists = {name: ROLES["choices"].get(name, {}) for name in ("period_code", "report_extra", "report_section")}
    lists["plan_area"] = {code: {"label": area["label"]} for code, area in source["areas"].items()}
    lists["plan_indicator"] = {code: {"label": one["title"]} for code, one in source["indicators"].items()}
    return source | {
        "areas": source["areas"] | ROLES["areas"],
        "kinds": source["kinds"] | {name: kind for name, kind in ROLES["kinds"].items() if name in named},
        "choices": source["choices"] | lists,
        "roles": source.get("roles", {}) | {role: ROLES["roles"][role] for role in roles},
    }


def opened(folder: Path, source: Source, unit: str = "01") -> OpenFile:
    return new_file(folder / "so.db", source, unit, "Lan", now=lambda: datetime(2026, 12, 31, 2, tzinfo=UTC))


def write(file: OpenFile, kind: str, **fields: Value) -> str:
    made = editing.new_record(file, kind, fields)
    assert made.act, made.problems
    return str(made.record)


def held(file: OpenFile, unit: str, **more: Value) -> str:
    return write(file, "activity", unit=unit, date="2026-05-04", **more)


def mistakes(source: Source) -> list[tuple[str, str]]:
    return [(one.place.key, in_words(one.reason)) for one in find_mistakes(source, {}, "plan.toml")]


def test_a_target_without_a_reading_is_that_of_the_plan_and_may_have_decimals(tmp_path: Path, source: Source) -> None:
    with opened(tmp_path, with_roles(source, "target")) as file:
        write(file, "target", year=2026, indicator="1.1", threshold=Decimal("97.5"), basis="Công văn số 5")
        (found,) = figures.progress(file, figures.read_period(file, "2026"))
        assert (found.reading, found.threshold) == ("default", Fraction("97.5"))


@pytest.fixture
def example(tmp_path: Path) -> Iterator[OpenFile]:
    """An example whose inspections belong to the place of what was inspected."""
    folder = paths.resources() / "examples" / "vi-du-may-trang"
    with opened(tmp_path, load_plan(folder), "VD") as file:
        yield file


def test_records_whose_unit_lies_behind_a_reference_report_for_it(example: OpenFile) -> None:
    place = next(unit.code for unit in example.units if unit.level == "khu_pho")
    shop = write(example, "co_so", ten="Quán", loai="an_uong", noi_o=place, tu_ngay="2026-01-01")
    period = figures.read_period(example, "2026")

    def states() -> set[str]:
        return {row.state for row in figures.completeness(example, period) if (row.unit, row.area) == (place, "DV")}

    assert states() == {"not_reported"}
    made = write(example, "lan_kiem_tra", co_so=shop, ngay="2026-05-04", ket_qua="tot")
    assert states() == {"number"}
    assert [one.record for one, _ in figures.records_of(example, period, place)] == [made]
    other = next(unit.code for unit in example.units if unit.level == "khu_pho" and unit.code != place)
    editing.set_value(example, shop, "noi_o", other)
    assert states() == {"not_reported"}


MONEY = ("cost", "damage", "fund", "fine")
LONG, OF_TWO = "1.234.567.890.123", "2.469.135.780.246"


def with_money(source: Source) -> Source:
    """Four amounts of money in each record, and a figure of the first; four forms."""
    kind: Source = source["kinds"]["activity"]
    source["choices"]["form"] |= {code: {"label": {"vi": f"Hình thức {code}"}} for code in ("to_roi", "sinh_hoat")}
    dong = {"vi": "đồng"}
    for name in MONEY:
        label = {"vi": f"Số tiền {name}"}
        kind["fields"][name] = {"label": label, "type": "money", "privacy": "P0"}
        source["statistics"].append({"area": "1", "kind": "activity", "label": label, "unit": dong, "sum": name})
    source["indicators"]["1.2"] = source["indicators"]["1.1"] | {
        "title": {"vi": "Kinh phí"}, "measure": "count", "op": "<=", "threshold": 5, "unit": dong,
        "readings": {"default": {"wording": {"vi": "Cộng."}, "population": "activities", "numerator": "cost"}},
    }  # fmt: skip
    return source


def test_no_number_of_a_table_is_parted_while_its_page_has_room(tmp_path: Path, source: Source) -> None:
    """Billions beside words: the words give way."""
    with opened(tmp_path, with_money(source)) as file:
        for unit, form in (("0101", "to_roi"), ("0102", "sinh_hoat"), ("0103", "loa"), ("0103", "hoi_nghi")):
            held(file, unit, form=form, people=12_345_678, **dict.fromkeys(MONEY, 1_234_567_890_123))
        period = figures.read_period(file, "2026")
        said = words_of(reports.report(file, period))
        # of three communes four amounts each, and of two the indicator
        assert (said.count(LONG), said.count(OF_TWO)) == (2 * 4 + 2, 4 + 1)


def words_of(pdf: bytes) -> str:
    return " ".join(pdf_text(pdf).split())


def test_a_figure_of_an_area_without_a_tab_is_refused_as_no_report_would_print_it(source: Source) -> None:
    source["areas"]["R"] = {"label": {"vi": "Danh mục"}, "tab": False}
    source["statistics"][0]["area"] = source["indicators"]["1.1"]["area"] = "R"
    found, why = mistakes(source), "lĩnh vực R ghi tab = false"
    assert [place for place, said in found if said.startswith(why)] == ["indicators.1.1.area", "statistics[1].area"]


def test_a_target_of_at_most_is_met_by_nothing_and_the_paper_says_that_nobody_has_reported(
    tmp_path: Path, source: Source
) -> None:
    """The number is held against the target, whatever stands behind it; who is silent is said beside it."""
    counted = {"measure": "count", "op": "<=", "threshold": 3, "unit": {"vi": "buổi"}, "texts": {}}
    reading = {"wording": {"vi": "Đếm."}, "population": "activities", "numerator": "true"}
    source["indicators"]["1.1"] |= {**counted, "readings": {"default": reading}}
    with opened(tmp_path, with_roles(source, "declaration")) as file:
        period = figures.read_period(file, "2026-Q2")
        (found,) = figures.progress(file, period)
        paper = words_of(reports.report(file, period))
    assert found.status == "met"
    assert "Chưa có đơn vị nào báo cáo số liệu quý II năm 2026 về công tác tuyên truyền." in paper


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Như trên;\nCác xã", "- Như trên; - Các xã; - Lưu: VT."),
        ("Các xã;\nLưu: VT, CA", "- Như trên; - Các xã; - Lưu: VT, CA."),
        ("- Như trên\n- Lưu: VT", "- Như trên; - Lưu: VT."),
        (
            "Trung tâm Lưu trữ\nLưu trữ lịch sử tỉnh",
            "- Như trên; - Trung tâm Lưu trữ; - Lưu trữ lịch sử tỉnh; - Lưu: VT.",
        ),
    ],
)
def test_a_recipient_whom_the_office_typed_is_not_told_twice(
    typed: str, printed: str, tmp_path: Path, source: Source
) -> None:
    with opened(tmp_path, with_roles(source, "letterhead")) as file:
        agency = write(file, "agency", name="UBND tỉnh", unit="01")
        head = {"issuer_line": "UBND TỈNH", "doc_symbol": "BC-UBND", "place_name": "Mẫu", "signer_title": "CHỦ TỊCH"}
        write(file, "letterhead", agency=agency, date="2026-01-01", addressee="Bộ", recipients=typed, **head)
        paper = words_of(reports.report(file, figures.read_period(file, "2026")))
        assert f"Nơi nhận: {printed}" in paper


def test_a_month_of_a_year_that_begins_in_october_is_called_as_in_the_calendar(tmp_path: Path, source: Source) -> None:
    source["period_schemes"]["duong_lich"] |= {"month_shift": -3}
    with opened(tmp_path, source) as file:
        for code, name in (("01", "tháng 10 năm 2025"), ("03", "tháng 12 năm 2025"), ("04", "tháng 1 năm 2026")):
            period = figures.read_period(file, f"2026-{code}")
            assert f"kết quả thực hiện {name} (" in words_of(reports.report(file, period)), code
        assert in_words(figures.read_period(file, "2026-01").label) == "Tháng 10/2025"


def test_a_growth_says_what_is_counted_also_where_only_what_is_too_much_has_words(
    tmp_path: Path, source: Source
) -> None:
    source["sets"]["before"] = source["sets"]["activities"] | {"during": "year_earlier_to_date"}
    count = {"numerator": "count(activities) - count(before)", "denominator": "count(before)"}
    source["indicators"]["1.1"] |= {
        "measure": "growth", "op": "<=", "threshold": 0, "texts": {"note.excess": {"vi": "Cần giảm {n} buổi để đạt."}},
        "readings": {"default": {"wording": {"vi": "So."}, "population": "unit:member", **count}},
    }  # fmt: skip
    with opened(tmp_path, source) as file:
        for day in ("2025-03-01", "2026-03-01", "2026-04-01"):
            write(file, "activity", unit="0101", date=day, form="loa")
        paper = words_of(reports.report(file, figures.read_period(file, "2026")))
        assert "tăng 01 buổi so với 01 buổi cùng kỳ năm trước (+100,0%)" in paper


def test_people_who_are_hidden_in_one_figure_are_not_printed_by_another(source: Source) -> None:
    """A mean over meetings says with their number how many were there."""
    source["indicators"]["1.1"] |= {
        "measure": "mean",
        "op": ">=",
        "threshold": 20,
        "texts": {},
        "unit": {"vi": "người"},
    }
    mean: Source = {"wording": {"vi": "Bình quân."}, "population": "activities", "denominator": "1"}
    for numerator in ("people", "coalesce(people, 0)", "people + people * 2", "if(people > 3, people, 0)", "number"):
        source["indicators"]["1.1"]["readings"]["default"] = mean | {
            "numerator": numerator,
            "values": {"number": "people"},
        }
        ((place, why),) = mistakes(source)
        assert (place, "“Số người dự” là số người" in why) == ("indicators.1.1.people", True), numerator
    source["indicators"]["1.1"]["people"] = True
    assert not mistakes(source)
    source["statistics"][0]["supported"] = True
    ((place, why),) = mistakes(source)
    assert place == "indicators.1.1.supported"
    del source["statistics"][0]["people"], source["statistics"][0]["supported"]
    ((place, why),) = mistakes(source)
    assert place == "statistics[1].people"
    source["statistics"][0]["people"] = True
    del source["indicators"]["1.1"]["people"]
    for numerator in ("if(people > 3, 1, 0)", "if(present(people), 1, 0)", "1"):  # how many meetings
        source["indicators"]["1.1"]["readings"]["default"] = mean | {"numerator": numerator}
        assert not mistakes(source), numerator


@pytest.mark.parametrize(
    ("op", "threshold", "said"),
    [
        ("<=", -5, "giảm từ 5% trở lên"), ("<=", 7.5, "tăng không quá 7,5%"), ("<=", 0, "không quá 0%"),
        (">=", -5, "giảm không quá 5%"), (">=", 5, "từ 5% trở lên"), ("=", -5, "giảm 5%"), ("=", 0, "đúng 0%"),
        ("between", (-5, 5), "từ -5% đến 5%"), ("between", (3, 5), "tăng từ 3% đến 5%"),
    ],
)  # fmt: skip
def test_a_target_of_growth_is_said_as_people_say_it(
    op: str, threshold: object, said: str, tmp_path: Path, source: Source
) -> None:
    low, high = threshold if isinstance(threshold, tuple) else (threshold, None)
    source["sets"]["before"] = source["sets"]["activities"] | {"during": "year_earlier_to_date"}
    count = {"numerator": "count(activities) - count(before)", "denominator": "count(before)"}
    source["indicators"]["1.1"] |= {
        "measure": "growth", "op": op, "threshold": low, "texts": {},
        "readings": {"default": {"wording": {"vi": "So."}, "population": "unit:member", **count}},
    } | ({"threshold_max": high} if high else {})  # fmt: skip
    with opened(tmp_path, source) as file:
        for day in ("2025-03-01", "2026-03-01"):
            write(file, "activity", unit="0101", date=day, form="loa")
        assert f" ({said})" in words_of(reports.report(file, figures.read_period(file, "2026")))


def test_a_plan_is_of_the_year_that_it_names(tmp_path: Path, source: Source) -> None:
    codes = {"Y": {"label": {"vi": "Năm học {before}–{year}"}}, "HK1": {"months": [1, 5], "label": {"vi": "Học kỳ I"}}}
    source["period_schemes"]["duong_lich"] |= {"month_shift": -4, "codes": codes}
    source["plan"]["settings"] = {"subject": "bảo vệ rừng"}
    with opened(tmp_path, source) as file:
        paper = words_of(reports.report(file, figures.read_period(file, "2026-HK1")))
        assert "về bảo vệ rừng năm học 2025–2026, " in paper


def test_who_shall_have_fewer_has_not_reached_the_target_where_there_are_more(tmp_path: Path, source: Source) -> None:
    source["sets"]["before"] = source["sets"]["activities"] | {"during": "year_earlier_to_date"}
    count = {"numerator": "count(activities) - count(before)", "denominator": "count(before)"}
    source["indicators"]["1.1"] |= {
        "measure": "growth", "op": "<=", "threshold": -5, "texts": {},
        "readings": {"default": {"wording": {"vi": "So."}, "population": "unit:member", **count}},
    }  # fmt: skip
    with opened(tmp_path, source) as file:
        for day in ("2025-03-01", "2026-03-01"):
            write(file, "activity", unit="0101", date=day, form="loa")
        paper = words_of(reports.report(file, figures.read_period(file, "2026")))
        assert "chưa đạt chỉ tiêu (giảm từ 5% trở lên), cần giảm 01 để đạt" in paper
        assert "ượt mức" not in paper


def test_nothing_is_said_of_a_year_that_is_still_to_come(tmp_path: Path, source: Source) -> None:
    source["plan"]["last_year"] = 2028
    with opened(tmp_path, source) as file:
        held(file, "0101", form="loa")
        paper = read_docx(reports.report(file, figures.read_period(file, "2026..2028"), form="docx"))
        (table,) = (one for one in paper.tables if "2028" in one[0])
        assert [row[2:] for row in table] == [
            ["2026", "2027", "2028"], ["33,3%", "–", "–"], ["≥ 80%"] * 3, ["Chưa đạt", "–", "–"],
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("at >= '06:00'", ""), ("at >= '6:00'", "“6:00” không phải giờ"), ("at < '25:00'", "“25:00” không phải giờ"),
        ("has(tools, 'loa')", ""), ("tools == 'loa'", "viết has(tools"), ("tools in ('loa',)", "viết has(tools"),
    ],
)  # fmt: skip
def test_a_comparison_that_could_never_be_right_is_told_before_anything_is_counted(
    condition: str, told: str, source: Source
) -> None:
    """Hours are compared letter by letter, and no sign compares what holds several choices."""
    fields: Source = source["kinds"]["activity"]["fields"]
    fields["at"] = {"label": {"vi": "Giờ"}, "type": "time", "privacy": "P0"}
    fields["tools"] = {"label": {"vi": "Phương tiện"}, "type": "multi", "choices": "form", "privacy": "P0"}
    fields["note"]["required"] = f"when {condition}"
    source["statistics"][0]["where"] = source["sets"]["activities"]["where"] = condition
    found = [(place, why) for place, why in mistakes(source) if told in why]
    places = ["kinds.activity.fields.note.required", "sets.activities.where", "statistics[1].where"]
    assert sorted(place for place, _ in found) == (places if told else [])


@pytest.mark.parametrize(
    ("low", "high", "told"), [(-5, None, "ngưỡng -5 là số âm"), (9, 5, "ngưỡng 9 lớn hơn ngưỡng trên 5"), (5, 9, "")]
)
def test_a_target_that_can_t_be_is_told_without_what_nobody_wrote(
    low: int, high: int | None, told: str, source: Source
) -> None:
    source["indicators"]["1.1"]["threshold"] = low
    source["indicators"]["1.1"] |= {} if high is None else {"threshold_max": high}
    found = mistakes(source)
    assert [why[: len(told)] for _, why in found] == ([told] if told else [])
    assert "None" not in str(found)
