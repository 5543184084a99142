"""Wrong plans, made of right ones by rules: by hand, `python -m tests.wrong_plans 500` makes that many of each plan.

Every one must be refused with a sentence that names file and entry, without a traceback, within five seconds of the
processor.
"""

import pickle
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from msgspec.structs import replace

from desktop_app.domain.plan_findings import HEAD, STAND_IN, Findings, PlanMistake
from desktop_app.plan_file_reading import PlanFiles
from desktop_app.plan_files import plan_folder
from desktop_app.plan_reading import mistakes_in, read_files
from desktop_app.texts import in_words

SECONDS = 5.0
ITSELF = "ITSELF"  # the name of the entry that is changed
Steps = tuple[str | int, ...]
Change = Callable[[Any], Any]


class Rule(NamedTuple):
    """What is made wrong: the entries that match `where`, and what becomes of each; `above` says how far above the
    entry the mistake may be told. A change gives what it can't harm back as it is.
    """

    name: str
    where: str
    change: Change
    above: int = 0


class WrongPlan(NamedTuple):
    rule: Rule
    steps: Steps
    files: PlanFiles
    entry: str


def to(value: Any) -> Change:
    return lambda _: value


def misspelt(text: Any) -> Any:
    """A name as somebody may type it; a list of them with its first one so, an expression with its longest word."""
    if isinstance(text, list):
        return [misspelt(text[0]), *text[1:]] if text else text
    words = sorted((word for word in split_words(text) if word.isidentifier()), key=len)
    return text.replace(words[-1], words[-1][:-1] + "zz") if words else text


def split_words(text: str) -> list[str]:
    return "".join(sign if sign.isalnum() or sign == "_" else " " for sign in text).split()


def with_more(text: str) -> Change:
    return lambda old: f"{old} {text}"


def renamed(old: str, new: str) -> Change:
    """A table with one key called otherwise."""
    return lambda table: {new if key == old else key: value for key, value in table.items()} if old in table else table


def without(name: str) -> Change:
    return lambda table: {key: value for key, value in table.items() if key != name}


def also(**more: Any) -> Change:
    return lambda table: {**table, **more}


