"""Plans made to do harm, as files that travel and as folders of TOML."""

import copy
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from desktop_app.domain.plan import canonical_json, plan_digest
from desktop_app.plan_bundle import bundle_text
from desktop_app.plan_files import load_plan
from tests.harness.hostile.base import PLAN

DEEP = 200_000
Plan = dict[str, Any]
# units of an edition: renamed, joined and split in ways that no plan may
UNITS: dict[str, Callable[[Plan], object]] = {
    "lineage of itself": lambda plan: plan.update(lineage=[["a:0111", "a:0111"]] * 3),
    "lineage in a circle": lambda plan: plan.update(lineage=[["a:0111", "b:01"], ["b:01", "a:0111"]]),
    "lineage to nowhere": lambda plan: plan.update(lineage=[["a:021", "z:999"], ["\u202e", "\x00"], [":", ":"]]),
    "lineage without end": lambda plan: plan.update(lineage=[["a:021", f"b:{n}"] for n in range(50_000)]),
    "lineage of one": lambda plan: plan.update(lineage=[["a:021"], [], "x", None, [1, 2]]),
    "renamed to itself": lambda plan: _moved(plan, renamed_units={"a": {"021": "021"}}),
    "renamed in a circle": lambda plan: _moved(plan, renamed_units={"a": {"021": "022", "022": "021"}}),
    "renamed from signs": lambda plan: _moved(plan, renamed_units={"a": {"021": ["\x00", "\u202e", "x" * 99_999]}}),
    "renamed wildly": lambda plan: _moved(plan, renamed_units={"a": {"021": ["\x00"] * 999, "": None}}),
    "two become one": lambda plan: _moved(plan, renamed_units={"a": {"021": ["x", "y"], "022": ["x", "y"]}}),
    "one becomes all": lambda plan: _moved(plan, renamed_units={"a": {row[0]: "021" for row in plan["units"]["a"]}}),
    "retired": lambda plan: _moved(plan, retired_units={"a": ["021", "H", "\x00"]}),
    "retired wildly": lambda plan: _moved(plan, retired_units={"z": {"021": 1}}),
    "parent of itself": lambda plan: _unit(plan, 1, 1, lambda row: row[0]),
    "parent is below": lambda plan: _unit(plan, 0, 1, lambda _: plan["units"]["a"][-1][0]),
    "two roots": lambda plan: _unit(plan, 1, 1, lambda _: ""),
    "two of one code": lambda plan: plan["units"]["a"].append(list(plan["units"]["a"][-1])),
    "code with signs": lambda plan: _unit(plan, -1, 0, lambda code: code + "\x00\u202e\n'\""),
    "code without end": lambda plan: _unit(plan, -1, 0, lambda code: code * 100_000),
    "name without end": lambda plan: _unit(plan, -1, 4, lambda name: name * 100_000),
    "name is markup": lambda plan: _unit(plan, 0, 4, lambda _: "<b>**=cmd|' /C calc'!A0{0.__class__}&amp;\x1b[2J"),
    "no units": lambda plan: plan.update(units={"a": []}),
    "many units": lambda plan: plan["units"]["a"].extend([f"x{n}", "021", "to", "", "x"] for n in range(30_000)),
    "deep units": lambda plan: plan["units"]["a"].extend(
        [f"x{n}", f"x{n - 1}" if n else "021", "to", "", "x"] for n in range(3_000)
    ),
    "our unit is gone": lambda plan: plan["units"].update(a=[row for row in plan["units"]["a"] if row[0] != "021"]),
    "aliases": lambda plan: plan.update(aliases={"a": {"021": ["\x00", "", None, 7]}, "z": 1}),
}
# what else an edition may bring: roles, names of before, numbers and expressions beyond all bounds
PARTS: dict[str, tuple[tuple[str, ...], Any]] = {
    "edition is huge": (("plan", "edition"), 1 << 62),
    "edition is larger": (("plan", "edition"), 1 << 70),
    "edition is true": (("plan", "edition"), True),
    "edition is a fraction": (("plan", "edition"), 4.5),
    "language later": (("plan", "language"), 99),
    "year": (("plan", "year"), 10**9),
    "day": (("plan", "doc_date"), "9999-99-99"),
    "id leads out": (("plan", "id"), "../../ra"),
    "id is long": (("plan", "id"), "x" * 4000),
    "not a number": (("indicators", "BIEN.1", "threshold"), float("nan")),
    "infinite": (("indicators", "BIEN.1", "threshold"), float("inf")),
    "threshold huge": (("indicators", "BIEN.1", "threshold"), 10**400),
    "targets": (("indicators", "BIEN.1", "targets"), {"2023": float("nan"), "\x00": [1, 2, 3]}),
    "settings": (("plan", "settings"), {"due_working_days": 10**18, "reply_days": -(10**18)}),
    "roles": (("roles",), {"a": {"levels": ["vung"] * 10_000, "office": {"vi": "x", "en": "x"}}}),
    "roles of none": (("roles",), [[["x"]]]),
    "role of signs": (("roles", "\x00"), {"vung": ["{0.__class__}"] * 999}),
    "short": (("areas", "BIEN", "short"), {"vi": "x" * 1_000_000, "en": "\x00"}),
    "was itself": (("kinds", "cleaning", "was"), "cleaning"),
    "was another": (("kinds", "cleaning", "was"), "volunteers"),
    "was many": (("kinds", "cleaning", "was"), [f"x{n}" for n in range(50_000)]),
    "kind of a table": (("kinds", "change_log"), {"label": {"vi": "x", "en": "x"}}),
    "kind of signs": (("kinds", 'a";DROP TABLE act;--'), {"label": {"vi": "x", "en": "x"}}),
    "seeds": (("seeds",), [{"kind": "cleaning", "id": "x"}] * 20_000),
    "holidays": (("holidays",), {"2023": ["2023-02-30"]}),
    "dhis2": (("dhis2",), {"cleaning": "\x00" * 1000}),
    "carried": (("kinds", "cleaning", "carried"), "(" * 10_000),
    "sets": (("sets",), {"a": {"of": "b"}, "b": {"of": "a"}}),
    "days": (("period_schemes", "rieng", "days"), {"2023": ["9999-12-31", "0001-01-01"]}),
    "start day": (("period_schemes", "theo_thang", "start_day"), 10**30),
}
EXPRESSIONS = (
    "(" * 50_000,
    "not " * 20_000 + "true",
    "1" + " + 1" * 20_000,
    "bags > " + "9" * 5000,
    "bags / 0 > 1",
    '"\x00" = beach',
    'matches(beach, "(a+)+$")',
    "length(" * 2000 + "beach" + ")" * 2000,
    "\u202ebags > 1",
    "bags > 1e999",
    "a.b.c.d.e",
)
# TOML that its own reader may choke on
TOML = {
    "deep": "a = " + "[" * 5000 + "]" * 5000,
    "number": "a = " + "9" * 5000,
    "infinite": "[plan]\nedition = inf\nyear = nan",
    "days": "[plan]\nid = 2023-01-01\nedition = 07:00:00",
    "keys": ".".join(["a"] * 5000) + " = 1",
    "nul": 'a = "\\u0000"\nfiles = ["\\u0000.toml"]',
    "half a letter": 'a = "\\ud800"',
    "files": 'files = ["../x.toml", "C:\\\\a", "con", "."]',
    "itself": 'files = ["plan.toml"]',
    "long file": f'files = ["{"x" * 5000}.toml"]',
    "tables": ".".join(["a"] * 90) + " = 1",
    "rests on itself": 'extends = "."\n[plan]\nid = "x"',
    "rests on all": 'extends = "' + "../" * 50 + 'etc"',
    "units": '[units]\na = "\\u0000"\n[plan]\nunit_version = "a"',
    "lists of units": '[units]\na = ["x"]\nb = 1\n[aliases]\nc = "../../x"',
    "wide": "\n".join(f"k{n} = 1" for n in range(100_000)),
    "remove": 'extends = "tiny"\nremove = ["plan", "\\u0000", "a = 1\\nb"]',
    "bytes": "\ufeff\ufeff[plan]",
    "date far": "a = 9999-12-31T23:59:60Z",
}


