"""The window, and the only folder that knows Qt; it talks to the file, never to the data file or the report."""

from ui.widgets.singletons import keep_singletons

keep_singletons()
