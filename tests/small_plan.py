"""A small plan for tests of the data file: a register that refers to itself, and records three levels deep."""

from typing import Any


def _field(kind: str, label: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "label": label, **more}


SOURCE: dict[str, Any] = {
    "plan": {
        "id": "small", "edition": 1, "year": 2022, "label": "Kế hoạch nhỏ", "doc_no": "1/KH", "doc_date": "2022-03-15",
        "issuer": "UBND", "period_scheme": "nd09", "unit_version": "2022", "root": "1", "member_level": "huyen",
        "levels": {"tinh": "Tỉnh", "huyen": "Huyện"}, "settings": {},
    },
    "areas": {"1": {"label": "Lĩnh vực"}, "R": {"label": "Danh mục", "tab": False}},
    "kinds": {
        "place": {
            "area": "R", "label": "Nơi", "title": "{name}", "unit_field": "unit",
            "fields": {
                "name": _field("text", "Tên", required="always"),
                "unit": _field("unit", "Đơn vị", default="=own_unit"),
                "near": _field("ref:place", "Gần"),
            },
        },
        "visit": {
            "area": "1", "label": "Lượt thăm", "title": "{place} - {date}", "date_field": "date",
            "fields": {
                "date": _field("date", "Ngày", required="always"),
                "place": _field("ref:place", "Nơi", counts_in=["1.1"]),
                "n": _field("int", "Số người"),
                "m": _field("int", "Số nữ", checks=[{"expr": "m <= n", "vi": "Số nữ nhiều hơn số người."}]),
            },
        },
        "stop": {
            "area": "1", "label": "Chặng", "title": "{note}", "parent": "visit", "parent_field": "visit",
            "fields": {"visit": _field("ref:visit", "Lượt thăm", required="always"), "note": _field("text", "Ghi chú")},
        },
        "item": {
            "area": "1", "label": "Mục", "title": "{k}", "parent": "stop", "parent_field": "stop",
            "natural_key": ["stop", "k"],
            "fields": {
                "stop": _field("ref:stop", "Chặng", required="always"),
                "k": _field("int", "Số thứ tự", required="always"),
                "note": _field("text", "Ghi chú"),
                "place": _field("ref:place", "Nơi"),
            },
        },
    },
    "choices": {},
    "indicators": {},
    "units": {"2022": [["1", None, "tinh", "Tỉnh", "Lai Châu"], ["11", "1", "huyen", "Huyện", "Mường Tè"]]},
}  # fmt: skip

KINDS: dict[str, dict[str, Any]] = SOURCE["kinds"]
