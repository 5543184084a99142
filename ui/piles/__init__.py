"""Piles of paper: counted before they are entered, compared after, a sample keyed twice."""
