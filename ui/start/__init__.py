"""Before a file is open: new, open, practise, salvage."""
