"""Where every kind of block stands on paper, to the half millimetre, for every kind of office and for long names."""

import itertools
from collections.abc import Iterator
from functools import cache

import pytest

from desktop_app.report import layout
from tests.desktop_app.pdf_pages import POINT, Line, Page, pages_of
from tests.desktop_app.report_samples import OFFICES, report

CLOSE = 0.5
INDENT = 12.7
PITCH = 16 * POINT
GAP = 6 * POINT
ASCENT = 0.891  # of the size of a letter


def near(value: float) -> object:
    return pytest.approx(value, abs=CLOSE)


@cache
def pages(office: str) -> list[Page]:
    return pages_of(layout.render(report(office)))


@cache
def parts(office: str) -> list[list[Page]]:
    """The pages of the text, then those of each annex."""
    found: list[list[Page]] = []
    for page in pages(office):
        if not page.number:
            found.append([])
        found[-1].append(page)
    return found


def lines_of(page: Page) -> list[Line]:
    """The lines without page number and watermark."""
    return [line for line in page.lines() if line.box.top > 19 and line.size < 50]


def text_lines(office: str) -> Iterator[list[Line]]:
    """Per page the lines of running text: 13 points, below the head and above the signature."""
    for page in parts(office)[0]:
        found = lines_of(page)
        begin = next((n for n, line in enumerate(found) if line.text.startswith("Thực hiện Kế hoạch")), 0)
        end = next((n for n, line in enumerate(found) if line.text.startswith("Nơi nhận")), len(found))
        if page is parts(office)[0][0] or begin == 0:
            yield [line for line in found[begin:end] if line.size == 13]


@pytest.mark.parametrize("office", OFFICES)
def test_every_line_of_the_text_begins_at_the_margin_or_at_the_indent(office: str) -> None:
    for line in itertools.chain.from_iterable(text_lines(office)):
        assert line.box.left in (near(30), near(30 + INDENT)), line.text
        assert line.box.right <= 190 + CLOSE, line.text


@pytest.mark.parametrize("office", OFFICES)
def test_the_lines_of_a_paragraph_follow_each_other_evenly_and_fill_the_width(office: str) -> None:
    pairs = [pair for page in text_lines(office) for pair in itertools.pairwise(page)]
    inside = [(above, below) for above, below in pairs if below.box.left < 32 and below.face == above.face == "Regular"]
    assert len(inside) >= 6
    for above, below in inside:
        assert below.baseline - above.baseline == pytest.approx(PITCH, abs=0.05), below.text
        assert above.end == near(190), above.text


@pytest.mark.parametrize("office", OFFICES)
def test_paragraphs_are_set_apart(office: str) -> None:
    for page in text_lines(office):
        for above, below in itertools.pairwise(page):
            if below.box.left > 32 and not below.text.startswith(("-", "+")) and below.baseline - above.baseline < 15:
                assert below.baseline - above.baseline >= PITCH + GAP - 0.05, below.text


@pytest.mark.parametrize("office", OFFICES)
def test_headings_stand_where_their_level_says(office: str) -> None:
    bold = [line for page in text_lines(office) for line in page if line.face == "Bold" and line.text[0] in "IV1234567"]
    first = [line for line in bold if line.text.split(".")[0] in ("I", "II", "III", "IV", "V", "VI")]
    second = [line for line in bold if line.text[0].isdecimal()]
    assert len(first) >= 2
    assert len(second) >= 5
    assert all(line.box.left == near(30) and line.text.isupper() for line in first)
    assert all(line.box.left == near(30 + INDENT) for line in second)


@pytest.mark.parametrize("office", OFFICES)
def test_the_head_keeps_to_its_columns(office: str) -> None:
    """66 millimetres for the office, 94 for the nation; everything in the middle of its column."""
    page = pages(office)[0]
    head = list(itertools.takewhile(lambda line: line.text != "BÁO CÁO", lines_of(page)))
    assert len(head) >= 5
    for line in (line for line in head if not line.text.startswith("Số:")):
        centre, left, right = (63, 30, 96) if line.box.centre < 96 else (143, 96, 190)
        assert line.box.centre == near(centre), line.text
        assert left - CLOSE <= line.box.left, line.text
        assert line.box.right <= right + CLOSE, line.text
    title = page.box("BÁO CÁO")
    assert title.centre == near(110)


