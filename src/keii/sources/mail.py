"""Mails: newsletters (.eml), and web pages that a browser saved as one file (.mhtml)."""

import email
import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr, parsedate_to_datetime
from typing import BinaryIO

from keii.documents.article import Known
from keii.errors import InputError
from keii.model import Document, Problem
from keii.sources.options import Options, problem

MAX_BYTES = 50_000_000  # a saved page brings its pictures; mail servers refuse more than half of this
_PAGE_TYPES = ("text/html", "application/xhtml+xml")
_HEADER = re.compile(rb"(?:MIME-Version|Received|Return-Path|Delivered-To|From|Subject|Message-ID|Date|DKIM-Signature)"
                     rb":[ \t]", re.IGNORECASE)
_REMEDY = "Save the mail or page again, or save its text."


def looks_like_mail(line: bytes) -> bool:
    """Tell whether the first line of a file is a header of a mail."""
    return bool(_HEADER.match(line))


def read_mail(stream: BinaryIO, options: Options, *, origin: str) -> Iterator[Document | Problem]:
    """Yield the article of a mail or of a page saved as one, and a problem for what was left out of it."""
    raw = stream.read(MAX_BYTES + 1)
    try:
        message = _parsed(raw)
        known = _known(message)
        pages, texts = _parts(message, _PAGE_TYPES), _parts(message, ("text/plain",))
        if not pages and not texts:
            raise InputError("the mail holds neither text nor a page.", code="input.empty", remedy=_REMEDY)
    except InputError as error:
        yield problem(error, origin)
        return
    found = _best(pages, texts, options, known, origin)
    yield from found
    document = next((one.id for one in found if isinstance(one, Document)), None)
    if attached := _attachments(message):
        yield Problem(code="input.attachment", origin=origin, document=document,
                      message=f"attachments were passed over: {', '.join(attached)}.",
                      remedy="Save them and give the files.")


def _parsed(raw: bytes) -> EmailMessage:
    if len(raw) > MAX_BYTES:
        raise InputError(f"the mail is larger than {MAX_BYTES:,} bytes.", code="input.too-large", remedy=_REMEDY)
    message = email.message_from_bytes(raw, policy=default)
    if not message.keys() or not isinstance(message, EmailMessage):
        raise InputError("the file has no header of a mail.", code="input.broken", remedy=_REMEDY)
    return message


def _best(pages: list[EmailMessage], texts: list[EmailMessage], options: Options, known: Known,
          origin: str) -> list[Document | Problem]:
    """Return what the page of a mail gives, what its plain text gives when the page holds no article."""
    found: list[Document | Problem] = []
    for kind, parts in (("html", pages[:1]), ("txt", texts[:1])):
        for part in parts:
            raw = part.get_payload(decode=True)
            if not isinstance(raw, bytes):
                continue
            own = replace(known, charset=part.get_content_charset(), url=part["Content-Location"] or known.url)
            made = list(options.documents(raw, kind=kind, origin=origin, known=own))
            if any(isinstance(one, Document) for one in made):
                return made
            found = found or made
    return found


def _parts(message: EmailMessage, types: tuple[str, ...]) -> list[EmailMessage]:
    return [part for part in message.walk() if isinstance(part, EmailMessage) and part.get_content_type() in types
            and part.get_content_disposition() != "attachment"]


def _attachments(message: EmailMessage) -> list[str]:
    return [_words(part.get_filename()) or part.get_content_type() for part in message.walk()
            if isinstance(part, EmailMessage) and part.get_content_disposition() == "attachment"]


def _known(message: EmailMessage) -> Known:
    """Return what the headers say; the date of a page that a browser saved is when it was fetched."""
    saved = _words(message["Snapshot-Content-Location"])
    when = _date(message)
    name, address = parseaddr(_words(message["From"]) or "")
    if not name and "<" in address:  # name and address were encoded in one
        name, address = parseaddr(address)
    if saved:
        return Known(url=saved, title=_words(message["Subject"]), retrieved=when)
    return Known(title=_words(message["Subject"]), publisher=name or address.rpartition("@")[2] or None,
                 url=(_words(message["Archived-At"]) or "").strip("<>") or None, published=when,
                 basis="header" if when else None)


def _date(message: EmailMessage) -> str | None:
    try:
        return parsedate_to_datetime(str(message["Date"])).isoformat()
    except (ValueError, TypeError):
        return None


def _words(value: object) -> str | None:
    """Return a header as one line; half characters that a broken encoding left are taken out."""
    return " ".join(str(value).encode("utf-8", "ignore").decode().split()) or None if value else None
