"""From the start of the process until the figures of 10,000 records are painted, against a bare five-tab window.

Those seen last are remembered: so a file is opened that was left like this, and one that this computer does not know.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.harness.bench import screen
from tests.harness.bench.harness import Case, Count, Reading, told
from tests.harness.bench.place import FOLDER, data_file

RECORDS = 10_000
UNKNOWN = {"XDG_CONFIG_HOME": str(FOLDER / "config-unknown")}  # where no file was ever left
# slow to import, and needed by nobody before something is printed or exchanged
HEAVY = {"reportlab", "docx", "lxml", "PIL", "xlsxwriter", "click", "hypothesis"}


def window(environment: dict[str, str], file: Path) -> Reading:
    """Seconds until the program itself has painted the figures of `file`."""
    return screen.reading(screen.tell(environment, "tests.harness.bench.real_window", str(file)), "seconds", "picture")


def window_again(environment: dict[str, str], file: Path) -> Reading:
    """The same where `file` was opened and closed as by hand before: while it is open no figures of it are kept."""
    screen.tell(environment, "tests.harness.bench.real_window", str(file), "leave")
    return window(environment, file)


def bare(environment: dict[str, str]) -> Reading:
    return screen.reading(screen.tell(environment, "tests.harness.bench.bare_window"), "seconds", "picture")


def cases() -> Iterator[Case | Count]:
    file, small, large = data_file(RECORDS), data_file(1_000), data_file(100_000)
    with screen.platforms() as platforms:
        name, environment = next(reversed(platforms.items()))
        limit = partial(bare, environment)
        again, first = partial(window_again, environment, file), partial(window, environment | UNKNOWN, file)
        yield Case(f"start, 10,000 records, as it was left ({name})", again, limit, 1.5, told, screen.Pictures())
        yield Case(f"start, 10,000 records, not known here ({name})", first, limit, 1.5, told, screen.Pictures())
        many, few = (partial(window, environment | UNKNOWN, records) for records in (large, small))
        yield Case(f"start, 100,000 records (limit: 1,000; {name})", many, few, 1.2, told, screen.Pictures())
        yield heavy_imports(environment, file)


def heavy_imports(environment: dict[str, str], file: Path) -> Count:
    imports = screen.tell(environment, "tests.harness.bench.real_window", str(file))["imports"]
    assert isinstance(imports, list)
    found = sorted(HEAVY & set(imports))
    return Count(f"heavy packages imported before the first paint {found or ''}".strip(), len(found), 0, at_least=0)
