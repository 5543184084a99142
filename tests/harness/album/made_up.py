"""Made-up files for the pictures, the same in every run: what else is chance counts up, and each act has its time."""

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copyfile
from unittest.mock import patch

from desktop_app import plan_files
from desktop_app.domain.clock import Clock, Now
from desktop_app.session import editing, entry, imports, opening, records
from tests.ui.hand import now

RECORDS = 3000
AUTHOR = "Cán bộ VH-XH"
CODE = "K7M2QX9ABT4WHD6P"


@contextmanager
def counted_up() -> Iterator[None]:
    """Identities and stamps of one millisecond sort as they are made, in every file of this process."""
    numbers = itertools.count(1)

    def clock(now: Now, _: object) -> Clock:
        return Clock(now, lambda size: next(numbers).to_bytes(size))

    with (
        patch("desktop_app.session.opening.Clock", clock),
        patch("db.defaults.random_code", lambda length: CODE[:length]),
    ):
        yield


class WallClock:
    """Stands still until it is put forward, by less than a minute in all."""

    def __init__(self) -> None:
        self._time = now()

    def __call__(self) -> datetime:
        return self._time

    def forward(self) -> None:
        self._time += timedelta(seconds=1)


def new_file(path: Path, clock: WallClock, unit: str = "", author: str = AUTHOR) -> Path:
    """A file without records; of the province unless another unit is named."""
    source = plan_files.load_plan(plan_files.plan_folder("lai-chau-2022"))
    codes = {str(row[4]): str(row[0]) for row in source["units"]["2022"]}
    opening.create_file(path, source, codes[unit] if unit else source["plan"]["root"], author, now=clock).close()
    return path


def demo_file(folder: Path, clock: WallClock) -> Path:
    """A province's file as it might look on a day in September 2022."""
    path = new_file(folder / "tong-hop-lai-chau-2022.db", clock)
    with opening.open_file(path, author=AUTHOR, now=clock) as file:
        lines = [json.dumps(line) for line in imports.demo_lines(file, RECORDS, None, 1)]
        problems = imports.import_lines(file, lines).problems
        assert not problems, problems[:3]
    return path


def sources(folder: Path, ours: Path, clock: WallClock) -> list[Path]:
    """What others hand over: a commune's file, a copy of ours in which things were changed apart, a torn file."""
    commune = new_file(folder / "xa-muong-than-2022.db", clock, "Xã Mường Than", "Lò Văn Thử")
    with opening.open_file(commune, author="Lò Văn Thử", now=clock) as file:
        for title in ("Phát thanh tại chợ phiên", "Sinh hoạt câu lạc bộ"):
            clock.forward()
            values = {"date": "2022-08-20", "form": "loa", "title": title, "audience": ("nhan_dan",)}
            editing.new_record(file, "comm_activity", entry.defaults(file, "comm_activity", values))
    theirs = Path(copyfile(ours, folder / "tong-hop-lai-chau-2022 (1).db"))
    for path, author, title in (
        (theirs, "Vàng A Thử", "Nếp sống văn minh, phòng tệ nạn"),
        (ours, AUTHOR, "Phòng, chống mại dâm, mua bán"),
    ):
        with opening.open_file(path, author=author, now=clock) as file:
            for record in records.list_ids(file, "comm_activity")[:4]:
                clock.forward()
                editing.set_value(file, record, "title", title)
    torn = folder / "zalo-2022-08.db"
    torn.write_bytes(commune.read_bytes()[:9000])
    return [commune, theirs, torn]
