"""A copy that is handed over holds what it should and nothing else, and counts only once it was read back."""

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from db import local_notes, store
from db.connection import connect
from db.data_file import create, open_data_file
from db.drafts import save_draft
from db.file_check import check
from db.keys import new_key
from db.merging import sending
from db.merging.merge import merge_files
from db.merging.sending import CopyContent, write_copy
from db.merging.source import find_sources
from db.sent import sent_files
from desktop_app.domain.device_names import is_device
from desktop_app.domain.org_unit import OrgUnit
from desktop_app.domain.sent_copy import SentCopy, place_name, sent_name
from desktop_app.errors import StoppedError
from desktop_app.messages import Text
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.texts import in_words
from tests.db.office import Office, a_clock
from tests.db.test_connection import mounted
from tests.db.test_merge import log
from tests.db.test_scope import PLAN, SEEDS
from tests.sentences import refused


@pytest.fixture
def district(tmp_path: Path) -> Iterator[Office]:
    """The file of a district with a trip of each commune."""
    office = Office(create(tmp_path / "district.db", PLAN, "11", "Lan", a_clock("district"), SEEDS), "Lan")
    for unit in ("111", "112"):
        office.create("leg", trip=office.create("trip", unit=unit, note=f"chuyến của {unit}"))
    yield office
    office.close()


@pytest.fixture
def usb(tmp_path: Path) -> Path:
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


def hand(office: Office, folder: Path, unit: str | None = None) -> SentCopy:
    return write_copy(office.file, folder, CopyContent(unit), "2022-Q2")


def opened(sent: SentCopy, name: str = "copy") -> Office:
    return Office.open(Path(shutil.copy(sent.path, sent.path.with_name(f"{name}.mở"))))


def test_a_copy_holds_the_whole_log_and_is_whole(district: Office, usb: Path) -> None:
    made = hand(district, usb)
    copy = opened(made)
    assert log(copy) == log(district)
    assert check(copy.file) == []
    assert made.bytes == made.path.stat().st_size
    assert made.records == 5  # two trips with a leg each, and what came with the plan
    copy.close()


def test_its_name_carries_unit_period_and_the_next_number(district: Office, usb: Path, tmp_path: Path) -> None:
    assert hand(district, usb).path.name == "so-huyen-muong-te-2022-Q2-01.db"
    assert hand(district, usb).path.name == "so-huyen-muong-te-2022-Q2-02.db"
    elsewhere = tmp_path / "khác"
    elsewhere.mkdir()
    assert hand(district, elsewhere).path.name == "so-huyen-muong-te-2022-Q2-03.db"
    assert hand(district, elsewhere, "112").path.name == "so-bum-to-2022-Q2-01.db"


def test_a_name_is_plain_whatever_the_unit_is_called() -> None:
    unit = OrgUnit("03388", "1", "xa", "Phường", "Phường Đoàn Kết (mới)")
    assert (
        sent_name(unit, [unit], "2022", ["so-doan-ket-moi-2022-7.db", "so-khac-2022-09.db"])
        == "so-doan-ket-moi-2022-08.db"
    )
    assert sent_name(OrgUnit("03388", "1", "xa", "Xã", "Xã …"), [], "2022", []) == "so-03388-2022-01.db"


def test_no_unit_is_called_as_a_device_of_windows_is() -> None:
    unit = OrgUnit("03389", "1", "xa", "Xã", "Xã Côn")
    assert place_name(unit, [unit]) == "xa-con"


def test_units_that_an_own_plan_calls_alike_get_names_that_no_disk_takes_for_one() -> None:
    named = [
        ("12", "Xã Tân"), ("13", "Xã Tân"), ("14", "Xã Tân 12"), ("CON", "Xã …"), ("a/b", "Xã X"), ("a:b", "Xã X"),
        ("A1", "Xã Y"), ("a1", "Xã Y"), ("20", "Xã " + "Dài " * 80), ("21", "Xã " + "Dài " * 80), ("31", "Phường Bắc"),
    ]  # fmt: skip
    units = [OrgUnit(code, "1", "xa", "Xã", name) for code, name in named]
    units += [
        OrgUnit("30", "1", "phuong", "Phường", "Phường Bắc"),
        OrgUnit("32", "1", "tt", "Thị trấn", "Thị trấn Bắc"),
    ]
    names = [place_name(unit, units) for unit in units]
    assert len({name.lower() for name in names}) == len(units)
    assert [name for name in names if is_device(name) or not re.fullmatch("[a-z0-9-]{1,80}", name)] == []


