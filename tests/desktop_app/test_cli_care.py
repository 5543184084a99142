"""The commands that care for a file: values erased for good, copies made and brought back."""

import json
import os
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from db.connection import connect
from desktop_app import settings
from desktop_app.errors import AppError
from desktop_app.session import editing, maintenance, opening, records, undo
from tests.db.test_connection import mounted
from tests.desktop_app.conftest import Run
from tests.processes import run_on_linux

NAME = "Vàng Thị Xuân Quỳnh"
KIND = "comm_activity"


def add(path: Path, title: str) -> str:
    with opening.open_file(path) as file:
        return editing.new_record(file, KIND, {"unit": "03388", "date": "2022-05-14", "title": title}).record


def fill(disk: Path) -> Path:
    """A disk on which nothing more finds room, until this file goes."""
    film = disk / "phim.mp4"
    with film.open("wb", buffering=0) as written:
        while shutil.disk_usage(disk).free:
            written.write(b"x" * 4096)
    return film


def stamp_of(run: Run, file: Path, record: str, value: str) -> str:
    items = json.loads(run("history", file, record, "--json")[1])
    return str(next(item["stamp"] for item in items if item["value"] == value))


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_an_erased_value_is_in_no_file_of_this_computer(run: Run, file: Path, tmp_path: Path) -> None:
    record = add(file, NAME)
    assert run("backup", file)[0] == 0
    assert NAME.encode() in everything_in(tmp_path / "config")
    code, out, told = run("erase", file, stamp_of(run, file, record, NAME), "--reason", "Gõ nhầm tên người")
    assert (code, told) == (0, "Đã xóa hẳn 1 giá trị; 1 bản sao lưu được ghi lại.\n")
    assert NAME.encode() not in everything_in(tmp_path)
    item = next(i for i in json.loads(run("history", file, record, "--json")[1]) if i["field"] == "title")
    assert (item["value"], item["erased"]) == (None, True)
    act = json.loads(run("acts", file, "--json")[1])[0]
    assert (act["act"], act["kind"]) == (out.strip(), "erase")
    assert run("check", file)[0] == 0


def test_an_erasure_can_t_be_undone(run: Run, file: Path) -> None:
    record = add(file, NAME)
    _, act, _ = run("erase", file, stamp_of(run, file, record, NAME), "--reason", "Nhầm")
    assert run("undo", file, act.strip()) == (1, "", "Giá trị đã xóa hẳn thì không lấy lại được.\n")


def test_what_else_holds_the_text_is_told(run: Run, file: Path) -> None:
    record, other = add(file, NAME), add(file, f"Nhà {NAME}")
    stamp = stamp_of(run, file, record, NAME)
    code, out, told = run("erase", file, stamp, "--reason", "Nhầm", "--json")
    assert code == 0
    (also,) = json.loads(out)["elsewhere"]
    assert (also["record"], also["field"]) == (other, "title")
    assert f"Còn chứa đoạn chữ này: thay đổi {also['stamp']}, phiếu {other}, ô Nội dung, chủ đề." in told


@pytest.mark.parametrize("stamp", ["zz", "00" * 14])
def test_a_stamp_that_is_none_is_a_sentence(run: Run, file: Path, stamp: str) -> None:
    code, out, told = run("erase", file, stamp, "--reason", "Nhầm")
    assert (code, out) == (1, "")
    assert stamp in told


def test_a_copy_comes_back_as_a_new_file_without_what_was_erased(run: Run, file: Path, tmp_path: Path) -> None:
    record = add(file, NAME)
    run("backup", file)
    stick = Path(shutil.copy(file, tmp_path / "stick.db"))
    run("erase", file, stamp_of(run, file, record, NAME), "--reason", "Nhầm")
    (listed,) = json.loads(run("backups", file, "--json")[1])
    assert run("backups", file)[1].split("\t")[0] == Path(listed["path"]).name
    for backup, out in ((Path(listed["path"]).name, "a.db"), (stick, "b.db")):
        assert run("restore", file, backup, "--out", tmp_path / out) == (
            0,
            "",
            f"Đã lấy bản sao lưu ra tệp “{out}”.\n",
        )
        assert NAME.encode() not in (tmp_path / out).read_bytes()
        assert run("check", tmp_path / out)[0] == 0


def test_a_merge_makes_a_copy_first_and_an_erasure_that_is_accepted_goes_to_the_copies(
    run: Run, file: Path, tmp_path: Path
) -> None:
    record = add(file, NAME)
    other = Path(shutil.copy(file, tmp_path / "other.db"))
    run("erase", other, stamp_of(run, other, record, NAME), "--reason", "Nhầm")
    assert run("merge", file, other)[0] == 0
    assert [b["why"] for b in json.loads(run("backups", file, "--json")[1])] == ["merge"]
    assert NAME.encode() in file.read_bytes()  # it was made here, so that it is asked first
    (asked,) = json.loads(run("erasures", file, "--json")[1])
    assert run("erasures", file, "--accept", asked["id"])[0] == 0
    assert NAME.encode() not in everything_in(tmp_path)


