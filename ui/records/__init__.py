"""Records as lists: tables, filters, columns, and the tab of an area with list and form."""
