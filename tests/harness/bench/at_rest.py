"""When a window that has started counts as at rest, and how much memory it holds then."""

from pathlib import Path

REST = 1500  # ms


def pss(process: int | str = "self") -> int:
    """The proportional share of memory of a process, in bytes."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