@pytest.mark.parametrize("work", ["erase", "passphrase", "erasures"])
def test_what_goes_is_not_to_be_worked_out_of_the_figures_seen_last(
    run: Run, file: Path, tmp_path: Path, work: str
) -> None:
    record = add(file, NAME)
    other = Path(shutil.copy(file, tmp_path / "other.db"))
    if work == "erasures":
        run("erase", other, stamp_of(run, other, record, NAME), "--reason", "Nhầm")
        run("merge", file, other)
    known = settings.Settings()
    for path in (file, other):
        known.remember(path)
        known.left_at(path).figures, known.left_at(path).page = "63/106", "overview"
    settings.save(known)
    if work == "erase":
        run("erase", file, stamp_of(run, file, record, NAME), "--reason", "Nhầm")
    elif work == "passphrase":
        (tmp_path / "mk.txt").write_text("bốn con gà trống", encoding="utf-8")
        run("passphrase", "set", file, "--new-passphrase-file", tmp_path / "mk.txt")
    else:
        (asked,) = json.loads(run("erasures", file, "--json")[1])
        run("erasures", file, "--accept", asked["id"])
    known.left_at(file).figures = ""
    assert settings.load() == known


def test_a_dry_run_lists_what_is_asked_and_a_merge_erases_only_what_is_accepted_by_its_id(
    run: Run, file: Path, tmp_path: Path
) -> None:
    record = add(file, NAME)
    other = Path(shutil.copy(file, tmp_path / "other.db"))
    run("erase", other, stamp_of(run, other, record, NAME), "--reason", "Nhầm")
    before = file.read_bytes()
    (asked,) = json.loads(run("merge", file, other, "--dry-run", "--json")[1])["erasures"]
    assert (asked["record"], asked["field"], asked["by_itself"]) == (record, "title", False)
    assert file.read_bytes() == before
    code = run("merge", file, other, "--accept-erasures", asked["id"], "--dry-run")[0]
    assert (code, file.read_bytes() == before) == (0, True)
    assert run("merge", file, other)[0] == 0
    assert NAME.encode() in file.read_bytes()
    assert run("merge", file, other, "--accept-erasures", asked["id"])[0] == 0
    assert NAME.encode() not in file.read_bytes()
    assert run("check", file)[0] == 0


