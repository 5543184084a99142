"""Whether the figures of the program and of bare SQL are the same, down to the numbers in the notes."""

from collections.abc import Iterator

from db.counting.figure_sql import kinds_behind
from desktop_app.domain.indicators import IndicatorResult
from desktop_app.domain.plan import Plan
from desktop_app.domain.values import show_number
from desktop_app.texts import in_words, say
from tests.harness.bench.bare_figure_sql import SAID
from tests.harness.bench.bare_figures import Bare
from tests.sentences import said

WHERE = "{names}"  # a note that names places, whose names bare SQL leaves out


def agree(plan: Plan, ours: object, bare: object) -> bool:
    assert isinstance(ours, list)
    assert isinstance(bare, Bare)
    assert (bare.conflicts, bare.by_hand) == (0, sum(figure.manual for figure in ours))
    return [figure.code for figure in ours] == list(bare.figures) and not any(
        wrong for figure in ours for wrong in _wrong(plan, figure, bare)
    )


def _wrong(plan: Plan, figure: IndicatorResult, bare: Bare) -> Iterator[str]:
    """What of one figure is another one, in words for whoever mends it."""
    code, notes = figure.code, said(figure.notes)
    above, below, *counts = bare.figures[code]
    if (figure.numerator, figure.denominator) != (above, below):
        yield f"{code}: {figure.ratio}, bare {above}/{below}"
    numbers = iter(counts)
    for name in SAID[code]:
        what, _, key = name.partition(" ")
        found = next(numbers)
        if what == "part":
            part = figure.parts.get(key.rstrip("/"))
            whole = next(numbers) if key.endswith("/") else None
            if ((part.numerator or 0, part.denominator) if part else (0, None)) != (found or 0, whole):
                yield f"{code} {name}: {part}, bare {found}/{whole}"
        elif not _is_said(in_words(plan.indicators[code].texts[f"note.{key}"]), found or 0, notes):
            yield f"{code} {name}: {notes}, bare {found}"
    behind = sum(bare.uncounted.get(kind.name, 0) for kind in kinds_behind(plan, code))
    if not _is_said(say("figure.note_unfinished", n="{n}"), behind, notes):
        yield f"{code}: {notes}, bare {behind} unfinished"
    late = bare.not_reported[figure.area]
    if (say("figure.note_not_reported", n=late, units=sum(1 for _ in plan.source["units"]["2022"])) in notes) != (
        late > 0
    ):
        yield f"{code}: {notes}, bare {late} not reported"


def _is_said(text: str, number: int, notes: list[str]) -> bool:
    """Whether a note gives this number, or is not there at all where it is none."""
    before, counts, after = text.partition("{n}")
    if not counts:
        return any(note.startswith(text.partition(WHERE)[0]) for note in notes) == bool(number)
    found = [note for note in notes if note.startswith(before) and note.endswith(after)]
    return found == ([before + show_number(number) + after] if number else [])
