"""Power cuts: what works write is recorded, and every disk that a cut may leave is opened and judged."""
