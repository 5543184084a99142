"""What the commands say is in words: every argument is explained, and lines for people hold no codes."""

import argparse
import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app import texts
from desktop_app.catalogue import LANGUAGES, catalogue
from desktop_app.cli.arguments import build_parser
from desktop_app.cli.parser import Commands, function_of
from desktop_app.domain.act_names import act_name
from desktop_app.domain.backups import parse_name
from desktop_app.session import editing, opening
from desktop_app.texts import in_words
from tests.desktop_app.conftest import Run


@pytest.fixture
def work(run: Run, tmp_path: Path) -> tuple[Path, str, bytes, bytes]:
    """(a file, a record, the act that made it, the act that corrected its title)."""
    path = tmp_path / "sổ.db"
    run("new", path, "--unit", "03388", "--author", "Lan")
    with opening.open_file(path) as file:
        values = {"unit": "03388", "date": "2022-05-14", "form": "loa", "title": "Nguyễn Thị Bích kể chuyện"}
        made = editing.new_record(file, "comm_activity", values)
        changed = editing.set_value(file, made.record, "title", "Kể chuyện")
    assert made.act
    assert changed.act
    return path, made.record, made.act, changed.act


def commands() -> Iterator[tuple[str, argparse.ArgumentParser]]:
    (sub,) = [a for a in build_parser()._actions if isinstance(a, argparse._SubParsersAction)]
    yield from sub.choices.items()


def runs_of(command: argparse.ArgumentParser) -> Iterator[str]:
    """The functions of a command, or of those whose first word it is."""
    groups = [action for action in command._actions if isinstance(action, argparse._SubParsersAction)]
    inside = [one for group in groups for one in group.choices.values()]
    yield from (one.get_default("run") for one in inside or [command])


