"""One record in hand: its fields, their editors, the records inside it."""
