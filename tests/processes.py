"""What tests ask of the system beside the program: how a process that was killed ended, and commands of Linux."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

KILL = 9  # SIGKILL; on Windows the exit code of a process that was ended so
KILLED = KILL if os.name == "nt" else -KILL
REQUESTS = "SOKEHOACH_TEST_REQUESTS"  # the folder in which, under wine, the runner of the tests finds what it has to do


ROOT = Path(__file__).parents[1]
FORKED = """
for line in sys.stdin:
    child = os.fork()
    if not child:
        work(int(line))
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@contextmanager
def work_of_children(script: str, *given: str) -> Iterator[Callable[[int], int]]:
    """Calls `work(number)` of a script, each time in a child of its own, and gives its exit code.

    The children are forked from one process that has imported all that they need; where a system has no fork, each
    begins anew.
    """
    if not hasattr(os, "fork"):
        begun = [sys.executable, "-c", f"{script}\nwork(int(sys.argv[-1]))", *given]
        yield lambda number: subprocess.run([*begun, str(number)], cwd=ROOT, check=False).returncode
        return
    command = [sys.executable, "-c", script + FORKED, *given]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        asked, told = process.stdin, process.stdout

        def run(number: int) -> int:
            print(number, file=asked, flush=True)
            return int(told.readline())

        yield run


def run_on_linux(*command: str) -> str:
    """Run a command; returns what it says of a failure, "" where it succeeded. Under wine the runner of the tests does
    it, which knows the paths by their names on Linux.
    """
    if os.name != "nt":
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return "" if done.returncode == 0 else done.stderr.strip() or f"exit code {done.returncode}"
    if REQUESTS not in os.environ:
        return "there is no Linux below"
    ours = Path(os.environ[REQUESTS]) / token_hex(8)
    ours.with_suffix(".new").write_text(json.dumps([_linux_path(word) for word in command]), encoding="utf-8")
    ours.with_suffix(".new").rename(ours.with_suffix(".request"))
    answer = ours.with_suffix(".answer")
    while not answer.exists():
        time.sleep(0.02)
    return answer.read_text(encoding="utf-8")


def pdf_text(pdf: bytes, *options: str) -> str:
    """What stands on the pages of a PDF; with `-layout` in its layout."""
    with tempfile.TemporaryDirectory(dir=os.environ.get(REQUESTS)) as folder:
        written, text = Path(folder, "pages.pdf"), Path(folder, "pages.txt")
        written.write_bytes(pdf)
        assert run_on_linux("pdftotext", *options, str(written), str(text)) == ""
        return text.read_text(encoding="utf-8")


def _linux_path(word: str) -> str:
    return word[2:].replace("\\", "/") if word[:3] == "Z:\\" else word


def most_memory() -> int:
    """MB that this process held at most so far, on Linux."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.is_file() else []
    return next((int(line.split()[1]) >> 10 for line in lines if line.startswith("VmHWM")), 0)
