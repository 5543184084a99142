"""A file takes in files of other offices, and lists and settles conflicts."""

import json
import shutil
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from db import store
from desktop_app.domain.merging import REFUSED, MergeResult
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.session import OpenFile, editing, exchange, imports, maintenance, opening, records, undo
from desktop_app.texts import in_words
from tests.desktop_app.conftest import Run
from tests.filled_files import put
from tests.sentences import refused

UNIT = "03388"


@cache
def plan() -> dict[str, Any]:
    return dict(load_plan(plan_folder("lai-chau-2022")))


@cache
def first_bytes(folder: Path) -> Path:
    path = folder / "start.db"
    opening.create_file(path, plan(), UNIT, "Lan").close()
    return path


@pytest.fixture
def two(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[OpenFile, OpenFile]]:
    """Two offices with copies of one file that holds an activity."""
    path = Path(shutil.copy(first_bytes(tmp_path_factory.getbasetemp()), tmp_path / "lan.db"))
    with opening.open_file(path) as lan:
        editing.new_record(lan, "comm_activity", {"unit": UNIT, "date": "2022-05-14", "form": "loa", "title": "A"})
        with opening.open_file(Path(shutil.copy(path, tmp_path / "mai.db")), author="Mai") as mai:
            yield lan, mai


def activity(file: OpenFile) -> str:
    return records.rows(file, "comm_activity")[0].id


def take(file: OpenFile, *others: OpenFile) -> MergeResult:
    return exchange.merge(file, exchange.find_sources(file, [other.path for other in others]))


# --- a file --------------------------------------------------------------------------------------------------------


def test_a_preview_and_a_merge_tell_the_same(two: tuple[OpenFile, OpenFile]) -> None:
    lan, mai = two
    editing.set_value(mai, activity(mai), "title", "B")
    shown = exchange.preview(lan, exchange.find_sources(lan, [mai.path]))
    assert records.rows(lan, "comm_activity")[0].values["title"] == "A"
    done = take(lan, mai)
    assert (shown.reports, shown.act) == (done.reports, None)
    assert records.rows(lan, "comm_activity")[0].values["title"] == "B"
    assert maintenance.check(lan) == []


def test_what_is_made_up_is_taken_by_no_file_that_is_real(two: tuple[OpenFile, OpenFile], tmp_path: Path) -> None:
    lan, _ = two
    with opening.create_file(tmp_path / "tập.db", plan(), UNIT, "Lan", practice=True) as practice:
        editing.new_record(
            practice, "comm_activity", {"unit": UNIT, "date": "2022-05-14", "form": "loa", "title": "Bịa"}
        )
        (report,) = take(lan, practice).reports
        assert (report.status, "tập.db" in (in_words(report.reason) or "")) == (REFUSED, True)
        assert [row.values["title"] for row in records.rows(lan, "comm_activity")] == ["A"]
        assert take(practice, lan).reports[0].status != REFUSED


def test_what_another_window_writes_is_met_once(two: tuple[OpenFile, OpenFile]) -> None:
    lan, _ = two
    assert not lan.cache.written_elsewhere()
    editing.set_value(lan, activity(lan), "title", "B")
    assert not lan.cache.written_elsewhere()
    with opening.open_file(lan.path) as other:
        editing.set_value(other, activity(lan), "title", "C")
    assert (lan.cache.written_elsewhere(), lan.cache.written_elsewhere()) == (True, False)


def test_a_merge_is_looked_at_taken_back_and_done_again(two: tuple[OpenFile, OpenFile]) -> None:
    lan, mai = two
    editing.set_value(mai, activity(mai), "title", "B")
    act = take(lan, mai).act
    assert act
    shown, done = undo.preview(lan, act), undo.undo(lan, act)
    assert ([part.field for part in shown.moved], shown.act) == (["title"], None)
    assert (done.moved, done.retained, done.act) == (shown.moved, shown.retained, act)
    assert records.rows(lan, "comm_activity")[0].values["title"] == "A"
    assert (undo.acts(lan)[0].kind, undo.acts(lan)[0].undone) == ("merge", True)
    assert maintenance.check(lan) == []
    assert undo.redo(lan, act).act == act
    assert records.rows(lan, "comm_activity")[0].values["title"] == "B"
    assert maintenance.check(lan) == []


