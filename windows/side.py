"""One side of a ledger that goes to and fro, run by the Python of either system: it takes in, works, sends, and tells.

`side.py LEDGER NAME ROUND [TAKEN SENT]`: NAME marks the records of this side; what comes and what goes are folders.
"""

import json
import sys
from pathlib import Path

from desktop_app.session import editing, exchange, maintenance, opening, records

KIND = "comm_activity"


def work(ledger: Path, name: str, number: int) -> None:
    """Three records; then one of before is corrected, and another deleted."""
    with opening.open_file(ledger, author=name) as file:
        before = [row.id for row in records.rows(file, KIND) if str(row.values["title"]).startswith(f"{name}:")]
        for day in range(10, 13):
            values = {"date": f"2022-0{number + 3}-{day}", "title": f"{name}: việc {number}, {day}", "form": "hoi_nghi"}
            assert editing.new_record(file, KIND, values).saved
        if before:
            assert editing.set_value(file, before[0], "title", f"{name}: sửa lần {number}").saved
            assert editing.delete(file, before[-1])


def send(ledger: Path, folder: Path) -> None:
    with opening.open_file(ledger) as file:
        exchange.send(file, folder)


def take_in(ledger: Path, folder: Path) -> None:
    with opening.open_file(ledger) as file:
        exchange.merge(file, exchange.find_sources(file, [folder]))


def tell(ledger: Path) -> None:
    """What a ledger holds: its titles, the digest of its log, whether it is whole."""
    with opening.open_file(ledger) as file:
        titles = sorted(str(row.values["title"]) for row in records.rows(file, KIND))
        found = {"titles": titles, "log": maintenance.info(file)["log_digest"], "faults": len(maintenance.check(file))}
    sys.stdout.buffer.write(json.dumps(found).encode())


def main(deed: str, ledger: str, *words: str) -> None:
    if deed == "work":
        work(Path(ledger), words[0], int(words[1]))
    elif deed == "send":
        send(Path(ledger), Path(words[0]))
    elif deed == "take_in":
        take_in(Path(ledger), Path(words[0]))
    else:
        tell(Path(ledger))


if __name__ == "__main__":
    main(*sys.argv[1:])
