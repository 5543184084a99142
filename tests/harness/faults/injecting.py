"""A forked child does a work under strace, which lets one of its file-system calls fail or kills it there."""

import json
import mmap
import os
import re
import signal
import subprocess
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from desktop_app.errors import AppError
from desktop_app.session import OpenFile
from desktop_app.texts import in_words
from tests.harness.faults.operations import OPERATIONS, Facts, facts_of
from tests.harness.works import World

READING = ("read", "pread64", "getdents64", "fstat", "newfstatat", "lseek", "statfs", "access", "faccessat2", "fcntl")
WRITING = ("write", "pwrite64", "ftruncate", "fsync", "fdatasync", "sendfile", "copy_file_range")
NAMING = ("openat", "rename", "link", "mkdir", "unlink", "unlinkat", "rmdir")
FAULTS = {
    **dict.fromkeys(READING, ("EIO",)), **dict.fromkeys(WRITING, ("EIO", "ENOSPC")),
    **dict.fromkeys(NAMING, ("EIO", "EACCES", "ENOSPC")),
}  # fmt: skip
LASTING = ("write", "pwrite64", "fsync", "fdatasync", "openat")  # may also fail from some moment on
KILL = "KILL"
_BOX = 1 << 20
Said = dict[str, Any]


class Fault(NamedTuple):
    """What is done to the so-many-th call of a name; `lasting`: and to all that follow."""

    call: str
    number: int
    what: str
    lasting: bool = False

    @property
    def expression(self) -> str:
        how = "signal=KILL" if self.what == KILL else f"error={self.what}"
        return f"inject={self.call}:{how}:when={self.number}{'+' if self.lasting else ''}"


class Call(NamedTuple):
    """One call of a work: its name, the so-many-th of this name, whether it makes a file."""

    name: str
    number: int
    makes: bool


def faults_of(calls: list[Call]) -> Iterator[Fault]:
    """Each call fails in each way that it can, and is the last one; some go on failing."""
    for name, number, makes in calls:
        yield Fault(name, number, KILL)
        for what in FAULTS[name]:
            if what == "ENOSPC" and (name in ("unlink", "unlinkat", "rmdir") or (name == "openat" and not makes)):
                continue
            yield Fault(name, number, what)
            if name in LASTING:
                yield Fault(name, number, what, lasting=True)


def tried(world: World, operation: str, fault: Fault | None, log: Path) -> Said:
    """Do a work in a child, with a fault or, None, without; what the child had to say. `log` gets its calls."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
    with mmap.mmap(-1, _BOX) as box:
        child = os.fork()
        if not child:
            _do(world, operation, box, again=not (fault and fault.lasting))
        _wait_until(lambda: box[0] == 1)
        options = ["-y", "-o", str(log), "-e", f"trace={','.join(FAULTS)}"]
        options += ["-e", fault.expression] if fault else []
        with subprocess.Popen(["strace", "-p", str(child), *options], stderr=subprocess.PIPE, text=True) as strace:
            assert strace.stderr
            assert "attached" in strace.stderr.readline()
            os.kill(child, signal.SIGUSR1)
            _, status = os.waitpid(child, 0)
        said: Said = json.loads(box[1:].split(b"\0", 1)[0] or b"{}")
    return said | {"killed": os.WIFSIGNALED(status)}


def _wait_until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not done():
        assert time.monotonic() < end
        time.sleep(0.0005)


def _do(world: World, operation: str, box: mmap.mmap, *, again: bool) -> None:
    """In the child: the work, and where it could not be done, once more. It speaks by memory, which needs no call."""
    said: Said = {}
    try:
        world.enter()
        file = world.open()
        box[0] = 1
        signal.sigwait([signal.SIGUSR1])
        said["first"] = _outcome(world, operation, file)
        if said["first"] != "done" and again:
            file, said["between"] = _facts_between(world, file, operation)
            said["second"] = _outcome(world, operation, file)
            if said["second"] in OPEN_AGAIN:
                said["second"] = _outcome(world, operation, _opened_again(world, file))
    except BaseException:  # noqa: BLE001  # it is told to the parent
        said["broken"] = traceback.format_exc()
    raw = json.dumps(said).encode()
    box[1 : 1 + len(raw)] = raw
    os._exit(0)


def _facts_between(world: World, file: OpenFile, operation: str) -> tuple[OpenFile, Facts]:
    """The facts, read as every act reads: where that asks to open the file again, it is."""
    try:
        return file, file.run(lambda one: facts_of(world, one, operation))
    except AppError as error:
        if error.key not in OPEN_AGAIN:
            raise
    file = _opened_again(world, file)
    return file, facts_of(world, file, operation)


def _opened_again(world: World, file: OpenFile) -> OpenFile:
    file.close()
    return world.open()


def _outcome(world: World, operation: str, file: OpenFile) -> str:
    """`done`, the key of a sentence, or a traceback."""
    try:
        file.run(partial(OPERATIONS[operation], world))
    except AppError as error:
        return error.key if in_words(error.message) else "without words"
    except Exception:  # noqa: BLE001  # it is told to the parent
        return traceback.format_exc()
    return "done"


OPEN_AGAIN = ("file.misread", "file.unsure")  # the sentences that ask for it
_LINE = re.compile(r"(?:\d+ +)?(\w+)\((.*)")


def calls_in(log: Path, root: Path) -> list[Call]:
    """The calls of a whole work that concern its computer, each numbered among those of its name."""
    counts, found = Counter[str](), []
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        match = _LINE.match(line)
        if match and match[1] in FAULTS:
            counts[match[1]] += 1
            if str(root) in line:
                found.append(Call(match[1], counts[match[1]], "O_CREAT" in line))
    return found
