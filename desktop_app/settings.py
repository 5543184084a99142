"""What a person's computer remembers between runs: recent files, name, language, look; never any record."""

import json
import os
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct, field, to_builtins

from desktop_app import paths
from desktop_app.catalogue import LANGUAGES
from desktop_app.domain.log_names import LogNames
from desktop_app.domain.plan import Plan

MAX_RECENT, MAX_SIGNED = 8, 200
MOST_BYTES, MOST_PIXELS = 1 << 24, 1 << 15  # more is none of ours
THEMES = ("light", "dark", "system")
FONT_SIZES = ("small", "normal", "large")
LOCK_AFTER = ("never", "5", "15", "30")  # minutes in which nobody uses a file with a passphrase


class ListLook(Struct):
    """How a person left one list: fields shown (none: those of the plan), their widths here and in the sheet of cells,
    and what it is sorted by.
    """

    columns: list[str] = field(default_factory=list)
    widths: dict[str, int] = field(default_factory=dict)
    cell_widths: dict[str, int] = field(default_factory=dict)
    order: str = ""
    descending: bool = False
    filters: bool = False
    sheets: dict[str, dict[str, str]] = field(default_factory=dict)  # by their headings: which column was which field


class LeftAt(Struct):
    """Where a person left one data file: the page, the period chosen by hand ("": the present one), the figures seen
    last, which go from here while the file is open.
    """

    page: str = ""
    period: str = ""
    figures: str = ""


class Settings(Struct):
    """`window` and `splitter` are opaque to everyone but the window; sizes are pixels; `lists` by record kind, `files`
    by the path of each recent one. `author` is the name given last, `authors` those who write, by ledger and office.
    """

    author: str = ""
    language: str = "vi"
    theme: str = "system"
    font_size: str = "normal"
    lock_after: str = "never"
    recent: list[str] = field(default_factory=list)
    window: str = ""
    splitter: list[int] = field(default_factory=list)
    lists: dict[str, ListLook] = field(default_factory=dict)
    files: dict[str, LeftAt] = field(default_factory=dict)
    authors: dict[str, str] = field(default_factory=dict)

    def author_of(self, path: Path, unit: str) -> str:
        """Who writes in a ledger of an office on this computer, "" while nobody said so: a copy is another ledger."""
        return self.authors.get(_signed_as(path, unit), "")

    def sign(self, path: Path, unit: str, name: str) -> None:
        """Remember who writes in a ledger of an office from now on."""
        self.author, ledger = name, _signed_as(path, unit)
        others = [(one, author) for one, author in self.authors.items() if one != ledger]
        self.authors = {ledger: name, **dict(others[: MAX_SIGNED - 1])}

    def remember(self, path: Path) -> None:
        """Put a data file first among the recent ones."""
        name = str(path.absolute())
        self.recent = [name, *(r for r in self.recent if paths.identity(r) != paths.identity(name))][:MAX_RECENT]
        self.files = {name: left for name, left in self.files.items() if name in self.recent}

    def left_at(self, path: Path) -> LeftAt:
        """Where a data file was left, to be kept up to date."""
        return self.files.setdefault(str(path.absolute()), LeftAt())

    def forget(self, path: Path) -> None:
        """Know nothing of a data file: it is gone, or another one is made in its place."""
        name = str(path.absolute())
        self.recent = [r for r in self.recent if paths.identity(r) != paths.identity(name)]
        self.files.pop(name, None)


def forget_figures(path: Path) -> None:
    """What is erased from a data file, or encrypted, is not to be worked out of the figures that were seen last."""
    settings, known = load(), paths.identity(str(path.absolute()))
    left = [one for name, one in settings.files.items() if paths.identity(name) == known and one.figures]
    for one in left:
        one.figures = ""
    if left:
        save(settings)


def follow_names(lists: dict[str, ListLook], plan: Plan) -> None:
    """What was remembered of lists goes on where an edition of the plan calls kinds and fields otherwise."""
    names = LogNames.of(plan.source)
    for kind in [kind for kind in lists if names.plan_kind(kind) not in lists]:
        lists[names.plan_kind(kind)] = lists.pop(kind)
    for kind in lists.keys() & plan.kinds.keys():
        look = lists[kind]
        look.columns = [names.plan_field(kind, name) for name in look.columns]
        for widths in (look.widths, look.cell_widths):
            renamed = {names.plan_field(kind, name): wide for name, wide in widths.items()}
            widths.clear()
            widths |= renamed
        look.order = names.plan_field(kind, look.order)
        for known in look.sheets.values():
            known |= {column: names.plan_field(kind, name) for column, name in known.items()}


