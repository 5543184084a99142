"""Looking at other files and taking them in, on the worker thread: how far it is, and the way to stop it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.domain.merging import MergeResult, Source
from desktop_app.session import OpenFile, exchange
from ui.widgets.long_work import LongWork, stoppable


@dataclass(frozen=True, slots=True)
class Looked:
    """The files that were found, and what each would bring."""

    sources: Sequence[Source]
    result: MergeResult


def look(file: OpenFile, paths: Iterable[Path], progress: LongWork) -> Looked | None:
    """What these files and folders would bring; None when it was stopped."""

    def found() -> Looked:
        sources = exchange.find_sources(file, paths)
        return Looked(sources, exchange.preview(file, sources, report_progress=progress.report_progress))

    return stoppable(found)


def merge(file: OpenFile, sources: Iterable[Source], progress: LongWork) -> MergeResult | None:
    """Take the files in; None when it was stopped."""
    return stoppable(lambda: exchange.merge(file, sources, report_progress=progress.report_progress))
