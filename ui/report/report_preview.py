"""A report as it will be printed: its pages, zoom, and search in its text."""

from functools import partial

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QPalette, QShortcut
from PySide6.QtPdf import QPdfDocument, QPdfSearchModel
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from desktop_app.texts import say
from ui.report.report_pages import ReportPages
from ui.widgets import line_signs, parts, theme
from ui.widgets.one_line import OneLine
from ui.widgets.painting import POINTS

STEPS = (0.5, 0.67, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0, 3.0)
BESIDE = 40  # room at both sides of the widest page


class ReportPreview(QFrame):
    """Shows the bytes of a PDF; until a person zooms, the widest page fits in. `copy_wanted`: Ctrl+C on its pages."""

    copy_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("plain")
        self.document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self._zoomed = False
        self._hits = QPdfSearchModel(self)
        self._hits.setDocument(self.document)
        self.view = self._make_view()
        self.page_label = parts.label("", "muted")
        self.zoom_label = parts.label("", "muted")
        self.found_label = parts.label("", "muted")
        self.wanted = self._make_find()
        parts.fill(parts.column(self), self._bar(), (self.view, 1))
        self.view.pageNavigator().currentPageChanged.connect(self._say_page)
        self._hits.countChanged.connect(self._found)
        self._hits.statusChanged.connect(self._found)
        for keys, action in (
            ((QKeySequence.StandardKey.ZoomIn, "Ctrl+="), lambda: self.zoom(1)),
            ((QKeySequence.StandardKey.ZoomOut,), lambda: self.zoom(-1)),
            (("Ctrl+0",), self.fit),
            (("F3",), self.next_hit),
            (("Shift+F3",), lambda: self.next_hit(-1)),
        ):
            shortcut = QShortcut(self)
            shortcut.setKeys([QKeySequence(key) for key in keys])
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(action)
        copy = QShortcut(QKeySequence.StandardKey.Copy, self.view)
        copy.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)  # in the line of the search it copies letters
        copy.activated.connect(self.copy_wanted)

    def show_pdf(self, pdf: bytes) -> None:
        """Show another report from its first page on."""
        self._buffer.close()
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        if not self._zoomed:
            self.fit()
        self._say_page(0)

    def fit(self) -> None:
        """Zoom so that the widest page fits in, but never beyond its real size."""
        self._zoomed = False
        sizes = [self.document.pagePointSize(page).width() for page in range(self.document.pageCount())]
        widest = max(sizes, default=0) / POINTS * self.logicalDpiX()
        if widest:
            self._set_zoom(min(1.0, (self.view.viewport().width() - BESIDE) / widest))

    def zoom(self, steps: int) -> None:
        self._zoomed = True
        now = self.view.zoomFactor()
        beyond = [s for s in STEPS if (s > now + 0.01 if steps > 0 else s < now - 0.01)]
        if beyond:
            self._set_zoom(beyond[0] if steps > 0 else beyond[-1])

    def next_hit(self, step: int = 1) -> None:
        """Go to the next place of what is searched for; after the last comes the first."""
        count = self._hits.rowCount(self._hits.index(-1, -1))
        if not count:
            self.wanted.setFocus()
            return
        place = (self.view.current + step) % count if self.view.current >= 0 or step > 0 else count - 1
        self.view.go_to(place)
        hit = self._hits.resultAtIndex(place)
        self._scroll_to(hit.page(), hit.location().y())
        self._found()

    def _scroll_to(self, page: int, points: float) -> None:
        """Bring a place into the upper third; the view itself goes no nearer than to the page."""
        top = self.view.top_of(page) + points * self.view.scale
        self.view.verticalScrollBar().setValue(round(top - self.view.viewport().height() / 3))

    def _set_zoom(self, factor: float) -> None:
        self.view.setZoomFactor(factor)
        self.zoom_label.setText(f"{factor:.0%}")

    def _make_view(self) -> ReportPages:
        view = ReportPages(self.document, self._hits, self)
        around = view.palette()
        around.setColor(QPalette.ColorRole.Dark, theme.colour("track"))
        view.setPalette(around)
        view.setAccessibleName(say("print.preview"))
        view.viewport().installEventFilter(self)
        return view

    def _make_find(self) -> QLineEdit:
        find = OneLine()
        find.setPlaceholderText(say("print.find"))
        find.setAccessibleName(say("print.find_name"))
        find.setFixedWidth(220)
        line_signs.clearable(find)
        find.textChanged.connect(self._search)
        find.returnPressed.connect(self.next_hit)
        return find

    def _bar(self) -> QWidget:
        bar = QWidget()
        line = parts.row(bar, 12, 4)
        line.setContentsMargins(12, 6, 12, 6)
        line.addWidget(self.page_label)
        line.addSpacing(12)
        line.addWidget(parts.icon_button("zoom-out", say("print.smaller"), lambda: self.zoom(-1)))
        self.zoom_label.setMinimumWidth(44)
        self.zoom_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        line.addWidget(self.zoom_label)
        line.addWidget(parts.icon_button("zoom-in", say("print.larger"), lambda: self.zoom(1)))
        line.addStretch(1)
        line.addWidget(self.found_label)
        line.addSpacing(8)
        line.addWidget(self.wanted)
        for icon, name, step in (("chevron-up", "previous", -1), ("chevron-down", "next", 1)):
            line.addWidget(parts.icon_button(icon, say(f"print.{name}"), partial(self.next_hit, step)))
        return bar

    def _search(self, text: str) -> None:
        self.view.go_to(-1)
        self._hits.setSearchString(text)
        if text:
            self._say_found(-1, 0, over=False)  # until it begins, its status is that of the search before
        else:
            self.found_label.clear()

    def _found(self) -> None:
        if self.wanted.text():
            over = self._hits.status() == QPdfSearchModel.Status.Finished
            self._say_found(self.view.current, self._hits.rowCount(self._hits.index(-1, -1)), over=over)

    def _say_found(self, place: int, count: int, *, over: bool) -> None:
        found = say("print.hit", place=place + 1, count=count) if place >= 0 else say("print.hits", count=count)
        self.found_label.setText(found if over else say("print.searching", found=found))

    def _say_page(self, page: int) -> None:
        self.page_label.setText(say("print.page", page=page + 1, count=self.document.pageCount()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A window made larger or smaller: the pages fit again."""
        if event.type() == QEvent.Type.Resize and not self._zoomed:
            self.fit()
        return super().eventFilter(watched, event)
