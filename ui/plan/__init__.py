"""The page on which a plan is written."""
