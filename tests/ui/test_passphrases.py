"""Passphrases through the window: set, asked for, forgotten, changed, and the ledger put away while nobody is there."""

import time
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QLineEdit, QPushButton, QWidget

from db.connection import opens
from db.data_file import open_data_file
from db.keys import new_key
from db.rewriting import rewrite
from desktop_app import settings
from desktop_app.session import maintenance, opening, passphrases
from tests.db.office import a_clock
from tests.own_folders import use_documents
from tests.ui.conftest import ONE, MakeFile, OpenWindow, exchange_page
from tests.ui.hand import Hand, known_as, now, open_hand
from ui.exchange.exchange_page import SEND
from ui.main_window import MainWindow
from ui.report.report_dialogs import Question
from ui.widgets import theme
from ui.widgets.secret_line import SecretLine
from ui.widgets.unlock_dialog import UnlockDialog
from ui.widgets.working_card import WorkingPage
from ui.window import idle_lock, recovery_dialog
from ui.window.idle_lock import LockedPage
from ui.window.passphrase_dialog import PassphraseDialog
from ui.window.recovery_dialog import RecoveryDialog
from ui.window.rekeying_work import Rekeying, RekeyingPage

SIDES = 22  # padding and border of a button
pytestmark = pytest.mark.usefixtures("quick_keys")
OLD, NEW = "mật khẩu của xã", "một câu khác hẳn"
Sheet = TypeVar("Sheet", bound=QDialog)


@pytest.fixture
def secret(make_file: MakeFile) -> Path:
    """A ledger with one activity and a passphrase."""
    path = make_file(records=ONE)
    rewrite(path, None, new_key(OLD))
    return path


def sheet_of(hand: Hand, kind: type[Sheet]) -> Sheet:
    """The sheet of this kind that is in sight, once it is."""
    found: list[Sheet] = []

    def there() -> bool:
        found[:] = [one for one in hand.window.findChildren(kind) if one.isVisible()]
        return bool(found)

    hand.until(there)
    hand.wait()
    return found[0]


def type_into(line: QLineEdit, text: str) -> None:
    """As an input method does, which gives whole words: the keys of the tests know no Vietnamese."""
    line.setFocus()
    line.insert(text)


def ask_to_open(open_window: OpenWindow, secret: Path) -> Hand:
    """A window that was told to open a ledger with a passphrase."""
    hand = open_window(None)
    hand.window.open_file(secret)
    hand.wait()
    return hand


def about_passphrase(open_window: OpenWindow, secret: Path) -> tuple[Hand, PassphraseDialog]:
    """The sheet about the passphrase of a ledger that was opened with it."""
    hand = ask_to_open(open_window, secret)
    unlock(hand, OLD)
    hand.window.show_passphrase()
    return hand, sheet_of(hand, PassphraseDialog)


def unlock(hand: Hand, passphrase: str) -> None:
    sheet = sheet_of(hand, UnlockDialog)
    type_into(sheet.passphrase, passphrase)
    sheet.open_button.click()
    hand.wait()


def groups_of(secret: Path) -> list[str]:
    """What stands on its recovery page."""
    with open_data_file(secret, a_clock("x"), OLD) as file:
        return passphrases.recovery_groups(file)


def page_to_print(open_window: OpenWindow, secret: Path) -> RecoveryDialog:
    """The sheet with the recovery page of an encrypted ledger."""
    hand, sheet = about_passphrase(open_window, secret)
    sheet.buttons["page"].click()
    type_into(sheet.current, OLD)
    sheet.do.click()
    hand.wait()
    return sheet_of(hand, RecoveryDialog)


def is_in_sight(hand: Hand, kind: type[QDialog]) -> bool:
    return any(one.isVisible() for one in hand.window.findChildren(kind))


# --- opening ----------------------------------------------------------------------------------------------------------


def test_opening_asks_for_the_passphrase(open_window: OpenWindow, secret: Path) -> None:
    hand = ask_to_open(open_window, secret)
    sheet = sheet_of(hand, UnlockDialog)
    assert sheet.passphrase.echoMode() is QLineEdit.EchoMode.Password
    assert not sheet.open_button.isEnabled()
    assert not hand.window.notice.isVisible()
    unlock(hand, "sai mật khẩu")
    sheet = sheet_of(hand, UnlockDialog)
    assert "Mật khẩu này không mở được" in sheet.hint.text()
    unlock(hand, OLD)
    assert hand.titles() == ["Một"]
    assert not is_in_sight(hand, UnlockDialog)


