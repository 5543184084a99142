"""What goes to standard output and standard error, and to and from the files of a person."""

import argparse
import errno
import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import IO, Any, TypeVar

from msgspec import Struct
from msgspec.structs import asdict

from desktop_app.domain.device_names import is_none_on_windows
from desktop_app.errors import AppError, reason_of
from desktop_app.messages import Message, Text
from desktop_app.paths import is_folder, name_of
from desktop_app.texts import in_words, say

_T = TypeVar("_T")

# what steers a terminal or turns the order of letters around: names and texts from elsewhere may hold it
_STEERING = {
    code: "\N{REPLACEMENT CHARACTER}"
    for code in (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
    if chr(code) not in "\t\n"
}
_DIVIDING = _STEERING | dict.fromkeys(map(ord, "\t\n\r\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"), " ")


def use_utf8() -> None:
    """Vietnamese comes out whole on any console, and what is written to a file is the same on every system. Who starts
    us without a stream gets one that nobody reads, or that is empty.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  # for as long as we run
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def print_message(message: Text) -> None:
    """A sentence for the person, on standard error."""
    sys.stderr.write(f"{in_words(message).translate(_STEERING)}\n")


def print_if_none(found: Sequence[object], key: str) -> None:
    """An empty list is reported in a sentence."""
    if not found:
        print_message(say(key))


def emit(*columns: object) -> None:
    """One line of data on standard output, its columns divided by tabs."""
    shown = (in_words(column) if isinstance(column, Text) else str(column) for column in columns)
    sys.stdout.write("\t".join(text.translate(_DIVIDING) for text in shown) + "\n")


def emit_text(text: str) -> None:
    """A text of several lines on standard output."""
    sys.stdout.write(f"{text.translate(_STEERING)}\n")


@contextmanager
def standard_output() -> Iterator[None]:
    """What can't be written to standard output, a full disk behind `>` say, becomes a sentence too."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        if os.name == "nt" and error.errno == errno.EINVAL and error.filename is None:
            raise BrokenPipeError from error  # that is how Windows says that nobody reads on
        if error.filename is not None or error.errno not in (errno.ENOSPC, errno.EIO):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing more goes there
        raise AppError("cli.cannot_write", file="-", reason=reason_of(error)) from error


def emit_json(document: Any) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(f"{json.dumps(document, ensure_ascii=False, indent=1, default=as_json)}\n")


def as_json(value: Any) -> Any:
    """What JSON holds of a value of the core: its words, a number, what it says itself, else its fields by name."""
    if isinstance(value, Text):
        return in_words(value)
    if hasattr(value, "to_json"):
        return value.to_json()
    if isinstance(value, Struct):
        return asdict(value)
    if isinstance(value, Fraction):
        return plain_number(value)
    if isinstance(value, bytes):
        return value.hex()
    return value.isoformat() if isinstance(value, date) else os.fspath(value)


def plain_number(number: Fraction | int) -> int | float:
    """A side of a figure, whole where it is whole."""
    return number.numerator if number.denominator == 1 else float(number)


def emit_list(
    chosen: argparse.Namespace, found: Sequence[_T], columns: Callable[[_T], Iterable[object]], none: str = ""
) -> None:
    """A list as one JSON document or as lines, as was asked for; an empty one is reported by the message `none`."""
    if chosen.json:
        emit_json(found)
        return
    if none:
        print_if_none(found, none)
    for one in found:
        emit(*columns(one))


@contextmanager
def reading(file: Path) -> Iterator[None]:
    """What the computer or the file is to blame for while it is read becomes a sentence."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise AppError("cli.not_utf8", file=name_of(file)) from error
    except FileNotFoundError as error:
        raise AppError("core.no_file", file=str(file)) from error
    except OSError as error:
        raise AppError("cli.cannot_read", file=name_of(file), reason=reason_of(error)) from error


def check_ending(file: Path, ending: str) -> None:
    """Said before anything is done: a name must not say another form than what would be written."""
    if file.suffix.lower() != ending:
        raise AppError("cli.other_ending", ending=ending, file=name_of(file))


@contextmanager
def writing_new(file: Path) -> Iterator[IO[bytes]]:
    """A new file, complete or not there at all; one that exists is never overwritten."""
    with refusing_new(file), file.open("xb") as target:
        try:
            yield target
            target.flush()
            os.fsync(target.fileno())
        except BaseException:
            with suppress(OSError):  # what it still holds does not fit either
                target.close()
            file.unlink()
            raise


@contextmanager
def refusing_new(file: Path) -> Iterator[None]:
    """AppError: why a new file can't be made inside."""
    if os.name == "nt" and is_none_on_windows(file.name):
        raise AppError("cli.cannot_write", file=name_of(file), reason=Message("core.why_bad_name"))
    try:
        yield
    except FileExistsError as error:
        raise AppError("core.exists", file=name_of(file)) from error
    except OSError as error:
        _refuse_missing(file.parent)
        raise AppError("cli.cannot_write", file=name_of(file), reason=reason_of(error)) from error


def _refuse_missing(folder: Path) -> None:
    """AppError: the folder in which something was to be made is not there; what the computer says names neither."""
    if not is_folder(folder):
        raise AppError("core.no_folder", folder=str(folder))


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A folder that is new or empty; what was put into it goes again when not all could be."""
    try:
        folder.mkdir(exist_ok=True)
        if any(folder.iterdir()):
            raise AppError("cli.folder_not_empty", folder=name_of(folder))
    except OSError as error:
        _refuse_missing(folder.parent)
        raise AppError("cli.cannot_write", file=name_of(folder), reason=reason_of(error)) from error
    try:
        yield folder
    except BaseException:
        for made in folder.iterdir():
            made.unlink()
        raise


@contextmanager
def text_to(target: str) -> Iterator[IO[str]]:
    """A new UTF-8 file, or standard output for `-`."""
    if target == "-":
        yield sys.stdout
        return
    with writing_new(Path(target)) as raw:
        text = io.TextIOWrapper(raw, encoding="utf-8", newline="\n", write_through=True)
        yield text
        text.detach()


def lines_of(source: str) -> Iterator[str]:
    """The lines of a file, or of standard input; what is wrong with them is said as soon as it is read."""
    file = Path(source)
    with reading(file):
        if source == "-":
            yield from io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig")
        else:
            with file.open(encoding="utf-8-sig") as lines:
                yield from lines
