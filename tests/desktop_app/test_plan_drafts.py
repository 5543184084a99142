"""A plan that is being written: its rows say the same plan, faults have places, what is done to it goes on running."""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from desktop_app import plan_files, texts
from desktop_app.catalogue import LANGUAGES, catalogue, in_language
from desktop_app.domain.plan import plan_digest
from desktop_app.domain.plan_check_roles import ROLES
from desktop_app.domain.plan_language import vocabulary
from desktop_app.domain.plan_language.language import language_of
from desktop_app.domain.plan_language.spoken import SIGNS, Speaker
from desktop_app.errors import AppError
from desktop_app.plan_draft_files import Rows, drafts_folder
from desktop_app.session import (
    editing,
    figures,
    opening,
    plan_beginnings,
    plan_choosing,
    plan_conditions,
    plan_draft_editing,
    plan_draft_lines,
    plan_drafts,
    plan_effects,
    plan_judging,
    plan_practice,
    plan_sections,
)
from desktop_app.session.plan_beginnings import WAYS, IndicatorWish
from desktop_app.session.plan_drafts import PlanDraft
from desktop_app.session.plan_role_beginnings import role_kinds, with_role
from desktop_app.sheets.plan_book_shape import NAMES, SHEETS
from tests.new_plans import new_plan_folder
from tests.wrong_plans import senseless_plans

PLANS = ("lai-chau-2022", "lai-chau-2025", "vi-du-may-trang", "vi-du-school-roads")
ID = "tiem-chung"


def plan_of(name: str) -> Mapping[str, Any]:
    return plan_files.load_plan(plan_files.plan_folder(name))


def small(tmp_path: Path) -> PlanDraft:
    return plan_drafts.draft_at(new_plan_folder(tmp_path))


def row_named(draft: PlanDraft, sheet: str, name: str) -> int:
    key = {"indicators": "code"}.get(sheet, "name")
    return next(number for number, row in enumerate(draft.rows[sheet]) if row.get(key) == name)


def put(draft: PlanDraft, sheet: str, name: str, column: str, text: str) -> PlanDraft:
    return replace(draft, rows=plan_draft_editing.put(draft, sheet, row_named(draft, sheet, name), column, text))


def faults(draft: PlanDraft) -> list[tuple[str, int, str, str]]:
    return [(one.sheet, one.row, one.column, texts.in_words(one.why)) for one in plan_judging.judge(draft).findings]


