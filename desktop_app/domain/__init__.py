"""The pure core: no files, no SQL, no Qt and no clock of its own."""
