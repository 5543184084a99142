"""The commands on a file whose plan is damaged, or into which another program put something."""

import json
import os
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from db.connection import connect
from desktop_app import own_plans
from desktop_app.session import opening
from tests.db.test_head import unshipped
from tests.desktop_app.conftest import Run

SPOIL = "UPDATE plan SET body = replace(body, 'Lai Châu', 'Lai Chậu')"


def changed(path: Path, *statements: str) -> Path:
    with closing(connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
    return path


def test_with_a_damaged_plan_records_are_read_and_all_else_refuses(run: Run, file: Path, tmp_path: Path) -> None:
    file = unshipped(file)
    whole = Path(shutil.copy(file, tmp_path / "nguyên.db"))
    changed(file, SPOIL)
    today = ("--today", "2022-10-20")
    for command in (
        ("progress", file, "--period", "2022-Q3", *today), ("completeness", file, "--period", "2022-Q3", *today),
        ("report", file, "--period", "2022-Q3", "--out", tmp_path / "a.pdf", *today),
        ("lock", file, "--period", "2022-Q3", *today), ("explain", file, "1.1", "--period", "2022-Q3", *today),
        ("board", file, "--period", "2022-Q3", *today), ("trend", file, "--code", "1.1"),
    ):  # fmt: skip
        code, out, told = run(*command)
        assert (code, out) == (1, ""), command
        assert "chưa tính số liệu, lập báo cáo hay ghi thêm được" in told
    for name, *further in (
        ("info",), ("export", "--out", tmp_path / "a.jsonl"), ("acts",), ("search", "chợ"), ("conflicts",), ("kinds",),
        ("merge", whole, "--dry-run"), ("backup",), ("duplicates",), ("locks",),
    ):  # fmt: skip
        assert run(name, file, *further)[0] == 0, name
    assert run("check", file)[:2] == (1, "bản kế hoạch ghi trong tệp bị hỏng\n")


def test_parts_of_another_program_are_told_listed_and_removed(run: Run, file: Path) -> None:
    view = "CREATE VIEW v AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    trigger = "CREATE TRIGGER t BEFORE INSERT ON change_log BEGIN SELECT raise(ABORT, 'không'); END"
    changed(file, view, trigger)
    code, out, told = run("info", file, "--json")
    assert (code, told.count("Trong sổ có phần do chương trình khác thêm vào (v, t)")) == (0, 1)
    listed = json.loads(out)["foreign_parts"]
    assert listed == [
        {"type": "trigger", "name": "t", "sql": trigger}, {"type": "view", "name": "v", "sql": view}
    ]  # fmt: skip
    assert run("check", file) == (0, "", "Tệp nguyên vẹn.\n")
    assert json.loads(run("parts", file, "--json")[1]) == listed
    assert run("parts", file, "--remove")[2] == "Đã xóa hẳn 2 phần.\n"
    assert run("parts", file) == (0, "", "Không có phần nào do chương trình khác thêm vào.\n")


def spoil_free_page(path: Path, key: str) -> None:
    """Let an encrypted file have free pages, and half of one of them other bytes."""
    with closing(connect(path, key)) as connection:
        connection.execute("CREATE TABLE filler AS SELECT zeroblob(40000) AS a")
        connection.execute("DROP TABLE filler")
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
    with path.open("r+b") as spoilt:
        spoilt.seek((pages - 2) * 4096)
        spoilt.write(b"\xa5" * 512)


def test_damaged_pages_that_nothing_uses_are_told_and_written_anew(run: Run, file: Path, tmp_path: Path) -> None:
    words = tmp_path / "mật khẩu.txt"
    words.write_text("mật khẩu của xã", encoding="utf-8")
    assert run("passphrase", "set", file, "--new-passphrase-file", words)[0] == 0
    spoil_free_page(file, "mật khẩu của xã")
    check = ("check", file, "--passphrase-file", words)
    told = "Có 1 trang không dùng đến bị hỏng; đã ghi lại. Dữ liệu nguyên vẹn.\nTệp nguyên vẹn.\n"
    assert run(*check) == (0, "", told)
    assert run(*check) == (0, "", "Tệp nguyên vẹn.\n")
    assert run("backup", file, "--passphrase-file", words)[0] == 0


def test_where_they_cannot_be_written_anew_it_is_said_that_the_data_is_whole(
    run: Run, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = tmp_path / "mật khẩu.txt"
    words.write_text("mật khẩu của xã", encoding="utf-8")
    run("passphrase", "set", file, "--new-passphrase-file", words)
    spoil_free_page(file, "mật khẩu của xã")
    may = os.access
    monkeypatch.setattr(os, "access", lambda path, how: path != file and may(path, how))
    code, out, told = run("check", file, "--passphrase-file", words)
    assert (code, out) == (1, "1 trang không dùng đến bị hỏng nên chưa sao lưu, chưa gửi được; dữ liệu nguyên vẹn\n")
    assert told.startswith("Dữ liệu nguyên vẹn. ")


@pytest.mark.parametrize("lost", ["damaged", "cut short", "no data file", "gone", "without its plan"])
def test_a_backup_of_a_ledger_that_can_t_be_opened_is_listed_and_brought_back(
    run: Run, file: Path, tmp_path: Path, lost: str
) -> None:
    assert run("backup", file)[0] == 0
    whole = file.read_bytes()
    if lost == "gone":
        file.unlink()
    elif lost == "without its plan":
        changed(file, "UPDATE meta SET value = 'x'", "DELETE FROM plan")
    else:
        file.write_bytes({"damaged": whole[:5000] + bytes(9000), "cut short": whole[:7000]}.get(lost, b"x" * 9000))
    code, out, _ = run("backups", file)
    assert (code, len(out.splitlines())) == (0, 1)
    assert run("restore", file, out.split("\t")[0], "--out", tmp_path / "lại.db") == (
        0, "", "Đã lấy bản sao lưu ra tệp “lại.db”.\n"
    )  # fmt: skip
    assert run("check", tmp_path / "lại.db")[0] == 0


def test_a_ledger_of_a_plan_of_its_own_is_saved_by_the_plan_of_this_computer_or_of_a_backup(
    run: Run, file: Path, tmp_path: Path
) -> None:
    own = unshipped(file)
    damaged = changed(Path(shutil.copy(own, tmp_path / "hỏng.db")), SPOIL)
    code, _, told = run("salvage", damaged, "--out", tmp_path / "a.db")
    assert code == 0
    assert "Kế hoạch riêng" not in run("info", tmp_path / "a.db")[1]
    assert run("backup", own)[0] == 0
    changed(own, SPOIL)
    code, _, told = run("salvage", own, "--out", tmp_path / "b.db")
    assert (code, "tệp mới dùng bản tìm được trên máy này" in told) == (0, True)
    with opening.open_file(tmp_path / "b.db") as saved:
        assert str(saved.plan.label.vi) == "Kế hoạch riêng của Lai Châu"


def test_a_ledger_whose_plan_is_gone_is_saved_by_the_one_that_was_taken_onto_this_computer(
    run: Run, file: Path, tmp_path: Path
) -> None:
    with closing(connect(file)) as connection:
        source = json.loads(connection.execute("SELECT body FROM plan").fetchone()[0])
    source["plan"] |= {"id": "xa-rieng", "edition": 1}
    own = tmp_path / "riêng.db"
    opening.create_file(own, source, "03388").close()
    changed(own, "DELETE FROM plan")
    assert "không đọc được nữa" in run("check", own)[2]
    assert "không tìm thấy kế hoạch của sổ" in run("salvage", own, "--out", tmp_path / "a.db")[2]
    own_plans.keep(source)
    assert run("salvage", own, "--out", tmp_path / "a.db")[0] == 0
    assert run("check", tmp_path / "a.db")[0] == 0
    assert "xa-rieng" in run("info", tmp_path / "a.db")[1]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_an_erasing_waits_for_backups_on_a_disk_that_is_not_there(run: Run, file: Path, tmp_path: Path) -> None:
    assert run("backup", file)[0] == 0
    backups = tmp_path / "config" / "sokehoach" / "backups"
    away = Path(shutil.move(backups, tmp_path / "USB"))
    changed(file, "INSERT INTO meta VALUES ('erasing', 1)")
    backups.symlink_to(tmp_path / "nơi khác")
    code, out, told = run("info", file)
    assert (code, out != "", "Không đọc được thư mục sao lưu" in told) == (0, True, True)
    backups.unlink()
    shutil.move(away, backups)
    assert run("info", file)[2] == ""
    with closing(connect(file)) as connection:
        assert connection.execute("SELECT 1 FROM meta WHERE key = 'erasing'").fetchone() is None


def test_with_its_passphrase_and_a_backup_a_ledger_without_its_first_page_is_saved(
    run: Run, file: Path, tmp_path: Path
) -> None:
    """The salt without which a passphrase is no key lies in that page, and in each of the backups."""
    secret = tmp_path / "mật khẩu.txt"
    secret.write_text("núi cao rừng xa\n", encoding="utf-8")
    with_key = ("--passphrase-file", secret)
    assert run("passphrase", "set", file, "--new-passphrase-file", secret, "--out", tmp_path / "trang.pdf")[0] == 0
    raw = file.read_bytes()
    file.write_bytes(bytes(4096) + raw[4096:])
    assert "Mật khẩu này không mở được" in run("salvage", file, "--out", tmp_path / "a.db", *with_key)[2]
    file.write_bytes(raw)
    assert run("backup", file, *with_key)[0] == 0
    file.write_bytes(bytes(4096) + raw[4096:])
    assert run("salvage", file, "--out", tmp_path / "a.db", *with_key)[0] == 0
    assert run("check", tmp_path / "a.db", *with_key)[0] == 0
