"""New records are offered to the offices that the plan names; the others see and correct what is there."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop_app.session import opening, records
from desktop_app.session.open_record import OpenRecord
from tests.ui.conftest import PROVINCE, MakeFile, OpenWindow
from tests.ui.fit import misfits
from tests.ui.hand import CONTROL, now
from ui.form.form_content import read_form

ELSEWHERE = "Phiếu này do cấp huyện, cấp tỉnh lập."


def test_a_commune_is_not_offered_a_record_that_districts_make(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    hand.go(4)
    area = hand.area
    area.list.choose_kind("crime_case")
    hand.wait()
    assert area.list.head.button.isHidden()
    hand.key(Qt.Key.Key_N, CONTROL)
    hand.wait()
    said = [label.text().replace("\u00a0", " ") for label in area.findChildren(QLabel) if label.isVisible()]
    assert said.count(ELSEWHERE) == 1
    assert area.form.grid is None
    area.list.choose_kind("inspection")
    hand.wait()
    assert not area.list.head.button.isHidden()


def test_who_makes_a_record_is_said_whole_below_those_that_are_there(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    values = {"unit": "03619", "date": "2022-07-01", "articles": ("327",), "persons": 1}
    hand = open_window(make_file(records=[("crime_case", values)]))
    hand.window.resize(911, 512)
    hand.go(4)
    hand.area.list.choose_kind("crime_case")
    hand.wait()
    hand.key(Qt.Key.Key_N, CONTROL)
    hand.wait()
    assert hand.area.list.foot.wrong.text() == ELSEWHERE
    assert misfits(hand.area.list.foot) == []


def test_the_province_is_offered_no_headcount_of_an_establishment(make_file: MakeFile) -> None:
    values = {"unit": "03619", "name": "Sao Mai", "first_listed_date": "2021-01-01"}
    for office, offered in ((PROVINCE, False), ("Xã Mường Than", True)):
        with opening.open_file(make_file(office, [("establishment", values)]), now=now) as file:
            (record,) = records.list_ids(file, "establishment")
            content = read_form(file, OpenRecord("establishment", record))
            assert ("establishment_headcount" in content.offered) is offered
        file.path.unlink()
