"""One side of a ledger that goes to and fro, run by the Python of either system: it takes in, works, sends, and tells.

`side.py DEED LEDGER …`; PLAN: what of its plan is worked on, as JSON; NAME marks the records of this side; FOLDER: what
comes or what goes.
"""

import json
import sys
from pathlib import Path
from typing import Any

from desktop_app.session import editing, exchange, maintenance, opening, records


def work(ledger: Path, plan: dict[str, Any], name: str, number: int) -> None:
    """Three records; then one of before is corrected, and another deleted."""
    kind, text = plan["kind"], plan["text"]
    with opening.open_file(ledger, author=name) as file:
        before = [row.id for row in records.rows(file, kind) if str(row.values[text]).startswith(f"{name}:")]
        for day in range(10, 13):
            on = f"{plan['year']}-0{number + 3}-{day}"
            values = {plan["day"]: on, text: f"{name}: việc {number}, {day}", **plan["values"]}
            assert editing.new_record(file, kind, values).saved
        if before:
            assert editing.set_value(file, before[0], text, f"{name}: sửa lần {number}").saved
            assert editing.delete(file, before[-1])


def send(ledger: Path, folder: Path) -> None:
    with opening.open_file(ledger) as file:
        exchange.send(file, folder)


def take_in(ledger: Path, folder: Path) -> None:
    with opening.open_file(ledger) as file:
        exchange.merge(file, exchange.find_sources(file, [folder]))


def tell(ledger: Path, plan: dict[str, Any]) -> None:
    """What a ledger holds: what its records say, the digest of its log, whether it is whole."""
    with opening.open_file(ledger) as file:
        titles = sorted(str(row.values[plan["text"]]) for row in records.rows(file, plan["kind"]))
        found = {"titles": titles, "log": maintenance.info(file)["log_digest"], "faults": len(maintenance.check(file))}
    sys.stdout.buffer.write(json.dumps(found).encode())


def main(deed: str, ledger: str, *words: str) -> None:
    if deed == "work":
        work(Path(ledger), json.loads(words[0]), words[1], int(words[2]))
    elif deed == "send":
        send(Path(ledger), Path(words[0]))
    elif deed == "take_in":
        take_in(Path(ledger), Path(words[0]))
    else:
        tell(Path(ledger), json.loads(words[0]))


if __name__ == "__main__":
    main(*sys.argv[1:])
