"""`make windows-test`: the tests with the Python that is shipped, under wine, on the packages as they are shipped."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.harness.wine.computer import in_windows
from tests.processes import REQUESTS, run_on_linux
from tests.server.postgres import SERVER, running
from windows import folder, wheels, wine
from windows.__main__ import BUILD, PREFIX, WHEELS
from windows.folder import ROOT

TESTS, REQUESTED = BUILD / "tests", BUILD / "requests"
SUITES = ("tests/db", "tests/desktop_app", "tests/ui")
MEMORY = Path("/dev/shm")
HANGS = 3000  # seconds for one test; wine is slow, and the computer may be busy
FONTS = Path("/usr/share/fonts/truetype/noto").glob("NotoSans-*.ttf")
QT_TEST = ("PySide6/QtTest.pyd", "PySide6/Qt6Test.dll")
_WORKER = f"popen//python={TESTS / 'runtime' / 'python.exe'} -X utf8"
AT_ONCE = [word for _ in range(os.cpu_count() or 1) for word in ("--tx", _WORKER)] + ["--dist", "load"]
# what checks style and architecture is the same everywhere; numpy calls functions of the C library that wine lacks
LEFT_OUT = {
    "mypy", "ruff", "librt", "ast-serialize", "types-reportlab", "import-linter", "grimp", "rich", "numpy", "highspy",
}  # fmt: skip


def put_together(target: Path) -> None:
    """What is shipped but for the program itself, and what tests need beside it."""
    wheels.fetch(WHEELS, wheels.SHIPPED, wheels.FOR_TESTS, wheels.PYTHON_LOCK)
    shutil.rmtree(target, ignore_errors=True)
    shipped = list(wheels.packages(WHEELS))
    c_runtime = folder.c_runtime(wheels.packages(WHEELS, whole=True))
    known = {package.name for package in shipped}
    more = [one for one in wheels.packages(WHEELS, wheels.FOR_TESTS, whole=True) if one.name not in known | LEFT_OUT]
    folder.put_packages(target, wheels.python(WHEELS), [*shipped, *more], c_runtime)
    (qt,) = (one for one in wheels.packages(WHEELS, whole=True) if one.name == "pyside6-essentials")
    folder.write(target / "lib", {name: qt.files[name] for name in QT_TEST})
    folder.write(target / "lib" / "PySide6" / "lib" / "fonts", {font.name: font.read_bytes() for font in FONTS})
    folder.set_path(target, "..\\lib", f"Z:{ROOT}".replace("/", "\\"))


def run_tests(arguments: list[str]) -> int:
    """Pytest in the prefix; returns its exit code."""
    REQUESTED.mkdir(parents=True, exist_ok=True)
    threading.Thread(target=_serve, daemon=True).start()
    more = {REQUESTS: in_windows(REQUESTED)}  # wine passes nothing on that is named QT_…
    memory = MEMORY if MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="sokehoach-wine-", dir=memory) as own, running() as postgres:
        more |= {"PYTEST_DEBUG_TEMPROOT": in_windows(Path(own)), SERVER: str(postgres.port)}
        return _pytest(arguments, more)


def _pytest(arguments: list[str], more: dict[str, str]) -> int:
    program = ["wine", str(TESTS / "runtime" / "python.exe"), "-X", "utf8", "-m", "pytest"]
    plugins = ["-p", "no:cacheprovider", "-p", "no:unraisableexception", "-p", "tests.harness.wine.failures_at_once"]
    command = [*program, *plugins, "-o", f"faulthandler_timeout={HANGS}", f"--junitxml={BUILD / 'tests.xml'}"]
    return subprocess.run(
        [*command, *arguments], cwd=ROOT, env=wine.environment(PREFIX, **more), check=False
    ).returncode


def _serve() -> None:
    """Mount small disks and read pages for the tests: programs of Linux can't be run from inside."""
    while True:
        for request in REQUESTED.glob("*.request"):
            command = json.loads(request.read_text())
            request.unlink()
            answer = request.with_suffix(".answer.new")
            answer.write_text(run_on_linux(*command))
            answer.rename(request.with_suffix(".answer"))
        time.sleep(0.02)


if __name__ == "__main__":
    wine.make_prefix(PREFIX)
    if not (TESTS / "runtime").exists():
        put_together(TESTS)
    sys.exit(run_tests(sys.argv[1:] or [*SUITES, *AT_ONCE]))
