"""Every page of every kind of report looks as when somebody last looked at it."""

import pytest
from PIL import Image, ImageChops, ImageFilter

from tests.desktop_app.golden_pages import REPORTS, drawn, file_of, kept

NOTICED = 60  # a difference of grey that the eye sees
MOST = 0.0005  # of a page's dots may differ that much: another machine's rounding, not another layout


def difference(ours: Image.Image, theirs: Image.Image) -> float:
    """The share of dots that differ visibly, blurred by a dot so that rounding does not count."""
    soft = [image.filter(ImageFilter.BoxBlur(1)) for image in (ours, theirs)]
    counts = ImageChops.difference(*soft).histogram()
    return sum(counts[NOTICED:]) / sum(counts)


@pytest.mark.parametrize("office", REPORTS)
def test_the_pages_look_as_they_were_last_seen(office: str) -> None:
    pages = drawn(office)
    assert kept(office) == [file_of(office, number) for number in range(1, len(pages) + 1)]
    for page, file in zip(pages, kept(office), strict=True):
        with Image.open(file) as picture:
            golden = picture.convert("L")
        assert page.size == golden.size, file.name
        assert difference(page, golden) <= MOST, file.name


def test_another_layout_is_noticed() -> None:
    page = drawn("province")[0]
    moved = ImageChops.offset(page, 1, 1)
    assert difference(page, page) == 0
    assert difference(page, moved) > MOST
