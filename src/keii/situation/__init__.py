"""The situation: claims merged into events, what is awaited, and threads of both over time."""
