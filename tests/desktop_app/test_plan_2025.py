"""The plan of 2025: another year as data only, resting on that of 2022; and what a plan may say of its base."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from desktop_app import texts
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_base import laid_over, rest_on
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.domain.plan_seeds import seed_records
from desktop_app.errors import AppError
from desktop_app.plan_files import load_plan, plan_folder, read_plan
from desktop_app.session import maintenance, opening
from desktop_app.texts import in_words
from tests.figure_book import FigureBook
from tests.figure_file import empty_file, units_of
from tests.sentences import refused, said

SOURCE = load_plan(plan_folder("lai-chau-2025"))
PLAN: Plan = parse_plan(SOURCE)
TREE: OrgUnits = units_of(PLAN)
FILE = empty_file(PLAN)
OLD = load_plan(plan_folder("lai-chau-2022"))


def test_there_are_38_communes_and_no_district() -> None:
    levels = [unit.level for unit in TREE]
    assert (levels.count("xa"), levels.count("huyen"), levels.count("tinh")) == (38, 0, 1)
    assert (PLAN.member_level, PLAN.year, PLAN.doc_no) == ("xa", 2025, "434/KH-UBND")


def test_70_percent_of_the_communes_are_asked_and_all_else_stays() -> None:
    old = parse_plan(OLD)
    assert PLAN.indicators["1.1"].threshold == 70
    for code, indicator in old.indicators.items():
        new = PLAN.indicators[code]
        if code != "1.1":
            assert (new.threshold, new.threshold_max) == (indicator.threshold, indicator.threshold_max)
        assert new.readings.keys() == indicator.readings.keys()
    assert PLAN.kinds.keys() == old.kinds.keys()
    assert parse_plan(OLD).indicators["1.1"].threshold == 60


def test_27_of_38_communes_are_enough() -> None:
    book = FigureBook(PLAN, FILE)
    for code in [unit.code for unit in TREE if unit.level == "xa"][:26]:
        book.add("comm_activity", unit=code, form="loa", title="x", date="2024-12-20", end_date="2025-12-01")
    short = book.figures("2025")["1.1"]
    assert (short.ratio, short.status, short.short_by) == ("26/38", "not-met", 1)
    assert "Còn thiếu 1 xã, phường để đạt chỉ tiêu." in said(short.notes)


def test_what_was_asked_of_districts_is_asked_of_communes() -> None:
    for kind in PLAN.record_kinds.values():
        assert "huyen" not in kind.entered_at
    assert PLAN.kinds["media_outlet"].entered_at.count("xa") == 1
    assert {indicator["breakdown_level"] for indicator in SOURCE["indicators"].values()} == {"xa"}
    checks = [check.expr for kind in PLAN.kinds.values() for f in kind.fields.values() for check in f.checks]
    assert "level(unit) in ('xa', 'tinh')" in checks
    assert not [expr for expr in checks if "level(" in expr and "huyen" in expr]


def spoken(part: Any, key: str = "") -> Iterable[str]:
    """Every Vietnamese text of a part of the plan."""
    if isinstance(part, dict):
        for name, value in part.items():
            yield from spoken(value, name)
    elif isinstance(part, list):
        for value in part:
            yield from spoken(value, key)
    elif key == "vi":
        yield part


def test_nothing_that_people_read_asks_for_a_district() -> None:
    for section in ("kinds", "indicators", "statistics"):
        assert [text for text in spoken(SOURCE[section]) if "huyện" in text.lower() or "thị trấn" in text] == []


def test_what_is_not_known_of_the_plan_is_said() -> None:
    notes = SOURCE["plan"]["not_established"]
    assert len(notes) >= 5
    assert all(note["vi"] and note["en"] for note in notes)


def test_a_file_of_the_plan_tells_what_is_not_known(tmp_path: Path) -> None:
    with opening.create_file(tmp_path / "a.db", SOURCE, "03388") as file:
        first, *_ = maintenance.info(file)["not_established"]
    assert in_words(first).startswith("Toàn văn Kế hoạch 434/KH-UBND")
    texts.set_language("en")
    assert in_words(first).startswith("The full text of plan 434")
    with opening.create_file(tmp_path / "b.db", OLD, "03388") as file:
        assert maintenance.info(file)["not_established"] == []


def test_the_department_of_health_signs_and_communes_write_to_the_province() -> None:
    seeds = list(seed_records(SOURCE))
    agencies = {record: fields for kind, record, fields in seeds if kind == "agency"}
    assert agencies["so-ldtbxh-12"]["to_date"] == "2025-02-28"
    assert "phong-ldtbxh-2025-105" not in agencies
    assert agencies["ubnd-2025-03388"]["name"] == "Ủy ban nhân dân phường Đoàn Kết"
    heads = [fields for kind, _, fields in seeds if kind == "letterhead"]
    assert max(heads, key=lambda h: h["date"])["issuer_line"] == "SỞ Y TẾ"
    assert len(heads) == 40


# --- resting on another plan ---


def test_tables_lie_over_each_other_and_lists_take_the_place() -> None:
    below = {"a": {"x": 1, "y": [1, 2]}, "b": 3}
    assert laid_over(below, {"a": {"y": [9], "z": 0}, "b": {"new": 1}}) == {
        "a": {"x": 1, "y": [9], "z": 0}, "b": {"new": 1},
    }  # fmt: skip
    assert below["a"] == {"x": 1, "y": [1, 2]}


def test_levels_are_replaced_where_something_is_asked_and_nowhere_else() -> None:
    base = {
        "kinds": {"k": {"entered_at": ["xa", "huyen"], "label": {"vi": "huyện", "en": "district"}, "fields": {"f": {
            "required": "when level(unit) == 'huyen'", "checks": [{"expr": "level(unit) not in ('huyen', 'tinh') or "
            "size == 'huyen'", "vi": "Chọn huyện."}],
        }}}},
        "choices": {"size": {"huyen": {"label": {"vi": "huyện"}}}},
        "seeds": [{"for_each": "huyen", "fields": {"level": "huyen"}}, {"for_each": ["huyen", "xa"]}],
    }  # fmt: skip
    made = rest_on(base, {}, {"huyen": "xa"}, [["huyện", "xã"], ["district", "commune"]])
    kind = made["kinds"]["k"]
    assert (kind["entered_at"], kind["label"]) == (["xa"], {"vi": "xã", "en": "commune"})
    assert kind["fields"]["f"]["required"] == "when level(unit) == 'xa'"
    assert kind["fields"]["f"]["checks"][0] == {
        "expr": "level(unit) not in ('xa', 'tinh') or size == 'huyen'", "vi": "Chọn xã.",
    }  # fmt: skip
    assert made["choices"] == base["choices"]
    assert made["seeds"] == [{"for_each": "xa", "fields": {"level": "huyen"}}, {"for_each": ["xa"]}]


def write(folder: Path, head: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "plan.toml").write_text(head, encoding="utf-8")
    return folder


@pytest.mark.parametrize("base", ["nowhere", "own", "other"])
def test_a_plan_rests_on_another_plan_beside_it_and_never_on_itself(tmp_path: Path, base: str) -> None:
    write(tmp_path / "other", 'extends = "own"\n')
    own = write(tmp_path / "own", f'extends = "{base}"\n')
    with refused("extends"):
        read_plan(own)


@pytest.mark.parametrize("base", ['"../secret"', "3"])
def test_a_base_is_a_name_and_no_path(tmp_path: Path, base: str) -> None:
    with pytest.raises(AppError):
        read_plan(write(tmp_path / "own", f"extends = {base}\n"))


@pytest.mark.parametrize(
    "replace",
    [
        "replace = 3", "[replace]\nlevels = 3", '[replace]\nlevels = { a = 1 }', "[replace]\nwords = 3",
        '[replace]\nwords = [["a"]]', '[replace]\nwords = ["ab"]', "[replace]\nother = 1",
    ],
)  # fmt: skip
def test_bad_replacements_are_refused(tmp_path: Path, replace: str) -> None:
    write(tmp_path / "other", "")
    with refused("replace"):
        read_plan(write(tmp_path / "own", f'extends = "other"\n{replace}\n'))


def test_an_own_lineage_takes_the_place_of_the_bases(tmp_path: Path) -> None:
    write(tmp_path / "other", 'lineage = ["a.tsv"]')
    own = write(tmp_path / "own", 'extends = "other"\nlineage = ["b.tsv"]')
    (tmp_path / "other" / "a.tsv").write_text("from\tto\n1:a\t2:b\n", encoding="utf-8")
    (own / "b.tsv").write_text("from\tto\n1:c\t2:d\n", encoding="utf-8")
    assert read_plan(own)[0]["lineage"] == [["1:c", "2:d"]]
    write(own, 'extends = "other"')
    (own / "b.tsv").unlink()
    plan, where = read_plan(own)
    assert plan["lineage"] == [["1:a", "2:b"]]
    assert where["lineage.1:a"].file == "other/a.tsv"
