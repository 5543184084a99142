"""The sheet around the form: where we are, the state of the record, who changed it last."""

from collections.abc import Collection
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from desktop_app.domain.plan import RecordKind
from desktop_app.domain.validation import State
from desktop_app.texts import say
from ui.form.form_content import FormContent
from ui.form.typed_ahead import TypedAhead
from ui.pieces import parts, theme
from ui.pieces.even_label import EvenLabel
from ui.pieces.first_record import step_text

PILLS = {State.COUNTS: "good-pill", State.UNFINISHED: "warning-pill", State.CONTRADICTORY: "error-pill"}
SIDE, BACK, FOOT = 18, 48, 42


class FormFrame(QFrame):
    """`back_wanted`, `history_wanted`, `delete_wanted`: its buttons."""

    back_wanted = Signal()
    history_wanted = Signal()
    delete_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._above = ""
        self.guiding = False  # whether this is the first record of the file, with a line that leads on
        self._column = parts.column(self)
        self._build_head()
        self.ahead = TypedAhead()
        self._column.addWidget(self.ahead)
        self._build_empty()
        self._build_foot()
        self.show_empty()

    def place(self, body: QWidget) -> None:
        """Put the middle of a form between head and foot."""
        self._column.insertWidget(self._column.count() - 1, body, 1)

    def show_frame(
        self, content: FormContent, kind: RecordKind, above: str | None, waiting: Collection[str] = ()
    ) -> None:
        """Head and foot of a record; `above` names the record that holds it."""
        self._empty.hide()
        self.ahead.show_beside(refused=False)
        self._title.tell(str(kind.label))
        self._back.setVisible(above is not None)
        self._above = above or ""
        self._elide_back()
        state = content.state
        self._pill.setText(say("ui.state_new") if state is None else say(f"ui.state_{int(state)}"))
        theme.set_role(self._pill, "neutral-pill" if state is None else PILLS.get(state, "warning-pill"))
        self._pill.show()
        missing = "; ".join(str(kind.fields[n].label) for n in content.missing if n not in waiting)
        self._missing.setText(say("ui.still_missing", fields=missing) if missing else "")
        self._missing.setVisible(bool(missing))
        self._guide.setText(step_text(state, elsewhere=content.outside == "period") if self.guiding else "")
        self._guide.setVisible(self.guiding)
        self._outside.setText(say(f"form.outside_{content.outside}") if content.outside else "")
        self._outside.setVisible(bool(content.outside))
        self._foot.show()
        self._delete.setVisible(content.record is not None or content.waiting)
        self._history.setVisible(content.record is not None)
        self._told.tell(say("unsaved.status", n=len(waiting)) if waiting else _last_change(content, kind))

    @property
    def guide_text(self) -> str:
        """The line that leads a person through the first record, "" for any other."""
        return self._guide.text()

    @property
    def missing_text(self) -> str:
        """The sentence that lists the fields still without a value, "" when there is none."""
        return self._missing.text()

    @property
    def outside_text(self) -> str:
        """Why the list beside the form leaves the record out, "" when it does not."""
        return self._outside.text()

    @property
    def state_text(self) -> str:
        """The state of the record in sight, as its pill says it."""
        return self._pill.text()

    def show_empty(self) -> None:
        """Nothing is open."""
        for widget in (self._back, self._guide, self._pill, self._missing, self._outside, self._foot):
            widget.hide()
        self._title.tell("")
        self.ahead.show_beside(refused=False)
        self._empty.show()

    def _elide_back(self) -> None:
        """The way back is as long as its place: a wider button would push the whole form over the edge."""
        room = self.width() - 2 * SIDE - BACK
        self._back.setText(" " + self._back.fontMetrics().elidedText(self._above, Qt.TextElideMode.ElideRight, room))
        self._back.setToolTip(self._above)

    def _build_head(self) -> None:
        head = parts.column(None, 0, 6)
        head.setContentsMargins(SIDE, 16, SIDE, 8)
        self._back = parts.button("", self.back_wanted.emit, "link", "chevron-left")
        self._back.setAccessibleDescription(say("ui.back"))
        head.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        line = parts.row()
        self._title = EvenLabel("form")
        self._pill = parts.pill()
        line.addWidget(self._title, 1)
        line.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(line)
        self._guide = parts.label("", "help", wrap=True)
        head.addWidget(self._guide)
        self._missing = parts.label("", "warning", wrap=True)
        head.addWidget(self._missing)
        self._outside = parts.label("", "help", wrap=True)
        head.addWidget(self._outside)
        self._column.addLayout(head)

    def _build_empty(self) -> None:
        self._empty = QWidget()
        column = parts.column(self._empty, SIDE, 8)
        text = parts.label(say("ui.form_empty"), "muted", wrap=True)
        text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        column.addWidget(text)
        column.addStretch(3)
        self._column.addWidget(self._empty, 1)

    def _build_foot(self) -> None:
        self._foot = QWidget()
        self._foot.setFixedHeight(theme.scaled(FOOT))
        under = parts.column(self._foot)
        rule = QFrame()
        rule.setObjectName("rule")
        under.addWidget(rule)
        line = parts.row()
        line.setContentsMargins(SIDE, 4, 12, 6)
        under.addLayout(line, 1)
        self._told = parts.Elided("", "small")
        self._delete = parts.icon_button("trash-2", say("ui.delete"), self.delete_wanted.emit)
        self._history = parts.button(say("ui.history"), self.history_wanted.emit, "link")
        line.addWidget(self._told, 1)
        line.addWidget(self._history)
        line.addWidget(self._delete)
        self._column.addWidget(self._foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide_back()


def _last_change(content: FormContent, kind: RecordKind) -> str:
    """Who changed the record last and when; for one that is not there yet, what it takes to be saved."""
    if content.changed_at:
        told = (content.changed_by, _when(content.changed_at))
        return say("ui.changed", what=", ".join(part for part in told if part))
    waiting = [str(kind.fields[n].label) for n in kind.natural_key if content.values.get(n) is None]
    return say("ui.key_first", fields="; ".join(waiting)) if waiting else say("ui.new_hint")


def _when(time: str) -> str:
    """“14:03 hôm nay” or “14:03 05/07/2022” from a time with its zone as the file keeps it."""
    moment = datetime.fromisoformat(time).astimezone()
    today = datetime.now(moment.tzinfo).date()
    day = say("ui.today") if moment.date() == today else f"{moment:%d/%m/%Y}"
    return f"{moment:%H:%M} {day}"
