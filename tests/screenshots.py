"""Pictures of the window: a few with made-up data for the README, or an album of all it can show, to be looked at."""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from shutil import copyfile

from PySide6.QtWidgets import QApplication

from desktop_app import plan_files
from desktop_app.session import Session
from desktop_app.settings import Settings
from tests.scenes import everything, pause, settle
from tests.scenes_of_work import all_work
from tests.ui.hand import now
from ui.main_window import MainWindow
from ui.pieces import theme
from ui.pieces.qt_words import QtWords

RECORDS = 3000
AUTHOR = "Cán bộ VH-XH"
README = {
    "start": "start", "overview": "overview", "comm_activity": "propaganda", "inspection": "inspection",
    "training": "training", "report": "report", "figure-1.1": "figure", "board": "board",
    "receive-preview": "receive", "exchange-conflicts": "conflicts",
}  # fmt: skip


def new_file(path: Path, unit: str = "", author: str = AUTHOR) -> Path:
    """A file without records; of the province unless another unit is named."""
    source = plan_files.load_plan(plan_files.plan_folder("lai-chau-2022"))
    codes = {str(row[4]): str(row[0]) for row in source["units"]["2022"]}
    Session.create(path, source, codes[unit] if unit else source["plan"]["root"], author, now=now).close()
    return path


def demo_file(folder: Path) -> Path:
    """A province's file as it might look on a day in September 2022."""
    path = new_file(folder / "tong-hop-lai-chau-2022.db")
    with Session.open(path, author=AUTHOR, now=now) as session:
        lines = [json.dumps(line) for line in session.demo_lines(RECORDS, None, 1)]
        problems = session.import_lines(lines).problems
        assert not problems, problems[:3]
    return path


def sources(folder: Path, ours: Path) -> list[Path]:
    """What others hand over: a commune's file, a copy of ours in which things were changed apart, a torn file."""
    commune = new_file(folder / "xa-muong-than-2022.db", "Xã Mường Than", "Lò Văn Thử")
    with Session.open(commune, author="Lò Văn Thử", now=now) as session:
        for title in ("Phát thanh tại chợ phiên", "Sinh hoạt câu lạc bộ"):
            values = {"date": "2022-08-20", "form": "loa", "title": title, "audience": ("nhan_dan",)}
            session.new_record("comm_activity", session.defaults("comm_activity", values))
    theirs = Path(copyfile(ours, folder / "tong-hop-lai-chau-2022 (1).db"))
    for path, author, title in ((theirs, "Vàng A Thử", "Tên do huyện sửa"), (ours, AUTHOR, "Tên do tỉnh sửa")):
        with Session.open(path, author=author, now=now) as session:
            for record in session.listed("comm_activity")[:4]:
                session.set_value(record, "title", title)
    torn = folder / "zalo-2022-08.db"
    torn.write_bytes(commune.read_bytes()[:9000])
    return [commune, theirs, torn]


def main(folder: Path, look: str, data: str, *, album: bool) -> int:
    application = QApplication(sys.argv[:1])
    application.installTranslator(QtWords(application))
    theme.apply(application, look)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        os.environ["XDG_CONFIG_HOME"] = str(Path(place) / "config")  # the settings and backups of nobody else
        window = MainWindow(Settings(author=AUTHOR), now=now)
        window.setGeometry(window.screen().availableGeometry())
        window.show_start()
        window.show()
        pause(300)

        def take(name: str) -> None:
            chosen = name if album else README.get(name)
            if chosen:
                window.screen().grabWindow(0).save(str(folder / f"{chosen}.png"))

        take("start")
        ours = demo_file(Path(place)) if data == "demo" else new_file(Path(place) / "xa.db", "Xã Mường Than")
        others = sources(Path(place), ours) if data == "demo" else []
        window.open_file(ours)
        settle(window)
        for name in everything(window, others):
            take(name)
        for name in all_work(window) if album else ():
            take(name)
        window.close()
    return 0


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("folder", type=Path)
    asked.add_argument("--look", default="light", choices=("light", "dark"))
    asked.add_argument("--data", default="demo", choices=("demo", "empty"))
    asked.add_argument("--album", action="store_true")
    given = asked.parse_args()
    sys.exit(main(given.folder, given.look, given.data, album=given.album))
