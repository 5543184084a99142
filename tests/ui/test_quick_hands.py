"""What saves strokes: values carried over, the value above, today, duplicates, and records that wait for their key."""

import time
from pathlib import Path
from threading import Event

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.domain.validation import State
from desktop_app.domain.values import Value
from desktop_app.session import editing, entry, exchange, figures, opening, records
from tests.ui.conftest import MakeFile, OpenWindow, open_one
from tests.ui.hand import Hand, now
from ui.report.report_tabs import ReportTabs

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def activity(title: str, **values: Value) -> tuple[str, dict[str, Value]]:
    return "comm_activity", {"form": "to_roi", "title": title, "audience": ("nhan_dan",), **values}


def value(hand: Hand, name: str) -> Value:
    assert hand.form.grid is not None
    return hand.form.grid.editors[name].value


def press(hand: Hand, key: Qt.Key, modifier: Qt.KeyboardModifier = CONTROL) -> None:
    QTest.keyClick(hand.focus(), key, modifier)
    hand.wait()


def keep_busy(hand: Hand) -> None:
    """Let the file answer later than a hand can type."""
    hand.view.bridge.ask(lambda _: time.sleep(0.3), lambda _: None)


def opened(open_window: OpenWindow, path: Path, page: int = 2, row: int = 0) -> Hand:
    hand = open_window(path)
    hand.go(page)
    hand.area.list.table.setFocus()
    hand.area.list.table.selectRow(row)
    hand.wait()
    return hand


