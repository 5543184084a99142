"""What a process writes and syncs below a folder, as strace saw it, played back onto a disk one call at a time."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.harness.power.disk import File, Folder, content

ROOT = Path(__file__).parents[3]
CALLS = (
    "openat,close,lseek,write,writev,pwrite64,pwritev,ftruncate,truncate,fallocate,fsync,fdatasync,rename,renameat,"
    "renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat,rmdir,sendfile,copy_file_range"
)
_LINE = re.compile(r"(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True)
class Call:
    """A call that went well: its name, its arguments as strace writes them, its paths or bytes, its result."""

    name: str
    words: list[str]
    texts: list[bytes]
    result: int


def record(log: Path, *arguments: str) -> list[Call]:
    """Run a module of ours with its arguments under strace; the calls that it made."""
    command = ["strace", "-f", "--seccomp-bpf", "-xx", "-s", "100000000", "-o", str(log), "-e", f"trace={CALLS}"]
    subprocess.run([*command, sys.executable, "-m", *arguments], cwd=ROOT, check=True)
    with log.open(encoding="ascii") as lines:
        return list(_calls(lines))


def _calls(lines: Iterator[str]) -> Iterator[Call]:
    for line in lines:
        assert "<unfinished" not in line, "the recorded work has one thread"
        found = _LINE.match(line)
        if found and not found[3].startswith("-"):
            texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(found[2])]
            words = [word.strip() for word in _TEXT.sub("", found[2]).split(",")]
            yield Call(found[1], words, texts, int(found[3]))


@dataclass
class Opened:
    """What a number of the process stands for, and where its next write goes."""

    path: str
    node: File | Folder | None
    at: int = 0
    appends: bool = False


@dataclass
class Playback:
    """A disk below `root` to which calls are done; `said` counts the lines that the process wrote into `said_in`."""

    root: str
    said_in: str
    disk: Folder
    said: int = 0
    opened: dict[int, Opened] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Path, said_in: Path) -> "Playback":
        """The disk as it is, everything of it sure."""
        return cls(f"{root}/", str(said_in), _read(root))

    def do(self, call: Call) -> bool:
        """Do one call; whether it changed the disk or what is sure of it."""
        if call.name == "openat":
            return self._open(call)
        if call.name == "close":
            self.opened.pop(int(call.words[0]), None)
            return False
        paths = [self._path(call, at) for at in range(len(call.texts))] if "write" not in call.name else []
        if call.name.startswith(("rename", "link", "unlink", "mkdir", "rmdir", "truncate")):
            return self._names(call, paths)
        return self._numbered(call)

    def _path(self, call: Call, at: int = 0) -> str:
        """A path of a call; one that is no whole path begins in a folder that the process has open."""
        path = call.texts[at].decode()
        if path.startswith("/"):
            return path
        base = self.opened.get(int(call.words[0])) if call.words[0].isdigit() else None
        return f"{base.path}/{path}" if base else path

    def _open(self, call: Call) -> bool:
        path, flags = self._path(call), call.words[2]
        there = self._find(path)
        created = there is None and "O_CREAT" in flags and path.startswith(self.root)
        if created:
            there = File(content(b""), bytearray())
            folder, name = self._parent(path)
            folder.set({name: there})
        if isinstance(there, File) and "O_TRUNC" in flags and there.now:
            there.resize(0)
        self.opened[call.result] = Opened(path, there, 0, "O_APPEND" in flags)
        return created or "O_TRUNC" in flags

    def _find(self, path: str) -> File | Folder | None:
        if not f"{path}/".startswith(self.root):
            return None
        node: File | Folder | None = self.disk
        for name in filter(None, path[len(self.root) :].split("/")):
            node = node.now.get(name) if isinstance(node, Folder) else None
        return node

    def _parent(self, path: str) -> tuple[Folder, str]:
        folder = self._find(path.rpartition("/")[0])
        assert isinstance(folder, Folder), path
        return folder, path.rpartition("/")[2]

    def _names(self, call: Call, paths: list[str]) -> bool:
        if not any(path.startswith(self.root) for path in paths):
            return False
        folder, name = self._parent(paths[-1])
        node = self._find(paths[0])
        if call.name.startswith("rename"):
            from_folder, old = self._parent(paths[0])
            assert from_folder is folder, "a rename between two folders"
            folder.set({old: None, name: node})
        elif call.name.startswith("link"):
            folder.set({name: node})
        elif call.name.startswith("mkdir"):
            folder.set({name: Folder()})
        elif call.name.startswith(("unlink", "rmdir")):
            folder.set({name: None})
        else:
            raise ValueError(call.name)
        return True

    def _numbered(self, call: Call) -> bool:
        one = self.opened.get(int(call.words[0]))
        if one is None or one.node is None:
            self.said += one is not None and one.path == self.said_in and call.name == "write"
            return False
        if call.name in ("fsync", "fdatasync"):
            one.node.sync()
            return True
        assert isinstance(one.node, File)
        if call.name == "lseek":
            one.at = call.result
            return False
        if call.name == "write":
            at = len(one.node.now) if one.appends else one.at
            one.node.write(at, call.texts[0][: call.result])
            one.at = at + call.result
        elif call.name == "pwrite64":
            one.node.write(int(call.words[-1]), call.texts[0][: call.result])
        elif call.name == "ftruncate":
            one.node.resize(int(call.words[1]))
        else:
            raise ValueError(call.name)
        return True


def _read(path: Path) -> Folder:
    found: dict[str, File | Folder] = {}
    for inner in path.iterdir():
        raw = b"" if inner.is_dir() else inner.read_bytes()
        found[inner.name] = _read(inner) if inner.is_dir() else File(content(raw), bytearray(raw))
    return Folder(found, dict(found))
