"""Data that enters or leaves in other shapes than the data file: JSON lines and made-up records."""
