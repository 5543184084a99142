"""Stretches of a line."""

from collections.abc import Iterable, Iterator


def without(start: float, end: float, taken: Iterable[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """What is left of a line from `start` to `end`, piece by piece, once these stretches are taken out of it."""
    for first, last in sorted(taken):
        if start < min(first, end):
            yield start, min(first, end)
        start = max(start, last)
    if start < end:
        yield start, end
