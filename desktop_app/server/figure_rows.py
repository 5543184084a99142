"""A figure as a row of the server holds it: with all that it says, in no language yet, and read back whole."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from msgspec import Struct
from msgspec.structs import fields as fields_of

from desktop_app.domain.indicators import FigurePart, IndicatorResult, Missing
from desktop_app.domain.plan_indicators import Indicator
from desktop_app.domain.targets import PlannedTarget
from desktop_app.errors import AppError
from desktop_app.messages import CountedNumber, Joined, Label, Message, Text
from desktop_app.server.server_session import taken


class ServerFigure(Struct, frozen=True):
    """An indicator as the whole union gives it, or the sentence that says why it can't be given."""

    indicator: Indicator
    figure: IndicatorResult | None
    refusal: Text = ""


_WHAT = "what"
_PARTS: Mapping[str, Any] = {
    "figure": IndicatorResult, "part": FigurePart, "missing": Missing, "planned": PlannedTarget, "label": Label,
    "joined": Joined,
}  # fmt: skip
_NAMES = {class_: name for name, class_ in _PARTS.items()}
_FIELDS = {class_: [one.name for one in fields_of(class_)] for class_ in _PARTS.values()}


def written(value: Any) -> Any:
    """A figure, or a part of one, as JSON; what a text fills in goes along with it."""
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, CountedNumber):  # each language writes it otherwise
        return {_WHAT: "number", "value": str(value)}
    if isinstance(value, str):
        return taken(value)
    if isinstance(value, Fraction):
        return {_WHAT: "fraction", "value": str(value)}
    if isinstance(value, Message):
        return {_WHAT: "message", "pattern": written(value.pattern), "values": _each(dict(value.values))}
    if type(value) in _NAMES:
        of = ((name, getattr(value, name)) for name in _FIELDS[type(value)])
        return {_WHAT: _NAMES[type(value)]} | {name: None if one is None else written(one) for name, one in of}
    if isinstance(value, Mapping):
        return {_WHAT: "parts", "of": _each(value)}
    if value and isinstance(value[0], Missing):
        return _all_missing(value)
    return [written(one) for one in value]


def _all_missing(found: Sequence[Missing]) -> dict[str, Any]:
    """Thousands in a province, which share few texts: each of these is written once, and named by its number."""
    numbers: dict[Text | None, int] = {}
    number = numbers.setdefault
    rows = [
        (one.code, number(one.text, len(numbers)), one.unit, one.kind, one.record, number(one.detail, len(numbers)))
        for one in found
    ]
    return {_WHAT: "all missing", "texts": [written(text) for text in numbers], "rows": rows}


def _each(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: written(value) for name, value in values.items()}


def read(value: Any) -> Any:
    """What was written. AppError: a later program wrote it."""
    if isinstance(value, list):
        return tuple(read(one) for one in value)
    if not isinstance(value, dict):
        return value
    what, of = value[_WHAT], {name: one for name, one in value.items() if name != _WHAT}
    if what == "number":
        return CountedNumber(of["value"])
    if what == "fraction":
        return Fraction(of["value"])
    if what == "message":
        return Message(read(of["pattern"]), **{name: read(one) for name, one in of["values"].items()})
    if what == "all missing":
        texts = read(of["texts"])
        return tuple(
            Missing(code, texts[text], unit, kind, record, texts[detail])
            for code, text, unit, kind, record, detail in of["rows"]
        )
    if what == "parts":
        return {name: read(one) for name, one in of["of"].items()}
    try:
        return _PARTS[what](**{name: read(one) for name, one in of.items()})
    except (KeyError, TypeError) as error:
        raise AppError("server.figure_unknown") from error
