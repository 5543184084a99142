"""A plan's folder as its author has it: begun by a command, checked with all mistakes at once, run to the report."""

import json
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from desktop_app import paths, plan_files
from desktop_app.domain.toml_lines import key_lines
from desktop_app.plan_reading import read_files
from desktop_app.session import plan_checks
from desktop_app.texts import in_words
from tests.desktop_app.conftest import Run
from tests.new_plans import ID, TITLE, new_plan_folder, replace


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A new plan, to be made wrong."""
    return new_plan_folder(tmp_path)


def line_with(file: Path, words: str) -> int:
    return next(n for n, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1) if words in line)


def sentences(folder: Path) -> list[str]:
    return [in_words(one.sentence) for one in plan_checks.check_plan_at(folder)]


# --- a new one --------------------------------------------------------------------------------------------------------


def test_a_new_plan_runs_from_the_first_file_to_the_report(run: Run, tmp_path: Path) -> None:
    folder, ledger, report = tmp_path / ID, tmp_path / "sổ.db", tmp_path / "bc.pdf"
    assert run("plan", "new", folder, "--id", ID, "--title", TITLE)[0] == 0
    assert run("plan", "check", folder, "--json")[:2] == (0, '{\n "ok": true,\n "mistakes": []\n}\n')
    plan = plan_files.load_plan(folder)
    year = plan["plan"]["year"]
    assert plan["plan"]["label"]["vi"] == TITLE
    assert run("new", ledger, "--plan", folder, "--unit", "01", "--author", "Lan")[0] == 0
    record = {"kind": "activity", "fields": {"unit": "0101", "date": f"{year}-01-05", "form": "loa", "people": 40}}
    (tmp_path / "a.jsonl").write_text(json.dumps(record), encoding="utf-8")
    assert run("import", ledger, tmp_path / "a.jsonl")[0] == 0
    (figure,) = json.loads(run("progress", ledger, "--period", year, "--json")[1])
    assert (figure["numerator"], figure["denominator"], figure["value"]) == (1, 3, "33,3%")
    code, _, err = run("report", ledger, "--period", year, "--out", report)
    assert code == 0, err
    assert report.read_bytes().startswith(b"%PDF")
    assert run("check", ledger)[0] == 0


def test_a_new_plan_is_short_and_says_everything_in_both_languages(folder: Path) -> None:
    lines = (folder / "plan.toml").read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if line.strip() and not line.startswith("#")]) <= 75
    labels = [line for line in lines if "vi = " in line and TITLE[:8] not in line]
    assert [line for line in labels if "en = " not in line] == []


def test_a_new_plan_takes_the_place_of_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / ID).mkdir()
    (tmp_path / ID / "của tôi.txt").write_text("x", encoding="utf-8")
    code, _, err = run("plan", "new", tmp_path / ID, "--id", ID, "--title", "X")
    assert code == 1
    assert ID in err
    assert [file.name for file in (tmp_path / ID).iterdir()] == ["của tôi.txt"]


@pytest.mark.parametrize(("folder_name", "plan_id"), [("a", "b"), ("Rừng", "Rừng"), ("a b", "a b"), ("nul", "nul")])
def test_a_new_plan_has_the_name_of_its_folder(run: Run, tmp_path: Path, folder_name: str, plan_id: str) -> None:
    code, _, err = run("plan", "new", tmp_path / folder_name, "--id", plan_id, "--title", "X")
    assert code == 1, err
    assert f"“{plan_id}”" in err
    assert folder_name not in {one.name for one in tmp_path.iterdir()}  # a device exists everywhere on Windows


# --- mistakes ---------------------------------------------------------------------------------------------------------


def test_every_mistake_is_told_at_once_with_file_line_and_entry(run: Run, folder: Path) -> None:
    head = folder / "plan.toml"
    replace(head, 'type = "int"', 'type = "integer"')
    replace(head, 'unit_field = "unit"', 'unit_feild = "unit"')
    replace(head, 'numerator = "exists(activities)"', 'numerator = "exist(activities)"')
    replace(head, "threshold = 80", 'threshold = "tám mươi"')
    replace(head, 'sum = "people"', 'sum = "persons"')
    replace(folder / "units.tsv", "0103\t01", "0103\t02")
    code, out, err = run("plan", "check", folder, "--json")
    assert code == 1
    found = {(one["file"], one["entry"]): one for one in json.loads(out)["mistakes"]}
    assert {place: one["line"] for place, one in found.items()} == {
        ("plan.toml", "kinds.activity.fields.people.type"): line_with(head, "integer"),
        ("plan.toml", "kinds.activity.unit_feild"): line_with(head, "unit_feild"),
        ("plan.toml", "indicators.1.1.readings.default.numerator"): line_with(head, "exist("),
        ("plan.toml", "indicators.1.1.threshold"): line_with(head, "tám mươi"),
        ("plan.toml", "statistics[1].sum"): line_with(head, "persons"),
        ("units.tsv", f"units.{plan_year(folder)}.0103"): 5,
    }
    reasons = {entry.rpartition(".")[2]: one["reason"] for (_, entry), one in found.items()}
    assert "(có phải “unit_field”?)" in reasons["unit_feild"]
    assert "(có phải “exists”?)" in reasons["numerator"]
    assert "6 lỗi" in err


def plan_year(folder: Path) -> Any:
    return read_files(folder).plan["plan"]["year"]


def test_what_only_follows_from_a_mistake_is_not_told(folder: Path) -> None:
    replace(folder / "plan.toml", 'type = "choice", choices = "form", ', "")
    (sentence,) = sentences(folder)
    assert "kinds.activity.fields.form: thiếu “type”" in sentence


def test_the_mistakes_of_every_file_are_told_also_where_some_can_not_be_read(folder: Path) -> None:
    replace(folder / "plan.toml", "[plan]", 'files = ["a.toml", "b.toml"]\n\n[plan]')
    (folder / "a.toml").write_text("[choices.x]\na = { label = { vi = 'A' }\n", encoding="utf-8")
    (folder / "b.toml").write_bytes("[choices.y]\na = { label = { vi = 'Á' } }\n".encode("cp1258", "replace"))
    (folder / "c.toml").write_text("", encoding="utf-8")
    replace(folder / "units.tsv", "\tPhường Ba", "")
    replace(folder / "plan.toml", 'type = "int"', "type = 5")
    found = sentences(folder)
    for words in (
        "Tệp a.toml, dòng 2: thiếu dấu đóng", "Tệp b.toml, dòng 2: không phải văn bản UTF-8",
        "Tệp c.toml: nằm trong thư mục kế hoạch nhưng không có trong danh sách files",
        "Tệp units.tsv, dòng 5: thiếu cột", "kinds.activity.fields.people.type: phải là một chuỗi chữ",
    ):  # fmt: skip
        assert sum(words in sentence for sentence in found) == 1, (words, found)
    assert len(found) == 5


def test_a_file_saved_by_notepad_with_a_mark_in_front_is_read(folder: Path) -> None:
    for file in folder.iterdir():
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert sentences(folder) == []
    (folder / "plan.toml").write_text((folder / "plan.toml").read_text(encoding="utf-8-sig"), encoding="utf-16")
    (sentence,) = sentences(folder)
    assert sentence.startswith("Tệp plan.toml, dòng 1: không phải văn bản UTF-8; trong Notepad")


TOML = {
    'area = "1"': ("area = x1", "không đọc được giá trị"),
    'op = ">="': ('op ">="', "thiếu dấu = sau tên khóa"),
    'sum = "people"': ('sum = "people', "thiếu dấu nháy đóng"),
    "threshold = 80": ("threshold = 80 phần trăm", "cuối dòng còn chữ thừa"),
    'by = "form"': ('by = "form"\nby = "unit"', "đã ghi ở trên"),
    'of = "activity"': ('of = "a\\qb"', "dấu \\ trong chuỗi chữ"),
    "[areas.1]": ("[areas.1", "thiếu dấu đóng ngoặc"),
    "[units]": ("= [units]", "không có dạng khóa = giá trị"),
}


@pytest.mark.parametrize("old", TOML)
def test_wrong_toml_is_told_in_our_words_with_the_line(folder: Path, old: str) -> None:
    new, reason = TOML[old]
    head = folder / "plan.toml"
    replace(head, old, new)
    (sentence,) = sentences(folder)
    guilty = new.splitlines()[-1]
    assert sentence.startswith(f"Tệp plan.toml, dòng {line_with(head, guilty)}: ")
    assert reason in sentence
    assert sentence.endswith(f"“{guilty}”.")


def test_a_mistake_of_the_plan_below_is_told_in_its_file(tmp_path: Path) -> None:
    below = new_plan_folder(tmp_path)
    above = tmp_path / "tren"
    above.mkdir()
    head = f'extends = "{ID}"\n[plan]\nid = "tren"\n\n[indicators."1.1"]\nop = "=>"\n'
    (above / "plan.toml").write_text(head, encoding="utf-8")
    replace(below / "plan.toml", 'type = "int"', 'type = "integer"')
    found = {(one.place.file, one.place.key): one.line for one in plan_checks.check_plan_at(above)}
    assert found == {
        ("plan.toml", "indicators.1.1.op"): 6,
        (f"{ID}/plan.toml", "kinds.activity.fields.people.type"): line_with(below / "plan.toml", "integer"),
    }


def test_a_plan_has_the_name_of_its_folder(folder: Path) -> None:
    moved = folder.rename(folder.with_name("khac"))
    (sentence,) = sentences(moved)
    assert sentence == f"Tệp plan.toml, dòng 5, plan.id: id “{ID}” phải trùng tên thư mục “khac”."


def test_a_folder_without_a_plan_is_told(run: Run, tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "không có"):
        code, out, _ = run("plan", "check", folder)
        assert code == 1
        assert out.startswith("Tệp plan.toml: không đọc được tệp")


# --- tried on made-up rows --------------------------------------------------------------------------------------------

SLOW = (
    "SELECT 1 AS numerator, 1 AS denominator FROM activity a, activity b, activity c, activity d, activity e,"
    " activity f, activity g WHERE a.note || g.note = 'x'"
)


# --- names and types --------------------------------------------------------------------------------------------------

TYPES = {
    "a day and a number": ("date > 3", "không so sánh một ngày với một số được"),
    "a sum of a day": ("date + 1 > date", "“date” là một ngày, ở đây cần một số"),
    "a number for yes or no": ("people + 1", "“people + 1” là một số, ở đây cần một điều kiện"),
    "the length of a number": ("length(people) < 3", "“people” là một số, ở đây cần chữ"),
    "the level of a text": ("level(note) == 'xa'", "“note” là chữ, ở đây cần một đơn vị"),
    "the year of a unit": ("year(unit) > 2000", "“unit” là một đơn vị, ở đây cần một ngày"),
    "a pattern of its own": ("matches(note, '(a+)+b')", "mẫu “(a+)+b” của matches()"),
}


@pytest.mark.parametrize("name", TYPES)
def test_what_a_rule_compares_has_one_type(folder: Path, name: str) -> None:
    expression, reason = TYPES[name]
    head = folder / "plan.toml"
    replace(head, 'expr = "people >= 0"', f'expr = "{expression}"')
    (sentence,) = sentences(folder)
    assert f"dòng {line_with(head, expression)}, kinds.activity.fields.people.checks[1].expr: " in sentence
    assert reason in sentence


def test_a_default_is_a_value_of_its_field(folder: Path) -> None:
    replace(folder / "plan.toml", 'default = "=today"', 'default = "=own_unit"')
    (sentence,) = sentences(folder)
    assert "“own_unit” là một đơn vị, ở đây cần một ngày" in sentence


NAMES = {
    "a kind with a word of SQL": ("activity", "select", "kinds.select", "từ của ngôn ngữ cơ sở dữ liệu"),
    "a kind with a table of ours": ("activity", "record", "kinds.record", "chương trình đã dùng"),
    "a kind with a table of the queries": ("activity", "year_activity", "kinds.year_activity", "chương trình đã dùng"),
    "a kind with a table of SQLite": ("activity", "sqlite_x", "kinds.sqlite_x", "chương trình đã dùng"),
    "a kind with a view of a set": ("activity", "set_activities", "kinds.set_activities", "chương trình đã dùng"),
    "a field with a word of SQL": ("people", "order", "fields.order", "từ của ngôn ngữ cơ sở dữ liệu"),
    "a field with a word of expressions": ("people", "lambda", "fields.lambda", "có nghĩa riêng trong biểu thức"),
    "a field with a word of the language": ("people", "period_end", "fields.period_end", "có nghĩa riêng"),
    "a field with a column of ours": ("people", "rowid", "fields.rowid", "chương trình đã dùng"),
    "a set named as a kind": ("activities", "activity", "sets.activity", "trùng tên với loại phiếu"),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_means_something_else_already_is_refused(folder: Path, name: str) -> None:
    old, new, entry, reason = NAMES[name]
    head = folder / "plan.toml"
    head.write_text(head.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert any(f"{entry}: " in sentence and reason in sentence for sentence in sentences(folder)), sentences(folder)


# --- who people are ---------------------------------------------------------------------------------------------------

FIELD = 'people]\nlabel = { vi = "Số người dự", en = "People attending" }\ntype = "int"\nprivacy = "P0"'
CODE = """[kinds.activity.fields.code]
label = { vi = "Mã", en = "Code" }
type = "text"
default = "=random_code(8)"
privacy = "P1"

