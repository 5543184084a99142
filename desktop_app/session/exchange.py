"""Files of other offices: looked through, shown, taken in; conflicts and duplicates side by side; copies sent."""

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from db import local_notes, sent, store
from db.connection import opening_form, opens
from db.erased import own_erasures
from db.keys import new_key, opens_with
from db.merging import merge as merging
from db.merging import source, staged_merge
from db.merging.duplicate_pairs import duplicate_beside, find_duplicates, find_followers, pair_of
from db.merging.sending import CopyContent, write_copy
from db.merging.staged_merge import StagedMerge as StagedMerge
from db.open_file import OpenFile
from db.titles import title_of
from desktop_app.domain.backups import MERGE
from desktop_app.domain.duplicates import Duplicate
from desktop_app.domain.merging import MergeResult, ProgressCallback, Source, ignore_progress
from desktop_app.domain.sent_copy import SentCopy, SentFile
from desktop_app.errors import AppError
from desktop_app.messages import Message
from desktop_app.paths import name_of, shown_name
from desktop_app.session import figures, maintenance

if TYPE_CHECKING:
    from db.merging.coming_records import ComingRecord as ComingRecord


def find_sources(
    file: OpenFile, paths: Iterable[Path], passphrases: Mapping[Path, str] | None = None,
    report_progress: ProgressCallback = ignore_progress,
) -> list[Source]:  # fmt: skip
    """The files named and the data files in the folders named, whatever they are called.

    AppError: a folder holds too many files, or there is no data file anywhere. `report_progress` raising StoppedError
    stops the work.
    """
    paths = list(paths)
    given = {path: passphrase for path, passphrase in (passphrases or {}).items() if passphrase}
    forms = {path: opening_form(path, passphrase) or passphrase for path, passphrase in given.items()}
    searching = partial(report_progress, 0, 0, Message("merge.searching"))
    found = source.find_sources(paths, forms, file.path, searching)
    if paths and not found:
        raise AppError("merge.no_file_there", places=", ".join(shown_name(name_of(path)) for path in paths))
    return found


def needing_passphrase(staged: StagedMerge) -> list[Path]:
    """The files that were refused because they are encrypted."""
    return [copy.source.path for copy in staged.copies.values() if copy.refusal and copy.refusal.key == "keys.needed"]


def opens_with_passphrase(path: Path, passphrase: str) -> bool:
    """Whether a file of another office opens with a passphrase, however it was typed there."""
    return opens(path, opening_form(path, passphrase))


def stage(
    file: OpenFile, sources: Iterable[Source], report_progress: ProgressCallback = ignore_progress
) -> StagedMerge:
    """Copy these files for ourselves and work out what merging them would do, its `result`; nothing is written.

    Close it. `report_progress` hears how far it is; raising StoppedError, it stops the work.
    """
    return staged_merge.stage(file, sources, report_progress)


def merge_staged(
    file: OpenFile, staged: StagedMerge, picked: Iterable[Source], report_progress: ProgressCallback = ignore_progress
) -> MergeResult:
    """Take in what was staged of these files, as `merge` does, but nothing where it is no longer what was shown.

    Then the result says so: a file has changed since it was staged, or ours has and the reports are counted anew.
    """
    before = partial(maintenance.try_back_up, file, MERGE)
    result = merging.merge_staged(file, staged, picked, report_progress, before)
    maintenance.try_finish_erasing(file)
    return result


def preview(
    file: OpenFile,
    sources: Iterable[Source],
    take: Iterable[str] = (),
    acts: Iterable[bytes] = (),
    report_progress: ProgressCallback = ignore_progress,
) -> MergeResult:
    """What merging these files would do; nothing is written."""
    return merging.merge_files(file, _taking(sources, take, acts), dry_run=True, report_progress=report_progress)


