"""Sources staged once: private copies of them in a locked folder, and what they bring to our file."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from weakref import finalize

from msgspec import Struct

from db.absorbed_files import AbsorbedFiles
from db.merging.comparison import LedgerComparison, compare
from db.merging.source import Ask
from db.merging.staged_copy import StagedCopy, copy_source
from db.open_file import OpenFile
from db.private_folder import private_folder
from desktop_app.domain.merging import WHOLE, MergeResult, ProgressCallback, Source, ignore_progress
from desktop_app.messages import Message

SourceKey = tuple[Path, str | None]


class StagedMerge(Struct, eq=False, weakref=True):
    """Private copies of sources in a folder of this process, and what of them was `shown` last.

    `close` removes the folder; so does the end of the program. One thread at a time may use it.
    """

    folder: Path
    copies: Mapping[SourceKey, StagedCopy]
    shown: LedgerComparison
    close: Callable[[], object]

    def __post_init__(self) -> None:
        self.close = finalize(self, self.close)  # once, and also where nobody calls it

    @property
    def result(self) -> MergeResult:
        """What taking in all of it would do."""
        return self.shown.result


def stage(
    file: OpenFile, sources: Iterable[Source], report_progress: ProgressCallback = ignore_progress
) -> StagedMerge:
    """Copy sources for ourselves and work out what they would bring; nothing is written into our file.

    `report_progress` hears how far it is and may raise, to stop.
    """
    sources = list(sources)
    with ExitStack() as stack:
        folder = stack.enter_context(private_folder())
        known, copies = AbsorbedFiles(file.connection), {}
        for source, ask in asking(sources, report_progress, 0, WHOLE // 10):
            copy = copies[key_of(source)] = copy_source(source, folder, file.path, ask)
            if known.find(copy.digest):
                copy.path.unlink()  # it brings nothing, as long as its digest is known
        shown = compare_copies(file, folder, copies, asking(sources, report_progress, WHOLE // 10, WHOLE))
        return StagedMerge(folder, copies, shown, stack.pop_all().close)


def key_of(source: Source) -> SourceKey:
    """What a source is known by, whatever is taken of it."""
    return source.path, source.member


def asking(
    sources: Sequence[Source], report_progress: ProgressCallback, start: int, end: int
) -> Iterator[tuple[Source, Ask]]:
    """Each source with what says how far the work is with it, from `start` to `end`."""
    for number, source in enumerate(sources):
        done, sentence = start + (end - start) * number // len(sources), Message("merge.looking", file=source.name)
        ask = partial(report_progress, done, WHOLE, sentence)
        ask()
        yield source, ask


def compare_copies(
    file: OpenFile, folder: Path, copies: Mapping[SourceKey, StagedCopy], asked: Iterable[tuple[Source, Ask]]
) -> LedgerComparison:
    """What copies bring to our file as it is now."""
    return compare(file, folder, ((source, copies[key_of(source)], ask) for source, ask in asked))
