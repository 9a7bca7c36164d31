"""The situation: claims merged into events, and events as threads over time, with what stands against what."""
