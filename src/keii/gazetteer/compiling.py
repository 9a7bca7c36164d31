"""Writes the compiled registry: `python -m keii.gazetteer compile`, or a build that calls `compile_registry`."""

import os
from pathlib import Path

from keii.errors import DataError
from keii.gazetteer.compiled import FILE, packed
from keii.gazetteer.name_index import build_index
from keii.gazetteer.names import LANGUAGES, build_finder, read_names


def compile_registry(path: Path = FILE) -> int:
    """Write the registry of the data files to `path`, compiled, and return how many bytes it takes.

    Raises DataError when the file cannot be written.
    """
    whole = packed(
        {
            "names": tuple(read_names()),
            "index": build_index(),
            **{f"finder.{language}": build_finder(language) for language in LANGUAGES},
        }
    )
    try:
        aside = path.with_name(f".{path.name}.{os.getpid()}")  # processes that run have the file before mapped
        aside.write_bytes(whole)
        aside.replace(path)
    except OSError as error:
        raise DataError(
            f"the compiled registry could not be written: {error.strerror}.",
            where=str(path),
            remedy="Name a file in a folder that can be written to; keii works without it, only slower.",
        ) from error
    return len(whole)
