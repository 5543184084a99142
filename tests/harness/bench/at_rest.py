"""When a window that has started counts as at rest, and how much memory it holds then."""

from pathlib import Path

REST = 1500  # ms


def private_memory(process: int | str = "self") -> int:
    """The bytes that a process holds for itself alone; its share of what others hold too falls when others run."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Private_"))
