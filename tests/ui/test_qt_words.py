"""The words that Qt itself shows, in Vietnamese."""

import os

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from desktop_app import texts
from ui.widgets.printing import printer_dialog
from ui.widgets.qt_words import QtWords

NO_WORDS = {"Form", "A4", "..."}  # of a form that has no title; a size of paper


class Listening(QtWords):
    """Hears what the dialog for printing asks a translation for."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.untranslated: set[str] = set()

    def translate(self, context: str, source_text: str, disambiguation: str | None = None, n: int = -1) -> str:
        said = super().translate(context, source_text, disambiguation, n)
        if context.startswith("QPrint") and said == source_text:
            self.untranslated.add(source_text)
        return said


def test_the_dialog_for_printing_says_nothing_in_english(qtbot: QtBot, dressed: QApplication) -> None:
    listening, over = Listening(dressed), QWidget()
    qtbot.addWidget(over)
    dressed.installTranslator(listening)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = printer_dialog(over, printer, 10)
    if os.name == "nt":
        assert dialog.findChildren(QPushButton) == [], "Windows shows a dialog of its own"
        return
    dialog.show()
    next(one for one in dialog.findChildren(QPushButton) if "Tùy chọn" in one.text()).click()
    dressed.removeTranslator(listening)
    assert listening.untranslated - NO_WORDS == set()
    assert "Vị trí:" in [label.text() for label in dialog.findChildren(QLabel)]
    tabs = next(iter(dialog.findChildren(QTabWidget)))
    assert [tabs.tabText(tab) for tab in range(tabs.count())] == ["Số bản", "Tùy chọn"]
    dialog.close()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_keys_with_arrows_are_written_as_in_the_guide(dressed: QApplication, language: str) -> None:
    texts.set_language(language)
    for keys in ("Alt+←", "Alt+→", "Alt+↓", "Ctrl+↑"):
        typed = keys.translate({0x2190: "Left", 0x2192: "Right", 0x2193: "Down", 0x2191: "Up"})
        assert QKeySequence(typed).toString(QKeySequence.SequenceFormat.NativeText) == keys
    assert QKeySequence("Ctrl+Del").toString(QKeySequence.SequenceFormat.NativeText) == "Ctrl+Del"
