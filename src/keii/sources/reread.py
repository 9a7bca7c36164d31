"""A capture, read again: what it gives is compared with what the ledger quotes."""

import io
from collections.abc import Iterator

from keii.documents.article import Known
from keii.documents.clean import clean
from keii.documents.decode import declared_encoding, decode
from keii.errors import InputError
from keii.model import Document
from keii.model.followed import Capture
from keii.sources.feeds import is_feed, parse_feed, plain, read_entry
from keii.sources.files import kind_of
from keii.sources.mail import looks_like_mail, read_mail
from keii.sources.options import Options


def reread(capture: Capture, document: Document) -> Iterator[Document | str]:
    """Yield the documents that a capture gives when it is read as `document` was, and the words that it shows.

    The title that a feed gave is no part of the capture of its page; it is taken from the document.
    """
    charset = dict(capture.headers).get("content-type", "").lower().partition("charset=")[2].partition(";")[0]
    known = Known(charset=charset.strip(" \"'") or None, url=capture.final, title=document.title,
                  language=document.language)
    options, origin = Options(language=document.language), document.origin
    if document.reader == "feed":
        found = _entries(capture, known.charset, options, origin)
    elif capture.status is None and _is_mail(capture):
        found = read_mail(io.BytesIO(capture.body), options, origin=origin)
    else:
        found = options.documents(capture.body, kind=document.reader, origin=origin, known=known)
    yield from (one for one in found if isinstance(one, Document))
    if document.reader != "pdf":
        yield _shown(capture.body, known)


def _is_mail(capture: Capture) -> bool:
    """Tell whether a file was read as a mail: by the end of its name, else by what it shows."""
    kind = kind_of(capture.address)
    return kind == "mail" or (kind is None and looks_like_mail(capture.body))


def _entries(capture: Capture, charset: str | None, options: Options, origin: str) -> Iterator[object]:
    if is_feed(capture.body):
        feed = parse_feed(capture.body, url=capture.final, charset=charset)
        for entry in feed.entries:
            yield from read_entry(entry, feed, options, origin=origin)


def _shown(body: bytes, known: Known) -> str:
    """Return all words of a page, text or feed; nothing where it cannot be decoded."""
    try:
        text, _ = decode(body, declared=known.charset or declared_encoding(body))
    except InputError:
        return ""
    return clean(plain(text))
