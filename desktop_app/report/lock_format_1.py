"""Brings reports of the first format, which named classes of the program of its time, up to the tags of today."""

from collections.abc import Mapping
from typing import Any

# per class the tag, and its fields whose keys are others
CLASSES: dict[str, tuple[str, dict[str, str]]] = {
    "ProgressReport": ("report", {"name": "file_title", "issuer_name": "issuer", "states": "workbook_blocks"}),
    "Letterhead": ("letterhead", {}),
    "Heading": ("heading", {}),
    "Paragraph": ("paragraph", {}),
    "Run": ("run", {}),
    "Table": ("table", {"drawn": "charts"}),
    "Column": ("column", {"share": "width"}),
    "Figure": ("figure", {}),
    "Gauge": ("gauge", {}),
    "Chart": ("chart", {"lines": "target_lines"}),
    "Bar": ("bar", {"now": "value", "earlier": "year_before"}),
    "Signature": ("signature", {}),
    "Annex": ("annex", {"wide": "landscape_blocks"}),
    "Fraction": ("fraction", {}),
    "Decimal": ("decimal", {}),
}


def with_tags(written: Any) -> Any:
    """What the first format holds as the second has it; ValueError where it names a class that there never was."""
    if isinstance(written, list):
        return [with_tags(one) for one in written]
    if not isinstance(written, Mapping):
        return written
    name = str(written.get("is"))
    if name not in CLASSES:
        raise ValueError(name)
    tag, keys = CLASSES[name]
    return {"tag": tag} | {keys.get(key, key): with_tags(value) for key, value in written.items() if key != "is"}