def test_what_was_taken_back_last_is_done_again_first_across_merges(two: tuple[OpenFile, OpenFile]) -> None:
    lan, mai = two
    editing.set_value(mai, activity(mai), "title", "B")
    merge = take(lan, mai).act
    edit = editing.new_record(
        lan, "comm_activity", {"unit": UNIT, "date": "2022-05-15", "form": "loa", "title": "C"}
    ).act
    assert merge
    assert edit
    for order in ([edit, merge], [merge, edit]):
        for act in order:
            undo.undo(lan, act)
        done = []
        while waiting := undo.undone_acts(lan, 100):
            done.append(waiting[0].act)
            undo.redo(lan, waiting[0].act)
        assert done == order[::-1]
        assert {row.values["title"] for row in records.rows(lan, "comm_activity")} == {"B", "C"}


def test_merges_taken_back_one_after_the_other_are_done_again_the_other_way_round(
    two: tuple[OpenFile, OpenFile],
) -> None:
    lan, mai = two
    merges = []
    for title in ("B", "C"):
        editing.set_value(mai, activity(mai), "title", title)
        act = take(lan, mai).act
        assert act
        merges.append(act)
    for act in merges[::-1]:
        undo.undo(lan, act)
    assert [act.act for act in undo.undone_acts(lan, 100)] == merges


def test_nothing_is_done_again_over_what_was_written_since(two: tuple[OpenFile, OpenFile]) -> None:
    lan, mai = two
    editing.set_value(mai, activity(mai), "title", "B")
    merge = take(lan, mai).act
    assert merge
    undo.undo(lan, merge)
    assert [act.act for act in undo.undone_acts(lan, 100)] == [merge]
    written = editing.set_value(lan, activity(lan), "place", "Chợ").act
    assert written
    assert undo.undone_acts(lan, 100) == []
    undo.undo(lan, written)
    assert [act.act for act in undo.undone_acts(lan, 100)] == [written, merge]


def test_an_own_act_tells_what_it_sets_back_and_what_stays(two: tuple[OpenFile, OpenFile]) -> None:
    lan, _ = two
    record = activity(lan)
    put(lan, {"kind": "comm_activity", "id": record, "fields": {"title": "B", "date": "2022-05-15"}})
    act = undo.acts(lan)[0].act
    editing.set_value(lan, record, "title", "C")
    shown, done = undo.preview(lan, act), undo.undo(lan, act)
    assert (shown.moved, shown.retained, shown.act) == (done.moved, done.retained, None)
    assert done.act == undo.acts(lan)[0].act
    assert [(part.field, part.reason) for part in done.retained] == [("title", "later")]


def test_a_conflict_names_both_values_and_whose_they_are(two: tuple[OpenFile, OpenFile]) -> None:
    lan, mai = two
    record = activity(lan)
    editing.set_value(lan, record, "title", "của Lan")
    editing.set_value(mai, record, "title", "của Mai")
    take(lan, mai)
    (conflict,) = records.open_conflicts(lan)
    assert (conflict.record, conflict.kind, conflict.field) == (record, "comm_activity", "title")
    assert {(v.value, v.author, v.unit) for v in conflict.values} == {
        ("của Lan", "Lan", UNIT),
        ("của Mai", "Mai", UNIT),
    }


def test_a_record_deleted_here_and_edited_there_is_a_conflict_to_settle(two: tuple[OpenFile, OpenFile]) -> None:
    lan, mai = two
    record = activity(lan)
    editing.delete(lan, record)
    editing.set_value(mai, record, "title", "B")
    take(lan, mai)
    (conflict,) = records.open_conflicts(lan)
    assert (conflict.field, [v.value for v in conflict.values]) == ("deleted", [True])
    assert editing.settle(lan, record, "deleted", imports.value_of(lan, record, "deleted", False))
    assert records.open_conflicts(lan) == []


