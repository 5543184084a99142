"""The report in the window: its text, its print, its locks."""
