"""The lines that one chooses from, and which of them typed words find or mean."""

import re
from collections.abc import Callable, Sequence

from msgspec import Struct

from desktop_app.domain.collation import fold, nfc


class Option(Struct, frozen=True):
    """One line of the popup; `depth` shifts it to the right, as in a tree; `new` offers to add what is missing, `note`
    only says something. `also`: what lists show for it where its own words are long; it is found by that as well.
    """

    value: str
    text: str
    depth: int = 0
    new: bool = False
    note: bool = False
    also: str = ""

    @property
    def known(self) -> bool:
        """Whether it stands for something that is there."""
        return not (self.new or self.note)


Options = Sequence[Option]
Search = Callable[[str, Callable[[Options], None]], None]


def search_in(options: Callable[[], Options]) -> Search:
    """A search over options that are at hand."""
    return lambda text, then: then(matching(options(), text))


def matching(options: Options, text: str) -> list[Option]:
    """The options that hold every word of `text`, accents and đ folded; branches above a match stay in a tree."""
    words = fold(text).split()
    if not words:
        return list(options)
    hits = [_holds(o, words) for o in options]
    if not any(o.depth for o in options):
        found = [o for o, hit in zip(options, hits, strict=True) if hit]
        return sorted(found, key=lambda o: _rank(o.text, text))
    return [o for i, o in enumerate(options) if hits[i] or _leads_to_hit(options, hits, i)]


def _holds(option: Option, words: Sequence[str]) -> bool:
    return any(all(word in fold(text) for word in words) for text in (option.text, option.also))


def _leads_to_hit(options: Options, hits: Sequence[bool], index: int) -> bool:
    for below in range(index + 1, len(options)):
        if options[below].depth <= options[index].depth:
            return False
        if hits[below]:
            return True
    return False


def _rank(text: str, typed: str) -> int:
    """What begins as typed first, then what holds the typed accents, what begins or has a word that begins so without
    them, and the rest: one letter without accents is somewhere in nearly every line.
    """
    exact, folded, plain = nfc(typed).lower().strip(), fold(typed), fold(text)
    if text.lower().startswith(exact):
        return 0
    if exact != folded and exact in text.lower():
        return 1
    if plain.startswith(folded):
        return 2
    return 3 if f" {folded}" in plain else 4


def means(option: Option, text: str) -> bool:
    """Whether the words can be taken for this line unasked: its beginning, whole words of it, or a phrase begun there.

    A piece of a word is too little: “NaN” is no way to write “Nùng Nàng”.
    """
    typed = fold(text)
    inside = re.search(rf"(?<!\w){re.escape(typed)}(?!\w)", fold(option.text)) is not None
    phrase = " " in typed and f" {fold(option.text)}".find(f" {typed}") >= 0
    return bool(typed) and option.known and (inside or phrase or fold(option.text).startswith(typed))


def pick(options: Options, text: str) -> int:
    """The row that `text` most likely means: the first match that is no mere branch."""
    words = fold(text).split()
    for row, option in enumerate(options):
        if not option.note and _holds(option, words):
            return row
    return 0
