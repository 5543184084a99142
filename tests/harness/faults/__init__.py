"""Faults of the disk: every file-system call of a work fails or is the last one, one by one."""
