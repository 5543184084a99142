"""Head and foot of a form: where we are, the state of the record, who changed it last, the way to the trash."""

from collections.abc import Collection
from datetime import datetime
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop_app.domain.clock import local_time
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.validation import State
from desktop_app.domain.values import ERROR
from desktop_app.texts import in_words, say
from ui.form.form_content import FormContent
from ui.widgets import parts, theme
from ui.widgets.even_label import EvenLabel
from ui.widgets.first_record import step_text

PILLS = {None: "neutral-pill", State.COUNTS: "good-pill", State.CONTRADICTORY: "error-pill"}
SIDE, BACK, FOOT, LOW_FOOT = 18, 48, 42, 34
HIGH_TOP, LOW_TOP = 16, 6


class FormHead(QWidget):
    """`back_wanted`: to the record that holds this one; `twin_wanted`: to the one that may be the same."""

    back_wanted = Signal()
    twin_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._above = self._missing = ""
        self._low = False
        self.guiding = False  # whether this is the first record of the file, with a line that leads on
        self._column = column = parts.column(self, 0, 6)
        column.setContentsMargins(SIDE, HIGH_TOP, SIDE, 8)
        self._back = parts.button("", self.back_wanted.emit, "link", "chevron-left")
        self._back.setAccessibleDescription(say("ui.back"))
        column.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        line = parts.row()
        self._title = EvenLabel()
        self.pill = parts.pill()
        line.addWidget(self._title, 1)
        line.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(line)
        self.guide, self.missing, self.outside = map(parts.MessageLabel, ("help", "warning", "help"))
        parts.fill(column, self.guide, self.missing, self.outside)
        self.twin = parts.button("", self.twin_wanted.emit, "link", "copy")
        self._twin_title = ""
        column.addWidget(self.twin, 0, Qt.AlignmentFlag.AlignLeft)
        self.clear()

    def show_place(self, kind: RecordKind, above: str | None) -> None:
        """Name the kind of the record; `above`: the record that holds it."""
        self._title.set_full_text(in_words(kind.label))
        self._above = above or ""
        self._back.setVisible(above is not None)
        self._elide_back()

    def show_content(self, content: FormContent, kind: RecordKind, unsaved: Collection[str]) -> None:
        """Say how it is with the record; `unsaved`: the fields that wait for the file."""
        state = content.state
        self.pill.setText(say("ui.state_new") if state is None else say(f"ui.state_{int(state)}"))
        theme.set_role(self.pill, PILLS.get(state, "warning-pill"))
        self.pill.show()
        wrong = [one.field or "" for one in content.problems if one.severity == ERROR and not one.missing]
        self._missing = " ".join(
            say(key, fields="; ".join(in_words(kind.fields[n].label) for n in names))
            for key, fields in (("ui.still_missing", content.missing), ("ui.still_wrong", wrong))
            if (names := [n for n in dict.fromkeys(fields) if n in kind.fields and n not in unsaved])
        )
        self.missing.show_text(self._missing)
        if self._low:
            self._fit_missing()
        self.guide.show_text(step_text(state, elsewhere=content.outside == "period") if self.guiding else "")
        self.outside.show_text(say(f"form.outside_{content.outside}") if content.outside else "")

    def clear(self) -> None:
        """Nothing is open."""
        self._missing = ""
        for widget in (self._back, self.guide, self.pill, self.missing, self.outside, self.twin):
            widget.hide()
        self._title.set_full_text("")

    def show_twin(self, title: str) -> None:
        """Name the record that may be the same one, entered before; "" for none."""
        self._twin_title = title
        self.twin.setVisible(bool(title))
        self.twin.setToolTip(say("form.twin", title=title) if title else "")
        self._elide_back()

    def set_low(self, *, low: bool) -> None:
        """Take no more room than it needs: of what is missing one line, the whole as its tip."""
        self._low = low
        self._column.setContentsMargins(SIDE, LOW_TOP if low else HIGH_TOP, SIDE, LOW_TOP if low else 8)
        self._fit_missing()

    def _fit_missing(self) -> None:
        room, metrics = self.width() - 2 * SIDE, self.missing.fontMetrics()
        brief = metrics.elidedText(self._missing, Qt.TextElideMode.ElideRight, room) if self._low else self._missing
        self.missing.setText(brief)
        self.missing.setToolTip(self._missing if brief != self._missing else "")
        self.missing.setAccessibleName(self._missing if self._low else "")

    def _elide_back(self) -> None:
        """The way back is as long as its place: a wider button would push the whole form over the edge."""
        room = self.width() - 2 * SIDE - BACK
        self._back.setText(" " + self._back.fontMetrics().elidedText(self._above, Qt.TextElideMode.ElideRight, room))
        self._back.setToolTip(self._above)
        if self._twin_title:
            words, end = say("form.twin_brief", title=self._twin_title), say("form.twin_key")
            room -= self.twin.fontMetrics().horizontalAdvance(end)
            brief = self.twin.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
            self.twin.setText(f" {brief}{end}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide_back()
        self._fit_missing()


class FormFoot(QWidget):
    """`history_wanted`, `delete_wanted`: its buttons."""

    history_wanted = Signal()
    delete_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.set_low(low=False)
        under = parts.fill(parts.column(self), parts.rule())
        line = parts.row()
        line.setContentsMargins(SIDE, 4, 12, 6)
        under.addLayout(line, 1)
        self.words = parts.Elided("", "small")
        self._delete = parts.icon_button("trash-2", say("ui.delete"), self.delete_wanted.emit)
        self._history = parts.button(say("ui.history"), self.history_wanted.emit, "link")
        parts.fill(line, (self.words, 1), self._history, self._delete)
        self.hide()

    def tab_after(self, last: QWidget) -> None:
        """Let Tab lead here behind the fields, though these are made later: no way back from them to the trash."""
        for before, after in pairwise((last, self._history, self._delete)):
            self.setTabOrder(before, after)

    def set_low(self, *, low: bool) -> None:
        self.setFixedHeight(theme.scaled(LOW_FOOT if low else FOOT))

    def show_content(self, content: FormContent, kind: RecordKind, unsaved: int) -> None:
        """Speak of a record; `unsaved`: how many of its fields wait for the file."""
        self._delete.setVisible(content.record is not None or content.waiting)
        self._history.setVisible(content.record is not None)
        self.words.set_full_text(say("unsaved.status", n=unsaved) if unsaved else _last_change(content, kind))
        self.show()


def _last_change(content: FormContent, kind: RecordKind) -> str:
    """Who changed the record last and when; for one that is not there yet, what it takes to be saved."""
    if content.changed_at:
        words = (content.changed_by, _when(content.changed_at))
        return say("ui.changed", what=", ".join(part for part in words if part))
    waiting = [in_words(kind.fields[n].label) for n in kind.natural_key if content.values.get(n) is None]
    return say("ui.key_first", fields="; ".join(waiting)) if waiting else say("ui.new_hint")


def _when(time: str) -> str:
    """“14:03 hôm nay” or “14:03 05/07/2022” from a time with its zone as it stands in the file."""
    moment = local_time(time)
    if moment is None:
        return time
    today = datetime.now(moment.tzinfo).date()
    day = say("ui.today") if moment.date() == today else f"{moment:%d/%m/%Y}"
    return f"{moment:%H:%M} {day}"
