"""The registry of actors as data, and its look-up: which state, body, person or kind of people a phrase names."""
