"""One editor per type of field for what is typed: text, numbers, dates, long text, yes or no."""

import re
from decimal import Decimal

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QButtonGroup,
    QCalendarWidget,
    QFrame,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QToolButton,
    QWidget,
)

from desktop_app.domain import values
from desktop_app.domain.plan import Field
from desktop_app.domain.values import Problem, Value
from desktop_app.texts import language, say
from ui import icons, parts, theme

HALF_WIDTH = {"date", "int", "decimal", "money", "bool"}


class FieldEditor(QWidget):
    """Holds the value of one field. `edited(value)`: left with another value; `misread(problem, raw)`: unreadable.

    Nothing is judged or rewritten while a person types; `commit` says what leaving the field would say.
    """

    edited = Signal(object)
    misread = Signal(object, str)
    entered = Signal()

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self.value: Value = None
        self.column = parts.column(self)
        self._shown = ""
        self._misread = False

    def show_value(self, value: Value, shown: str) -> None:
        """Take over a saved value; `shown` is how people read it."""
        raise NotImplementedError

    def show_raw(self, raw: str) -> None:
        """Offer half-typed text again."""

    def commit(self) -> None:
        """What leaving the field does."""

    def inner(self) -> QWidget:
        """The widget that takes the focus and carries the name."""
        raise NotImplementedError

    def mark(self, severity: str | None) -> None:
        """Draw the frame of a field with or without a problem."""
        theme.set_role(self.inner(), "wrong" if severity == values.ERROR else "")

    def _read(self, raw: str) -> None:
        """Take what was typed: unreadable text stays as it is, with its problem."""
        if raw == self._shown:
            return
        read = values.parse(self.field, raw)
        if isinstance(read, Problem):
            self._shown, self._misread = raw, True
            self.misread.emit(read, raw)
        else:
            before, self.value = self.value, read
            self.show_value(read, self._as_shown(read))
            if read != before or self._misread:
                self._misread = False
                self.edited.emit(read)

    def _as_shown(self, value: Value) -> str:
        if value is None:
            return ""
        if self.field.type == "date":
            return values.show_date(str(value))
        if not self.field.plain and isinstance(value, int | Decimal):
            return values.show_number(value)
        return str(value)


class LineEditor(FieldEditor):
    """Text and numbers in one line."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.line = QLineEdit()
        self.line.editingFinished.connect(self.commit)
        self.line.returnPressed.connect(self.entered)
        self.column.addWidget(self.line)

    def inner(self) -> QLineEdit:
        return self.line

    def show_value(self, value: Value, shown: str) -> None:
        self.value, self._shown = value, shown
        if self.line.text() != shown:
            self.line.setText(shown)
            if not self.line.hasFocus():
                self.line.setCursorPosition(0)

    def show_raw(self, raw: str) -> None:
        self.line.setText(raw)

    def commit(self) -> None:
        self._read(self.line.text())
        if self.line.isUndoAvailable():  # what was left is undone in the file, not letter by letter
            here = self.line.cursorPosition()
            self.line.setText(self.line.text())
            self.line.setCursorPosition(here)


class DateEditor(LineEditor):
    """A day typed as 5/3/22, 05-03-2022 or 050322, or chosen from a calendar."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.line.setPlaceholderText(say("ui.date_hint"))
        muted = theme.colours().muted
        chooser = self.line.addAction(icons.icon("calendar", muted, 16), QLineEdit.ActionPosition.TrailingPosition)
        chooser.setToolTip(say("ui.open_calendar"))
        chooser.triggered.connect(self.open_calendar)

    def open_calendar(self) -> None:
        """The month of the day that stands in the field, weeks from Monday."""
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setObjectName("popup")
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = _calendar()
        if self.value is not None:
            calendar.setSelectedDate(QDate.fromString(str(self.value), Qt.DateFormat.ISODate))
        parts.column(popup, 4).addWidget(calendar)

        def choose(day: QDate) -> None:
            popup.close()
            self.line.setFocus()
            self.line.setText(day.toString("dd/MM/yyyy"))
            self.commit()

        calendar.activated.connect(choose)
        calendar.clicked.connect(choose)
        popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        popup.show()
        calendar.setFocus()


