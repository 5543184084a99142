"""Every rule of the plan validator, fired on a broken copy of the tiny plan."""

import copy
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_app import texts
from desktop_app.domain.plan_check import check_plan
from desktop_app.domain.plan_findings import Findings, SourcePlace
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.errors import AppError
from desktop_app.messages import Label
from desktop_app.plan_files import load_plan, read_plan
from desktop_app.texts import in_words
from tests.new_plans import replace
from tests.sentences import said

TINY = Path(__file__).resolve().parent.parent / "data" / "plans" / "tiny"
WHOLE, WHERE = read_plan(TINY)
GONE = object()

TREE = "kinds/planting/fields/tree"
TREES = "kinds/planting/fields/trees"
DAY = "kinds/planting/fields/day"
HECTARES = "kinds/planting/fields/hectares"
SHARE = "indicators/CAY.1"
CHECKED = "kinds/planting_check"
RULE = {"severity": "error", "judged": "always", "vi": "Sai."}


def step(into: Any, name: str) -> Any:
    return into[int(name)] if isinstance(into, list) else into[name]


def changed(path: str, content: Any) -> dict[str, Any]:
    """The tiny plan with the part at `path` replaced, added or, for GONE, taken out."""
    plan = copy.deepcopy(WHOLE)
    *steps, last = path.split("/")
    into: Any = plan
    for name in steps:
        into = step(into, name)
    if content is GONE:
        del into[last]
    elif isinstance(into, list):
        into[int(last) : int(last) + 1] = [content]
    else:
        into[last] = content
    return plan


def rule(expr: str, **more: str) -> list[dict[str, str]]:
    return [{"expr": expr, **RULE, **more}]


def deep(levels: int) -> list[Any]:
    found: list[Any] = []
    for _ in range(levels):
        found = [found]
    return found


