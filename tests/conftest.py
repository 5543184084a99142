"""What every test starts from: no screen, no settings of a person, Vietnamese."""

import atexit
import gc
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app import texts
from tests.ui.patient_bot import PatientBot
from ui.widgets import collector

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# files of the tests lie in memory where there is room: on a disk they would wait for it half of the time
MEMORY = Path("/dev/shm")
if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 2 << 30:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
    tempfile.tempdir = os.environ["TMPDIR"] = tempfile.mkdtemp(prefix="sokehoach-tests-", dir=MEMORY)
    atexit.register(shutil.rmtree, tempfile.tempdir, ignore_errors=True)  # what killed processes leave behind, too

# where platformdirs looks for what a person has
OWN_ON_LINUX = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_DOCUMENTS_DIR")
OWN_ON_WINDOWS = ("WIN_PD_OVERRIDE_LOCAL_APPDATA", "WIN_PD_OVERRIDE_APPDATA", "WIN_PD_OVERRIDE_PERSONAL")

# the same examples every time, so that a failure is everybody's
settings.register_profile("quick", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("quick")

# files that take some seconds, measured: `make quick` leaves them out; a new file is quick until it shows at the end
SLOW = re.compile(
    r"tests/(sheets/|ui/"
    r"|test_(bare_figures|bench|country_units|cases_not_public|disclosure_in_print|figures_end_to_end|four_states|lock_formats|locking|made_up|papers|save_path|sticks|story|time_of_day)\."
    r"|db/test_(backup|carrying|connection|duplicates|erasing|interrupted|journals|explain|figures|figures_against_oracle|folding|log_machine|merge_cases"
    r"|faults|merge_stopped|keys|other_programs|plan_language|plan_language_mutants|plan_queries|power|rekeying|reverting|reverting_copies|salvage|salvage_encrypted|source|staged_merge|torn|trends)\."
    r"|desktop_app/test_(cli|report|(changes|clocks_and_clones|crosstab|crosstab_disclosure|demo|disclosure|guide|import_round_trip|kept_figures|main|markup|merging|plan_changes|plan_editions|plan_histories|plan_lives|passphrases|wrong_keys|wrong_plans)\.))"
)
OF_THE_CORE = re.compile(r"tests/(db/|server/|test_locking|desktop_app/test_(?!cli|report))")


# what the system has no place for; all else runs there too
# numpy, by which they call a solver, needs what wine's C library lacks
OF_THE_SOLVER = re.compile(r"tests/desktop_app/test_(crosstab_disclosure|disclosure|whole_shares)\.py")
NOT_ON_WINDOWS = {
    r"tests/db/test_(faults|power)\.": "strace and fork, by which calls are counted and broken, are Linux's",
    r"tests/desktop_app/test_cli_paths\.py::test_a_folder_that_nobody": "no number takes that right away there",
    r"tests/desktop_app/test_settings\.py::test_settings_are_on_the_disk": "what a handle is open on stands in /proc",
    r"tests/db/test_interrupted\.py::test_what_a_part_file_names": "files there belong to no user by number",
    r"tests/db/test_rekeying\.py::test_of_a_link": "only an administrator makes links there",
    r"tests/db/test_backup\.py::test_the_folders_of_a_first_backup": "a folder is flushed by the system itself there",
    r"tests/db/test_merge_stopped\.py::test_a_merge_that_may_write_no_more": "files of a process have no bound there",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--quick", action="store_true", help="leave out the files that take some seconds")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection() -> Iterator[None]:
    """Not sooner: coverage has begun by now, and sees the core as it is imported.

    What is imported is no garbage, as in the program: to look through all of it takes a second each time.
    """
    from tests.read_once import read_plans_once

    gc.disable()
    read_plans_once()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Not even read them: that alone would take a third of the time."""
    path = collection_path.relative_to(config.rootpath).as_posix() + ("/" if collection_path.is_dir() else "")
    if os.name == "nt" and OF_THE_SOLVER.match(path):
        return True
    return True if config.getoption("--quick") and SLOW.match(path) else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Coverage is that of the core, which has tests of its own; to measure it elsewhere, or in what sets a test up and
    in what only tries chance (which the mark alone would leave in), takes twice the time.
    """
    plugin = item.config.pluginmanager.getplugin("_cov")
    measured = OF_THE_CORE.match(item.nodeid) and not item.get_closest_marker("no_cover")
    if plugin is None or plugin.cov_controller is None or measured:
        return (yield)
    plugin.cov_controller.pause()
    try:
        return (yield)
    finally:
        plugin.cov_controller.resume()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        reason = next((why for what, why in NOT_ON_WINDOWS.items() if re.match(what, item.nodeid)), "")
        if reason and os.name == "nt":
            item.add_marker(pytest.mark.skip(reason=reason))


def pytest_sessionfinish() -> None:
    if QApplication.instance() is not None:
        QApplication.clipboard().clear()  # Qt would do so once Python has ended, and what Python put there would crash


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:
    if qapp.keyboardModifiers():  # QTest's strokes with Ctrl or Shift leave them held down for the next test
        QTest.keyRelease(QWidget(), Qt.Key.Key_Control)
    return PatientBot(request)


@pytest.fixture
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keys are made in a hundredth of the rounds, here and in SQLCipher: for tests of what else becomes of a
    passphrase. `tests/db/test_keys.py` has all rounds, which take a tenth of a second each time.
    """
    from db import keys
    from db.connection import connect_to_memory

    with closing(connect_to_memory()) as connection:
        rounds = connection.execute("PRAGMA cipher_default_kdf_iter").fetchone()[0]
        monkeypatch.setattr(keys, "_ROUNDS", int(rounds) // 100)
        connection.execute(f"PRAGMA cipher_default_kdf_iter = {int(rounds) // 100}")
        yield
        connection.execute(f"PRAGMA cipher_default_kdf_iter = {rounds}")


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files that nobody else uses, processes that the test starts included."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@pytest.fixture
def english() -> None:
    texts.set_language("en")


@pytest.fixture(autouse=True)
def _own_world(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A new computer for each test: no settings, no documents of anybody; the language is Vietnamese."""
    if "qapp" in request.fixturenames:
        request.getfixturevalue("qapp")
        collector.take_over()
    else:
        gc.enable()  # no window is there, and none of its timers
    home = tmp_path.with_name(f"{tmp_path.name}-home")
    for variable in (*OWN_ON_LINUX, *OWN_ON_WINDOWS):
        monkeypatch.setenv(variable, str(home / variable.lower()))
    texts.set_language("vi")
    yield
    texts.set_language("vi")
    shutil.rmtree(home, ignore_errors=True)
