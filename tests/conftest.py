"""What holds for all tests."""

from hypothesis import settings

# No property is a timed test: a first call loads tables, and a machine may have much else to do.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
