"""Cross-tables: what is asked, the table, the records behind a cell."""
