"""The command line: what each command prints, and one sentence and exit code 1 for what a person can act on."""

import hashlib
import json
import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.desktop_app.conftest import Run

ROOT = Path(__file__).resolve().parent.parent.parent
ACTIVITY = {"unit": "03388", "date": "2022-05-14", "form": "loa", "title": "Nói không với mại dâm", "sessions": 2,
            "audience": ["nhan_dan"]}  # fmt: skip


@pytest.fixture
def lines(tmp_path: Path) -> Callable[..., Path]:
    """Writes lines of an import into a file."""

    def write(*given: dict[str, Any]) -> Path:
        path = tmp_path / "vào.jsonl"
        path.write_text("".join(json.dumps(line) + "\n" for line in given), encoding="utf-8")
        return path

    return write


def outside(*arguments: str | Path, given: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "desktop_app", *map(str, arguments)], cwd=ROOT, input=given, capture_output=True,
        encoding="utf-8", env={**os.environ, **variables}, check=False,
    )  # fmt: skip


# --- files -----------------------------------------------------------------------------------------------------------


def test_a_new_file_says_whose_it_is(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "mới.db"
    assert run("new", path, "--unit", "03388") == (0, "", "Đã tạo tệp “mới.db” cho Phường Quyết Tiến.\n")
    assert path.is_file()


def test_an_existing_file_is_never_overwritten(file: Path, run: Run) -> None:
    before = file.read_bytes()
    for command in (("new", file, "--unit", "03388"), ("demo", file, "--records", "5")):
        code, out, err = run(*command)
        assert (code, out, err) == (1, "", "Tệp “xã.db” đã có; hãy chọn tên khác, chương trình không ghi đè.\n")
    assert file.read_bytes() == before


def test_an_unknown_unit_leaves_no_file(tmp_path: Path, run: Run) -> None:
    code, _, err = run("new", tmp_path / "a.db", "--unit", "99999")
    assert (code, err) == (1, "Danh mục đơn vị không có mã “99999”.\n")
    assert list(tmp_path.iterdir()) == []


def test_a_unit_may_name_its_list(tmp_path: Path, run: Run) -> None:
    assert run("new", tmp_path / "a.db", "--unit", "2022:03388")[0] == 0
    assert json.loads(run("info", tmp_path / "a.db", "--json")[1])["unit"] == "03388"


def test_a_unit_of_another_list_is_refused_with_the_units_it_was_made_of(file: Path, run: Run) -> None:
    code, _, err = run("progress", file, "--period", "2022", "--unit", "2025:03388", "--json")
    assert code == 1
    assert err == (
        "“2025:03388” thuộc danh mục khác; tệp này dùng danh mục 2022, hãy chọn đơn vị cũ: "
        "03386, 03388, 03389, 03391, 03403.\n"
    )
    assert run("progress", file, "--period", "2022", "--unit", "2025:99999")[0] == 1


def test_an_unknown_plan_names_the_known_ones(tmp_path: Path, run: Run) -> None:
    code, _, err = run("new", tmp_path / "a.db", "--unit", "12", "--plan", "khac")
    assert (code, err) == (1, "Không có kế hoạch “khac”. Các kế hoạch có sẵn: lai-chau-2022, lai-chau-2025.\n")


def test_info_tells_what_a_file_is(file: Path, run: Run) -> None:
    code, out, _ = run("info", file, "--json")
    told = json.loads(out)
    assert code == 0
    assert (told["plan"], told["unit"], told["unit_version"]) == ("lai-chau-2022", "03388", "2022")
    assert told["encrypted"] is False
    assert told["records"]["agency"] >= 115
    assert {"changes", "conflicts", "schema_version", "log_digest"} <= told.keys()
    assert "Đơn vị: Phường Quyết Tiến\n" in run("info", file)[1]


def test_info_says_what_is_not_known_of_a_plan(tmp_path: Path, run: Run) -> None:
    assert run("new", tmp_path / "a.db", "--plan", "lai-chau-2025", "--unit", "12")[0] == 0
    assert "Kế hoạch còn chưa rõ: Toàn văn Kế hoạch 434/KH-UBND" in run("info", tmp_path / "a.db")[1]


def test_kinds_tell_enough_to_write_a_record(file: Path, run: Run) -> None:
    kinds = {kind["kind"]: kind for kind in json.loads(run("kinds", file, "--json")[1])}
    fields = {field["field"]: field for field in kinds["comm_activity"]["fields"]}
    assert fields["form"]["type"] == "choice"
    assert fields["form"]["choices"][0] == {
        "value": "loa", "label": {"vi": "Loa truyền thanh cơ sở", "en": "Public loudspeakers"}, "valid_from": None,
        "valid_to": None, "was": [], "retired": False,
    }  # fmt: skip
    assert fields["host_agency"]["target"] == "agency"
    assert fields["title"]["required"] == "always"
    assert kinds["comm_reach_school"]["natural_key"] == ["activity", "school"]
    assert "comm_activity: Hoạt động tuyên truyền\n  unit (đơn vị): Đơn vị tổ chức *\n" in run("kinds", file)[1]


def test_a_whole_file_passes_the_check(file: Path, run: Run) -> None:
    assert run("check", file) == (0, "", "Tệp nguyên vẹn.\n")
    assert json.loads(run("check", file, "--json")[1]) == {"ok": True, "problems": []}


def test_a_file_that_is_not_ours_is_refused_unharmed(tmp_path: Path, run: Run) -> None:
    foreign = tmp_path / "khác.db"
    foreign.write_text("không phải dữ liệu", encoding="utf-8")
    for command in ("info", "check", "acts", "kinds"):
        code, out, err = run(command, foreign)
        assert (code, out, err.count("\n")) == (1, "", 1)
    assert foreign.read_text(encoding="utf-8") == "không phải dữ liệu"


def test_a_refused_file_is_told_in_words_in_json_too(file: Path, tmp_path: Path, run: Run) -> None:
    foreign = tmp_path / "khác.db"
    foreign.write_text("không phải dữ liệu", encoding="utf-8")
    (report,) = json.loads(run("merge", file, foreign, "--dry-run", "--json")[1])["sources"]
    assert report["reason"].startswith("“khác.db” không phải là tệp dữ liệu của Sổ Kế hoạch")


def test_a_missing_file_is_told(tmp_path: Path, run: Run) -> None:
    assert run("info", tmp_path / "a.db") == (1, "", f"Không tìm thấy tệp “{tmp_path / 'a.db'}”.\n")


# --- records ---------------------------------------------------------------------------------------------------------


def test_an_import_prints_the_ids_and_counts_the_unfinished(file: Path, lines: Callable[..., Path], run: Run) -> None:
    source = lines({"kind": "comm_activity", "id": "hd-1", "fields": ACTIVITY},
                   {"kind": "comm_activity", "id": "hd-2", "fields": {"title": "Chưa xong"}})  # fmt: skip
    assert run("import", file, source) == (0, "hd-1\nhd-2\n", "Đã nhập 2 dòng, trong đó 1 phiếu chưa hoàn chỉnh.\n")


def test_lines_that_are_here_already_are_counted_and_written_once(
    file: Path, lines: Callable[..., Path], run: Run
) -> None:
    source = lines({"kind": "comm_activity", "fields": ACTIVITY})
    first = run("import", file, source)
    code, out, err = run("import", file, source)
    assert (code, out) == (0, first[1])
    assert err.splitlines()[1] == "1 dòng đã có sẵn trong sổ, không ghi lại."
    assert json.loads(run("import", file, source, "--json")[1])["here"] == 1
    assert len(run("search", file, ACTIVITY["title"])[1].splitlines()) == 1


def test_a_dry_run_writes_nothing(file: Path, lines: Callable[..., Path], run: Run) -> None:
    source = lines({"kind": "comm_activity", "id": "hd-1", "fields": ACTIVITY})
    code, out, _ = run("import", file, source, "--dry-run", "--json")
    found = {"written": False, "ids": ["hd-1"], "unfinished": 0, "here": 0, "problems": []}
    assert (code, json.loads(out)) == (0, found)
    assert json.loads(run("acts", file, "--json")[1]) == []


def test_a_refused_import_lists_every_problem_with_its_line(file: Path, lines: Callable[..., Path], run: Run) -> None:
    bad = {**ACTIVITY, "date": "2099-01-01", "end_date": "2022-01-01", "form": "kèn"}
    source = lines({"kind": "comm_activity", "fields": ACTIVITY}, {"kind": "comm_activity", "fields": bad})
    code, out, err = run("import", file, source)
    assert (code, out) == (1, "")
    assert err.splitlines() == [
        "Dòng 2: Ngày thực hiện (01/01/2099): Ngày thực hiện không được sau ngày hôm nay.",
        "Dòng 2: Đã duy trì đến ngày (01/01/2022): Ngày duy trì gần nhất không được trước ngày thực hiện.",
        "Dòng 2: Hình thức: không có giá trị “kèn” trong danh sách.",
        "Chưa nhập gì vì có 3 chỗ sai; hãy sửa rồi nhập lại.",
    ]
    told = json.loads(run("import", file, source, "--json")[1])
    assert (told["written"], told["ids"]) == (False, [])
    assert [(p["line"], p["field"]) for p in told["problems"]] == [(2, "date"), (2, "end_date"), (2, "form")]
    assert json.loads(run("acts", file, "--json")[1]) == []


def test_only_lines_of_json_are_imported(file: Path, tmp_path: Path, run: Run) -> None:
    assert "--kind" in run("import", file, "a.txt")[2]
    assert run("import", file, tmp_path / "a.jsonl")[0] == 1
    old = tmp_path / "cũ.jsonl"
    old.write_bytes("{}\n".encode("utf-16"))
    assert run("import", file, old)[2] == "“cũ.jsonl” không phải văn bản UTF-8; hãy lưu lại tệp với bảng mã UTF-8.\n"


def test_what_was_exported_can_be_imported_elsewhere(
    file: Path, tmp_path: Path, lines: Callable[..., Path], run: Run
) -> None:
    run("import", file, lines({"kind": "comm_activity", "id": "hd-1", "fields": ACTIVITY}))
    assert run("export", file, "--out", tmp_path / "RA.JSONL")[0] == 0
    run("new", tmp_path / "b.db", "--unit", "12")
    assert run("import", tmp_path / "b.db", tmp_path / "RA.JSONL")[0] == 0
    assert run("export", tmp_path / "b.db", "--out", "-")[1] == (tmp_path / "RA.JSONL").read_text(encoding="utf-8")


def test_an_export_overwrites_nothing_and_knows_its_endings(file: Path, tmp_path: Path, run: Run) -> None:
    taken = tmp_path / "RA.JSONL"
    taken.write_text("của tôi", encoding="utf-8")
    assert run("export", file, "--out", taken)[0] == 1
    assert taken.read_text(encoding="utf-8") == "của tôi"
    assert run("export", file, "--out", tmp_path / "ra.ods")[0] == 1
    assert run("export", file, "--out", tmp_path / "không có" / "ra.jsonl")[0] == 1


def test_search_finds_with_and_without_accents(file: Path, lines: Callable[..., Path], run: Run) -> None:
    run("import", file, lines({"kind": "comm_activity", "id": "hd-1", "fields": ACTIVITY}))
    (found,) = json.loads(run("search", file, "noi khong voi", "--json")[1])
    assert (found["record"], found["kind"]) == ("hd-1", "comm_activity")
    assert "Nói không với mại dâm" in found["title"]
    assert run("search", file, "nói không với")[1].startswith("hd-1\tHoạt động tuyên truyền\t")
    assert run("search", file, "không có đâu", "--json") == (0, "[]\n", "")


def test_history_tells_who_wrote_what(file: Path, lines: Callable[..., Path], run: Run) -> None:
    run("import", file, lines({"kind": "comm_activity", "id": "hd-1", "fields": {**ACTIVITY, "is_combined": True}}))
    run("import", file, lines({"kind": "comm_activity", "id": "hd-1", "fields": {"sessions": 3}}))
    history = json.loads(run("history", file, "hd-1", "--json")[1])
    assert {item["field"]: item["value"] for item in history} == {**ACTIVITY, "sessions": 3, "is_combined": True}
    first, last = [item for item in history if item["field"] == "sessions"]
    assert last["replaces"] == [first["stamp"]]
    assert (last["before"], last["value"], last["author"], last["act_kind"]) == (2, 3, "Văn thư", "import")
    assert run("history", file, "hd-1")[1].count("\n") == 8
    run("import", file, lines({"kind": "comm_activity", "id": "hd-1", "deleted": True}))
    last = json.loads(run("history", file, "hd-1", "--json")[1])[-1]
    assert (last["field"], last["before"], last["value"]) == ("deleted", None, True)
    assert run("history", file, "hd-9") == (1, "", "Không tìm thấy phiếu “hd-9”.\n")


def test_an_act_is_undone_and_redone(file: Path, lines: Callable[..., Path], run: Run) -> None:
    run("import", file, lines({"kind": "comm_activity", "id": "hd-1", "fields": ACTIVITY}))
    (act,) = json.loads(run("acts", file, "--json")[1])
    assert (act["kind"], act["changes"], act["undone"], act["source"]) == ("import", 6, False, None)
    code, out, err = run("undo", file, act["act"])
    assert (code, err) == (0, "Đã hoàn tác.\n")
    assert "hd-1" not in run("export", file, "--out", "-")[1]
    newest = json.loads(run("acts", file, "--json")[1])[0]
    assert (newest["act"], newest["target"]) == (out.strip(), act["act"])
    assert run("redo", file, act["act"])[2] == "Đã làm lại.\n"
    assert "hd-1" in run("export", file, "--out", "-")[1]
    assert run("acts", file)[1].count("\n") == 3


def test_an_act_that_is_not_there_is_told(file: Path, run: Run) -> None:
    for command in ("undo", "redo"):
        for act in ("00", "khong"):
            assert run(command, file, act)[0] == 1


# --- figures ---------------------------------------------------------------------------------------------------------


def test_progress_gives_every_indicator(file: Path, lines: Callable[..., Path], run: Run) -> None:
    run("import", file, lines({"kind": "comm_activity", "fields": ACTIVITY}))
    figures = json.loads(run("progress", file, "--period", "2022-Q2", "--json")[1])
    assert [figure["code"] for figure in figures][:3] == ["1.1", "1.2", "1.3"]
    assert len(figures) == 12
    keys = ["reading", "numerator", "denominator", "value", "target", "status", "short_by"]
    assert [figures[0][key] for key in keys] == ["default", 1, 1, "100,0%", 60, "met", 0]
    assert {"notes", "parts", "missing"} <= figures[0].keys()
    assert run("progress", file, "--period", "2022-Q2")[1].startswith("1.1\t100,0%\t1/1\tĐạt\t")


def test_a_figure_that_was_typed_in_says_so(file: Path, lines: Callable[..., Path], run: Run) -> None:
    fields = {"unit": "03388", "year": 2022, "period_code": "Q2", "indicator": "5.1", "numerator": 3, "denominator": 6,
              "reason": "x", "source": "x", "date": "2022-06-20", "entered_by": "Lan"}  # fmt: skip
    assert run("import", file, lines({"kind": "manual_value", "fields": fields}))[0] == 0
    assert "5.1\t50,0%\t3/6\tChưa đạt (số nhập tay)\t" in run("progress", file, "--period", "2022-Q2")[1]
    assert run("explain", file, "5.1", "--period", "2022-Q2")[2].startswith("Số nhập tay.\n")


def test_a_figure_of_a_quarter_that_is_not_over_says_that_it_is_provisional(file: Path, run: Run) -> None:
    assert "\tChưa đạt (tạm tính)\t" in run("progress", file, "--period", "2022-04")[1].splitlines()[0]


def test_explain_names_what_is_behind_a_figure(file: Path, lines: Callable[..., Path], run: Run) -> None:
    run("import", file, lines({"kind": "comm_activity", "id": "hd-1", "fields": ACTIVITY}))
    told = json.loads(run("explain", file, "1.1", "--period", "2022-Q2", "--json")[1])
    assert told["code"] == "1.1"
    assert "03388" in told["denominator"]
    assert "hd-1" in json.dumps(told["members"])
    assert "03388" in run("explain", file, "1.1", "--period", "2022-Q2")[1]
    assert run("explain", file, "9.9", "--period", "2022-Q2")[0] == 1


def test_explain_says_what_the_target_still_needs(file: Path, run: Run) -> None:
    code, out, err = run("explain", file, "1.1", "--period", "2022-Q2")
    assert (code, "Chưa có hoạt động tuyên truyền" in out) == (0, True)
    assert "Còn thiếu 1 xã, phường, thị trấn để đạt chỉ tiêu: Phường Quyết Tiến." in err
    told = json.loads(run("explain", file, "1.1", "--period", "2022-Q2", "--json")[1])
    assert told["needed"].startswith("Còn thiếu 1 xã")
    assert told["breakdown"][0]["name"] == "Phường Quyết Tiến"


def test_progress_is_shown_by_the_units_below_or_by_those_of_2025(file: Path, run: Run) -> None:
    shown = json.loads(run("progress", file, "--period", "2022-Q2", "--by", "2025", "--json")[1])
    assert [(share["version"], share["unit"]) for share in shown[0]["breakdown"]] == [("2025", "03388")]
    assert "Phường Quyết Tiến\t0/1" in run("progress", file, "--period", "2022-Q2", "--by", "below")[1]
    assert run("progress", file, "--period", "2022-Q2", "--by", "2031")[0] == 1


def test_completeness_tells_unit_by_unit(file: Path, lines: Callable[..., Path], run: Run) -> None:
    run("import", file, lines({"kind": "comm_activity", "fields": ACTIVITY}))
    found = json.loads(run("completeness", file, "--period", "2022-Q2", "--json")[1])
    states = {(item["unit"], item["area"]): item["state"] for item in found}
    assert (states["03388", "1"], states["03388", "2"]) == ("number", "not_reported")
    assert "03388\tPhường Quyết Tiến\t1\tCó số liệu\tquá hạn" in run("completeness", file, "--period", "2022-Q2")[1]


def test_the_board_shows_units_by_areas_and_whom_to_remind(file: Path, run: Run) -> None:
    shown = json.loads(run("board", file, "--period", "2022-Q2", "--state", "not_reported", "--json")[1])
    assert shown["rows"][0]["areas"]["1"]["state"] == "not_reported"
    one_area = run("board", file, "--period", "2022-Q2", "--area", "1")[1]
    assert "!\tPhường Quyết Tiến: chưa báo cáo lĩnh vực 1" in one_area
    assert run("board", file, "--period", "2022-Q2", "--level", "nowhere")[0] == 1
    assert run("board", file, "--period", "2022-Q2", "--state", "nothing-such")[0] == 2


def test_deadlines_count_down_under_each_scheme(file: Path, run: Run) -> None:
    found = json.loads(run("deadlines", file, "--period", "2022-Q2", "--json")[1])
    assert [(d["scheme"], d["cut_off"], d["due"]) for d in found] == [
        ("nd09", "2022-06-14", "2022-06-21"), ("duong_lich", "2022-06-30", "2022-07-07"),
    ]  # fmt: skip
    assert run("deadlines", file)[0] == 0


def test_trend_and_ranking_put_figures_side_by_side(file: Path, run: Run) -> None:
    found = json.loads(run("trend", file, "--code", "3.3", "--step", "half", "--json")[1])
    assert [point["period"] for point in found[0]["points"]] == ["2022-H1", "2022-H2"]
    assert "Quý I/2022" in run("trend", file)[1]
    assert json.loads(run("ranking", file, "1.1", "--period", "2022", "--json")[1]) == []
    shown = run("ranking", file, "1.1", "--period", "2022", "--level", "xa")[1]
    assert shown == "1\t03388\tPhường Quyết Tiến\t0,0%\t0/1\n"


def test_a_report_is_locked_corrected_and_unlocked(file: Path, lines: Callable[..., Path], run: Run) -> None:
    q2 = ("--period", "2022-Q2")
    assert run("unlock", file, *q2, "--reason", "x")[0] == 1
    lock = json.loads(run("lock", file, *q2, "--json")[1])
    assert (lock["unit"], lock["conflicts"], lock["unlocked"]) == ("03388", 0, None)
    assert json.loads(run("correction", file, *q2, "--json")[1]) is None
    run("import", file, lines({"kind": "comm_activity", "id": "hd-1", "fields": ACTIVITY}))
    found = json.loads(run("correction", file, *q2, "--json")[1])
    assert found["figures"][0]["old"]["value"] == "0,0%"
    shown = run("correction", file, *q2)[1]
    assert "thêm\thd-1" in shown
    assert "Hoạt động tuyên truyền\t0/0\t1/1" in shown  # as on the sheet that is printed
    first, sheet = file.with_name("a.pdf"), file.with_name("b.pdf")
    assert run("report", file, *q2, "--out", first)[0] == 0
    assert hashlib.sha256(first.read_bytes()).hexdigest() == lock["sha256"]
    assert run("report", file, *q2, "--correction", "--reason", "Nhập thiếu", "--out", sheet)[0] == 0
    assert sheet.read_bytes().startswith(b"%PDF")
    code, _, told = run("lock", file, *q2)
    assert (code, "Đã chốt báo cáo." in told, "lệnh correction" in told) == (0, True, True)
    code, out, told = run("lock", file, *q2)
    assert (code, out) == (1, "")
    assert "(Văn thư) và từ đó không có gì khác, nên không chốt thêm bản nữa." in told
    assert run("unlock", file, *q2, "--reason", "Sai số")[0] == 0
    assert "đã bỏ chốt: Sai số" in run("locks", file)[1]
    assert len(json.loads(run("locks", file, "--json")[1])) == 2


def test_a_period_that_can_not_be_read_is_told(file: Path, run: Run) -> None:
    for period in ("2022-Q5", "hôm qua", "2019"):
        code, out, err = run("progress", file, "--period", period, "--json")
        assert (code, out, err.count("\n")) == (1, "", 1)


def test_the_report_is_a_pdf_and_overwrites_nothing(file: Path, tmp_path: Path, run: Run) -> None:
    target = tmp_path / "báo cáo.pdf"
    code, out, err = run("report", file, "--period", "2022", "--out", target)
    assert (code, out, err.splitlines()[-1]) == (0, "", "Đã in báo cáo ra “báo cáo.pdf”.")
    made = target.read_bytes()
    assert made.startswith(b"%PDF")
    assert run("report", file, "--period", "2022", "--out", target)[0] == 1
    assert target.read_bytes() == made
    assert run("report", file, "--period", "2022", "--out", tmp_path / "a.odt")[0] == 1


def test_the_report_is_a_docx_or_an_xlsx_where_the_name_says_so(file: Path, tmp_path: Path, run: Run) -> None:
    for name in ("báo cáo.docx", "bảng.XLSX"):
        assert run("report", file, "--period", "2022", "--out", tmp_path / name)[0] == 0
        assert (tmp_path / name).read_bytes().startswith(b"PK")


# --- usage, languages, streams ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--lang", "vi"], "Còn thiếu: COMMAND"),
        (["dance"], "COMMAND: không có 'dance'; chọn một trong: "),
        (["new", "a.db"], "Còn thiếu: --unit"),
        (["new", "a.db", "--unit"], "--unit: cần có giá trị đi kèm"),
        (["info", "a.db", "b.db"], "Không hiểu: b.db"),
        (["demo", "a.db", "--records", "nhiều"], "--records: không dùng được giá trị 'nhiều'"),
        (["demo", "a.db", "--units", "0"], "--units: không dùng được giá trị '0'"),
        (["search", "a.db", "x", "--limit", "-1"], "--limit: không dùng được giá trị '-1'"),
        (["--lang", "en", "new", "a.db"], "These are missing: --unit"),
    ],
)
def test_wrong_usage_is_told_and_gives_2(run: Run, arguments: list[str], told: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith(told)


def test_a_day_is_written_as_officers_write_it(file: Path, run: Run) -> None:
    typed, plain = (run("deadlines", file, "--today", day)[1] for day in ("1/2/22", "2022-02-01"))
    assert typed == plain != ""
    code, _, err = run("deadlines", file, "--today", "32/1/2022")
    assert (code, err.splitlines()[0]) == (
        2, "--today: không có ngày '32/1/2022'; ghi như 15/03/2022 hoặc 2022-03-15"
    )  # fmt: skip


def test_a_unit_by_its_name_is_told_its_code(tmp_path: Path, run: Run) -> None:
    for name in ("Phường Quyết Tiến", unicodedata.normalize("NFD", "phường quyết tiến")):
        code, _, err = run("new", tmp_path / "mới.db", "--unit", name)
        assert (code, err) == (1, "Đơn vị được ghi bằng mã. Mã của Phường Quyết Tiến: 03388.\n")


def test_a_ledger_in_the_place_of_what_is_imported_is_told(file: Path, lines: Callable[..., Path], run: Run) -> None:
    code, _, err = run("import", lines(), file)
    assert (code, "lệnh import ghi tệp dữ liệu trước" in err) == (1, True)


def test_help_stands_on_standard_output(run: Run) -> None:
    code, out, err = run("--help")
    assert (code, err) == (0, "")
    assert "Cách dùng: sokehoach" in out
    assert "nhập phiếu" in run("import", "--help")[1]
    assert "Usage: sokehoach" in run("--lang=en", "--help")[1]


def test_the_language_may_stand_anywhere(file: Path, run: Run) -> None:
    assert run("check", file, "--lang", "en")[2] == "The file is whole.\n"
    assert run("--lang", "en", "check", file)[2] == "The file is whole.\n"


def test_standard_input_is_read_as_utf8_on_any_console(file: Path) -> None:
    line = json.dumps({"kind": "comm_activity", "id": "hd-1", "fields": ACTIVITY}, ensure_ascii=False)
    narrow = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    done = outside("import", file, "-", given=line + "\n", **narrow)
    assert (done.returncode, done.stdout) == (0, "hd-1\n"), done.stderr
    assert done.stderr == "Đã nhập 1 dòng, trong đó 0 phiếu chưa hoàn chỉnh.\n"
    assert "Nói không với mại dâm" in outside("search", file, "nói", **narrow).stdout


@pytest.mark.parametrize(("stream", "words"), [("stdout", ("kinds", "--json")), ("stderr", ("check",))])
def test_a_closed_pipe_ends_a_command_quietly_as_it_ends_any_other(file: Path, stream: str, words: list[str]) -> None:
    command = [sys.executable, "-m", "desktop_app", words[0], str(file), *words[1:]]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        streams = {"stdout": process.stdout, "stderr": process.stderr}
        closed = streams.pop(stream)
        assert closed
        closed.close()
        (other,) = streams.values()
        assert other
        told = other.read()
    assert (process.returncode, told) == (141, b"")


@pytest.mark.skipif(os.name == "nt", reason="only a shell of Unix starts a program without a stream")
@pytest.mark.parametrize("words", [("kinds", "{file}", ">&-"), ("import", "{file}", "-", "<&-"), ("info", "x", "2>&-")])
def test_a_stream_that_is_not_there_is_no_traceback(file: Path, words: tuple[str, ...]) -> None:
    *arguments, gone = (word.format(file=file) for word in words)
    shell = ["sh", "-c", f'exec "$@" {gone}', "sh", sys.executable, "-m", "desktop_app", *arguments]
    done = subprocess.run(shell, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == (words[0] == "info")
    assert "Traceback" not in done.stderr


def test_a_passphrase_comes_from_the_first_line_of_a_file(tmp_path: Path, run: Run) -> None:
    secret, blank = tmp_path / "mk.txt", tmp_path / "trống.txt"
    secret.write_text("một câu dài\nghi chú\n", encoding="utf-8")
    blank.write_text("\n", encoding="utf-8")
    path = tmp_path / "kín.db"
    assert run("new", path, "--unit", "03388", "--passphrase-file", secret)[0] == 0
    assert json.loads(run("info", path, "--passphrase-file", secret, "--json")[1])["encrypted"] is True
    assert run("info", path)[0] == 1
    assert run("info", path, "--passphrase-file", blank) == (1, "", "Tệp “trống.txt” không có mật khẩu ở dòng đầu.\n")


# --- demonstration ---------------------------------------------------------------------------------------------------


def test_a_demonstration_file_is_whole_and_the_same_for_the_same_seed(tmp_path: Path, run: Run) -> None:
    first, second = tmp_path / "a.db", tmp_path / "b.db"
    code, out, err = run("demo", first, "--records", "300", "--seed", "4", "--units", "20")
    assert (code, out) == (0, "")
    assert err.startswith("Đã tạo tệp minh họa “a.db” với 300 phiếu")
    assert run("check", first)[0] == 0
    run("demo", second, "--records", "300", "--seed", "4", "--units", "20")
    assert run("export", first, "--out", "-")[1] == run("export", second, "--out", "-")[1]


# --- what the computer is to blame for -----------------------------------------------------------------------------


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_full_disk_behind_standard_output_is_said_in_one_sentence(file: Path) -> None:
    command = [sys.executable, "-m", "desktop_app", "info", str(file)]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT, check=False)
    assert done.returncode == 1
    assert done.stderr == "Không ghi được “-”: đĩa đã đầy.\n"


def test_the_reason_of_the_computer_is_said_in_the_language_of_the_person(run: Run, file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "thư mục.jsonl"
    folder.mkdir()
    code, _, told = run("import", file, folder)
    assert (code, told) == (1, "Không đọc được “thư mục.jsonl”: đó là thư mục.\n")
    _, _, told = run("--lang", "en", "import", file, folder)
    assert told == "“thư mục.jsonl” can't be read: it is a folder.\n"
