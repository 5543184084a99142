"""Reads single files of a plan, TOML and lists of units; what can't be read is reported with its line."""

import errno
import os
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct

from desktop_app import paths
from desktop_app.domain.plan_findings import DEEPEST, HEAD, PlanMistake, SourcePlace, is_deeper
from desktop_app.domain.toml_reasons import toml_reason
from desktop_app.errors import reason_of
from desktop_app.messages import Message, Text

HEADINGS = {"units": "code parent level type name", "aliases": "code alias", "lineage": "from to"}
ROWS = ".tsv"
MOST = 30 << 20  # bytes of one file
_T = TypeVar("_T")
_TOML_PLACE = re.compile(r"(?P<reason>.*) \(at (?:line (?P<line>\d+), column \d+|end of document)\)")


class PlanFiles(Struct):
    """What a folder says: the mapping, where each part of it stands, the text of each file, and what can't be read.

    `shown` stands before the names of files of a plan on which another rests.
    """

    folder: Path
    shown: str = ""
    head: str = HEAD  # the file that is named for all parts whose place is not known
    plan: dict[str, Any] = {}
    where: dict[str, SourcePlace] = {}
    texts: dict[str, str] = {}
    mistakes: list[PlanMistake] = []

    def name(self, file: str) -> str:
        return self.shown + file

    def attempt(self, read: Callable[[], _T]) -> _T | None:
        """What is read; None where that fails, which is noted."""
        try:
            return read()
        except UnreadablePartError as error:
            self.mistakes.append(error.mistake)
            return None


class UnreadablePartError(Exception):
    """A part of a plan that can't be read."""

    def __init__(self, file: str, reason: Text, key: str = "", line: int | None = None) -> None:
        super().__init__(file)
        self.mistake = PlanMistake(SourcePlace(file, key), reason, line)


def file_names(found: PlanFiles, given: Any, key: str) -> list[str]:
    """Names of files beside the plan: nothing but names, so that a plan never reaches outside its folders."""
    names = given if isinstance(given, list) else [given]
    for name in names:
        if not isinstance(name, str) or not name or Path(name).name != name or "\0" in name:
            reason = Message("plan.not_a_file_name", value=str(name))
            raise UnreadablePartError(found.name(HEAD), reason, key)
    return names


def _read_text(found: PlanFiles, file: Path) -> str:
    name = found.name(file.name)
    try:
        if "\0" in file.name or file.stat().st_size > MOST:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        paths.refuse_special(file)
        raw = file.read_bytes()
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise UnreadablePartError(name, Message("plan.cannot_read", reason=reason_of(error))) from error
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UnreadablePartError(name, Message("plan.not_utf8"), line=line) from error
    found.texts[name] = text
    return text


def read_toml(found: PlanFiles, name: str) -> dict[str, Any]:
    text = _read_text(found, found.folder / name)
    try:
        read = tomllib.loads(text)
        if is_deeper(read, DEEPEST):
            raise RecursionError
        return read
    except tomllib.TOMLDecodeError as error:
        raise _toml_mistake(found.name(name), text, str(error)) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, lists in lists
        raise _toml_mistake(found.name(name), text, "") from error


def _toml_mistake(file: str, text: str, error: str) -> UnreadablePartError:
    """What the reader of TOML says in our words, with the line itself."""
    place = _TOML_PLACE.fullmatch(error)
    lines = text.splitlines() or [""]
    line = int(place["line"]) if place and place["line"] else len(lines)
    shown = lines[min(line, len(lines)) - 1].strip()[:80]
    return UnreadablePartError(file, Message("plan.bad_toml", reason=toml_reason(error), text=shown), line=line)


def read_rows(found: PlanFiles, name: str, section: str) -> list[list[str]]:
    """The columns of a tab-separated file that the first words of its heading name; later ones are for people.

    It lies beside the plan or, shared by several plans, in resources/org_units.
    """
    own = found.folder / name
    file = own if own.exists() else paths.resources() / "org_units" / name
    first, *lines = _read_text(found, file).splitlines() or [""]
    columns = HEADINGS[section].split()
    if first.split("\t")[: len(columns)] != columns:
        raise UnreadablePartError(found.name(name), Message("plan.bad_heading", columns=", ".join(columns)), line=1)
    rows = [line.split("\t") for line in lines]
    for number, row in enumerate(rows, start=2):
        if len(row) < len(columns):
            reason = Message("plan.short_row", columns=len(columns))
            found.mistakes.append(PlanMistake(SourcePlace(found.name(name), ""), reason, number))
    return [row[: len(columns)] for row in rows if len(row) >= len(columns)]
