"""What the build for Windows takes from the locks, and that what it makes depends on the content alone."""

import compileall
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from py_compile import PycInvalidationMode

import pytest

from desktop_app.plan_files import load_plan, plan_folder
from tests.conftest import NOT_ON_WINDOWS
from tests.harness.wine.plans import PLANS, Plan
from tests.harness.wine.testing import SUITES
from windows import folder, setup, wheels

ROOT = Path(__file__).resolve().parent.parent
WINDOWS = ROOT / "windows"
# a link where the system makes it, and a test that is left out elsewhere
SAID_THERE = re.compile(r"with suppress\(OSError\):.*\n.*symlink_to\(|@pytest\.mark\.skipif\((?:.*\n)+?(?=\n\n|\Z)")
LINUX_ALONE = re.compile(r"os\.fork|signal\.SIG|/proc/|symlink_to\(|returncode == -\d")


def versions(lock: Path) -> set[tuple[str, str]]:
    """Name and version of each package; one with two versions is another one for another Python."""
    return set(re.findall(r"^([\w.-]+)==([\w.]+)", lock.read_text(), re.MULTILINE))


def names(lock: Path) -> set[str]:
    return {name for name, _ in versions(lock)}


@pytest.mark.parametrize("lock", [wheels.SHIPPED, wheels.FOR_TESTS])
def test_the_packages_for_windows_have_the_versions_of_all_others(lock: str) -> None:
    ours, theirs = versions(ROOT / "requirements.lock"), versions(WINDOWS / lock)
    assert theirs <= ours


def test_every_package_that_the_program_asks_for_is_shipped() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = {re.split(r"[=<>]", one)[0].lower().replace("_", "-") for one in project["dependencies"]}
    assert asked <= names(WINDOWS / wheels.SHIPPED)


def test_no_rule_names_a_package_that_is_not_there() -> None:
    rules = tomllib.loads((WINDOWS / "contents.toml").read_text()).keys() - {"every"}
    assert rules <= {*names(WINDOWS / wheels.SHIPPED), wheels.PYTHON}


def test_of_a_wheel_only_what_is_kept_and_the_licence_are_shipped() -> None:
    every = {"keep": ["*.dist-info/*"], "drop": ["*.pyi", "*.dist-info/RECORD"]}
    inside = ["a/x.py", "a/y.py", "a/y.pyi", "a.dist-info/LICENSE", "a.dist-info/RECORD"]
    assert wheels.kept(inside, {"keep": ["a/x.*"]}, every) == ["a/x.py", "a.dist-info/LICENSE"]
    assert wheels.kept(inside, {"drop": ["a/y.*"]}, every) == ["a/x.py", "a.dist-info/LICENSE"]
    assert wheels.kept(inside, {}, every) == ["a/x.py", "a/y.py", "a.dist-info/LICENSE"]
    assert wheels.kept(inside, {"keep": []}, every) == []


def test_rules_name_files_by_where_they_lie_once_they_are_installed() -> None:
    inside = ["a/", "a/x.py", "a-1.data/purelib/a/y.dll", "a-1.data/platlib/a/z.py"]
    assert wheels.installed(inside) == {"a/x.py": inside[1], "a/y.dll": inside[2], "a/z.py": inside[3]}


def modules_left_out() -> list[str]:
    """By the rules that name what of a package is dropped; names inside what is kept alone are those of Windows."""
    rules = tomllib.loads((WINDOWS / "contents.toml").read_text())
    found = []
    for name in (name for name, rule in rules.items() if "keep" not in rule and name != wheels.PYTHON):
        files = [str(file) for file in metadata.files(name) or () if file.suffix in {".py", ".so"}]
        kept = set(wheels.kept(files, rules[name], rules["every"]))
        found += [file.partition(".")[0].replace("/", ".") for file in files if file not in kept]
    return found


