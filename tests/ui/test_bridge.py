"""The worker thread: in order, off the GUI thread, sentences in one place, nothing lost at the end."""

import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop_app.errors import AppError
from desktop_app.session import OpenFile, opening
from tests.ui.conftest import MakeFile
from tests.ui.hand import now
from ui.widgets.bridge import Bridge
from ui.widgets.worker import Worker


def never(_: object) -> None:
    pytest.fail("an answer that must not come")


@pytest.fixture
def path(make_file: MakeFile) -> Path:
    return make_file()


@pytest.fixture
def bridge(qtbot: QtBot, path: Path) -> Iterator[Bridge]:
    made = Bridge(lambda: opening.open_file(path, now=now))
    opened: list[OpenFile] = []
    made.open(opened.append, never)
    qtbot.waitUntil(lambda: bool(opened))
    yield made
    made.close()


def test_questions_are_answered_in_the_order_they_were_asked(bridge: Bridge) -> None:
    answers: list[int] = []
    for number in range(50):
        bridge.ask(partial(lambda answer, _: answer, number), answers.append)
    bridge.finish()
    assert answers == list(range(50))


def test_no_answer_comes_before_its_question_is_asked_to_the_end(
    bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit = Worker.submit

    def done_at_once(worker: Worker, work: Any, done: Any = lambda _: None) -> None:
        told = threading.Event()

        def tell(outcome: object) -> None:
            done(outcome)
            told.set()

        submit(worker, work, tell)
        assert told.wait(20)

    monkeypatch.setattr(Worker, "submit", done_at_once)
    heard: list[str] = []
    bridge.ask(lambda _: None, lambda _: heard.append("answered"))
    heard.append("asked")
    bridge.finish()
    assert heard == ["asked", "answered"]


def test_the_work_is_done_on_another_thread_and_answered_on_this_one(bridge: Bridge) -> None:
    threads: list[threading.Thread] = []

    def work(file: OpenFile) -> None:
        threads.append(threading.current_thread())

    bridge.ask(work, lambda _: threads.append(threading.current_thread()))
    bridge.finish()
    assert threads[0] is not threading.main_thread()
    assert threads[1] is threading.main_thread()


def test_what_a_person_can_act_on_is_said_as_a_sentence(bridge: Bridge, qtbot: QtBot) -> None:
    def work(file: OpenFile) -> None:
        raise AppError("core.no_kind", kind="x")

    with qtbot.waitSignal(bridge.failed) as said:
        bridge.ask(work, never)
    assert said.args == ["Kế hoạch không có loại phiếu “x”."]


def test_a_bug_comes_up_on_the_gui_thread_and_the_worker_lives_on(bridge: Bridge, qtbot: QtBot) -> None:
    def work(file: OpenFile) -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as caught:
        bridge.ask(work, never)
        bridge.finish()
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]
    answers: list[int] = []
    bridge.ask(lambda _: 1, answers.append)
    bridge.finish()
    assert answers == [1]


def test_of_two_long_works_the_second_is_still_named_when_the_first_is_done(bridge: Bridge) -> None:
    said: list[str] = []
    for why in ("xem tệp", "nhận tệp"):
        bridge.ask(lambda _: None, lambda _: said.append(bridge.occupied), long=why)
    assert bridge.occupied == "xem tệp"
    bridge.finish()
    assert said == ["nhận tệp", ""]


def test_nobody_is_told_who_is_gone(bridge: Bridge) -> None:
    owner = QObject()
    answers: list[int] = []
    bridge.ask(lambda _: 1, answers.append, owner)
    owner.deleteLater()
    owner = QObject()
    bridge.finish()
    bridge.ask(lambda _: 2, answers.append, owner)
    bridge.finish()
    assert 2 in answers


def test_saving_says_saved_and_what_changed(bridge: Bridge, qtbot: QtBot) -> None:
    with qtbot.waitSignals([bridge.saved, bridge.changed]):
        bridge.write(lambda file: opening.set_author(file, "Cán bộ khác"), kind="agency")


def test_closing_finishes_what_was_asked(bridge: Bridge, path: Path) -> None:
    bridge.write(lambda file: opening.set_author(file, "Người cuối"))
    bridge.close()
    with opening.open_file(path, now=now) as file:
        assert file.author == "Người cuối"


def test_a_file_that_cannot_be_opened_is_refused_with_a_sentence(qtbot: QtBot, tmp_path: Path) -> None:
    foreign = tmp_path / "x.db"
    foreign.write_text("no data file")
    bridge = Bridge(lambda: opening.open_file(foreign, now=now))
    said: list[str] = []
    bridge.open(never, said.append)
    qtbot.waitUntil(lambda: bool(said))
    bridge.close()
    assert "không phải là tệp dữ liệu" in said[0]


def test_who_asks_hears_that_there_is_no_answer(bridge: Bridge, qtbot: QtBot) -> None:
    def refuse(file: OpenFile) -> None:
        raise AppError("core.no_kind", kind="x")

    def fail(file: OpenFile) -> None:
        raise ZeroDivisionError

    said: list[str] = []
    bridge.failed.connect(lambda _: pytest.fail("the window must not hear of it"))
    bridge.ask(refuse, never, failed=said.append)
    bridge.finish()
    with qtbot.captureExceptions() as caught:
        bridge.ask(fail, never, failed=said.append)
        bridge.finish()
    assert said == ["Kế hoạch không có loại phiếu “x”.", "Không đọc được số liệu do lỗi của chương trình."]
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]


def test_what_is_done_beside_keeps_nobody_waiting(bridge: Bridge, qtbot: QtBot) -> None:
    begun, go_on = threading.Event(), threading.Event()
    answers: list[str] = []

    def long(file: OpenFile) -> str:
        begun.set()
        go_on.wait(20)
        return file.author

    bridge.beside(long, answers.append)
    assert begun.wait(20)  # its file is opened, and holds what there was then
    bridge.write(lambda file: opening.set_author(file, "Mai"), lambda _: answers.append("written"))
    qtbot.waitUntil(lambda: answers == ["written"])
    assert bridge.busy
    go_on.set()
    qtbot.waitUntil(lambda: not bridge.busy)
    assert answers == ["written", "Cán bộ VH-XH"]


def test_closing_finishes_what_is_done_beside(bridge: Bridge) -> None:
    done: list[str] = []
    bridge.beside(lambda file: done.append(file.unit), never)
    bridge.close()
    assert len(done) == 1