BROKEN: dict[str, tuple[str, Any, str, str, str]] = {
    # name: (path, new content, file, key in the sentence, words of the reason)
    "an unknown key": (f"{TREE}/colour", "red", "trees.toml", "kinds.planting.fields.tree.colour", "không có khóa “"),
    "an unknown section": ("colours", {}, "plan.toml", "colours", "không có khóa “"),
    "a missing key": (f"{TREE}/privacy", GONE, "trees.toml", "kinds.planting.fields.tree", "thiếu “privacy”"),
    "a missing section": ("areas", GONE, "plan.toml", "areas", "thiếu “areas”"),
    "a number where text belongs": (f"{TREE}/required", 1, "trees.toml", "fields.tree.required", "chuỗi chữ"),
    "text where a number belongs": ("plan/year", "2023", "plan.toml", "plan.year", "một năm từ 1900 đến 2200"),
    "a number beyond all bounds": ("plan/edition", 10**30, "plan.toml", "plan.edition", "số nguyên"),
    "a threshold that is no number": (f"{SHARE}/threshold", float("nan"), "trees.toml", "CAY.1.threshold", "một số"),
    "a threshold without end": (f"{SHARE}/threshold", 10**400, "trees.toml", "CAY.1.threshold", "một số"),
    "a year that no calendar has": ("plan/year", 10**9, "plan.toml", "plan.year", "một năm từ 1900"),
    "a name too long for a file": ("plan/id", "x" * 300, "plan.toml", "plan.id", "chữ thường"),
    "lists without end": ("roles", {"a": deep(200)}, "plan.toml", "roles", "quá sâu"),
    "true where a number belongs": ("plan/edition", True, "plan.toml", "plan.edition", "số nguyên"),
    "text where a truth value belongs": (f"{TREE}/keep", "yes", "trees.toml", "fields.tree.keep", "true hoặc false"),
    "text where a threshold belongs": (f"{SHARE}/threshold", "50", "trees.toml", "CAY.1.threshold", "một số"),
    "a list where a table belongs": (TREE, [], "trees.toml", "kinds.planting.fields.tree", "một bảng"),
    "a table where a list belongs": (f"{TREES}/checks", {}, "trees.toml", "fields.trees.checks", "một danh sách"),
    "text where a list belongs": ("kinds/planting/columns", "day", "trees.toml", "kinds.planting.columns", "danh sách"),
    "text where kinds belong": ("kinds", "x", "plan.toml", "kinds", "một bảng"),
    "a day that does not exist": ("plan/doc_date", "2023-02-30", "plan.toml", "plan.doc_date", "một ngày có thật"),
    "a day in another spelling": ("holidays/0/date", "1/5/2023", "plan.toml", "holidays[1].date", "một ngày có thật"),
    "a number where a day belongs": ("plan/doc_date", 20230210, "plan.toml", "plan.doc_date", "một ngày có thật"),
    "a level that is a number": ("seeds/0/for_each", 3, "beaches.toml", "seeds[1].for_each", "cấp"),
    "a setting that is a list": ("plan/settings/reply_days", [1], "plan.toml", "settings.reply_days", "chuỗi hoặc số"),
    "half a span": ("period_schemes/rieng/days/2023", ["2023-01-09"], "plan.toml", "rieng.days.2023", "ngày cuối"),
    "a unit row too short": ("units/a/1", ["01", "H"], "units-a.tsv", "units.a[2]", "một dòng gồm"),
    "a lineage of three": ("lineage/0", ["a:0111", "b:01", "x"], "plan.toml", "lineage[1]", "một cặp"),
    "a kind named as a table of ours": (
        "kinds/record", {**WHOLE["kinds"]["nursery"]}, "plan.toml", "kinds.record", "chương trình đã dùng",
    ),
    "a name with capitals": ("kinds/Xyz", {**WHOLE["kinds"]["nursery"]}, "plan.toml", "kinds.Xyz", "tên không hợp lệ"),
    "a label without Vietnamese": (f"{TREE}/label", {"en": "Tree"}, "trees.toml", "tree.label", "thiếu chữ tiếng Việt"),
    "a blank label": (f"{TREE}/label", {"vi": " "}, "trees.toml", "fields.tree.label.vi", "chuỗi chữ không trống"),
    "a label that is plain text": (f"{TREE}/label", "Cây", "trees.toml", "fields.tree.label", "một bảng"),
    "a blank text of an indicator": (f"{SHARE}/texts/zero", "", "trees.toml", "CAY.1.texts.zero", "chuỗi chữ"),
    "a check without its message": (
        f"{TREES}/checks/0/vi", GONE, "trees.toml", "trees.checks[1]", "thiếu chữ tiếng Việt",
    ),
    "text that is not composed": (
        f"{TREE}/label", {"vi": unicodedata.normalize("NFD", "Loài cây")}, "trees.toml", "tree.label.vi", "NFC",
    ),
    "an id with blanks": ("plan/id", "my plan", "plan.toml", "plan.id", "không dùng làm tên kế hoạch được"),
    "an id of a device": ("plan/id", "aux", "plan.toml", "plan.id", "Windows dành cho thiết bị"),
    "edition nought": ("plan/edition", 0, "plan.toml", "plan.edition", "từ 1 trở lên"),
    "an unknown scheme in force": ("plan/period_scheme", "nd09", "plan.toml", "plan.period_scheme", "không có “nd09”"),
    "an unknown member level": ("plan/member_level", "huyen", "plan.toml", "plan.member_level", "không có “huyen”"),
    "an empty choice list": ("choices/tree", {}, "plan.toml", "choices.tree", "chưa có giá trị"),
    "two choices of one label": (
        "choices/tool/xeng/label/vi", "Cuốc", "plan.toml", "choices.tool", "“Cuốc” ghi hai lần",
    ),
    "a choice that ends before it starts": (
        "choices/tree/tram/valid_to", "2019-12-31", "plan.toml", "choices.tree.tram", "trước ngày đầu",
    ),
    "a choice with a bad day": (
        "choices/tree/tram/valid_to", "never", "plan.toml", "tree.tram.valid_to", "ngày có thật",
    ),
    "an unknown storage": ("kinds/nursery/storage", "disk", "trees.toml", "kinds.nursery.storage", "không có “disk”"),
    "an unknown area": ("kinds/nursery/area", "9", "trees.toml", "kinds.nursery.area", "không có “9”"),
    "an unknown activity area": ("kinds/planting/activity_area", "9", "trees.toml", "activity_area", "không có “9”"),
    "an unknown level of entry": ("kinds/nursery/entered_at", ["xa"], "trees.toml", "entered_at", "không có “xa”"),
    "a level of entry twice": ("kinds/nursery/entered_at", ["to", "to"], "trees.toml", "entered_at", "hai lần"),
    "a record kind without title": ("kinds/nursery/title", GONE, "trees.toml", "kinds.nursery", "thiếu “title”"),
    "a record kind without fields": (
        "kinds/volunteers/fields", {}, "beaches.toml", "kinds.volunteers", "thiếu “fields”",
    ),
    "a title of no field": (
        "kinds/nursery/title", "{nam}", "trees.toml", "kinds.nursery.title", "không có trường “nam”",
    ),
    "a title with an odd brace": ("kinds/nursery/title", "{name", "trees.toml", "kinds.nursery.title", "ngoặc nhọn"),
    "a column of no field": (
        "kinds/nursery/columns", ["nam"], "trees.toml", "nursery.columns", "không có trường “nam”",
    ),
    "a column twice": ("kinds/nursery/columns", ["name", "name"], "trees.toml", "nursery.columns", "hai lần"),
    "a parent without its field": (
        f"{CHECKED}/parent_field", GONE, "trees.toml", "kinds.planting_check", "đi cùng nhau",
    ),
    "an unknown parent": (f"{CHECKED}/parent", "plantin", "trees.toml", "planting_check.parent", "không có loại phiếu"),
    "a parent field that leads elsewhere": (
        f"{CHECKED}/parent_field", "day", "trees.toml", "planting_check.parent_field", "không phải trường ref:planting",
    ),
    "carried by no known rule": (
        "kinds/nursery/carried", "sometimes", "trees.toml", "nursery.carried", "không có “sometimes”",
    ),
    "carried where a condition names no field": (
        "kinds/nursery/carried", "when clsoed >= year_start", "trees.toml", "nursery.carried", "clsoed",
    ),
    "the latest of a kind without a parent": (
        "kinds/nursery/carried", "latest", "trees.toml", "nursery.carried", "“latest” chỉ dùng cho",
    ),
    "carried where its parent stays": (
        f"{CHECKED}/carried", "always", "trees.toml", "planting_check.carried", "phiếu mẹ “planting” không được chuyển",
    ),
    "a natural key of no field": (
        f"{CHECKED}/natural_key", ["dya"], "trees.toml", "natural_key", "không có trường “dya”",
    ),
    "a natural key of free text": (
        "kinds/nursery/natural_key", ["name"], "trees.toml", "nursery.natural_key", "chữ tự do",
    ),
    "a natural key that may stay empty": (
        "kinds/cleaning/natural_key", ["bags"], "beaches.toml", "cleaning.natural_key", "phải bắt buộc",
    ),
    "a natural key of a parent": (
        "kinds/planting/natural_key", ["day"], "trees.toml", "planting.natural_key", "phiếu con",
    ),
    "a natural key field twice": (f"{CHECKED}/natural_key", ["day", "day"], "trees.toml", "natural_key", "hai lần"),
    "a date path that leads nowhere": (
        "kinds/planting/date_field", "dya", "trees.toml", "planting.date_field", "“dya”",
    ),
    "a date path over no reference": (f"{CHECKED}/date_field", "day.day", "trees.toml", "date_field", "“day.day”"),
    "a unit path to no unit": (f"{CHECKED}/unit_field", "planting.day", "trees.toml", "unit_field", "“planting.day”"),
    "a period without its code": (
        "kinds/volunteers/fields/period_code/type", "text", "beaches.toml", "volunteers.date_field",
        "period_code (choice)",
    ),
    "an unknown type": (f"{TREE}/type", "chioce", "trees.toml", "fields.tree.type", "không có “chioce”"),
    "a reference to nothing": (
        "kinds/planting/fields/nursery/type", "ref", "trees.toml", "nursery.type", "không có “ref”",
    ),
    "a target where none belongs": (
        f"{TREES}/type", "int:nursery", "trees.toml", "trees.type", "không có “int:nursery”",
    ),
    "a reference to an unknown kind": (
        "kinds/planting/fields/nursery/type", "ref:garden", "trees.toml", "nursery.type",
        "không có loại phiếu “garden”",
    ),
    "a choice without a list": (f"{TREE}/choices", GONE, "trees.toml", "fields.tree", "thiếu tên danh mục"),
    "a list where none belongs": (f"{TREES}/choices", "tree", "trees.toml", "fields.trees", "choices chỉ dùng cho"),
    "an unknown list": (f"{TREE}/choices", "trees", "trees.toml", "fields.tree.choices", "không có “trees”"),
    "an unknown privacy class": (f"{TREE}/privacy", "P3", "trees.toml", "fields.tree.privacy", "không có “P3”"),
    "bounds of a text": (f"{TREE}/plausible", [1, 2], "trees.toml", "fields.tree.plausible", "chỉ dùng cho trường số"),
    "bounds the wrong way": (f"{DAY}/plausible", [2, 1], "trees.toml", "fields.day.plausible", "số nguyên nhỏ nhất"),
    "a plain date": (f"{DAY}/plain", True, "trees.toml", "fields.day.plain", "chỉ dùng cho trường int"),
    "an unknown indicator": (f"{DAY}/counts_in", ["CAY.9"], "trees.toml", "day.counts_in", "không có “CAY.9”"),
    "an indicator twice": (f"{DAY}/counts_in", ["CAY.1", "CAY.1"], "trees.toml", "day.counts_in", "hai lần"),
    "a field with a name of the program": (
        "kinds/nursery/fields/id", WHOLE["kinds"]["nursery"]["fields"]["name"], "trees.toml", "fields.id", "đã dùng",
    ),
    "a default outside its list": (
        f"{TREE}/default", "thong", "trees.toml", "tree.default", "“thong” không phải giá trị",
    ),
    "a default that is no number": (f"{TREES}/default", "one", "trees.toml", "trees.default", "trường loại int"),
    "a default that is no fraction": (f"{HECTARES}/default", "½", "trees.toml", "hectares.default", "loại decimal"),
    "a default that is no truth value": (
        "kinds/planting/fields/watered/default", "yes", "trees.toml", "watered.default", "trường loại bool",
    ),
    "a default that is no day": (f"{DAY}/default", "today", "trees.toml", "day.default", "trường loại date"),
    "a default for a list": (
        "kinds/planting/fields/tools/default", "cuoc", "trees.toml", "tools.default", "loại multi",
    ),
    "a default that does not parse": (f"{DAY}/default", "=today +", "trees.toml", "day.default", "không đọc được"),
    "a default that names no field": (f"{DAY}/default", "=tody", "trees.toml", "day.default", "không có trường “tody”"),
    "a default from no parent": (f"{DAY}/default", "=nursery.name", "trees.toml", "day.default", "“nursery.name”"),
    "a running number without number": (
        "kinds/cleaning/fields/code/default", "=auto('B-{unit}')", "beaches.toml", "code.default",
        "mẫu số chạy “B-{unit}”",
    ),
    "a running number of an unknown word": (
        "kinds/cleaning/fields/code/default", "=auto('{day}-{n:03}')", "beaches.toml", "code.default", "mẫu số chạy",
    ),
    "an unknown word for required": (
        f"{TREE}/required", "often", "trees.toml", "tree.required", "“often” không hợp lệ",
    ),
    "a condition that names no field": (f"{TREE}/required", "when tre == 1", "trees.toml", "tree.required", "“tre”"),
    "a check that does not parse": (
        f"{TREES}/checks", rule("trees >="), "trees.toml", "checks[1].expr", "không đọc được",
    ),
    "a check that names no field": (f"{TREES}/checks", rule("tree_s > 1"), "trees.toml", "checks[1].expr", "“tree_s”"),
    "a check with an unknown function": (
        f"{TREES}/checks", rule("max(trees) > 1"), "trees.toml", "checks[1].expr", "max()",
    ),
    "a check with a function of defaults": (
        f"{TREES}/checks", rule("present(auto('{n:03}'))"), "trees.toml", "checks[1].expr",
        "chỉ dùng cho giá trị mặc định",
    ),
    "a check against an unknown choice": (
        f"{TREES}/checks", rule("tree != 'thong'"), "trees.toml", "checks[1].expr",
        "“thong” không phải giá trị của tree",
    ),
    "a check against unknown choices": (
        f"{TREES}/checks", rule("tree in ('lim', 'thong')"), "trees.toml", "checks[1].expr", "“thong”",
    ),
    "a check for an unknown choice of many": (
        f"{TREES}/checks", rule("has(tools, 'dao')"), "trees.toml", "checks[1].expr",
        "“dao” không phải giá trị của tools",
    ),
    "a check against an unknown level": (
        f"{TREES}/checks", rule("level(place) == 'xa'"), "trees.toml", "checks[1].expr",
        "không phải giá trị của level()",
    ),
    "an unknown severity": (f"{TREES}/checks", rule("trees > 1", severity="hint"), "trees.toml", "severity", "“hint”"),
    "an unknown time of judging": (f"{TREES}/checks", rule("trees > 1", judged="now"), "trees.toml", "judged", "“now”"),
    "a check of today that is always judged": (
        f"{DAY}/checks", rule("day <= today"), "trees.toml", "day.checks[1].judged", "today hoặc proposed_due",
    ),
    "a timeless check judged at entry": (
        f"{TREES}/checks", rule("trees > 1", judged="entry"), "trees.toml", "trees.checks[1].judged", "today hoặc",
    ),
    "a check twice": (
        f"{TREES}/checks", rule("trees > 1") * 2, "trees.toml", "trees.checks", "“trees > 1” ghi hai lần",
    ),
    "an indicator of an unknown area": (f"{SHARE}/area", "9", "trees.toml", "indicators.CAY.1.area", "không có “9”"),
    "an unknown measure": (f"{SHARE}/measure", "speed", "trees.toml", "CAY.1.measure", "không có “speed”"),
    "an unknown comparison": (f"{SHARE}/op", "<>", "trees.toml", "CAY.1.op", "không có “<>”"),
    "an unknown window": (f"{SHARE}/window", "ever", "trees.toml", "CAY.1.window", "không có “ever”"),
    "an unknown level of an indicator": (f"{SHARE}/min_level", "xa", "trees.toml", "CAY.1.min_level", "không có “xa”"),
    "a negative threshold": (f"{SHARE}/threshold", -1, "trees.toml", "CAY.1.threshold", "ngưỡng -1"),
    "an upper threshold below the lower": (
        f"{SHARE}/threshold_max", 40, "trees.toml", "CAY.1.threshold", "ngưỡng trên 40",
    ),
    "an unknown text": (f"{SHARE}/texts/footer", "x", "trees.toml", "CAY.1.texts.footer", "không có khóa “"),
    "no default reading": (f"{SHARE}/readings/default", GONE, "trees.toml", "CAY.1.readings", "thiếu “default”"),
    "a reading without a name": (
        f"{SHARE}/readings/free", WHOLE["indicators"]["CAY.1"]["readings"]["strict"], "trees.toml", "readings.free",
        "label",
    ),
    "an unknown part of the year": (f"{SHARE}/readings/strict/judged", "week", "trees.toml", "strict.judged", "“week”"),
    "a reading in SQL": (
        f"{SHARE}/readings/strict/members", "DELETE FROM planting", "trees.toml", "strict.members", "không có khóa",
    ),
    "a set named as a kind": (
        "sets/cleaning", {"label": {"vi": "x"}, "of": "planting"}, "plan.toml", "sets.cleaning",
        "trùng tên với loại phiếu",
    ),
    "a statistic of an unknown area": ("statistics/0/area", "9", "trees.toml", "statistics[1].area", "không có “9”"),
    "a statistic of an unknown kind": ("statistics/1/kind", "tide", "beaches.toml", "statistics[1].kind", "“tide”"),
    "a sum of no number": (
        "statistics/0/sum", "tree", "trees.toml", "statistics[1].sum", "“tree” không phải trường loại",
    ),
    "a sum of no field": ("statistics/0/sum", "tre", "trees.toml", "statistics[1].sum", "“tre” không phải trường loại"),
    "a breakdown by no choice": ("statistics/0/by", "trees", "trees.toml", "statistics[1].by", "trường loại choice"),
    "a condition of a statistic on no field": (
        "statistics/1/where", "bag > 0", "beaches.toml", "statistics[1].where", "không có trường “bag”",
    ),
    "a statistic of an unknown annex": (
        "statistics/0/annex", "Z", "trees.toml", "statistics[1].annex", "không có “Z”",
    ),
    "an unknown breakdown by unit": (
        "statistics/0/per_unit", "most", "trees.toml", "statistics[1].per_unit", "không có “most”",
    ),
    "parts by unit of nothing": ("statistics/1/per_unit", "by", "beaches.toml", "statistics[1].per_unit", "cần có by"),
    "people divided twice": (
        "statistics/0", WHOLE["statistics"][0] | {"people": True, "per_unit": "by"}, "trees.toml",
        "statistics[1].per_unit", "không được chia nhỏ",
    ),
    "two annexes of indicators": (
        "annexes", {name: {"title": {"vi": name}, "indicators": True} for name in "AB"}, "plan.toml",
        "annexes.B.indicators", "chỉ một phụ lục",
    ),
    "an annex without a title": ("annexes", {"A": {}}, "plan.toml", "annexes.A", "thiếu “title”"),
    "an unknown role": ("roles", {"judge": {"kind": "planting"}}, "plan.toml", "roles.judge", "không có “judge”"),
    "a role that is text": ("roles", {"target": "planting"}, "plan.toml", "roles.target", "một bảng hoặc danh sách"),
    "a role that is a list": ("roles", {"submission": ["x"]}, "plan.toml", "roles.submission", "thiếu “kind”"),
    "a role without its field": (
        "roles", {"submission": {"kind": "planting"}}, "plan.toml", "submission", "thiếu “date”",
    ),
    "declarations of a day, not of a period": (
        "roles", {"declaration": {"kind": "planting", "area": "species"}}, "plan.toml", "declaration.kind",
        "phải ghi theo kỳ",
    ),
    "a role of an unknown kind": (
        "roles", {"submission": {"kind": "tide", "date": "day"}}, "plan.toml", "submission.kind",
        "không có loại phiếu “tide”",
    ),
    "a role of no field": (
        "roles", {"submission": {"kind": "planting", "date": "date"}}, "plan.toml", "submission",
        "không có trường “date”",
    ),
    "a role with a key too many": (
        "roles", {"submission": {"kind": "planting", "date": "day", "dates": "day"}}, "plan.toml", "submission.dates",
        "không có khóa “dates” (có phải “date”?)",
    ),
    "an unknown source of days": (
        "due_rules/thuong/from_field", "day", "plan.toml", "thuong.from_field", "không có “day”",
    ),
    "no days": ("due_rules/thuong/days", 0, "plan.toml", "due_rules.thuong.days", "từ 1 trở lên"),
    "an unknown setting": (
        "due_rules/thuong/days_setting", "days", "plan.toml", "thuong.days_setting", "không có “days”",
    ),
    "a scheme without days": (
        "period_schemes/theo_thang/start_day", GONE, "plan.toml", "theo_thang", "start_day hoặc days",
    ),
    "a scheme with both": ("period_schemes/rieng/start_day", 1, "plan.toml", "rieng", "start_day hoặc days"),
    "a month that starts on day 31": (
        "period_schemes/theo_thang/start_day", 31, "plan.toml", "start_day", "từ 1 đến 28",
    ),
    "a period of an unknown name": (
        "period_schemes/rieng/days/2023-Q9", ["2023-01-09", "2023-02-09"], "plan.toml", "days.2023-Q9",
        "không phải một kỳ",
    ),
    "a period of an unknown year": (
        "period_schemes/rieng/days/23-Q1", ["2023-01-09", "2023-02-09"], "plan.toml", "days.23-Q1", "không phải một kỳ",
    ),
    "a period that ends before it starts": (
        "period_schemes/rieng/days/2023", ["2023-12-31", "2023-01-01"], "plan.toml", "days.2023", "trước ngày đầu",
    ),
    "a holiday twice": ("holidays", WHOLE["holidays"] * 2, "plan.toml", "holidays", "“2023-05-01” ghi hai lần"),
    "an unknown unit list in force": ("plan/unit_version", "c", "plan.toml", "plan.unit_version", "không có “c”"),
    "another root": ("plan/root", "01", "plan.toml", "plan.root", "đơn vị gốc “01”"),
    "two units without a parent": ("units/a/1/1", "", "plan.toml", "plan.root", "đơn vị duy nhất không có cấp trên"),
    "no unit without a parent": ("units/b/0/1", "01", "units-b.tsv", "units.b", "đúng một đơn vị"),
    "a unit twice": ("units/a/2/0", "01", "units-a.tsv", "units.a", "“01” ghi hai lần"),
    "a unit without a name": ("units/a/2/4", " ", "units-a.tsv", "units.a.02", "thiếu mã hoặc tên"),
    "a unit of an unknown level": ("units/a/2/2", "huyen", "units-a.tsv", "units.a.02", "không có “huyen”"),
    "a unit without its parent": (
        "units/a/8/1", "022", "units-a.tsv", "units.a.0212", "không có đơn vị cấp trên “022”",
    ),
    "a unit above its parent": ("units/a/8/2", "vung", "units-a.tsv", "units.a.0212", "phải thấp hơn"),
    "a unit inside itself": ("units/a/8/1", "0212", "units-a.tsv", "units.a.0212", "phải thấp hơn"),
    "another name of an unknown unit": ("aliases/a/99", ["X"], "aliases-a.tsv", "aliases.a.99", "không có đơn vị “99”"),
    "another name in an unknown list": ("aliases/c", {"01": ["X"]}, "plan.toml", "aliases.c.01", "danh mục c"),
    "a lineage from an unknown unit": (
        "lineage/0", ["a:99", "b:01"], "plan.toml", "lineage.a:99", "danh mục a không có đơn vị “99”",
    ),
    "a lineage to an unknown unit": (
        "lineage/0", ["a:0111", "b:99"], "units-b-from-a.tsv", "a:0111", "danh mục b không có đơn vị “99”",
    ),
    "a lineage inside one list": ("lineage/0", ["a:0111", "a:01"], "units-b-from-a.tsv", "a:0111", "cùng một danh mục"),
    "an heir told twice": ("lineage/1", ["a:0111", "b:01"], "plan.toml", "lineage", "“a:0111 › b:01” ghi hai lần"),
    "a record of an unknown kind": ("seeds/0/kind", "garden", "beaches.toml", "seeds[1].kind", "“garden”"),
    "a record without its id": ("seeds/0/id", GONE, "beaches.toml", "seeds[1]", "thiếu id cố định"),
    "a record of an unknown level": ("seeds/0/for_each", "xa", "beaches.toml", "seeds[1].for_each", "không có “xa”"),
    "a record with an unknown word": ("seeds/0/fields/name", "{unti}", "beaches.toml", "seeds[1]", "{unti}"),
    "a word without units": ("seeds/0/for_each", GONE, "beaches.toml", "seeds[1]", "{code}"),
    "a record with an unknown field": ("seeds/0/fields/colour", "x", "beaches.toml", "seeds[1].fields", "“colour”"),
    "an id for many": ("seeds/0/id", "vuon", "beaches.toml", "seeds[1]", "“vuon” ghi hai lần"),
    "a record with a value of another type": ("seeds/0/fields/name", 5, "beaches.toml", "seeds[1]", "phiếu vuon-01"),
    "a record of an unknown unit": ("seeds/0/fields/place", "99", "beaches.toml", "seeds[1]", "phiếu vuon-01"),
    "a record that is unfinished": ("seeds/0/fields/name", GONE, "beaches.toml", "seeds[1]", "Tên vườn"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_plan_is_refused_with_file_key_and_reason(name: str) -> None:
    path, content, file, key, reason = BROKEN[name]
    sentences = said(check_plan(changed(path, content), WHERE))
    assert any(s.startswith(f"Tệp {file}, ") and key in s.split(": ")[0] and reason in s for s in sentences), sentences


def test_the_tiny_plan_itself_is_right() -> None:
    assert check_plan(WHOLE, WHERE) == []


def test_a_plan_from_a_data_file_names_the_head_for_every_part() -> None:
    (sentence,) = said(check_plan(changed(f"{TREE}/privacy", "P9")))
    assert sentence.startswith("Tệp plan.toml, kinds.planting.fields.tree.privacy: ")


def test_sentences_come_in_english_too() -> None:
    texts.set_language("en")
    sentences = said(check_plan(changed(f"{TREE}/privacy", "P9"), WHERE))
    assert sentences == [
        "File trees.toml, kinds.planting.fields.tree.privacy: there is no “P9”; known ones: P0, P1, P2."
    ]


def two_kinds_inside_each_other(plan: dict[str, Any]) -> None:
    plan["kinds"]["planting"] |= {"parent": "planting_check", "parent_field": "back"}
    plan["kinds"]["planting"]["fields"]["back"] = {
        "label": {"vi": "Về"}, "type": "ref:planting_check", "required": "always", "privacy": "P0",
    }  # fmt: skip


def a_child_with_a_letter_for_each_unit(plan: dict[str, Any]) -> None:
    plan["seeds"].append({"kind": "planting_check", "id": "x", "fields": {"planting": "y", "day": "2023-03-01"}})


def a_reference_to_a_record_that_is_not_there(plan: dict[str, Any]) -> None:
    fields = {"planting": "vuon-01", "day": "2023-03-01", "alive": 3}
    plan["seeds"].append({"kind": "planting_check", "fields": fields})


def a_record_that_breaks_a_rule(plan: dict[str, Any]) -> None:
    fields = {"day": "2023-03-01", "place": "H", "tree": "lim", "trees": 900}
    plan["seeds"].append({"kind": "planting", "id": "p", "fields": fields})


def a_kind_that_lost_its_fields(plan: dict[str, Any]) -> None:
    del plan["kinds"]["cleaning"]["fields"]


COMPOUND: dict[Callable[[dict[str, Any]], None], tuple[str, ...]] = {
    two_kinds_inside_each_other: ("planting › planting_check › planting", "planting_check › planting › planting_check"),
    a_child_with_a_letter_for_each_unit: ("loại phiếu có khóa tự nhiên thì không ghi id",),
    a_reference_to_a_record_that_is_not_there: ("không có phiếu “vuon-01” đi kèm",),
    a_record_that_breaks_a_rule: ("Phải chọn chi nhánh hoặc tổ",),
    a_kind_that_lost_its_fields: ("thiếu “fields”", "không có trường “bags” mà biểu thức"),
}


@pytest.mark.parametrize("breaking", COMPOUND, ids=lambda f: f.__name__)
def test_mistakes_made_of_several_parts_are_found(breaking: Callable[[dict[str, Any]], None]) -> None:
    plan = copy.deepcopy(WHOLE)
    breaking(plan)
    sentences = " | ".join(said(check_plan(plan, WHERE)))
    assert [words for words in COMPOUND[breaking] if words not in sentences] == []


def test_a_kind_of_resources_needs_no_fields_and_its_dates_may_be_fixed() -> None:
    plan = changed("kinds/licence", {"area": "SO", "storage": "resource", "label": {"vi": "Giấy phép"}})
    plan["kinds"]["planting"]["fields"]["day"]["default"] = "2023-03-01"
    plan["kinds"]["planting"]["fields"]["note"]["default"] = "chưa có"
    plan["kinds"]["planting"]["fields"]["cost"]["default"] = "-5"
    assert check_plan(plan, WHERE) == []


def test_a_record_may_stand_for_several_levels_or_for_none() -> None:
    plan = changed("seeds/0/for_each", ["hoi", "vung"])
    plan["seeds"].append({"kind": "nursery", "id": "v", "fields": {"name": "Vườn", "place": "0111"}})
    plan["seeds"].append({"kind": "volunteers", "fields": {"unit": "H", "year": 2023, "period_code": "Y", "people": 4}})
    assert check_plan(plan, WHERE) == []


def test_a_place_is_the_innermost_part_that_is_known() -> None:
    found = Findings(
        {"kinds.a": SourcePlace("a.toml", "kinds.a"), "list[2]": SourcePlace("b.toml", "list[1]")}, "head.toml"
    )
    for key in ("kinds.a.fields.b", "list[2].kind", "list[3]", "kinds.ab"):
        found.add(key, "below_one")
    assert [sentence.split(": ")[0] for sentence in said(mistake.sentence for mistake in found.mistakes)] == [
        "Tệp a.toml, kinds.a.fields.b", "Tệp b.toml, list[1].kind", "Tệp head.toml, list[3]", "Tệp head.toml, kinds.ab",
    ]  # fmt: skip


def test_a_text_that_is_the_same_in_both_languages_may_be_written_once() -> None:
    plan = changed(f"{SHARE}/texts/min_absolute", "1/2")
    assert check_plan(plan, WHERE) == []
    assert parse_plan(plan).indicators["CAY.1"].texts["min_absolute"] == Label("1/2")


# --- files ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the tiny plan to break."""
    for file in TINY.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    return tmp_path


def refusal(folder: Path) -> str:
    with pytest.raises(AppError) as refused:
        load_plan(folder)
    return in_words(refused.value.message)


def mistakes_of(folder: Path) -> list[str]:
    """The sentences of a refusal, below the one that names the folder."""
    return refusal(folder).splitlines()[1:]


def test_several_mistakes_are_listed_and_the_rest_counted(folder: Path) -> None:
    text = (folder / "trees.toml").read_text(encoding="utf-8")
    (folder / "trees.toml").write_text(text.replace('privacy = "P0"', 'privacy = "P4"'), encoding="utf-8")
    told = refusal(folder).splitlines()
    assert folder.name in told[0]
    assert told[1].startswith("Tệp trees.toml, dòng 13, kinds.nursery.fields.name.privacy: không có “P4”")
    assert len(told) == 7
    assert told[6].startswith("… và ")


def test_a_single_mistake_is_told_alone(folder: Path) -> None:
    replace(folder / "beaches.toml", 'area = "BIEN"', 'area = "BIEM"')
    assert len(refusal(folder).splitlines()) == 2


def test_bad_syntax_is_told_with_its_line(folder: Path) -> None:
    replace(folder / "beaches.toml", 'area = "BIEN"', "area = BIEN")
    (sentence,) = mistakes_of(folder)
    assert sentence == (
        "Tệp beaches.toml, dòng 2: không đọc được giá trị; chữ phải nằm trong dấu nháy kép: “area = BIEN”."
    )


def test_a_file_in_another_encoding_is_refused(folder: Path) -> None:
    (folder / "beaches.toml").write_bytes(b'x = "b\xe3i"')
    assert mistakes_of(folder)[0].startswith("Tệp beaches.toml, dòng 1: không phải văn bản UTF-8")


def test_a_unit_list_in_another_encoding_is_refused(folder: Path) -> None:
    (folder / "units-b.tsv").write_bytes("code\tparent\tlevel\ttype\tname\nH\t\thoi\tHội\tHội".encode("utf-16"))
    assert mistakes_of(folder)[0].startswith("Tệp units-b.tsv, dòng 1: không phải văn bản UTF-8")


@pytest.mark.parametrize("name", ["plan.toml", "trees.toml", "units-a.tsv", "aliases-a.tsv", "units-b-from-a.tsv"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert mistakes_of(folder)[0].startswith(f"Tệp {name}: không đọc được tệp")


def test_a_file_that_the_plan_does_not_list_is_refused_but_hints_for_invented_records_may_lie_there(
    folder: Path,
) -> None:
    (folder / "demo.toml").write_text("", encoding="utf-8")
    load_plan(folder)
    (folder / "more.toml").write_text("", encoding="utf-8")
    assert mistakes_of(folder)[0].startswith("Tệp more.toml: nằm trong thư mục kế hoạch")


def test_a_name_in_two_files_is_refused(folder: Path) -> None:
    replace(folder / "beaches.toml", "[kinds.cleaning]", "[areas.CAY]\nlabel = { vi = 'x' }\n\n[kinds.cleaning]")
    assert mistakes_of(folder) == ["Tệp beaches.toml, dòng 1, areas.CAY: đã có trong tệp plan.toml."]


@pytest.mark.parametrize("name", ["../plan.toml", "/etc/hosts", ""])
def test_a_plan_reaches_no_file_outside_its_folders(folder: Path, name: str) -> None:
    replace(folder / "plan.toml", 'a = "units-a.tsv"', f'a = "{name}"')
    assert mistakes_of(folder)[0].startswith("Tệp plan.toml, dòng 31, units.a: ")


def test_a_file_name_that_is_no_text_is_refused(folder: Path) -> None:
    replace(folder / "plan.toml", 'lineage = ["units-b-from-a.tsv"]', "lineage = 5")
    assert mistakes_of(folder)[0].startswith("Tệp plan.toml, dòng 3, lineage: “5” phải là tên một tệp")


def test_a_section_of_another_make_is_refused(folder: Path) -> None:
    replace(folder / "beaches.toml", "[[seeds]]", "[seeds.x]\n[[statistics]]")
    replace(folder / "trees.toml", "[[statistics]]", "[statistics.x]")
    assert "statistics" in refusal(folder)
    replace(folder / "plan.toml", "files =", "sets = 5\nfiles =")
    assert any("sets: phải là phần [sets.…]" in sentence for sentence in mistakes_of(folder))


def test_units_that_are_a_list_are_refused(folder: Path) -> None:
    replace(folder / "plan.toml", "[units]", "[[units]]")
    assert "units: phải là một bảng" in refusal(folder)


def test_a_unit_list_with_other_columns_is_refused(folder: Path) -> None:
    replace(folder / "units-a.tsv", "code\tparent", "parent\tcode")
    assert mistakes_of(folder)[0].startswith(
        "Tệp units-a.tsv, dòng 1: dòng đầu phải là tên các cột code, parent, level"
    )


def test_an_empty_unit_list_is_refused(folder: Path) -> None:
    (folder / "units-a.tsv").write_text("", encoding="utf-8")
    assert "dòng đầu phải là tên các cột" in refusal(folder)


def test_a_short_row_is_named_by_its_line(folder: Path) -> None:
    replace(folder / "units-a.tsv", "\tvung\tVùng\tVùng Đông", "")
    assert mistakes_of(folder)[0].startswith("Tệp units-a.tsv, dòng 4: thiếu cột")


def test_of_very_many_mistakes_it_is_said_that_there_are_more() -> None:
    """Each one told takes memory and a search for its line: a file of 100,000 keys took half a minute."""
    found = check_plan({**WHOLE, **{f"k{number}": {"a": number} for number in range(3_000)}})
    assert len(found) == 1_001
    assert in_words(found[-1]).endswith("còn nhiều lỗi nữa; sửa các lỗi trên rồi kiểm tra lại.")
