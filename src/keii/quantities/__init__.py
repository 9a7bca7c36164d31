"""Quantities: how many of what, read from a phrase."""
