"""What only another version of the program knows is shown all the same."""

from datetime import UTC, datetime
from pathlib import Path

from desktop_app.domain.act_names import act_name, kind_name
from desktop_app.domain.backups import Backup
from desktop_app.domain.foreign_part import ForeignPart
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.texts import in_words


def test_an_act_and_a_kind_of_another_version_have_words() -> None:
    plan = parse_plan(load_plan(plan_folder("lai-chau-2022")))
    assert in_words(act_name("future_act")) == in_words(act_name("other"))
    assert in_words(kind_name(plan, "comm_activity")) == in_words(plan.record_kinds["comm_activity"].label)
    assert in_words(kind_name(plan, "future_kind")) == "future_kind"


def test_a_backup_made_for_an_unknown_reason_has_words() -> None:
    backup = Backup(Path("sổ.db"), datetime(2022, 5, 14, tzinfo=UTC), "future")
    assert in_words(backup.reason)


def test_a_part_of_another_program_is_named_by_what_it_is() -> None:
    assert str(ForeignPart("view", "v", "CREATE VIEW v AS SELECT 1")) == "view v"
