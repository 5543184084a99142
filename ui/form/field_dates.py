"""The editor for days: typed as 5/3/22, 050322 or 5-3, or chosen from a calendar by mouse or keys."""

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QTableView, QToolButton

from desktop_app.domain import values
from desktop_app.domain.plan import Field
from desktop_app.domain.typed_value import Days
from desktop_app.texts import language, say
from ui.form.field_editors import LineEditor
from ui.widgets import icons, line_signs, parts, theme
from ui.widgets.one_line import OneLine
from ui.widgets.open_popup import OpenPopup, place_by

OPENING = (Qt.Key.Key_Down, Qt.Key.Key_F4)


class _Line(OneLine):
    opened = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in OPENING:
            self.opened.emit()
        else:
            super().keyPressEvent(event)


class DateEditor(LineEditor):
    """A day typed as 5/3/22, 05-03-2022, 050322 or, of the plan's `year`, 5-3; ↓ opens a calendar."""

    def __init__(self, field: Field, year: Days | None = None) -> None:
        line = _Line()
        super().__init__(field, line)
        self.year = year
        line.setPlaceholderText(say("ui.date_hint"))
        line.opened.connect(self.open_calendar)
        line_signs.sign(line, "calendar", say("ui.open_calendar"), 16).triggered.connect(self.open_calendar)

    def take_today(self) -> None:
        if self.today:
            self.take(self.today, values.show_date(self.today))

    def open_calendar(self) -> None:
        """The month of the day that stands in the field: arrows, Page Up and Page Down change it, Enter takes a day."""
        popup, calendar = QFrame(self, Qt.WindowType.Popup), _calendar()
        popup.setObjectName("popup")
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.setFocusProxy(self.line)
        OpenPopup(popup, self.line)
        parts.column(popup, 4).addWidget(calendar)
        popup.adjustSize()
        day = str(self.value or self.today)
        if day:
            calendar.setSelectedDate(QDate.fromString(day, Qt.DateFormat.ISODate))
        for chosen in (calendar.activated, calendar.clicked):
            chosen.connect(popup.close)
            chosen.connect(self._choose)
        popup.move(place_by(self, popup.sizeHint()))
        popup.show()
        calendar.setFocus()

    def _choose(self, day: QDate) -> None:
        self.line.setFocus()
        self.line.setText(day.toString("dd/MM/yyyy"))
        self.commit()


def _calendar() -> QCalendarWidget:
    """A month in the language in force, in the colours of the theme."""
    calendar = QCalendarWidget()
    calendar.setLocale(QLocale(QLocale.Language.Vietnamese if language() == "vi" else QLocale.Language.English))
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
    calendar.setAccessibleName(say("ui.calendar"))
    for days in calendar.findChildren(QTableView):
        days.setAccessibleName(say("ui.calendar_days"))
    calendar.setDateEditEnabled(False)
    calendar.setFixedSize(310, 270)
    head = QTextCharFormat()
    head.setFont(theme.font(11))
    head.setForeground(theme.colour("muted"))
    calendar.setHeaderTextFormat(head)
    for day in Qt.DayOfWeek:  # no red week-ends; the days of the months beside stay muted
        calendar.setWeekdayTextFormat(day, QTextCharFormat())
    for name, icon in (("qt_calendar_prevmonth", "chevron-left"), ("qt_calendar_nextmonth", "chevron-right")):
        button = calendar.findChild(QToolButton, name)
        if button is not None:
            button.setIcon(icons.icon(icon, theme.colours().text))
            button.setAccessibleName(say("ui.month_before" if icon == "chevron-left" else "ui.month_after"))
    calendar.currentPageChanged.connect(lambda _year, month: _tick_month(calendar, month))
    _tick_month(calendar, calendar.monthShown())
    return calendar


def _tick_month(calendar: QCalendarWidget, shown: int) -> None:
    """Mark the month that is shown in the menu of months, as the menu of periods marks its own."""
    months = calendar.findChild(QToolButton, "qt_calendar_monthbutton")
    if months is not None:
        for action in months.menu().actions():
            action.setIcon(icons.tick(shown=action.data() == shown))
