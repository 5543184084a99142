"""A computer with Windows, under wine, and somebody before it: drives, programs, keys, pictures."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath

from windows import wine

SECONDS = 180
AT_REST = 3  # seconds without a move: on a busy computer figures come long after their page
_LOOKS = 10  # for a window that comes
_CARET = 300  # pixels that may differ while nothing happens: the caret blinks


@dataclass(frozen=True)
class Computer:
    """A prefix of its own; `pictures`: the folder into which pictures of its screen go."""

    prefix: Path
    pictures: Path

    @classmethod
    def new(cls, folder: Path, like: Path, pictures: Path) -> "Computer":
        """One on which nothing was ever installed; `like`: a prefix that is ready."""
        shutil.copytree(like, folder, symlinks=True)
        computer = cls(folder, pictures)
        computer.switch_on()
        return computer

    @property
    def home(self) -> Path:
        (found,) = (path for path in (self.prefix / "drive_c" / "users").iterdir() if path.name != "Public")
        return found

    @property
    def installed(self) -> Path:
        """Where the setup puts the program."""
        return self.home / "AppData" / "Local" / "Programs" / "SoKeHoach"

    @property
    def kept(self) -> Path:
        """Where the program keeps settings and backups."""
        return self.home / "AppData" / "Local" / "sokehoach"

    def plug_in(self, letter: str, stick: Path) -> None:
        """A stick gets a drive letter."""
        (self.prefix / "dosdevices" / f"{letter.lower()}:").symlink_to(stick)

    def run(self, command: Sequence[str | PurePath], code: int = 0) -> "subprocess.CompletedProcess[bytes]":
        """Run a program to its end. AssertionError: it ended with another code."""
        done = subprocess.run(["wine", *command], env=self._environment(), capture_output=True, check=False)
        assert done.returncode == code, done
        return done

    def python(self, program: PurePath, *words: str | Path, code: int = 0) -> "subprocess.CompletedProcess[bytes]":
        """The Python of a folder of the program; a `Path` is one of this system, text is taken as it is."""
        named = [in_windows(word) if isinstance(word, Path) else word for word in words]
        return self.run([program / "runtime" / "python.exe", "-X", "utf8", *named], code)

    def sokehoach(self, program: PurePath, *words: str | Path, code: int = 0) -> str:
        """The command line of the program in a folder; returns what it says of failures."""
        return self.python(program, "-m", "desktop_app", *words, code=code).stderr.decode()

    def begin(self, command: Sequence[str | PurePath]) -> "subprocess.Popen[bytes]":
        """Start a program that is read while it runs."""
        return subprocess.Popen(
            ["wine", *command], env=self._environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    @contextmanager
    def window(self, program: PurePath, *words: str | Path) -> Iterator[None]:
        """The window is open and ready; it is closed by Alt+F4."""
        named = [in_windows(word) if isinstance(word, Path) else word for word in words]
        process = subprocess.Popen(
            ["wine", program / "SoKeHoach.exe", *named], env=self._environment(), stderr=subprocess.DEVNULL
        )
        try:
            _await_window("Sổ Kế hoạch")
            self.wait()
            (self.prefix / "last.png").unlink()  # a picture may be taken at once
            yield
            press("alt+F4")
            assert process.wait(SECONDS) == 0, "the window ended with a failure"
        finally:
            process.kill()

    def wait(self) -> None:
        """Until something has come, and nothing moves on the screen any more."""
        last, before, now = (self.prefix / f"{name}.png" for name in ("last", "before", "now"))
        still = 0
        _take(before)
        for _ in range(SECONDS):
            time.sleep(1)
            _take(now)
            still = still + 1 if _same(before, now) else 0
            if still >= AT_REST and not (last.exists() and _same(last, now)):
                now.replace(last)
                return
            now.replace(before)
        raise AssertionError("the screen never came to rest")

    def picture(self, name: str) -> None:
        """Once nothing moves any more; pictures are numbered."""
        self.wait()
        number = len(list(self.pictures.iterdir())) + 1
        shutil.copy(self.prefix / "last.png", self.pictures / f"{number:02}-{name}.png")

    def switch_on(self) -> None:
        """Its services run until it is shut down: to begin them anew takes longer than most programs do. They write
        to nobody, else whoever runs the first program would wait for their end.
        """
        for command in (("wineserver", "-p"), ("wine", "cmd", "/c", "exit")):
            nobody = subprocess.DEVNULL
            subprocess.run(command, env=self._environment(), stdin=nobody, stdout=nobody, stderr=nobody, check=True)

    def shut_down(self) -> None:
        subprocess.run(["wineserver", "-k"], env=self._environment(), check=False)

    def _environment(self) -> dict[str, str]:
        return wine.environment(self.prefix, DISPLAY=os.environ.get("DISPLAY", ""))


def in_windows(path: Path) -> str:
    """A path of this system as programs under wine know it."""
    return f"Z:{path}".replace("/", "\\")


@contextmanager
def screen(computers: Sequence[Computer]) -> Iterator[None]:
    """The one screen before which all of them stand; its number is one that is free.

    They are switched on anew: a service may have begun the desktop already, which without a screen shows no window,
    and whoever waits for one waits for ever.
    """
    command = ["Xvfb", "-displayfd", "1", "-noreset", "-screen", "0", "1366x768x24"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert server.stdout
    os.environ["DISPLAY"] = f":{server.stdout.readline().strip()}"
    try:
        for computer in computers:
            computer.shut_down()
            computer.switch_on()
        yield
    finally:
        for computer in computers:
            computer.shut_down()
        server.terminate()


def type_in(text: str, *keys: str) -> None:
    """Type a text into what has the focus, then press keys."""
    _hands("type", "--delay", "40", text)
    time.sleep(0.2)
    press(*keys)


def press(*keys: str) -> None:
    for key in keys:
        _hands("key", key)
        time.sleep(0.3)


def _await_window(name: str) -> None:
    """Until a window with the name is seen. xdotool gives up where another one closes while it looks at all of them."""
    search = ["xdotool", "search", "--sync", "--onlyvisible", "--name", name]
    for _ in range(_LOOKS):
        if subprocess.run(search, timeout=SECONDS, stdout=subprocess.DEVNULL, check=False).returncode == 0:
            return
        time.sleep(1)
    raise AssertionError(f"no window {name}")


def _hands(*words: str) -> None:
    subprocess.run(["xdotool", *words], check=True, timeout=SECONDS,
                   stdout=subprocess.DEVNULL)  # fmt: skip


def _same(one: Path, other: Path) -> bool:
    """Whether two pictures show the same, but for a caret."""
    command = ("compare", "-metric", "AE", str(one), str(other), "null:")
    return float(subprocess.run(command, capture_output=True, text=True, check=False).stderr.split()[0]) < _CARET


def _take(target: Path) -> None:
    subprocess.run(["import", "-window", "root", target], check=True)
