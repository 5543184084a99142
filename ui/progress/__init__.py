"""Figures in sight: overview, what stands behind a figure, the board, trends, what is left to do."""
