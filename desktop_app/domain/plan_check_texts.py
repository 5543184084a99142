"""Validator of plans: every reason of an indicator has its words, and words and parts are those of something."""

from collections.abc import Iterator

from desktop_app.domain.figure_texts import UNDECLARED
from desktop_app.domain.plan_findings import Findings, Raw, add_repeated, check_known

TEXTS = (
    "numerator", "denominator", "period_logic", "zero", "no_data", "rounding", "notes", "missing", "min_absolute",
    "zero_status",
)  # fmt: skip
TEXT_GROUPS = ("note", "missing", "part", "always", "zero")
OWN_NOTES = ("short", "excess", "one_more", "capped")  # what the program gives by itself


def check_texts(found: Findings, key: str, indicator: Raw, plan: Raw) -> None:
    """The texts of one indicator."""
    texts = indicator.get("texts", {})
    for name in texts:
        if name not in TEXTS and name.partition(".")[0] not in TEXT_GROUPS:
            found.add_unknown(f"{key}.texts.{name}", "unknown_key", name, (*TEXTS, *(f"{g}.…" for g in TEXT_GROUPS)))
    add_repeated(found, f"{key}.people_parts", indicator.get("people_parts", ()))
    parts = {name for part in _parts(indicator) for name in _part_names(part)}
    for name in indicator.get("people_parts", ()):
        check_known(found, f"{key}.people_parts", name, sorted(parts))
    reasons = {reason: place for place, part in _placed(indicator) for reason in _reasons(part)}
    _check_groups(found, key, indicator, plan, {*reasons}, parts)
    for reason, place in reasons.items():
        if not {f"missing.{reason}", f"note.{reason}", f"zero.{reason}"} & {*texts}:
            found.add(f"{key}.readings.{place}", "no_words", reason=reason)


def _check_groups(found: Findings, key: str, indicator: Raw, plan: Raw, reasons: set[str], parts: set[str]) -> None:
    """Words of a reason or a part that nothing gives are never printed: most likely they are misspelt."""
    readings = (f"{note}.{name}" for note in ("short", "excess") for name in indicator["readings"])
    excluded = (reason for one in plan.get("sets", {}).values() for reason in one.get("exclusions", {}))
    given = {*reasons, *excluded}
    known = {
        "note": {*given, *OWN_NOTES, *readings}, "missing": {*given, *OWN_NOTES}, "zero": {*given, UNDECLARED},
        "part": parts,
    }  # fmt: skip
    for name in indicator.get("texts", {}):
        group, _, code = name.partition(".")
        if code and group in known:
            check_known(found, f"{key}.texts.{name}", code, sorted(known[group]))


def _placed(indicator: Raw) -> Iterator[tuple[str, Raw]]:
    """Every part of every reading, and its key below `readings`."""
    for name, reading in indicator["readings"].items():
        yield name, reading
        for key in ("parts", "remarks", "unknown"):
            for number, part in enumerate(reading.get(key, ()), start=1):
                yield f"{name}.{key}[{number}]", part


def _parts(indicator: Raw) -> Iterator[Raw]:
    for _, part in _placed(indicator):
        yield part


def _reasons(part: Raw) -> Iterator[str]:
    yield from part.get("why", {})
    yield from part.get("reasons", {})
    lacks = part.get("lacks", {})
    yield from (lacks["reason"].replace("{value}", value) for value in lacks.get("values", ()))
    if "without" in part.get("adds", {}):
        yield part["adds"]["without"]


def _part_names(part: Raw) -> Iterator[str]:
    yield from (part["part"],) if "part" in part else ()
    yield from part.get("beside", {})
    yield from part.get("split", {}).get("values", ())
    adds = part.get("adds", {})
    yield from (adds[name] for name in ("own", "part") if name in adds)
