"""The next edition of a plan: a unit has another code, two became one, one is split and retired."""

from copy import deepcopy
from functools import cache
from typing import Any

from desktop_app.plan_files import load_plan, plan_folder

VERSION, PROVINCE, TOWN = "2022", "12", "105"
WARD, MOVED = "03388", "05388"  # Quyết Tiến gets another code
ONE, TWO, BOTH = "03386", "03387", "05000"  # Quyết Thắng and Tân Phong become one
GONE, HEIRS = "03403", {"05403": "Xã Sùng Phài Một", "05404": "Xã Sùng Phài Hai"}  # Sùng Phài is split


@cache
def old_plan() -> dict[str, Any]:
    return dict(load_plan(plan_folder("lai-chau-2022")))


@cache
def new_plan() -> dict[str, Any]:
    plan = deepcopy(old_plan())
    plan["plan"] |= {"edition": plan["plan"]["edition"] + 1}
    rows = [row for row in plan["units"][VERSION] if row[0] not in (ONE, TWO, WARD)]
    rows += [[MOVED, TOWN, "xa", "Phường", "Phường Quyết Tiến"], [BOTH, TOWN, "xa", "Phường", "Phường Hợp Nhất"]]
    rows += [[code, TOWN, "xa", "Xã", name] for code, name in HEIRS.items()]
    plan["units"] = plan["units"] | {VERSION: rows}
    plan["renamed_units"] = {VERSION: {MOVED: WARD, BOTH: [ONE, TWO]}}
    plan["retired_units"] = {VERSION: [GONE]}
    plan["lineage"] = [pair for pair in plan["lineage"] if pair[0].partition(":")[2] not in (ONE, TWO, WARD)]
    aliases = plan.get("aliases", {}).get(VERSION, {})
    for code in (ONE, TWO, WARD):
        aliases.pop(code, None)
    return plan
