"""Spreadsheets in the window: the page that shows what a sheet becomes, and where lists go."""
