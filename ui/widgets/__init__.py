"""What every view is made of: looks, small widgets, the worker thread; knows no page."""
