"""A file that is written under another name until it is whole, so that nobody ever finds half of it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from db.private_folder import note_part, private_folder, remove_part
from desktop_app.errors import AppError
from desktop_app.paths import flush_folder, part_name, patiently


@contextmanager
def part_file(target: Path) -> Iterator[Path]:
    """A name beside `target`, to be written and then put in place; whatever is left there goes.

    Where the process is killed, it goes with the next start. An AppError names the file as people know it.
    """
    part = target.with_name(part_name())
    with private_folder() as folder:
        note_part(folder, part)
        try:
            yield part
        except AppError as error:
            if error.values.get("file") == part.name:
                raise AppError(error.key, **{**error.values, "file": target.name}) from error
            raise
        finally:
            remove_part(part)


def put_in_place(part: Path, target: Path) -> None:
    """Give a whole file its name, durably; FileExistsError: another one has it, and is left alone."""
    try:
        os.link(part, target)
    except FileExistsError:
        raise
    except OSError:  # a disk without second names, such as a stick
        if target.exists():
            raise FileExistsError(target) from None
        patiently(lambda: part.rename(target))
    else:
        with suppress(OSError):  # its other name is no harm, and goes with the end of `part_file`
            patiently(part.unlink)
    try:
        flush_folder(target.parent)
    except OSError:  # whoever sees that it failed will do it again
        with suppress(OSError):
            patiently(target.unlink)
        raise
