"""What offices do on Windows, played by keyboard under wine: the first day, the same under a plan that an office wrote
itself, a stick that goes from PC to PC (`python -m tests.harness.wine.play [PLAY …]`). Pictures of each
step go to build/windows/pictures, to be looked at.
"""

import os
import shutil
import sys
import time
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path, PureWindowsPath

from desktop_app import cli, plan_files
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.domain.validation import State
from desktop_app.session import maintenance, opening, records
from tests.harness.wine.computer import SECONDS, Computer, press, screen, type_in
from tests.harness.wine.plans import DROWNING, LAI_CHAU, Plan
from windows import setup
from windows.__main__ import BUILD, PREFIX

PLAYED, PICTURES = BUILD / "played", BUILD / "pictures"
UNIT, AUTHOR = LAI_CHAU.office, "Lo Thi Mai"
RUNNING = 4  # what the setup says of a program that runs
ONE_FONT = """from PySide6.QtWidgets import QApplication, QMenu, QTreeView
from ui.widgets import theme
application = QApplication([])
theme.apply(application, "light")
for widget in QMenu(), QTreeView():
    widget.ensurePolished()
    assert widget.font() == application.font(), (widget, widget.font())
"""


def first_day(plan: Plan, computer: Computer) -> None:
    """Install, ten records, a look round, a report, a copy sent and received, the same setup again, uninstall."""
    installer = BUILD / f"SoKeHoach-{setup.version()}-setup.exe"
    office, above = computer.home / "Documents" / "Sổ của xã" / "sổ.db", computer.home / "Documents" / "huyện.db"
    office.parent.mkdir(parents=True)
    install(computer, installer)
    computer.python(computer.installed, "-c", ONE_FONT)  # Windows has others of its own for lists and menus
    if isinstance(plan.source, Path):
        computer.sokehoach(computer.installed, "plan", "take", plan.source)
    for ledger, unit in ((office, plan.office), (above, plan.above)):
        computer.sokehoach(computer.installed, "new", ledger, "--plan", plan.id, "--unit", unit)
    with computer.window(computer.installed, office):
        computer.picture("first-opening")
        type_in(AUTHOR, "Return")
        press(plan.page)
        for day in range(1, 11):
            enter_record(computer, plan, f"{day}/10/{plan.year}")  # the last quarter is shown, or the year that is over
        computer.picture("ten-records")
        look_round(computer, plan)
        refuse_while_it_runs(computer, installer)
    see(office, plan, complete=10)
    compare_report(computer, plan, office)
    send_and_receive(computer, plan, office, above)
    install(computer, installer)
    see(office, plan, complete=10)
    uninstall(computer, office)


def stick(first: Computer, second: Computer) -> None:
    """The folder of the zip and a ledger on a stick that is another drive on another PC; settings go along."""
    place, letters = PLAYED / "stick", {first: "E:", second: "F:"}
    with zipfile.ZipFile(BUILD / f"SoKeHoach-{setup.version()}.zip") as archive:
        archive.extractall(place)
    office = place / "Sổ của xã" / "sổ.db"
    office.parent.mkdir()
    for day, (computer, letter) in enumerate(letters.items(), start=1):
        program = PureWindowsPath(letter, "/SoKeHoach")
        computer.plug_in(letter[0], place)
        if computer is first:
            computer.sokehoach(program, "new", f"{letter}\\Sổ của xã\\sổ.db", "--unit", UNIT)
        with computer.window(program, *([f"{letter}\\Sổ của xã\\sổ.db"] if computer is first else [])):
            if computer is first:
                type_in(AUTHOR, "Return")
            else:
                computer.picture("start-page-on-another-pc")
                press("Return")
                computer.wait()
            press(LAI_CHAU.page)
            enter_record(computer, LAI_CHAU, f"{day}/9/2022")
            computer.picture(f"stick-as-{letter[0]}")
        see(office, LAI_CHAU, complete=day)
        assert not (computer.kept / "settings.json").exists(), "settings stay on a computer that is not ours"
        assert list((computer.kept / "backups").glob("*/*.db")), "no backup on the disk of the computer"


# --- what is done more than once --------------------------------------------------------------------------------------


def install(computer: Computer, installer: Path) -> None:
    computer.run([installer, "/S"])
    assert (computer.installed / "runtime" / "pythonw.exe").is_file(), "not installed"


