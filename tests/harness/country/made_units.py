"""A country of invented units: one plan for all of it, and the same plan for each province, whose root unit it is."""

from collections.abc import Iterator, Mapping
from typing import Any

from desktop_app import plan_files

COUNTRY, LEVEL = "VN", "quoc_gia"
PROVINCES, COMMUNES, DISTRICTS = 34, 3_321, 8  # of the country; districts of a province
TWO_LEVELS, THREE_LEVELS = "lai-chau-2025", "lai-chau-2022"  # without districts, and with them
Row = list[str]


def country_source(
    plan: str = TWO_LEVELS, provinces: int = PROVINCES, communes: int = COMMUNES, districts: int = DISTRICTS
) -> dict[str, Any]:
    """The plan of the country: a plan that is there, with other units and a level more at the top."""
    source = plan_files.load_plan(plan_files.plan_folder(plan))
    for about_units in ("aliases", "lineage", "dhis2", "seeds"):
        source.pop(about_units, None)
    head = source["plan"]
    whole = {"vi": "Toàn quốc", "en": "Country"}
    source["plan"] = {**head, "id": "ca-nuoc", "root": COUNTRY, "levels": {LEVEL: whole, **head["levels"]}}
    with_districts = districts if plan == THREE_LEVELS else 0
    source["units"] = {head["unit_version"]: list(_rows(provinces, communes, with_districts))}
    return source


def _rows(provinces: int, communes: int, districts: int) -> Iterator[Row]:
    yield [COUNTRY, "", LEVEL, "Nước", "Cả nước"]
    for province in range(1, provinces + 1):
        code = f"P{province:02}"
        yield [code, COUNTRY, "tinh", "Tỉnh", f"Tỉnh số {province}"]
        for district in range(1, districts + 1):
            yield [f"{code}H{district}", code, "huyen", "Huyện", f"Huyện {province}.{district}"]
        for number in range(1, share(communes, provinces, province) + 1):
            above = f"{code}H{number % districts + 1}" if districts else code
            yield [f"{code}X{number:03}", above, "xa", "Xã", f"Xã {province}.{number}"]


def share(communes: int, provinces: int, province: int) -> int:
    """How many of the country's communes lie in a province."""
    return communes * province // provinces - communes * (province - 1) // provinces


def province_source(country: Mapping[str, Any], code: str) -> dict[str, Any]:
    """The plan of the country as one province has it: its own units, and itself as their root."""
    version = country["plan"]["unit_version"]
    kept: dict[str, Row] = {}
    for row in country["units"][version]:
        if row[0] == code:
            kept[code] = [code, "", *row[2:]]
        elif row[1] in kept:
            kept[row[0]] = row
    levels = {name: words for name, words in country["plan"]["levels"].items() if name != LEVEL}
    plan = {**country["plan"], "root": code, "levels": levels}
    return {**country, "plan": plan, "units": {version: list(kept.values())}}


def codes(source: Mapping[str, Any], level: str) -> list[str]:
    return [row[0] for row in source["units"][source["plan"]["unit_version"]] if row[2] == level]