def with_mistakes(tmp_path: Path, **changed: str) -> Path:
    """The folder of a new plan in which lines of its main file are others."""
    folder = new_plan_folder(tmp_path)
    text = (folder / "plan.toml").read_text(encoding="utf-8")
    for old, new in changed.items():
        text = text.replace(f"{old} = ", f"{new} = ", 1)
    (folder / "plan.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_folder_with_mistakes_opens_with_all_of_them_and_is_the_same_draft_again(tmp_path: Path) -> None:
    folder = with_mistakes(tmp_path, measure="mesure", population="popluation")
    draft = plan_drafts.draft_at(folder)
    found = faults(draft)
    assert {sheet for sheet, *_ in found} == {"indicators", "readings"}
    assert any("“mesure”" in why and "measure" in why for *_, why in found)
    assert draft.base is None
    plan_drafts.write_draft(draft)
    assert plan_drafts.draft_at(folder) == draft
    put_right = put(draft, "indicators", "1.1", "measure", "percent")
    assert len(faults(put_right)) < len(found)


def test_a_day_without_quotation_marks_is_read_as_it_is_meant(tmp_path: Path) -> None:
    folder = new_plan_folder(tmp_path)
    text = (folder / "plan.toml").read_text(encoding="utf-8")
    (folder / "plan.toml").write_text(
        text.replace('doc_date = "2026-03-01"', "doc_date = 2026-03-01"), encoding="utf-8"
    )
    draft = plan_drafts.draft_at(folder)
    assert (faults(draft), draft.head("doc_date")) == ([], "01/03/2026")


def test_a_folder_of_which_a_part_can_t_be_read_is_refused_so_that_nothing_is_lost(tmp_path: Path) -> None:
    folder = new_plan_folder(tmp_path)
    with (folder / "plan.toml").open("a", encoding="utf-8") as file:
        file.write("[[[\n")
    with pytest.raises(AppError) as refused:
        plan_drafts.draft_at(folder)
    assert refused.value.key == "plan.refused"


@pytest.mark.no_cover
def test_whatever_stands_in_a_plan_stands_in_its_draft_or_is_told_there(tmp_path: Path) -> None:
    for files in senseless_plans(new_plan_folder(tmp_path), 150, seed=5):
        draft = PlanDraft("x", plan_drafts.plain_rows(files.plan))
        found = plan_judging.judge(draft)
        lost = set(repr(files.plan)) - set(repr(found.plan)) if not found.findings else set()
        assert not lost, files.plan


@pytest.mark.parametrize("name", PLANS)
def test_the_rows_of_a_draft_say_the_very_plan_that_it_began_from(name: str) -> None:
    plan = plan_of(name)
    judged = plan_judging.judge(plan_drafts.begin(plan, next_edition=False))
    assert (list(judged.findings), plan_digest(judged.plan)) == ([], plan_digest(plan))
    assert list(judged.changes) == []


def test_every_sheet_of_the_workbook_is_a_section_and_every_column_a_field() -> None:
    assert sorted(plan_sections.SECTIONS) == sorted(NAMES)
    for shape in SHEETS:
        columns = {one.name for one in (*shape.keys, *shape.columns)}
        shown = {one.column for one in plan_sections.fields({shape.name: [{}]}, shape.name, 0)} - {"more"}
        assert shown == columns, shape.name
        assert set(plan_sections.USUAL.get(shape.name, ())) <= columns, shape.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_may_be_chosen_has_words(language: str) -> None:
    plan = plan_of("lai-chau-2025")
    lists = {one.choose for shape in SHEETS for one in (*shape.keys, *shape.columns) if one.choose}
    for choose in lists:
        options = plan_choosing.options(plan, choose)
        assert options, choose
        for value, words in options:
            assert in_language(words, language), (choose, value)


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reading_and_set_can_be_said_in_words(name: str, language: str) -> None:
    plan = plan_of(name)
    speaker = Speaker(plan, language_of(plan))
    for code, indicator in plan["indicators"].items():
        for reading, raw in indicator["readings"].items():
            said = [in_language(one, language) for one in speaker.reading(code, reading)]
            assert bool(said) != ("members" in raw)
            assert not [one for one in said if "{set}" in one or "planword" in one]


def test_every_word_of_the_language_has_words_for_people() -> None:
    known = catalogue()
    wanted = [
        *(f"call_{name}" for name in vocabulary.FUNCTIONS), *(f"ask_{name}" for name in vocabulary.ASKS),
        *(f"parameter_{name}" for name in vocabulary.PARAMETERS),
        *(f"calendar_{name}" for name in vocabulary.CALENDARS), *SIGNS.values(),
    ]  # fmt: skip
    assert [key for key in wanted if f"planword.{key}" not in known] == []
    choices = {
        "populations": vocabulary.POPULATIONS, "windows_of_sets": vocabulary.WINDOWS, "links": vocabulary.LINKS,
    }  # fmt: skip
    assert [f"planpage.{key}_{one}" for key, words in choices.items() for one in words
            if f"planpage.{key}_{one}" not in known] == []  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("not present(note) or people > 5", "“Ghi chú” còn trống hoặc “Số người dự” lớn hơn (sau) 5"),
        ("form in ('loa', 'hoi_nghi')", "“Hình thức” là một trong: “Loa truyền thanh”, “Hội nghị”"),
        ("form not in ('loa', 'hoi_nghi')", "“Hình thức” không phải: “Loa truyền thanh”, “Hội nghị”"),
        ("(form == 'loa' or people < 3) and date >= year_start",
         "(“Hình thức” là “Loa truyền thanh” hoặc “Số người dự” nhỏ hơn (trước) 3) và “Ngày” từ ngày đầu năm trở lên"),
        ("not exists(activities)", "không có phiếu nào trong “Buổi tuyên truyền từ đầu năm”"),
        ("not (people <= 2)", "không phải: “Số người dự” không quá 2"),
        ("people - 1 == -2 * people", "“Số người dự” trừ 1 là trừ 2 nhân “Số người dự”"),
        ("if(present(note), true, false)", "luôn luôn nếu “Ghi chú” đã ghi, không thì không bao giờ"),
        ("level(unit) == 'xa' and date == '2026-03-05'", "cấp của “Xã, phường” là Cấp xã và “Ngày” là 05/03/2026"),
        ("note + 'x' != 'y'", "“Ghi chú”“x” khác “y”"),
        ("people == unknown", "“Số người dự” là chưa biết"),
        ("declared('1')", "đã khai báo không phát sinh “Tuyên truyền” trong cả kỳ"),
    ],
)  # fmt: skip
def test_an_expression_is_said_as_it_is_meant(tmp_path: Path, expression: str, said: str) -> None:
    plan = json.loads(json.dumps(plan_files.load_plan(new_plan_folder(tmp_path))))
    reading = plan["indicators"]["1.1"]["readings"]["default"]
    reading |= {"population": "activities", "numerator": expression}
    del reading["why"]
    spoken = [texts.in_words(one) for one in Speaker(plan, language_of(plan)).reading("1.1", "default")]
    assert spoken[1] == f"Tử số: tính 1 khi {said}."


