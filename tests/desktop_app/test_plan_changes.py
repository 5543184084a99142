"""What two editions say differently is said in sentences, and nothing that differs goes unsaid."""

from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from random import Random
from typing import Any

import pytest

from desktop_app.domain.patterns import refused_pattern
from desktop_app.domain.plan_changes import plan_changes
from desktop_app.domain.plan_changes_units import unit_changes
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.texts import in_words

Path = tuple[str | int, ...]
PLANS = ("lai-chau-2022", "lai-chau-2025")


@cache
def plan(name: str = PLANS[0]) -> dict[str, Any]:
    return dict(load_plan(plan_folder(name)))


def said(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    return [in_words(sentence) for section in plan_changes(old, new) for sentence in section.sentences]


def leaves(part: Any, path: Path = ()) -> Iterator[Path]:
    """The places of everything that a plan says."""
    if isinstance(part, dict):
        for key, value in part.items():
            yield from leaves(value, (*path, key))
    elif isinstance(part, list) and part:
        for number, value in enumerate(part):
            yield from leaves(value, (*path, number))
    else:
        yield path


def altered(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    return f"{value} khác" if isinstance(value, str) else ["khác"]


def parent_of(source: dict[str, Any], path: Path) -> Any:
    part: Any = source
    for key in path[:-1]:
        part = part[key]
    return part


def is_structure(path: Path) -> bool:
    """What the validator ties to other parts, so that it never changes alone; the edition is no news."""
    tied = {"type", "area", "op", "accountable_level", "root", "unit_version", "period_scheme", "member_level"}
    return path == ("plan", "edition") or path[-1] in tied or (path[0] == "seeds" and path[-1] == "kind")


@pytest.mark.parametrize("name", PLANS)
def test_no_single_thing_that_a_plan_says_changes_unsaid(name: str) -> None:
    """One place after another; of units and other long lists a sample."""
    source = deepcopy(plan(name))
    places = [path for path in leaves(source) if not is_structure(path)]
    units = [path for path in places if path[0] in ("units", "aliases", "lineage")]
    others = [path for path in places if path[0] not in ("units", "aliases", "lineage")]
    chance = Random(1)
    unsaid = []
    for path in [*chance.sample(others, 250), *chance.sample(units, 30)]:
        part = parent_of(source, path)
        before = part[path[-1]]
        part[path[-1]] = altered(before)
        if not said(plan(name), source):
            unsaid.append(path)
        part[path[-1]] = before
    assert unsaid == []
    assert said(plan(name), source) == []


def test_what_a_plan_loses_or_gains_is_said() -> None:
    for section in ("kinds", "indicators", "choices", "areas", "annexes", "period_schemes"):
        for name in plan()[section]:
            less = {**plan(), section: {key: value for key, value in plan()[section].items() if key != name}}
            if section not in ("areas", "kinds", "period_schemes") or name not in ("1", "nd09"):
                gone = said(plan(), less)
                assert gone, (section, name)
                assert said(less, plan()) != gone


def test_the_sentences_name_things_as_people_call_them() -> None:
    new = deepcopy(plan())
    new["indicators"]["1.1"]["threshold"] = 72.5
    fields = new["kinds"]["comm_activity"]["fields"]
    fields["place"]["required"] = "always"
    fields["title"]["checks"] = [{"expr": "length(title) > 3", "vi": "Tên quá ngắn.", "severity": "warning"}]
    del fields["host_agency"]
    new["choices"]["comm_form"]["loa"]["label"]["vi"] = "Loa phát thanh"
    new["units"]["2022"] = [row for row in new["units"]["2022"] if row[0] != "03388"]
    new["plan"]["doc_date"] = "2022-04-01"
    old_form = plan()["choices"]["comm_form"]["loa"]["label"]["vi"]
    assert said(plan(), new) == [
        "Ngày văn bản đổi từ 15/03/2022 thành 01/04/2022.",
        "Chỉ tiêu 1.1 (Xã, phường, thị trấn duy trì tuyên truyền): mục tiêu đổi từ ≥ 60 % thành ≥ 72,5 %.",
        "“Hoạt động tuyên truyền”: bỏ ô “Cơ quan chủ trì”; giá trị đã nhập được giữ trong sổ nhưng không hiện nữa.",
        "“Hoạt động tuyên truyền”: ô “Địa điểm” thành bắt buộc: phiếu để trống ô này không tính vào số liệu.",
        "“Hoạt động tuyên truyền”: thêm lời nhắc “Tên quá ngắn”.",
        f"Danh mục của ô Hình thức: “{old_form}” đổi tên thành “Loa phát thanh”.",
        "Bản 2022: bỏ 1 đơn vị: Phường Quyết Tiến.",
        "Kế hoạch đi kèm 299 phiếu có sẵn, trước là 301.",
    ]


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+",
        "(a|b)*",
        "(a?){9}",
        "((ab)+c)*",
        "a*b*c*",
        "(?=a)",
        "(x{1,3})+",
        "((a|b))*",
        "a?" * 9,
        "a**",
        "*a",
        "(a",
        "a)",
        "a" * 201,
        "[z-a]",
        "[[:alpha:]]",
        "^a$",
        "a{1,2}{3}",
    ],
)
def test_a_pattern_that_might_never_end_is_found(pattern: str) -> None:
    assert refused_pattern(f"present(a) and matches(b, '{pattern}')") == pattern


