"""The records that come with a plan: templates of its files, written out for every unit of a level."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from desktop_app.domain.former_names import first_name
from desktop_app.domain.org_unit import RENAMED

Seed = tuple[str, str | None, dict[str, Any]]

_WORD = re.compile(r"\{(\w+)\}")
WORDS = frozenset(
    ("code", "version", "name", "NAME", "unit", "place", "parent_name", "PARENT_NAME", "parent_unit", "parent_place")
)


def words_in(text: str) -> set[str]:
    """The {words} that a template asks for."""
    return set(_WORD.findall(text))


def seed_records(source: Mapping[str, Any]) -> Iterator[Seed]:
    """(kind, id or None, fields) for each record; ids are fixed, None where the kind has a natural key."""
    for template in source.get("seeds", ()):
        yield from (seed for _, seed in _filled(template, source))


def seed_heirs(
    old: Mapping[str, Any], new: Mapping[str, Any], units: Mapping[str, str], kind_now: Callable[[str], str]
) -> Iterator[tuple[tuple[str, str], str]]:
    """(kind, id) of a record that came with an earlier plan, and the id of the one that comes with this plan in its
    place: that of the same template, of the unit that its unit became. `kind_now`: what we call a kind of that plan.
    """
    here = _by_template(new)
    for (name, template, unit), record in _by_template(old).items():
        kind = kind_now(name)
        heir = here.get((kind, template, units.get(unit, "-") if unit else ""))
        if heir:
            yield (kind, record), heir


def _by_template(source: Mapping[str, Any]) -> dict[tuple[str, str, str], str]:
    """The ids that are written out, by kind, template and the code of the unit."""
    return {
        (kind, template["id"], unit): record
        for template in source.get("seeds", ())
        for unit, (kind, record, _) in _filled(template, source)
        if record
    }


def _filled(template: Mapping[str, Any], source: Mapping[str, Any]) -> Iterator[tuple[str, Seed]]:
    """A template written out, with the code of the unit: for each of its levels, "" where it names none."""
    levels = template.get("for_each")
    if levels is None:
        yield "", _fill(template, {})
        return
    version = source["plan"]["unit_version"]
    rows, renamed = source["units"][version], source.get(RENAMED, {}).get(version, {})
    names = {row[0]: row for row in rows}
    wanted = [levels] if isinstance(levels, str) else levels
    for row in rows:
        if row[2] in wanted:
            code = first_name(row[0], {"was": renamed[row[0]]} if row[0] in renamed else {})  # which ids go by
            yield row[0], _fill(template, {"code": code, "version": version, **_words(row, names.get(row[1]))})


def _words(row: Sequence[str], parent: Sequence[str] | None) -> dict[str, str]:
    """The name of a unit and of its parent in every form that a template may need; a root stands above itself."""
    above = _forms(parent or row)
    return _forms(row) | {f"PARENT_{key}" if key.isupper() else f"parent_{key}": text for key, text in above.items()}


def _forms(row: Sequence[str]) -> dict[str, str]:
    return {"name": row[4], "NAME": row[4].upper(), "unit": _inside(row), "place": _place(row)}


def _place(row: Sequence[str]) -> str:
    """The name without the word for its type: Tam Đường."""
    return row[4].removeprefix(f"{row[3]} ")


def _inside(row: Sequence[str]) -> str:
    """The name as it stands inside a sentence: huyện Tam Đường."""
    return row[3].lower() + row[4].removeprefix(row[3]) if row[4].startswith(f"{row[3]} ") else row[4]


def _fill(template: Mapping[str, Any], words: Mapping[str, str]) -> Seed:
    def fill(value: Any) -> Any:
        return _WORD.sub(lambda found: words.get(found[1], found[0]), value) if isinstance(value, str) else value

    return template["kind"], fill(template.get("id")), {name: fill(value) for name, value in template["fields"].items()}