def test_a_name_that_changes_is_followed_and_says_what_it_was(tmp_path: Path) -> None:
    draft = small(tmp_path)
    draft = put(draft, "kinds", "activity", "name", "buoi")
    draft = put(draft, "survey", "people", "name", "nguoi")
    draft = put(draft, "choices", "loa", "name", "loa_dai")
    rows = draft.rows
    assert {row["kind"] for row in rows["survey"]} == {"buoi"}
    assert rows["sets"][0]["of"] == rows["statistics"][0]["kind"] == "buoi"
    assert [row.get("was") for row in rows["kinds"]] == ["activity"]
    assert draft.head("format") == "3"
    assert [one[:3] for one in faults(draft)] == [
        ("kinds", 0, "columns"), ("survey", 4, "constraint"), ("statistics", 0, "sum"),
    ]  # fmt: skip  # what names a field in a text is told, with the nearest name
    back = put(put(put(draft, "survey", "nguoi", "name", "people"), "kinds", "buoi", "name", "activity"),
               "choices", "loa_dai", "name", "loa")  # fmt: skip
    assert [row.get("was") for row in (*back.rows["kinds"], *back.rows["survey"])] == [None] * 6
    assert faults(back) == []


def test_what_was_never_in_an_edition_is_renamed_without_a_word(tmp_path: Path) -> None:
    draft = small(tmp_path)
    rows, number = plan_draft_lines.add(draft.rows, "survey", 4)
    draft = replace(draft, rows=rows)
    draft = replace(draft, rows=plan_draft_editing.put(draft, "survey", number, "label", "Số cháu được tiêm"))
    assert draft.rows["survey"][number]["name"] == "so_chau_duoc_tiem"
    draft = put(draft, "survey", "so_chau_duoc_tiem", "name", "chau")
    assert "was" not in draft.rows["survey"][number]
    assert not plan_draft_editing.may_retire(draft, "survey", draft.rows["survey"][number])
    assert plan_draft_editing.may_retire(draft, "survey", draft.rows["survey"][0])
    rows, copied = plan_draft_lines.copy(draft.rows, "survey", number)
    draft = replace(draft, rows=rows)
    assert [one[:3] for one in faults(draft)] == [("survey", copied, "name")]


def test_two_entries_with_one_label_get_two_names(tmp_path: Path) -> None:
    draft = small(tmp_path)
    for _ in range(2):
        rows, number = plan_draft_lines.add(draft.rows, "choices", 1)
        draft = replace(draft, rows=rows)
        draft = replace(draft, rows=plan_draft_editing.put(draft, "choices", number, "label", "2 buổi"))
    assert [row["name"] for row in draft.rows["choices"]] == ["hoi_nghi", "loa", "o_2_buoi_2", "o_2_buoi"]


def test_a_kind_takes_what_belongs_to_it_along(tmp_path: Path) -> None:
    draft = small(tmp_path)
    rows = plan_draft_lines.remove(draft.rows, "indicators", 0)
    assert [rows[name] for name in ("indicators", "targets", "readings", "words")] == [[]] * 4
    rows = plan_draft_lines.remove(draft.rows, "kinds", 0)
    assert [rows[name] for name in ("kinds", "survey")] == [[]] * 2


@pytest.mark.parametrize(
    ("sheet", "name", "column", "text", "place", "why"),
    [
        ("survey", "people", "type", "integer", "type", "có"),
        ("survey", "people", "label", "", "label", "thiếu"),
        ("survey", "people", "label", "Họ tên người bán dâm", "label", "danh tính"),
        ("kinds", "activity", "date_field", "dat", "date_field", "dat"),
        ("indicators", "1.1", "measure", "precent", "measure", "percent"),
    ],
)
def test_a_fault_stands_at_the_field_that_says_it(
    tmp_path: Path, sheet: str, name: str, column: str, text: str, place: str, why: str
) -> None:
    draft = put(small(tmp_path), sheet, name, column, text)
    found = faults(draft)
    assert [(one[0], one[1], one[2]) for one in found] == [(sheet, row_named(draft, sheet, name), place)]
    assert why in found[0][3]


def test_a_fault_of_the_head_stands_at_its_key(tmp_path: Path) -> None:
    draft = small(tmp_path)
    number = next(n for n, row in enumerate(draft.rows["settings"]) if row["key"] == "year")
    for text in ("hai nghìn", ""):
        draft = replace(draft, rows=plan_draft_editing.put(draft, "settings", number, "value", text))
        assert faults(draft)[0][:3] == ("settings", number, "value")


def test_a_plan_without_any_kind_is_a_fault_and_no_fall(tmp_path: Path) -> None:
    draft = small(tmp_path)
    for sheet in ("kinds", "levels", "units", "areas"):
        rows = {**draft.rows, sheet: []}
        assert faults(replace(draft, rows=rows))
    assert faults(replace(draft, rows={name: [] for name in draft.rows}))


def test_a_setting_that_is_a_number_stays_one() -> None:
    draft = plan_drafts.begin(plan_of("lai-chau-2025"), next_edition=True)
    number = next(n for n, row in enumerate(draft.rows["settings"]) if row["key"] == "settings.due_working_days")
    draft = replace(draft, rows=plan_draft_editing.put(draft, "settings", number, "value", "7"))
    judged = plan_judging.judge(draft)
    assert judged.plan["plan"]["settings"]["due_working_days"] == 7
    said = [texts.in_words(one) for section in judged.changes for one in section.sentences]
    assert said == ["Hạn gửi báo cáo (số ngày làm việc sau kỳ) đổi từ 5 thành 7."]


