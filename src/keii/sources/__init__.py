"""Where documents come from, one kind a file; nothing after this step knows where a text came from."""

from keii.sources.find import find

__all__ = ["find"]