T = TypeVar("T", Settings, ListLook, LeftAt)


def _signed_as(path: Path, unit: str) -> str:
    return f"{unit} {_without_drive(paths.identity(path))}"


def _file() -> Path:
    return paths.settings_dir() / "settings.json"


def _without_drive(name: str) -> str:
    """A file on the drive of the settings is remembered without its letter: a stick has another one in each PC."""
    drive, rest = os.path.splitdrive(name)
    return rest if drive.lower() == _drive() else name


def _with_drive(name: str) -> str:
    return name if os.path.splitdrive(name)[0] else f"{_drive().upper()}{name}"


def _drive() -> str:
    return os.path.splitdrive(_file())[0].lower()


def load() -> Settings:
    """The settings of this person; what is missing or makes no sense has its first value."""
    settings = Settings()
    _sound(settings, _read(_file()))
    settings.recent = [_with_drive(r) for r in settings.recent if isinstance(r, str)][:MAX_RECENT]
    settings.splitter = [s for s in settings.splitter if type(s) is int and 0 <= s <= MOST_PIXELS]
    settings.lists = {kind: _look(raw) for kind, raw in settings.lists.items() if isinstance(raw, dict)}
    settings.author = paths.shown_name(settings.author)
    signed = [(ledger, name) for ledger, name in settings.authors.items() if isinstance(name, str)]
    settings.authors = {ledger: paths.shown_name(name) for ledger, name in signed[:MAX_SIGNED]}
    settings.window = settings.window if settings.window.isascii() else ""
    left = {_with_drive(name): raw for name, raw in settings.files.items() if isinstance(raw, dict)}
    settings.files = {name: _sound(LeftAt(), raw) for name, raw in left.items()}
    if settings.language not in LANGUAGES:
        settings.language = "vi"
    if settings.theme not in THEMES:
        settings.theme = "system"
    if settings.font_size not in FONT_SIZES:
        settings.font_size = "normal"
    if settings.lock_after not in LOCK_AFTER:
        settings.lock_after = "never"
    return settings


def _read(file: Path) -> dict[str, Any]:
    """What stands there, if it is anything; whoever carries the stick may have put it there, or saved it by an editor
    that marks the text.
    """
    try:
        if not paths.is_file(file) or file.stat().st_size > MOST_BYTES:
            return {}
        found = json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _stored(settings: Settings) -> dict[str, Any]:
    stored: dict[str, Any] = to_builtins(settings)
    files = {_without_drive(name): left for name, left in stored["files"].items()}
    of_later_programs = {key: value for key, value in _read(_file()).items() if key not in stored}
    return of_later_programs | stored | {"recent": [_without_drive(name) for name in settings.recent], "files": files}


def _sound(first: T, raw: dict[str, Any]) -> T:
    """`first` with each value of `raw` that is of the same type."""
    for name in first.__struct_fields__:
        if type(raw.get(name)) is type(getattr(first, name)):
            setattr(first, name, raw[name])
    return first


def _look(raw: dict[str, Any]) -> ListLook:
    """The look of one list, as far as it makes sense."""
    look = _sound(ListLook(), raw)
    look.columns = [name for name in look.columns if isinstance(name, str)]
    look.sheets = {key: known for key, known in look.sheets.items() if _is_mapping(known)}
    look.widths, look.cell_widths = _widths(look.widths), _widths(look.cell_widths)
    return look


def _widths(raw: dict[str, int]) -> dict[str, int]:
    return {name: wide for name, wide in raw.items() if type(wide) is int and 0 < wide <= MOST_PIXELS}


def _is_mapping(known: object) -> bool:
    return isinstance(known, dict) and all(isinstance(one, str) for pair in known.items() for one in pair)


def save(settings: Settings) -> None:
    """Write the settings; a folder that can't be written is no reason to disturb anybody."""
    target = _file()
    fresh = target.with_suffix(".new")
    try:
        paths.make_folder(target.parent)
        # a letter of a path that is none, as it may be on Linux, stands there as JSON spells it
        with fresh.open("w", encoding="utf-8", errors="backslashreplace") as file:
            json.dump(_stored(settings), file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())  # else a power cut may leave the name with nothing in it
        paths.patiently(lambda: fresh.replace(target))
    except OSError:
        return
