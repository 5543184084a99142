"""What a report says as plain JSON and back, so that a locked one can be printed again anywhere."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from desktop_app.domain.measures import COUNT, MEASURES
from desktop_app.report import blocks, cells, charts

_TYPE = "is"
_CLASSES: dict[str, type[Any]] = {
    cls.__name__: cls
    for module in (blocks, cells, charts)
    for cls in vars(module).values()
    if isinstance(cls, type) and is_dataclass(cls)
}
_NUMBERS: dict[str, type[Any]] = {"Fraction": Fraction, "Decimal": Decimal}


def to_json(part: Any) -> Any:
    """A report or any part of it; what has its default is left out."""
    if isinstance(part, tuple):
        return [to_json(item) for item in part]
    if isinstance(part, Fraction | Decimal):
        return {_TYPE: type(part).__name__, "value": str(part)}
    if not is_dataclass(part):
        return part
    given = {f.name: getattr(part, f.name) for f in fields(part)}
    usual = {f.name: f.default for f in fields(part)}
    return {_TYPE: type(part).__name__, **{n: to_json(v) for n, v in given.items() if v != usual[n]}}


def from_json(kept: Any) -> Any:
    """The part that `to_json` wrote; ValueError where it is of a kind that this version does not know."""
    if isinstance(kept, list):
        return tuple(from_json(item) for item in kept)
    if not isinstance(kept, Mapping):
        return kept
    name = str(kept.get(_TYPE))
    if name in _NUMBERS:
        return _NUMBERS[name](str(kept["value"]))
    if name not in _CLASSES or kept.get("measure", COUNT) not in MEASURES:
        raise ValueError(name)
    return _CLASSES[name](**{key: from_json(value) for key, value in kept.items() if key != _TYPE})
