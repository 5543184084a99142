"""What was written: the history of a record, undo and redo, the trash, erasing for good."""
