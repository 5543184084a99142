"""A plan gives its fields and choices short names for the narrow places, in both languages."""

from copy import deepcopy
from typing import Any

from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_changes import plan_changes
from desktop_app.domain.plan_check import check_plan
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.sheets.choice_texts import choice_list
from desktop_app.sheets.headings import headings_of
from desktop_app.texts import in_words


def source() -> dict[str, Any]:
    plan = deepcopy(dict(load_plan(plan_folder("lai-chau-2022"))))
    fields, choices = plan["kinds"]["comm_activity"]["fields"], plan["choices"]["audience"]
    fields["people_total"]["short"] = {"vi": "Lượt", "en": "Visits"}
    choices["nhan_dan"]["short"] = {"vi": "Dân", "en": "People"}
    return plan


def plan() -> Plan:
    return parse_plan(source())


def test_a_short_name_stands_above_the_column_and_in_the_cell() -> None:
    assert [in_words(text) for text in check_plan(source())] == []
    fields = plan().kinds["comm_activity"].fields
    assert (fields["people_total"].heading.vi, fields["people_total"].heading.en) == ("Lượt", "Visits")
    audience, labels = fields["audience"], plan().choices["audience"]
    others = [choice.label.vi for code, choice in labels.items() if code != "nhan_dan"][:1]
    both = "; ".join([labels["nhan_dan"].label.vi, *others])
    assert audience.brief(both).split("; ")[0] == "Dân"
    assert audience.brief(labels["nhan_dan"].label.en) == "People"
    assert fields["sessions"].heading.vi == "Số buổi"  # as the words beside the plans have it, where it says none


def test_a_sheet_with_the_short_names_is_read_again() -> None:
    kind = plan().kinds["comm_activity"]
    assert [match.field for match in headings_of(kind).surely(["Lượt"])] == ["people_total"]
    assert choice_list(kind.fields["audience"], plan()).find("Dân") == {"nhan_dan"}


def test_a_short_name_that_changes_is_said() -> None:
    old = dict(load_plan(plan_folder("lai-chau-2022")))
    said = [in_words(text) for part in plan_changes(old, source()) for text in part.sentences]
    assert any("tên ngắn của ô" in text for text in said), said
    assert any("tên ngắn của “" in text for text in said), said
