"""What was measured of some provinces, the straight line through it, and what it says of the whole country."""

import math
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain

from msgspec import Struct

from tests.harness.country.made_units import COMMUNES, PROVINCES

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 720, 400, 64, 40, 210, 52
WHOLE = COMMUNES * 2_000  # records of the country
At = Callable[[float, float], tuple[float, float]]
INK, SOFT = "#1f2937", "#6b7280"
COLOURS = ("#2563eb", "#0f766e", "#b45309", "#be185d", "#7c3aed", "#475569", "#15803d", "#b91c1c", "#0369a1")


class Point(Struct, frozen=True):
    """At so many provinces: of each step seconds on the clock, of the processor and the most MB; MB on the disk."""

    provinces: int
    communes: int
    records: int
    taken: Mapping[str, tuple[float, float, int]]
    disk: Mapping[str, float]


def fitted(points: Sequence[Point], amounts: Sequence[float]) -> float:
    """What a straight line through the points says of the whole country; with one point, in proportion."""
    xs = [float(point.records) for point in points]
    if len(xs) == 1:
        return amounts[0] / xs[0] * WHOLE
    slope, start = statistics.linear_regression(xs, amounts)
    return start + slope * WHOLE


def table(points: Sequence[Point]) -> str:
    """A line of Markdown for each step: processor seconds (on the clock) at each point, and of the whole country."""
    rows = [
        [
            "",
            *(f"{p.provinces}: {p.records:,} records" for p in points),
            f"{PROVINCES}: {WHOLE:,}, fitted",
            "most memory",
        ]
    ]
    rows.append(["---"] * len(rows[0]))
    for name in points[-1].taken:
        cells = [f"{p.taken[name][1]:.0f} ({p.taken[name][0]:.0f}) s" for p in points]
        rows.append([name, *cells, _time(fitted(points, [p.taken[name][1] for p in points])),
                     f"{points[-1].taken[name][2] or '–'} MB"])  # fmt: skip
    for name in points[-1].disk:
        whole = fitted(points, [p.disk[name] for p in points]) / 1e3
        rows.append([name, *(f"{p.disk[name]:,.0f} MB" for p in points), f"{whole:.0f} GB", ""])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _time(seconds: float) -> str:
    return (
        f"{seconds:.0f} s"
        if seconds < 600
        else f"{seconds / 60:.0f} min"
        if seconds < 7200
        else f"{seconds / 3600:.1f} h"
    )


def drawing(points: Sequence[Point]) -> str:
    """Both axes by powers of ten, each step's points and the line through them to the whole country."""
    names = list(points[-1].taken)
    every = list(chain.from_iterable((p.taken[name][1] for p in points) for name in names))
    last = math.ceil(math.log10(max(*every, *(fitted(points, _of(points, name)) for name in names))))
    first = math.floor(math.log10(max(min(every), 0.1)))

    least = math.floor(math.log10(points[0].records))

    def at(records: float, spent: float) -> tuple[float, float]:
        x = LEFT + (math.log10(records) - least) / (7 - least) * (WIDTH - LEFT - RIGHT)
        y = HEIGHT - BOTTOM - (math.log10(max(spent, 0.1)) - first) / (last - first) * (HEIGHT - TOP - BOTTOM)
        return round(x, 1), round(y, 1)

    parts = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>']
    title = f"Processor seconds of a country, up to its {WHOLE:,} records"
    parts.append(f'<text x="{LEFT}" y="24" fill="{INK}" font-weight="600">{title}</text>')
    for power in range(least, 8):
        (x, bottom), (_, top) = at(10**power, 10**first), at(10**power, 10**last)
        parts.append(f'<path d="M{x} {bottom}V{top}" stroke="#e5e7eb"/>')
        parts.append(f'<text x="{x}" y="{bottom + 18}" fill="{SOFT}" text-anchor="middle">{10**power:,}</text>')
    for power in range(first, last + 1):
        (left, y), (right, _) = at(10**least, 10**power), at(1e7, 10**power)
        parts.append(f'<path d="M{left} {y}H{right}" stroke="#e5e7eb"/>')
        parts.append(f'<text x="{left - 8}" y="{y + 4}" fill="{SOFT}" text-anchor="end">{10.0**power:g} s</text>')
    ends = sorted(names, key=lambda name: -fitted(points, _of(points, name)))
    for place, name in enumerate(ends):
        parts += _line(points, name, COLOURS[place % len(COLOURS)], TOP + 18 * place + 8, at)
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle}" y="{HEIGHT - 10}" fill="{SOFT}" text-anchor="middle">records</text>')
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        ' font-family="sans-serif" font-size="13">'
    )
    return "\n".join([head, *parts, "</svg>", ""])


def _line(points: Sequence[Point], name: str, colour: str, label: int, at: At) -> Iterator[str]:
    places = [at(point.records, spent) for point, spent in zip(points, _of(points, name), strict=True)]
    end = at(WHOLE, fitted(points, _of(points, name)))
    path = "L".join(f"{x} {y}" for x, y in places)
    yield f'<path d="M{path}" stroke="{colour}" stroke-width="2" fill="none"/>'
    x, y = places[-1]
    yield f'<path d="M{x} {y}L{end[0]} {end[1]}" stroke="{colour}" stroke-width="1.5" stroke-dasharray="4 4"/>'
    for x, y in places:
        yield f'<circle cx="{x}" cy="{y}" r="4" fill="#ffffff" stroke="{colour}" stroke-width="2"/>'
    side = WIDTH - RIGHT + 16
    yield f'<path d="M{side} {label - 4}h18" stroke="{colour}" stroke-width="3"/>'
    yield f'<text x="{side + 26}" y="{label}" fill="{INK}">{name}</text>'


def _of(points: Sequence[Point], name: str) -> list[float]:
    return [point.taken[name][1] for point in points]
