"""The small multilingual encoder: its weights, its pieces, and how it runs."""