@pytest.mark.parametrize("text", ["9" * 5000, "٣"])
def test_a_setting_that_is_no_number_of_ours_stays_as_it_is_typed_and_is_a_fault(text: str) -> None:
    draft = plan_drafts.begin(plan_of("lai-chau-2025"), next_edition=True)
    number = next(n for n, row in enumerate(draft.rows["settings"]) if row["key"] == "settings.due_working_days")
    draft = replace(draft, rows=plan_draft_editing.put(draft, "settings", number, "value", text))
    assert draft.rows["settings"][number]["value"] == text
    assert faults(draft)


def vaccination(units_of: str) -> PlanDraft:
    """A new plan with a kind of its own, which has two numbers and a yes-or-no field."""
    draft = plan_drafts.begin_new(ID, "Kế hoạch tiêm chủng", date(2026, 1, 5), plan_of(units_of))
    rows, number = plan_draft_lines.add(draft.rows, "kinds", 0)
    draft = replace(draft, rows=rows)
    draft = replace(draft, rows=plan_draft_editing.put(draft, "kinds", number, "label", "Buổi tiêm"))
    rows = plan_beginnings.with_fields(draft.rows, "buoi_tiem")
    for name, kind in (("tiem", "int"), ("dien", "int"), ("an_toan", "bool")):
        field = {"kind": "buoi_tiem", "name": name, "label": name, "type": kind, "privacy": "P0"}
        rows = {**rows, "survey": [*rows["survey"], field]}
    return replace(draft, rows=rows)


@pytest.mark.parametrize("units_of", ["lai-chau-2022", "lai-chau-2025"])
def test_an_indicator_counts_what_was_chosen(units_of: str, tmp_path: Path) -> None:
    """Each way of counting against the figures by hand: two records of one commune of the list."""
    draft, fields = vaccination(units_of), {"sum": ("tiem",), "share_of_fields": ("tiem", "dien"),
                                            "share_of_records": ("an_toan",)}  # fmt: skip
    rows = draft.rows
    for way in WAYS:
        rows = plan_beginnings.with_indicator(
            rows, IndicatorWish("buoi_tiem", way, f"Đếm {way}", "50", ">=", fields.get(way, ()))
        )
    draft = replace(draft, rows=rows)
    assert faults(draft) == []
    plan, failing = plan_judging.try_on_sample(draft)
    assert failing == []
    end = datetime(2026, 11, 1, tzinfo=UTC)
    lowest = list(plan["plan"]["levels"])[-1]
    communes = [row[0] for row in plan["units"][plan["plan"]["unit_version"]] if row[2] == lowest]
    with opening.create_file(tmp_path / "sổ.db", plan, plan["plan"]["root"], now=lambda: end) as file:
        for day, tiem, dien, safe in (("2026-03-01", 30, 40, True), ("2026-04-01", 45, 60, False)):
            values = {"unit": communes[0], "date": day, "tiem": tiem, "dien": dien, "an_toan": safe}
            assert editing.new_record(file, "buoi_tiem", values).saved
        found = figures.progress(file, figures.read_period(file, "2026"))
    sides = {one.code: (one.numerator, one.denominator) for one in found}
    wanted: list[tuple[int, int | None]] = [(1, len(communes)), (2, None), (75, None), (75, 100), (1, 2)]
    assert [
        (above == n, below == m) for (above, below), (n, m) in zip(list(sides.values())[1:], wanted, strict=True)
    ] == [(True, True)] * len(WAYS)


def test_practice_figures_are_made_without_a_trace(tmp_path: Path) -> None:
    plan = plan_files.load_plan(new_plan_folder(tmp_path))
    before = sorted(tmp_path.rglob("*"))
    tried = plan_practice.practice_figures(plan, lambda *_: None)
    assert tried.records == plan_practice.RECORDS
    assert [one.code for one in tried.figures] == ["1.1"]
    assert sorted(tmp_path.rglob("*")) == before


def test_a_draft_lies_on_the_disk_until_it_is_dropped(tmp_path: Path) -> None:
    draft = small(tmp_path)
    plan_drafts.write_draft(draft)
    assert plan_drafts.draft_names() == [draft.name]
    assert plan_drafts.read_draft(draft.name) == draft
    plan_drafts.forget_draft(draft.name)
    assert plan_drafts.draft_names() == []


