"""Validator of plans: what is asked of an indicator, each year or over several."""

from desktop_app.domain.comparisons import COMPARISONS, NOTHING, Comparison
from desktop_app.domain.measures import MEASURES
from desktop_app.domain.plan_findings import Findings, Raw, check_known
from desktop_app.domain.year_targets import PATHS


def check_target(found: Findings, key: str, indicator: Raw, plan: Raw) -> None:
    """What is asked for, each year or of several; nothing of what is only watched."""
    sign = COMPARISONS.get(indicator["op"])
    top, low = indicator.get("threshold_max"), indicator.get("threshold")
    if sign is None:
        return
    if sign.judges and low is None:
        found.add(key, "missing_key", missing="threshold")
    if not sign.judges and (low is not None or "targets" in indicator):
        found.add(key, "watched_target")
    signed = indicator["measure"] in MEASURES and MEASURES[indicator["measure"]].signed
    if low is not None and low < 0 and not signed:
        found.add(f"{key}.threshold", "negative_threshold", threshold=low)
    elif low is not None and top is not None and top < low:
        found.add(f"{key}.threshold", "bad_threshold", threshold=low, top=top)
    if top is not None and not sign.has_range:
        found.add(f"{key}.threshold_max", "no_range", op=indicator["op"])
    if top is None and sign.needs_range:
        found.add(key, "missing_key", missing="threshold_max")
    _check_years(found, key, indicator, plan["plan"], sign)


def _check_years(found: Findings, key: str, indicator: Raw, head: Raw, sign: Comparison) -> None:
    """Targets of years that the plan has, and a way there that begins before them."""
    first, last = head["year"], head.get("last_year", head["year"])
    for years, asked in indicator.get("targets", {}).items():
        start, _, end = years.partition("..")
        if not first <= int(start) <= int(end or start) <= last:
            found.add(f"{key}.targets.{years}", "year_not_of_plan", years=years, first=first, last=last)
        if isinstance(asked, list) and not sign.has_range:
            found.add(f"{key}.targets.{years}", "no_range", op=indicator["op"])
        if sign.needs_range and asked != NOTHING and not isinstance(asked, list):
            found.add(f"{key}.targets.{years}", "needs_two")
    base = indicator.get("baseline")
    if base and base["year"] > first:
        found.add(f"{key}.baseline.year", "late_baseline", year=base["year"], first=first)
    if check_known(found, f"{key}.path", indicator.get("path", ""), PATHS) and indicator.get("path") and not base:
        found.add(key, "missing_key", missing="baseline")
