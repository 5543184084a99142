"""Files come together and go out: merging, conflicts, duplicates, sending, backups."""
