"""Spreadsheets of offices: read into one grid, understood as records of a kind, and written."""
