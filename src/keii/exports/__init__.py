"""The forms in which keii's record leaves it, one format a file."""