def test_a_draft_whose_edition_breaks_rules_that_came_later_opens_and_says_what_is_to_be_mended(tmp_path: Path) -> None:
    plan = json.loads(json.dumps(plan_files.load_plan(new_plan_folder(tmp_path))))
    plan["kinds"]["activity"]["fields"]["note"]["label"]["vi"] = "Họ và tên người dự"
    draft = plan_drafts.begin(plan, next_edition=True)
    plan_drafts.write_draft(draft)
    judged = plan_judging.judge(plan_drafts.read_draft(draft.name))
    assert [(one.sheet, one.column) for one in judged.findings] == [("survey", "label")]
    mended = plan_draft_editing.put(draft, "survey", judged.findings[0].row, "label", "Ghi chú")
    plan_drafts.write_draft(replace(draft, rows=mended))
    judged = plan_judging.judge(plan_drafts.read_draft(draft.name))
    assert judged.findings == []
    assert judged.changes


@pytest.mark.parametrize("text", [
    "{", '{"rows": null, "base": null}', '{"rows": {}, "base": null}', '{"rows": {"settings": [1]}, "base": null}',
    '{"rows": {"settings": "xyz"}, "base": null}',
    '{"rows": {"settings": [{"key": "label", "value": "\\ud800"}]}, "base": null}',
    '{"rows": {"settings": []}, "base": {"plan": 1}}', '{"rows": {"settings": [{"value": Infinity}]}, "base": null}',
    '{"rows": ' + "[" * 100_000,
])  # fmt: skip
def test_what_is_no_draft_is_one_sentence_and_can_be_dropped(tmp_path: Path, text: str) -> None:
    """A stick on which the program lies is carried about, and so are its drafts."""
    plan_drafts.write_draft(small(tmp_path))
    (drafts_folder() / "lạ.json").write_text(text, encoding="utf-8")
    assert "lạ" in plan_drafts.draft_names()
    with pytest.raises(AppError) as refused:
        plan_drafts.read_draft("lạ")
    assert refused.value.key == "planpage.no_draft"
    plan_drafts.forget_draft("lạ")
    assert "lạ" not in plan_drafts.draft_names()


def test_a_link_that_leads_nowhere_hides_no_draft(tmp_path: Path) -> None:
    draft = small(tmp_path)
    plan_drafts.write_draft(draft)
    with suppress(OSError):  # on Windows only an administrator makes links
        (drafts_folder() / "vòng.json").symlink_to("vòng.json")
    (drafts_folder() / "thư mục.json").mkdir()
    assert plan_drafts.draft_names() == [draft.name]


def test_a_folder_that_holds_something_is_not_written_over(tmp_path: Path) -> None:
    folder = new_plan_folder(tmp_path)
    with pytest.raises(AppError) as refused:
        plan_drafts.as_folder(plan_files.load_plan(folder), folder)
    assert refused.value.key == "planpage.not_empty"


def test_a_plan_of_another_year_begins_with_the_units_of_another_plan() -> None:
    plan = plan_judging.judge(vaccination("lai-chau-2022")).plan
    assert plan["plan"]["root"] == plan_of("lai-chau-2022")["plan"]["root"]
    assert plan["plan"]["id"] == ID
    with pytest.raises(AppError):
        plan_drafts.begin_new("Tiêm chủng", "x", date(2026, 1, 5))


def test_an_entry_of_several_lines_stays_together(tmp_path: Path) -> None:
    """A field with a second check: renamed, moved, copied behind, and taken out with both of its lines."""
    draft = small(tmp_path)
    number = row_named(draft, "survey", "people")
    second = {"kind": "activity", "name": "people", "constraint": "people < 9000", "constraint_message": "Quá nhiều."}
    survey = [*draft.rows["survey"][:number], draft.rows["survey"][number], second, *draft.rows["survey"][number + 1 :]]
    draft = replace(draft, rows={**draft.rows, "survey": survey})
    listed = plan_sections.entries(draft.rows, "survey")
    assert [(one.title, one.inner) for one in listed][number:] == [("Số người dự", False), ("Quá nhiều.", True)]
    assert faults(draft) == []
    moved, at = plan_draft_lines.move(draft.rows, "survey", number, -1)
    assert [row["name"] for row in moved["survey"]] == ["unit", "date", "form", "people", "people", "note"]
    assert at == number - 1
    assert plan_draft_lines.move(moved, "survey", at, 1) == (draft.rows, number)
    assert plan_draft_lines.move(draft.rows, "survey", number, 1) == (draft.rows, number)
    _, place = plan_draft_lines.add(draft.rows, "survey", number)
    assert place == number + 2
    renamed = plan_draft_editing.put(draft, "survey", number, "name", "nguoi")
    assert [row["name"] for row in renamed["survey"]][number:] == ["nguoi", "nguoi"]
    assert len(plan_draft_lines.remove(draft.rows, "survey", number)["survey"]) == number
    assert len(plan_draft_lines.remove(draft.rows, "survey", number + 1)["survey"]) == number + 1


