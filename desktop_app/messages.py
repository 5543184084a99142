"""Texts that are not in any language yet: a label in two, a message by its key, several in a row."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NoReturn

from msgspec import Struct


class _Unspoken:
    """What needs a language to become words: to show it without one is a mistake."""

    __slots__ = ()

    def __str__(self) -> NoReturn:
        raise TypeError(f"{self!r} was shown without a language")


class Label(_Unspoken, Struct, frozen=True):
    """A text that is written in both languages; Vietnamese holds where English is missing."""

    vi: str
    en: str = ""


@dataclass(frozen=True, slots=True, init=False)
class Message(_Unspoken):
    """A message of resources/i18n by its key, or a text of the plan, and what fills in its {names}.

    A value may itself be a text that needs a language.
    """

    pattern: "str | Label"
    values: tuple[tuple[str, Any], ...]

    def __init__(self, pattern: "str | Label", /, **values: object) -> None:
        object.__setattr__(self, "pattern", pattern)
        object.__setattr__(self, "values", tuple(values.items()))


class Joined(_Unspoken, Struct, frozen=True):
    """Several texts in a row, those that are empty left out."""

    parts: "tuple[Text, ...]"
    separator: str = ", "


Text = str | Label | Message | Joined


def joined(parts: "Iterable[Text]", separator: str = ", ") -> Joined:
    """Texts in a row."""
    return Joined(tuple(parts), separator)
