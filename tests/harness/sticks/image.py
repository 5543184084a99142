"""The image of a stick: made, plugged in by a driver, its writes recorded, cut at any of them, pulled out."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

SECTOR = 512
_WRITE = re.compile(r'(?:\d+ +)?(\d+\.\d+) pwrite64\(\d+, "((?:\\x[0-9a-f]{2})*)", \d+, (\d+)')
_PATIENCE = 20  # seconds


class Write(NamedTuple):
    """When the driver began to write which bytes where."""

    time: float
    raw: bytes
    at: int


class Kind(NamedTuple):
    """A file system of sticks: how it is made, and the driver that mounts it where the kernel has none."""

    name: str
    size: int
    make: tuple[str, ...]
    driver: tuple[str, ...]
    wants_device: bool = False


FAT = Kind("FAT32", 40 << 20, ("mkfs.vfat", "-F", "32", "-s", "1", "-n", "STICK"), ("fusefat", "-f", "-o", "rw+"))
EXFAT = Kind("exFAT", 40 << 20, ("mkfs.exfat", "-q", "-L", "STICK"), ("mount.exfat-fuse", "-d"), wants_device=True)
KINDS = {kind.name: kind for kind in (FAT, EXFAT)}


class Stick(NamedTuple):
    """An image that is plugged in; `driver`: the process that serves it at a folder."""

    folder: Path
    driver: "subprocess.Popen[bytes]"


def make(kind: Kind, image: Path) -> None:
    """An empty image."""
    with image.open("wb") as file:
        file.truncate(kind.size)
    _run(*kind.make, str(image))


@contextmanager
def plugged_in(kind: Kind, image: Path, folder: Path) -> Iterator[Stick]:
    """The image at a folder, until it is unmounted. OSError: the driver finds nothing in it that it knows."""
    folder.mkdir(exist_ok=True)
    device = _run("losetup", "-f", "--show", str(image)) if kind.wants_device else str(image)
    driver = subprocess.Popen([*kind.driver, device, str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(lambda: os.path.ismount(folder) or driver.poll() is not None)
        if driver.poll() is not None:
            raise OSError(f"{kind.driver[0]} does not know what is in {image}")
        yield Stick(folder, driver)
    finally:
        subprocess.run(("umount", "-l", str(folder)), capture_output=True, check=False)
        _wait_for(lambda: driver.poll() is not None)
        driver.kill()
        if kind.wants_device:
            _run("losetup", "-d", device)


def pull_out(stick: Stick) -> None:
    """The driver dies: whatever is asked of the stick now fails, as when it is pulled out."""
    stick.driver.kill()
    stick.driver.wait(_PATIENCE)


@contextmanager
def recording(stick: Stick, log: Path) -> Iterator[None]:
    """What the driver writes goes into a log, which is whole afterwards."""
    words = ("strace", "-f", "-ttt", "-xx", "-s", "10000000", "-e", "trace=pwrite64", "-o", str(log))
    watcher = subprocess.Popen((*words, "-p", str(stick.driver.pid)), stderr=subprocess.PIPE, text=True)
    assert watcher.stderr
    assert "attached" in watcher.stderr.readline()
    try:
        yield
    finally:
        time.sleep(0.5)  # what follows when a file is closed
        watcher.send_signal(signal.SIGINT)
        watcher.communicate()


def writes_in(log: Path) -> list[Write]:
    with log.open(encoding="ascii") as lines:
        found = [_WRITE.match(line) for line in lines]
    return [Write(float(one[1]), bytes.fromhex(one[2].replace("\\x", "")), int(one[3])) for one in found if one]


def cut(image: bytearray, writes: Sequence[Write], torn: int = 0) -> bytearray:
    """The image after these writes; `torn`: so many sectors of the last one are there."""
    raw = bytearray(image)
    for write in writes[:-1] if torn else writes:
        raw[write.at : write.at + len(write.raw)] = write.raw
    if torn:
        last = writes[-1]
        part = last.raw[: torn * SECTOR]
        raw[last.at : last.at + len(part)] = part
    return raw


def _wait_for(done: Callable[[], bool]) -> None:
    until = time.monotonic() + _PATIENCE
    while not done() and time.monotonic() < until:
        time.sleep(0.01)


def _run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
