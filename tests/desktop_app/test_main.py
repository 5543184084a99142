"""Where the program begins: which arguments open the window, and what happens without a screen."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SCREEN = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def run(*arguments: str, code: str = "") -> subprocess.CompletedProcess[str]:
    """Run the program without a screen; `code` instead of the module, when given."""
    environment = {name: value for name, value in os.environ.items() if name not in SCREEN}
    command = ["-c", code] if code else ["-m", "desktop_app"]
    return subprocess.run(
        [sys.executable, *command, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a screen")
@pytest.mark.parametrize("arguments", [[], ["--lang", "vi"], ["sổ.db"], ["SO.DB"]])
def test_without_a_screen_it_says_so_in_one_sentence(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "màn hình" in done.stderr


def test_help_imports_neither_commands_nor_what_they_work_with() -> None:
    code = (
        "import sys; from desktop_app.__main__ import main\n"
        "main(sys.argv[1:])\n"
        "print(*(name for name in sys.modules if name.startswith(('desktop_app.cli.', 'desktop_app.session', 'db'))))"
    )
    assert set(run("--help", code=code).stdout.splitlines()[-1].split()) == {
        f"desktop_app.cli.{name}" for name in ("arguments", "output", "parser")
    }


@pytest.mark.parametrize("arguments", [["--help"], ["info", "x.db"], ["nothing"]])
def test_commands_never_import_qt(arguments: list[str]) -> None:
    code = (
        "import sys; from desktop_app.__main__ import main\n"
        "try:\n    main(sys.argv[1:])\nfinally:\n    print('QT' if 'PySide6' in sys.modules else 'NONE')"
    )
    assert run(*arguments, code=code).stdout.splitlines()[-1] == "NONE"


def test_in_the_window_python_collects_nothing_by_itself() -> None:
    code = (
        "import os, sys\n"
        "os.environ['QT_QPA_PLATFORM'] = 'offscreen'\n"
        "from desktop_app import __main__ as program\n"
        "def look():\n"
        "    from PySide6.QtCore import QCoreApplication\n"
        "    print(program.gc.isenabled(), flush=True)\n"
        "    QCoreApplication.quit()\n"
        "freeze = program.gc.freeze\n"
        "def frozen():\n"
        "    freeze()\n"
        "    from PySide6.QtCore import QTimer\n"
        "    QTimer.singleShot(0, look)\n"
        "program.gc.freeze = frozen\n"
        "program.main([])\n"
    )
    assert run(code=code).stdout.splitlines() == ["False"]
