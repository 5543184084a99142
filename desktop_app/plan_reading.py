"""Puts what the files of a plan's folder say together into one mapping, with those of the plan that it rests on."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from desktop_app.domain.plan_base import laid_over, rest_on, without
from desktop_app.domain.plan_check import find_mistakes
from desktop_app.domain.plan_findings import HEAD, PlanMistake, SourcePlace
from desktop_app.domain.toml_lines import holds, line_of
from desktop_app.messages import Message
from desktop_app.plan_file_reading import ROWS, PlanFiles, file_names, read_rows, read_toml

DEMO = "demo.toml"  # hints for invented records, no part of the plan


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
    head = found.attempt(lambda: read_toml(found, HEAD))
    if head is None:
        return found
    parts = found.attempt(lambda: file_names(found, head.pop("files", []), "files")) or []
    lineage = found.attempt(lambda: file_names(found, head.pop("lineage", []), "lineage")) or []
    base, replaced, removed = head.pop("extends", None), head.pop("replace", {}), head.pop("remove", [])
    _merge(found, head, HEAD)
    for name in parts:
        _merge(found, found.attempt(partial(read_toml, found, name)) or {}, name)
    for file in sorted(folder.glob("*.toml"), key=lambda part: part.name):
        if file.name not in (HEAD, DEMO, *parts):
            _note(found, file.name, "unlisted_file")
    _read_lists(found, lineage)
    return found if base is None else _rest_on(found, base, replaced, removed, inner)


def read_whole_head(folder: Path) -> tuple[dict[str, Any], PlanFiles]:
    """The head of a plan with what it takes over from the ones that it rests on; what can't be read is noted."""
    found = PlanFiles(folder)
    head = found.attempt(lambda: read_toml(found, HEAD)) or {}
    seen = {folder.name}
    while isinstance(base := head.pop("extends", None), str) and Path(base).name == base and base not in seen:
        seen.add(base)
        below = PlanFiles(folder.parent / base, f"{base}/", mistakes=found.mistakes)
        head = laid_over(found.attempt(partial(read_toml, below, HEAD)) or {}, head)
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
            names = found.attempt(partial(file_names, found, [given], key)) or []
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
    return [row for name in names for row in found.attempt(partial(read_rows, found, name, section)) or []]


def _rest_on(found: PlanFiles, base: Any, replaced: Any, removed: Any, inner: frozenset[str]) -> PlanFiles:
    """What the plan in the folder beside says, with what this one replaces and adds."""
    folder = found.folder
    names = found.attempt(lambda: file_names(found, [base], "extends")) or []
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


def aliases_of(rows: list[list[str]]) -> dict[str, list[str]]:
    """Other names of units, by their codes."""
    found: dict[str, list[str]] = {}
    for code, alias in rows:
        found.setdefault(code, []).append(alias)
    return found
