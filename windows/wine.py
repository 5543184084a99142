"""A Windows of its own kind for building and trying: wine, with what Qt asks of Windows 10 and wine lacks."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
MINGW = "x86_64-w64-mingw32"
STUBS = {"icuuc": "wine/icuuc.c", "mscms": "wine/mscms.c"}
_AE_DEBUG = r"HKLM\Software\Microsoft\Windows NT\CurrentVersion\AeDebug"


def environment(prefix: Path, **more: str) -> dict[str, str]:
    """The variables under which a program runs in the prefix, with nothing of this computer's own settings."""
    runtime = prefix / "run"
    runtime.mkdir(parents=True, exist_ok=True, mode=0o700)
    own = {
        "WINEPREFIX": str(prefix.resolve()), "WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscms=n,b;mshtml=;mscoree=",
        "XDG_RUNTIME_DIR": str(runtime), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8",
    }  # fmt: skip
    return {"PATH": os.environ["PATH"], "HOME": str(prefix.resolve()), **own, **more}


def make_prefix(prefix: Path) -> None:
    """Make the prefix unless it is there: a Windows 10 in which a crash ends the program instead of asking somebody."""
    if (prefix / "ready").exists():
        return
    shutil.rmtree(prefix, ignore_errors=True)
    run(prefix, ["wineboot", "-i"])
    run(prefix, ["wine", "reg", "add", _AE_DEBUG, "/v", "Debugger", "/d", "none", "/f"])
    system = prefix / "drive_c" / "windows" / "system32"
    for name, source in STUBS.items():
        command = (f"{MINGW}-gcc", "-O2", "-s", "-shared", "-o", system / f"{name}.dll", HERE / source)
        subprocess.run(command, check=True)
    subprocess.run(["wineserver", "-w"], env=environment(prefix), check=True)
    (prefix / "ready").touch()


def run(prefix: Path, command: Sequence[str | Path], **more: str) -> None:
    """Run a command in the prefix; what it prints is shown only where it fails."""
    done = subprocess.run(command, env=environment(prefix, **more), capture_output=True, check=False)
    if done.returncode:
        raise SystemExit(f"{command}:\n{done.stdout.decode(errors='replace')}{done.stderr.decode(errors='replace')}")
