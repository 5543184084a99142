"""How the time of a merge grows from 1,000 to 1,000,000 records: measured, fitted, and drawn for docs/FIGURES.md.

`python -m tests.harness.bench.growth [MOST]`: the last point is that of at most so many records. Processor seconds:
other work on the machine weighs on them the least.
"""

import math
import shutil
import statistics
import sys
from pathlib import Path

from tests.harness.bench import place, screen
from tests.harness.bench.merge import OWN
from tests.harness.bench.merge_sources import RECORDS, receiving, source_files
from tests.harness.bench.place import FOLDER, ROOT

FILES = (1, 5, 20, 106, 500)  # of 2,000 records each; before them one of 1,000
T_95 = {3: 3.182, 4: 2.776, 5: 2.571}  # Student's t by degrees of freedom
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 640, 360, 64, 40, 40, 52
INK, SOFT, LINE = "#1f2937", "#6b7280", "#2563eb"
DRAWING = ROOT / "resources/screenshots/merge-growth.svg"
Points = list[tuple[int, float]]


def measured(most: int) -> Points:
    """(records, seconds): the median of three merges, of large ones a single one."""
    found: Points = []
    for files, records in ((1, 1_000), *((files, RECORDS) for files in FILES)):
        if files * records > most:
            break
        found.append((files * records, seconds(files, records)))
        print(f"{found[-1][0]:>9,} records: {found[-1][1]:.2f} s", flush=True)
    return found


def seconds(files: int, records: int) -> float:
    sources = source_files(files, records)
    times = 3 if files <= 5 else 1
    return statistics.median(once(sources) for _ in range(times))


def once(sources: list[Path]) -> float:
    file = receiving(FOLDER / "growing.db")
    found = screen.tell(OWN, "tests.harness.bench.merge_run", "ours", str(file), *map(str, sources))
    file.unlink()
    shutil.rmtree(FOLDER / "config", ignore_errors=True)
    return screen.reading(found, "cpu").amount


def fitted(points: Points) -> tuple[float, float, float]:
    """(factor, exponent, half its 95 % interval) of seconds = factor × records ^ exponent, least squares of logs."""
    xs, ys = [math.log(records) for records, _ in points], [math.log(spent) for _, spent in points]
    exponent, start = statistics.linear_regression(xs, ys)
    middle, free = statistics.fmean(xs), len(points) - 2
    rest = sum((y - start - exponent * x) ** 2 for x, y in zip(xs, ys, strict=True))
    error = math.sqrt(rest / free / sum((x - middle) ** 2 for x in xs))
    return math.exp(start), exponent, T_95[free] * error


def drawing(points: Points) -> str:
    """Both axes by powers of ten, the points and the fitted line."""
    factor, exponent, half = fitted(points)
    last = max(math.ceil(math.log10(spent)) for _, spent in points)
    first = min(math.floor(math.log10(spent)) for _, spent in points)

    def at(records: float, spent: float) -> tuple[float, float]:
        x = LEFT + (math.log10(records) - 3) / 3 * (WIDTH - LEFT - RIGHT)
        y = HEIGHT - BOTTOM - (math.log10(spent) - first) / (last - first) * (HEIGHT - TOP - BOTTOM)
        return round(x, 1), round(y, 1)

    parts = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>']
    title = f"Merging into one file: seconds ~ records^{exponent:.2f} (±{half:.2f}, 95 %)"
    parts.append(f'<text x="{LEFT}" y="24" fill="{INK}" font-weight="600">{title}</text>')
    for power in range(3, 7):
        (x, bottom), (_, top) = at(10**power, 10**first), at(10**power, 10**last)
        parts.append(f'<path d="M{x} {bottom}V{top}" stroke="#e5e7eb"/>')
        parts.append(f'<text x="{x}" y="{bottom + 18}" fill="{SOFT}" text-anchor="middle">{10**power:,}</text>')
    for power in range(first, last + 1):
        (left, y), (right, _) = at(1e3, 10**power), at(1e6, 10**power)
        parts.append(f'<path d="M{left} {y}H{right}" stroke="#e5e7eb"/>')
        parts.append(f'<text x="{left - 8}" y="{y + 4}" fill="{SOFT}" text-anchor="end">{10.0**power:g} s</text>')
    (x1, y1), (x2, y2) = (at(records, factor * records**exponent) for records, _ in (points[0], points[-1]))
    parts.append(f'<path d="M{x1} {y1}L{x2} {y2}" stroke="{LINE}" stroke-width="2" fill="none"/>')
    for records, spent in points:
        x, y = at(records, spent)
        parts.append(f'<circle cx="{x}" cy="{y}" r="4.5" fill="#ffffff" stroke="{LINE}" stroke-width="2"/>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(
        f'<text x="{middle}" y="{HEIGHT - 10}" fill="{SOFT}" text-anchor="middle">'
        "records taken in, processor seconds</text>"
    )
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        ' font-family="sans-serif" font-size="13">'
    )
    return "\n".join([head, *parts, "</svg>", ""])


def main(most: int) -> None:
    place.prepare()
    print(place.machine())
    points = measured(most)
    _, exponent, half = fitted(points)
    print(f"seconds ~ records^{exponent:.3f} (± {half:.3f}, 95 %)")
    DRAWING.write_text(drawing(points), encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
