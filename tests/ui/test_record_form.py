"""The form: every field saved when it is left, what is wrong said beside it, records inside records."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from desktop_app.domain.plan import Plan
from desktop_app.domain.validation import State
from desktop_app.domain.values import Value
from desktop_app.session import editing, entry, opening, records
from desktop_app.texts import in_words
from tests.ui.conftest import MakeFile, OpenWindow, begin_activity
from tests.ui.hand import CONTROL, Hand, now
from ui.form.field_editors import FieldEditor
from ui.widgets.problem_line import ProblemLine

ESTABLISHMENT = ("establishment", {"name": "Karaoke Hoa Ban", "business_type": "karaoke"})
ACTIVITY = ("comm_activity", {"form": "loa", "title": "Phát thanh", "audience": ("nhan_dan",)})


def contradict(hand: Hand, part: str = "people_female") -> None:
    """Write more of a part than of the whole into the record in the form."""
    hand.write("people_total", "41")
    hand.write(part, "45")


def editor(hand: Hand, name: str) -> FieldEditor:
    assert hand.form.grid is not None
    return hand.form.grid.editors[name]


def only_record(path: Path, kind: str) -> dict[str, object]:
    with opening.open_file(path, now=now) as file:
        rows = records.rows(file, kind)
        assert len(rows) == 1
        return dict(rows[0].values)


def test_every_kind_of_the_plan_has_a_form_with_all_its_fields(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file("Tỉnh Lai Châu"))
    for page in range(2, 9):
        hand.go(page)
        if hand.view.area is None:
            continue
        for kind in hand.area.list.kinds.values():
            hand.area.list.choose_kind(kind.name)
            hand.form.steps.start_record(kind.name)  # those too of which this office is offered none
            hand.wait()
            assert hand.form.grid is not None
            assert list(hand.form.grid.editors) == [n for n in kind.fields if n != kind.parent_field]


def test_nothing_is_written_before_the_first_field_is_left(open_window: OpenWindow, make_file: MakeFile) -> None:
    path = make_file()
    hand = begin_activity(open_window, path)
    hand.window.close()
    with opening.open_file(path, now=now) as file:
        assert records.count(file, "comm_activity") == 0


def test_the_first_field_makes_the_record_with_its_defaults(open_window: OpenWindow, make_file: MakeFile) -> None:
    path = make_file()
    hand = begin_activity(open_window, path)
    hand.write("title", "Phát thanh")
    hand.window.close()
    values = only_record(path, "comm_activity")
    assert values["title"] == "Phát thanh"
    assert values["date"] == "2022-09-08"
    assert values["sessions"] == 1


def test_a_value_of_the_record_before_is_marked_until_somebody_chooses_another(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = begin_activity(open_window, make_file())
    hand.write("title", "Một")
    hand.choose("form", "hội nghị")
    hand.new("comm_activity")
    assert editor(hand, "form").value == "hoi_nghi"
    assert label_above(hand, "form").endswith("· như phiếu trước")
    hand.choose("form", "tờ rơi")
    assert "như phiếu trước" not in label_above(hand, "form")


def label_above(hand: Hand, field: str) -> str:
    assert hand.form.grid is not None
    inner = hand.form.grid.editors[field].inner()
    return next(one.text() for one in hand.form.grid.findChildren(QLabel) if one.buddy() is inner)


def test_dates_are_typed_in_any_of_the_usual_ways(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=[ACTIVITY]))
    hand.pick(2)
    for typed, shown in (("5/7/22", "05/07/2022"), ("060722", "06/07/2022"), ("07-07-2022", "07/07/2022")):
        hand.write("date", typed)
        assert editor(hand, "date").inner().property("text") == shown


def test_a_part_larger_than_the_whole_is_said_at_the_field_and_gone_when_mended(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    path = make_file(records=[ACTIVITY])
    hand = open_window(path)
    hand.pick(2)
    contradict(hand)
    assert "45" in hand.problem("people_female")
    assert "41" in hand.problem("people_female")
    hand.write("people_female", "15")
    assert hand.problem("people_female") == ""


def test_an_unreadable_entry_is_kept_as_typed_and_offered_again(open_window: OpenWindow, make_file: MakeFile) -> None:
    path = make_file(records=[ACTIVITY])
    hand = open_window(path)
    hand.pick(2)
    hand.write("date", "32/13/22")
    assert "32/13/22" in hand.problem("date")
    hand.window.close()
    assert only_record(path, "comm_activity")["date"] == "2022-09-08"
    again = open_window(path)
    again.pick(2)
    assert editor(again, "date").inner().property("text") == "32/13/22"
    again.write("date", "5/7/22")
    again.window.close()
    with opening.open_file(path, now=now) as file:
        assert entry.drafts_of(file, records.rows(file, "comm_activity")[0].id) == {}


def test_the_help_of_a_field_stands_below_what_is_wrong_with_its_neighbour(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_window(make_file())
    hand.window.resize(911, 512)
    hand.go(2)
    hand.new("comm_activity")
    hand.write("date", "31/2/22")
    hand.into("end_date")
    grid = hand.form.grid
    assert grid is not None
    hand.key(Qt.Key.Key_F1)
    hand.wait()
    hint = next(label for label in grid.findChildren(QLabel) if label.isVisible() and label.text() == grid.help.text)
    wrong = next(label for label in grid.findChildren(ProblemLine) if label.isVisible())
    assert "31/2/22" in wrong.text()
    assert wrong.y() == editor(hand, "date").geometry().bottom() + 1
    assert hint.y() > wrong.geometry().bottom()
    for one in (editor(hand, "end_date"), wrong, hint):
        assert one.visibleRegion().boundingRect() == one.rect()
    name = next(label for label in grid.findChildren(QLabel) if label.buddy() is editor(hand, "end_date").inner())
    assert name.visibleRegion().boundingRect().height() >= name.height() - name.contentsMargins().top()


def test_a_problem_that_appears_above_leaves_the_field_in_sight_that_has_the_cursor(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_window(make_file(records=[ACTIVITY]))
    hand.window.resize(911, 512)
    hand.pick(2)
    contradict(hand)
    hand.wait()
    assert hand.problem("people_female")
    here = editor(hand, "people_ethnic")
    assert here.inner().hasFocus()
    hand.bot.waitUntil(lambda: here.visibleRegion().boundingRect() == here.rect())


def test_a_problem_at_the_field_just_left_is_in_sight_with_it_and_with_the_field_that_has_the_cursor(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_window(make_file())
    hand.window.resize(911, 512)
    hand.go(2)
    hand.new("comm_activity")
    hand.write("title", "Phát thanh tại chợ phiên")
    contradict(hand)
    hand.wait()
    line = next(label for label in hand.form.findChildren(ProblemLine) if "45" in label.text())
    left, here = editor(hand, "people_female"), editor(hand, "people_ethnic")
    assert here.inner().hasFocus()
    hand.bot.waitUntil(lambda: all(one.visibleRegion().boundingRect() == one.rect() for one in (left, line, here)))
    assert hand.form.grid is not None
    cut = [
        one.text()
        for one in hand.form.grid.findChildren(QLabel)
        if 6 < one.visibleRegion().boundingRect().height() < one.height() - one.contentsMargins().top()
        and one.visibleRegion().boundingRect().y() > 0
    ]
    assert cut == []


def test_a_long_sentence_about_a_short_field_has_the_width_of_the_form(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_window(make_file(records=[ACTIVITY]))
    hand.pick(2)
    for wide in (1366, 911):
        hand.window.resize(wide, 768)
        contradict(hand)
        hand.wait()
        line = next(label for label in hand.form.findChildren(ProblemLine) if "45" in label.text())
        assert wide == 911 or line.geometry().left() == editor(hand, "people_female").x()
        hand.write("date", "31/2/22")
        hand.wait()  # the way back to the day that is saved takes room of the column beside
        of_date = next(label for label in hand.form.findChildren(ProblemLine) if "31/2" in label.text())
        assert hand.form.grid is not None
        assert (line.x(), line.width()) == (0, hand.form.grid.width())
        assert (of_date.x(), of_date.width()) == (0, editor(hand, "date").width())
        hand.key(Qt.Key.Key_Escape)
        hand.wait()


def test_a_record_that_lacks_something_and_contradicts_itself_is_said_to_be_contradictory_everywhere(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_window(make_file(records=[("comm_activity", {"title": "Phát thanh", "people_total": 41})]))
    hand.pick(2)
    assert hand.form.view.head.pill.text() == "Chưa hoàn chỉnh"
    hand.write("people_female", "45")
    hand.wait()
    assert hand.form.view.head.missing.text().startswith("Cần điền: ")
    assert hand.form.view.head.missing.text().endswith(" Cần sửa: Số lượt nữ.")
    assert hand.form.view.head.pill.text() == "Số liệu mâu thuẫn"
    rows = hand.area.list.table.rows
    assert rows.data(rows.index(0, rows.columnCount() - 1)) == "Mâu thuẫn"
    hand.write("people_female", "40")
    hand.wait()
    assert "Cần sửa" not in hand.form.view.head.missing.text()
    assert hand.form.view.head.pill.text() == "Chưa hoàn chỉnh"
    assert rows.data(rows.index(0, rows.columnCount() - 1)) == "Chưa hoàn chỉnh"


def test_the_help_of_a_field_leaves_what_is_wrong_below_it_in_sight_where_both_fit(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_window(make_file(records=[ACTIVITY]))
    hand.window.resize(911, 600)
    hand.pick(2)
    contradict(hand, "people_ethnic")
    hand.wait()
    grid, body = hand.form.grid, hand.form.view.body
    assert grid is not None
    assert body is not None
    wrong = next(label for label in grid.findChildren(ProblemLine) if "45" in label.text())
    hand.into("people_total")
    body.verticalScrollBar().setValue(wrong.geometry().bottom() + 1 - body.viewport().height())
    hand.key(Qt.Key.Key_F1)
    hand.wait()
    hint = next(label for label in grid.findChildren(QLabel) if label.isVisible() and label.text() == grid.help.text)
    assert hint.y() < wrong.y()
    for one in (editor(hand, "people_total"), hint, wrong):
        assert one.visibleRegion().boundingRect() == one.rect()


@pytest.mark.parametrize("high", range(520, 580, 20))
def test_tab_leads_to_fields_that_are_in_sight_from_edge_to_edge(
    open_window: OpenWindow, make_file: MakeFile, high: int
) -> None:
    hand = open_window(make_file(records=[ACTIVITY]))
    hand.window.resize(911, high)
    hand.pick(2)
    hand.into("date")
    grid = hand.form.grid
    assert grid is not None
    while (here := grid.here) is not None:
        assert here.visibleRegion().boundingRect() == here.rect(), here.field.name
        hand.key(Qt.Key.Key_Tab)


def test_the_label_of_a_short_field_that_stands_alone_has_the_whole_line(
    open_window: OpenWindow, make_file: MakeFile, plan: Plan
) -> None:
    hand = open_window(make_file())
    hand.go(4)
    hand.new("inspection")
    field = plan.kinds["inspection"].fields["covers_prostitution"]
    label = next(one for one in hand.form.findChildren(QLabel) if one.text().startswith(in_words(field.label)))
    assert label.width() > editor(hand, "covers_prostitution").width()
    assert label.heightForWidth(label.width()) < 2 * label.fontMetrics().height()


def test_a_day_to_come_is_refused_with_a_sentence(open_window: OpenWindow, make_file: MakeFile) -> None:
    path = make_file(records=[ACTIVITY])
    hand = open_window(path)
    hand.pick(2)
    hand.write("date", "9/9/22")
    assert hand.problem("date") != ""
    hand.window.close()
    assert only_record(path, "comm_activity")["date"] == "2022-09-08"


def test_a_new_record_that_begins_with_a_day_to_come_is_kept_without_it(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    path = make_file()
    hand = begin_activity(open_window, path)
    hand.write("date", "1/1/2030")
    assert hand.problem("date") != ""
    hand.write("title", "Phát thanh")
    assert hand.problem("date") != ""
    hand.window.close()
    values = only_record(path, "comm_activity")
    assert (values["date"], values["title"]) == (None, "Phát thanh")


def test_a_key_that_is_taken_is_said_at_the_field_and_what_was_typed_waits(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    existing: tuple[str, dict[str, Value]] = (
        "support_population", {"unit": "106", "year": 2022, "period_code": "9M", "in_need": 9, "eligible": 5},
    )  # fmt: skip
    path = make_file("Huyện Tam Đường", [existing])
    hand = open_window(path)
    saved: list[str] = []
    hand.view.bridge.saved.connect(saved.append)
    hand.go(7)
    hand.new("support_population")
    hand.choose("period_code", "9 thang")
    assert hand.problem("period_code") != ""
    hand.write("in_need", "50")
    assert hand.problem("period_code") != ""
    assert saved == []
    hand.choose("period_code", "quy iii")
    assert hand.problem("period_code") == ""
    hand.window.close()
    with opening.open_file(path, now=now) as file:
        values = {row.values["period_code"]: row.values["in_need"] for row in records.rows(file, "support_population")}
    assert values == {"9M": 9, "Q3": 50}


def test_a_word_that_is_in_no_list_is_said_so(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=[ACTIVITY]))
    hand.pick(2)
    hand.write("form", "xyz")
    assert "xyz" in hand.problem("form")
    hand.choose("form", "hoi nghi")
    assert hand.problem("form") == ""
    assert editor(hand, "form").value == "hoi_nghi"


def test_a_record_with_a_key_is_made_once_its_key_is_known(open_window: OpenWindow, make_file: MakeFile) -> None:
    path = make_file(records=[ESTABLISHMENT, ACTIVITY])
    hand = open_window(path)
    hand.pick(2)
    assert hand.form.view.body is not None
    hand.form.view.body.tables[0].add.click()
    hand.wait()
    hand.write("workers_total", "9")
    with_total = editor(hand, "workers_total").value
    hand.choose("establishment", "hoa ban")
    hand.write("workers_new", "7")
    hand.key(Qt.Key.Key_Escape)
    hand.wait()
    assert with_total == 9
    assert [table.table.rowCount() for table in hand.form.view.body.tables] == [1, 0]
    hand.window.close()
    values = only_record(path, "comm_reach_establishment")
    assert (values["workers_total"], values["workers_new"]) == (9, 7)


def test_records_open_inside_each_other_to_any_depth(open_window: OpenWindow, make_file: MakeFile) -> None:
    records = [
        ESTABLISHMENT,
        ("inspection", {"team_type": "doi_178_xa", "mode": "ke_hoach", "members": 3}),
        ("inspection_visit", {"inspection": "@1", "establishment": "@0", "result": "co_vi_pham"}),
    ]
    path = make_file(records=records)
    hand = open_window(path)
    hand.pick(4)
    assert hand.form.view.body is not None
    hand.form.view.body.tables[0].opened.emit(hand.form.view.body.tables[0].ids[0])
    hand.wait()
    hand.form.view.body.tables[0].add.click()
    hand.wait()
    hand.choose("subject_kind", "co so")
    assert hand.form.grid is not None
    assert hand.form.grid.kind.name == "violation"
    hand.key(Qt.Key.Key_Escape)
    hand.wait()
    hand.key(Qt.Key.Key_Escape)
    hand.wait()
    assert hand.form.grid is not None
    assert hand.form.grid.kind.name == "inspection"
    hand.window.close()
    assert only_record(path, "violation")["visit"] is not None


def test_a_proposal_follows_the_field_it_depends_on(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    hand.go(4)
    hand.new("tip")
    hand.write("date", "1/9/22")
    assert editor(hand, "due_date").value is None
    hand.choose("tip_kind", "to giac")
    assert re.fullmatch(r"2022-09-\d\d", str(editor(hand, "due_date").value))


def test_a_deleted_record_comes_back_with_one_button(open_window: OpenWindow, make_file: MakeFile) -> None:
    path = make_file(records=[ACTIVITY])
    hand = open_window(path)
    hand.pick(2)
    hand.form.saver.delete()
    hand.wait()
    assert "Phát thanh" in hand.window.notice.text
    assert hand.area.list.table.rows.rowCount() == 0
    hand.window.notice.accept_offer()
    hand.wait()
    assert hand.area.list.table.rows.rowCount() == 1


def test_a_field_is_saved_into_its_own_record_when_another_is_opened_at_once(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    path = make_file(records=[ACTIVITY, ("comm_activity", {**ACTIVITY[1], "title": "Khác", "date": "2022-09-01"})])
    hand = open_window(path)
    hand.pick(2)
    hand.into("title")
    hand.type("Của phiếu đầu")
    hand.area.list.table.setFocus()
    hand.area.list.table.selectRow(1)
    hand.wait()
    hand.window.close()
    with opening.open_file(path, now=now) as file:
        assert sorted(str(row.values["title"]) for row in records.rows(file, "comm_activity")) == [
            "Của phiếu đầu",
            "Khác",
        ]


@pytest.mark.parametrize("state", [State.UNFINISHED, State.COUNTS])
def test_the_form_says_what_is_still_missing(open_window: OpenWindow, make_file: MakeFile, state: State) -> None:
    values = dict(ACTIVITY[1])
    if state is State.UNFINISHED:
        values.pop("audience")
    hand = open_window(make_file(records=[("comm_activity", values)]))
    hand.pick(2)
    assert ("Đối tượng" in hand.form.view.head.missing.text()) == (state is State.UNFINISHED)


def test_enter_goes_through_the_fields_in_the_order_of_the_paper(
    open_window: OpenWindow, make_file: MakeFile, plan: Plan
) -> None:
    hand = open_window(make_file())
    hand.go(3)
    hand.new("plan_document")
    assert hand.form.grid is not None
    for name in [n for n in plan.kinds["plan_document"].fields if n != "unit"]:
        assert hand.form.grid.here is hand.form.grid.editors[name]
        hand.key(Qt.Key.Key_Return)
        hand.answered()
    assert hand.form.view.body is not None
    assert hand.form.view.body.following.hasFocus()
    hand.key(Qt.Key.Key_Return)
    hand.wait()
    assert hand.form.grid.here is hand.form.grid.editors["date"]


@pytest.mark.parametrize(("form", "following"), [("loa", "title"), ("khác", "form_other")])
def test_enter_steps_over_what_only_another_choice_asks_for(
    open_window: OpenWindow, make_file: MakeFile, form: str, following: str
) -> None:
    hand = begin_activity(open_window, make_file())
    hand.choose("form", form)
    assert hand.form.grid is not None
    assert hand.form.grid.here is hand.form.grid.editors[following]


def test_enter_after_the_last_field_of_an_inner_record_leads_to_the_next_one_of_the_same_parent(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    path = make_file(
        records=[ESTABLISHMENT, ("establishment", {"name": "Hoa Mai", "business_type": "karaoke"}), ACTIVITY]
    )
    hand = open_window(path)
    hand.pick(2)
    hand.into("note")
    hand.key(Qt.Key.Key_Return)
    hand.key(Qt.Key.Key_Return)
    hand.wait()
    for name in ("hoa ban", "hoa mai"):
        hand.choose("establishment", name)
        hand.write("workers_total", "5")
        hand.into("note")
        hand.key(Qt.Key.Key_Return)
        hand.key(Qt.Key.Key_Return)
        hand.wait()
    assert hand.form.state.deeper
    hand.window.close()
    with opening.open_file(path, now=now) as file:
        rows = records.rows(file, "comm_reach_establishment")
    assert len(rows) == 2
    assert len({row.values["activity"] for row in rows}) == 1


def test_f1_explains_the_field_below_it_until_another_one_is_entered(
    open_window: OpenWindow, make_file: MakeFile, plan: Plan
) -> None:
    hand = begin_activity(open_window, make_file())
    hand.into("sessions")
    hand.key(Qt.Key.Key_F1)
    assert hand.form.grid is not None
    assert hand.form.grid.help.text == in_words(plan.kinds["comm_activity"].fields["sessions"].help)
    hand.key(Qt.Key.Key_F1)
    assert hand.form.grid.help.text == ""
    hand.key(Qt.Key.Key_F1)
    hand.key(Qt.Key.Key_Tab)
    hand.wait()
    assert hand.form.grid.help.text == ""


def test_a_paste_that_a_line_can_not_take_is_told_beside_its_field(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = begin_activity(open_window, make_file())
    hand.into("title")
    hand.type("Họp bản")
    QApplication.clipboard().setText("x" * 1_000_000)
    hand.key(Qt.Key.Key_V, CONTROL)
    hand.bot.waitUntil(lambda: "10.000 ký tự" in hand.problem("title"))
    hand.key(Qt.Key.Key_Tab)
    hand.answered()
    assert hand.problem("title") == ""
    grid = hand.form.grid
    assert grid is not None
    assert grid.editors["title"].value == "Họp bản"


def test_a_word_without_end_pushes_no_field_out_of_the_form(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = begin_activity(open_window, make_file())
    for field in ("form", "audience", "sessions"):
        hand.into(field)
        QApplication.clipboard().setText("x" * 500)
        hand.key(Qt.Key.Key_V, CONTROL)
        hand.key(Qt.Key.Key_Tab)
        hand.answered()
        assert len(hand.problem(field)) < 150
    grid = hand.form.grid
    assert grid is not None
    hand.bot.wait(50)
    assert grid.minimumSizeHint().width() <= grid.width()
    assert grid.mapTo(hand.window, grid.rect().topRight()).x() < hand.window.width()


def test_what_another_window_wrote_unseen_stays_beside_what_is_written_here(
    make_file: MakeFile, open_window: OpenWindow
) -> None:
    path = make_file(records=[("comm_activity", {"title": "Trước", "place": "Chợ"})])
    hand = open_window(path)
    hand.pick(2)
    with opening.open_file(path, author="Lan", now=now) as other:
        (row,) = records.rows(other, "comm_activity")
        editing.set_value(other, row.id, "title", "Của cửa sổ kia")
    hand.write("title", "Của cửa sổ này")
    hand.write("place", "Sân vận động")
    hand.write("place", "Nhà văn hóa")
    hand.wait()
    with opening.open_file(path, now=now) as file:
        (conflict,) = records.open_conflicts(file)
        assert {candidate.value for candidate in conflict.values} == {"Của cửa sổ kia", "Của cửa sổ này"}
        assert records.rows(file, "comm_activity")[0].values["place"] == "Nhà văn hóa"


def test_fields_end_at_the_same_distance_from_the_edge_with_and_without_a_scroll_bar(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = begin_activity(open_window, make_file())
    grid = hand.form.grid
    assert grid is not None
    ends = set()
    for high in (768, 2400):
        hand.window.resize(1366, high)
        hand.wait()
        ends.add(grid.mapTo(hand.form, grid.rect().topRight()).x())
    assert len(ends) == 1


def test_no_line_of_a_label_ends_inside_short_brackets(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file("Huyện Tam Đường"))
    hand.go(7)
    hand.new("crime_baseline")
    labels = [label.text() for label in hand.area.form.findChildren(QLabel)]
    assert "Số vụ khởi tố (Điều\u00a0327,\u00a0328,\u00a0329)\u00a0*" in labels


def test_a_day_without_its_year_lies_in_the_plan_year_in_sight(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=[ACTIVITY]))
    hand.pick(2)
    for typed, day in (("20/12", "2021-12-20"), ("5/4", "2022-04-05")):
        hand.write("date", typed)
        assert editor(hand, "date").value == day
    hand.write("date", "29/2")
    assert "thiếu năm" in hand.problem("date")
