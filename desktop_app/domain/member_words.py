"""Names that a query puts beside a member and readers see in their own language: of a level, of a part of the calendar.

SQL writes a mark; the name is looked up when the row becomes a member, and said by whoever shows it.
"""

import re
from collections.abc import Mapping, Sequence

from desktop_app.messages import Label, Message, Text, joined

_START, _END = "\x1e", "\x1f"  # no text that an officer types holds them
_MARK = re.compile(f"([Nn]){_START}([^{_START}{_END}]*){_END}")
_SMALL = Label("{name:lower}", "{name:lower}")


def mark(name: str) -> str:
    """Stands for a name in SQL; `small` of the plan language makes its first letter small, and so the name's."""
    return f"N{_START}{name}{_END}"


def spoken(column: Sequence[str | None], names: Mapping[str, Text]) -> Sequence[Text | None]:
    """Texts with the names that are marked in them."""
    said = {text: _spoken(text, names) for text in set(column) if text and _START in text}
    return [said.get(text, text) if text else text for text in column] if said else column


def _spoken(text: str, names: Mapping[str, Text]) -> Text:
    first, *marked = _MARK.split(text)
    parts: list[Text] = [first]
    for letter, name, more in zip(marked[::3], marked[1::3], marked[2::3], strict=True):
        word = names.get(name, name)
        parts += [word if letter == "N" else Message(_SMALL, name=word), more]
    return joined(parts, "")
