"""Files of other offices come into ours, a merge goes out again, a copy of ours is handed over."""
