"""Where the program begins: command words go to the command line, everything else opens the window."""

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.paths import is_file

if TYPE_CHECKING:
    from types import TracebackType

    from ui.main_window import MainWindow


# seconds: the file's thread asks SQLite often and briefly, and by Python's 5 ms would wait for the window's each time
SWITCH = 0.0005


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    wanted = _window_arguments(given)
    if wanted is None:
        from desktop_app import cli

        return cli.main(given)
    return _run_window(*wanted)


def _window_arguments(given: list[str]) -> tuple[str | None, Path | None] | None:
    """(language, file) when the arguments ask for the window: none, or one data file; else None."""
    language = None
    if len(given) >= 2 and given[0] == "--lang" and given[1] in ("vi", "en"):
        language, given = given[1], given[2:]
    if not given:
        return language, None
    if (
        len(given) == 1
        and not given[0].startswith("-")
        and (given[0].lower().endswith(".db") or is_file(Path(given[0])))
    ):
        return language, Path(given[0])
    return None


def _has_screen() -> bool:
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _run_window(language: str | None, file: Path | None) -> int:
    from desktop_app import settings, texts

    chosen = settings.load()
    if language:
        chosen.language = language
    texts.set_language(chosen.language)
    if not _has_screen():
        print(texts.say("ui.no_screen"), file=sys.stderr)  # noqa: T201  # the person sits at a terminal
        return 1
    gc.disable()  # nothing that is imported is ever garbage; looking for it would delay the window
    sys.setswitchinterval(SWITCH)
    from db.resting import use_one_heap

    use_one_heap()
    from PySide6.QtGui import QIcon
    from PySide6.QtWidgets import QApplication

    from ui.main_window import MainWindow
    from ui.widgets import collector, icons, theme
    from ui.widgets.qt_words import QtWords

    gc.freeze()
    _be_one_program_in_the_taskbar()
    application = QApplication(sys.argv[:1])
    collector.take_over()
    application.setWindowIcon(QIcon(icons.pixmap("app", "")))
    words = QtWords(application)
    application.installTranslator(words)
    application.setApplicationName("sokehoach")
    application.setApplicationDisplayName("")
    theme.apply(application, chosen.theme, chosen.font_size)
    window = MainWindow(chosen)
    _report_bugs_in(window)
    if file:
        window.open_file(file)
    else:
        window.show_start()
    window.appear()
    return application.exec()


def _be_one_program_in_the_taskbar() -> None:
    """Windows would put the window with those of every other program that runs in Python."""
    if os.name == "nt":
        import ctypes

        ctypes.CDLL("shell32").SetCurrentProcessExplicitAppUserModelID("SoKeHoach")


def _report_bugs_in(window: "MainWindow") -> None:
    """A bug is written down whole, and the person is told that the data is saved."""
    from desktop_app import paths, texts

    def noted(kind: type[BaseException], error: BaseException, trace: "TracebackType | None") -> None:
        import traceback

        sys.__excepthook__(kind, error, trace)
        log = paths.config_dir() / "errors.log"
        try:
            log.parent.mkdir(parents=True, exist_ok=True)
            with log.open("a", encoding="utf-8") as file:
                traceback.print_exception(error, file=file)
        except OSError:
            pass
        window.notice.show_failure(texts.say("ui.bug", file=log), lasting=True)

    sys.excepthook = noted


if __name__ == "__main__":
    raise SystemExit(main())