def test_a_conflict_in_what_the_plan_does_not_know_is_listed_as_it_is(two: tuple[OpenFile, OpenFile]) -> None:
    from desktop_app.domain.changes import Edit

    lan, mai = two
    for file, value in ((lan, 1), (mai, 2)):
        with store.writing(file):
            store.apply(file, [Edit("x", "unheard", "of", value)], "edit")
    take(lan, mai)
    (conflict,) = records.open_conflicts(lan)
    assert (conflict.kind, {v.value for v in conflict.values}) == ("unheard", {1, 2})


def test_different_joins_are_a_conflict_that_names_them(two: tuple[OpenFile, OpenFile]) -> None:
    lan, mai = two
    ids = sorted(editing.new_record(lan, "comm_activity", {"unit": UNIT, "title": str(n)}).record for n in range(3))
    take(mai, lan)
    editing.join(lan, ids[0], ids[2])
    editing.join(mai, ids[1], ids[2])
    take(lan, mai)
    (conflict,) = records.open_conflicts(lan)
    assert {v.value for v in conflict.values} == {f"into:{ids[0]}", f"into:{ids[1]}"}


def test_a_value_that_can_not_stand_does_not_settle_a_conflict(two: tuple[OpenFile, OpenFile]) -> None:
    lan, mai = two
    record = activity(lan)
    editing.set_value(lan, record, "unit", "03386")
    editing.set_value(mai, record, "unit", "03389")
    take(lan, mai)
    with refused("không có đơn vị"):
        editing.settle(lan, record, "unit", "99999")
    assert editing.settle(lan, record, "unit", "03386")
    assert records.open_conflicts(lan) == []


# --- the command line -------------------------------------------------------------------------------------------------


@pytest.fixture
def files(two: tuple[OpenFile, OpenFile]) -> tuple[Path, Path, str]:
    """Two files that left one field different, and the record."""
    lan, mai = two
    record = activity(lan)
    editing.set_value(lan, record, "title", "của Lan")
    editing.set_value(mai, record, "title", "của Mai")
    editing.new_record(mai, "comm_activity", {"unit": "03386", "title": "mới"})
    for file in two:
        file.close()
    return lan.path, mai.path, record


def test_merge_tells_of_each_source_and_fails_if_one_was_refused(
    files: tuple[Path, Path, str], tmp_path: Path, run: Run
) -> None:
    lan, mai, _ = files
    folder = tmp_path / "gửi"
    folder.mkdir()
    shutil.copy(mai, folder / "Xã A (1).db")
    bad = tmp_path / "bad.db"
    bad.write_text("không phải", encoding="utf-8")
    code, out, err = run("merge", lan, folder, bad, "--dry-run", "--json")
    told = json.loads(out)
    assert (code, told["act"]) == (1, None)
    assert [(s["name"], s["status"]) for s in told["sources"]] == [("Xã A (1).db", "merged"), ("bad.db", "refused")]
    assert {k: told["sources"][0][k] for k in ("new", "changed", "deleted", "conflicts", "outside")} == {
        "new": 0, "changed": 1, "deleted": 0, "conflicts": 1, "outside": 2,
    }  # fmt: skip
    assert err.startswith("Chưa ghi gì.")
    assert run("conflicts", lan, "--json")[1] == "[]\n"
    code, out, err = run("merge", lan, folder, bad)
    assert code == 1
    assert out.splitlines()[0] == (
        "Xã A (1).db\tnhận\tPhường Quyết Tiến\t"
        "1 phiếu thay đổi; 1 giá trị khác nhau; 2 thay đổi ngoài địa bàn, không nhận"
    )
    assert out.splitlines()[1:3] == [
        "\tnhận\t03388 Phường Quyết Tiến\t1 phiếu thay đổi; 1 giá trị khác nhau; trong địa bàn",
        "\tkhông nhận\t03386 Phường Quyết Thắng\t1 phiếu mới; ngoài địa bàn",
    ]
    assert out.splitlines()[3].startswith("\tkhông nhận\t")
    assert out.splitlines()[4].startswith("bad.db\ttừ chối\t“bad.db” không phải là tệp dữ liệu")
    assert err == "Đã xem 2 tệp: nhận 1 tệp với 1 thay đổi, từ chối 1 tệp.\n"
    assert run("merge", lan, folder)[0] == 0
    acts = json.loads(run("acts", lan, "--json")[1])
    assert [(a["kind"], a["source"]) for a in acts if a["kind"] == "merge"] == [("merge", "Xã A (1).db")]


