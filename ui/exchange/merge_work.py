"""Looking at other files and taking that in, on the worker thread: how far it is, and the way to stop it."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from desktop_app.domain.merging import MergeResult, Source
from desktop_app.session import OpenFile, exchange
from ui.widgets.long_work import LongWork, stoppable


class StagedFiles(Struct, frozen=True):
    """The files that were found, staged: what each would bring is the `result`. Close it.

    `encrypted`: those among them whose passphrase nobody was asked for yet.
    """

    sources: Sequence[Source]
    merge: exchange.StagedMerge
    encrypted: Sequence[Path]

    @property
    def result(self) -> MergeResult:
        return self.merge.result


def look(
    file: OpenFile, paths: Iterable[Path], progress: LongWork, passphrases: Mapping[Path, str]
) -> StagedFiles | None:
    """What these files and folders would bring; None when it was stopped."""

    def found() -> StagedFiles:
        sources = exchange.find_sources(file, paths, passphrases, progress.report_progress)
        staged = exchange.stage(file, sources, progress.report_progress)
        return StagedFiles(
            sources, staged, [path for path in exchange.needing_passphrase(staged) if path not in passphrases]
        )

    return stoppable(found)


def merge(file: OpenFile, files: StagedFiles, picked: Iterable[Source], progress: LongWork) -> MergeResult | None:
    """Take in what was looked at of these files; None when it was stopped."""
    return stoppable(lambda: exchange.merge_staged(file, files.merge, picked, progress.report_progress))
