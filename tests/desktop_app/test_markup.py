"""The restrained markup: what is a face, what is text, figures that remember what they show, nothing that breaks."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.markup import MarkupLine, Span, Stale, escaped, figure, parse, stale
from desktop_app.domain.markup_writing import renewed, write


def spans(text: str) -> list[tuple[str, str]]:
    """Pieces of the first line with their faces in a letter each."""
    (line,) = parse(text)
    return [(span.text, "b" * span.bold + "i" * span.italic) for span in line.spans]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("thường", [("thường", "")]),
        ("một **hai** ba", [("một ", ""), ("hai", "b"), (" ba", "")]),
        ("*một* **hai** ***ba***", [("một", "i"), (" ", ""), ("hai", "b"), (" ", ""), ("ba", "bi")]),
        ("**một *hai* ba**", [("một ", "b"), ("hai", "bi"), (" ba", "b")]),
        ("(*nghiêng*), “**đậm**”.", [("(", ""), ("nghiêng", "i"), ("), “", ""), ("đậm", "b"), ("”.", "")]),
        ("**một *hai** ba*", [("một *hai", "b"), (" ba*", "")]),
        (r"\*không\* \\ \[", [(r"*không* \ [", "")]),
    ],
)  # fmt: skip
def test_faces_are_read(text: str, wanted: list[tuple[str, str]]) -> None:
    assert spans(text) == wanted


@pytest.mark.parametrize(
    "text",
    ["2*3*4", "(*) Số nhập tay, (*) ước tính", "** rời **", "*", "**", "****bốn****", "*hở", "hở*", "a * b * c",
     "<b>đậm</b>", "[12]", "[12]{", "[12] {a}", "{a}", "[]{a}", "&amp;", "\\", "\\n"],
)  # fmt: skip
def test_what_is_no_markup_stays_text(text: str) -> None:
    assert spans(text) == [(text, "")]


def test_lines_are_paragraphs_or_items_and_blank_ones_nothing() -> None:
    text = "Lời.\n\n  - gạch\n+ cộng\n• chấm\n1. số\n12) số\na) chữ\nđ. chữ\n12.345 người\n2022\n"
    assert [(line.text, line.item) for line in parse(text)] == [
        ("Lời.", False), ("- gạch", True), ("+ cộng", True), ("• chấm", True), ("1. số", True), ("12) số", True),
        ("a) chữ", True), ("đ. chữ", True), ("12.345 người", False), ("2022", False),
    ]  # fmt: skip


def test_a_figure_remembers_what_it_shows() -> None:
    (line,) = parse(f"Đạt **{figure('1.1', '64,2%')}**, {figure('comm_activity.sessions#2/year', '<5')} buổi.")
    assert [(span.text, span.figure, span.bold) for span in line.spans] == [
        ("Đạt ", None, False), ("64,2%", "1.1", True), (", ", None, False),
        ("<5", "comm_activity.sessions#2/year", False), (" buổi.", None, False),
    ]  # fmt: skip
    assert line.text == "Đạt 64,2%, <5 buổi."


def test_figures_that_changed_are_told_and_others_not() -> None:
    text = f"{figure('a', '12')} {figure('b', '3')} 12 {figure('c', '7')}"
    assert stale(text, {"a": "12", "b": "4"}) == [Stale("b", "3", "4"), Stale("c", "7", None)]
    assert stale("12 buổi", {"a": "13"}) == []


def test_figures_are_renewed_and_everything_else_is_kept() -> None:
    text = f"- Đạt **{figure('a', '12')}** buổi \\* {figure('b', '5')}.\nHai."
    assert renewed(text, {"a": "13"}) == f"- Đạt **{figure('a', '13')}** buổi \\* 5.\nHai."


def test_a_text_can_be_protected_from_being_markup() -> None:
    for text in ("**đậm**", "[12]{a}", r"\*", "*nghiêng* và [thường]"):
        (line,) = parse(escaped(text))
        assert [span.figure for span in line.spans] == [None]
        assert line.text == text


def test_faces_are_written_as_they_are_read() -> None:
    lines = [
        MarkupLine((Span("một "), Span("hai ", bold=True), Span("ba", italic=True), Span("."))),
        MarkupLine((Span("- 3 * 4 "), Span("9", figure="k"), Span(" [x]"))),
    ]
    assert write(lines) == "một **hai** *ba*.\n- 3 \\* 4 [9]{k} [x]"
    assert write([MarkupLine((Span("a]b", figure="k"), Span("  ", bold=True)))]) == "a]b  "


@pytest.mark.parametrize(
    ("spans", "wanted"),
    [
        ((Span("Đạt ", bold=True), Span("9", bold=True, figure="k"), Span(", tăng.", bold=True)),
         "**Đạt [9]{k}, tăng.**"),
        ((Span("nửa", bold=True), Span("chữ sau")), "**nửachữ** sau"),
        ((Span("một", bold=True), Span("hai", italic=True), Span(" ba")), "***mộthai*** ba"),
        ((Span("- gạch", bold=True),), "- **gạch**"),
        ((Span("Kết quả", bold=True), Span(": đạt")), "**Kết quả**: đạt"),
        ((Span("a "), Span(": b (", bold=True), Span("c")), "a : **b (c**"),
    ],
)  # fmt: skip
def test_a_face_that_no_star_could_mark_is_moved_to_the_edge_of_words(spans: tuple[Span, ...], wanted: str) -> None:
    assert write([MarkupLine(spans, item="".join(s.text for s in spans).startswith("- "))]) == wanted


SIGNS = st.text(alphabet="ab1 *\\[]{}.,:(%“”-)", min_size=1, max_size=6)
SPANS = st.builds(Span, SIGNS, st.booleans(), st.booleans(), st.sampled_from([None, None, "k", "1.1"]))


@given(st.lists(st.lists(SPANS, min_size=1, max_size=6).map(tuple), max_size=3))
def test_whatever_faces_a_person_gives_no_sign_is_lost_and_no_star_printed(lines: list[tuple[Span, ...]]) -> None:
    texts = ["".join(span.text for span in spans).strip() for spans in lines]
    found = parse(write(MarkupLine(spans) for spans in lines))
    assert [line.text for line in found] == [text for text in texts if text]
    assert write(found) == write(parse(write(found))), "what was read once is read alike for ever"


@given(st.text(alphabet="ab *\\[]{}.1-\n", max_size=40))
def test_reading_never_fails_and_what_is_written_is_read_alike(text: str) -> None:
    lines = parse(text)
    assert [line.text for line in parse(write(lines))] == [line.text for line in lines]


@pytest.mark.parametrize("piece", ["*a ", "**a", "[a]{", "\\*", "***", "[1]{a} ", "a* "])
def test_a_long_line_takes_time_that_grows_with_its_length_alone(piece: str) -> None:
    """A fifth of a megabyte would take minutes if it grew with the square."""
    began = time.process_time()
    parse(piece * (200_000 // len(piece)))
    assert time.process_time() - began < 5
