"""Files of actors, whatever their format: FollowTheMoney where the first character is a brace, otherwise a table."""

from pathlib import Path

from keii.documents.decode import decode
from keii.errors import InputError
from keii.imports.ftm import read_ftm
from keii.imports.table import read_table
from keii.imports.told import Told


def told_of(path: Path) -> Told:
    """Return what a file tells of actors; raises InputError where it cannot be read or is neither format."""
    try:
        with path.open("rb") as file:
            begin = file.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")
            file.seek(0)
            if begin.startswith(b"{"):
                return read_ftm(file)
            raw = file.read()
    except OSError as error:
        raise InputError(f"the input cannot be read: {error.strerror}.", where=str(path),
                         remedy="Name a file that exists.") from error
    return read_table(decode(raw)[0], str(path))
