"""What the start does without: a part of Python that only later work needs delays no window."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.ui.conftest import MakeFile

ROOT = Path(__file__).resolve().parent.parent.parent
# each takes milliseconds to import, or loads others that do
LATER = {
    "calendar", "concurrent", "dataclasses", "hashlib", "hmac", "locale", "secrets", "tomllib", "typing_extensions",
    *(["platformdirs"] if os.name == "posix" else []),  # Windows alone is asked where its folders are
}  # fmt: skip
# what writes, lists records, takes up editions or merges: a quarter of our own modules hang on these
LATER_OF_OURS = {"db.store", "db.derive", "db.editions", "db.queries", "desktop_app.domain.merging"}


def test_the_window_is_imported_without_what_only_later_work_needs() -> None:
    code = "import sys, desktop_app.__main__, ui.main_window; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert LATER_OF_OURS & set(done.stdout.split()) == set()


def test_nothing_is_imported_before_the_first_figures_that_only_later_work_needs(
    make_file: MakeFile, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "tests.harness.bench.real_window", str(make_file())]
    own = {"XDG_CONFIG_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, cwd=ROOT, env=os.environ | own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert LATER & set(json.loads(done.stdout.splitlines()[-1])["imports"]) == set()
