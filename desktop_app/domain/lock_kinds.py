"""What locked reports are called in the change log; apart from their content, which a start does without."""

# Kinds in the change log that are the program's own, under every plan. A lock is one record with one field that nobody
# changes, and unlocking is a record of its own: so merging never puts a lock in conflict, and two locks are both kept.
LOCK, UNLOCK = "report", "report_unlock"
CONTENT = "content"
ACTS = {LOCK: "lock", UNLOCK: "unlock"}