def test_whatever_is_offered_to_be_said_is_right() -> None:
    """Every condition, check and default that a field of any type is offered, put in and judged."""
    draft = vaccination("lai-chau-2025")
    days = [{"name": name, "type": "date"} for name in ("luc", "het")]
    more = [*days, *({"name": name, "type": name, "choices": "form"} for name in ("choice", "multi"))]
    extra = [{"kind": "buoi_tiem", "label": one["name"], "privacy": "P0"} | one for one in more]
    made = {"name": "cac_buoi", "label": "Các buổi", "of": "buoi_tiem", "units": "own"}
    rows = {**draft.rows, "survey": [*draft.rows["survey"], *extra], "sets": [*draft.rows["sets"], made]}
    draft, tried = replace(draft, rows=rows), 0
    for sheet, column in (("survey", "constraint"), ("survey", "relevant"), ("survey", "default"), ("sets", "where"),
                          ("kinds", "date_field"), ("kinds", "unit_field"), ("statistics", "where")):  # fmt: skip
        for number, row in enumerate(draft.rows[sheet]):
            for expression, words in plan_conditions.offered(draft.rows, sheet, column, row):
                changed = plan_draft_editing.put(draft, sheet, number, column, expression)
                changed = plan_beginnings.with_message(changed, number) if column == "constraint" else changed
                if column == "relevant":
                    changed = plan_draft_editing.put(replace(draft, rows=changed), sheet, number, "required", "")
                assert faults(replace(draft, rows=changed)) == [], (sheet, column, expression)
                assert texts.in_words(words)
                tried += 1
    assert tried > 50


def test_a_check_that_was_chosen_says_what_is_wrong() -> None:
    draft = vaccination("lai-chau-2025")
    number = row_named(draft, "survey", "tiem")
    rows = plan_draft_editing.put(draft, "survey", number, "constraint", "tiem <= dien")
    row = plan_beginnings.with_message(rows, number)["survey"][number]
    assert row["constraint_message"] == "tiem không được quá “dien”."
    rows = {**rows, "survey": [*rows["survey"][:number], {**row, "constraint_message": "Khác."}]}
    assert plan_beginnings.with_message(rows, number) is rows


def test_a_report_says_a_sentence_in_the_words_of_the_plan(tmp_path: Path) -> None:
    plan = json.loads(json.dumps(plan_files.load_plan(new_plan_folder(tmp_path))))
    plan["words"] = {"work": {"vi": "chương trình {subject}"}}
    draft = plan_drafts.begin(plan, next_edition=False)
    assert draft.rows["sentences"] == [{"name": "work", "label": "chương trình {subject}"}]
    assert plan_judging.judge(draft).plan["words"] == plan["words"]
    draft = replace(draft, rows=plan_draft_editing.put(draft, "sentences", 0, "name", "wrok"))
    assert faults(draft) == [("sentences", 0, "name", "báo cáo không có câu “wrok” (có phải “work”?).")]


def test_a_field_that_is_retired_is_asked_for_no_more(tmp_path: Path) -> None:
    draft = put(small(tmp_path), "survey", "form", "retired", "có")
    assert "required" not in draft.rows["survey"][row_named(draft, "survey", "form")]
    draft = put(draft, "kinds", "activity", "columns", "date, unit")
    draft = put(draft, "kinds", "activity", "record_title", "{date}")
    assert faults(draft) == []


def test_a_column_of_a_spreadsheet_becomes_entries(tmp_path: Path) -> None:
    draft = small(tmp_path)
    rows, count = plan_draft_editing.paste(draft, "choices", 1, "Báo\tx\n\nTờ rơi\n")
    assert (count, [row["name"] for row in rows["choices"]]) == (2, ["hoi_nghi", "loa", "bao", "to_roi"])
    assert {row["list_name"] for row in rows["choices"]} == {"form"}
    units = "Xã Bốn\r\n0199\t01\txa\tXã\tXã Năm"
    rows, count = plan_draft_editing.paste(replace(draft, rows=rows), "units", len(draft.rows["units"]) - 1, units)
    assert [row["code"] for row in rows["units"]] == ["01", "0101", "0102", "0103", "0104", "0199"]
    draft = replace(draft, rows=rows)
    assert faults(draft) == []
    assert plan_judging.judge(draft).plan["units"]["2026"][-1] == ["0199", "01", "xa", "Xã", "Xã Năm"]
    assert plan_draft_editing.paste(draft, "indicators", 0, "Một") == (draft.rows, 0)


def test_two_new_plans_of_one_day_are_two_drafts() -> None:
    for name in ("tiem-20260105", "tiem-20260105-2"):
        draft = plan_drafts.begin_new("tiem", "Tiêm", date(2026, 1, 5))
        plan_drafts.write_draft(draft)
        assert draft.name == name


def test_a_draft_belongs_to_the_very_text_that_it_began_from(tmp_path: Path) -> None:
    draft = small(tmp_path)
    plan_drafts.write_draft(put(draft, "areas", "1", "label", "Truyền thông"))
    assert draft.base is not None
    assert plan_drafts.draft_of(draft.base).head("edition") == "1"
    other = json.loads(json.dumps(draft.base))
    other["plan"]["issuer"] = "Nơi khác"
    assert plan_drafts.draft_of(other).base == other


