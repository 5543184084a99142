"""The text of a report in the window: written as a person writes, saved, marked where figures changed, printed."""

import shutil
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QTextCursor, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from db import store
from desktop_app.domain.markup import ITEM, MarkupLine, Span, parse
from desktop_app.domain.markup_writing import write
from desktop_app.domain.values import Value
from desktop_app.session import editing, entry, exchange, figures, opening, records, report_text, reports
from tests.processes import pdf_text
from tests.ui.conftest import PROVINCE, MakeFile, OpenWindow
from tests.ui.hand import CONTROL, Hand, now
from tests.ui.unikey import stream
from ui.exchange.exchange_page import ExchangePage
from ui.report.narrative_editor import MOST, NarrativeEditor
from ui.report.narrative_page import NarrativePage
from ui.report.narrative_text import fill, read
from ui.report.report_tabs import ReportTabs

ACTIVITY: tuple[str, dict[str, Value]] = (
    "comm_activity",
    {"date": "2022-07-19", "form": "loa", "title": "Phòng ngừa", "sessions": 3, "audience": ("nhan_dan",)},
)
PERIOD = "2022-Q3"


def tabs_of(hand: Hand) -> ReportTabs:
    hand.view.show_page("report")
    return hand.find(ReportTabs)


def go_to(page: NarrativePage, section: str) -> None:
    assert page._narrative is not None
    page.sections.setCurrentRow(list(page._narrative.sections).index(section))


def opened(hand: Hand, section: str = "II") -> NarrativePage:
    """The page of the text with the cursor at the end of a section."""
    tabs = tabs_of(hand)
    tabs.bar.setCurrentIndex(1)
    hand.wait()
    page = tabs.narrative
    assert page is not None
    go_to(page, section)
    hand.wait()
    page.editor.setFocus()
    page.editor.moveCursor(QTextCursor.MoveOperation.End)
    return page


def stored_text(path: Path, section: str, period: str = PERIOD, unit: str | None = None) -> str | None:
    with opening.open_file(path, now=now) as file:
        return report_text.narrative(file, figures.read_period(file, period), unit).sections[section].own


def look(editor: NarrativeEditor) -> list[MarkupLine]:
    return parse(editor.markup)


# --- typing --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["telex", "vni"])
def test_what_is_typed_is_kept_and_there_when_the_file_is_opened_again(
    open_window: OpenWindow, make_file: MakeFile, method: str
) -> None:
    path = make_file()
    hand = open_window(path)
    page = opened(hand)
    assert page.sections.words_of("II") == "Chưa có lời văn, không in"
    text = "Ủy ban nhân dân xã đã ban hành kế hoạch, phân công người phụ trách."
    hand.type(stream(text, method))
    assert page.editor.toPlainText() == text
    page.sections.setFocus()
    hand.wait()
    assert page.sections.words_of("II") == "Lời văn của cơ quan"
    hand.window.show_start()
    assert stored_text(path, "II") == text
    assert opened(open_window(path)).editor.toPlainText() == text


def test_faces_typed_through_a_vietnamese_keyboard_stay_on(open_window: OpenWindow, make_file: MakeFile) -> None:
    """The first burst deletes the only letter of the line: the face chosen before must outlive that."""
    hand = open_window(make_file())
    editor = opened(hand).editor
    hand.key(Qt.Key.Key_B, CONTROL)
    hand.type(stream("đường", "telex"))
    hand.key(Qt.Key.Key_B, CONTROL)
    hand.type(stream(" về ", "telex"))
    hand.key(Qt.Key.Key_I, CONTROL)
    hand.type(stream("đích", "telex"))
    assert editor.markup == "**đường** về *đích*"


