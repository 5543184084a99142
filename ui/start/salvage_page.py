"""What can still be read of a damaged file, put into a new one that is opened then; what was lost is listed."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop_app.domain.backups import Backup
from desktop_app.domain.salvaged import Salvaged
from desktop_app.domain.values import show_number
from desktop_app.errors import AppError, StoppedError
from desktop_app.session import OpenFile, maintenance, opening, records
from desktop_app.texts import in_words, say
from ui.widgets.bridge import Bridge
from ui.widgets.lines import Line, when
from ui.widgets.long_work import LongWork
from ui.widgets.notice import Notice, Offer
from ui.widgets.table_dialog import TableDialog
from ui.widgets.working_card import WorkingPage

MOST = 500


def can_be_salvaged(file: Path, refusals: Iterable[str]) -> bool:
    """Whether a file that was refused for these reasons may be a damaged one of ours."""
    damaged = any(key in opening.SALVAGEABLE for key in refusals)
    return damaged and file.suffix.lower() == ".db" and file.is_file() and file.stat().st_size > 0


def with_backup(file: Path, sentence: str) -> tuple[str, Backup | None]:
    """The sentence, and where the latest copy of the file lies, if there is one; and that copy."""
    try:
        copies = maintenance.backups(file)
    except AppError as error:
        return f"{sentence} {in_words(error.message)}", None
    if not copies:
        return sentence, None
    latest = copies[0]
    return f"{sentence} {say('backup.latest', time=when(latest.time.isoformat()), file=latest.path)}", latest


def show_refusal(
    notice: Notice, file: Path, sentence: str, refusals: Sequence[str], salvage: Callable[[Path], object],
    bring_back: Callable[[Path, Backup], object],
) -> None:  # fmt: skip
    """Why a file was refused; for one that is damaged or gone its latest copy, and the way to save what is left."""
    salvageable, offers = can_be_salvaged(file, refusals), list[Offer]()
    if salvageable or "core.no_file" in refusals:
        sentence, latest = with_backup(file, sentence)
        if latest is not None:
            offers.append(Offer(sentence, say("backup.bring_back"), partial(bring_back, file, latest), "history"))
    if salvageable:
        offers.append(Offer(sentence, say("salvage.offer"), partial(salvage, file), "life-buoy"))
    first, second = (*offers, None, None)[:2]
    notice.show_failure(sentence, offer=first, other=second)


class Salvage:
    """One such work; `make` runs on the worker thread."""

    def __init__(self, damaged: Path, out: Path, now: Callable[[], datetime], key: str | None) -> None:
        self.damaged, self.out, self._now, self._key = damaged, out, now, key
        self.progress = LongWork()
        self.salvaged: Salvaged | None = None

    def make(self) -> OpenFile:
        """Bring what is left into the new file and open that; AppError when it is stopped or nothing is left."""
        try:
            self.salvaged = opening.salvage(
                self.damaged,
                self.out,
                now=self._now,
                passphrase=self._key,
                report_progress=self.progress.report_progress,
            )
        except StoppedError as stopped:
            raise AppError("salvage.stopped") from stopped
        return opening.open_file(self.out, now=self._now, passphrase=self._key)


class SalvagePage(WorkingPage):
    """A class of its own, since the guide has a page for it."""

    def __init__(self, salvage: Salvage) -> None:
        about = say("salvage.from", file=salvage.damaged)
        super().__init__(say("salvage.working"), about, say("salvage.reading"), salvage.progress)


def show_saved(over: QWidget, bridge: Bridge, salvaged: Salvaged) -> None:
    """How much was saved, and which records lost something."""
    dialog = TableDialog(over, say("salvage.done"), "\n".join(_sentences(salvaged)), (
        (say("salvage.kind"), 260), (say("salvage.record"), 0),
    ))  # fmt: skip
    if salvaged.records:
        bridge.ask(lambda file: _lines(file, salvaged.records[:MOST]), dialog.show_lines, dialog)
    else:
        dialog.table.hide()
        dialog.resize(dialog.width(), dialog.minimumSizeHint().height())
    dialog.open()


def _sentences(salvaged: Salvaged) -> list[str]:
    way = say("salvage.look" if salvaged.records else "salvage.take_in")
    lost = f"{say('salvage.lost', lost=show_number(salvaged.lost))} {way}" if salvaged.lost else say("salvage.all")
    counts = (
        ("salvage.unnamed", salvaged.unnamed), ("salvage.anonymous", salvaged.anonymous),
        ("salvage.reverted", salvaged.reverted), ("salvage.unsure", salvaged.unsure),
    )  # fmt: skip
    return [
        say("salvage.changes", changes=show_number(salvaged.changes)), lost,
        *(say(key, count=show_number(count)) for key, count in counts if count),
        *([] if salvaged.own_plan else [say("salvage.plan")]),
    ]  # fmt: skip


def _lines(file: OpenFile, ids: Sequence[str]) -> list[Line]:
    """Kind and title of each; those that went whole have neither and are only counted."""
    lines, gone = [], 0
    for record in ids:
        view = records.find(file, record)
        if view:
            title = records.title_of(file, record) or say("salvage.nameless")
            lines.append(Line((in_words(file.kind(view.kind).label), title), record))
        else:
            gone += 1
    return [*lines, *([Line(("", say("salvage.gone", count=show_number(gone))), "")] if gone else [])]