def refuse_while_it_runs(computer: Computer, installer: Path) -> None:
    """While the program runs nothing is replaced, and the setup says so by its exit code."""
    library = computer.installed / "runtime" / "python311.dll"
    before = library.stat()
    computer.run([installer, "/S"], code=RUNNING)
    assert library.stat() == before


def enter_record(computer: Computer, plan: Plan, day: str) -> None:
    """One record by keyboard alone, field by field in the order of the form."""
    folder = plan.source if isinstance(plan.source, Path) else plan_files.plan_folder(plan.source)
    names = list(parse_plan(plan_files.load_plan(folder)).record_kinds[plan.kind].fields)
    typed = {plan.day: day, **plan.typed}
    press("ctrl+n")
    computer.wait()
    for name in names[names.index(plan.day) : names.index(list(typed)[-1]) + 1]:
        type_in(typed.get(name, ""), "Tab")


def look_round(computer: Computer, plan: Plan) -> None:
    """The list as cells, a cross-table of it, what is found, the overview, what stands behind its first figure, the
    report.
    """

    def leave(key: str, then: str) -> None:
        press(key)
        computer.wait()  # else a picture may show what was left, on a busy computer
        press(then)

    leave("F6", "F2")  # the form for the list
    computer.picture("cells")
    leave("Escape", "ctrl+shift+b")
    computer.picture("cross-table")
    leave("Escape", "ctrl+f")
    type_in(plan.found)
    computer.picture("found")
    leave("Escape", "ctrl+1")
    computer.picture("overview")
    press("Down", "Return")
    computer.picture("behind-a-figure")
    leave("Escape", "F9")
    computer.picture("report")


def see(ledger: Path, plan: Plan, *, complete: int) -> None:
    """The ledger is whole, and holds so many records that count."""
    copy = shutil.copy(ledger, ledger.with_name("looked at.db"))  # a ledger of before stays as it is
    with opening.open_file(Path(copy)) as file:
        rows = records.rows(file, plan.kind)
        assert [row.state for row in rows] == [State.COUNTS] * complete, rows
        assert file.author == AUTHOR, file.author
        assert maintenance.check(file) == []
    Path(copy).unlink()


def compare_report(computer: Computer, plan: Plan, office: Path) -> None:
    """The report is the same, byte for byte, as the one that this system makes of the same ledger."""
    theirs, ours = office.with_name("báo cáo.pdf"), office.with_name("linux.pdf")
    computer.sokehoach(computer.installed, "report", office, *plan.at_the_end, "--out", theirs)
    assert cli.main(["report", str(office), *plan.at_the_end, "--out", str(ours)]) == 0
    assert theirs.read_bytes() == ours.read_bytes(), "the report differs"


def send_and_receive(computer: Computer, plan: Plan, office: Path, above: Path) -> None:
    sent_to = above.with_name("USB")
    sent_to.mkdir()
    computer.sokehoach(computer.installed, "send", office, "--out", sent_to)
    computer.sokehoach(computer.installed, "merge", above, sent_to)
    with opening.open_file(above) as file:
        assert len(records.rows(file, plan.kind)) == 10
    with computer.window(computer.installed, above):
        computer.wait()
        type_in(AUTHOR, "Return")
        press(plan.page)
        computer.picture("received")


def uninstall(computer: Computer, office: Path) -> None:
    computer.run([computer.installed / "uninstall.exe", "/S"])
    for _ in range(SECONDS):
        if not computer.installed.exists():
            break
        time.sleep(1)
    assert not computer.installed.exists(), sorted(computer.installed.iterdir())
    assert office.is_file()
    assert list((computer.kept / "backups").glob("*/*.db")), "backups are gone"
    assert (computer.kept / "settings.json").is_file(), "settings are gone"


PLAYS: dict[str, tuple[int, Callable[..., None]]] = {
    "first-day": (1, partial(first_day, LAI_CHAU)),
    "own-plan": (1, partial(first_day, DROWNING)),
    "stick": (2, stick),
}


def play(names: list[str]) -> None:
    """Raises AssertionError at the first step that is not as it should be."""
    os.environ["XDG_CONFIG_HOME"] = str(PLAYED / "config")  # what this system remembers of a ledger stays out of it
    for folder in (PLAYED, PICTURES):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    for name in names or PLAYS:
        number, do = PLAYS[name]
        computers = [Computer.new(PLAYED / f"{name}-{one}", PREFIX, PICTURES) for one in range(1, number + 1)]
        with screen(computers):
            do(*computers)
        print(f"{name}: played")


if __name__ == "__main__":
    play(sys.argv[1:])
