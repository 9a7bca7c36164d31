"""Trains the model of `keii.coding` from the corpus: `make model`. The only part of the project that needs torch."""