"""
PERSONS = {
    "a telephone number": ("Số điện thoại", "Phone", "P1", False, "label"),
    "a name that is no official's": ("Họ và tên", "Full name", "P0", False, "label"),
    "the name of a victim": ("Họ tên nạn nhân", "", "P2", False, "label"),
    "an identity card": ("Số CCCD", "", "P2", True, "privacy"),
    "a home": ("Địa chỉ nhà", "", "P1", False, "label"),
    "in English alone": ("Thông tin", "Date of birth", "P1", False, "label"),
    "without accents": ("HO VA TEN", "", "P1", False, "label"),
    "an address of somebody with a code": ("Địa chỉ", "Address", "P1", True, "label"),
    "a name of somebody with a code": ("Tên", "Name", "P1", True, "label"),
    "a name for officials where people have codes": ("Cán bộ", "Officer", "P2", True, "privacy"),
}


@pytest.mark.parametrize("name", PERSONS)
def test_no_field_says_who_somebody_is(folder: Path, name: str) -> None:
    vi, en, privacy, coded, entry = PERSONS[name]
    head = folder / "plan.toml"
    label = f'{{ vi = "{vi}"{f", en = {json.dumps(en)}" if en else ""} }}'
    replace(head, FIELD, f'people]\nlabel = {label}\ntype = "int"\nprivacy = "{privacy}"')
    if coded:
        replace(head, "[kinds.activity.fields.people]", f"{CODE}[kinds.activity.fields.people]")
    assert any(f"kinds.activity.fields.people.{entry}: " in sentence for sentence in sentences(folder))


@pytest.mark.parametrize(
    ("vi", "privacy"), [("Họ tên cán bộ", "P2"), ("Địa chỉ", "P0"), ("Tên cơ sở", "P0"), ("Số nhà trọ", "P0")]
)
def test_officials_and_places_may_be_named(folder: Path, vi: str, privacy: str) -> None:
    replace(folder / "plan.toml", FIELD, f'people]\nlabel = {{ vi = "{vi}" }}\ntype = "int"\nprivacy = "{privacy}"')
    assert sentences(folder) == []


def test_records_inside_those_of_somebody_with_a_code_name_nobody_either(folder: Path) -> None:
    head = folder / "plan.toml"
    replace(head, "[kinds.activity.fields.people]", f"{CODE}[kinds.activity.fields.people]")
    child = """
