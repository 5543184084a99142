"""What is said of a report's text that no longer holds: figures that changed, and words typed by hand."""

from collections.abc import Sequence

from desktop_app.domain.markup import Stale
from desktop_app.texts import say

MOST, MOST_WORDS = 6, 3


def changed_figures(stale: Sequence[Stale]) -> str:
    """The figures that have changed, each once: 12 → 14; "" where none has."""
    pairs = list(dict.fromkeys(_pair(one) for one in stale if one.figure))
    more = [say("narrative.more", count=len(pairs) - MOST)] if len(pairs) > MOST else []
    return say("narrative.changed", figures="; ".join(pairs[:MOST] + more)) if pairs else ""


def changed_words(stale: Sequence[Stale]) -> str:
    """What is said in plain words and may no longer hold, with what the draft says; "" where there is none."""
    found: dict[str | None, list[str]] = {}
    for one in stale:
        if not one.figure and one.shown not in found.setdefault(one.now, []):
            found[one.now].append(one.shown)
    said = [_words(shown, now) for now, shown in list(found.items())[:MOST_WORDS]]
    more = [say("narrative.more", count=len(found) - MOST_WORDS)] if len(found) > MOST_WORDS else []
    return say("narrative.words", words="\n".join([*said, *more])) if found else ""


def _words(shown: Sequence[str], now: str | None) -> str:
    quoted = "”, “".join(shown)
    return (
        say("narrative.words_gone", shown=quoted) if now is None else say("narrative.words_pair", shown=quoted, now=now)
    )


def _pair(one: Stale) -> str:
    now = say("narrative.gone") if one.now is None else one.now
    return say("narrative.pair", shown=one.shown, now=now)
