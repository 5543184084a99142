"""What a person's computer remembers between runs: recent files, name, language, look; never any record."""

import json
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from desktop_app import paths, texts

MAX_RECENT = 8
THEMES = ("light", "dark", "system")
FONT_SIZES = ("small", "normal", "large")


@dataclass
class ListLook:
    """How a person left one list: fields shown (none: those of the plan), their widths, what it is sorted by."""

    columns: list[str] = field(default_factory=list)
    widths: dict[str, int] = field(default_factory=dict)
    order: str = ""
    descending: bool = False
    filters: bool = False


@dataclass
class Settings:
    """`window` and `splitter` are opaque to everyone but the window; sizes are pixels; `lists` by record kind."""

    author: str = ""
    language: str = "vi"
    theme: str = "system"
    font_size: str = "normal"
    recent: list[str] = field(default_factory=list)
    window: str = ""
    splitter: list[int] = field(default_factory=list)
    lists: dict[str, ListLook] = field(default_factory=dict)

    def remember(self, path: Path) -> None:
        """Put a data file first among the recent ones."""
        name = str(path.absolute())
        self.recent = [name, *(r for r in self.recent if r != name)][:MAX_RECENT]


def _file() -> Path:
    return paths.config_dir() / "settings.json"


def load() -> Settings:
    """The settings of this person; what is missing or makes no sense has its first value."""
    settings = Settings()
    try:
        found = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return settings
    if not isinstance(found, dict):
        return settings
    for f in fields(Settings):
        if type(found.get(f.name)) is type(getattr(settings, f.name)):
            setattr(settings, f.name, found[f.name])
    settings.recent = [r for r in settings.recent if isinstance(r, str)]
    settings.splitter = [s for s in settings.splitter if isinstance(s, int)]
    settings.lists = {kind: _look(raw) for kind, raw in settings.lists.items() if isinstance(raw, dict)}
    if settings.language not in texts.LANGUAGES:
        settings.language = "vi"
    if settings.theme not in THEMES:
        settings.theme = "system"
    if settings.font_size not in FONT_SIZES:
        settings.font_size = "normal"
    return settings


def _look(raw: dict[str, Any]) -> ListLook:
    """The look of one list, as far as it makes sense."""
    look = ListLook()
    for f in fields(ListLook):
        if type(raw.get(f.name)) is type(getattr(look, f.name)):
            setattr(look, f.name, raw[f.name])
    look.columns = [name for name in look.columns if isinstance(name, str)]
    look.widths = {name: wide for name, wide in look.widths.items() if type(wide) is int and wide > 0}
    return look


def save(settings: Settings) -> None:
    """Write the settings; a folder that can't be written is no reason to disturb anybody."""
    target = _file()
    fresh = target.with_suffix(".new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps(asdict(settings), ensure_ascii=False, indent=1), encoding="utf-8")
        fresh.replace(target)
    except OSError:
        return
