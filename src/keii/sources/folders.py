"""Folders: every readable file in them, in one fixed order."""

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from keii.model import Problem

_PAGES = (".html", ".htm")
_LEDGERS = (".db", ".db-wal", ".db-shm", ".db-journal", ".db-polling")  # what keii itself writes beside the articles


def walk(folder: str, kind_of: Callable[[str], str | None]) -> Iterator[str | Problem]:
    """Yield the paths of the files below `folder` that have a kind, sorted by name, files first.

    Hidden entries and ledgers are passed over, and so is what a browser saves beside a page (article_files/).
    A folder that was visited already, by a link to it, is not entered again. Files of other kinds are told in
    one problem at the end, folders that cannot be opened in one each.
    """
    others: Counter[str] = Counter()
    yield from _walk(folder, kind_of, set(), others)
    if others:
        kinds = ", ".join(f"{count} × {kind}" for kind, count in sorted(others.items()))
        yield Problem(code="input.other-kinds", origin=folder,
                      message=f"files of kinds that keii does not read were passed over: {kinds}.",
                      remedy="Save their articles as text or web pages, or name a file to have it tried as text.")


def _walk(folder: str, kind_of: Callable[[str], str | None], seen: set[str],
          others: Counter[str]) -> Iterator[str | Problem]:
    seen.add(os.path.realpath(folder))
    try:
        with os.scandir(folder) as entries:
            visible = sorted((e for e in entries if not e.name.startswith(".")), key=lambda e: e.name)
    except OSError as error:
        yield Problem(code="input.unreadable", origin=folder, message=f"the folder cannot be opened: {error.strerror}.",
                      remedy="Check its permissions.")
        return
    folders = [entry for entry in visible if os.path.isdir(entry.path)]  # noqa: PTH112  # False for a link to itself
    for entry in visible:
        if entry in folders:
            continue
        suffix = Path(entry.name).suffix.lower()
        if kind_of(entry.name):
            yield entry.path
        elif suffix not in _LEDGERS:
            others[suffix or entry.name] += 1
    names = {entry.name for entry in visible}
    for entry in folders:
        if os.path.realpath(entry.path) not in seen and not _belongs_to_page(entry.name, names):
            yield from _walk(entry.path, kind_of, seen, others)


def _belongs_to_page(name: str, names: Collection[str]) -> bool:
    stem = next((name.removesuffix(ending) for ending in ("_files", ".files") if name.endswith(ending)), None)
    return stem is not None and any(f"{stem}{suffix}" in names for suffix in _PAGES)
