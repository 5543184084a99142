"""Vietnamese for the words that Qt itself shows: file dialog, context menus, buttons; Qt ships none."""

from PySide6.QtCore import QTranslator

from desktop_app.texts import language, say

_KEYS = {
    "&Undo": "ui.qt_undo", "&Redo": "ui.qt_redo", "Cu&t": "ui.qt_cut", "&Copy": "ui.qt_copy", "&Paste": "ui.qt_paste",
    "Delete": "ui.qt_delete", "&Delete": "ui.qt_delete", "Select All": "ui.qt_select_all",
    "Insert Unicode control character": "ui.qt_control_character",
    "OK": "ui.qt_ok", "&OK": "ui.qt_ok", "Cancel": "ui.qt_cancel", "&Cancel": "ui.qt_cancel",
    "Open": "ui.qt_open", "&Open": "ui.qt_open", "Save": "ui.qt_save", "&Save": "ui.qt_save",
    "Save As": "ui.qt_save_as",
    "&Yes": "ui.qt_yes", "&No": "ui.qt_no", "Close": "ui.qt_close", "&Choose": "ui.qt_choose",
    "Look in:": "ui.qt_look_in", "&Look in:": "ui.qt_look_in", "Files of &type:": "ui.qt_file_type",
    "File &name:": "ui.qt_file_name", "Files of type:": "ui.qt_file_type",
    "&Rename": "ui.qt_rename", "&New Folder": "ui.qt_new_folder", "Create New Folder": "ui.qt_new_folder",
    "New Folder": "ui.qt_new_folder", "Show &hidden files": "ui.qt_hidden", "Back": "ui.qt_back",
    "Go back": "ui.qt_back", "Forward": "ui.qt_forward", "Go forward": "ui.qt_forward",
    "Parent Directory": "ui.qt_parent", "Go to the parent directory": "ui.qt_parent", "List View": "ui.qt_list",
    "Change to list view mode": "ui.qt_list", "Detail View": "ui.qt_detail",
    "Change to detail view mode": "ui.qt_detail", "Create a New Folder": "ui.qt_new_folder", "Sidebar": "ui.qt_sidebar",
    "List of places and bookmarks": "ui.qt_sidebar", "Files": "ui.qt_files", "All Files (*)": "ui.qt_all_files",
    "Name": "ui.qt_name", "Size": "ui.qt_size", "Kind": "ui.qt_kind", "Type": "ui.qt_kind",
    "Date Modified": "ui.qt_modified", "Computer": "ui.qt_computer", "Directory:": "ui.qt_folder",
    "Folder": "ui.qt_folder",
    "File Folder": "ui.qt_folder", "Recent Places": "ui.qt_recent", "Find Directory": "ui.qt_folder",
    "%1 already exists.\nDo you want to replace it?": "ui.qt_replace",
    "%1\nFile not found.\nPlease verify the correct file name was given.": "ui.qt_not_found",
    "%1\nDirectory not found.\nPlease verify the correct directory name was given.": "ui.qt_not_found",
}  # fmt: skip


class QtWords(QTranslator):
    """Installed on the application for good; in English Qt's own words stay."""

    def translate(self, context: str, source_text: str, disambiguation: str | None = None, n: int = -1) -> str:
        key = _KEYS.get(source_text)
        return say(key) if key and language() == "vi" else source_text

    def isEmpty(self) -> bool:
        return False
