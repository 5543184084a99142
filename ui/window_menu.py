"""What stands in the menu of the window, with the keys of each entry."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.file_dialogs import FileDialogs
from ui.file_view import FileView
from ui.window.file_menu import FileMenu, MenuEntry, MenuGroup
from ui.window.guide_opener import GuideOpener

if TYPE_CHECKING:
    from ui.records.area_tab import AreaTab


class _Entries:
    """Entries for the file that is `opened`, its dialogs and the records in sight."""

    def __init__(self, opened: Callable[[], FileView | None]) -> None:
        self._opened = opened

    @property
    def area(self) -> "AreaTab | None":
        return view.area if (view := self._opened()) is not None else None

    def of_file(self, words: str, action: Callable[[FileView], object], *keys: str) -> MenuEntry:
        def run() -> None:
            if (view := self._opened()) is not None:
                action(view)

        return MenuEntry(words, run, keys, of_file=True)

    def of_sheets(self, words: str, action: Callable[[FileDialogs], object]) -> MenuEntry:
        def show(view: FileView) -> None:
            view.commit()
            action(view.dialogs)

        return self.of_file(words, show)

    def of_records(self, words: str, action: Callable[["AreaTab"], object], *keys: str) -> MenuEntry:
        def run() -> None:
            if (area := self.area) is not None:
                action(area)

        return MenuEntry(words, run, keys, of_file=True, of_records=True)


def make_menu(
    window: QWidget, opened: Callable[[], FileView | None], *, ask_file: Callable[[], object],
    show_start: Callable[[], object], show_settings: Callable[[], object], change_language: Callable[[], object],
    show_passphrase: Callable[[], object], put_away: Callable[[], object],
) -> FileMenu:  # fmt: skip
    """The entries of the window, and those of the file that is `opened` in it and of the records in sight there."""
    GuideOpener(window, opened)
    entries = _Entries(opened)
    of_file, of_sheets = entries.of_file, entries.of_sheets
    return FileMenu(window, (
        MenuGroup((
            of_file("ui.menu_undo", FileView.undo, "Ctrl+Z"),
            of_file("ui.menu_redo", FileView.redo, "Ctrl+Y", "Ctrl+Shift+Z"),
            of_file("ui.menu_back", lambda view: view.trail.back(), "Alt+Left"),
            of_file("ui.menu_forward", lambda view: view.trail.forward(), "Alt+Right"),
            of_sheets("ui.menu_trash", FileDialogs.show_trash),
            of_file("handbook.menu", FileView.show_guide),
            of_file("ui.menu_keys", FileView.show_keys),
        )),
        MenuGroup((
            *_of_lists(entries.of_records),
        ), "ui.menu_records"),
        MenuGroup((
            MenuEntry("ui.menu_open", ask_file, ("Ctrl+O",)),
            MenuEntry("ui.menu_start", show_start),
            of_sheets("backup.menu", FileDialogs.show_backups),
            of_sheets("carry.menu", FileDialogs.carry_year),
            of_sheets("publish.menu", FileDialogs.show_publishing),
            of_sheets("planpage.menu", FileDialogs.show_plan),
            MenuEntry("keys.menu", show_passphrase, of_file=True),
            MenuEntry("keys.lock_now", put_away, of_file=True),
        )),
        MenuGroup((
            MenuEntry("ui.menu_settings", show_settings, ("Ctrl+,",)),
            MenuEntry("ui.menu_language", change_language),
            MenuEntry("ui.menu_quit", window.close, ("Ctrl+Q",)),
        )),
    ), lambda: entries.area is not None)  # fmt: skip


def _of_lists(of_records: Callable[..., MenuEntry]) -> tuple[MenuEntry, ...]:
    """What is done with the records in sight."""
    return (
        of_records("form.menu_next", lambda area: area.start_next(), "Ctrl+N"),
        of_records("form.menu_duplicate", lambda area: area.duplicate(), "Ctrl+Shift+D"),
        of_records("cells.menu_toggle", lambda area: area.list.cells.toggle()),
        of_records("sheet.menu_import", lambda area: area.list.sheets.ask(), "Ctrl+Shift+I"),
        of_records("sheet.menu_paste", lambda area: area.list.sheets.paste()),
        of_records("sheet.menu_export", lambda area: area.list.sheets.export(), "Ctrl+Shift+E"),
        of_records("crosstab.menu", lambda area: area.show_crosstab(), "Ctrl+Shift+B"),
        of_records("sheet.menu_form", lambda area: area.list.sheets.give_form()),
        of_records("form.menu_above", lambda area: area.take_above(), "Ctrl+D"),
        of_records("form.menu_today", lambda area: area.take_today(), "Ctrl+;"),
    )