def test_conflicts_are_listed_and_settled(files: tuple[Path, Path, str], run: Run) -> None:
    lan, mai, record = files
    run("merge", lan, mai)
    (conflict,) = json.loads(run("conflicts", lan, "--json")[1])
    assert (conflict["record"], conflict["kind"], conflict["field"]) == (record, "comm_activity", "title")
    assert {(v["value"], v["author"]) for v in conflict["values"]} == {("của Lan", "Lan"), ("của Mai", "Mai")}
    assert run("conflicts", lan)[1].startswith(f"{record}\tHoạt động tuyên truyền\ttitle\t")
    code, out, err = run("settle", lan, record, "title", "của Lan")
    assert (code, err) == (0, "Đã chọn giá trị.\n")
    assert len(out.strip()) == 28
    assert json.loads(run("conflicts", lan, "--json")[1]) == []


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("sessions", "hai", "không phải là số nguyên"),
        ("nowhere", "1", "không có ô “nowhere”"),
        ("deleted", "1", "chỉ nhận true (xóa) hoặc false (giữ)"),
        ("unit", "03386", "không có giá trị khác nhau chờ chọn"),
    ],
)
def test_what_is_no_value_settles_nothing(
    files: tuple[Path, Path, str], run: Run, field: str, value: str, message: str
) -> None:
    code, _, err = run("settle", files[0], files[2], field, value)
    assert (code, message in err) == (1, True), err


def test_settling_what_is_not_there_is_said(files: tuple[Path, Path, str], run: Run) -> None:
    lan, _, record = files
    assert run("settle", lan, "nobody", "title", "x")[0] == 1
    code, out, err = run("settle", lan, record, "deleted", "false")
    assert (code, out) == (1, "")
    assert err.startswith("Ô “Tình trạng phiếu” của phiếu này không có giá trị khác nhau chờ chọn"), err
    before = lan.read_bytes()
    assert run("settle", lan, record, "sessions", "7")[0] == 1
    assert lan.read_bytes() == before


def test_a_third_value_settles_a_conflict_and_that_is_said(files: tuple[Path, Path, str], run: Run) -> None:
    lan, mai, record = files
    run("merge", lan, mai)
    code, act, err = run("settle", lan, record, "title", "của cả hai")
    assert (code, err.startswith("Đã ghi một giá trị khác với mọi giá trị chờ chọn.")) == (0, True), err
    assert json.loads(run("conflicts", lan, "--json")[1]) == []
    assert run("undo", lan, act.strip())[0] == 0
    assert len(json.loads(run("conflicts", lan, "--json")[1])) == 1
    assert "giá trị khác khi tất cả đều sai" in " ".join(run("settle", "--help")[1].split())


def test_two_records_are_joined(files: tuple[Path, Path, str], run: Run) -> None:
    lan, mai, record = files
    assert run("merge", lan, mai, "--take", "all")[0] == 0
    with opening.open_file(lan) as file:
        other = next(row.id for row in records.rows(file, "comm_activity") if row.id != record)
    assert run("join", lan, record, other)[2] == "Đã gộp hai phiếu thành một.\n"
    assert run("join", lan, record, other)[0] == 1


def test_records_entered_twice_are_listed_until_they_are_joined(files: tuple[Path, Path, str], run: Run) -> None:
    lan, _, record = files
    with opening.open_file(lan) as file:
        view = records.find(file, record)
        assert view is not None
        values = {**view.values, "date": "2022-05-14", "form": "loa", "title": "Họp bản Nà Bỏ", "note": None}
        made = [editing.new_record(file, "comm_activity", values).record]
        made.append(editing.new_record(file, "comm_activity", {**values, "title": "hop ban na bo"}).record)
    listed = json.loads(run("duplicates", lan, "--json")[1])
    assert [item["records"] for item in listed] == [sorted(made)]
    title = next(field for field in listed[0]["fields"] if field["field"] == "title")
    assert title["verdict"] == "equal"
    assert run("duplicates", lan)[1].split("\t")[:3] == [*sorted(made), "Hoạt động tuyên truyền"]
    assert run("join", lan, *made)[0] == 0
    assert run("duplicates", lan)[1] == ""


