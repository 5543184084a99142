"""What is wrong with a text of the language: one sentence for each mistake, with the nearest name there is."""

from collections.abc import Collection, Iterable

from desktop_app.domain.plan_findings import Findings, add_repeated
from desktop_app.domain.plan_language.tree import ANY, CHOICE, DECIMAL, NOTHING, NUMBER, TEXT, Constant, Type
from desktop_app.messages import Message, Text


class LanguagePlace:
    """Where in a plan a text stands, and who hears of its mistakes."""

    def __init__(self, found: Findings, key: str) -> None:
        self.found, self.key = found, key

    def at(self, *names: str) -> "LanguagePlace":
        """A place below this one."""
        return LanguagePlace(self.found, ".".join((self.key, *names)))

    def wrong(self, reason: str, /, **values: object) -> Constant:
        """Note a mistake; what stands in place of the expression fits everywhere, so that it is reported once."""
        self.found.add(self.key, f"language_{reason}", **values)
        return NOTHING

    def unknown(self, what: str, name: str, known: Iterable[str]) -> Constant:
        """There is nothing of this name; `what` names the message of what was looked for."""
        self.found.add_unknown(self.key, "language_unknown", name, known, what=Message(f"plan.language_{what}"))
        return NOTHING

    def one_of(self, what: str, name: object, known: Collection[str]) -> bool:
        if name in known:
            return True
        self.unknown(what, str(name), known)
        return False

    def each_once(self, key: str, values: Collection[str]) -> None:
        """A list below this place has something in it, and nothing twice: it would count twice."""
        if not values:
            self.found.add(f"{self.key}.{key}", "empty_values")
        add_repeated(self.found, f"{self.key}.{key}", values)


def type_words(type_: Type) -> Text:
    """What people call a type."""
    return Message(f"plan.language_type_{type_.name}")


def suits(wanted: Type, given: Type) -> bool:
    """Whether an expression of the type may stand where `wanted` is asked for."""
    same = wanted.name == given.name or {wanted, given} == {NUMBER, DECIMAL}
    return ANY in (wanted, given) or same or (wanted == TEXT and given.name == CHOICE)
