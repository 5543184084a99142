"""Reads the TOML files and unit lists of a plan's folder into one mapping; all that can't be read is reported."""

import errno
import os
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from desktop_app import paths
from desktop_app.domain.plan_base import laid_over, rest_on, without
from desktop_app.domain.plan_check import find_mistakes
from desktop_app.domain.plan_findings import DEEPEST, HEAD, PlanMistake, SourcePlace, is_deeper
from desktop_app.domain.toml_lines import holds, line_of
from desktop_app.domain.toml_reasons import toml_reason
from desktop_app.errors import reason_of
from desktop_app.messages import Message, Text

DEMO = "demo.toml"  # hints for invented records, no part of the plan
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
        except _UnreadablePartError as error:
            self.mistakes.append(error.mistake)
            return None


class _UnreadablePartError(Exception):
    """A part of a plan that can't be read."""

    def __init__(self, file: str, reason: Text, key: str = "", line: int | None = None) -> None:
        super().__init__(file)
        self.mistake = PlanMistake(SourcePlace(file, key), reason, line)


def mistakes_in(found: PlanFiles) -> list[PlanMistake]:
    """What is wrong with a plan that was read, each in its line."""
    mistakes = find_mistakes(found.plan, found.where, found.head, whole=not found.mistakes) if found.plan else []
    return in_their_lines(found, [*found.mistakes, *mistakes])


def in_their_lines(found: PlanFiles, mistakes: Iterable[PlanMistake]) -> list[PlanMistake]:
    """The mistakes with the lines of the files in which their entries stand."""
    return [_in_its_line(mistake, found.texts) for mistake in mistakes]


def _in_its_line(mistake: PlanMistake, texts: Mapping[str, str]) -> PlanMistake:
    """The mistake with its line; of two plans, one resting on the other, in the file that says the entry."""
    if mistake.line:
        return mistake
    place = mistake.place
    while place.below and not (place.file.endswith(ROWS) or holds(texts[place.file], place.key)):
        place = place.below
    text = texts.get(place.file)
    line = line_of(text, place.key, is_table=place.file.endswith(ROWS)) if text is not None else None
    return replace(mistake, place=place, line=line)


def read_files(folder: Path, shown: str = "", inner: frozenset[str] = frozenset()) -> PlanFiles:
    """All that a folder says, unchecked.

    A plan may rest on another (`extends`): then its own files say only what is different. `inner` are the plans that
    are being read for others, so that none rests on itself.
    """
    found = PlanFiles(folder, shown)
    head = found.attempt(lambda: _read_toml(found, HEAD))
    if head is None:
        return found
    parts = found.attempt(lambda: _file_names(found, head.pop("files", []), "files")) or []
    lineage = found.attempt(lambda: _file_names(found, head.pop("lineage", []), "lineage")) or []
    base, replaced, removed = head.pop("extends", None), head.pop("replace", {}), head.pop("remove", [])
    _merge(found, head, HEAD)
    for name in parts:
        _merge(found, found.attempt(partial(_read_toml, found, name)) or {}, name)
    for file in sorted(folder.glob("*.toml"), key=lambda part: part.name):
        if file.name not in (HEAD, DEMO, *parts):
            _note(found, file.name, "unlisted_file")
    _read_lists(found, lineage)
    return found if base is None else _rest_on(found, base, replaced, removed, inner)


def read_whole_head(folder: Path) -> tuple[dict[str, Any], PlanFiles]:
    """The head of a plan with what it takes over from the ones that it rests on; what can't be read is noted."""
    found = PlanFiles(folder)
    head = found.attempt(lambda: _read_toml(found, HEAD)) or {}
    seen = {folder.name}
    while isinstance(base := head.pop("extends", None), str) and Path(base).name == base and base not in seen:
        seen.add(base)
        below = PlanFiles(folder.parent / base, f"{base}/", mistakes=found.mistakes)
        head = laid_over(found.attempt(partial(_read_toml, below, HEAD)) or {}, head)
    return head, found


def read_units(found: PlanFiles, head: Mapping[str, Any], version: str) -> tuple[list[list[str]], list[list[str]]]:
    """The unit list of a version, and the rows with the other names of its units."""
    units, aliases = (
        _rows_of(found, [name] if isinstance(name := _table(head, part).get(version), str) else [], part)
        for part in ("units", "aliases")
    )
    return units, aliases