def test_what_a_neighbour_wrote_for_us_is_listed_and_taken_only_where_its_act_is_accepted(
    run: Run, file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    assert run("new", other, "--unit", "03390", "--author", "Hàng xóm")[0] == 0
    record = add(other, "Của xã bên")
    (act,) = json.loads(run("merge", file, other, "--dry-run", "--json")[1])["acts"]
    assert (act["unit"], act["changes"] > 0, act["taken"]) == ("03390", True, False)
    assert run("merge", file, other)[0] == 0
    assert "Của xã bên".encode() not in file.read_bytes()
    assert run("merge", file, other, "--accept", act["act"])[0] == 0
    assert json.loads(run("history", file, record, "--json")[1])


def test_a_merge_goes_on_without_room_for_a_copy(run: Run, file: Path, tmp_path: Path) -> None:
    other = Path(shutil.copy(file, tmp_path / "other.db"))
    add(other, "Nói chuyện")
    (tmp_path / "config" / "sokehoach").mkdir(parents=True)
    (tmp_path / "config" / "sokehoach" / "backups").write_text("a file stands there")
    code, _, told = run("merge", file, other)
    assert code == 0
    assert told.startswith("Không ghi được vào thư mục sao lưu")


def test_the_first_opening_of_a_day_makes_a_copy(file: Path) -> None:
    with opening.open_file(file) as opened:
        assert maintenance.daily_upkeep(opened) == ""
        assert [b.why for b in maintenance.backups(file)] == ["daily"]
        assert maintenance.daily_upkeep(opened) == ""
        assert len(maintenance.backups(file)) == 1


def test_what_another_one_may_still_hold_is_told(run: Run, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop_app.domain.erasing import Erased

    told: dict[str, Any] = {"locks": ("k1",), "sent": ("gửi.db",), "unread": ("bí mật.db",), "compact": False}
    monkeypatch.setattr(maintenance, "erase", lambda *_: Erased(b"a", 1, **told))
    _, _, sentences = run("erase", file, "00" * 14, "--reason", "Nhầm")
    for part in ("“k1”", "gửi.db", "“bí mật.db”", "Chưa ghi lại được toàn tệp"):
        assert part in sentences


# --- salvage ----------------------------------------------------------------------------------------------------------


def test_a_damaged_file_comes_out_as_a_new_one(run: Run, file: Path, tmp_path: Path) -> None:
    record = add(file, NAME)
    file.write_bytes(bytes(4096) + file.read_bytes()[4096:])
    assert run("check", file)[0] == 1
    code, out, told = run("salvage", file, "--out", tmp_path / "new.db", "--json")
    assert (code, json.loads(out)["lost"]) == (0, 0)
    assert told.endswith("thay đổi vào tệp “new.db”; mất 0.\n")
    assert run("check", tmp_path / "new.db")[0] == 0
    with opening.open_file(tmp_path / "new.db") as opened:
        assert records.title_of(opened, record)


def test_what_was_lost_is_told(run: Run, file: Path, tmp_path: Path) -> None:
    record = add(file, NAME)
    raw = bytearray(file.read_bytes())
    for page in range(1, len(raw) // 4096):
        content = raw[page * 4096 : (page + 1) * 4096]
        if (content[0] == 0x0A and NAME.encode() in content) or b'"doc_no"' in content:
            raw[page * 4096 : (page + 1) * 4096] = bytes(4096)
    file.write_bytes(raw)
    code, _, told = run("salvage", file, "--out", tmp_path / "new.db")
    assert code == 1
    assert f"Phiếu {record} bị mất thay đổi." in told
    assert "tệp mới dùng bản tìm được trên máy này" in told


def test_changes_without_a_name_are_counted(run: Run, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop_app.domain.salvaged import Salvaged

    monkeypatch.setattr(opening, "salvage", lambda *_, **__: Salvaged(1, 2, (), 3, 4))
    _, _, told = run("salvage", file, "--out", "new.db")
    assert "3 thay đổi bị mất thuộc những phiếu không còn biết tên." in told
    assert "4 thay đổi không còn biết ai ghi" in told


def test_a_file_on_a_read_only_disk_is_looked_at_all_the_same(run: Run, file: Path, tmp_path: Path) -> None:
    add(file, NAME)
    told = [run(command, file, "--json") for command in ("info", "check")]
    with mounted(tmp_path / "usb", "size=4m") as usb:
        there = Path(shutil.copy(file, usb))
        assert run_on_linux("mount", "-o", "remount,ro", str(usb)) == ""
        assert [run(command, there, "--json") for command in ("info", "check")] == told
        code, _, error = run("backup", there)
        assert (code, "chỉ cho phép đọc" in error) == (1, True)
        assert [path.name for path in usb.iterdir()] == [file.name]


def test_a_damaged_file_on_a_read_only_disk_is_told(run: Run, file: Path, tmp_path: Path) -> None:
    with mounted(tmp_path / "usb", "size=4m") as usb:
        there = Path(shutil.copy(file, usb))
        with closing(connect(there)) as connection:
            connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'log_digest'")
        assert run_on_linux("mount", "-o", "remount,ro", str(usb)) == ""
        assert run("check", there)[:2] == (1, "mã kiểm của sổ không khớp với các thay đổi\n")


def test_a_folder_is_called_a_folder(run: Run, tmp_path: Path) -> None:
    code, _, error = run("info", tmp_path)
    assert (code, "là thư mục, không phải tệp" in error) == (1, True)


def test_a_check_on_a_full_disk_is_a_sentence(run: Run, file: Path, tmp_path: Path) -> None:
    add(file, NAME)
    with mounted(tmp_path / "usb", "size=4m") as usb:
        own = Path(shutil.copy(file, usb))
        fill(usb)
        before = own.read_bytes()
        code, out, told = run("check", own)
        assert (code, out) == (1, "")
        assert told.startswith("Ổ đĩa đã đầy nên chưa ghi được vào “xã.db”")
        assert own.read_bytes() == before


def test_of_lines_that_find_no_room_no_part_stays(run: Run, file: Path, tmp_path: Path) -> None:
    with mounted(tmp_path / "usb", "size=64k") as usb:
        code, _, told = run("export", file, "--out", usb / "phiếu.jsonl")
        said, _, why = told.partition(": ")
        assert (code, said) == (1, "Không ghi được “phiếu.jsonl”")
        if os.name != "nt":  # of a write of which a part found room, wine gives any reason
            assert why == "đĩa đã đầy.\n"
        assert list(usb.iterdir()) == []


def test_who_gave_a_name_while_the_disk_was_full_is_the_author_of_what_is_saved_later(
    file: Path, tmp_path: Path
) -> None:
    with mounted(tmp_path / "usb", "size=4m") as usb, opening.open_file(Path(shutil.copy(file, usb))) as own:
        film = fill(usb)
        with pytest.raises(AppError, match="disk_full"):
            opening.set_author(own, "Tao Thị Xuân")
        film.unlink()
        editing.new_record(own, KIND, {"unit": "03388", "date": "2022-05-14", "title": "Hội nghị"})
        assert undo.acts(own)[0].author == "Tao Thị Xuân"
