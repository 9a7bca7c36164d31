"""The quality of keii's readings: gold cases, figures, floors that only rise, and a report of every error."""