[kinds.visit]
area = "1"
label = { vi = "Lần gặp" }
title = "{who}"
columns = ["who"]
parent = "activity"
parent_field = "activity"
[kinds.visit.fields]
activity = { label = { vi = "Hồ sơ" }, type = "ref:activity", required = "always", privacy = "P0" }
who = { label = { vi = "Bí danh" }, type = "text", privacy = "P1" }
"""
    head.write_text(head.read_text(encoding="utf-8") + child, encoding="utf-8")
    (sentence,) = sentences(folder)
    assert "kinds.visit.fields.who.label: nhãn “Bí danh”" in sentence


# --- beside the others ------------------------------------------------------------------------------------------------


def test_a_broken_plan_beside_the_others_harms_none_of_them(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans = tmp_path / "plans"
    plans.mkdir()
    shipped = plan_files.plans_folder()
    for name in ("lai-chau-2022", "lai-chau-2025"):
        copytree(shipped / name, plans / name)
    broken = new_plan_folder(plans)
    replace(broken / "plan.toml", "edition = 1", "edition = ")
    monkeypatch.setattr(plan_files, "plans_folder", lambda: plans)
    heads, sentences = plan_files.read_heads()
    assert list(heads) == ["lai-chau-2022", "lai-chau-2025"]
    (sentence,) = map(in_words, sentences)
    assert sentence.startswith(f"Kế hoạch trong thư mục “{ID}” chưa dùng được. Tệp plan.toml, dòng 6: ")
    assert plan_files.shipped_plan(ID) is None
    code, _, err = run("new", tmp_path / "sổ.db", "--plan", ID, "--unit", "01")
    assert code == 1
    assert "Tệp plan.toml, dòng 6" in err
    assert not (tmp_path / "sổ.db").exists()


HEADS = {
    "no head": ("[plan]", "[plann]"),
    "a label that is text": ('label = { vi = "', 'label = "x"\nold = { vi = "'),
    "a unit list that is not there": ('"units.tsv"', '"nowhere.tsv"'),
    "a list in force that is not there": ("unit_version = ", 'unit_version = "1"\n# '),
    "a day that is none": ("doc_date = ", 'doc_date = "mai"\n# '),
}


@pytest.mark.parametrize("name", HEADS)
def test_whatever_is_wrong_with_a_head_is_one_sentence(
    folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace(folder / "plan.toml", *HEADS[name])
    monkeypatch.setattr(plan_files, "plans_folder", lambda: folder.parent)
    heads, sentences = plan_files.read_heads()
    assert heads == {}
    assert len(sentences) == 1
    assert ID in in_words(sentences[0])


# --- lines ------------------------------------------------------------------------------------------------------------


def test_the_line_of_every_entry_of_the_shipped_plans_is_known() -> None:
    for file in (paths.resources() / "plans" / "lai-chau-2022").glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        lines = text.splitlines()
        for key, line in key_lines(text).items():
            last = key.rpartition(".")[2].partition("[")[0] if not key[-1].isdigit() else key.rpartition(".")[2]
            if not key.endswith("]"):
                assert last in lines[line - 1], (file.name, key, line)


def test_lines_are_known_whatever_way_an_entry_is_written() -> None:
    text = """a = 1