def _calendar() -> QCalendarWidget:
    """A month in the language in force, in the colours of the theme."""
    calendar = QCalendarWidget()
    calendar.setLocale(QLocale(QLocale.Language.Vietnamese if language() == "vi" else QLocale.Language.English))
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
    calendar.setAccessibleName(say("ui.calendar"))
    calendar.setFixedSize(310, 270)
    head = QTextCharFormat()
    head.setFont(theme.font(11))
    head.setForeground(theme.colour("muted"))
    calendar.setHeaderTextFormat(head)
    plain = QTextCharFormat()
    plain.setForeground(theme.colour("text"))
    for day in Qt.DayOfWeek:
        calendar.setWeekdayTextFormat(day, plain)
    for name, icon in (("qt_calendar_prevmonth", "chevron-left"), ("qt_calendar_nextmonth", "chevron-right")):
        turn = calendar.findChild(QToolButton, name)
        if turn is not None:
            turn.setIcon(icons.icon(icon, theme.colours().text))
            turn.setAccessibleName(say("ui.month_before" if icon == "chevron-left" else "ui.month_after"))
    return calendar


class _Area(QPlainTextEdit):
    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit()


class LongTextEditor(FieldEditor):
    """Several lines; a counter where the plan sets a limit. Tab goes on to the next field."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.area = _Area()
        self.area.setTabChangesFocus(True)
        self.area.setFixedHeight(76)
        self.area.left.connect(self.commit)
        self.column.addWidget(self.area)
        self.limit = _limit(field)
        self.counter = QLabel()
        self.counter.setProperty("role", "small")
        self.counter.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.column.addWidget(self.counter)
        self.area.textChanged.connect(self._count)
        self._count()

    def inner(self) -> QPlainTextEdit:
        return self.area

    def show_value(self, value: Value, shown: str) -> None:
        self.value, self._shown = value, shown
        if self.area.toPlainText() != shown:
            self.area.setPlainText(shown)

    def show_raw(self, raw: str) -> None:
        self.area.setPlainText(raw)

    def commit(self) -> None:
        self._read(self.area.toPlainText())
        self.area.document().clearUndoRedoStacks()

    def _count(self) -> None:
        self.counter.setVisible(self.limit is not None)
        if self.limit is not None:
            used = len(self.area.toPlainText())
            self.counter.setText(say("ui.counter", used=used, limit=self.limit))
            theme.set_role(self.counter, "error" if used > self.limit else "small")


def _limit(field: Field) -> int | None:
    """The longest text that the field's own check allows."""
    found = (re.fullmatch(rf"length\({field.name}\) <= (\d+)", check.expr) for check in field.checks)
    return next((int(match[1]) for match in found if match), None)


class BoolEditor(FieldEditor):
    """Yes, no, or neither: two buttons, so that “not answered” can be seen."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self.yes = parts.button(say("core.yes"), role="segment")
        self.no = parts.button(say("core.no"), role="segment")
        line = parts.row(spacing=6)
        for made, value in ((self.yes, True), (self.no, False)):
            made.setCheckable(True)
            made.setFixedHeight(theme.FIELD_HEIGHT)
            made.clicked.connect(lambda checked, v=value: self._press(v if checked else None))
            line.addWidget(made, 1)
        self.column.addLayout(line)

    def inner(self) -> QWidget:
        return self.yes

    def show_value(self, value: Value, shown: str) -> None:
        self.value = value
        self.yes.setChecked(value is True)
        self.no.setChecked(value is False)

    def mark(self, severity: str | None) -> None:
        """The problem below says it in words."""

    def _press(self, value: bool | None) -> None:
        self.yes.setChecked(value is True)
        self.no.setChecked(value is False)
        if value != self.value:
            self.value = value
            self.edited.emit(value)
