"""The window: the only folder that knows Qt; it talks to the Session alone."""
