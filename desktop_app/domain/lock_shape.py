"""What the content of locks may hold, key by key: a log may come from anybody's file."""

from datetime import date
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, ValidationError, convert

Number = str | None  # a fraction


class PeriodShape(Struct):
    code: str | None
    year: int
    scheme: str
    first_day: date
    last_day: date
    name: tuple[str, str] | UnsetType = UNSET


class FigureShape(Struct):
    code: str
    area: str
    title: str
    short: str
    unit_label: str
    measure: str
    reading: str
    wording: str
    threshold: str
    threshold_max: Number
    status: str
    numerator: Number
    denominator: Number
    text: str
    exceeded: bool
    provisional: bool
    manual: bool
    short_by: int | str | None
    notes: list[str]
    parts: list[tuple[str, str, Number, Number, str | None]]
    op: str = ">="
    unrated: bool = False


class LockShape(Struct):
    office: str
    unit: str
    period: PeriodShape
    conflicts: int
    log: str
    figures: list[FigureShape]
    amounts: list[tuple[str, str, str | None, str]]
    report: dict[str, Any]
    sha256: str
    format: int = 1
    audience: Any = None
    day: date | UnsetType = UNSET
    follows: list[str] = []
    language: Literal["vi", "en"] | UnsetType = UNSET
    words: dict[str, Annotated[str, Meta(max_length=1000)]] | UnsetType = UNSET


class UnlockShape(Struct):
    lock: str
    reason: str = ""


def has_shape(written: Any, shape: type[Struct]) -> bool:
    """Whether what a record holds is built like that; other keys are nothing to this program."""
    try:
        convert(written, shape)
    except ValidationError:
        return False
    return True
