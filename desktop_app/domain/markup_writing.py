"""Lines of a report's text written as markup that reads back as the same text, with faces at the edge of words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from msgspec.structs import replace

from desktop_app.domain.markup import (
    AFTER_NO_OPENING,
    BEFORE_NO_CLOSING,
    ITEM,
    MarkupLine,
    Span,
    escaped,
    figure,
    figure_fits,
    parse,
)

Face = tuple[bool, bool]
PLAIN: Face = (False, False)


def write(lines: Iterable[MarkupLine]) -> str:
    """The text from which `parse` reads these lines; a face that begins or ends inside a word takes the whole word."""
    return "\n".join(map(_written, lines))


def renewed(text: str, figures: Mapping[str, str]) -> str:
    """The text with every figure as it is now; one that is gone stays and no longer names what it showed."""

    def now(span: Span) -> Span:
        if span.figure is None:
            return span
        shown = figures.get(span.figure)
        return replace(span, figure=None) if shown is None else replace(span, text=shown)

    return write(replace(line, spans=tuple(map(now, line.spans))) for line in parse(text))


def _written(line: MarkupLine) -> str:
    """As it stands, else by whole words: the first way that is read as what it should be."""
    for spans in (line.spans, _by_words(line)):
        written = _marked(spans)
        found = parse(written)
        same = _look(span for read in found for span in read.spans) == _look(spans)
        if same and line.item == any(read.item for read in found):
            return written
    return _marked(replace(span, bold=False, italic=False) for span in line.spans)


def _look(spans: Iterable[Span]) -> list[tuple[Face, str | None, str]]:
    """What can be seen of a line: its signs as runs of one face each, whatever the blanks between them have."""
    bare = [(_face(span), span.figure, "".join(span.text.split())) for span in spans]
    seen = groupby((span for span in bare if span[2]), lambda span: span[:2])
    return [(face, key, "".join(text for *_, text in same)) for (face, key), same in seen]


def _marked(spans: Iterable[Span]) -> str:
    return "".join(_in_stars(face, "".join(_texts(same))) for face, same in groupby(spans, _face))


def _in_stars(face: Face, inside: str) -> str:
    stars, bare = "*" * (2 * face[0] + face[1]), inside.strip()
    return inside.replace(bare, f"{stars}{bare}{stars}", 1) if stars and bare else inside


def _texts(spans: Iterable[Span]) -> Iterator[str]:
    """Figures, and the texts between them in one piece each."""
    for key, same in groupby(spans, lambda span: span.figure if figure_fits(span) else None):
        found = list(same)
        if key is None:
            yield escaped("".join(span.text for span in found))
        else:
            yield from (figure(key, span.text) for span in found)


def _face(span: Span) -> Face:
    return span.bold, span.italic


def _by_words(line: MarkupLine) -> list[Span]:
    """The same line with one face for each word; signs at the edge of a face that could not hold a star are plain."""
    signs = [sign for span in line.spans for sign in _signs(span)]
    faces = [PLAIN] * len(signs)
    for first, after in _words(signs):
        word = [_face(sign) for sign in signs[first:after]]
        faces[first:after] = [(any(bold for bold, _ in word), any(italic for _, italic in word))] * len(word)
    marker = ITEM.match(line.text) if line.item else None
    for place in range(marker.end() if marker else 0):
        faces[place] = PLAIN
    _join(signs, faces)
    _trim(signs, faces)
    return [replace(sign, bold=bold, italic=italic) for sign, (bold, italic) in zip(signs, faces, strict=True)]


def _signs(span: Span) -> Iterator[Span]:
    return iter((span,)) if figure_fits(span) else (replace(span, text=sign, figure=None) for sign in span.text)


def _blank(sign: Span) -> bool:
    return sign.figure is None and sign.text.isspace()


def _words(signs: Sequence[Span]) -> Iterator[tuple[int, int]]:
    place = 0
    for blank, same in groupby(signs, _blank):
        length = len(list(same))
        if not blank:
            yield place, place + length
        place += length


def _join(signs: Sequence[Span], faces: list[Face]) -> None:
    """Blanks between two words of one face belong to it."""
    words = list(_words(signs))
    for (_, end), (start, _) in pairwise(words):
        if faces[end - 1] == faces[start]:
            faces[end:start] = [faces[start]] * (start - end)


def _trim(signs: Sequence[Span], faces: list[Face]) -> None:
    """No star opens before a closing sign or closes behind an opening one."""
    for places, refused in ((range(len(signs)), AFTER_NO_OPENING), (range(len(signs) - 1, -1, -1), BEFORE_NO_CLOSING)):
        before = PLAIN
        for place in places:
            if faces[place] != before and (_blank(signs[place]) or signs[place].text in refused):
                faces[place] = PLAIN
            before = faces[place]