@pytest.mark.parametrize(
    "pattern", ["[A-Z0-9]{8}", "(ab)+", r"\\d{4}-\\d{2}", "[*+]{2}", "a+b*", "(?:ab){2}", "a|b", r"\\w+\\.\\d?"]
)
def test_an_ordinary_pattern_is_none_of_them(pattern: str) -> None:
    assert refused_pattern(f"matches(b, '{pattern}')") is None


def test_a_pattern_that_somebody_types_is_never_quick() -> None:
    assert refused_pattern("matches(a, b)") == "b"


def sections(old: dict[str, Any], new: dict[str, Any]) -> dict[str, list[str]]:
    return {in_words(one.title): [in_words(text) for text in one.sentences] for one in plan_changes(old, new)}


def test_a_setting_is_called_by_what_it_is_for() -> None:
    later = deepcopy(plan())
    later["plan"]["settings"] |= {"due_working_days": 7, "complaint_days": 45, "subject": "phòng, chống ma túy"}
    later["due_rules"]["to_cao"]["days"] = 60
    assert sections(plan(), later) == {
        "Tên và văn bản": ["Việc mà báo cáo nói đến đổi từ “phòng, chống mại dâm” thành “phòng, chống ma túy”."],
        "Kỳ và thời hạn": [
            "Thời hạn đề xuất của “Khiếu nại” (số ngày) đổi từ 30 thành 45.",
            "Hạn gửi báo cáo (số ngày làm việc sau kỳ) đổi từ 5 thành 7.",
            "Thời hạn đề xuất của “Tố cáo” đổi từ 30 ngày thành 60 ngày.",
        ],
    }


def test_the_new_name_of_a_plan_stands_with_its_document() -> None:
    later = deepcopy(plan())
    later["plan"]["label"]["vi"] = "Kế hoạch 9/KH-UBND"
    assert list(sections(plan(), later)) == ["Tên và văn bản"]


def changed_units(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    return [in_words(sentence) for _, sentence in unit_changes(old, new)]


def test_what_a_list_of_units_gains_loses_and_moves_is_said() -> None:
    rows = [["1", "", "tinh", "Tỉnh", "Tỉnh A"], ["2", "1", "xa", "Xã", "Xã B"], ["3", "1", "xa", "Xã", "Xã C"]]
    old = {"units": {"a": rows, "b": rows}}
    renamed = [rows[0], ["2", "1", "xa", "Xã", "Xã Bê"], ["3", "2", "xa", "Xã", "Xã C"]]
    found = changed_units(old, {"units": {"a": renamed, "c": rows}, "aliases": {"a": {}}, "lineage": [["b:2", "a:2"]]})
    for named in ("Xã Bê", "Xã C", "c", "b"):
        assert any(named in sentence for sentence in found)
    assert len(found) == 6
    assert len(changed_units({"units": {"a": rows}}, {"units": {"a": [rows[0], rows[2], rows[1]]}})) == 1
    assert len(changed_units({"units": {"a": rows}}, {"units": {"a": rows[:2]}})) == 1


def test_what_a_reading_gains_and_loses_is_said() -> None:
    old, new = deepcopy(plan()), deepcopy(plan())
    readings = new["indicators"]["2.2"]["readings"]
    reading = next(iter(readings.values()))
    readings["khác"] = deepcopy(reading) | {"wording": {"vi": "Cách tính khác"}}
    assert any("Cách tính khác" in sentence for sentence in said(old, new))
    assert any("Cách tính khác" in sentence for sentence in said(new, old))


def test_another_root_and_another_scheme_are_called_by_their_names() -> None:
    new = deepcopy(plan())
    commune = next(row for row in new["units"][new["plan"]["unit_version"]] if row[2] == "xa")
    new["plan"]["root"] = commune[0]
    other = next(name for name in new["period_schemes"] if name != new["plan"]["period_scheme"])
    new["plan"]["period_scheme"] = other
    found = said(plan(), new)
    assert any(str(commune[4]) in sentence for sentence in found)
    assert len(found) >= 2
