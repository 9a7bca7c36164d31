"""Alerts: what is new for a saved search or a situation, told to a web hook, by mail or in an Atom file."""
