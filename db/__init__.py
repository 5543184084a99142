"""The data file: the only folder that knows SQL."""
