"""Puts the portable folder together: Python and the C runtime, packages, the program."""

import os
import shutil
import zipfile
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

from desktop_app.domain.clock import BUILT
from desktop_app.paths import BUILD_DIGEST
from desktop_app.session import guide
from windows.wheels import Package

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("desktop_app", "db", "ui")
OURS = (*PACKAGES, "resources")
BESIDE = ("LICENSE", "NOTICE")
ARCHIVE = "modules.zip"
GUIDE = "HUONG-DAN.pdf"  # with its pictures, which the program itself does without there
C_RUNTIME = ("msvcp140.dll", "msvcp140_1.dll", "msvcp140_2.dll", "vcruntime140.dll", "vcruntime140_1.dll")
C_RUNTIME_OF = "shiboken6"  # the newest among those that bring one
COMMAND = '@"%~dp0runtime\\python.exe" -X utf8 -m desktop_app %*\r\n'
_NOT_OURS = ("__pycache__", "screenshots")


def put_packages(folder: Path, python: Package, packages: Iterable[Package], c_runtime: Mapping[str, bytes]) -> None:
    """Python and what the program stands on, into an empty folder."""
    write(folder / "runtime", {**python.files, **c_runtime})
    for package in packages:
        write(folder / "lib", package.files)
    set_path(folder, "..\\lib", f"..\\app\\{ARCHIVE}")


def set_path(folder: Path, *places: str) -> None:
    """Where this Python looks for modules, whatever the computer's settings say."""
    (folder / "runtime" / "python311._pth").write_text("\n".join(["python311.zip", ".", *places, ""]))


def put_program(folder: Path) -> None:
    """The program itself, all but its launcher."""
    app = folder / "app"
    for name in OURS:
        shutil.copytree(ROOT / name, app / name, ignore=shutil.ignore_patterns(*_NOT_OURS))
    for name in BESIDE:
        shutil.copy(ROOT / name, folder / name)
    (app / "resources" / BUILD_DIGEST).write_text(digest_of(app), encoding="ascii")
    (folder / "sokehoach.cmd").write_bytes(COMMAND.encode())
    (folder / GUIDE).write_bytes(guide.as_pdf(BUILT.date()))


def pack_modules(app: Path) -> None:
    """Put the modules of the program, compiled and as sources, into one archive: a note of a bug shows their lines.

    Hundreds of files, each looked for and opened, take a hard disk long, and whatever looks into each file that is
    opened. No module lies beside it: one of an earlier build could be run in its place.
    """
    with zipfile.ZipFile(app / ARCHIVE, "w") as archive:
        for source in sorted(app.rglob("*.py")):
            (compiled,) = source.parent.glob(f"__pycache__/{source.stem}.*.pyc")
            for file, name in ((compiled, source.with_suffix(".pyc")), (source, source)):
                archive.writestr(zip_entry(name.relative_to(app).as_posix()), file.read_bytes())
    for package in PACKAGES:
        shutil.rmtree(app / package)


def zip_entry(name: str, packed: int = zipfile.ZIP_STORED) -> zipfile.ZipInfo:
    """An entry of an archive whose bytes depend on its content alone."""
    entry = zipfile.ZipInfo(name, BUILT.timetuple()[:6])
    entry.compress_type, entry.external_attr, entry.create_system = packed, 0o644 << 16, 0
    return entry


def digest_of(app: Path) -> str:
    """The digest of all files of a folder with their names."""
    digest = sha256()
    for file in sorted(file for file in app.rglob("*") if file.is_file()):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(app).as_posix()}\n{len(content)}\n".encode() + content)
    return digest.hexdigest()


def c_runtime(packages: Iterable[Package]) -> dict[str, bytes]:
    """One C runtime for Python and all packages, beside python.exe."""
    (package,) = (one for one in packages if one.name == C_RUNTIME_OF)
    return {name: package.files[f"{C_RUNTIME_OF}/{name}"] for name in C_RUNTIME}


def date_all(folder: Path) -> None:
    """Give every file the date of the release, so that two builds are the same."""
    moment = BUILT.timestamp()
    for path in sorted(folder.rglob("*"), reverse=True):
        path.chmod(0o755 if path.is_dir() else 0o644)
        os.utime(path, (moment, moment))


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
