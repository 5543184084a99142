"""The plan names five tasks and two solutions; each kind and statistic belongs to one, and results are told by them."""

import re
from collections import Counter
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop_app.domain.plan_check import check_plan
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.domain.task_results import results_by_task
from desktop_app.plan_files import available_plans, load_plan, plan_folder
from desktop_app.report.blocks import Table
from desktop_app.report.contents import build
from desktop_app.report.extras import TASKS
from desktop_app.session import editing, figures
from desktop_app.session.report_data import collect
from tests.desktop_app import report_samples as samples
from tests.new_files import new_file
from tests.sentences import said

TASKS_OF_THE_PLAN = ["truyen_thong", "phong_ngua", "can_thiep", "dau_tranh", "dao_tao"]


@pytest.mark.parametrize("plan_id", available_plans())
def test_each_kind_and_statistic_belongs_to_one_task_or_solution(plan_id: str) -> None:
    plan = parse_plan(load_plan(plan_folder(plan_id)))
    assert [code for code, task in plan.tasks.items() if not task.solution] == TASKS_OF_THE_PLAN
    assert len(plan.tasks) == 7
    named = Counter(kind for task in plan.tasks.values() for kind in task.kinds)
    assert named == dict.fromkeys(plan.record_kinds, 1)
    told = results_by_task(plan, samples.province().statistics, samples.figures())
    assert sum(len(one.results) for one in told) == len(plan.statistics)
    assert [figure.code for one in told for figure in one.figures] == [
        "1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "4.1", "4.2", "3.1", "3.2", "3.3", "5.1",
    ]  # fmt: skip


def test_a_plan_whose_tasks_leave_a_kind_out_or_name_it_twice_is_refused() -> None:
    source = deepcopy(load_plan(plan_folder("lai-chau-2022")))
    source["tasks"]["dao_tao"]["kinds"] = ["training", "training_count", "budget", "nothing"]
    words = " ".join(said(check_plan(source)))
    assert "loại phiếu training_attendance không thuộc nhiệm vụ, giải pháp nào" in words
    assert "tasks.dao_tao.kinds: không có “nothing”" in words
    assert re.search("tasks: .*budget", words)


def test_the_report_gives_results_by_task_where_the_office_wants_them() -> None:
    def by_task(*extras: str) -> list[Table]:
        made = build(replace(samples.province(), extras=extras))
        blocks = [block for annex in made.annexes for block in (*annex.blocks, *annex.wide)]
        return [b for b in blocks if isinstance(b, Table) and "theo nhiệm vụ, giải pháp" in b.caption]

    assert by_task() == []
    (table,) = by_task(TASKS)
    heads = [str(row[0]) for row in table.rows if len(row) == 1]
    assert heads[0] == "1. Truyền thông, giáo dục pháp luật (đạt 2/4 chỉ tiêu)"
    assert "Kế hoạch, văn bản chỉ đạo" in [row[0] for row in table.rows]
    assert heads[-1].endswith("Giải pháp về tổ chức thực hiện")


def test_a_ledger_tells_its_own_work_by_task(tmp_path: Path) -> None:
    source = load_plan(plan_folder("lai-chau-2022"))
    with new_file(tmp_path / "a.db", source, "03388", "Lan", now=lambda: datetime(2022, 6, 20, 8, tzinfo=UTC)) as file:
        team = {"unit": "03388", "date": "2022-05-01", "team_type": "doi_178_xa", "mode": "ke_hoach"}
        assert editing.new_record(file, "inspection", {**team, "covers_prostitution": True}).act
        data = replace(collect(file, figures.read_period(file, "2022-Q2"), "03388"), extras=(TASKS,))
        (table,) = [b for b in build(data).annexes[0].blocks if isinstance(b, Table) and "nhiệm vụ" in b.caption]
        assert [row[0] for row in table.rows] == ["Cuộc kiểm tra"]
        assert table.caption == "Số liệu chính theo nhiệm vụ, giải pháp của kế hoạch"