def test_a_draft_stands_there_until_it_is_edited_and_can_be_had_back(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    path = make_file(records=[ACTIVITY])
    hand = open_window(path)
    page = opened(hand, "III.1")
    draft = page.editor.markup
    assert "{comm_activity.sessions}" in draft
    assert page.sections.words_of("III.1") == "Bản nháp theo số liệu"
    # without numbers, which the print gives anew
    assert [page.sections.item(row).text() for row in (0, 2)] == ["Tình hình chung", "Công tác tuyên truyền"]
    assert page.sheet.heading.text() == "Công tác tuyên truyền"
    hand.type(" Hết.")
    page.sections.setFocus()
    hand.wait()
    assert (stored_text(path, "III.1") or "").endswith("Hết.")
    page.sheet.revert.click()
    hand.wait()
    assert page.editor.markup == draft
    assert stored_text(path, "III.1") is None
    hand.key(Qt.Key.Key_Z, CONTROL)
    hand.wait()
    assert page.editor.markup.endswith("Hết.")


def test_undo_takes_back_typing_first_and_then_what_was_saved(open_window: OpenWindow, make_file: MakeFile) -> None:
    path = make_file()
    hand = open_window(path)
    page = opened(hand)
    hand.type("Một.")
    page.sections.setFocus()
    hand.wait()
    page.editor.setFocus()
    page.editor.moveCursor(QTextCursor.MoveOperation.End)
    hand.type(" Hai.")
    assert page.editor.toPlainText() == "Một. Hai."
    while page.editor.document().isUndoAvailable():
        hand.key(Qt.Key.Key_Z, CONTROL)
    assert page.editor.toPlainText() == "Một."
    hand.key(Qt.Key.Key_Z, CONTROL)
    hand.wait()
    assert page.editor.toPlainText() == ""
    assert stored_text(path, "II") is None


def test_what_is_typed_is_saved_also_while_the_cursor_stays(open_window: OpenWindow, make_file: MakeFile) -> None:
    path = make_file()
    hand = open_window(path)
    page = opened(hand)
    page._pause.setInterval(50)
    hand.type("Điện có thể mất.")
    hand.bot.waitUntil(lambda: not page._pause.isActive())
    hand.wait()
    assert stored_text(path, "II") == "Điện có thể mất."
    assert page.editor.hasFocus()
    assert page.editor.document().isUndoAvailable()


def test_what_was_typed_when_the_program_was_ended_is_offered_in_its_section(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    path = make_file()
    hand = open_window(path)
    page = opened(hand)
    hand.type("Điện có thể mất")
    place = page._report.place if page._report else ""
    hand.bot.waitUntil(lambda: hand.ask(lambda s: entry.drafts_of(s, place)) == {"II": "Điện có thể mất"})
    ended = Path(shutil.copyfile(path, path.with_name("như lúc đó.db")))
    again = open_window(ended)
    offered = opened(again)
    assert offered.editor.toPlainText() == "Điện có thể mất"
    assert offered.sheet.problem.text().startswith("Lời văn gõ dở lần trước")
    go_to(offered, "I")
    again.wait()
    assert again.ask(lambda s: entry.drafts_of(s, place)) == {}
    assert offered.sheet.problem.text() == ""
    again.window.show_start()
    assert stored_text(ended, "II") == "Điện có thể mất"


def test_typing_that_is_taken_back_is_not_offered(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    page = opened(hand)
    hand.type("Thử")
    place = page._report.place if page._report else ""
    hand.bot.waitUntil(lambda: hand.ask(lambda s: entry.drafts_of(s, place)) == {"II": "Thử"})
    page.editor.undo()
    hand.bot.waitUntil(lambda: hand.ask(lambda s: entry.drafts_of(s, place)) == {})


def test_numbers_of_identity_papers_are_warned_of(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    page = opened(hand)
    hand.type("Người có CCCD 034567891234.")
    page.sections.setFocus()
    hand.wait()
    assert page.sheet.problem.isVisible()
    assert "số giấy tờ" in page.sheet.problem.text()


# --- lists, faces, pasting -----------------------------------------------------------------------------------------


def test_lists_go_on_with_enter_and_end_with_a_bare_dash(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    editor = opened(hand).editor
    hand.key(Qt.Key.Key_L, CONTROL)
    hand.type("một")
    hand.key(Qt.Key.Key_Return)
    hand.type("hai")
    hand.key(Qt.Key.Key_Return)
    hand.key(Qt.Key.Key_Return)
    hand.type("1. ba")
    hand.key(Qt.Key.Key_Return)
    assert editor.toPlainText() == "- một\n- hai\n1. ba\n2. "
    editor.selectAll()
    hand.key(Qt.Key.Key_L, CONTROL)
    assert editor.toPlainText() == "một\nhai\nba\n"
    editor.selectAll()
    hand.key(Qt.Key.Key_L, CONTROL)
    assert [line.item for line in look(editor)] == [True] * 3


def test_a_face_takes_whole_words(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    editor = opened(hand).editor
    hand.type("một hai ba")
    cursor = editor.textCursor()
    cursor.setPosition(5)
    cursor.setPosition(6, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    hand.key(Qt.Key.Key_B, CONTROL)
    assert editor.markup == "một **hai** ba"


def test_what_is_pasted_from_elsewhere_is_plain_text(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    editor = opened(hand).editor
    pasted = QMimeData()
    pasted.setHtml('<b style="color:red;font-size:40pt">Đỏ</b><img src="http://example.invalid/x.png"><p>hai</p>')
    pasted.setText("Đỏ\nhai <b>x</b>")
    QGuiApplication.clipboard().setMimeData(pasted)
    hand.key(Qt.Key.Key_V, CONTROL)
    assert editor.markup == "Đỏ\nhai <b>x</b>"
    QGuiApplication.clipboard().setText("x" * (MOST + 5))
    hand.key(Qt.Key.Key_V, CONTROL)
    assert len(editor.toPlainText()) <= MOST + 20


def test_what_is_copied_here_keeps_its_figures_and_faces(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=[ACTIVITY]))
    editor = opened(hand, "III.1").editor
    before = editor.markup
    editor.selectAll()
    hand.key(Qt.Key.Key_X, CONTROL)
    assert editor.markup == ""
    hand.key(Qt.Key.Key_V, CONTROL)
    assert editor.markup == before


# --- figures -------------------------------------------------------------------------------------------------------


def test_figures_that_changed_are_marked_named_and_renewed(open_window: OpenWindow, make_file: MakeFile) -> None:
    path = make_file(records=[ACTIVITY])
    hand = open_window(path)
    page = opened(hand, "III.1")
    hand.type(" Thêm.")
    page.sections.setFocus()
    hand.wait()
    hand.view.bridge.write(lambda s: editing.set_value(s, records.rows(s, "comm_activity")[0].id, "sessions", 5))
    hand.wait()
    assert "số liệu đã đổi" in page.sections.words_of("III.1")
    assert page.sheet.stale.isVisible()
    assert "3 → 5" in page.sheet.stale.words.text()
    page.sheet.stale.button.click()
    hand.wait()
    assert not page.sheet.stale.isVisible()
    assert "[5]{comm_activity.sessions}" in (stored_text(path, "III.1") or "")
    assert page.editor.markup.endswith("Thêm.")


def test_words_that_no_longer_hold_are_marked_and_a_person_can_say_that_they_do(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    path = make_file(records=[ACTIVITY])
    hand = open_window(path)
    page = opened(hand, "III.1")
    page.editor.selectAll()
    hand.type("Xã có 3 buổi.")
    page.sections.setFocus()
    hand.wait()
    assert not page.sheet.words.isVisible()
    hand.view.bridge.write(lambda s: editing.set_value(s, records.rows(s, "comm_activity")[0].id, "sessions", 5))
    hand.wait()
    assert page.sections.words_of("III.1") == "1 chỗ cần xem lại"
    assert page.sheet.words.words.text().startswith("Có thể không còn đúng:\n“3”; bản nháp nay viết: Buổi")
    assert not page.sheet.stale.isVisible()
    page.sheet.words.button.click()
    hand.wait()
    assert page.sections.words_of("III.1") == "Lời văn của cơ quan"
    assert not page.sheet.words.isVisible()
    assert stored_text(path, "III.1") == "Xã có 3 buổi."


def test_a_figure_is_one_only_as_long_as_it_reads_as_it_did(qapp: QApplication) -> None:
    editor = NarrativeEditor()
    editor.show_text("Đạt [64,2%]{1.1} rồi [5]{a}[5]{a}.")
    cursor = editor.textCursor()
    cursor.setPosition(9)
    editor.setTextCursor(cursor)
    QTest.keyClicks(editor, " x")
    assert editor.markup == "Đạt [64,2%]{1.1} x rồi [5]{a}[5]{a}."
    cursor.setPosition(6)
    editor.setTextCursor(cursor)
    QTest.keyClicks(editor, "9")
    assert editor.markup == "Đạt 649,2% x rồi [5]{a}[5]{a}."


SIGNS = st.text(alphabet="ab đ1 *\\[]{}.,:(%“”-\u0301😀", min_size=1, max_size=6)
SPANS = st.builds(Span, SIGNS, st.booleans(), st.booleans(), st.sampled_from([None, None, "k", "1.1/ratio"]))


@settings(max_examples=150)
@given(st.lists(st.lists(SPANS, min_size=1, max_size=5).map(tuple), max_size=3))
def test_every_text_goes_into_the_editor_and_comes_back(lines: list[tuple[Span, ...]]) -> None:
    texts = ["".join(span.text for span in spans).strip() for spans in lines]
    text = write(
        MarkupLine(spans, item=ITEM.match(text) is not None) for spans, text in zip(lines, texts, strict=True) if text
    )
    document = QTextDocument()
    fill(document, text)
    assert parse(read(document)) == parse(unicodedata.normalize("NFC", text))


# --- whose text it is, and where it goes ---------------------------------------------------------------------------


def test_each_period_and_unit_has_a_text_of_its_own(open_window: OpenWindow, make_file: MakeFile) -> None:
    path = make_file(unit=PROVINCE)
    hand = open_window(path)
    page = opened(hand)
    hand.type("Của tỉnh, quý ba.")
    hand.view.set_period(figures.read_period(hand.view.file, "2022-Q2"))
    hand.wait()
    assert page.editor.toPlainText() == ""
    page.editor.setFocus()
    hand.type("Của tỉnh, quý hai.")
    tabs_of(hand).report._choose_unit("03388")
    hand.wait()
    assert page.editor.toPlainText() == ""
    assert page._about.text().startswith("Phường Quyết Tiến")
    assert stored_text(path, "II") == "Của tỉnh, quý ba."
    assert stored_text(path, "II", "2022-Q2") == "Của tỉnh, quý hai."
    assert stored_text(path, "II", "2022-Q2", "03388") is None


def test_f9_prints_what_was_just_typed(open_window: OpenWindow, make_file: MakeFile, tmp_path: Path) -> None:
    hand = open_window(make_file())
    opened(hand)
    hand.key(Qt.Key.Key_B, CONTROL)
    hand.type("Đã họp giao ban.")
    hand.key(Qt.Key.Key_F9)
    hand.wait()
    report = tabs_of(hand).report
    assert report.page_count, "the report is in sight although the text was saved while it was being made"
    report.output.write(tmp_path / "r.pdf")
    hand.wait()
    assert "Đã họp giao ban." in pdf_text((tmp_path / "r.pdf").read_bytes())


def test_a_button_leads_from_the_text_to_the_print(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    page = opened(hand)
    next(b for b in page.findChildren(QPushButton) if "F9" in b.text()).click()
    hand.wait()
    assert tabs_of(hand).bar.currentIndex() == 0
    assert tabs_of(hand).report.page_count


def test_a_locked_report_says_that_its_text_no_longer_changes(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    hand.view.bridge.write(lambda s: reports.lock(s, figures.read_period(s, PERIOD)))
    hand.wait()
    page = opened(hand)
    assert "đã chốt" in page.sheet.note.text()


def test_a_period_of_chosen_days_keeps_no_text(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    page = opened(hand)
    hand.view.set_period(figures.read_period(hand.view.file, "2022-07-01..2022-07-20"))
    hand.wait()
    assert page.editor.isReadOnly()
    assert "tự chọn" in page.sheet.note.text()


def test_a_text_far_too_long_is_shown_in_part_and_left_alone(open_window: OpenWindow, make_file: MakeFile) -> None:
    path = make_file()
    text = "Câu này dài. " * 80_000
    with opening.open_file(path, now=now) as file:
        report_text.set_narrative(file, figures.read_period(file, PERIOD), "II", text)
    hand = open_window(path)
    page = opened(hand)
    assert page.editor.isReadOnly()
    assert len(page.editor.toPlainText()) <= MOST
    hand.type("x")
    page.sections.setFocus()
    hand.wait()
    assert stored_text(path, "II") == text.strip()


def test_a_text_that_cannot_be_saved_stays_in_the_window(open_window: OpenWindow, make_file: MakeFile) -> None:
    path = make_file()
    hand = open_window(path)
    page = opened(hand)
    other = opening.open_file(path, now=now)
    with store.writing(other):
        hand.type("Chờ đến lượt.")
        page.sections.setFocus()
        hand.bot.waitUntil(lambda: hand.window.notice.failing)
    other.close()
    assert page.editor.toPlainText() == "Chờ đến lượt."
    page.editor.setFocus()
    page.sections.setFocus()
    hand.wait()
    assert stored_text(path, "II") == "Chờ đến lượt."


# --- two offices -----------------------------------------------------------------------------------------------------


def test_a_text_that_two_offices_left_different_is_said_and_leads_to_the_choice(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path
) -> None:
    path = make_file()
    with opening.open_file(path, now=now) as file:
        report_text.set_narrative(file, figures.read_period(file, PERIOD), "II", "Trước")
    copy = Path(shutil.copy(path, tmp_path / "bản sao.db"))
    for place, text in ((path, "Ở đây"), (copy, "Ở nơi kia")):
        with opening.open_file(place, author=text, now=now) as file:
            report_text.set_narrative(file, figures.read_period(file, PERIOD), "II", text)
    with opening.open_file(path, now=now) as file:
        exchange.merge(file, exchange.find_sources(file, [copy]))
    hand = open_window(path)
    page = opened(hand, "I")
    line = page.sheet.conflict
    assert not line.isVisible()
    go_to(page, "II")
    assert line.isVisible()
    line.button.click()
    hand.wait()
    receiving = hand.view.page
    assert isinstance(receiving, ExchangePage)
    assert receiving.conflicts.isVisible()
    current = receiving.conflicts.current
    assert current is not None
    assert {choice.words for choice in current.choices} == {"Ở đây", "Ở nơi kia"}
    QTest.keyClick(receiving.conflicts.table, Qt.Key.Key_1)
    hand.wait()
    assert not opened(hand).sheet.conflict.isVisible()
