"""What stands in the menu of the window, with the keys of each entry."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ui.file_view import FileView
from ui.window.file_menu import FileMenu, MenuEntry

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def make_menu(window: "MainWindow") -> FileMenu:
    """The entries of the window and those of the file that is open in it."""

    def on_file(action: Callable[[FileView], object]) -> Callable[[], None]:
        def run() -> None:
            if window.view is not None:
                action(window.view)

        return run

    return FileMenu(window, (
        (
            MenuEntry("ui.menu_undo", on_file(FileView.undo), ("Ctrl+Z",), of_file=True),
            MenuEntry("ui.menu_redo", on_file(FileView.redo), ("Ctrl+Y", "Ctrl+Shift+Z"), of_file=True),
            MenuEntry("ui.menu_trash", on_file(FileView.show_trash), of_file=True),
            MenuEntry("ui.menu_keys", on_file(FileView.show_keys), of_file=True),
        ),
        (
            MenuEntry("form.menu_next", on_file(FileView.start_next), ("Ctrl+N",), of_file=True, of_records=True),
            MenuEntry(
                "form.menu_duplicate", on_file(FileView.duplicate), ("Ctrl+Shift+D",), of_file=True, of_records=True
            ),
            MenuEntry("form.menu_above", on_file(FileView.take_above), ("Ctrl+D",), of_file=True, of_records=True),
            MenuEntry("form.menu_today", on_file(FileView.take_today), ("Ctrl+;",), of_file=True, of_records=True),
        ),
        (
            MenuEntry("ui.menu_open", window.ask_file, ("Ctrl+O",)),
            MenuEntry("ui.menu_start", window.show_start),
            MenuEntry("backup.menu", on_file(FileView.show_backups), of_file=True),
        ),
        (
            MenuEntry("ui.menu_settings", window.show_settings, ("Ctrl+,",)),
            MenuEntry("ui.menu_language", window.change_language),
        ),
        (MenuEntry("ui.menu_quit", window.close, ("Ctrl+Q",)),),
    ), lambda: window.view is not None and window.view.area is not None)  # fmt: skip