def test_a_plan_says_how_many_records_it_concerns(tmp_path: Path) -> None:
    draft = small(tmp_path)
    assert draft.base is not None
    with opening.create_file(
        tmp_path / "sổ.db", draft.base, "0101", now=lambda: datetime(2026, 9, 1, tzinfo=UTC)
    ) as file:
        for note, people in (("a", 3), ("b", None), (None, None)):
            values = {"unit": "0101", "date": "2026-08-01", "form": "loa", "note": note, "people": people}
            given = {name: value for name, value in values.items() if value is not None}
            assert editing.new_record(file, "activity", given).saved

        def said(changed: PlanDraft) -> list[str]:
            judged = plan_judging.judge(changed)
            assert list(judged.findings) == []
            return [texts.in_words(one) for one in plan_effects.effects(file, judged.plan)]

        assert said(draft) == []
        assert said(put(draft, "survey", "people", "required", "có")) == [
            "“Buổi tuyên truyền”: ô “Số người dự” thành bắt buộc, 2 phiếu còn để trống sẽ không tính vào số liệu."
        ]
        gone = replace(draft, rows=plan_draft_lines.remove(draft.rows, "survey", row_named(draft, "survey", "note")))
        assert ["ô “Ghi chú” bị bỏ, 2 phiếu" in one for one in said(gone)] == [True]
        retired = put(draft, "survey", "note", "retired", "có")
        assert ["ô “Ghi chú” thôi nhập, 2 phiếu" in one for one in said(retired)] == [True]
        assert said(put(draft, "survey", "note", "name", "ghi_chu")) == []
        assert [
            "“Buổi tuyên truyền” thôi nhập: 3 phiếu" in one
            for one in said(put(draft, "kinds", "activity", "retired", "có"))
        ] == [True]
        assert "đổi kiểu, 2 phiếu" in said(put(draft, "survey", "note", "type", "text"))[0]


def with_declaration(**more: str) -> PlanDraft:
    """An example with its role, some of it otherwise."""
    draft = plan_drafts.begin(plan_of("vi-du-may-trang"), next_edition=True)
    return replace(draft, rows={**draft.rows, "roles": [{**draft.rows["roles"][0], **more}]})


def test_a_role_asks_for_its_own_parts_and_offers_the_fields_that_fit() -> None:
    rows = with_declaration().rows
    (entry,) = plan_sections.entries(rows, "roles")
    assert in_language(entry.title, "vi") == "Khai báo không phát sinh"
    fields = {one.column: one for one in plan_sections.fields(rows, "roles", 0)}
    assert list(fields) == ["role", "kind", "field_area", "field_date", "field_by", "more"]
    assert [one.column for one in fields.values() if one.needed] == ["role", "kind", "field_area"]
    assert "Cần một trường ngày." in in_language(fields["field_date"].help, "vi")
    assert [in_language(words, "vi") for _, words in fields["field_date"].offered] == ["Ngày khai báo"]
    assert [in_language(words, "vi") for _, words in fields["kind"].offered] == ["Khai báo không phát sinh"]
    assert fields["kind"].help != fields["role"].help


