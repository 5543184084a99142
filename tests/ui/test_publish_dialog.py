"""A ledger is published from the window to a real PostgreSQL: shown first, ordered with an address, told afterwards."""

import psycopg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop_app.domain.values import Value
from desktop_app.session import figures, opening
from tests.server.conftest import postgres as postgres  # the fixture
from tests.server.postgres import ASKED, Postgres, rows
from tests.server.published import everything_there
from tests.ui.conftest import MakeFile, OpenWindow
from tests.ui.hand import Hand
from tests.ui.walk import walk
from ui.exchange.password_dialog import PasswordDialog
from ui.exchange.publish_dialog import PublishDialog
from ui.exchange.server_figures_dialog import ServerFiguresDialog
from ui.widgets.table_dialog import TableDialog

ACTIVITY: tuple[str, dict[str, Value]] = (
    "comm_activity",
    {"date": "2022-07-19", "form": "loa", "title": "Lời riêng của xã", "sessions": 3, "people_total": 3,
     "audience": ("nhan_dan",)},
)  # fmt: skip
SUPPORT: tuple[str, dict[str, Value]] = (
    "support_population",
    {"year": 2022, "period_code": "Y", "in_need": 9, "eligible": 9, "accessed": 7, "served": 7},
)  # fmt: skip
COUNSELLED: tuple[str, dict[str, Value]] = (
    "harm_reduction", {"date": "2022-07-19", "service_type": "tu_van_hiv", "people": 12},
)  # fmt: skip
SUPPORT_LABEL = "Nhu cầu và kết quả hỗ trợ (số tổng hợp)"


def publish_dialog(hand: Hand) -> PublishDialog:
    hand.view.dialogs.show_publishing()
    hand.wait()
    return hand.find(PublishDialog)


def go(hand: Hand, sheet: PublishDialog | ServerFiguresDialog, address: str) -> str:
    """Type the address, press the button; what is said then."""
    sheet.server.address.setText(address)
    sheet.go.click()
    hand.wait()
    return sheet.server.message.text()


def row_of(sheet: TableDialog, label: str) -> list[str]:
    (found,) = [list(line.cells) for line in sheet.table.lines if line.cells[0] == label]
    return found


def test_what_leaves_is_shown_first_and_nothing_goes_without_an_address(
    open_window: OpenWindow, make_file: MakeFile, postgres: Postgres
) -> None:
    address = postgres.database()
    hand = open_window(make_file(records=[ACTIVITY, SUPPORT]))
    sheet = publish_dialog(hand)
    label, count, state, staying = row_of(sheet, "Hoạt động tuyên truyền")
    assert (count, state) == ("1", "gửi đi")
    assert "Nội dung" in staying, label
    assert row_of(sheet, SUPPORT_LABEL)[1:] == ["1", "ở lại", "cả phiếu ở lại"]
    assert "họ tên cán bộ, tên người nhập, lời tự ghi, giá trị cũ, phiếu về người được hỗ trợ" in sheet.staying.text()
    name = hand.view.file.path.name
    assert any(f"tên tệp “{name}”" in label.text() for label in sheet.findChildren(QLabel))
    assert not sheet.go.isEnabled()
    sheet.publish()
    hand.wait()
    assert rows(address, "SELECT 1 FROM pg_namespace WHERE nspname = 'sokehoach'") == []
    assert "Đã gửi" in go(hand, sheet, address)
    there = everything_there(address)
    assert "comm_activity" in there
    assert "Lời riêng của xã" not in there
    assert "Cán bộ VH-XH" not in there
    assert name in there
    assert rows(address, 'SELECT count(*) FROM "lai-chau-2022".comm_activity') == [(1,)]
    assert rows(address, 'SELECT count(*) FROM "lai-chau-2022".support_population') == [(0,)]
    assert "Máy chủ đã có đủ" in go(hand, sheet, address)


def test_what_is_ticked_is_shown_and_leaves(open_window: OpenWindow, make_file: MakeFile, postgres: Postgres) -> None:
    address = postgres.database()
    hand = open_window(make_file(records=[ACTIVITY, SUPPORT]))
    sheet = publish_dialog(hand)
    for chip in sheet.include.values():
        chip.click()
    hand.wait()
    assert row_of(sheet, "Hoạt động tuyên truyền")[2:] == ["gửi đi", ""]
    assert row_of(sheet, SUPPORT_LABEL)[2:] == ["gửi đi", ""]
    assert "Đã gửi" in go(hand, sheet, address)
    there = everything_there(address)
    assert "Lời riêng của xã" in there
    assert "Cán bộ VH-XH" in there
    assert rows(address, 'SELECT served FROM "lai-chau-2022".support_population') == [(7,)]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("máy chủ", "phải có dạng postgresql://"),
        ("postgresql://lan:bí-mật@localhost/x", "Không ghi mật khẩu trong địa chỉ"),
        ("postgresql://lan@db.example/x", "sslmode=verify-full"),
        ("postgresql://lan@127.0.0.1:1/x", "Chưa nối được với máy chủ 127.0.0.1/x. Máy chủ không trả lời. Hãy xem"),
    ],
)
def test_an_address_that_leads_nowhere_is_a_sentence(
    open_window: OpenWindow, make_file: MakeFile, address: str, words: str
) -> None:
    hand = open_window(make_file(records=[ACTIVITY]))
    sheet = publish_dialog(hand)
    sheet.server.address.setFocus()
    assert words in go(hand, sheet, address)
    assert sheet.go.isEnabled()
    assert sheet.server.address.hasFocus()


