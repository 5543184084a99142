"""What stands in the menu of the window, with the keys of each entry."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ui.file_view import FileView
from ui.window.file_menu import FileMenu, MenuEntry


def make_menu(
    window: QWidget, opened: Callable[[], FileView | None], *, ask_file: Callable[[], object],
    show_start: Callable[[], object], show_settings: Callable[[], object], change_language: Callable[[], object],
) -> FileMenu:  # fmt: skip
    """The entries of the window and those of the file that is `opened` in it."""

    def on_file(action: Callable[[FileView], object]) -> Callable[[], None]:
        def run() -> None:
            if (view := opened()) is not None:
                action(view)

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
            MenuEntry("ui.menu_open", ask_file, ("Ctrl+O",)),
            MenuEntry("ui.menu_start", show_start),
            MenuEntry("backup.menu", on_file(FileView.show_backups), of_file=True),
        ),
        (
            MenuEntry("ui.menu_settings", show_settings, ("Ctrl+,",)),
            MenuEntry("ui.menu_language", change_language),
        ),
        (MenuEntry("ui.menu_quit", window.close, ("Ctrl+Q",)),),
    ), lambda: (view := opened()) is not None and view.area is not None)  # fmt: skip
