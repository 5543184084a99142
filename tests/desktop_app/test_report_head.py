"""What stands around a report is found whatever a plan calls the fields that hold it."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from desktop_app.domain.head_parts import PARTS
from desktop_app.domain.plan_check import check_plan
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.report.contents import build
from desktop_app.session import OpenFile, editing, figures, opening, report_head
from desktop_app.session.report_data import collect
from desktop_app.texts import in_words
from tests.renamed_plan import reworded

WARD = "03388"
NAMES = {part: f"o_{number}" for number, part in enumerate(sorted({*PARTS["letterhead"], *PARTS["report_header"]}))}


def renamed() -> dict[str, Any]:
    """Every field of the head has another name, which the roles say."""
    plan: dict[str, Any] = deepcopy(dict(load_plan(plan_folder("lai-chau-2022"))))
    for role, parts in PARTS.items():
        kind = plan["kinds"][role]
        plan["kinds"][role] = {**reworded(kind, NAMES), "fields": reworded(kind["fields"], NAMES)}
        plan["roles"][role] |= {part: NAMES[part] for part in parts}
    plan["seeds"] = [
        {**seed, "fields": reworded(seed["fields"], NAMES)} if seed["kind"] in PARTS else seed for seed in plan["seeds"]
    ]
    return plan


def renamed_later() -> dict[str, Any]:
    """The same as a later edition says it, whose fields say what they were; its roles are as they were."""
    plan = renamed()
    for role, parts in PARTS.items():
        plan["roles"][role] = {name: field for name, field in plan["roles"][role].items() if name not in parts}
        for part in parts:
            plan["kinds"][role]["fields"][NAMES[part]]["was"] = part
    return plan


def around(file: OpenFile) -> tuple[Any, ...]:
    """Head and signature of a report, and what it lacks."""
    quarter = figures.read_period(file, "2022-Q2")
    report = build(collect(file, quarter, WARD, "superior"))
    return report.letterhead, report.signature, [in_words(label) for label in report_head.lacking(file, quarter)]


def headed(path: Path, plan: dict[str, Any]) -> OpenFile:
    file = opening.create_file(path, plan, WARD, "Lan")
    fields = plan["kinds"]["report_header"]["fields"]
    doc_no, doc_date, signer = (
        part if part in fields else NAMES[part] for part in ("doc_no", "doc_date", "signer_name")
    )
    made = editing.new_record(file, "report_header", {
        "unit": WARD, "year": 2022, "period_code": "Q2", doc_no: "12", doc_date: "2022-06-20", signer: "Lò Văn Một",
    })  # fmt: skip
    assert made.saved, made.problems
    return file


@pytest.mark.parametrize("other", [renamed(), renamed_later()], ids=["by roles", "by former names"])
def test_a_head_is_the_same_whatever_its_fields_are_called(other: dict[str, Any], tmp_path: Path) -> None:
    plain = dict(load_plan(plan_folder("lai-chau-2022")))
    assert [in_words(text) for text in check_plan(other)] == []
    with headed(tmp_path / "a.db", plain) as one, headed(tmp_path / "b.db", other) as two:
        assert around(one) == around(two)
        letterhead, signature, lacking = around(two)
        assert letterhead.number.startswith("Số: 12/")
        assert "PHƯỜNG QUYẾT TIẾN" in letterhead.issuer
        assert signature.name == "Lò Văn Một"
        assert lacking == []


@pytest.mark.parametrize(
    ("part", "field", "sentence"), [("signer_nam", "signer_name", "signer_name"), ("signer_name", "nobody", "nobody")]
)
def test_a_part_or_field_that_there_is_not_is_told(part: str, field: str, sentence: str) -> None:
    plan = deepcopy(dict(load_plan(plan_folder("lai-chau-2022"))))
    plan["roles"]["letterhead"][part] = field
    said = [in_words(text) for text in check_plan(plan)]
    assert any(sentence in text for text in said), said
