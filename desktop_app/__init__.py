"""Sổ Kế hoạch: the application without its screen."""