def test_copies_of_different_units_never_have_the_same_name() -> None:
    for version in ("lai-chau-2022", "lai-chau-2025"):
        plan = load_plan(plan_folder(version))
        units = org_units(plan["units"][plan["plan"]["unit_version"]])
        names = {unit.name: sent_name(unit, units, "2022", []) for unit in units}
        assert len(set(names.values())) == len(names)
    units = org_units(load_plan(plan_folder("lai-chau-2022"))["units"]["2022"])
    called = {unit.name: sent_name(unit, units, "2022", []) for unit in units}
    assert called["Thị trấn Tam Đường"] == "so-thi-tran-tam-duong-2022-01.db"
    assert called["Huyện Tam Đường"] == "so-huyen-tam-duong-2022-01.db"
    assert called["Xã Mường Than"] == "so-muong-than-2022-01.db"
    assert called["Xã Nậm Chà"] != called["Xã Nậm Cha"]


def org_units(rows: Iterable[Sequence[str]]) -> list[OrgUnit]:
    return [OrgUnit(code, parent or None, level, kind, name) for code, parent, level, kind, name in rows]


def test_a_copy_never_overwrites(district: Office, usb: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (usb / "so-muong-te-2022-Q2-01.db").write_text("thư")
    monkeypatch.setattr(sending, "sent_name", lambda *_: "so-muong-te-2022-Q2-01.db")
    with refused("Không ghi được"):
        hand(district, usb)
    assert (usb / "so-muong-te-2022-Q2-01.db").read_text() == "thư"
    assert [file.name for file in usb.iterdir()] == ["so-muong-te-2022-Q2-01.db"]


def test_a_unit_gets_what_is_its_own_and_not_a_word_of_its_neighbours(district: Office, usb: Path) -> None:
    district.create("trip", unit="112", note="zzLánggiềng")
    made = hand(district, usb, "111")
    copy = opened(made)
    assert [row[0] for row in copy.run("SELECT unit FROM trip")] == ["111"]
    assert copy.run("SELECT count(*) FROM leg").fetchone() == (1,)
    assert (made.records, check(copy.file)) == (3, [])
    assert "chuyến của 111".encode() in made.path.read_bytes()
    for word in ("chuyến của 112", "chuyen cua 112", "zzlanggieng"):
        assert word.encode() not in made.path.read_bytes()
    assert b"zzlanggieng" in district.file.path.read_bytes()
    copy.close()


def test_what_a_unit_s_records_refer_to_goes_along(district: Office, usb: Path) -> None:
    far = district.create("place", name="Chợ xa", unit="112")
    district.create("trip", unit="111", place=far)
    district.create("visit", n=1)
    copy = opened(hand(district, usb, "111"))
    assert [row[0] for row in copy.run("SELECT name FROM place ORDER BY name")] == ["Chợ xa", "UBND Chăn Nưa"]
    assert copy.run("SELECT count(*) FROM visit").fetchone() == (1,)
    assert check(copy.file) == []
    copy.close()


def test_a_record_that_only_a_neighbour_kept_alive_is_deleted_in_the_copy(district: Office, usb: Path) -> None:
    place = district.create("place", name="Chợ", unit="111")
    other = district.twin("other")
    other.delete(place)
    district.create("trip", unit="112", place=place)
    district.absorb(other)
    assert district.conflicts() == {(place, "deleted")}
    copy = opened(hand(district, usb, "111"))
    assert (copy.is_live(place), copy.conflicts(), check(copy.file)) == (False, set(), [])
    copy.close()
    other.close()


def test_a_copy_is_taken_in_by_the_unit_it_is_for(district: Office, usb: Path, tmp_path: Path) -> None:
    made = hand(district, usb, "111")
    commune = Office(create(tmp_path / "111.db", PLAN, "111", "Mai", a_clock("111"), SEEDS), "Mai")
    sources = find_sources([made.path], {}, commune.file.path)
    report = merge_files(commune.file, sources, dry_run=False).reports[0]
    assert (report.status, report.new, report.left) == ("merged", 2, 0)
    assert check(commune.file) == []
    commune.close()


def test_what_a_file_keeps_for_itself_is_not_sent(district: Office, usb: Path) -> None:
    other = district.twin("other")
    other.create("trip", unit="111")
    sources = find_sources([other.file.path], {}, district.file.path)
    merge_files(district.file, sources, dry_run=False)
    save_draft(district.file, "x", "note", "bản nháp riêng")
    with store.writing(district.file):
        local_notes.add_locked_pdf(district.file.connection, "0", b"bytes of a report")
    hand(district, usb)
    made = hand(district, usb)
    copy = opened(made)
    for table in ("_draft", "_locked_pdf", "_merge_source", "_sent_copy"):
        assert copy.run(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
    assert "bản nháp riêng".encode() not in made.path.read_bytes()
    assert check(copy.file) == []
    copy.create("trip", unit="111")
    hand(copy, usb)
    copy.close()
    other.close()


def test_copies_are_remembered_with_their_digest(district: Office, usb: Path) -> None:
    assert sent_files(district.file.connection) == []
    made = hand(district, usb, "111")
    (kept,) = sent_files(district.file.connection)
    assert (kept.name, kept.unit, kept.author, kept.records) == (made.path.name, "111", "Lan", 3)
    assert kept.sha256 == hashlib.sha256(made.path.read_bytes()).hexdigest()
    assert kept.time.startswith("2022-05-14T")


@pytest.mark.parametrize("own", ["mật khẩu của bản sao", None])
def test_a_copy_of_an_encrypted_file_has_a_passphrase_of_its_own_or_none(
    tmp_path: Path, usb: Path, own: str | None
) -> None:
    data = create(tmp_path / "mật.db", PLAN, "11", "Lan", a_clock("key"), SEEDS, "bí mật")
    office = Office(data, "Lan")
    office.create("trip", unit="111", note="kín")
    made = write_copy(data, usb, CopyContent("111"), "2022", key=new_key(own) if own else None)
    assert made.encrypted == (own is not None)
    assert ("kín".encode() in made.path.read_bytes()) == (own is None)
    copy = Office(open_data_file(made.path, a_clock("copy"), own), "Mai")
    assert [row[0] for row in copy.run("SELECT note FROM trip")] == ["kín"]
    assert check(copy.file) == []
    copy.close()
    office.close()


# --- what goes wrong leaves nothing behind ----------------------------------------------------------------------------


def test_a_folder_that_is_not_there_is_said(district: Office, tmp_path: Path) -> None:
    with refused("Không có thư mục"):
        hand(district, tmp_path / "không có")


def test_room_is_looked_for_before_a_byte_is_written(district: Office, tmp_path: Path) -> None:
    with mounted(tmp_path / "stick", "size=64k") as stick:
        with refused("không đủ chỗ trống"):
            hand(district, stick)
        assert list(stick.iterdir()) == []
    assert sent_files(district.file.connection) == []


def test_a_disk_that_fills_up_meanwhile_keeps_nothing(
    district: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_refuse_full", lambda *_: None)
    with mounted(tmp_path / "stick", "size=64k") as stick:
        with refused("không đủ chỗ trống"):
            hand(district, stick)
        assert list(stick.iterdir()) == []


def test_a_stick_that_gives_back_something_else_is_found_out(
    district: Office, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flush = os.fsync

    def rot(handle: int) -> None:
        flush(handle)
        os.lseek(handle, 5000, os.SEEK_SET)
        os.write(handle, b"\x00\x01")

    monkeypatch.setattr(os, "fsync", rot)
    with refused("không giống bản đã ghi"):
        hand(district, usb)
    assert list(usb.iterdir()) == []
    assert sent_files(district.file.connection) == []


def test_our_own_file_that_is_damaged_is_not_sent(district: Office, usb: Path) -> None:
    district.run("UPDATE meta SET value = 7 WHERE key = 'log_digest'")
    with refused("bị hỏng"):
        hand(district, usb)
    assert list(usb.iterdir()) == []


def test_sending_can_be_stopped_at_any_step(district: Office, usb: Path) -> None:
    told: list[tuple[int, int, str]] = []

    def stopper(last: int) -> Callable[[int, int, Text], None]:
        heard = 0

        def report_progress(*word: Any) -> None:
            nonlocal heard
            heard += 1
            told.append(word)
            if heard == last:
                raise StoppedError

        return report_progress

    for last in range(1, 100):
        try:
            write_copy(district.file, usb, CopyContent("111"), "2022-Q2", stopper(last))
        except StoppedError:
            assert list(usb.iterdir()) == []
        else:
            break
    assert 4 < last < 100
    sentences = list(dict.fromkeys(in_words(sentence) for _, _, sentence in told))
    assert [sentence.split()[1] for sentence in sentences] == ["chép", "chọn", "kiểm", "ghi", "đọc"]
    assert len(sent_files(district.file.connection)) == 1


def test_a_copy_that_can_not_be_remembered_is_not_there(district: Office, usb: Path) -> None:
    with closing(connect(district.file.path)) as other:
        other.execute("BEGIN IMMEDIATE")
        district.run("PRAGMA busy_timeout = 10")
        with refused("chương trình khác"):
            hand(district, usb)
    assert list(usb.iterdir()) == []
