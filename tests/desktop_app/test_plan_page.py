"""The page for those who write plans: its plan is the one that the program writes, no key is missing or too many."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from desktop_app.domain import plan_shape
from desktop_app.domain.comparisons import COMPARISONS
from desktop_app.domain.completeness import NOTHING
from desktop_app.domain.expressions import FUNCTIONS as RULE_FUNCTIONS
from desktop_app.domain.field_types import FIELD_TYPES
from desktop_app.domain.measures import MEASURES
from desktop_app.domain.period_codes import WEEKDAYS
from desktop_app.domain.plan import BY_PERIOD
from desktop_app.domain.plan_check import DUE_FROM
from desktop_app.domain.plan_check_figures import PER_UNIT, WINDOWS
from desktop_app.domain.plan_check_kinds import JUDGED, SEVERITIES, STORAGES
from desktop_app.domain.plan_check_privacy import PRIVACIES
from desktop_app.domain.plan_check_roles import ROLES
from desktop_app.domain.plan_check_texts import TEXT_GROUPS, TEXTS
from desktop_app.domain.plan_check_types import DEFAULT_WORDS, RULE_WORDS
from desktop_app.domain.plan_indicators import NAMED_READINGS
from desktop_app.domain.plan_language import vocabulary
from desktop_app.domain.plan_seeds import WORDS
from desktop_app.domain.plan_shaping import KeyedTable
from desktop_app.domain.year_targets import PATHS
from desktop_app.plan_files import load_plan
from desktop_app.session import figures, imports, plan_checks
from tests.new_files import new_file

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "PLAN.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(?:toml)?\n(.*?)```", PAGE, re.DOTALL)
PARTS = {
    "Các phần của kế hoạch": plan_shape.PLAN,
    "`[plan]`": plan_shape.HEADER,
    "`[areas.MÃ]`": plan_shape.AREA,
    "`[kinds.TÊN]`": plan_shape.KIND,
    "`[kinds.TÊN.fields.TRƯỜNG]`": plan_shape.FIELD,
    "`checks` của một trường": plan_shape.CHECK,
    "`[choices.DANH_MỤC]`, mỗi giá trị một dòng": plan_shape.CHOICE,
    '`[indicators."MÃ"]`': plan_shape.INDICATOR,
    "`[sets.TÊN]`": plan_shape.SET,
    '`[indicators."MÃ".readings.CÁCH]`': plan_shape.READING,
    "`[due_rules.TÊN]`": plan_shape.DUE_RULE,
    "`[[statistics]]`": plan_shape.STATISTIC,
    "`[tasks.TÊN]`": plan_shape.TASK,
    "`[annexes.MÃ]`": plan_shape.ANNEX,
    "`[[seeds]]`": plan_shape.SEED,
    "`[dhis2]`": plan_shape.DHIS2,
    "`[period_schemes.TÊN]`": plan_shape.SCHEME,
    "`[period_schemes.TÊN.codes]`, mỗi kỳ một dòng": plan_shape.PERIOD_CODE,
}


def section(heading: str) -> str:
    return PAGE.split(f"\n### {heading}\n")[1].split("\n##")[0]


def keys_of(heading: str) -> dict[str, bool]:
    """The keys in the first column of a part's tables, and whether each must be there."""
    cells = [line.split(" | ")[0] for line in section(heading).splitlines() if line.startswith("| `")]
    return {key: bool(star) for cell in cells for key, star in re.findall(r"`(\w+)`(\*?)", cell)}


def words_of(text: str) -> set[str]:
    """Every word in the quotes of code."""
    return {word for quoted in re.findall(r"`([^`\n]+)`", text) for word in re.findall(r"[\w<>=]+", quoted)}


@pytest.mark.parametrize("heading", PARTS)
def test_the_page_names_every_key_and_whether_it_must_be_there(heading: str) -> None:
    shape = PARTS[heading]
    assert keys_of(heading) == {key: key in shape.required for key in shape.keys}


def test_the_page_has_a_part_for_every_table_of_a_plan() -> None:
    tables = {name for name, shape in vars(plan_shape).items() if isinstance(shape, KeyedTable) and name.isupper()}
    assert tables == {name for name, shape in vars(plan_shape).items() if any(shape is part for part in PARTS.values())}


def test_the_page_names_every_role_with_its_fields() -> None:
    rows = {row.split("`")[1]: row for row in section("`[roles.VAI_TRÒ]`").splitlines() if row.startswith("| `")}
    assert rows.keys() == ROLES.keys()
    for role, known in ROLES.items():
        assert words_of(rows[role]) == {role, *known.must, *known.may}


def test_the_page_names_every_word_that_a_key_may_have() -> None:
    known = {
        *STORAGES, *PRIVACIES, *SEVERITIES, *JUDGED, *FIELD_TYPES, *MEASURES, *COMPARISONS, *WINDOWS, *PER_UNIT,
        *NAMED_READINGS, *TEXTS, *TEXT_GROUPS, *DUE_FROM, *BY_PERIOD.split("+"), *WORDS, *RULE_FUNCTIONS, *RULE_WORDS,
        *DEFAULT_WORDS, *vocabulary.PARAMETERS, *vocabulary.LEVELS, *vocabulary.FUNCTIONS, *vocabulary.ASKS,
        *vocabulary.WINDOWS, *vocabulary.CALENDARS, *vocabulary.POPULATIONS, *vocabulary.LINKS, *vocabulary.SUMS,
        vocabulary.YEAR_ACTIVITY, *PATHS, *WEEKDAYS,
    }  # fmt: skip
    assert known - {""} - words_of(PAGE) == set()


def test_the_plan_on_the_page_is_the_one_that_the_program_writes() -> None:
    files = plan_checks.new_plan("bao-ve-rung", "Kế hoạch bảo vệ rừng · 2026", date(2026, 3, 15))
    assert BLOCKS[:2] == [files["plan.toml"], files["units.tsv"]]


def test_with_the_example_of_a_role_an_office_declares_that_nothing_happened(tmp_path: Path) -> None:
    (tmp_path / "units.tsv").write_text(BLOCKS[1], encoding="utf-8")
    (tmp_path / "plan.toml").write_text(BLOCKS[0] + BLOCKS[2], encoding="utf-8")
    folder = tmp_path.rename(tmp_path.parent / "bao-ve-rung")
    assert plan_checks.check_plan_at(folder) == []
    now = datetime(2026, 4, 2, tzinfo=UTC)
    with new_file(folder / "xã.db", load_plan(folder), "0101", "Lan", now=lambda: now) as file:
        day = {"ngay": "2026-04-02", "nguoi_khai": "Lan"}
        values = {"xa": "0101", "linh_vuc": "1", "year": 2026, "period_code": "Q1", **day}
        assert imports.import_lines(file, [json.dumps({"kind": "khong_phat_sinh", "fields": values})]).ids
        (said,) = figures.completeness(file, figures.read_period(file, "2026-Q1"))
        assert (said.area, said.state, said.declared_by) == ("1", NOTHING, "Lan")
