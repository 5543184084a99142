"""Headings of lists that are shorter than the titles of their fields."""

import json

from PySide6.QtCore import Qt

from desktop_app import paths
from desktop_app.domain.brief_words import short_heading
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.plan_files import available_plans, load_plan, plan_folder
from desktop_app.texts import in_words
from tests.ui.conftest import MakeFile, OpenWindow
from ui.page_names import REGISTERS


def test_every_short_heading_belongs_to_a_field_and_is_shorter_than_its_title() -> None:
    known = json.loads((paths.resources() / "plans" / "lai-chau-2022" / "brief.json").read_text(encoding="utf-8"))[
        "headings"
    ]
    plans = [parse_plan(load_plan(plan_folder(plan))) for plan in available_plans()]
    titles = {field.label.vi for plan in plans for kind in plan.kinds.values() for field in kind.fields.values()}
    assert set(known) <= titles
    assert all(len(heading) < len(title) for title, heading in known.items())


def test_no_two_columns_of_a_list_have_the_same_heading() -> None:
    for plan in available_plans():
        for kind in parse_plan(load_plan(plan_folder(plan))).kinds.values():
            headings = [short_heading(in_words(field.label)) for field in kind.fields.values()]
            assert len(headings) == len(set(headings)), kind.name


def test_a_title_without_a_shorter_one_is_its_own_heading() -> None:
    assert short_heading("Ngày chi") == "Ngày chi"


def test_a_list_shows_the_short_heading_and_says_the_whole_title(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    hand.view.show_page(REGISTERS)
    hand.wait()
    hand.area.list.choose_kind("establishment")
    hand.wait()
    table = hand.area.list.table
    column, across = table.rows.columns.index("commitment_date"), Qt.Orientation.Horizontal
    assert table.rows.headerData(column, across) == "Ngày ký cam kết"
    whole = "Ngày ký cam kết với Ủy ban nhân dân cấp xã"
    assert table.rows.headerData(column, across, Qt.ItemDataRole.ToolTipRole) == whole
    table.header.here = column
    table.header.announce_heading()
    assert whole in table.header.accessibleName()
