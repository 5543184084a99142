"""How a kind of record and an indicator begin in a plan that is being written: with all that makes them run."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from desktop_app.catalogue import in_language
from desktop_app.domain.comparisons import COMPARISONS
from desktop_app.domain.field_type import Lookup
from desktop_app.domain.measures import COUNT, MEASURES, PERCENT
from desktop_app.domain.plan_check_people import SIGNS
from desktop_app.messages import Message
from desktop_app.plan_draft_files import Row, Rows
from desktop_app.session.plan_conditions import NUMBERS, TRUTHS, Fits, offered, type_of
from desktop_app.session.plan_sections import is_yes
from desktop_app.sheets.value_writing import LANGUAGE

SHARE_OF_UNITS, RECORDS, SUM, SHARE_OF_FIELDS, SHARE_OF_RECORDS = WAYS = (
    "share_of_units", "count", "sum", "share_of_fields", "share_of_records",
)  # fmt: skip
# by the way of counting: the measure, and of which types the fields are that are asked for
WAY_MEASURES: Final = {
    SHARE_OF_UNITS: PERCENT, RECORDS: COUNT, SUM: COUNT, SHARE_OF_FIELDS: PERCENT, SHARE_OF_RECORDS: PERCENT,
}  # fmt: skip
ASKED: Final[Mapping[str, tuple[Fits, ...]]] = {
    SUM: (NUMBERS,), SHARE_OF_FIELDS: (NUMBERS, NUMBERS), SHARE_OF_RECORDS: (TRUTHS,),
}  # fmt: skip
DATE, UNIT = "date", "unit"


class IndicatorWish(Struct, frozen=True):
    """What somebody wants counted: of which kind, how, over which of its fields, and what is to be reached."""

    kind: str
    way: str
    title: str
    target: str
    op: str = ">="
    fields: tuple[str, ...] = ()
    unit: str = ""


def with_fields(rows: Rows, kind: str) -> Rows:
    """The rows with the fields that every kind has: whose it is and when it was; none where it has some already."""
    if any(row.get("kind") == kind for row in rows["survey"]):
        return rows
    unit: Row = {"kind": kind, "name": UNIT, "type": "unit", "label": _said("field_unit"), "required": "có",
                 "default": "=own_unit", "privacy": "P0"}  # fmt: skip
    date: Row = {"kind": kind, "name": DATE, "type": "date", "label": _said("field_date"), "required": "có",
                 "default": "=today", "privacy": "P0"}  # fmt: skip
    kinds = [
        {"record_title": "{date}", "columns": f"{DATE}, {UNIT}", "date_field": DATE, "unit_field": UNIT} | dict(row)
        if row.get("name") == kind
        else row
        for row in rows["kinds"]
    ]
    return {**rows, "kinds": kinds, "survey": [*rows["survey"], unit, date]}


def with_list(rows: Rows, number: int) -> Rows:
    """The rows with a list for a field that is to be chosen, called as the field, with two choices to be renamed."""
    row = rows["survey"][number]
    name = str(row.get("choices") or row.get("name") or "")
    known = any(one.get("list_name") == name for one in rows["choices"])
    type_ = type_of(row)
    if type_ is None or type_.lookup is not Lookup.CHOICES or not name or (row.get("choices") and known):
        return rows
    lines = rows["survey"]
    made = [{"list_name": name, "name": f"{name}_{n}", "label": _said("choice", n=n)} for n in (1, 2)]
    return {
        **rows,
        "survey": [*lines[:number], {**row, "choices": name}, *lines[number + 1 :]],
        "choices": [*rows["choices"], *([] if known else made)],
    }


def with_message(rows: Rows, number: int) -> Rows:
    """The rows with what is said where a check that was chosen is broken, unless somebody wrote that already."""
    row = rows["survey"][number]
    expression = str(row.get("constraint", ""))
    check = dict(offered(rows, "survey", "constraint", row)).get(expression)
    if check is None or row.get("constraint_message"):
        return rows
    words = in_language(Message("planoffer.message", field=str(row.get("label", "")), check=check), LANGUAGE)
    judged = {"judged": "entry"} if "today" in expression else {}
    lines = rows["survey"]
    return {**rows, "survey": [*lines[:number], {**row, "constraint_message": words} | judged, *lines[number + 1 :]]}


def with_indicator(rows: Rows, wish: IndicatorWish) -> Rows:
    """The rows with an indicator, its target, the set of records that it counts, and its reading."""
    kind = next(row for row in rows["kinds"] if row.get("name") == wish.kind)
    area, levels = str(kind.get("area", "")), [str(row["name"]) for row in rows["levels"]]
    code, name = _code(rows, area), _set_name(rows, wish.kind)
    label = str(kind.get("label", wish.kind))
    measure = WAY_MEASURES[wish.way]
    unit = MEASURES[measure].suffix or wish.unit or unit_of(wish.way)
    used = {str(kind.get("date_field", "")), str(kind.get("unit_field", "")), *wish.fields}
    indicator = {
        "code": code, "area": area, "title": wish.title, "measure": measure, "unit": unit, "window": "year_to_date",
        "accountable_level": levels[0], "min_level": levels[-1], "breakdown_level": levels[-1],
        **dict.fromkeys(_of_people(rows, wish), "có"),
    }  # fmt: skip
    target = {"code": code, "op": wish.op} | ({"threshold": wish.target} if COMPARISONS[wish.op].judges else {})
    made = {"name": name, "label": _said("set", kind=label), "of": wish.kind, "during": "year_to_date", "units": "own"}
    survey = [
        {**row, "counts_in": ", ".join(filter(None, (str(row.get("counts_in", "")), code)))}
        if row.get("kind") == wish.kind and row.get("name") in used
        else row
        for row in rows["survey"]
    ]
    return {
        **rows,
        "indicators": [*rows["indicators"], indicator],
        "targets": [*rows["targets"], target],
        "sets": [*rows["sets"], *([] if any(row.get("name") == name for row in rows["sets"]) else [made])],
        "readings": [*rows["readings"], _reading(wish, code, name, label)],
        "words": [*rows["words"], *_words(wish, code, label)],
        "survey": survey,
    }


def _of_people(rows: Rows, wish: IndicatorWish) -> list[str]:
    """Whether it counts people, and such as are supported: where a statistic of the plan says so of a field of its."""
    same = [row for row in rows["statistics"] if row.get("kind") == wish.kind and row.get("sum") in wish.fields]
    return [sign for sign in SIGNS if any(is_yes(row.get(sign, "")) for row in same)]


def unit_of(way: str) -> str:
    """What is counted by a way, unless somebody says; none where it is a share."""
    return "" if MEASURES[WAY_MEASURES[way]].suffix else _said(f"unit_{way}")


def _reading(wish: IndicatorWish, code: str, name: str, label: str) -> Row:
    wording = _said(f"wording_{wish.way}", kind=label)
    reading = {"code": code, "name": "default", "wording": wording}
    if wish.way == SHARE_OF_UNITS:
        return reading | {"population": "unit:lowest", "numerator": f"exists({name})", "why": "none: true"}
    first = wish.fields[0] if wish.fields else "1"
    counted = reading | {"population": name, "numerator": first}
    return counted | ({"denominator": wish.fields[1]} if wish.way == SHARE_OF_FIELDS else {})


def _words(wish: IndicatorWish, code: str, label: str) -> list[Row]:
    none = {"code": code, "name": "missing.none", "label": _said("missing", kind=label)}
    return [none] if wish.way == SHARE_OF_UNITS else []


def _code(rows: Rows, area: str) -> str:
    """The next code of an area: 2.3 after 2.2."""
    known = {str(row.get("code")) for row in rows["indicators"]}
    return next(code for n in range(1, 1000) if (code := f"{area}.{n}") not in known)


def _set_name(rows: Rows, kind: str) -> str:
    """The set of this year's records of a kind: one that is there just so, or a new one."""
    just_so: Mapping[str, object] = {"of": kind, "during": "year_to_date", "units": "own"}
    for row in rows["sets"]:
        if {name: row[name] for name in row if name not in ("name", "label", "label::en")} == just_so:
            return str(row["name"])
    names = {str(row.get("name")) for row in (*rows["sets"], *rows["kinds"])}
    return next(name for n in range(1, 1000) if (name := f"{kind}_year{'' if n == 1 else f'_{n}'}") not in names)


def _said(key: str, **values: object) -> str:
    """A plan is written in Vietnamese first."""
    return in_language(Message(f"planbegin.{key}", **values), LANGUAGE)
