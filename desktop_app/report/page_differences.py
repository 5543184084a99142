"""What two prints of one report say differently: each cell of their tables, each sentence with a number or a state."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from desktop_app.domain.correction import CorrectedValue
from desktop_app.domain.state_words import numbers, states, without_days
from desktop_app.report.blocks import Block, Heading, Paragraph, ProgressReport, Table
from desktop_app.report.cells import NONE, shown
from desktop_app.report.tables import hanging, is_name, is_part
from desktop_app.report.wording import words

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_LEAST_LIKE = 0.6  # of the words of two sentences that tell other numbers of the same thing
_NOTHING = ("", "0", NONE)  # what a row or column that is left out may have held
_Row = tuple[str, str, str, int]  # the heading above, the row of which it is a part, its label, which of several
_TableCells = Mapping[_Row, Mapping[str, str]]  # the cells of each row by the titles of their columns


class PageDifferences(NamedTuple):
    """`complete`: nothing else differs; else the two prints are not built alike and can't be compared everywhere."""

    values: tuple[CorrectedValue, ...]
    complete: bool


class _Part(NamedTuple):
    """The text of a report, an annex or the sheet of states: `key` is the same whatever number it has."""

    key: str
    name: str
    blocks: Sequence[Block]


def page_differences(old: ProgressReport, new: ProgressReport) -> PageDifferences:
    before, after = ({part.key: part for part in _parts(report)} for report in (old, new))
    found: list[CorrectedValue] = []
    complete = before.keys() == after.keys()
    for key in after:
        if key in before:
            for differences in (_of_sentences(before[key], after[key]), _of_tables(before[key], after[key])):
                found += differences.values
                complete = complete and differences.complete
    return PageDifferences(tuple(found), complete)


def _parts(report: ProgressReport) -> Iterator[_Part]:
    yield _Part("", "", report.blocks)
    for annex in report.annexes:
        yield _Part(annex.title, f"{annex.heading}. {annex.title}", (*annex.blocks, *annex.wide))
    yield _Part("states", words("report.sheet_states"), report.states)


# --- tables ----------------------------------------------------------------------------------------------------------


def _of_tables(old: _Part, new: _Part) -> PageDifferences:
    """A table that only one of them has, all else being alike, was left out where nothing stood in it."""
    before, after = _tables(old), _tables(new)
    alike = before.keys() <= after.keys() or after.keys() <= before.keys()
    named = before.keys() & after.keys() if not alike else {*before, *after}
    values = [
        value for caption in dict.fromkeys((*before, *after)) if caption in named
        for value in _of_table(". ".join(filter(None, (new.name, caption))), before.get(caption), after.get(caption))
    ]  # fmt: skip
    return PageDifferences(tuple(values), alike)


def _tables(part: _Part) -> dict[str, _TableCells]:
    """The tables by their captions, one that goes on in another together with it."""
    found: dict[str, dict[_Row, dict[str, str]]] = {}
    title = ""
    for block in part.blocks:
        if isinstance(block, Heading):
            title = block.title
        elif isinstance(block, Table):
            caption = (block.caption or title).removesuffix(words("report.continued", heading=""))
            rows = found.setdefault(caption, {})
            for row, cells in _rows(block):
                rows.setdefault(row, {}).update(cells)
    return dict(found)


def _rows(table: Table) -> Iterator[tuple[_Row, dict[str, str]]]:
    heading = above = ""
    met: Counter[tuple[str, str, str]] = Counter()
    for row in table.rows:
        if table.is_heading(row):
            heading = shown(row[0])
            continue
        cells = [(column.title, shown(cell)) for column, cell in zip(table.columns, row, strict=True)]
        label = next((text for _, text in cells if is_name(text)), "")
        part = is_part(row)
        above = above if part else label
        key = (heading, above if part else "", label)
        met[key] += 1
        # the numbers of rows, and whether a copy was sent in time, which is told by the day on which one looks
        unsaid = {words("report.row"), words("report.sent"), *(title for title, text in cells if text == label)}
        yield (*key, met[key]), {title: text for title, text in cells if title not in unsaid}


def _of_table(place: str, old: _TableCells | None, new: _TableCells | None) -> Iterator[CorrectedValue]:
    before, after = old or {}, new or {}
    for row in dict.fromkeys((*before, *after)):
        then, now = before.get(row, {}), after.get(row, {})
        for column in dict.fromkeys((*then, *now)):
            was, is_now = then.get(column), now.get(column)
            single = was if is_now is None else is_now
            left_out = (was is None or is_now is None) and single in _NOTHING
            if was != is_now and not left_out:
                yield CorrectedValue(place, _label(row), column, was or "", is_now or "")


def _label(row: _Row) -> str:
    _, above, label, _ = row
    return f"{above}: {label.removeprefix(hanging(label))}" if above else label


# --- sentences -------------------------------------------------------------------------------------------------------


def _of_sentences(old: _Part, new: _Part) -> PageDifferences:
    """Sentences that are alike but for what they tell; then those that only one has, where these are few."""
    before, after = _sentences(old), _sentences(new)
    known, still = Counter(map(without_days, before)), Counter(map(without_days, after))
    gone = [text for text in before if still[without_days(text)] < known[without_days(text)]]
    came = [text for text in after if known[without_days(text)] < still[without_days(text)]]
    pairs = []
    for text in list(gone):
        other = max(came, key=lambda one: _like(text, one), default=None)
        if other is not None and _like(text, other) >= _LEAST_LIKE:
            gone.remove(text)
            came.remove(other)
            pairs.append((text, other))
    alone = [text for text in (*gone, *came) if any(_facts(text))]
    few = 2 * len(alone) <= len(before)
    pairs = [(was, is_now) for was, is_now in pairs if _facts(was) != _facts(is_now)]
    if few:
        pairs += [*((text, "") for text in gone if text in alone), *(("", text) for text in came if text in alone)]
    values = (CorrectedValue(new.name, "", "", was, is_now) for was, is_now in pairs)
    return PageDifferences(tuple(values), few or not alone)


def _sentences(part: _Part) -> list[str]:
    """All but what explains the signs in tables."""
    texts = (block.text for block in part.blocks if isinstance(block, Paragraph))
    return [one for text in texts if "“" not in text for one in _SENTENCE.split(text)]


def _like(one: str, other: str) -> float:
    these, those = (set(re.findall(r"[^\W\d_]+", text.lower())) for text in (one, other))
    return len(these & those) / len(these | those) if these | those else 0.0


def _facts(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The numbers and states of a sentence; that a day passes tells nothing."""
    bare = without_days(text.lower())
    return frozenset(numbers(bare)), frozenset(states(bare))