FIELDS, READINGS = "kinds/*/fields/*", "indicators/*/readings/*"
NOTE = {"label": {"vi": "Ghi chú"}, "type": "text", "privacy": "P0"}
PERSON = {"label": {"vi": "Số điện thoại"}, "type": "text", "privacy": "P0"}
RULES: Sequence[Rule] = (
    Rule("a key misspelt in a field", FIELDS, renamed("label", "lable")),
    Rule("a key misspelt in a kind", "kinds/*", renamed("title", "tilte")),
    Rule("a key misspelt in an indicator", "indicators/*", renamed("measure", "mesure")),
    Rule("a key misspelt in a reading", READINGS, renamed("population", "popluation")),
    Rule("a key misspelt in a set", "sets/*", renamed("of", "off")),
    Rule("a key misspelt in the head", "plan", renamed("edition", "editon")),
    Rule("no privacy class", FIELDS, without("privacy")),
    Rule("another privacy class", f"{FIELDS}/privacy", to("P7")),
    Rule("a field that says who somebody is", "kinds/*/fields", also(tel=PERSON)),
    Rule("a label that says who somebody is", f"{FIELDS}/label/vi", to("Họ và tên nạn nhân"), 1),
    Rule("no type", FIELDS, without("type")),
    Rule("a type misspelt", f"{FIELDS}/type", misspelt),
    Rule("a number for a text", f"{FIELDS}/label/vi", to(5), 1),
    Rule("a text for a list", "kinds/*/columns", to("date"), 1),
    Rule("a list for a table", FIELDS, to(["text"])),
    Rule("a text that is blank", "indicators/*/title/vi", to("  "), 1),
    Rule("an unknown area", "kinds/*/area", to("99")),
    Rule("an unknown list", f"{FIELDS}/choices", misspelt),
    Rule("a list that is not needed", FIELDS, also(choices="form")),
    Rule("an unknown level", "indicators/*/accountable_level", misspelt),
    Rule("a day field misspelt", "kinds/*/date_field", misspelt),
    Rule("a unit field misspelt", "kinds/*/unit_field", misspelt),
    Rule("a column misspelt", "kinds/*/columns", misspelt),
    Rule("a title of no field", "kinds/*/title", with_more("{colour}")),
    Rule("a title with an open brace", "kinds/*/title", with_more("{")),
    Rule("an expression of a field that is not there", f"{FIELDS}/checks/*/expr", misspelt),
    Rule("an expression that ends in the middle", f"{FIELDS}/checks/*/expr", with_more("and (")),
    Rule("an expression with one sign for two", f"{FIELDS}/checks/*/expr", with_more("and date = today")),
    Rule("an expression of two types", f"{FIELDS}/checks/*/expr", with_more("and 3 > 'ba'")),
    Rule("an expression that is no condition", f"{FIELDS}/checks/*/expr", to("1 + 1")),
    Rule("a pattern without end", f"{FIELDS}/checks/*/expr", to("matches('a', '(a+)+')")),
    Rule("a check without words", f"{FIELDS}/checks/*", without("vi")),
    Rule("an unknown severity", f"{FIELDS}/checks/*", also(severity="hint")),
    Rule("an unknown word for required", f"{FIELDS}/required", to("sometimes")),
    Rule("a default of another type", f"{FIELDS}/default", to("=1 > 0 and 'x'")),
    Rule("an unknown indicator counted in", f"{FIELDS}/counts_in", to(["Z.9"])),
    Rule("a field with a word of SQL", "kinds/*/fields", also(select=NOTE)),
    Rule("a field with a word of expressions", "kinds/*/fields", also(period_end=NOTE)),
    Rule("an empty list of choices", "choices/*", to({})),
    Rule("a choice that ends before it starts", "choices/*/*", also(valid_from="2023-01-02", valid_to="2023-01-01")),
    Rule("a set of nothing", "sets/*/of", misspelt),
    Rule("a set of itself", "sets/*", also(of=ITSELF)),
    Rule("a window misspelt", "sets/*/during", misspelt),
    Rule("a choice of units misspelt", "sets/*/units", misspelt),
    Rule("a condition of a field that is not there", "sets/*/where", misspelt),
    Rule("a condition of two types", "sets/*/where", with_more("and 1 == 'x'")),
    Rule("a population misspelt", f"{READINGS}/population", misspelt),
    Rule("a numerator misspelt", f"{READINGS}/numerator", misspelt),
    Rule("a numerator in another language", f"{READINGS}/numerator", with_more("&& 1")),
    Rule("a numerator with a condition of text", f"{READINGS}/numerator", to("'có'"), 1),
    Rule("no wording", READINGS, without("wording")),
    Rule("a query in SQL", READINGS, also(members="SELECT 1 AS numerator")),
    Rule("no default reading", "indicators/*/readings", renamed("default", "usual")),
    Rule("an unknown measure", "indicators/*/measure", misspelt),
    Rule("an unknown sign", "indicators/*/op", to("=>")),
    Rule("an unknown window", "indicators/*/window", misspelt),
    Rule("a target in words", "indicators/*/threshold", to("tám mươi"), 1),
    Rule("an unknown kind of text", "indicators/*/texts", also(footer={"vi": "x"})),
    Rule("a statistic of an unknown kind", "statistics/*/kind", misspelt),
    Rule("a sum of a text", "statistics/*", also(sum="colour")),
    Rule("a statistic without words", "statistics/*", without("label")),
    Rule("a month that starts on day 31", "period_schemes/*", also(start_day=31)),
    Rule("a scheme of nothing", "plan/period_scheme", misspelt),
    Rule("an unknown root", "plan/root", to("zz")),
    Rule("an unknown list in force", "plan/unit_version", to("1999")),
    Rule("a language to come", "plan/language", to(99)),
    Rule("a format to come", "plan/format", to(99)),
    Rule("an id with blanks", "plan/id", to("my plan")),
    Rule("an id that Windows keeps for a device", "plan/id", to("nul")),
    Rule("a day that does not exist", "plan/doc_date", to("2022-02-30")),
    Rule("a unit twice", "units/*", lambda rows: [*rows, rows[-1]]),
    Rule("a unit of an unknown level", "units/*", lambda rows: [*rows[:-1], [*rows[-1][:2], "ap", *rows[-1][3:]]]),
    Rule("a unit below nobody", "units/*", lambda rows: [*rows[:-1], [rows[-1][0], "nobody", *rows[-1][2:]]]),
    Rule("a role of no field", "roles/*", lambda role: {**role, "kind": "zz"} if isinstance(role, dict) else role),
    Rule("a seed of an unknown field", "seeds/*/fields", also(colour="x")),
    Rule("a seed of an unknown kind", "seeds/*/kind", misspelt),
    Rule("a task of an unknown kind", "tasks/*/kinds", misspelt),
)  # fmt: skip


def places(plan: Any, pattern: Sequence[str], steps: Steps = ()) -> Iterator[Steps]:
    """Every entry of a plan that matches."""
    if not pattern:
        yield steps
        return
    first, rest = pattern[0], pattern[1:]
    if first == "*":
        items: Any = plan.items() if isinstance(plan, dict) else enumerate(plan)
    else:
        items = [(first, plan[first])] if isinstance(plan, dict) and first in plan else []
    for name, value in items:
        yield from places(value, rest, (*steps, name))


def key_of(steps: Steps) -> str:
    return "".join(f"[{one + 1}]" if isinstance(one, int) else f".{one}" for one in steps).removeprefix(".")


def harm(plan: dict[str, Any], rule: Rule, steps: Steps) -> bool:
    """Make an entry wrong; False where the rule can't harm it."""
    *above, last = steps
    part: Any = plan
    for step in above:
        part = part[step]
    old = part[last]
    new = rule.change(old)
    if isinstance(new, dict):
        new = {name: last if value == ITSELF else value for name, value in new.items()}
    part[last] = new
    return bool(new != old)