def test_the_password_is_asked_for_and_a_wrong_one_is_asked_for_again(
    open_window: OpenWindow, make_file: MakeFile, postgres: Postgres
) -> None:
    address = postgres.database()
    name = address.rpartition("/")[2]
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {ASKED} LOGIN SUPERUSER PASSWORD 'đúng'")
    hand = open_window(make_file(records=[ACTIVITY]))
    sheet = publish_dialog(hand)
    for typed, words in (("sai", "Tên người dùng hoặc mật khẩu không đúng"), ("đúng", "Đã gửi")):
        go(hand, sheet, postgres.address(name, ASKED))
        question = hand.find(PasswordDialog)
        question.password.setText(typed)
        question.go.click()
        hand.wait()
        assert words in sheet.server.message.text()
    go(hand, sheet, postgres.address(name, ASKED))
    assert "Máy chủ đã có đủ" in sheet.server.message.text()  # known as long as the sheet is open
    sheet.close()
    again = publish_dialog(hand)
    go(hand, again, postgres.address(name, ASKED))
    left = hand.find(PasswordDialog)
    left.reject()
    hand.wait()
    assert "máy chủ vẫn như trước" in again.server.message.text()


def test_what_is_stopped_leaves_nothing(open_window: OpenWindow, make_file: MakeFile, postgres: Postgres) -> None:
    address = postgres.database()
    hand = open_window(make_file(records=[ACTIVITY]))
    sheet = publish_dialog(hand)
    with psycopg.connect(address) as other:  # holds what a publish waits for
        other.execute("SELECT pg_advisory_xact_lock(hashtext('sokehoach'))")
        sheet.server.address.setText(address)
        sheet.go.click()
        hand.bot.waitUntil(lambda: _waits(address))
        assert not sheet.server.address.isEnabled()
        sheet.stop.click()
    hand.wait()
    assert sheet.server.message.text() == "Đã dừng; máy chủ vẫn như trước."
    assert rows(address, "SELECT 1 FROM pg_namespace WHERE nspname = 'sokehoach'") == []
    assert "Đã gửi" in go(hand, sheet, address)


def _waits(address: str) -> bool:
    found = rows(address, "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'sokehoach'"
                 " AND wait_event_type = 'Lock'")  # fmt: skip
    return bool(found[0][0])


def test_the_figures_of_the_server_are_those_of_the_ledger(
    open_window: OpenWindow, make_file: MakeFile, postgres: Postgres
) -> None:
    address = postgres.database()
    path = make_file(records=[ACTIVITY, SUPPORT])
    hand = open_window(path)
    hand.view.set_period(hand.ask(lambda file: figures.read_period(file, "2022")))
    sheet = publish_dialog(hand)
    go(hand, sheet, address)
    sheet.figures.click()
    there = hand.find(ServerFiguresDialog)
    assert there.server.address.text() == address
    assert not there.table.lines  # nothing is asked before the button is pressed
    assert "theo máy chủ" in go(hand, there, address)
    with opening.open_file(path) as file:
        period = figures.read_period(file, "2022")
        ours = {one.code: one for one in figures.progress(file, period, file.plan.root)}
    lines = {str(line.cells[0]).split()[0]: line.cells for line in there.table.lines}
    assert lines.keys() == ours.keys()
    given = {code: cells for code, cells in lines.items() if cells[5] != "không tính"}
    assert given
    for code, cells in given.items():
        assert cells[3].rstrip("*") == (ours[code].value or "–"), code
    refused = {code: cells for code, cells in lines.items() if cells[5] == "không tính"}
    assert all("ở lại cơ quan" in cells[6] for cells in refused.values())
    assert refused, "people given support stayed"
    row = next(n for n, line in enumerate(there.table.lines) if "điều còn thiếu" in line.cells[6])
    there.table.selectRow(row)
    there.show_reasons()
    hand.wait()
    (reasons,) = there.findChildren(TableDialog)
    assert reasons.table.lines


def test_the_sheets_work_by_keyboard_alone(open_window: OpenWindow, make_file: MakeFile, postgres: Postgres) -> None:
    hand = open_window(make_file(records=[ACTIVITY, SUPPORT]))
    sheet = publish_dialog(hand)
    sheet.server.address.setText(postgres.database())
    hand.wait()
    assert walk(hand, sheet) == []
    sheet.show_figures()
    hand.wait()
    front = hand.find(ServerFiguresDialog)
    assert walk(hand, front) == []
    for one in (front, sheet):
        gone: list[int] = []
        one.finished.connect(gone.append)
        one.activateWindow()  # the offscreen platform leaves a closed one active
        hand.bot.waitUntil(one.isActiveWindow)
        hand.key(Qt.Key.Key_Escape)
        assert gone, one.windowTitle()
