"""Says how much each part brings to the folder, and how large what an office gets is."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from windows.wheels import Package


def show(folder: Path, python: Package, packages: Sequence[Package], made: Iterable[Path]) -> None:
    """Print a table in Markdown: megabytes on the disk, and packed each on its own."""
    rows = [(f"{one.name} {one.version}", *_sizes(_compiled(one))) for one in (python, *packages) if one.files]
    app = {str(path): path.read_bytes() for path in (folder / "app").rglob("*") if path.is_file()}
    rows.append(("the program", *_sizes(app)))
    compiled = {str(path): path.read_bytes() for path in folder.rglob("*.pyc")}
    rows.append(("compiled modules of packages", *_sizes(compiled)))
    rows.append(("**folder**", sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()), 0))
    print("| part | MB | packed |\n|---|---|---|")
    for name, size, packed in sorted(rows, key=lambda row: -row[1]):
        print(f"| {name} | {_mb(size)} | {_mb(packed) if packed else ''} |")
    for path in made:
        print(f"| **{path.name}** | {_mb(path.stat().st_size)} | |")


def _compiled(package: Package) -> dict[str, bytes]:
    """What is left of a package once its modules are compiled."""
    return {name: raw for name, raw in package.files.items() if not name.endswith(".py")}


def _sizes(files: Mapping[str, bytes]) -> tuple[int, int]:
    return sum(map(len, files.values())), sum(len(zlib.compress(raw, 6)) for raw in files.values())


def _mb(size: int) -> str:
    return f"{size / 1e6:.1f}" if size >= 50_000 else f"{size / 1e6:.2f}"