def test_every_command_names_a_function() -> None:
    runs = [name for _, command in commands() for name in runs_of(command)]
    assert len(runs) > 50
    assert [run for run in runs if not callable(function_of(run))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_argument_of_every_command_is_explained(language: str) -> None:
    texts.set_language(language)
    for name, command in commands():
        assert command.description
        for action in command._actions:
            assert action.help, (name, action.dest)


def test_no_sentence_calls_a_thing_by_two_names() -> None:
    """A record is a phiếu, a report is chốt, a copy in the folder is a bản sao lưu, what two offices left different
    is giá trị khác nhau; a file is nhận, two records are gộp.
    """
    banned = r"bản ghi|khóa báo cáo|đã khóa|mở khóa|sao dự phòng|xung đột|thao tác|khôi phục|phần mềm"
    found = {k: label.vi for k, label in catalogue().items() if re.search(banned, label.vi, re.IGNORECASE)}
    assert found == {}


def test_lines_for_people_hold_words_and_json_holds_the_codes(run: Run, work: tuple[Path, str, bytes, bytes]) -> None:
    file, record, act, _ = work
    period = ("--period", "2022-Q2")
    codes = r"\b(not.met|met|no.data|not.applicable|not.reported|late|edit|title|unit_name)\b"
    shown = {
        "progress": run("progress", file, *period)[1],
        "board": run("board", file, *period)[1],
        "completeness": run("completeness", file, *period)[1],
        "acts": run("acts", file)[1],
        "history": run("history", file, record)[1],
        "info": run("info", file)[1],
    }
    for name, out in shown.items():
        assert not re.search(codes, out), name
    assert "\tChưa có số liệu\t" in shown["progress"]
    assert "\tChưa báo cáo\t" in shown["completeness"]
    assert "\tGhi phiếu\t" in shown["acts"]
    assert "Đơn vị: Phường Quyết Tiến\n" in shown["info"]
    assert "Mã hóa: Không\n" in shown["info"]
    assert {a["kind"] for a in json.loads(run("acts", file, "--json")[1])} == {"edit"}
    assert act.hex() in shown["acts"]


def test_a_list_without_lines_is_told_in_a_sentence(run: Run, work: tuple[Path, str, bytes, bytes]) -> None:
    file, *_ = work
    told = {
        ("conflicts",): "Không có giá trị nào chờ chọn.", ("search", "zzz"): "Không tìm thấy phiếu nào",
        ("duplicates",): "Không có phiếu nào có thể bị ghi hai lần.", ("sent",): "Chưa gửi bản nào.",
        ("locks",): "Chưa chốt báo cáo nào.", ("backups",): "Chưa có bản sao lưu nào của sổ này.",
        ("ranking", "1.1", "--period", "2022"): "Không có đơn vị nào để xếp hạng; thử cấp khác với --level.",
    }  # fmt: skip
    for (command, *more), sentence in told.items():
        assert run(command, file, *more) == (0, "", f"{sentence}\n")
    assert run("unlock", file, "--period", "2022", "--reason", "x")[2].endswith("không có gì để bỏ chốt.\n")


def test_what_differs_from_a_lock_is_told_also_where_nothing_does(
    run: Run, work: tuple[Path, str, bytes, bytes]
) -> None:
    file, *_ = work
    run("lock", file, "--period", "2022-Q2")
    told = "Số liệu không khác báo cáo đã chốt; không có gì phải điều chỉnh.\n"
    assert run("correction", file, "--period", "2022-Q2") == (0, "", told)
    assert "  Chốt báo cáo: 1\n" in run("info", file)[1]


def test_deadlines_are_days_with_words(run: Run, work: tuple[Path, str, bytes, bytes]) -> None:
    line = run("deadlines", work[0], "--period", "2022-Q2")[1].splitlines()[0]
    days = r"đã qua \d[.]\d{3} ngày"
    assert re.fullmatch(rf"nd09\tQuý II/2022\tChốt số liệu 14/06/2022: {days}\tHạn gửi 21/06/2022: {days}", line)


def test_a_history_says_that_a_value_was_erased_when_and_why(run: Run, work: tuple[Path, str, bytes, bytes]) -> None:
    file, record, _, _ = work
    lines = run("history", file, record)[1].splitlines()
    (typed,) = [line.split("\t") for line in lines if "Bích" in line]
    assert typed[2] == "Nội dung, chủ đề"
    assert run("erase", file, typed[-1], "--reason", "Ghi nhầm tên người")[0] == 0
    lines = run("history", file, record)[1].splitlines()
    (gone,) = [line for line in lines if line.endswith(typed[-1])]
    assert re.search(r"Lan đã xóa hẳn lúc \d\d:\d\d \d\d/\d\d/\d{4}\. Lý do: Ghi nhầm tên người\t", gone)
    told = next(i for i in json.loads(run("history", file, record, "--json")[1]) if i["stamp"] == typed[-1])
    assert (told["value"], told["erased"]) == (None, True)
    assert (told["erased_by"]["author"], told["erased_by"]["reason"]) == ("Lan", "Ghi nhầm tên người")


def test_an_undo_that_can_move_nothing_says_why(run: Run, work: tuple[Path, str, bytes, bytes]) -> None:
    file, _, act, _ = work
    code, out, err = run("undo", file, act.hex())
    assert (code, out) == (0, "")
    assert "sau đó đã có thay đổi mới" in err
    assert err.endswith("Chưa đổi gì: mọi thay đổi của lần ghi này được giữ lại, lý do ở các dòng trên.\n")


def test_what_was_taken_back_already_is_said_so(run: Run, work: tuple[Path, str, bytes, bytes]) -> None:
    file, _, _, act = work
    assert run("undo", file, act.hex())[2] == "Đã hoàn tác.\n"
    assert run("undo", file, act.hex())[2].endswith(
        "lần ghi này đã được hoàn tác trước đó; muốn làm lại thì dùng lệnh redo.\n"
    )


def test_a_merge_that_was_taken_back_already_is_said_so(
    run: Run, work: tuple[Path, str, bytes, bytes], tmp_path: Path
) -> None:
    ours = tmp_path / "ta.db"
    run("new", ours, "--unit", "03388", "--author", "Mai")
    run("merge", ours, work[0])
    merge = next(a for a in json.loads(run("acts", ours, "--json")[1]) if a["kind"] == "merge")
    assert run("undo", ours, merge["act"])[2] == "Đã hoàn tác.\n"
    assert "đã được hoàn tác trước đó" in run("undo", ours, merge["act"])[2]


def test_an_act_or_a_backup_of_another_version_has_a_name_too(tmp_path: Path) -> None:
    assert in_words(act_name("salvage")) == "Cứu dữ liệu từ tệp hỏng"
    assert in_words(act_name("tidy")) == "Việc khác"
    backup = parse_name(tmp_path / "20261126T100000Z-tidy.db")
    assert backup
    assert in_words(backup.reason) == "Lý do khác"


def test_a_command_takes_its_help_from_its_name() -> None:
    with pytest.raises(KeyError, match=r"cli\.arg_colour"):
        Commands(argparse.ArgumentParser()).add("info", "file_commands.info").add_argument("--colour")


# --- what a terminal must not obey ------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="no name of a file holds such signs there")
def test_no_name_and_no_text_steers_a_terminal(run: Run, file: Path, tmp_path: Path) -> None:
    titled = "Một\x1b[2J\x9b31m\tHai\u202ecba"
    with opening.open_file(file) as opened:
        record = editing.new_record(opened, "comm_activity", {"date": "2022-05-14", "title": titled}).record
    other = Path(shutil.copy(file, tmp_path / "b\x1b[31m.db"))
    for command in (
        ("search", file, "Một"), ("history", file, record), ("merge", file, other),
        ("check", tmp_path / "không\x1b[31m.db"), ("import", file, other),
    ):  # fmt: skip
        _, out, err = run(*command)
        assert not set("\x1b\x9b\u202e") & set(out + err), command
        assert all(line.count("\t") < 8 for line in out.splitlines()), command


@pytest.mark.skipif(os.name == "nt", reason="no name of a file holds such signs there")
def test_a_line_stays_a_line_whatever_a_name_holds(run: Run, file: Path, tmp_path: Path) -> None:
    other = Path(shutil.copy(file, tmp_path / "b\nGiả mạo.db"))
    _, out, _ = run("merge", file, other)
    assert out.startswith("b Giả mạo.db\t")
    assert len(out.splitlines()) == 1


def test_json_says_exactly_what_a_file_holds(run: Run, file: Path) -> None:
    titled = "Một\x1b[2J\u202ecba"
    with opening.open_file(file) as opened:
        record = editing.new_record(opened, "comm_activity", {"date": "2022-05-14", "title": titled}).record
    found = json.loads(run("history", file, record, "--json")[1])
    assert titled in [item["value"] for item in found]