"b.c".d = 'x # [no]'
e = [1,
  { f = "}", g = [2, 3] },   # [not.a.table]
  '''
h = 5
''']
[t."1.1"]
i = \"\"\"
j = 6 \\\\\"\"\"
[[l]]
k = 2022-03-15
[l.m]
n = 1.5
[[l]]
k = { o.p = true }
"""
    assert key_lines(text) == {
        "a": 1, "b.c": 2, "b.c.d": 2, "e": 3, "e[1]": 3, "e[2]": 4, "e[2].f": 4, "e[2].g": 4, "e[2].g[1]": 4,
        "e[2].g[2]": 4, "e[3]": 5, "t.1.1": 8, "t.1.1.i": 9, "l[1]": 11, "l[1].k": 12, "l[1].m": 13, "l[1].m.n": 14,
        "l[2]": 15, "l[2].k": 16, "l[2].k.o": 16, "l[2].k.o.p": 16,
    }  # fmt: skip


@pytest.mark.parametrize("text", [
    "a = " + "9" * 5000, 'files = ["\\u0000.toml"]', '[units]\na = "\\u0000"\n[plan]\nunit_version = "a"',
    ".".join(["a"] * 5000) + " = 1", "a = " + "[" * 5000,
    "[plan]\nyear = nan\nedition = inf", "[plan]\nid = 2023-01-01",
])  # fmt: skip
def test_toml_made_to_do_harm_is_told_as_any_mistake(folder: Path, text: str) -> None:
    (folder / "plan.toml").write_text(text, encoding="utf-8")
    assert sentences(folder)


def test_a_file_of_a_plan_larger_than_any_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_app.plan_file_reading.MOST", 100)
    assert all("không đọc được tệp" in one for one in sentences(folder))
