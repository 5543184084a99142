"""What an office gets: the folder as a zip, the setup made by NSIS, and the checksums of both."""

import hashlib
import os
import subprocess
import tomllib
import zipfile
from collections.abc import Iterable
from pathlib import Path

from desktop_app.domain.clock import BUILT
from desktop_app.paths import WITH_THE_PROGRAM
from windows.folder import ROOT, zip_entry

HERE = Path(__file__).resolve().parent


def version() -> str:
    found = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert isinstance(found, str)
    return found


def zipped(folder: Path, target: Path) -> Path:
    """The folder as a zip file whose bytes depend on its content alone, with a place for settings that go with it."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        place = zip_entry(f"{folder.name}/{WITH_THE_PROGRAM}/")
        place.external_attr = 0x10  # a folder
        archive.writestr(place, b"")
        for path in _files(folder):
            entry = zip_entry(f"{folder.name}/{path.relative_to(folder).as_posix()}", zipfile.ZIP_DEFLATED)
            archive.writestr(entry, path.read_bytes())
    return target


def setup(folder: Path, build: Path, version: str) -> Path:
    """The setup; the files are named one by one, since a disk may list them in any order."""
    target = build / f"SoKeHoach-{version}-setup.exe"
    (build / "files.nsh").write_text(file_list(folder), encoding="utf-8-sig")
    defined = {"VERSION": version, "FILES": "files.nsh", "OUT": target.name, "SOURCE": str(HERE)}
    command = ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *(f"-D{k}={v}" for k, v in defined.items())]
    epoch = {"SOURCE_DATE_EPOCH": str(int(BUILT.timestamp()))}
    subprocess.run([*command, "-NOCD", str(HERE / "setup.nsi")], cwd=build, env=os.environ | epoch, check=True)
    return target


def file_list(folder: Path) -> str:
    """NSIS' lines for every file of a folder, in the order of their names."""
    lines, at = [], None
    for path in _files(folder):
        place = path.relative_to(folder)
        if place.parent != at:
            at = place.parent
            inside = "".join(f"\\{name}" for name in at.parts)
            lines.append(f'SetOutPath "$INSTDIR{inside}"')
        lines.append(f'File "{folder.name}/{place}"')
    return "\n".join([*lines, ""])


def write_checksums(target: Path, files: Iterable[Path]) -> None:
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    target.write_text("".join(lines))


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
