"""Validator of plans: which records of an earlier year go on in this one."""

from desktop_app.domain.carried_records import ALWAYS, LATEST, WHEN, YEAR_START
from desktop_app.domain.plan_check_expressions import check_expression
from desktop_app.domain.plan_findings import Findings, Raw, check_known


def check_carried(found: Findings, key: str, kind: Raw, plan: Raw) -> None:
    """A record goes on only with the one that it lies in, and the latest one only where a day says which it is."""
    rule = kind.get("carried")
    if rule is None:
        return
    if rule.startswith(WHEN):
        fields = {**kind["fields"], YEAR_START: {"type": "date"}}
        check_expression(found, f"{key}.carried", rule.removeprefix(WHEN), plan, {**kind, "fields": fields})
    else:
        check_known(found, f"{key}.carried", rule, (ALWAYS, LATEST, f"{WHEN}…"))
    if rule == LATEST and ("parent" not in kind or kind.get("date_field") not in kind["fields"]):
        found.add(f"{key}.carried", "latest_of_none")
    if "parent" in kind and "carried" not in plan["kinds"].get(kind["parent"], {}):
        found.add(f"{key}.carried", "parent_stays", parent=kind["parent"])
