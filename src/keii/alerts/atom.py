"""An alert as an Atom file: the last notices, written anew and whole each time, so that no entry is ever doubled."""

import contextlib
import os
import tempfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from keii.alerts.notices import restored
from keii.alerts.result import SENT, Result
from keii.alerts.wording import of_notice
from keii.ledger.alerts import Alert
from keii.model import content_id

ENTRIES = 100  # of the file; readers of feeds ask more often than so much is new
_ATOM = "http://www.w3.org/2005/Atom"


def send(path: str, alert: Alert, notices: list[tuple[str, dict[str, Any]]], *, now: str) -> Result:
    """Write the file and return what became of it; `notices` are the last ones, each with the time it was found."""
    try:
        _replace(Path(path), written(alert, notices, now=now))
    except OSError as error:
        return Result(state="waiting", trouble=f"the file cannot be written: {error.strerror}.")
    return SENT


def written(alert: Alert, notices: list[tuple[str, dict[str, Any]]], *, now: str) -> bytes:
    """Return the feed."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": alert.lang})
    _add(feed, "title", alert.name)
    _add(feed, "id", f"urn:keii:{content_id('a_', alert.made_at, alert.number, alert.name)}")
    _add(feed, "updated", notices[0][0] if notices else now)
    _add(ET.SubElement(feed, f"{{{_ATOM}}}author"), "name", "keii")
    for found_at, content in notices:
        notice = restored(content)
        entry = ET.SubElement(feed, f"{{{_ATOM}}}entry")
        _add(entry, "title", notice.headline)
        _add(entry, "id", f"urn:keii:{content_id('n_', alert.made_at, alert.number, found_at, content)}")
        _add(entry, "updated", found_at)
        ET.SubElement(entry, f"{{{_ATOM}}}category", term=notice.kind)
        for url in dict.fromkeys(one.url for one in notice.evidence if one.url):
            ET.SubElement(entry, f"{{{_ATOM}}}link", rel="related", href=_possible(url))
        _add(entry, "content", of_notice(notice), type="text")
    raw: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return raw + b"\n"


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes).text = _possible(text)


def _possible(text: str) -> str:
    """Return the text without what XML cannot hold: control characters and halves of characters."""
    return "".join(letter for letter in text if letter in "\t\n" or (
        letter >= " " and not "\ud800" <= letter <= "\udfff" and letter not in "\ufffe\uffff"))


def _replace(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old one or the new one, never half of one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
