"""The dialog over a locked report that has to be corrected: what has changed since, why, the number and day it gets."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_app.domain.correction import Correction, SheetHead, label_of
from desktop_app.domain.day_values import parse_day
from desktop_app.domain.indicators import IndicatorResult
from desktop_app.domain.locking import LockedAmount
from desktop_app.domain.plan import Plan
from desktop_app.domain.values import show_number
from desktop_app.texts import in_words, say
from ui.report.report_dialogs import reason_field, reason_of
from ui.widgets import parts
from ui.widgets.lines import Line
from ui.widgets.table_dialog import TableDialog

OPEN_END = "–"
NUMBER_WIDTH, DAY_WIDTH = 160, 130


class _Head(QWidget):
    """The number and the day of the correction itself; both may stay empty and be written in by hand."""

    def __init__(self, first_day: date) -> None:
        """A day that is typed without its year is the first after the report's period began."""
        super().__init__()
        self._days = first_day.isoformat(), (first_day + timedelta(days=364)).isoformat()
        self.number, self.day = QLineEdit(), QLineEdit()
        self.problem = parts.label("", "warning")
        line = parts.row(self)
        for field, name, width in (
            (self.number, say("print.correct_number"), NUMBER_WIDTH), (self.day, say("print.correct_day"), DAY_WIDTH),
        ):  # fmt: skip
            field.setAccessibleName(name)
            field.setFixedWidth(width)
            parts.fill(line, parts.field_label(name, field), field)
        line.addWidget(self.problem, 1)
        self.day.textEdited.connect(lambda: self.problem.setText(""))

    def day_typed(self) -> str | None:
        """As an ISO day, empty without one; None, and a word about it, where it is none."""
        text = self.day.text().strip()
        day = parse_day(text, self._days) if text else ""
        if isinstance(day, str):
            return day
        self.problem.setText(say("print.correct_no_day"))
        self.day.setFocus()
        return None


def show_correction(
    over: QWidget, plan: Plan, correction: Correction, save: Callable[[SheetHead, Callable[[], object]], object]
) -> None:
    """Old and new of all that is printed otherwise since the lock, the reason, and the correction sheet as a file.
    `save(head, done)` calls `done` once it has a place; until then the dialog keeps what was typed.
    """
    about = [say("print.correct_about"), *([] if correction.newer else [say("print.correct_draft")])]
    dialog = TableDialog(over, say("print.correct_title"), " ".join(about), (
        (say("print.correct_figure"), 0), (say("print.correct_old"), 190),
        (say("print.correct_new"), 190), (say("print.correct_records"), 130),
    ), right=(3,))  # fmt: skip
    dialog.table.wrap()
    head, reason = _Head(correction.lock.period.first_day), reason_field(dialog)
    dialog.add(head)
    dialog.add(parts.label(say("print.reason"), "label"))
    dialog.add(reason)

    def go() -> None:
        day = head.day_typed()
        if day is not None:
            save(SheetHead(reason_of(reason), head.number.text().strip(), day), dialog.close)

    dialog.offer(say("print.correct_save"), "save", go)
    dialog.show_lines(list(_lines(plan, correction)))
    dialog.open()


def _lines(plan: Plan, correction: Correction) -> Iterator[Line]:
    for f in correction.figures:
        yield Line((f"{f.old.code} {in_words(f.new.short)}", _said(f.old), _said(f.new), show_number(len(f.later))))
    for a in correction.amounts:
        yield Line((in_words(label_of(plan, a.one)), _amount(a.old), _amount(a.new), show_number(len(a.later))))
    for value in correction.values:
        name = " – ".join(filter(None, (value.row, value.column, value.place))) or say("print.correct_sentence")
        yield Line((name, value.old or OPEN_END, value.new or OPEN_END, ""))


def _said(figure: IndicatorResult) -> str:
    return " · ".join(part for part in map(in_words, (figure.ratio, figure.value or "", figure.text)) if part)


def _amount(amount: LockedAmount | None) -> str:
    if amount is None:
        return OPEN_END
    return say("print.correct_amount", period=amount.period or OPEN_END, year=amount.year_to_date)
