"""What stands around every page: top bar with search and period, tabs, menu, keys, settings."""
