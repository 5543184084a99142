"""The guide: its pages for the window, the same as a PDF for paper; neither needs an open file."""

import json
from datetime import date
from functools import cache
from pathlib import Path

from desktop_app import paths
from desktop_app.domain.guide_text import GuidePage, parse_page


@cache
def pages(plan: str | None = None) -> list[GuidePage]:
    """All pages in their order; of those that speak of one plan only those of `plan`, where one is open."""
    folder = paths.resources() / "guide"
    listed = json.loads((folder / "pages.json").read_text(encoding="utf-8"))
    return [
        parse_page(one["name"], tuple(one["opens"]), (folder / f"{one['name']}.md").read_text(encoding="utf-8"))
        for one in listed if plan is None or plan in one.get("plans", (plan,))
    ]  # fmt: skip


def knows(place: str) -> bool:
    """Whether a page is about this place of the window."""
    return any(place in page.opens for page in pages())


def page_for(place: str) -> GuidePage:
    """The page that F1 leads to from a place of the window: a page of it that has none of its own is an area."""
    found = {opened: page for page in pages() for opened in page.opens}
    return found.get(place, found["area"])


def picture(name: str) -> Path | None:
    """The file of a picture; a build for offices may come without."""
    path = paths.resources() / "screenshots" / f"{name}.png"
    return path if path.is_file() else None


def as_pdf(made: date, plan: str | None = None) -> bytes:
    """The whole guide as one PDF, the same bytes on the same day; `plan`: as for the pages."""
    from desktop_app.report.guide_book import render

    return render(pages(plan), picture, made)
