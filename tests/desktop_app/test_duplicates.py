"""What speaks for two records being one: the writing counts for nothing, numbers and names for all."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app import plan_files
from desktop_app.domain.duplicates import LIKELY, Scale, Verdict, find_duplicate, scale_of, verdict_of
from desktop_app.domain.likeness import likeness
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.domain.values import Value

SYLLABLES = ("Tuyên", "truyền", "phòng", "chống", "mại", "dâm", "UBND", "ủy ban", "nhân dân", "TP.", "thành phố",
             "bản", "Nà", "Pom", "tổ 3", "05", "5", "", "x.", "PCMD", "đ", "ĐỘI")  # fmt: skip
TEXTS = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(SYLLABLES), max_size=8).map(" ".join))

ACTIVITY: dict[str, Value] = {
    "unit": "03388", "date": "2022-05-14", "form": "loa", "title": "Tuyên truyền phòng, chống mại dâm",
    "place": "Nhà văn hóa bản Nà Bỏ", "sessions": 3, "audience": ("nhan_dan",), "people_total": 120,
}  # fmt: skip


@pytest.fixture(scope="module")
def activity(plan: Plan) -> Scale:
    return scale_of(plan.kinds["comm_activity"])


def score(scale: Scale, first: Mapping[str, Value], second: Mapping[str, Value]) -> float:
    found = find_duplicate(scale, ("a", first), ("b", second))
    return found.score if found else 0.0


@given(TEXTS, TEXTS)
def test_likeness_does_not_depend_on_the_order(first: str, second: str) -> None:
    assert likeness(first, second) == likeness(second, first)
    assert 0 <= likeness(first, second) <= 1


@given(TEXTS)
def test_a_text_is_like_itself_however_it_is_written(text: str) -> None:
    assert likeness(text, text) == 1
    assert likeness(text, f" {text.lower().upper()}  ") == likeness(text.lower().upper(), text)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Tuyên truyền phòng, chống mại dâm", "tuyen truyen phong chong mai dam"),
        ("Tuyên truyền phòng, chống mại dâm", "TT phòng chống MD"),
        ("UBND xã Mường Than", "Ủy ban nhân dân xã Mường Than"),
        ("Uỷ ban nhân dân xã", "Ủy ban nhân dân xã"),
        ("TP. Lai Châu", "Thành phố Lai Châu"),
        ("P. Tân Phong", "phường Tân Phong"),
        ("Nhà văn hóa bản Pom Bo", "NVH bản Pombo"),
        ("Tổ dân phố 3", "Tổ dân phố 03"),
    ],
)
def test_the_way_of_writing_counts_for_nothing(first: str, second: str) -> None:
    assert likeness(first, second) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Tổ dân phố 3", "Tổ dân phố 4"),
        ("Số 12/KH-UBND", "Số 21/KH-UBND"),
        ("Karaoke Hoa Ban", "Karaoke Hoa Mai"),
        ("Rà soát cơ sở tại bản Nà Khương", "Rà soát cơ sở tại bản Tả Ngảo"),
    ],
)
def test_another_number_or_name_is_another_thing(first: str, second: str) -> None:
    assert likeness(first, second) == 0


def test_a_slip_of_the_keyboard_is_near() -> None:
    assert 0.8 <= likeness("Tuyên truyền phòng, chống mại dâm", "Tuyên truyền phogn, chống mại dâm") < 1


def test_fields_are_equal_near_missing_or_different(plan: Plan) -> None:
    fields = plan.kinds["comm_activity"].fields
    assert verdict_of(fields["title"], "Họp bản", "hop ban") is Verdict.EQUAL
    assert verdict_of(fields["people_total"], 100, 105) is Verdict.NEAR
    assert verdict_of(fields["people_total"], 100, 150) is Verdict.DIFFERENT
    assert verdict_of(fields["end_date"], "2022-05-14", "2022-05-16") is Verdict.NEAR
    assert verdict_of(fields["end_date"], "2022-05-14", None) is Verdict.MISSING
    assert verdict_of(fields["audience"], ("hs_sv",), ("hs_sv", "nhan_dan")) is Verdict.NEAR
    assert verdict_of(fields["form"], "loa", "khac") is Verdict.DIFFERENT


@given(
    st.fixed_dictionaries({
        "form": st.sampled_from(["loa", "khac"]), "title": TEXTS, "place": st.none() | TEXTS,
        "sessions": st.none() | st.integers(0, 50), "cost": st.none() | st.integers(0, 9_000_000),
    }),
    st.fixed_dictionaries({
        "form": st.just("loa"), "title": TEXTS, "place": st.none() | TEXTS,
        "sessions": st.none() | st.integers(0, 50), "cost": st.none() | st.integers(0, 9_000_000),
    }),
)  # fmt: skip
def test_the_score_does_not_depend_on_the_order(first: dict[str, Value], second: dict[str, Value]) -> None:
    scale = scale_of(_PLAN.kinds["comm_activity"])
    assert score(scale, first, second) == score(scale, second, first)
    assert score(scale, first, first) in (0.0, 1.0)


_PLAN = parse_plan(plan_files.load_plan(plan_files.plan_folder("lai-chau-2022")))


def test_a_record_entered_twice_is_suggested_with_what_differs(activity: Scale) -> None:
    twice = {
        **ACTIVITY,
        "title": "TT phong chong MD",
        "place": "NVH bản Nà Bỏ",
        "people_total": 125,
        "note": "Trời mưa",
    }
    found = find_duplicate(activity, ("b", ACTIVITY), ("a", twice))
    assert found is not None
    assert (found.survivor, found.goes) == ("a", "b")
    verdicts = {one.field: one.verdict for one in found.fields}
    assert verdicts["title"] is Verdict.EQUAL
    assert verdicts["people_total"] is Verdict.NEAR
    assert verdicts["note"] is Verdict.MISSING
    assert LIKELY <= found.score < 1
    assert found.filled == []


@pytest.mark.parametrize(
    "other",
    [{"title": "Phổ biến luật trẻ em"}, {"place": "Chợ trung tâm"}, {"form": "khac"}, {"place": "Bản Nà Bỏ 2"}],
)
def test_another_name_place_or_form_is_another_activity(activity: Scale, other: dict[str, Value]) -> None:
    assert score(activity, ACTIVITY, {**ACTIVITY, **other}) == 0


def test_too_little_in_common_is_no_sign(plan: Plan) -> None:
    people: dict[str, Value] = {"unit": "03388", "date": "2022-05-14", "sex": "nu", "in_need": True, "eligible": True}
    assert score(scale_of(plan.kinds["support_case"]), people, people) == 0


def test_a_number_that_the_program_proposes_says_nothing(plan: Plan) -> None:
    place: dict[str, Value] = {"code": "03388-001", "name": "Karaoke Hoa Ban", "business_type": "karaoke"}
    scale = scale_of(plan.kinds["establishment"])
    assert score(scale, place, {**place, "code": "03388-002"}) == 1
    assert score(scale, place, {**place, "name": "Nhà nghỉ Sông Đà"}) == 0


def test_two_records_under_one_key_are_the_same_sheet(plan: Plan) -> None:
    scale = scale_of(plan.kinds["comm_reach_school"])
    assert score(scale, {"activity": "x", "school": "y", "students_new": 4}, {"activity": "x", "school": "y"}) == 1