def test_reports_and_the_guide_are_made_without_what_is_left_out(tmp_path: Path) -> None:
    left_out = modules_left_out()
    assert {"reportlab.graphics.shapes", "PIL._webp"} <= set(left_out)
    code = (
        f"import sys; sys.modules |= dict.fromkeys({left_out})\n"
        "from desktop_app.cli import main\n"
        "assert main(['demo', 'a.db', '--units', '3', '--records', '60']) == 0\n"
        "for form in ('pdf', 'docx', 'xlsx'):\n"
        "    assert main(['report', 'a.db', '--period', '2022', '--out', f'a.{form}']) == 0\n"
        "assert main(['guide', 'g.pdf']) == 0\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


# as the window notes one in errors.log
BUG = """import traceback
from desktop_app.domain.plan_parsing import parse_plan
try:
    parse_plan(3)
except TypeError:
    traceback.print_exc()
"""


def a_folder(at: Path, order: list[str]) -> Path:
    """The same files, written in another order and at another time."""
    made = at / "SoKeHoach"
    for number, name in enumerate(order):
        path = made / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
        path.chmod(0o600 + number % 2 * 0o44)
        os.utime(path, (number, number))
    folder.date_all(made)
    return made


def test_the_digest_of_a_build_tells_a_letter_and_a_name_apart(tmp_path: Path) -> None:
    file = tmp_path / "db" / "sql.py"
    file.parent.mkdir()
    file.write_text("MOST = 3")
    before = folder.digest_of(tmp_path)
    assert folder.digest_of(tmp_path) == before
    file.write_text("MOST = 4")
    other = folder.digest_of(tmp_path)
    file.rename(file.with_name("sq1.py"))
    assert len({before, other, folder.digest_of(tmp_path)}) == 3


def test_zip_and_file_list_depend_on_the_content_alone(tmp_path: Path) -> None:
    written = ["b.txt", "app/ui/x.py", "app/a.py", "LICENSE"]
    one, other = a_folder(tmp_path / "một", written), a_folder(tmp_path / "hai", written[::-1])
    zips = [setup.zipped(made, tmp_path / f"{number}.zip").read_bytes() for number, made in enumerate((one, other))]
    assert zips[0] == zips[1]
    assert setup.file_list(one) == setup.file_list(other)


def run_packed(at: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run Python with the modules that lie packed there."""
    paths = {"PYTHONPATH": str(at / folder.ARCHIVE), "XDG_CONFIG_HOME": str(at / "config")}
    return subprocess.run(
        [sys.executable, *words], cwd=at, env=os.environ | paths, check=False, capture_output=True, text=True
    )


def test_the_program_runs_from_the_archive_of_its_modules_with_the_resources_beside_it(tmp_path: Path) -> None:
    for name in folder.OURS:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "screenshots"))
    compileall.compile_dir(tmp_path, quiet=1, stripdir=tmp_path, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH)
    folder.pack_modules(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {folder.ARCHIVE, "resources"}
    done = run_packed(tmp_path, "-m", "desktop_app", "demo", "a.db", "--units", "3", "--records", "30")
    assert done.returncode == 0, done.stderr
    shown = run_packed(tmp_path, "-c", BUG).stderr
    found = re.search(r'plan_parsing.py", line (\d+), in parse_plan\n    (.+)\n', shown)
    assert found, shown
    source = (ROOT / "desktop_app" / "domain" / "plan_parsing.py").read_text(encoding="utf-8").splitlines()
    assert source[int(found[1]) - 1].strip() == found[2]


def test_the_setup_names_every_file_at_its_place(tmp_path: Path) -> None:
    made = a_folder(tmp_path, ["app/a.py", "LICENSE"])
    assert setup.file_list(made).splitlines() == [
        'SetOutPath "$INSTDIR"',
        'File "SoKeHoach/LICENSE"',
        'SetOutPath "$INSTDIR\\app"',
        'File "SoKeHoach/app/a.py"',
    ]


def test_checksums_are_those_that_other_programs_compute(tmp_path: Path) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(b"abc")
    setup.write_checksums(tmp_path / "CHECKSUMS", [file])
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-2, example B.1
    assert (tmp_path / "CHECKSUMS").read_text() == f"{digest}  x.zip\n"


def test_every_test_reads_a_pdf_in_the_way_that_works_on_either_system() -> None:
    word = '"pdf' + 'totext"'
    calling = {path.name for path in (ROOT / "tests").rglob("*.py") if word in path.read_text(encoding="utf-8")}
    assert calling == {"processes.py"}


def test_what_linux_alone_has_is_asked_for_only_where_somebody_said_so() -> None:
    said = [re.compile(what.partition(r"\.")[0]) for what in NOT_ON_WINDOWS]
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
             for suite in SUITES for path in (ROOT / suite).glob("test_*.py")}  # fmt: skip
    asking = {name for name, text in texts.items() if LINUX_ALONE.search(SAID_THERE.sub("", text))}
    # in what tests call that are left out there
    called = {"tests/db/test_integrity.py"}
    assert {name for name in asking if not any(one.match(name) for one in said)} == called


def test_a_failure_under_wine_is_told_though_the_run_is_cut_off(tmp_path: Path) -> None:
    cut = tmp_path / "test_cut.py"
    cut.write_text("import os\ndef test_a():\n    assert 'what' == 'else'\ndef test_b():\n    os._exit(3)\n")
    plugins = ("-p", "no:randomly", "-p", "no:cacheprovider", "-p", "tests.harness.wine.failures_at_once")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *plugins, "-c", os.devnull, "--rootdir", tmp_path, cut], cwd=ROOT,
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 3
    assert "assert 'what' == 'else'" in done.stderr


@pytest.mark.parametrize("played", PLANS, ids=lambda played: played.id)
def test_what_is_played_stands_in_its_plan(played: Plan) -> None:
    plan = load_plan(played.source if isinstance(played.source, Path) else plan_folder(played.source))
    assert (played.id, played.year) == (plan["plan"]["id"], str(plan["plan"]["year"]))
    fields = plan["kinds"][played.kind]["fields"]
    typed = [played.day, *played.typed]
    assert [name for name in fields if name in typed] == typed, "it is typed in the order of the form"
    lacking = {name for name in fields if name not in typed and "default" not in fields[name]}
    assert not [name for name in lacking if fields[name].get("required") == "always"], "a record would not count"
    assert {played.text, *played.values} <= fields.keys()
    assert played.indicator in plan["indicators"]
