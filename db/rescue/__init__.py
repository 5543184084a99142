"""Copies that are kept, and what can be read of a damaged file."""