def entry_of(files: PlanFiles, rule: Rule, steps: Steps) -> str:
    """How the entry is called in its own file, or the one above where the mistake may be told there."""
    hears = Findings(files.where, HEAD)
    hears.note(key_of(steps[: len(steps) - rule.above]), "")
    return hears.mistakes[0].place.key


def wrong_plans(folder: Path, number: int) -> Iterator[WrongPlan]:
    """So many wrong plans of a right one: each rule in turn, each time at another of its places."""
    files = read_files(folder)
    assert not mistakes_in(files)
    whole = pickle.dumps(files.plan)
    found = {rule.name: list(places(files.plan, rule.where.split("/"))) for rule in RULES}
    made = turn = 0
    while made < number and turn < 200:
        for rule in RULES:
            sites = found[rule.name]
            if turn >= len(sites) or made == number:
                continue
            steps = sites[(turn * 7919 + 13 * made) % len(sites)]
            plan = pickle.loads(whole)
            if harm(plan, rule, steps):
                made += 1
                yield WrongPlan(rule, steps, replace(files, plan=plan), entry_of(files, rule, steps))
        turn += 1


def several_wrongs(folder: Path, number: int) -> Iterator[tuple[PlanFiles, list[WrongPlan]]]:
    """The same wrongs, several of them in one plan: no two in the same part."""
    files = read_files(folder)
    whole = pickle.dumps(files.plan)
    waiting = list(wrong_plans(folder, number))
    while waiting:
        together: dict[Steps, WrongPlan] = {}
        for wrong in waiting:
            together.setdefault(wrong.steps[:2], wrong)
        plan = pickle.loads(whole)
        for wrong in together.values():
            harm(plan, wrong.rule, wrong.steps)
        yield replace(files, plan=plan), list(together.values())
        waiting = [wrong for wrong in waiting if wrong not in together.values()]


def names(mistake: PlanMistake, entry: str) -> bool:
    """Whether a mistake stands at an entry, or at a part of it."""
    key = mistake.place.key
    return bool(mistake.place.file) and (key == entry or key.startswith((f"{entry}.", f"{entry}[")))


def judge(wrong: WrongPlan) -> str:
    """What is not as it must be with the refusal of a wrong plan; empty where all is."""
    start = time.process_time()  # others may keep the machine busy
    mistakes = mistakes_in(wrong.files)
    took = time.process_time() - start
    sentences = [in_words(mistake.sentence) for mistake in mistakes]
    if took > SECONDS:
        return f"{took:.1f} s"
    if not any(names(mistake, wrong.entry) for mistake in mistakes):
        return f"no sentence names {wrong.entry}: {sentences[:3]}"
    return ""


JUNK: Sequence[Any] = (
    None, 5, -1, "x", "", [], {}, [1], {"a": 1}, True, 1.5, "=", "a.b.c", "select", "(((", "not " * 300 + "x",
    "-" * 500 + "1", "'" * 3, ["x", "y"], [["a", "b"]], {"vi": 5}, {"vi": "x"}, "ref:zz", "=today", "when x", "unit:",
    "matches(a, '(')", "exists(", float("inf"), float("nan"), STAND_IN, "\x00", "x" * 3000, {"x": {"y": [{}]}},
)  # fmt: skip


def every_place(part: Any, steps: Steps = ()) -> Iterator[Steps]:
    """Every entry of a plan, but most rows of long lists of units."""
    items: Any = part.items() if isinstance(part, dict) else enumerate(part[:20]) if isinstance(part, list) else ()
    for name, value in items:
        yield (*steps, name)
        yield from every_place(value, (*steps, name))


def senseless_plans(folder: Path, number: int, seed: int) -> Iterator[PlanFiles]:
    """So many plans with something senseless in up to five places, or nothing where something must be."""
    random, files = Random(seed), read_files(folder)
    whole, sites = pickle.dumps(files.plan), list(every_place(files.plan))
    for _ in range(number):
        plan = pickle.loads(whole)
        for _ in range(random.choice((1, 1, 2, 5))):
            *above, last = random.choice(sites)
            part: Any = plan
            with suppress(KeyError, IndexError, TypeError):  # what stood above is gone already
                for step in above:
                    part = part[step]
                if random.random() < 0.2:
                    del part[last]
                else:
                    part[last] = random.choice(JUNK)
        yield replace(files, plan=plan)


def main(number: int) -> None:
    from tests.new_plans import new_plan_folder

    made = 0
    for folder in (plan_folder("lai-chau-2022"), plan_folder("lai-chau-2025"), new_plan_folder()):
        for wrong in wrong_plans(folder, number):
            made += 1
            fault = judge(wrong)
            if fault:
                sys.stdout.write(f"{folder.name}: {wrong.rule.name}, {key_of(wrong.steps)}: {fault}\n")
        for files in senseless_plans(folder, number, seed=number):
            for mistake in mistakes_in(files):
                in_words(mistake.sentence)
    sys.stdout.write(f"{made} wrong plans and {3 * number} senseless ones\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
