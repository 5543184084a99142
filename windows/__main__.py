"""`make windows`: the folder, its zip, the setup and their checksums, in build/windows."""

import shutil
import subprocess
from pathlib import Path

from windows import folder, setup, sizes, wheels, wine
from windows.folder import ROOT

BUILD = ROOT / "build" / "windows"
WHEELS, PREFIX, FOLDER = BUILD / "wheels", BUILD / "prefix", BUILD / "SoKeHoach"
LAUNCHER = Path(__file__).resolve().parent / "launcher"
_LINKED = ("-Wl,--dynamicbase,--nxcompat,--high-entropy-va,--no-insert-timestamp", "-lshell32")


def main() -> None:
    version = setup.version()
    wheels.fetch(WHEELS, wheels.SHIPPED, wheels.PYTHON_LOCK)
    wine.make_prefix(PREFIX)
    shutil.rmtree(FOLDER, ignore_errors=True)
    python, packages = wheels.python(WHEELS), list(wheels.packages(WHEELS))
    c_runtime = folder.c_runtime(wheels.packages(WHEELS, whole=True))
    folder.put_packages(FOLDER, python, packages, c_runtime)
    folder.put_program(FOLDER)
    _compile_launcher(FOLDER / "SoKeHoach.exe", version)
    compile_modules(FOLDER, PREFIX)
    folder.date_all(FOLDER)
    made = [setup.zipped(FOLDER, BUILD / f"SoKeHoach-{version}.zip"), setup.setup(FOLDER, BUILD, version)]
    setup.write_checksums(BUILD / "CHECKSUMS", made)
    sizes.show(FOLDER, python, packages, made)


def compile_modules(target: Path, prefix: Path) -> None:
    """Compile the modules in the folder; names in it are relative, so that it is the same wherever it was built.

    Packages stay without their sources, for the room that they take; the program keeps its own.
    """
    command = ("wine", "runtime/python.exe", "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash")
    for arguments in (("-b", "lib"), ("app",)):
        subprocess.run((*command, *arguments), cwd=target, env=wine.environment(prefix), check=True)
    for source in (target / "lib").rglob("*.py"):
        source.unlink()
    folder.pack_modules(target / "app")


def _compile_launcher(program: Path, version: str) -> None:
    numbers = ",".join([*version.split("."), "0"])
    resources = program.with_suffix(".o")
    defined = (f"-DNUMBERS={numbers}", f'-DVERSION=\\"{version}\\"')
    subprocess.run(
        (f"{wine.MINGW}-windres", "-c", "65001", *defined, "launch.rc", "-O", "coff", "-o", resources),
        cwd=LAUNCHER, check=True,
    )  # fmt: skip
    subprocess.run(
        (f"{wine.MINGW}-gcc", "-Wall", "-Wextra", "-O2", "-s", "-municode", "-mwindows", "-o", program, "launch.c",
         resources, *_LINKED),
        cwd=LAUNCHER, check=True,
    )  # fmt: skip
    resources.unlink()


if __name__ == "__main__":
    main()
