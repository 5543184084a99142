"""The tiny plan, whose plantings begin and end at a time; here the end has to come later, and lists show both."""

import copy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop_app.plan_files import load_plan
from desktop_app.session import opening

NO_TIME = "Kết thúc lúc: không có giờ “25:99”; giờ đi từ 00:00 đến 23:59."


def plan_with_times() -> dict[str, Any]:
    source = copy.deepcopy(dict(load_plan(Path(__file__).parent / "data" / "plans" / "tiny")))
    source["kinds"]["planting"]["title"] = "{tree} - {day} {start}"
    source["kinds"]["planting"]["columns"] = ["day", "start", "finish", "trees"]
    rule = {"vi": "Giờ kết thúc phải sau giờ bắt đầu.", "en": "It must end after it begins."}
    source["kinds"]["planting"]["fields"]["finish"]["checks"] = [{"expr": "finish > start", **rule}]
    return source


SOURCE = plan_with_times()


def now() -> datetime:
    return datetime(2023, 6, 1, 8, tzinfo=UTC)


def new_file(path: Path, unit: str = "021") -> Path:
    opening.create_file(path, SOURCE, unit, "Lan", now=now).close()
    return path
