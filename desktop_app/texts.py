"""What a front end says, in the language that its person chose; nothing below the front ends asks for one."""

from desktop_app import catalogue
from desktop_app.catalogue import LANGUAGES, filled, in_language
from desktop_app.messages import Text

_chosen = "vi"


def set_language(language: str) -> None:
    """Choose the language of everything that this front end shows from now on: `vi` or `en`."""
    global _chosen
    if language not in LANGUAGES:
        raise ValueError(language)
    _chosen = language


def language() -> str:
    return _chosen


def read_messages() -> None:
    """Read all messages now: of a stick that is pulled out none can be read, and then one has to be said."""
    catalogue.read_messages(_chosen)


def in_words(text: Text) -> str:
    """A text of the core in words; a number as they are written in the language of the words."""
    if _chosen == "vi" and isinstance(text, str):  # as it is written; asked of every name and number in a window
        return text
    return in_language(text, _chosen, numbers=True)


def say(key: str, /, **values: object) -> str:
    """The message `key` of resources/i18n, its {names} filled in."""
    return filled(key, values, _chosen, numbers=True)
