"""Files made to do harm, and what the program makes of them."""