def test_the_next_record_starts_with_what_the_plan_keeps_of_the_one_before(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    path = make_file(records=[activity("Một", people_total=40)])
    hand = opened(open_window, path)
    press(hand, Qt.Key.Key_N)
    assert (value(hand, "form"), value(hand, "audience")) == ("to_roi", ("nhan_dan",))
    assert (value(hand, "title"), value(hand, "people_total")) == (None, None)
    hand.write("title", "Hai")
    hand.window.close()
    with opening.open_file(path, now=now) as file:
        assert {row.values["form"] for row in records.rows(file, "comm_activity")} == {"to_roi"}


def test_a_field_left_empty_keeps_nothing(make_file: MakeFile) -> None:
    agency = ("agency", {"name": "Đội cũ"})
    path = make_file(records=[agency, activity("Một", host_agency="@0")])
    with opening.open_file(path, now=now) as file:
        assert entry.carried_over(file, "comm_activity", {})["host_agency"]
        editing.set_value(file, records.rows(file, "comm_activity")[0].id, "host_agency", None)
        assert "host_agency" not in entry.carried_over(file, "comm_activity", {})


def test_nothing_is_kept_of_what_the_plan_or_another_office_made(make_file: MakeFile, tmp_path: Path) -> None:
    theirs = make_file("Xã Mường Than", records=[activity("Của xã")]).rename(tmp_path / "xã.db")
    ours = make_file("Huyện Than Uyên", records=[activity("Của huyện", form="loa")])
    with opening.open_file(ours, now=now) as file:
        assert entry.carried_over(file, "agency", {}) == {}
        exchange.merge(file, exchange.find_sources(file, [theirs]))
        carried = entry.carried_over(file, "comm_activity", {})
        assert (carried["unit"], carried["form"]) == (file.unit, "loa")


def test_ctrl_d_writes_what_the_record_above_has(open_window: OpenWindow, make_file: MakeFile) -> None:
    path = make_file(
        records=[activity("Mới hơn", date="2022-09-07", place="Nhà văn hóa"), activity("Cũ hơn", date="2022-09-01")]
    )
    hand = opened(open_window, path, row=1)
    hand.into("place")
    press(hand, Qt.Key.Key_D)
    assert value(hand, "place") == "Nhà văn hóa"
    hand.into("evidence_no")
    press(hand, Qt.Key.Key_D)
    assert value(hand, "evidence_no") is None
    assert hand.form.grid is not None
    assert hand.form.grid.help.text == "Phiếu trên để trống ô này."
    hand.window.close()
    with opening.open_file(path, now=now) as file:
        assert {row.values["place"] for row in records.rows(file, "comm_activity")} == {"Nhà văn hóa"}


def test_ctrl_d_in_a_new_record_takes_the_one_written_last(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = opened(open_window, make_file(records=[activity("Một", place="Chợ"), activity("Hai", place="Bản")]))
    press(hand, Qt.Key.Key_N)
    hand.into("place")
    press(hand, Qt.Key.Key_D)
    assert value(hand, "place") == "Bản"


def test_ctrl_semicolon_writes_today_into_a_date_field_only(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = opened(open_window, make_file(records=[activity("Một", date="2022-09-01")]))
    hand.into("title")
    press(hand, Qt.Key.Key_Semicolon)
    assert value(hand, "title") == "Một"
    hand.into("date")
    press(hand, Qt.Key.Key_Semicolon)
    assert value(hand, "date") == "2022-09-08"


def test_a_duplicate_is_written_without_its_days_and_counts_once_it_has_one(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    path = make_file(records=[activity("Một", place="Chợ", people_total=40)])
    hand = opened(open_window, path)
    press(hand, Qt.Key.Key_D, CONTROL | SHIFT)
    assert hand.form.grid is not None
    assert hand.form.grid.here is hand.form.grid.editors["date"]
    assert hand.form.grid.help.text.startswith("Bản sao của")
    assert hand.form.view.head.pill.text() == "Chưa hoàn chỉnh"
    assert hand.form.view.head.outside.text().startswith("Phiếu nằm ngoài kỳ đang xem")
    press(hand, Qt.Key.Key_Semicolon)
    assert hand.form.view.head.pill.text() == "Hoàn chỉnh"
    assert hand.form.view.head.outside.text() == ""
    assert hand.area.list.table.rows.rowCount() == 2
    hand.window.close()
    with opening.open_file(path, now=now) as file:
        rows = records.rows(file, "comm_activity")
    assert [(r.values["place"], r.values["people_total"], r.state) for r in rows] == [("Chợ", 40, State.COUNTS)] * 2


def test_a_duplicate_is_taken_back_by_one_undo(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = opened(open_window, make_file(records=[activity("Một")]))
    press(hand, Qt.Key.Key_D, CONTROL | SHIFT)
    press(hand, Qt.Key.Key_Z)
    assert "ghi mới" in hand.window.notice.text
    assert hand.area.list.table.rows.rowCount() == 1


def test_a_duplicate_has_a_number_of_its_own(open_window: OpenWindow, make_file: MakeFile) -> None:
    tip: tuple[str, dict[str, Value]] = ("tip", {"tip_kind": "to_giac", "channel": "truc_tiep"})
    path = make_file(records=[tip])
    hand = opened(open_window, path, page=4)
    hand.area.list.choose_kind("tip")
    hand.wait()
    hand.area.list.table.selectRow(0)
    hand.wait()
    before = value(hand, "code")
    press(hand, Qt.Key.Key_D, CONTROL | SHIFT)
    assert value(hand, "tip_kind") == "to_giac"
    assert value(hand, "code") not in (None, before)


POPULATION: tuple[str, dict[str, Value]] = (
    "support_population", {"unit": "106", "year": 2022, "period_code": "9M", "in_need": 9, "eligible": 5},
)  # fmt: skip


def test_a_duplicate_of_a_record_with_a_key_waits_for_a_key_of_its_own(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    path = make_file("Huyện Tam Đường", [POPULATION])
    hand = opened(open_window, path, page=7)
    hand.area.list.choose_kind("support_population")
    hand.wait()
    hand.area.list.table.selectRow(0)
    hand.wait()
    press(hand, Qt.Key.Key_D, CONTROL | SHIFT)
    assert [value(hand, n) for n in ("unit", "year", "period_code", "in_need")] == [None, None, None, 9]
    hand.choose("unit", "tam duong")
    hand.write("year", "2022")
    hand.choose("period_code", "quy iii")
    assert hand.form.view.head.pill.text() != "Phiếu mới"
    hand.window.close()
    with opening.open_file(path, now=now) as file:
        assert [row.values["in_need"] for row in records.rows(file, "support_population")] == [9, 9]


def test_a_record_that_waits_for_its_key_says_so_at_the_field_and_is_kept(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    path = make_file("Huyện Tam Đường")
    hand = open_window(path)
    hand.go(7)
    hand.new("support_population")
    assert hand.problem("period_code") == ""
    hand.write("year", "2014")
    assert "Cần ghi ô này" in hand.problem("period_code")
    assert hand.problem("year") != ""
    hand.write("in_need", "50")
    hand.area.list.choose_kind("agency")
    hand.wait()
    hand.window.close()
    again = open_window(path)
    again.go(7)
    again.new("support_population")
    assert [value(again, n) for n in ("year", "in_need")] == [2014, 50]
    again.write("year", "2022")
    again.choose("period_code", "quy iii")
    assert again.problem("period_code") == ""
    again.new("support_population")
    assert [value(again, n) for n in ("year", "period_code", "in_need")] == [2022, None, None]
    again.window.close()
    with opening.open_file(path, now=now) as file:
        assert [row.values["in_need"] for row in records.rows(file, "support_population")] == [50]


def test_what_waits_for_a_key_can_be_dropped(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file("Huyện Tam Đường"))
    hand.go(7)
    hand.new("support_population")
    hand.write("in_need", "50")
    hand.form.saver.delete()
    hand.wait()
    hand.new("support_population")
    assert value(hand, "in_need") is None


def test_the_form_says_when_its_record_is_outside_the_period_or_the_filter(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = opened(open_window, make_file(records=[activity("Tháng bảy", date="2022-07-20")]))
    assert hand.form.view.head.outside.text() == ""
    hand.area.list.search.setText("không có chữ này")
    hand.bot.waitUntil(lambda: hand.form.view.head.outside.text().startswith("Phiếu không khớp bộ lọc"))
    hand.area.list.search.clear()
    hand.bot.waitUntil(lambda: hand.form.view.head.outside.text() == "")
    hand.view.set_period(figures.read_period(hand.view.file, "2022-Q2"))
    hand.wait()
    assert hand.form.view.head.outside.text().startswith("Phiếu nằm ngoài kỳ đang xem")


def test_what_is_typed_before_the_next_form_stands_goes_into_the_next_record(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    path = make_file(records=[activity("Một", date="2022-09-01", people_total=40)])
    hand = opened(open_window, path)
    hand.into("place")
    keep_busy(hand)
    hand.key(Qt.Key.Key_N, CONTROL)
    hand.type("2/9/22")
    hand.key(Qt.Key.Key_Tab)
    hand.into("title")
    hand.type("Hai")
    keep_busy(hand)
    hand.key(Qt.Key.Key_D, CONTROL | SHIFT)
    hand.type("3/9/22")
    hand.key(Qt.Key.Key_Tab)
    hand.wait()
    hand.window.close()
    with opening.open_file(path, now=now) as file:
        found = {
            tuple(row.values[n] for n in ("title", "date", "place")) for row in records.rows(file, "comm_activity")
        }
        assert found == {("Một", "2022-09-01", None), ("Hai", "2022-09-02", None), ("Hai", "2022-09-03", None)}


def test_the_day_that_a_new_record_proposes_is_typed_over_wherever_the_cursor_was(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = opened(open_window, make_file(records=[activity("Một", date="2022-09-01")]))
    hand.into("date")
    hand.key(Qt.Key.Key_N, CONTROL)
    hand.type("2/9/22")
    hand.key(Qt.Key.Key_Tab)
    hand.wait()
    assert value(hand, "date") == "2022-09-02"


def test_enter_in_the_list_leads_into_the_record_marked_last(open_window: OpenWindow, make_file: MakeFile) -> None:
    path = make_file(records=[activity("Một", date="2022-09-01"), activity("Hai", date="2022-09-02")])
    hand = opened(open_window, path)
    keep_busy(hand)
    hand.key(Qt.Key.Key_Down)
    hand.key(Qt.Key.Key_Return)
    hand.type("3/9/22")
    hand.key(Qt.Key.Key_Tab)
    hand.wait()
    hand.window.close()
    with opening.open_file(path, now=now) as file:
        found = {row.values["title"]: row.values["date"] for row in records.rows(file, "comm_activity")}
        assert found == {"Một": "2022-09-03", "Hai": "2022-09-02"}


def test_while_a_long_work_keeps_the_file_a_new_record_is_refused_at_once_and_the_window_lives(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_one(open_window, make_file)
    done = Event()
    hand.view.bridge.ask(lambda _: done.wait(60), lambda _: None, long="Đang nhận tệp.")
    for act in (hand.area.start_next, hand.form.copier.duplicate):
        hand.window.notice.hide()
        act()
        assert hand.window.notice.text == "Đang nhận tệp."
        assert not hand.window.notice.failing
    assert hand.view.bridge.busy  # nothing has waited for it
    assert hand.form.view.head.pill.text() == "Hoàn chỉnh"
    done.set()
    hand.wait()
    hand.key(Qt.Key.Key_N, CONTROL)
    hand.wait()
    assert hand.form.view.head.pill.text() == "Phiếu mới"


def test_a_new_record_kept_by_period_is_proposed_for_the_period_at_the_top_until_one_was_written_for_another(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    last = {"year": 2022, "period_code": "Q1", "behaviour": "mua_dam", "cases": 1, "persons": 1}
    hand = open_window(make_file("Huyện Than Uyên", records=[("admin_handling", last)]))
    hand.go(4)
    hand.new("admin_handling")
    assert value(hand, "period_code") == "Q3"
    hand.view.set_period(figures.read_period(hand.view.file, "2022-Q2"))
    hand.new("admin_handling")
    assert value(hand, "period_code") == "Q2"
    hand.choose("period_code", "Tháng 5")
    hand.choose("behaviour", "Bán dâm")
    hand.wait()
    assert hand.form.state.record
    hand.new("admin_handling")
    assert value(hand, "period_code") == "05"
    hand.view.set_period(figures.read_period(hand.view.file, "2022-H1"))
    hand.new("admin_handling")
    assert value(hand, "period_code") == "H1"


def test_a_period_that_has_its_record_already_and_registers_get_no_proposal(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    made = {"year": 2022, "period_code": "Q3"}
    hand = open_window(make_file("Tỉnh Lai Châu", records=[("period_submission", made)]))
    hand.view.show_page("registers")
    hand.wait()
    hand.new("crime_baseline")
    assert value(hand, "period_code") is None
    hand.view.show_page("report")
    hand.wait()
    tabs = hand.view.page
    assert isinstance(tabs, ReportTabs)
    tabs.bar.setCurrentIndex(tabs.bar.count() - 1)
    hand.new("period_submission")
    assert value(hand, "period_code") is None
    hand.view.set_period(figures.read_period(hand.view.file, "2022-Q2"))
    hand.new("period_submission")
    assert value(hand, "period_code") == "Q2"
