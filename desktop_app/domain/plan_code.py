"""The code of a plan: the beginning of its digest in groups of digits, to be compared by telephone."""

from desktop_app.domain.recovery_code import to_groups

BYTES = 8  # 64 bits: nobody makes another plan with the same ones; five groups, of which the last checks the others


def plan_code(digest: str) -> str:
    """`012345 678901 …`: each group checks itself, so that one heard wrongly is noticed."""
    return " ".join(to_groups(bytes.fromhex(digest)[:BYTES]))
