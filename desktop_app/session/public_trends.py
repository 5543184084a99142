"""Which trends a public report may draw: of people only those that public papers have shown already."""

from collections.abc import Collection, Iterable
from fractions import Fraction

from db.open_file import OpenFile
from desktop_app.domain.count_cells import ALL, CountCell, Days
from desktop_app.domain.trend import Point, Trend
from desktop_app.report.masking import ABOVE, BELOW, part_table
from desktop_app.session.public_papers import ReadPaper, read_papers


def public_trends(file: OpenFile, unit: str, trends: Iterable[Trend]) -> list[Trend]:
    """Those without people, and those of people of which public papers of the unit gave every period before this one
    as it is now: later papers are held against what these said, not against what a chart would add.
    """
    papers = [one for one in read_papers(file) if one.paper.unit == unit]
    people = {code for code, indicator in file.plan.indicators.items() if indicator.people}
    return [one for one in trends if one.last.code not in people or _is_public(papers, unit, one.points[:-1])]


def _is_public(papers: Collection[ReadPaper], unit: str, points: Iterable[Point]) -> bool:
    return all(any(_says(one, unit, point) for one in papers) for point in points)


def _says(paper: ReadPaper, unit: str, point: Point) -> bool:
    """Whether one paper gave both sides as they are: each of another one would make a share that nobody has shown."""
    figure, cell = point.figure, CountCell(ALL, unit, Days.of(point.period))
    below = paper.tables.get(part_table(figure.code, BELOW), {}).get(cell, [])
    above = paper.tables.get(part_table(figure.code, ABOVE), {}).get(cell, []) or (below and ["0"])  # a 0 is not noted
    return _is_in(figure.numerator, above) and _is_in(figure.denominator, below)


def _is_in(number: Fraction | None, texts: Collection[str]) -> bool:
    return number is None or str(number) in texts
