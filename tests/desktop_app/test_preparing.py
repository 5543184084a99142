"""What a province hands out: a folder for each office, checked, whole or not there, and never made twice."""

import csv
import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.session import maintenance, opening
from desktop_app.session.preparing import CHECKSUMS, OFFICES, READ_ME
from tests.desktop_app.conftest import Run

TWO = ("03595", "03598")


@pytest.fixture
def setup(tmp_path: Path) -> Path:
    """A setup with its checksums, as the build makes them."""
    file = tmp_path / "bộ cài" / "SoKeHoach-0.1.0-setup.exe"
    file.parent.mkdir()
    file.write_bytes(b"MZ" + bytes(5000))
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    file.with_name(CHECKSUMS).write_text(f"{'0' * 64}  SoKeHoach-0.1.0.zip\n{digest}  {file.name}\n")
    return file


def test_each_office_gets_a_folder_with_setup_ledger_and_page(run: Run, tmp_path: Path, setup: Path) -> None:
    code, _, err = run("prepare", tmp_path / "usb", "--units", *TWO, "--setup", setup)
    assert code == 0, err
    assert "2 đơn vị; 0 đơn vị đã có" in err
    assert "không phải sổ tập" in err
    assert "chưa có mật khẩu" in err
    folders = sorted(path for path in (tmp_path / "usb").iterdir() if path.is_dir())
    assert len(folders) == 2
    for folder in folders:
        (ledger,) = folder.glob("*.db")
        assert sorted(path.name for path in folder.iterdir()) == sorted(
            [CHECKSUMS, READ_ME, setup.name, f"so-{folder.name}.db"]
        )
        assert (folder / setup.name).read_bytes() == setup.read_bytes()
        page = (folder / READ_ME).read_bytes().decode("utf-8-sig")
        assert ledger.name in page
        assert "\r\n" in page
        with opening.open_file(ledger) as file:
            assert file.units.name(file.unit) in page
            assert (file.unit in TWO, file.author, file.encrypted, file.practice) == (True, "", False, False)
            assert maintenance.check(file) == []


def test_a_level_picks_all_of_it_below_a_unit(run: Run, tmp_path: Path) -> None:
    code, out, err = run("prepare", tmp_path / "usb", "--units", "110", "--level", "xa", "--json")
    assert code == 0, err
    made = json.loads(out)
    with (tmp_path / "usb" / OFFICES).open(encoding="utf-8-sig", newline="") as file:
        listed = list(csv.reader(file))
    assert listed[0] == ["Mã", "Đơn vị", "Thư mục", "Sổ"]
    assert [row[0] for row in listed[1:]] == [one["unit"] for one in made]
    assert len(made) > 5
    assert len({one["folder"] for one in made}) == len(made)


def test_a_second_run_leaves_what_is_there_and_goes_on(run: Run, tmp_path: Path) -> None:
    run("prepare", tmp_path / "usb", "--units", TWO[0])
    (ledger,) = (tmp_path / "usb").glob("*/*.db")
    before = ledger.read_bytes()
    half = tmp_path / "usb" / "muong-kim.part"
    half.mkdir()
    _, _, err = run("prepare", tmp_path / "usb", "--units", *TWO)
    assert "1 đơn vị; 1 đơn vị đã có" in err
    assert ledger.read_bytes() == before
    assert len(list((tmp_path / "usb").glob("*/*.db"))) == 2


def test_a_setup_that_was_changed_or_can_not_be_checked_is_not_handed_out(
    run: Run, tmp_path: Path, setup: Path
) -> None:
    setup.write_bytes(setup.read_bytes() + b"x")
    code, _, err = run("prepare", tmp_path / "usb", "--units", *TWO, "--setup", setup)
    assert (code, "đã bị thay" in err) == (1, True)
    setup.with_name(CHECKSUMS).unlink()
    code, _, err = run("prepare", tmp_path / "usb", "--units", *TWO, "--setup", setup)
    assert (code, "không kiểm tra được" in err) == (1, True)
    assert not (tmp_path / "usb").exists()


