"""`make bench`: measure every case, or the groups named, and say met, missed, undecided or suspect for each."""

import sys
from collections.abc import Iterator

from tests.harness.bench import place
from tests.harness.bench.harness import MET, Case, Count, Result, measure

GROUPS = (
    "start", "memory", "save", "opening", "latency", "table", "search", "figures", "report", "merge", "sheets", "built",
)  # fmt: skip
ASKED_FOR = ("old_pc", "on_windows")  # one limits itself, which needs root; one needs what `make windows` left


def items(group: str) -> Iterator[Case | Count]:
    module = __import__(f"tests.harness.bench.{group}", fromlist=["cases"])
    yield from module.cases()


def amount(value: float, unit: str) -> str:
    if unit == "MB":
        return f"{value / 1e6:.1f} MB"
    return f"{value * 1000:.2f} ms" if value < 1 else f"{value:.2f} s"


def line(result: Result | Count) -> str:
    """A row of the table: what, ours, the limit, the ratio with its interval, the goal, the verdict."""
    if isinstance(result, Count):
        goal = f"{result.at_least} to {result.at_most}"
        return f"| {result.name} | {result.found} | | | {goal} | {result.verdict} |"
    case = result.case
    ours, bare = amount(result.subject, case.unit), amount(result.limit, case.unit)
    ratio = f"{result.ratio:.2f} ({result.low:.2f}–{result.high:.2f})"
    return f"| {case.name} | {ours} | {bare} | {ratio} | ≤ {case.goal:g} × | {result.verdict} |"


def main(names: list[str]) -> int:
    unknown = set(names) - {*GROUPS, *ASKED_FOR}
    if unknown:
        print(f"Groups are: {', '.join((*GROUPS, *ASKED_FOR))}", file=sys.stderr)
        return 2
    place.prepare()
    print(place.machine())
    print("\n| case | ours | limit | ratio (95 %) | goal | verdict |\n|---|---|---|---|---|---|", flush=True)
    verdicts = []
    for group in names or GROUPS:
        for item in items(group):
            result = measure(item) if isinstance(item, Case) else item
            verdicts.append(result.verdict)
            print(line(result), flush=True)
    print(f"\n{verdicts.count(MET)} of {len(verdicts)} met")
    return 0 if verdicts.count(MET) == len(verdicts) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
