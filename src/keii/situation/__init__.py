"""The situation: copies of one text, claims merged into events, what stands against what."""