def merge(
    file: OpenFile,
    sources: Iterable[Source],
    take: Iterable[str] = (),
    acts: Iterable[bytes] = (),
    report_progress: ProgressCallback = ignore_progress,
) -> MergeResult:
    """Take in all that can be read, as one act: all of it or, where something fails, nothing.

    Of each file come the records below both its unit and ours, and what they refer to. `take` names units whose
    records come as well, from every file, and `acts` single acts; `Source` has them for one. `report_progress` hears
    how far it is; raising StoppedError, it stops the work, and the file is as it was. A copy of the file is made
    before, and what came erased leaves the file and its copies for good.
    """
    before = partial(maintenance.try_back_up, file, MERGE)
    result = merging.merge_files(
        file, _taking(sources, take, acts), dry_run=False, report_progress=report_progress, before=before
    )
    maintenance.try_finish_erasing(file)
    return result


def coming_records(file: OpenFile, staged: StagedMerge, number: int, most: int) -> "tuple[list[ComingRecord], int]":
    """The records that one of the staged files would bring, at most so many, and how many it is; nothing is written."""
    from db.merging.coming_records import coming_records

    return coming_records(file, staged.shown, number, most)


def _taking(sources: Iterable[Source], take: Iterable[str], acts: Iterable[bytes]) -> list[Source]:
    more, single = tuple(take), tuple(acts)
    return [replace(source, take=(*source.take, *more), acts=(*source.acts, *single)) for source in sources]


def send(
    file: OpenFile, folder: Path, unit: str | None = None, report_progress: ProgressCallback = ignore_progress, *,
    erasures: bool = False, passphrase: str | None = None, plain: bool = False,
) -> SentCopy:  # fmt: skip
    """A verified copy of this file in a folder, to hand over; of one unit only what belongs to it goes along.

    `erasures`: those of this office alone, as a small file for every copy that is out. It is `plain` or has a
    `passphrase` of its own; of an encrypted file it must be said which. AppError: it was not, no such unit, nothing was
    erased, no room, or what was written can't be read back; nothing is left there then.
    """
    if unit is not None and unit not in file.units:
        raise AppError("core.no_unit", unit=unit)
    if erasures and not own_erasures(file.connection):
        raise AppError("send.no_erasures")
    if passphrase is None and file.encrypted and not plain:
        raise AppError("send.say_which")
    if passphrase is not None and file.raw_key and opens_with(file.raw_key, passphrase):
        raise AppError("send.own_passphrase")
    key = None if passphrase is None else new_key(passphrase)
    content = CopyContent(unit, erasures)
    return write_copy(file, folder, content, figures.current_period(file).text, report_progress, key)


def sent_files(file: OpenFile) -> list[SentFile]:
    """The copies that were handed over, the earliest first."""
    return sent.sent_files(file.connection)


def duplicates(file: OpenFile, kind_name: str, report_progress: ProgressCallback = ignore_progress) -> list[Duplicate]:
    """Pairs of records of a kind that may be the same thing entered twice, the likeliest first.

    `report_progress` hears how far it is; raising StoppedError, it stops the work.
    """
    return find_duplicates(file, file.kind(kind_name), report_progress)


def duplicate_of(file: OpenFile, kind_name: str, record: str) -> tuple[str, str] | None:
    """Id and title of the record that is most likely this one, entered before."""
    found = duplicate_beside(file, file.kind(kind_name), record)
    return None if found is None else (found, title_of(file, found))


def followers(file: OpenFile, kind_name: str, record: str) -> dict[str, int]:
    """By kind how many records lie in this one or refer to it; they follow when it is joined into another."""
    return find_followers(file, file.kind(kind_name), record)


def set_different(file: OpenFile, first: str, second: str, *, different: bool = True) -> None:
    """Never suggest again that these two are the same, unless one of them is changed; or do suggest it again."""
    with store.writing(file):
        kind, pair, state = pair_of(file, first, second)
        local_notes.note_different(file.connection, kind, pair, state if different else None)
