"""Made the data files of format 1 in tests/data/format-1, with the program of 6e9e884: `make_format_1.py FOLDER`.

It is not run again, and runs with no later program: what this one wrote must be read for ever.
"""

import gzip
import importlib
import json
import random
import sys
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

PASSPHRASE = "Mật khẩu của Lan"
TINY = Path("tests/data/plans/tiny")
YEAR = "2023"


class Hand:
    """Somebody at work whose clock goes on by a minute with every act."""

    def __init__(self, seed: int) -> None:
        self.time = datetime(2023, 6, 1, 8, tzinfo=UTC)
        self.random = random.Random(seed).randbytes

    def now(self) -> datetime:
        self.time += timedelta(minutes=1)
        return self.time


def create(path: Path, unit: str, author: str, passphrase: str | None = None) -> Any:
    session: Any = importlib.import_module("desktop_app.session")
    plans: Any = importlib.import_module("desktop_app.plan_files")
    hand = Hand(len(path.name) + len(author))
    return session.Session.create(
        path, plans.load_plan(TINY), unit, author, now=hand.now, random=hand.random, passphrase=passphrase
    )


def write(s: Any, kind: str, **values: Any) -> str:
    made = s.new_record(kind, s.defaults(kind, values))
    assert made.saved, made.problems
    return str(made.record)


def make(folder: Path, passphrase: str | None) -> dict[str, Any]:
    """A region takes in what two branches wrote, locks, takes merges back and does one again, and hands a copy over."""
    bay, sand = create(folder / "bay.db", "021", "Mai"), create(folder / "sand.db", "0211", "Nam")
    lan = create(folder / "region.db", "02", "Lan", passphrase)
    first = write(bay, "planting", day="2023-03-01", place="0211", trees=120, tools=("cuoc",), note="Trồng ven biển")
    write(bay, "planting_check", planting=first, day="2023-04-01", alive=110)
    write(bay, "cleaning", day="2023-03-05", beach="Bãi Dài", bags=7)
    merged = take(lan, bay)
    lan.set_value(first, "trees", 121)
    twin = write(lan, "cleaning", unit="0212", day="2023-03-05", beach="Bãi Dài")
    other = write(lan, "cleaning", unit="0212", day="2023-03-05", beach="Bãi dài")
    lan.set_different(twin, other)
    spoilt = write(lan, "cleaning", unit="0212", day="2023-03-06", beach="Nhập nhầm")
    lan.delete(spoilt)
    named = write(lan, "cleaning", unit="0212", day="2023-03-07", beach="Bãi Đá, ông Vừ A Tủa")
    stamp = next(item.stamp for item in lan.history(named) if item.field == "beach")
    lan.erase([stamp], "Có tên người")
    lan.lock(lan.period("2023-Q1"), "02")
    lan.save_draft(first, "cost", "hai triệu")

    bay.set_value(first, "note", "Trồng ven biển, đã rào")
    late = write(bay, "cleaning", day="2023-05-02", beach="Bãi Cát", bags=3)
    again = take(lan, bay)
    lan.undo(again)  # out, and in again behind another act: a lock in between does not rest on it
    lan.set_value(first, "hectares", lan.record(first).values["hectares"] * 2)
    lan.lock(lan.period("2023-05"), "02")
    lan.redo(again)
    write(sand, "cleaning", day="2023-05-20", beach="Bãi Sỏi", bags=1)
    write(sand, "cleaning", day="2023-05-21", beach="Bãi Sỏi", bags=2)
    gone = take(lan, sand)
    worked_on = next(row.id for row in lan.rows("cleaning") if str(row.values["day"]) == "2023-05-21")
    lan.set_value(worked_on, "bags", 5)
    lan.undo(gone)  # taken back but for what was worked on
    sent = lan.send(folder, "021")
    sent.path.rename(folder / "sent.db")
    assert lan.check() == []
    bay.set_value(first, "note", "Trồng ven biển, đã tưới")
    lan.set_value(first, "note", "Trồng sát biển")
    said = say(lan) | {"reverted": gone.hex(), "redone": again.hex(), "merged": merged.hex(), "late": late}
    for s in (bay, sand):
        s.close()
    region = (folder / "region.db").read_bytes()
    take_path(lan, folder / "bay.db")
    said["with_bay"] = say(lan)
    lan.close()
    (folder / "region.db").write_bytes(region)  # as it was before that merge, which later programs do again
    return said


def take(s: Any, other: Any) -> bytes:
    return take_path(s, other.path)


def take_path(s: Any, path: Path) -> bytes:
    found = s.merge(s.sources([path]))
    assert found.act, found.reports
    return bytes(found.act)


def say(s: Any) -> dict[str, Any]:
    """What the program of then says of the file."""
    period = s.period(YEAR)
    locks = s.locks()
    return {
        "info": {name: value for name, value in s.info().items() if name != "schema_version"},
        "export": sorted(json.dumps(line, ensure_ascii=False, sort_keys=True) for line in s.export_lines()),
        "figures": [[p.code, str(p.numerator), str(p.denominator), p.value] for p in s.progress(period)],
        "locks": {lock.id: sha256(s.locked_report(lock.id)).hexdigest() for lock in locks},
        "corrected": [corrected(s.correction(lock.period, lock.unit)) for lock in locks],
        "conflicts": sorted(map(list, s.conflicts())),
        "drafts": {record: s.drafts(record) for _, record in s.half_typed()},
        "sent": [[copy.name, copy.unit, copy.records] for copy in s.sent_files()],
        "duplicates": len(s.duplicates("cleaning")),
        "history": [[act.kind, act.author, act.changes, act.undone] for act in s.acts()],
    }


def corrected(found: Any) -> list[Any]:
    """What of a locked report holds no longer, and the records that came or went since."""
    return [[f.old.code, [[one.what, one.title] for one in f.later]] for f in found.figures] if found else []


def main(target: Path) -> None:
    for name, passphrase in (("plain", None), ("encrypted", PASSPHRASE)):
        with TemporaryDirectory() as folder, mock.patch.dict("os.environ", {"XDG_CONFIG_HOME": folder}):
            said = make(Path(folder), passphrase)
            lines = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in said.items()]
            (target / f"{name}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
            for file in ("region",) if passphrase else ("region", "bay", "sent"):
                content = gzip.compress(Path(folder, f"{file}.db").read_bytes(), mtime=0)
                (target / f"{name}-{file}.db.gz").write_bytes(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
