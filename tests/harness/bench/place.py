"""Where the benchmark's files lie: on a real disk, whose sync cost is part of what is said."""

import hashlib
import os
import platform
import statistics
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "build" / "bench"


def prepare() -> None:
    """Make the folder; in memory a sync costs nothing and a durable save means nothing, so that is refused."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    if filesystem(FOLDER) in ("tmpfs", "ramfs"):
        sys.exit(f"{FOLDER} lies in memory ({filesystem(FOLDER)}): measure in a checkout on a disk.")


def filesystem(folder: Path) -> str:
    """The type of the file system that holds `folder`."""
    mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
    holding = [(Path(point), kind) for point, kind in mounts if folder.is_relative_to(point)]
    return max(holding, key=lambda mount: len(mount[0].parts))[1]


def sync_cost() -> float:
    """Median seconds of one fdatasync after 4 KB appended to a file in the folder."""
    file = FOLDER / "sync.bin"
    spent = []
    with file.open("wb", buffering=0) as stream:
        for _ in range(50):
            stream.write(bytes(4096))
            began = time.perf_counter()
            os.fdatasync(stream)
            spent.append(time.perf_counter() - began)
    file.unlink()
    return statistics.median(spent)


def machine() -> str:
    """One line that says where and with what the figures were measured."""
    processor = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    versions = f"Python {platform.python_version()}, PySide6 {version('PySide6_Essentials')}"
    day = time.strftime("%Y-%m-%d")
    return (
        f"{day} · {processor}, {os.cpu_count()} cores · {versions} · {filesystem(FOLDER)}, "
        f"one sync {sync_cost() * 1000:.2f} ms"
    )


def data_file(records: int, units: int = 0) -> Path:
    """A file of made-up records over all units of the plan, or over `units` of them; kept until the program changes."""
    file = FOLDER / f"{records}-{units}-{_program()}.db"
    if not file.exists():
        for older in FOLDER.glob(f"{records}-{units}-*"):
            older.unlink()
        beside = file.with_suffix(".part.db")
        beside.unlink(missing_ok=True)
        scope = ["--units", str(units)] if units else []
        command = [sys.executable, "-m", "desktop_app", "demo", str(beside), "--records", str(records), *scope]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        beside.rename(file)
    return file


def _program() -> str:
    """A short digest of all that shapes a data file."""
    parts = [file for folder in ("db", "desktop_app", "resources/plans") for file in (ROOT / folder).rglob("*.*")]
    digest = hashlib.sha256()
    for file in sorted(parts):
        if file.suffix in (".py", ".toml"):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:10]
