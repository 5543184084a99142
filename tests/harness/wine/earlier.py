"""The program of an earlier state of this repository, as a folder and a setup: what updates are tried on."""

import shutil
import subprocess
from pathlib import Path

from windows import folder, setup

COMMIT = "6e9e88447168c165ac14fe5538264b829c6c28f0"  # it writes format 1 of the data file
VERSION = "0.0.9"


def make_earlier(build: Path, now: Path) -> Path:
    """A folder with the program of then on the packages of `now`, and its setup, which is returned. What was made is
    used again, since it never changes.
    """
    made, target = build / now.name, build / f"SoKeHoach-{VERSION}-setup.exe"
    if not target.exists():
        shutil.rmtree(build, ignore_errors=True)
        shutil.copytree(now, made, ignore=shutil.ignore_patterns("app"))
        (made / "app").mkdir()
        tree = subprocess.run(
            ["git", "archive", COMMIT, *folder.OURS], cwd=folder.ROOT, stdout=subprocess.PIPE, check=True
        )
        subprocess.run(["tar", "-x", "-C", made / "app", "--exclude=screenshots"], input=tree.stdout, check=True)
        folder.set_path(made, "..\\lib", "..\\app")
        (made / "app" / folder.ARCHIVE).touch()  # the launcher of now looks for it
        (build / "new").mkdir()
        (build / "new" / now.name).symlink_to(made)
        setup.setup(build / "new" / now.name, build / "new", VERSION).rename(target)
    return target