def _table(head: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    given = head.get(name)
    return given if isinstance(given, Mapping) else {}


def _note(found: PlanFiles, file: str, reason: str, key: str = "", /, **values: object) -> None:
    found.mistakes.append(PlanMistake(SourcePlace(found.name(file), key), Message(f"plan.{reason}", **values)))


def _read_lists(found: PlanFiles, lineage: list[str]) -> None:
    """Units, aliases and lineage: the rows in place of the names of their files."""
    for section in ("units", "aliases"):
        lists = _table(found.plan, section)
        for version, given in list(lists.items()):
            key = f"{section}.{version}"
            names = found.attempt(partial(_file_names, found, [given], key)) or []
            rows = _rows_of(found, names, section)
            found.plan[section][version] = rows if section == "units" else aliases_of(rows)
            if names:
                found.where[key] = SourcePlace(found.name(names[0]), key)
    found.plan["lineage"] = []
    for name in lineage:
        for row in _rows_of(found, [name], "lineage"):
            found.plan["lineage"].append(row)
            found.where[f"lineage.{row[0]}"] = SourcePlace(found.name(name), row[0])


def _rows_of(found: PlanFiles, names: list[str], section: str) -> list[list[str]]:
    return [row for name in names for row in found.attempt(partial(_read_rows, found, name, section)) or []]


def _rest_on(found: PlanFiles, base: Any, replaced: Any, removed: Any, inner: frozenset[str]) -> PlanFiles:
    """What the plan in the folder beside says, with what this one replaces and adds."""
    folder = found.folder
    names = found.attempt(lambda: _file_names(found, [base], "extends")) or []
    if not names or base in inner or base == folder.name or not (folder.parent / base / HEAD).exists():
        if names:
            _note(found, HEAD, "bad_base", "extends", base=base)
        return found
    if not _is_replacement(replaced):
        _note(found, HEAD, "bad_replace", "replace")
        return found
    below = read_files(folder.parent / base, f"{base}/", inner | {folder.name})
    own = found.plan
    if not own["lineage"]:
        del own["lineage"]
    if not isinstance(below.plan, dict) or below.mistakes:
        found.mistakes += below.mistakes
        return found
    for part in removed if isinstance(removed, list) else [removed]:
        left = _without(below.plan, part)
        if left is None:
            _note(found, HEAD, "bad_remove", "remove", part=str(part))
        else:
            below.plan = left
    plan = rest_on(below.plan, own, replaced.get("levels", {}), replaced.get("words", []))
    where = below.where | {
        key: SourcePlace(place.file, place.key, below.where.get(key)) for key, place in found.where.items()
    }
    return replace(found, plan=plan, where=where, texts=below.texts | found.texts)


def _without(plan: Mapping[str, Any], part: Any) -> dict[str, Any] | None:
    """The plan without the part that a dotted key names, such as `indicators."A.1"`; None where it has none."""
    try:
        path = tomllib.loads(f"{part} = 0")
    except (ValueError, RecursionError):
        return None
    return without(plan, path) if len(path) == 1 else None


def _is_replacement(given: Any) -> bool:
    table = given if isinstance(given, dict) else {"": ""}
    levels, words = table.get("levels", {}), table.get("words", [])
    pairs = [*levels.items(), *words] if isinstance(levels, dict) and isinstance(words, list) else [None]
    sound = all(isinstance(pair, list | tuple) and [type(text) for text in pair] == [str, str] for pair in pairs)
    return sound and table.keys() <= {"levels", "words"}


def _file_names(found: PlanFiles, given: Any, key: str) -> list[str]:
    """Names of files beside the plan: nothing but names, so that a plan never reaches outside its folders."""
    names = given if isinstance(given, list) else [given]
    for name in names:
        if not isinstance(name, str) or not name or Path(name).name != name or "\0" in name:
            reason = Message("plan.not_a_file_name", value=str(name))
            raise _UnreadablePartError(found.name(HEAD), reason, key)
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
        raise _UnreadablePartError(name, Message("plan.cannot_read", reason=reason_of(error))) from error
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _UnreadablePartError(name, Message("plan.not_utf8"), line=line) from error
    found.texts[name] = text
    return text


def _read_toml(found: PlanFiles, name: str) -> dict[str, Any]:
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


def _toml_mistake(file: str, text: str, error: str) -> _UnreadablePartError:
    """What the reader of TOML says in our words, with the line itself."""
    place = _TOML_PLACE.fullmatch(error)
    lines = text.splitlines() or [""]
    line = int(place["line"]) if place and place["line"] else len(lines)
    shown = lines[min(line, len(lines)) - 1].strip()[:80]
    return _UnreadablePartError(file, Message("plan.bad_toml", reason=toml_reason(error), text=shown), line=line)


def _merge(found: PlanFiles, part: Mapping[str, Any], file: str) -> None:
    """Add what a file holds and note where it stands; a name that an earlier file holds too is a mistake."""
    for section, content in part.items():
        known = found.plan.setdefault(section, [] if isinstance(content, list) else {})
        if isinstance(content, list) and isinstance(known, list):
            for number in range(1, len(content) + 1):
                place = SourcePlace(found.name(file), f"{section}[{number}]")
                found.where[f"{section}[{len(known) + number}]"] = place
            known.extend(content)
        elif isinstance(content, dict) and isinstance(known, dict):
            for name, value in content.items():
                key = f"{section}.{name}"
                if name in known:
                    _note(found, file, "defined_twice", key, other=found.where[key].file)
                else:
                    known[name] = value
                    found.where[key] = SourcePlace(found.name(file), key)
        else:
            _note(found, file, "no_section", section, section=section)


def _read_rows(found: PlanFiles, name: str, section: str) -> list[list[str]]:
    """The columns of a tab-separated file that the first words of its heading name; later ones are for people.

    It lies beside the plan or, shared by several plans, in resources/org_units.
    """
    own = found.folder / name
    file = own if own.exists() else paths.resources() / "org_units" / name
    first, *lines = _read_text(found, file).splitlines() or [""]
    columns = HEADINGS[section].split()
    if first.split("\t")[: len(columns)] != columns:
        raise _UnreadablePartError(found.name(name), Message("plan.bad_heading", columns=", ".join(columns)), line=1)
    rows = [line.split("\t") for line in lines]
    for number, row in enumerate(rows, start=2):
        if len(row) < len(columns):
            reason = Message("plan.short_row", columns=len(columns))
            found.mistakes.append(PlanMistake(SourcePlace(found.name(name), ""), reason, number))
    return [row[: len(columns)] for row in rows if len(row) >= len(columns)]


def aliases_of(rows: list[list[str]]) -> dict[str, list[str]]:
    """Other names of units, by their codes."""
    found: dict[str, list[str]] = {}
    for code, alias in rows:
        found.setdefault(code, []).append(alias)
    return found