@pytest.mark.usefixtures("quick_keys")
def test_each_encrypted_file_has_its_own_passphrase(tmp_path: Path, run: Run) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_text(f"mật khẩu {name}\n", encoding="utf-8")
        run("new", tmp_path / f"{name}.db", "--unit", UNIT, "--passphrase-file", tmp_path / name)
    with opening.open_file(tmp_path / "b.db", passphrase="mật khẩu b") as file:
        editing.new_record(file, "comm_activity", {"unit": UNIT, "title": "B"})
    given = ("--passphrase-file", tmp_path / "a", "--passphrase-file", f"{tmp_path / 'b.db'}={tmp_path / 'b'}")
    code, out, _ = run("merge", tmp_path / "a.db", tmp_path / "b.db", *given)
    assert (code, "1 phiếu mới" in out) == (0, True)
    assert run("merge", tmp_path / "a.db", tmp_path / "b.db", "--passphrase-file", tmp_path / "a")[0] == 1


# --- copies that are handed over --------------------------------------------------------------------------------------


def test_a_copy_is_sent_and_remembered(files: tuple[Path, Path, str], tmp_path: Path, run: Run) -> None:
    lan, _, record = files
    folder = tmp_path / "usb"
    folder.mkdir()
    code, out, err = run("send", lan, "--out", folder)
    path = Path(out.strip())
    assert (code, path.parent, path.name.startswith("so-quyet-tien-2022")) == (0, folder, True)
    assert err.splitlines()[1:] == ["Bản sao không được mã hóa: ai có tệp đều đọc được.", "Rút USB được rồi."]
    assert json.loads(run("history", path, record, "--json")[1])
    assert json.loads(run("check", path, "--json")[1]) == {"ok": True, "problems": []}
    told = json.loads(run("send", lan, "--out", folder, "--unit", "2022:03386", "--json")[1])
    assert (Path(told["path"]).parent, told["encrypted"], told["bytes"] > 0) == (folder, False, True)
    assert run("sent", lan)[1].splitlines()[0].split("\t")[:3] == [path.name, "Phường Quyết Tiến", "Lan"]
    assert [copy["unit"] for copy in json.loads(run("sent", lan, "--json")[1])] == ["03388", "03386"]


def test_a_copy_of_an_unknown_unit_is_refused(files: tuple[Path, Path, str], tmp_path: Path, run: Run) -> None:
    code, _, err = run("send", files[0], "--out", tmp_path, "--unit", "99999")
    assert (code, "99999" in err) == (1, True)


@pytest.mark.usefixtures("quick_keys")
def test_of_an_encrypted_file_it_must_be_said_what_the_copy_has(tmp_path: Path, run: Run) -> None:
    (tmp_path / "key").write_text("mật khẩu", encoding="utf-8")
    (tmp_path / "own").write_text("một câu khác", encoding="utf-8")
    given = ("--passphrase-file", tmp_path / "key")
    run("new", tmp_path / "a.db", "--unit", UNIT, *given)
    send = partial(run, "send", tmp_path / "a.db", "--out", tmp_path, *given)
    assert "hãy chọn bản sao có mật khẩu riêng hay không có mật khẩu" in send()[2]
    assert "không được dùng mật khẩu của sổ này" in send("--copy-passphrase-file", tmp_path / "key")[2]
    assert list(tmp_path.glob("so-*")) == []
    own = send("--copy-passphrase-file", tmp_path / "own")
    assert "Bản sao có mật khẩu riêng" in own[2]
    assert run("info", own[1].strip(), "--passphrase-file", tmp_path / "own")[0] == 0
    plain = send("--plain")
    assert "Bản sao không được mã hóa" in plain[2]
    assert run("info", plain[1].strip())[0] == 0