@pytest.mark.parametrize("office", OFFICES)
def test_the_blocks_of_the_first_page_follow_each_other(office: str) -> None:
    """From the top margin down: both columns, number and day on one line, the kind of letter, what it is about."""
    page = pages(office)[0]
    found = lines_of(page)
    nation = next(line for line in found if line.text.startswith("CỘNG HÒA"))
    motto = next(line for line in found if line.text.startswith("Độc lập"))
    number = next(line for line in found if line.text.startswith("Số:"))
    day = next((line for line in found if line.face == "Italic" and line.size == 13), number)  # read as one line
    title = next(line for line in found if line.text == "BÁO CÁO")
    left = [line for line in found if line.box.centre < 96 and line.baseline < number.baseline]
    assert nation.baseline == left[0].baseline == near(20 + 12 * ASCENT * POINT)
    assert motto.baseline == near(20 + (15 + 13 * ASCENT) * POINT)
    assert all(b.baseline - a.baseline == near(15 * POINT) for a, b in itertools.pairwise(left))
    above = max(line.baseline + (15 - 12 * ASCENT + 5) * POINT for line in (*left[-1:], motto))
    assert number.baseline == pytest.approx(day.baseline, abs=0.05)
    assert number.baseline == near(above + (10 + 13 * ASCENT) * POINT)
    beside = [line for line in found if line.size == 13 and number.baseline <= line.baseline < title.baseline]
    ends = [line.baseline + (16 - 13 * ASCENT) * POINT for line in beside if line.face != "Bold"]
    ends += [line.baseline + 6 * POINT for line in beside if line.face == "Bold"]  # in its frame
    assert title.baseline == near(max(ends) + (16 + 14 * ASCENT) * POINT)
    subject = found[found.index(title) + 1]
    assert subject.baseline - title.baseline == near(18 * POINT)


@pytest.mark.parametrize("office", OFFICES)
def test_the_signature_stands_in_the_right_half_and_the_recipients_in_the_left(office: str) -> None:
    page = next(page for page in parts(office)[0] if "Nơi nhận" in page.text)
    found = lines_of(page)
    end = found[next(n for n, line in enumerate(found) if line.text.startswith("Nơi nhận")) :]
    left, right = ([line for line in end if (line.box.centre < 110) == side] for side in (True, False))
    assert [line.size for line in left] == [12, *[11] * (len(left) - 1)]
    assert {line.size for line in right} == {14}
    assert all(line.face == "Bold" and line.box.centre == near(150) for line in right)
    assert left[0].box.left == near(30)
    assert left[0].baseline == pytest.approx(right[0].baseline, abs=1)
    assert all(line.box.right <= 110 + CLOSE for line in left)
    assert all(line.box.right <= 190 + CLOSE for line in right)


@pytest.mark.parametrize("office", OFFICES)
def test_each_annex_begins_alike(office: str) -> None:
    for annex, made in zip(report(office).annexes, parts(office)[1:], strict=True):
        page = made[0]
        wide = page.width > page.height
        assert wide == annex.landscape
        centre, top = (148.5, 30) if wide else (110, 20)
        found = lines_of(page)
        heading = found[0]
        assert (heading.text, heading.face, heading.size) == (annex.heading, "Bold", 14)
        assert heading.box.centre == near(centre)
        assert heading.baseline == near(top + 14 * 0.891 * 25.4 / 72)
        reference = [line for line in found if line.face == "Italic" and line.size == 13]
        assert all(line.box.centre == near(centre) for line in reference)
        rule = page.rules()[0]
        assert rule.centre == near(centre)
        assert 1 / 3 <= rule.width / max(line.box.width for line in reference) <= 1 / 2


@pytest.mark.parametrize("office", OFFICES)
def test_page_numbers_stand_in_the_middle_of_the_top_margin(office: str) -> None:
    for page in (page for part in parts(office) for page in part[1:]):
        wide = page.width > page.height
        number = next(line for line in page.lines() if line.text == page.number and line.box.top < 25)
        assert (number.face, number.size) == ("Regular", 13)
        assert number.box.centre == near(148.5 if wide else 110)
        assert number.baseline == near((30 if wide else 20) / 2 + 4 * 25.4 / 72)


@pytest.mark.parametrize("office", OFFICES)
def test_tables_reach_from_margin_to_margin(office: str) -> None:
    for page in (page for part in parts(office) for page in part):
        left, right = (20, 277) if page.width > page.height else (30, 190)
        edges = [box.left for box in page.uprights()]
        if edges:
            assert min(edges) == near(left)
            assert max(edges) == near(right)


def test_columns_are_as_wide_as_they_were_made() -> None:
    page = parts("commune")[1][1]
    edges = sorted({round(box.left, 1) for box in page.uprights()})
    assert edges == [near(30), near(30 + 160 * 96 / 156), near(30 + 160 * 126 / 156), near(190)]