@pytest.mark.parametrize(
    ("more", "place", "why"),
    [
        ({"field_area": ""}, "field_area", "thiếu"), ({"field_date": "linh_vuc"}, "field_date", "cần một trường ngày"),
        ({"field_by": "nguoi_kha"}, "field_by", "nguoi_khai"), ({"kind": "buoi"}, "kind", "buoi"),
        ({"role": "declaratio"}, "role", "declaration"), ({"field_body": "ngay"}, "field_body", "body"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_role_is_told_at_its_place(more: dict[str, str], place: str, why: str) -> None:
    draft = with_declaration(**more)
    found = faults(draft)
    assert ("roles", 0, place) in {one[:3] for one in found}
    assert why in " ".join(one[3] for one in found)
    assert place in {one.column for one in plan_sections.fields(draft.rows, "roles", 0)}


def test_a_draft_that_says_its_roles_among_the_others_says_them_in_their_own_part() -> None:
    plan = plan_of("vi-du-may-trang")
    draft = plan_drafts.begin(plan, next_edition=True)
    said = "{ kind = 'khong_phat_sinh', area = 'linh_vuc', by = 'nguoi_khai', date = 'ngay' }"
    old = {name: rows for name, rows in draft.rows.items() if name != "roles"}
    old["other"] = [*draft.rows["other"], {"key": "roles.declaration", "value": said}]
    plan_drafts.write_draft(replace(draft, rows=old))
    assert plan_drafts.read_draft(draft.name) == draft
    old["other"] = [{"key": "roles.declaration", "value": "{ kind ="}]
    plan_drafts.write_draft(replace(draft, rows=old))
    read = plan_drafts.read_draft(draft.name)
    assert (read.rows["roles"], read.rows["other"]) == ([], old["other"])
    assert [one[:2] for one in faults(read)] == [("other", 0)]


def test_a_role_that_is_a_list_stays_as_it_was_written() -> None:
    plan: dict[str, Any] = json.loads(json.dumps(plan_of("vi-du-may-trang")))
    plan["roles"]["window_sums"] = [{"table": "t", "kind": "khong_phat_sinh", "window": "period", "units": "own",
                                     "sums": ["year"]}]  # fmt: skip
    draft = plan_drafts.begin(plan, next_edition=False)
    assert [row["role"] for row in draft.rows["roles"]] == ["declaration"]
    assert plan_digest(plan_judging.judge(draft).plan) == plan_digest(plan)


def test_a_kind_by_period_is_offered_the_period_as_its_day() -> None:
    rows = with_declaration().rows
    number = next(n for n, row in enumerate(rows["kinds"]) if row["name"] == "khong_phat_sinh")
    (day,) = [one for one in plan_sections.fields(rows, "kinds", number) if one.column == "date_field"]
    assert (day.value, day.value in dict(day.offered)) == ("year+period_code", True)


@pytest.mark.parametrize("role", [name for name in ROLES if name != "publication"])
def test_a_role_that_is_chosen_has_all_that_it_needs(tmp_path: Path, role: str) -> None:
    draft = small(tmp_path)
    rows = with_role({**draft.rows, "roles": [{"role": role}]}, 0)
    draft = replace(draft, rows=rows)
    assert faults(draft) == []
    assert plan_judging.try_on_sample(draft)[1] == []
    lists = {str(row["list_name"]) for row in rows["choices"]} - {"form"}
    assert lists == {str(row["choices"]) for row in rows["survey"] if row.get("choices")} - {"form"}
    assert not any(row["name"] in ("X", "III.X") for row in rows["choices"])


def test_what_roles_share_is_made_once_and_a_kind_that_was_chosen_stays(tmp_path: Path) -> None:
    draft = small(tmp_path)
    rows: Rows = {**draft.rows, "roles": [{"role": role} for role in role_names()]}
    for number in range(len(rows["roles"])):
        rows = with_role(rows, number)
    assert faults(replace(draft, rows=rows)) == []
    chosen = {**draft.rows, "roles": [{"role": "declaration", "kind": "activity"}]}
    assert with_role(chosen, 0) == chosen


def role_names() -> list[str]:
    return [str(row["role"]) for row in role_kinds()["roles"]]


def test_what_may_be_chosen_is_named_in_a_fault_as_people_call_it(tmp_path: Path) -> None:
    (found,) = faults(put(small(tmp_path), "survey", "people", "type", "số lẻ"))
    assert "số nguyên, số thập phân, tiền, đồng" in found[3]
    assert "longtext" not in found[3]


def test_a_field_that_leads_to_other_records_is_offered_too(tmp_path: Path) -> None:
    draft = small(tmp_path)
    rows = with_role({**draft.rows, "roles": [{"role": "letterhead"}]}, 0)
    fields = {one.column: one for one in plan_sections.fields(rows, "roles", 0)}
    assert list(fields)[:5] == ["role", "kind", "field_agency", "field_date", "field_extras"]
    assert [in_language(words, "vi") for _, words in fields["field_agency"].offered] == ["Cơ quan"]
    kind = next(n for n, row in enumerate(rows["kinds"]) if row["name"] == "letterhead")
    (columns,) = [one for one in plan_sections.fields(rows, "kinds", kind) if one.column == "columns"]
    assert "agency" in dict(columns.offered)


def test_a_list_is_asked_for_where_a_field_is_chosen_from_one(tmp_path: Path) -> None:
    rows = small(tmp_path).rows
    for number, row in enumerate(rows["survey"]):
        (asked,) = [one for one in plan_sections.fields(rows, "survey", number) if one.column == "choices"]
        assert asked.usual == (row["type"] == "choice")


def test_an_indicator_is_counted_in_what_somebody_says(tmp_path: Path) -> None:
    rows = small(tmp_path).rows
    for said, unit in (("tấn", "tấn"), ("", "lượt")):
        wish = IndicatorWish("activity", "sum", "Khối lượng", "1500", ">=", ("people",), said)
        assert plan_beginnings.with_indicator(rows, wish)["indicators"][-1]["unit"] == unit
    wish = IndicatorWish("activity", "share_of_units", "Tỷ lệ xã", "100", unit="tấn")
    assert plan_beginnings.with_indicator(rows, wish)["indicators"][-1]["unit"] == "%"


def test_the_sections_of_a_report_are_named_as_it_numbers_them(tmp_path: Path) -> None:
    rows = with_role({**small(tmp_path).rows, "roles": [{"role": "narrative"}]}, 0)
    labels = {row["name"]: row["label"] for row in rows["choices"] if row["list_name"] == "report_section"}
    assert (labels["III.1"], labels["IV.3"]) == ("III.1. Tuyên truyền", "IV.3. Nguyên nhân")
