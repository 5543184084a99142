"""What a later edition retires: read in form and list where records hold it, offered nowhere."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from db import editions
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.session import records
from tests.filled_files import put
from tests.new_files import new_file
from tests.renamed_plan import (
    CODE,
    FIELD,
    ITEM,
    KIND,
    LIST_FIELD,
    NEW,
    RETIRED_CODE,
    RETIRED_FIELD,
    RETIRED_KIND,
    renamed,
)
from tests.ui.conftest import OpenWindow
from tests.ui.hand import Hand, now
from ui.form.field_editors import FieldEditor

WARD = "03388"


@pytest.fixture
def hand(open_window: OpenWindow, tmp_path: Path) -> Hand:
    """The window of a file with two records from before: one holds what is retired, one does not."""
    path, source = tmp_path / "retired.db", load_plan(plan_folder("lai-chau-2022"))
    given = {"unit": WARD, "date": "2022-05-14", FIELD: 3, LIST_FIELD: [ITEM]}
    with new_file(path, source, WARD, "Lan", now=now) as file:
        lines = [
            given | {"title": "Có số", "form": RETIRED_CODE, RETIRED_FIELD: "12/BC", "people_total": 9},
            given | {"title": "Không số", "form": CODE},
        ]
        put(file, *({"kind": KIND, "fields": one} for one in lines))
        editions.switch(file, renamed(source), (), lambda: None)
    return open_window(path)


def editors_of(hand: Hand) -> dict[str, FieldEditor]:
    assert hand.form.grid is not None
    return hand.form.grid.editors


def test_a_form_shows_a_retired_field_only_where_the_record_holds_it(hand: Hand) -> None:
    rows = hand.ask(lambda file: records.rows(file, NEW[KIND]))
    by_title = {row.values["title"]: row.id for row in rows}
    hand.view.show_record(NEW[KIND], by_title["Không số"])
    hand.wait()
    editors = editors_of(hand)
    assert not editors[RETIRED_FIELD].isVisible()
    assert editors[NEW[FIELD]].raw == "3"
    hand.view.show_record(NEW[KIND], by_title["Có số"])
    hand.wait()
    editors = editors_of(hand)
    assert editors[RETIRED_FIELD].isVisible()
    assert editors[RETIRED_FIELD].raw == "12/BC"
    hand.write(RETIRED_FIELD, "13/BC")
    hand.key(Qt.Key.Key_Tab)
    hand.wait()
    assert "đã thôi nhập" in hand.problem(RETIRED_FIELD)
    saved = hand.ask(lambda file: records.find(file, by_title["Có số"]))
    assert saved
    assert saved.values[RETIRED_FIELD] == "12/BC"


def test_a_list_of_a_retired_kind_offers_no_new_record(hand: Hand) -> None:
    hand.go(2)
    hand.area.list.choose_kind(RETIRED_KIND)
    hand.wait()
    assert not hand.area.list.offered
    assert hand.area.list.made_elsewhere == "Ấn phẩm, tài liệu: loại phiếu này đã thôi nhập."
