"""What can be done with an open data file, in rooms of plain functions; the only door for both front ends."""

from db.open_file import OpenFile

__all__ = ["OpenFile"]