@pytest.mark.parametrize(
    ("form", "name"),
    [("{0}  {1}", "sokehoach-0.1.0-SETUP.EXE"), ("\ufeff{0}  {1}", ""), ("{0} *{1}", ""), ("{2}  {1}", "")],
)
def test_a_setup_is_known_as_windows_knows_it(run: Run, tmp_path: Path, setup: Path, form: str, name: str) -> None:
    digest = hashlib.sha256(setup.read_bytes()).hexdigest()
    line = form.format(digest, setup.name, digest.upper())
    setup.with_name(CHECKSUMS).write_text(f"{line}\r\n", encoding="utf-8", newline="")
    given = setup.rename(setup.with_name(name or setup.name))
    code, _, err = run("prepare", tmp_path / "usb", "--units", TWO[0], "--setup", given)
    assert code == 0, err


def test_a_setup_that_another_program_holds_is_told_in_a_sentence(
    run: Run, tmp_path: Path, setup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(path: Path, whole: Callable[[Path], bytes] = Path.read_bytes) -> bytes:
        if path == setup:
            raise PermissionError(13, "held", str(setup))
        return whole(path)

    monkeypatch.setattr(Path, "read_bytes", read)
    code, _, err = run("prepare", tmp_path / "usb", "--units", TWO[0], "--setup", setup)
    assert (code, "Không đọc được bộ cài" in err) == (1, True)


def test_the_list_names_the_offices_of_every_run_once(run: Run, tmp_path: Path) -> None:
    for units in (TWO[:1], TWO[1:], TWO[:1]):
        run("prepare", tmp_path / "usb", "--units", *units)
    with (tmp_path / "usb" / OFFICES).open(encoding="utf-8-sig", newline="") as file:
        listed = list(csv.reader(file))
    assert [row[0] for row in listed] == ["Mã", *TWO]


def tick(listed: Path, sign: str, code: str) -> list[list[str]]:
    """What somebody makes of the list in a spreadsheet: a title, a column of ticks, a sum; there 03595 is a number."""
    with listed.open(encoding="utf-8-sig", newline="") as file:
        heading, row = csv.reader(file)
    assert row[0] == code
    rows = [["Phát USB"], ["Đã giao", *heading], ["x; Lan\nký", code.lstrip("0"), *row[1:]], [], ["1", "cộng"]]
    with listed.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=sign).writerows(rows)
    rows[2][1] = code
    return rows


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_what_somebody_added_to_the_list_stays(run: Run, tmp_path: Path, sign: str) -> None:
    run("prepare", tmp_path / "usb", "--units", TWO[0])
    listed = tmp_path / "usb" / OFFICES
    ticked = tick(listed, sign, TWO[0])
    code, _, err = run("prepare", tmp_path / "usb", "--units", *TWO)
    assert code == 0, err
    with listed.open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.reader(file, delimiter=sign))
    assert found[:5] == ticked
    assert [row[:2] for row in found[5:]] == [["", TWO[1]]]


@pytest.mark.parametrize("content", ["Mã,Đơn vị\r\n".encode("utf-16"), b"M\xe3;x\r\n", "Tên,Xong\r\n".encode()])
def test_a_list_that_is_not_known_again_is_left_and_nothing_is_made(run: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "usb").mkdir()
    (tmp_path / "usb" / OFFICES).write_bytes(content)
    code, _, err = run("prepare", tmp_path / "usb", "--units", TWO[0])
    assert (code, f"“{tmp_path / 'usb' / OFFICES}”" in err, "CSV UTF-8" in err) == (1, True, True)
    assert [(path.name, path.read_bytes()) for path in (tmp_path / "usb").iterdir()] == [(OFFICES, content)]


