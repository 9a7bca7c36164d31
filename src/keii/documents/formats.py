"""The table of formats: bytes in, their Article out; of a live blog one for every entry."""

import re
from collections.abc import Callable
from dataclasses import replace

from keii.documents.article import Article, Known
from keii.documents.decode import declared_encoding, decode

_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article)\b",
    re.IGNORECASE | re.DOTALL)
_PAGE_WITHIN = 4096  # characters of a text in which an HTML page shows that it is one


def _plain(raw: bytes, known: Known) -> tuple[Article, ...]:
    text, encoding = decode(raw, declared=known.charset)
    return (Article(text=text, encoding=encoding, wrapped=True),)


def _markdown(raw: bytes, known: Known) -> tuple[Article, ...]:
    from keii.documents.markdown import read_markdown

    text, encoding = decode(raw, declared=known.charset)
    return (replace(read_markdown(text), encoding=encoding),)


def _page(raw: bytes, known: Known) -> tuple[Article, ...]:
    from keii.documents.page import read_pages

    text, encoding = decode(raw, declared=known.charset or declared_encoding(raw))
    return tuple(replace(article, encoding=encoding) for article in read_pages(
        text, today=known.today, url=known.url))


def _pdf(raw: bytes, _: Known) -> tuple[Article, ...]:
    from keii.documents.pdf import read_pdf

    return (read_pdf(raw),)


FORMATS: dict[str, Callable[[bytes, Known], tuple[Article, ...]]] = {
    "txt": _plain,
    "md": _markdown,
    "html": _page,
    "pdf": _pdf,
}


def recognise(raw: bytes) -> str:
    """Return the format of bytes without a telling name: pdf or html when they begin like one, else txt."""
    if raw.startswith(b"%PDF-"):
        return "pdf"
    text = raw[:_PAGE_WITHIN].decode("utf-8", "replace").lstrip("\ufeff")
    return "html" if _PAGE.match(text) else "txt"
