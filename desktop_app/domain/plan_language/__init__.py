"""The language in which a plan says what its indicators count: read into typed trees, with all its mistakes."""