def test_a_full_disk_leaves_the_list_as_it_was(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("prepare", tmp_path / "usb", "--units", TWO[0])
    before = (tmp_path / "usb" / OFFICES).read_bytes()

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    code, _, err = run("--lang", "en", "prepare", tmp_path / "usb", "--units", TWO[0])
    assert (code, "full" in err) == (1, True)
    assert (tmp_path / "usb" / OFFICES).read_bytes() == before
    assert len(list((tmp_path / "usb").iterdir())) == 2


@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_only_has_the_name_of_an_office_is_not_taken_for_its_ledger(run: Run, tmp_path: Path, what: str) -> None:
    place = tmp_path / "usb" / "thi-tran-than-uyen"
    (place / "x" if what == "folder" else place).mkdir(parents=True)
    if what == "file":
        place.rmdir()
        place.touch()
    code, _, err = run("prepare", tmp_path / "usb", "--units", TWO[0])
    assert (code, "chưa được chuẩn bị" in err) == (1, True)
    assert place.is_dir() == (what == "folder")


@pytest.mark.usefixtures("quick_keys")
def test_with_a_passphrase_that_is_said_and_the_ledgers_have_it(run: Run, tmp_path: Path) -> None:
    secret = tmp_path / "mật khẩu.txt"
    secret.write_text("chim én mùa xuân\n", encoding="utf-8")
    _, _, err = run("prepare", tmp_path / "usb", "--units", TWO[0], "--passphrase-file", secret)
    assert "có cùng một mật khẩu" in err
    (ledger,) = (tmp_path / "usb").glob("*/*.db")
    with opening.open_file(ledger, passphrase="chim én mùa xuân") as file:
        assert file.encrypted
    assert "chim" not in (ledger.parent / READ_ME).read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("arguments", "said"), [(("99999",), "99999"), (("12", "--level", "thon"), "Các cấp của kế hoạch: huyen, tinh, xa")]
)
def test_what_is_not_in_the_unit_list_is_said_before_anything_is_made(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    code, _, err = run("prepare", tmp_path / "usb", "--units", *arguments)
    assert (code, said in err) == (1, True)
    assert not (tmp_path / "usb").exists()


def test_a_full_disk_leaves_no_half_folder_under_the_name_of_an_office(
    run: Run, tmp_path: Path, setup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", str(tmp_path / "usb"))

    monkeypatch.setattr("desktop_app.session.preparing._write", full)
    code, _, err = run("prepare", tmp_path / "usb", "--units", TWO[0], "--setup", setup)
    assert (code, "đầy" in err) == (1, True)
    assert [path.suffix for path in (tmp_path / "usb").iterdir()] == [".part"]
    shutil.rmtree(tmp_path / "usb")


@pytest.mark.parametrize("name", ["tệp", "tệp/trong", "x" * 300])
def test_a_folder_that_can_t_be_made_is_told(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "tệp").write_text("", encoding="utf-8")
    code, out, told = run("prepare", tmp_path / name, "--units", "03388")
    assert (code, out) == (1, "")
    assert told.startswith(f"Không ghi được “{tmp_path / name}”: ")


def test_a_list_that_can_t_be_written_and_a_setup_that_is_not_there_are_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "phát" / "danh-sach.csv").mkdir(parents=True)
    code, _, told = run("prepare", tmp_path / "phát", "--units", "03388")
    assert code == 1
    assert told.startswith(f"Không ghi được “{tmp_path / 'phát' / 'danh-sach.csv'}”: ")
    setup = tmp_path / "SoKeHoach-setup.exe"
    (tmp_path / "CHECKSUMS").write_bytes("0  SoKeHoach-setup.exe\r\n".encode("utf-16"))
    assert run("prepare", tmp_path / "b", "--units", "03388", "--setup", setup)[::2] == (
        1, f"Không tìm thấy tệp “{setup}”.\n",
    )  # fmt: skip
    setup.write_bytes(b"MZ")
    assert run("prepare", tmp_path / "b", "--units", "03388", "--setup", setup)[0] == 1
