"""A list edited as a sheet: its cells, the editor over one of them, blocks that are copied and filled."""
