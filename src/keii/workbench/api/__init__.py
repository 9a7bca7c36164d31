"""The API under /api/v1: what the pages show as JSON, texts coded, documents taken in, names reconciled."""
