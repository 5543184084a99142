"""Vietnamese for the words that Qt itself shows: in dialogs for files and printing, menus, buttons; Qt ships none."""

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
    "Directories": "ui.qt_folder", "Folder": "ui.qt_folder",
    "File Folder": "ui.qt_folder", "Recent Places": "ui.qt_recent", "Find Directory": "ui.qt_folder",
    "%1 already exists.\nDo you want to replace it?": "ui.qt_replace",
    "%1\nFile not found.\nPlease verify the correct file name was given.": "ui.qt_not_found",
    "%1\nDirectory not found.\nPlease verify the correct directory name was given.": "ui.qt_not_found",
    "Print": "ui.qt_print", "&Print": "ui.qt_print", "Printer": "ui.qt_printer", "&Name:": "ui.qt_printer_name",
    "P&roperties": "ui.qt_properties", "Location:": "ui.qt_location", "Preview": "ui.qt_preview",
    "Type:": "ui.qt_printer_kind", "Output &file:": "ui.qt_output_file", "Print range": "ui.qt_print_range",
    "Print all": "ui.qt_print_all", "Pages from": "ui.qt_pages_from", "to": "ui.qt_pages_to", "Pages": "ui.qt_pages",
    "Specify pages or ranges separated by commas. Ranges are specified by two numbers se"
    "parated by a hyphen. E.g: 3,5-7,9 prints pages 3, 5, 6, 7 and 9.": "ui.qt_pages_hint",
    "Current Page": "ui.qt_current_page", "Selection": "ui.qt_selection", "Page &Set:": "ui.qt_page_set",
    "All Pages": "ui.qt_all_pages", "Odd Pages": "ui.qt_odd_pages", "Even Pages": "ui.qt_even_pages",
    "Output Settings": "ui.qt_output_settings", "Copies:": "ui.qt_copies_count", "Copies": "ui.qt_copies",
    "Collate": "ui.qt_collate", "Reverse": "ui.qt_reverse", "Color Mode": "ui.qt_color_mode", "Color": "ui.qt_color",
    "Grayscale": "ui.qt_grayscale", "Double Sided Printing": "ui.qt_two_sided", "Off": "ui.qt_off",
    "Long side binding": "ui.qt_long_side", "Short side binding": "ui.qt_short_side", "Options": "ui.qt_options",
    "&Options >>": "ui.qt_more_options", "&Options <<": "ui.qt_fewer_options",
    "Print to File (PDF)": "ui.qt_print_to_pdf", "Local file": "ui.qt_local_file",
    "Write PDF file": "ui.qt_write_pdf",
}  # fmt: skip
_KEY_NAMES = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}  # as the guide and the buttons write them


class QtWords(QTranslator):
    """Installed on the application for good; in English Qt's own words stay."""

    def translate(self, context: str, source_text: str, disambiguation: str | None = None, n: int = -1) -> str:
        if context == "QShortcut":
            return _KEY_NAMES.get(source_text, source_text)
        key = _KEYS.get(source_text)
        return say(key) if key and language() == "vi" else source_text

    def isEmpty(self) -> bool:
        return False
