"""Made the data file of the first format that tests/data keeps for ever: `python -m tests.db.make_first_format FILE`.

It is not run again: a later program must go on reading what this one wrote.
"""

import gzip
import random
import shutil
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from desktop_app.domain.values import Value
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.session import OpenFile, editing, entry, maintenance, opening, undo
from tests.db.office import absorb

COMMUNE = "03388"


class Hand:
    """Somebody at work whose clock goes on by a minute with every act."""

    def __init__(self, seed: int) -> None:
        self.time = datetime(2022, 6, 1, 8, tzinfo=UTC)
        self.random = random.Random(seed).randbytes

    def now(self) -> datetime:
        self.time += timedelta(minutes=1)
        return self.time


def make(path: Path) -> None:
    """Two people write in copies of one file; what the second one did comes into the first."""
    lan, mai = Hand(1), Hand(2)
    with opening.create_file(
        path, load_plan(plan_folder("lai-chau-2022")), COMMUNE, "Lan", now=lan.now, random=lan.random
    ) as s:
        establishment = write(s, "establishment", name="Karaoke Hoa Ban", business_type="karaoke")
        twin = write(s, "establishment", name="Karaoke Hoa ban", business_type="karaoke")
        headcount = write(s, "establishment_headcount", establishment=establishment, date="2022-02-01", workers=10)
        editing.set_value(s, headcount, "date", "2022-02-02")
        talk = write(
            s, "comm_activity", date="2022-05-05", form="tai_co_so", title="Tuyên truyền tại cơ sở", sessions=2,
            audience=("nld_kddv",), people_total=41, people_female=15,
        )  # fmt: skip
        write(s, "comm_reach_establishment", activity=talk, establishment=establishment, workers_total=9, workers_new=7)
        write(s, "comm_activity", date="2022-05-06", title="Chưa xong")
        spoilt = write(s, "comm_activity", date="2022-05-07", form="hoi_nghi", title="Nhập nhầm", people_total=1)
        editing.delete(s, spoilt)
        editing.save_draft(s, talk, "people_female", "mười lăm")
        changed = editing.set_value(s, talk, "people_total", 40)
        assert changed.act
        undo.undo(s, changed.act)
        copy = Path(shutil.copy(path, path.with_name("mai.db")))
        editing.set_value(s, talk, "title", "Tuyên truyền tại Karaoke Hoa Ban")
        with opening.open_file(copy, author="Mai", now=mai.now, random=mai.random) as other:
            editing.set_value(other, talk, "title", "Tuyên truyền lưu động")
            editing.set_value(other, talk, "people_total", 42)
        absorb(s, copy)
        copy.unlink()
        editing.join(s, establishment, twin)
        assert maintenance.check(s) == []


def write(file: OpenFile, kind: str, **values: Value) -> str:
    made = editing.new_record(file, kind, entry.defaults(file, kind, values))
    assert made.saved, made.problems
    return made.record


def main(target: Path) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "lan.db"
        make(path)
        with target.open("wb") as raw, gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed:
            packed.write(path.read_bytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
