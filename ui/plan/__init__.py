"""The plan in force, to be read."""
