"""Speed and memory of keii beside the parsers it builds on, in one run."""