def plan_package_cases() -> Iterator[tuple[str, Callable[[Path], Any]]]:
    for name, change in UNITS.items():
        yield f"package {name}", partial(_package, change)
    for name, (place, value) in PARTS.items():
        yield f"package {name}", partial(_package, partial(_put, place, value))
    for number, text in enumerate(EXPRESSIONS):
        for key in ("relevant", "checks"):
            yield f"package {key} {number}", partial(_package, partial(_expression, key, text))
    for name, text in _bundles().items():
        yield f"package {name}", partial(_write, text)
    for name, text in TOML.items():
        yield f"toml {name}", partial(_write, text)


def _plan() -> Plan:
    plan = copy.deepcopy(load_plan(PLAN))
    plan["plan"]["edition"] += 1
    return plan


def _unit(plan: Plan, row: int, column: int, value: Callable[[Any], Any]) -> None:
    units = plan["units"]["a"]
    units[row][column] = value(units[row][column] if column == 0 or column == 4 else units[row])


def _moved(plan: Plan, **said: Any) -> None:
    plan.update(said)


def _put(place: tuple[str, ...], value: Any, plan: Plan) -> None:
    holder = plan
    for step in place[:-1]:
        holder = holder.setdefault(step, {})
    holder[place[-1]] = value


def _expression(place: str, text: str, plan: Plan) -> None:
    field = plan["kinds"]["cleaning"]["fields"]["bags"]
    field[place] = f"when {text}" if place == "relevant" else [{"expr": text, "message": {"vi": "x", "en": "x"}}]


def _package(change: Callable[[Plan], object], path: Path) -> None:
    """A file that travels, with its digest, of an edition that would be the next."""
    plan = _plan()
    change(plan)
    path.write_bytes(bundle_text(plan).encode("utf-8", "surrogatepass"))


def _bundles() -> dict[str, str]:
    whole = _plan()
    return {
        "as it is": bundle_text(whole),
        "of nothing": '{"sokehoach-plan":1,"digest":"","plan":{}}',
        "deep": '{"sokehoach-plan":1,"digest":"x","plan":' + "[" * DEEP,
        "number": '{"sokehoach-plan":1,"plan":{"a":' + "9" * 5000 + "}}",
        **{
            f"nested {depth}": f'{{"sokehoach-plan":1,"digest":"x","plan":{{"a":{"[" * depth}{"]" * depth}}}}}'
            for depth in (300, 700, 950)
        },
        "plan of lists": '{"sokehoach-plan":1,"digest":"x","plan":{"plan":[]}}',
        "half": bundle_text(whole)[:3000],
        "digest is a list": '{"sokehoach-plan":1,"digest":[],"plan":{"plan":{}}}',
        "half a letter": '{"sokehoach-plan":1,"digest":"x","plan":{"plan":{"id":"\\ud800"}}}',
        "said twice": '{"sokehoach-plan":1,"digest":"'
        + plan_digest(whole)
        + '","plan":1,"plan":'
        + canonical_json(whole)
        + "}",
        "format": '{"sokehoach-plan":1e400,"digest":"x","plan":{}}',
        "is true": '{"sokehoach-plan":true,"digest":"x","plan":{}}',
    }


def _write(text: str, path: Path) -> None:
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
