"""The guide over the window: its pages at the left, the one in sight at the right, as a PDF for paper."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QTextEdit, QWidget

from desktop_app.domain.guide_text import HEADING, ITEM, NOTE, PICTURE, TITLE, GuidePage, GuidePart
from desktop_app.session import guide
from desktop_app.texts import say
from ui.widgets import parts, theme
from ui.widgets.bridge import Bridge
from ui.widgets.file_saving import ask_place, save_content
from ui.window.keys_dialog import show_keys

WIDE, HIGH, NAMES = 1120, 700, 280
AROUND, WIDEST = 48, 720  # beside a picture, and how wide it is at most


class GuideDialog(QDialog):
    """Opened at the page of a place of the window. `save`: by what it becomes a PDF, and where; without a file, by
    nothing.
    """

    def __init__(self, over: QWidget, place: str, plan: str | None, save: tuple[Bridge, Path] | None = None) -> None:
        super().__init__(over)
        parts.resize_over(self, WIDE, HIGH)
        self._save, self._plan = save, plan
        self._pages = guide.pages(plan)
        column = parts.dialog(self, say("handbook.title"), 12)
        body = parts.row(spacing=12)
        self.names = QListWidget()
        self.names.setAccessibleName(say("handbook.pages"))
        self.names.setFixedWidth(theme.wide(NAMES))
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.names.addItems([page.title for page in self._pages])
        self.names.currentRowChanged.connect(self._show_page)
        self.text = QTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(say("handbook.text"))
        self.text.setObjectName("handbook")
        parts.fill(body, self.names, (self.text, 1))
        parts.fill(column, (body, 1), self._foot())
        self.names.setCurrentRow(self._pages.index(guide.page_for(place)))
        self.names.setFocus()
        self.open()

    @property
    def page(self) -> GuidePage:
        return self._pages[self.names.currentRow()]

    def _foot(self) -> QHBoxLayout:
        foot = parts.row()
        self.message = parts.label("", "small", wrap=True)
        parts.fill(foot, (self.message, 1), parts.button(say("ui.menu_keys"), lambda: show_keys(self)))
        if self._save is not None:
            foot.addWidget(parts.button(say("handbook.save"), self.ask_place, icon="save"))
        foot.addWidget(parts.button(say("ui.close"), self.close))
        return foot

    def _show_page(self, _: int) -> None:
        self._write()
        self.text.verticalScrollBar().setValue(0)

    def _write(self) -> None:
        p = theme.colours()
        document = self.text.document()
        document.setDefaultFont(theme.font())
        document.setDefaultStyleSheet(
            f"h1 {{ font-size: {theme.scaled(20)}px; }} h2 {{ font-size: {theme.scaled(16)}px; margin-top: 18px; }}"
            f" p {{ margin: 6px 0; }} .item {{ margin-left: 18px; text-indent: -18px; }}"
            f" .note {{ background-color: {p.accent_tint}; color: {p.text}; }}"
            f" .caption {{ color: {p.muted}; font-size: {theme.scaled(12)}px; }}"
        )
        wide = min(theme.wide(WIDEST), self.text.viewport().width() - AROUND)
        for part in self.page.parts:
            path = guide.picture(part.picture) if part.picture else None
            if path is not None:  # scaled once, with smooth edges
                image = QImage(str(path)).scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)
                document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(part.picture), image)
        self.text.setHtml("".join(_html(self.page)))

    def ask_place(self) -> None:
        """Ask where the guide goes as a PDF."""
        assert self._save
        place = ask_place(self, self._save[1], say("handbook.file"), "pdf", say("handbook.save"))
        if place is not None:
            self.save_to(place)

    def save_to(self, place: Path) -> None:
        assert self._save
        self.message.setText(say("print.saving", file=place.name))
        said = say("handbook.saved", file=place.name)
        self._save[0].ask(
            lambda file: save_content(place, guide.as_pdf(file.today(), self._plan)),
            lambda _: self.message.setText(said), self, self.message.setText,
        )  # fmt: skip

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._write()


_TAGS = {TITLE: ("<h1>", "</h1>"), HEADING: ("<h2>", "</h2>"), ITEM: ('<p class="item">', "</p>")}
_NOTE = ('<table width="100%" cellpadding="10"><tr><td class="note">', "</td></tr></table>")


def _html(page: GuidePage) -> Iterator[str]:
    for part in page.parts:
        if part.role == PICTURE:
            if guide.picture(part.picture) is not None:
                caption = f'<p class="caption">{_words(part)}</p>'
                yield f'<p><img src="{part.picture}" alt="{escape(part.text)}"></p>{caption}'
            continue
        before, behind = _NOTE if part.role == NOTE else _TAGS.get(part.role, ("<p>", "</p>"))
        yield f"{before}{_words(part)}{behind}"


def _words(part: GuidePart) -> str:
    said = ""
    for span in part.spans:
        text = escape(span.text)
        text = f"<i>{text}</i>" if span.italic else text
        said += f"<b>{text}</b>" if span.bold else text
    return said