def test_a_damaged_file_is_told_from_a_wrong_passphrase_and_saved_with_it(
    open_window: OpenWindow, secret: Path, tmp_path: Path
) -> None:
    raw = bytearray(secret.read_bytes())
    raw[100] ^= 1
    secret.write_bytes(raw)
    hand = ask_to_open(open_window, secret)
    unlock(hand, OLD)
    assert "bị hỏng" in hand.window.notice.text
    assert not is_in_sight(hand, UnlockDialog)
    assert "Cứu dữ liệu vào tệp mới…" in [b.text().strip() for b in hand.window.notice.findChildren(QPushButton)]
    hand.window.works.salvage(secret, tmp_path / "cứu được.db")
    hand.wait()
    assert hand.titles() == ["Một"]
    assert opens(tmp_path / "cứu được.db", OLD)


def test_the_code_of_the_recovery_page_opens_it_and_a_wrong_group_is_marked(
    open_window: OpenWindow, secret: Path
) -> None:
    groups = groups_of(secret)
    hand = ask_to_open(open_window, secret)
    sheet = sheet_of(hand, UnlockDialog)
    assert "Quên mật khẩu?" in sheet.other.text()
    sheet.other.click()
    for group in groups[:3]:
        QTest.keyClicks(hand.focus(), group)  # each full group leads to the next
    assert [line.text() for line in sheet.code.lines[:4]] == [*groups[:3], ""]
    QTest.keyClicks(hand.focus(), "12a3456")  # a letter is no part of a code
    wrong = sheet.code.lines[3]
    assert (wrong.text(), wrong.property("role")) == ("123456", "wrong")
    assert sheet.hint.isVisible()
    assert "Nhóm 4 sai" in sheet.hint.text()
    QGuiApplication.clipboard().setText("-".join(groups[3:]))
    QTest.keyClick(wrong, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert sheet.code.text.split() == groups
    assert sheet.hint.text() == ""
    sheet.open_button.click()
    hand.wait()
    assert hand.titles() == ["Một"]


def test_a_code_that_does_not_open_the_file_is_asked_for_again(open_window: OpenWindow, secret: Path) -> None:
    groups = groups_of(secret)
    rewrite(secret, OLD, new_key(NEW))
    hand = ask_to_open(open_window, secret)
    sheet = sheet_of(hand, UnlockDialog)
    sheet.ask_for(by_code=True)
    sheet.code.put_in(0, "".join(groups))
    first, second = sheet.code.lines[:2]
    swapped = first.text(), second.text()
    first.setText(swapped[1])
    second.setText(swapped[0])
    sheet.open_button.click()
    assert "không khớp với nhau" in sheet.hint.text()
    sheet.code.put_in(0, "".join(groups))
    sheet.open_button.click()
    hand.wait()
    sheet = sheet_of(hand, UnlockDialog)
    assert "hết hiệu lực" in sheet.hint.text()
    assert sheet.code.isVisible()


# --- set, change, take off --------------------------------------------------------------------------------------------


def test_a_passphrase_is_set_and_the_page_typed_back(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path
) -> None:
    path = make_file(records=ONE)
    with opening.open_file(path, now=now) as file:
        maintenance.back_up(file)
    hand = open_window(path)
    hand.window.show_passphrase()
    sheet = sheet_of(hand, PassphraseDialog)
    type_into(sheet.new, "ngắn")
    sheet.do.click()
    assert "không giống nhau" in sheet.hint.text()
    type_into(sheet.again, "ngắn")
    sheet.do.click()
    assert "từ 8 đến 90 ký tự" in sheet.hint.text()
    for line in (sheet.new, sheet.again):
        line.clear()
        type_into(line, OLD)
    sheet.do.click()
    hand.wait()
    page = sheet_of(hand, RecoveryDialog)
    said = " ".join(label.text() for label in page.findChildren(QLabel))
    assert "Đã đặt mật khẩu" in said
    assert settings.load().left_at(path).figures == ""
    assert "không bảo vệ các bản sao đã gửi đi" in said
    assert opens(path, OLD)
    assert all(opens(backup.path, OLD) for backup in maintenance.backups(path))
    groups = groups_of(path)
    page.save(tmp_path / "trang.pdf")
    assert (tmp_path / "trang.pdf").read_bytes().startswith(b"%PDF")
    (first, one), (second, two) = page.back.items()
    assert not page.finish.isEnabled()
    type_into(one, groups[first - 1])
    type_into(two, "000011" if groups[second - 1] != "000011" else "000022")
    assert f"nhóm số {second}" in page.hint.text()
    assert not page.finish.isEnabled()
    two.clear()
    type_into(two, groups[second - 1])
    page.finish.click()
    assert not is_in_sight(hand, RecoveryDialog)
    assert hand.titles() == ["Một"]


def test_figures_of_a_ledger_that_gets_a_passphrase_are_not_remembered(
    open_window: OpenWindow, make_file: MakeFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even while it is written anew: the window may be closed meanwhile, and the program end."""
    path = make_file(records=ONE)
    hand = open_window(path)
    remembered: list[str] = []

    def save(page: RekeyingPage, work: Rekeying) -> None:
        WorkingPage.__init__(page, "", "", "", work.progress)
        QTimer.singleShot(0, lambda: remembered.append(hand.window._settings.left_at(path).figures))

    monkeypatch.setattr(RekeyingPage, "__init__", save)
    hand.window.show_passphrase()
    sheet = sheet_of(hand, PassphraseDialog)
    for line in (sheet.new, sheet.again):
        type_into(line, OLD)
    sheet.do.click()
    hand.wait()
    assert remembered == [""]


def test_the_page_is_never_proposed_beside_its_ledger(
    open_window: OpenWindow, secret: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = tmp_path / "tài liệu"
    documents.mkdir()
    asked: list[tuple[str, str]] = []

    def get(_over: QWidget, title: str, proposed: str, _forms: str) -> tuple[str, str]:
        asked.append((title, proposed))
        return str(Path(proposed).parent / "trang.pdf"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", get)
    use_documents(monkeypatch, documents)
    page = page_to_print(open_window, secret)
    page.ask_where()
    assert asked == [("Lưu trang mã dự phòng", str(documents / "Trang mã dự phòng - sổ.pdf"))]
    assert "Đã lưu" in page.message.text()
    assert "cùng thư mục" not in page.message.text()
    use_documents(monkeypatch, secret.parent)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(documents))
    page.ask_where()
    assert Path(asked[-1][1]).parent == documents
    page.save(secret.parent / "trang.pdf")
    assert "cùng thư mục với tệp dữ liệu" in page.message.text()


def test_a_page_printed_into_a_file_is_told_as_one_that_lies_there(
    open_window: OpenWindow, secret: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_to_print(open_window, secret)
    for place, words in (
        (tmp_path / "nơi khác" / "in.pdf", "In xong hãy xóa"),
        (secret.with_name("in.pdf"), "cùng thư mục với tệp"),
    ):
        place.parent.mkdir(exist_ok=True)
        printer = QPrinter()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(place))
        monkeypatch.setattr(recovery_dialog, "ask_printer", lambda *_, to=printer: to)
        page.print_page()
        QTest.qWait(300)
        assert place.stat().st_size
        assert str(place) in page.message.text()
        assert words in page.message.text(), page.message.text()


def test_who_leaves_the_page_without_typing_it_back_is_told_what_that_means(
    open_window: OpenWindow, secret: Path
) -> None:
    page = page_to_print(open_window, secret)
    for press, stays in ((QDialog.reject, True), (QDialog.accept, False)):
        page.later.click()
        asked = page.findChildren(Question)[-1]
        assert asked.isVisible()
        assert asked.go.property("role") == "danger"
        assert not asked.go.hasFocus()
        assert "mất sổ" in " ".join(label.text() for label in asked.findChildren(QLabel))
        press(asked)
        assert page.isVisible() == stays


def test_the_page_does_not_stay_in_sight_when_the_ledger_is_put_away(open_window: OpenWindow, secret: Path) -> None:
    page = page_to_print(open_window, secret)
    window = page.parentWidget()
    assert isinstance(window, MainWindow)
    window.put_away()
    assert not page.isVisible()
    assert window.view is None


def test_changing_asks_for_the_one_in_use(open_window: OpenWindow, secret: Path) -> None:
    hand, sheet = about_passphrase(open_window, secret)
    for line, text in ((sheet.current, "sai mật khẩu"), (sheet.new, NEW), (sheet.again, NEW)):
        type_into(line, text)
    sheet.do.click()
    hand.wait()
    assert "Mật khẩu này không mở được" in sheet.hint.text()
    sheet.current.clear()
    type_into(sheet.current, OLD)
    sheet.do.click()
    hand.wait()
    assert "không còn hiệu lực" in " ".join(
        label.text() for label in sheet_of(hand, RecoveryDialog).findChildren(QLabel)
    )
    assert (opens(secret, OLD), opens(secret, NEW)) == (False, True)


def test_who_forgot_it_and_opened_with_the_page_sets_another_at_once(open_window: OpenWindow, secret: Path) -> None:
    groups = groups_of(secret)
    hand = ask_to_open(open_window, secret)
    unlocking = sheet_of(hand, UnlockDialog)
    unlocking.ask_for(by_code=True)
    unlocking.code.put_in(0, "".join(groups))
    unlocking.open_button.click()
    hand.wait()
    sheet = sheet_of(hand, PassphraseDialog)
    assert not sheet.current.isVisible()
    assert hand.focus() is sheet.new
    assert "mở bằng trang mã dự phòng" in " ".join(label.text() for label in sheet.findChildren(QLabel))
    for line in (sheet.new, sheet.again):
        type_into(line, NEW)
    sheet.do.click()
    hand.wait()
    assert is_in_sight(hand, RecoveryDialog)
    assert opens(secret, NEW)


def test_a_passphrase_is_taken_off(open_window: OpenWindow, secret: Path) -> None:
    hand, sheet = about_passphrase(open_window, secret)
    assert sheet.do.property("role") == "primary"
    sheet.buttons["remove"].click()
    assert sheet.do.property("role") == "danger"
    assert not sheet.new.isVisible()
    type_into(sheet.current, OLD)
    sheet.do.click()
    hand.wait()
    assert "Đã bỏ mật khẩu" in hand.window.notice.text
    assert opens(secret, None)
    assert hand.titles() == ["Một"]


def test_where_it_fails_the_ledger_is_open_as_it_was(
    open_window: OpenWindow, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand, sheet = about_passphrase(open_window, secret)
    sheet.buttons["remove"].click()
    type_into(sheet.current, OLD)
    monkeypatch.setattr("db.rewriting._SPARE", 1 << 60)
    sheet.do.click()
    hand.wait()
    assert "Mật khẩu của sổ vẫn như cũ" in hand.window.notice.text
    assert hand.titles() == ["Một"]
    assert opens(secret, OLD)


def test_each_way_has_room_for_its_words_also_when_they_turn_bold(open_window: OpenWindow, secret: Path) -> None:
    _, sheet = about_passphrase(open_window, secret)
    bold = QFontMetrics(theme.font(14, semibold=True))
    for name, button in sheet.buttons.items():
        assert bold.horizontalAdvance(button.text()) + SIDES <= button.width() or not button.isVisible(), name


def test_what_is_typed_can_be_looked_at(open_window: OpenWindow) -> None:
    line = SecretLine()
    line.setText(OLD)
    (eye,) = [action for action in line.actions() if action.text() == "Xem chữ đang gõ"]
    eye.trigger()
    assert line.displayText() == OLD
    eye.trigger()
    assert line.displayText() != OLD


# --- put away ---------------------------------------------------------------------------------------------------------


def test_an_unused_ledger_is_put_away_and_asked_for_again(
    qtbot: Any, dressed: QApplication, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idle_lock, "MINUTE", 60)  # milliseconds: five of them pass while one looks
    hand = open_hand(qtbot, None, known_as("Lan"))
    hand.window.open_file(secret)
    hand.wait()
    unlock(hand, OLD)
    hand.window.show_passphrase()
    sheet = sheet_of(hand, PassphraseDialog)
    sheet.buttons["lock"].click()
    assert not sheet.do.isVisible()
    sheet.buttons["5"].click()
    hand.until(lambda: hand.window.locked is not None)
    hand.wait()
    assert hand.window.view is None
    assert isinstance(hand.window.locked, LockedPage)
    assert QApplication.activeModalWidget() is sheet_of(hand, UnlockDialog)  # the sheet above is gone
    assert "Mường Than" not in hand.window.windowTitle()
    sheet_of(hand, UnlockDialog).reject()
    hand.window.locked.unlock.click()
    unlock(hand, OLD)
    hand.until(lambda: hand.window.view is not None or hand.window.locked is not None)
    hand.leave()


def test_who_unlocks_a_ledger_goes_on_at_the_record_that_was_open(
    qtbot: Any, dressed: QApplication, secret: Path
) -> None:
    hand = open_hand(qtbot, None, known_as("Lan"))
    hand.window.open_file(secret)
    hand.wait()
    unlock(hand, OLD)
    hand.view.tabs.setCurrentIndex(1)
    hand.wait()
    hand.area.list.table.selectRow(0)
    hand.wait()
    record = hand.form.state.record
    hand.window.put_away()
    hand.wait()
    assert hand.window.locked is not None
    hand.window.locked.unlock.click()
    unlock(hand, OLD)
    hand.until(lambda: hand.window.view is not None)
    hand.wait()
    assert record
    assert hand.form.state.record == record
    hand.leave()


def test_a_key_that_is_pressed_begins_the_minutes_anew(
    qtbot: Any, dressed: QApplication, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idle_lock, "MINUTE", 200)
    hand = open_hand(qtbot, None, known_as("Lan", lock_after="5"))
    hand.window.open_file(secret)
    hand.wait()
    unlock(hand, OLD)
    began, pressed = time.monotonic(), 0.0
    while hand.window.view is not None:
        if time.monotonic() - began < 1.5:
            pressed = time.monotonic()
            QTest.keyClick(hand.window, Qt.Key.Key_Shift)
        qtbot.wait(50)
    assert time.monotonic() - pressed > 0.9, "five minutes after the last key, but for what a timer may be early"
    hand.leave()


def test_a_ledger_without_a_passphrase_is_never_put_away(
    qtbot: Any, dressed: QApplication, make_file: MakeFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idle_lock, "MINUTE", 1)
    hand = open_hand(qtbot, make_file(records=ONE), known_as("Lan", lock_after="5"))
    qtbot.wait(100)
    assert hand.titles() == ["Một"]
    hand.window.put_away()
    assert "chưa có mật khẩu" in hand.window.notice.text
    hand.leave()


# --- other offices ----------------------------------------------------------------------------------------------------


@pytest.fixture
def of_commune(secret: Path) -> Path:
    """The ledger with a passphrase, as another office hands it over."""
    return secret.rename(secret.with_name("xã.db"))


def test_a_copy_with_a_passphrase_of_its_own_is_received(
    open_window: OpenWindow, of_commune: Path, make_file: MakeFile
) -> None:
    hand = open_window(make_file("Huyện Than Uyên"))
    page = exchange_page(hand)
    page.receive.look_at([of_commune])
    unlock(hand, "sai mật khẩu")
    unlock(hand, OLD)
    hand.wait()
    assert page.receive.preview.isVisible()
    page.receive.preview.go.click()
    hand.wait()
    assert hand.titles() == ["Một"]


def test_a_copy_whose_passphrase_nobody_knows_is_refused_like_others(
    open_window: OpenWindow, of_commune: Path, make_file: MakeFile
) -> None:
    hand = open_window(make_file("Huyện Than Uyên"))
    page = exchange_page(hand)
    page.receive.look_at([of_commune])
    sheet_of(hand, UnlockDialog).reject()
    hand.wait()
    assert page.receive.preview.isVisible()
    assert hand.titles() == []


def test_of_a_ledger_with_a_passphrase_it_must_be_chosen_what_the_copy_has(
    open_window: OpenWindow, secret: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usb = tmp_path / "usb"
    usb.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(usb))
    hand = ask_to_open(open_window, secret)
    unlock(hand, OLD)
    page = exchange_page(hand)
    page.bar.setCurrentIndex(SEND)
    panel = page.send
    panel.go.click()
    hand.wait()
    assert "hãy chọn bản sao có mật khẩu riêng hay không" in panel.message
    panel.secrecy.own.click()
    type_into(panel.secrecy.line, OLD)
    panel.go.click()
    hand.wait()
    assert "không được dùng mật khẩu của sổ này" in hand.window.notice.text
    panel.secrecy.line.clear()
    type_into(panel.secrecy.line, NEW)
    panel.go.click()
    hand.wait()
    assert "Bản sao có mật khẩu riêng" in panel.message
    (copy,) = usb.iterdir()
    assert (opens(copy, NEW), opens(copy, OLD)) == (True, False)
    panel.secrecy.plain.click()
    panel.go.click()
    hand.wait()
    assert [opens(one, None) for one in sorted(usb.iterdir())] == [False, True]
