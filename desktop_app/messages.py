"""Texts that are not in any language yet: a label in two, a message by its key, several in a row."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final, NoReturn

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


NO_LABEL = Label("")


class CountedNumber(str):
    """A number that the program counted, as Vietnamese writes it and as reports and files hold it: 1.234,5 or 83,2%.
    A front end writes it as its language does. What a person typed is no such number: it stands as it is typed.
    """

    __slots__ = ()

    @property
    def english(self) -> str:
        """1,234.5 or 83.2%."""
        return self.translate({ord("."): ",", ord(","): "."})


def write_number(number: int | Decimal) -> str:
    """1.234.567,5, as it is typed in either language: a point between thousands, a comma before the decimals."""
    return f"{number:,f}".translate({ord(","): ".", ord("."): ","}) if isinstance(number, Decimal) else (
        f"{number:,}".replace(",", ".")
    )  # fmt: skip


def show_number(number: int | Decimal) -> CountedNumber:
    """A number that the program counted: `1.234.567,5`, or as the language of a front end writes it."""
    return CountedNumber(write_number(number))


def quoted(value: object) -> str:
    """What somebody wrote, as a sentence quotes it: a number with decimals as people read it, all else as it is."""
    exact = Decimal(repr(value)) if isinstance(value, float) else value
    return show_number(exact) if isinstance(exact, Decimal) and exact.is_finite() else str(value)


class Message(_Unspoken):
    """A message of resources/i18n by its key, or a text of the plan, and what fills in its {names}.

    A value may itself be a text that needs a language.
    """

    __slots__ = ("pattern", "values")

    def __init__(self, pattern: "str | Label", /, **values: object) -> None:
        self.pattern: Final = pattern
        self.values: Final[tuple[tuple[str, Any], ...]] = tuple(values.items())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and (self.pattern, self.values) == (other.pattern, other.values)

    def __hash__(self) -> int:
        return hash((self.pattern, self.values))

    def __repr__(self) -> str:
        return f"Message(pattern={self.pattern!r}, values={self.values!r})"


class Joined(_Unspoken, Struct, frozen=True):
    """Several texts in a row, those that are empty left out."""

    parts: "tuple[Text, ...]"
    separator: str = ", "


Text = str | Label | Message | Joined


def joined(parts: "Iterable[Text]", separator: str = ", ") -> Joined:
    """Texts in a row."""
    return Joined(tuple(parts), separator)
