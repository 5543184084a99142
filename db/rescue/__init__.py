"""Copies of a file, and what can be read of a damaged file."""
