"""Plans on disk: reads the TOML files and unit lists of a plan into the one mapping that a data file carries."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from desktop_app import paths
from desktop_app.domain.org_unit import OrgUnits, build_units
from desktop_app.domain.plan_base import laid_over, rest_on
from desktop_app.domain.plan_check import check_plan
from desktop_app.domain.plan_findings import SourcePlace
from desktop_app.errors import AppError, reason_of
from desktop_app.messages import Label, Message, joined

HEAD = "plan.toml"
DEMO = "demo.toml"  # hints for invented records, no part of the plan
RELEASED = ".json.gz"  # how the file of a released edition ends
SHOWN_MISTAKES = 5
HEADINGS = {"units": "code parent level type name", "aliases": "code alias", "lineage": "from to"}


def plans_folder() -> Path:
    """Where the plans that come with the program lie, one folder each."""
    return paths.resources() / "plans"


def available_plans() -> list[str]:
    """The ids of the plans that come with the program."""
    return sorted(head.parent.name for head in plans_folder().glob(f"*/{HEAD}"))


def examples_folder() -> Path:
    """Where the examples lie; nobody is ever proposed one for real work."""
    return paths.resources() / "examples"


def example_plans() -> list[str]:
    """The ids of the examples that come with the program."""
    return sorted(head.parent.name for head in examples_folder().glob(f"*/{HEAD}"))


def plan_folder(plan_id: str) -> Path:
    """The folder of a plan or an example that comes with the program; AppError names the known plans."""
    if plan_id in example_plans():
        return examples_folder() / plan_id
    if plan_id not in available_plans():
        raise AppError("plan.unknown_plan", plan=plan_id, known=", ".join(available_plans()))
    return plans_folder() / plan_id


def shipped_plan(plan_id: str, edition: int | None = None) -> dict[str, Any] | None:
    """A plan that comes with the program, in its last edition or in one that was released before; None: not there."""
    if edition not in (None, shipped_edition(plan_id)):
        return released_plan(plan_id, edition) if edition in released_editions(plan_id) else None
    return load_plan(plans_folder() / plan_id) if plan_id in available_plans() else None


def released_editions(plan_id: str) -> list[int]:
    """The editions of a plan that were released and lie beside the one that is being made."""
    names = [file.name.removesuffix(RELEASED) for file in _released_folder().glob(f"{plan_id}-*{RELEASED}")]
    return sorted(int(name.removeprefix(f"{plan_id}-")) for name in names)


def released_plan(plan_id: str, edition: int) -> dict[str, Any]:
    """An edition as it was released: one text that nobody edits any more."""
    import gzip  # a damaged file alone asks for it

    text = gzip.decompress((_released_folder() / f"{plan_id}-{edition}{RELEASED}").read_bytes())
    return dict(json.loads(text))


def shipped_plans() -> Iterator[dict[str, Any]]:
    """Every edition of every plan that comes with the program, the last ones first."""
    plans = available_plans()
    yield from (load_plan(plan_folder(plan)) for plan in plans)
    yield from (released_plan(plan, edition) for plan in plans for edition in reversed(released_editions(plan)))


def _released_folder() -> Path:
    return plans_folder() / "released"


def shipped_edition(plan_id: str) -> int | None:
    """The edition of a plan that comes with the program, read from its head alone; None where there is none."""
    folder = plans_folder() / plan_id
    return _edition_in(folder) if plan_id in available_plans() else None


@cache
def _edition_in(folder: Path) -> int:
    return int(_whole_head(folder)["plan"]["edition"])


class PlanHead(Struct, frozen=True):
    """What a person sees of a plan when choosing one; its head and its unit list are read at once, all else is not."""

    id: str
    label: Label
    year: int
    issued: str  # the day of the document, ISO
    units: OrgUnits


def read_head(plan_id: str) -> PlanHead:
    """The head of a plan that comes with the program."""
    folder = plan_folder(plan_id)
    head = _whole_head(folder)
    version = head["plan"]["unit_version"]
    rows, aliases = (
        _read_rows(_list_file(folder, head[part][version]), HEADINGS[part]) if version in head.get(part, {}) else []
        for part in ("units", "aliases")
    )
    label = Label(**head["plan"]["label"])
    return PlanHead(
        plan_id, label, head["plan"]["year"], head["plan"]["doc_date"], build_units(version, rows, _aliases(aliases))
    )


def newest_in_force(plans: Mapping[str, PlanHead], today: str) -> str:
    """The plan that a new ledger is most likely for: the last one that was issued by then, else the first."""
    issued = [plan for plan in plans.values() if plan.issued <= today] or [min(plans.values(), key=lambda p: p.issued)]
    return max(issued, key=lambda plan: (plan.year, plan.issued)).id


def _whole_head(folder: Path) -> dict[str, Any]:
    """The head of a plan with what it takes over from the ones that it rests on."""
    head = _read_toml(folder / HEAD)
    while "extends" in head:
        (base,) = _file_names([head.pop("extends")], "extends")
        head = laid_over(_read_toml(folder.parent / base / HEAD), head)
    return head


def load_plan(folder: Path) -> dict[str, Any]:
    """The plan of a folder as one mapping of plain values, ready for `parse_plan` and for JSON.

    AppError says what is wrong with it: the first mistakes, each with file, key and reason.
    """
    plan, where = read_plan(folder)
    mistakes = check_plan(plan, where, HEAD)
    if mistakes:
        shown = mistakes[:SHOWN_MISTAKES]
        if len(mistakes) > SHOWN_MISTAKES:
            shown.append(Message("plan.more_mistakes", n=len(mistakes) - SHOWN_MISTAKES))
        raise AppError("plan.refused", folder=folder.name, mistakes=joined(shown, "\n"))
    return plan


def read_plan(folder: Path, inner: frozenset[str] = frozenset()) -> tuple[dict[str, Any], dict[str, SourcePlace]]:
    """The mapping of a folder, unchecked, and where each part of it stands; AppError where a file can't be read.

    A plan may rest on another (`extends`): then its own files say only what is different. `inner` are the plans that
    are being read for others, so that none rests on itself.
    """
    plan: dict[str, Any] = {}
    where: dict[str, SourcePlace] = {}
    head = _read_toml(folder / HEAD)
    parts = _file_names(head.pop("files", []), "files")
    lineage = _file_names(head.pop("lineage", []), "lineage")
    base, replaced = head.pop("extends", None), head.pop("replace", {})
    _merge(plan, where, head, HEAD)
    for name in parts:
        _merge(plan, where, _read_toml(folder / name), name)
    for file in sorted(folder.glob("*.toml"), key=lambda part: part.name):
        if file.name not in (HEAD, DEMO, *parts):
            raise AppError("plan.unlisted_file", file=file.name)
    _read_lists(folder, plan, where, lineage)
    if base is None:
        return plan, where
    return _rest_on(folder, _file_names([base], "extends")[0], plan, where, replaced, inner)


def _read_lists(folder: Path, plan: dict[str, Any], where: dict[str, SourcePlace], lineage: list[str]) -> None:
    """Units, aliases and lineage: the rows in place of the names of their files."""
    for section in ("units", "aliases"):
        lists = plan.get(section)
        for version, name in lists.items() if isinstance(lists, dict) else ():
            (name,) = _file_names([name], f"{section}.{version}")
            rows = _read_rows(_list_file(folder, name), HEADINGS[section])
            plan[section][version] = rows if section == "units" else _aliases(rows)
            where[f"{section}.{version}"] = SourcePlace(name, f"{section}.{version}")
    plan["lineage"] = []
    for name in lineage:
        for row in _read_rows(_list_file(folder, name), HEADINGS["lineage"]):
            plan["lineage"].append(row)
            where[f"lineage.{row[0]}"] = SourcePlace(name, row[0])


def _rest_on(
    folder: Path, base: str, own: dict[str, Any], where: dict[str, SourcePlace], replaced: Any, inner: frozenset[str]
) -> tuple[dict[str, Any], dict[str, SourcePlace]]:
    """What the plan in the folder beside says, with what this one replaces and adds."""
    if base in inner or base == folder.name or not (folder.parent / base / HEAD).exists():
        raise AppError("plan.bad_base", file=HEAD, base=base)
    levels, words = _replacements(replaced)
    below, places = read_plan(folder.parent / base, inner | {folder.name})
    if not own["lineage"]:
        del own["lineage"]
    return rest_on(below, own, levels, words), places | where


def _replacements(given: Any) -> tuple[dict[str, str], list[list[str]]]:
    table = given if isinstance(given, dict) else {}
    levels, words = table.get("levels", {}), table.get("words", [])
    texts = [*levels.items(), *words] if isinstance(levels, dict) and isinstance(words, list) else [None]
    sound = all(isinstance(pair, list | tuple) and [type(text) for text in pair] == [str, str] for pair in texts)
    if table is not given or not table.keys() <= {"levels", "words"} or not sound:
        raise AppError("plan.bad_replace", file=HEAD)
    return levels, words


def _file_names(given: Any, key: str) -> list[str]:
    """Names of files beside the plan: nothing but names, so that a plan never reaches outside its folders."""
    names = given if isinstance(given, list) else [given]
    for name in names:
        if not isinstance(name, str) or not name or Path(name).name != name:
            raise AppError("plan.not_a_file_name", file=HEAD, name=key, value=name)
    return names


def _read_text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise AppError("plan.cannot_read", file=file.name, reason=reason_of(error)) from error
    except UnicodeDecodeError as error:
        raise AppError("plan.not_utf8", file=file.name) from error


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_read_text(file))
    except tomllib.TOMLDecodeError as error:
        raise AppError("plan.bad_toml", file=file.name, reason=error) from error


def _merge(plan: dict[str, Any], where: dict[str, SourcePlace], part: Mapping[str, Any], file: str) -> None:
    """Add what a file holds and note where it stands; a name that an earlier file holds too is refused."""
    for section, content in part.items():
        known = plan.setdefault(section, [] if isinstance(content, list) else {})
        if isinstance(content, list) and isinstance(known, list):
            for number in range(1, len(content) + 1):
                where[f"{section}[{len(known) + number}]"] = SourcePlace(file, f"{section}[{number}]")
            known.extend(content)
        elif isinstance(content, dict) and isinstance(known, dict):
            for name, value in content.items():
                if name in known:
                    raise AppError("plan.defined_twice", file=file, name=f"{section}.{name}")
                known[name] = value
                where[f"{section}.{name}"] = SourcePlace(file, f"{section}.{name}")
        else:
            raise AppError("plan.no_section", file=file, name=section)


def _list_file(folder: Path, name: str) -> Path:
    """A unit list lies beside the plan or, shared by several plans, in resources/org_units."""
    own = folder / name
    return own if own.exists() else paths.resources() / "org_units" / name


def _read_rows(file: Path, heading: str) -> list[list[str]]:
    """The columns of a tab-separated file that the first words of its heading name; later ones are for people."""
    first, *lines = _read_text(file).splitlines() or [""]
    columns = heading.split()
    if first.split("\t")[: len(columns)] != columns:
        raise AppError("plan.bad_heading", file=file.name, columns=", ".join(columns))
    rows = [line.split("\t") for line in lines]
    for number, row in enumerate(rows, start=2):
        if len(row) < len(columns):
            raise AppError("plan.short_row", file=file.name, line=number, columns=len(columns))
    return [row[: len(columns)] for row in rows]


def _aliases(rows: list[list[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for code, alias in rows:
        found.setdefault(code, []).append(alias)
    return found
