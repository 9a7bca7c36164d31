"""The table of formats: bytes of one document in, its Article out."""

import re
from collections.abc import Callable
from dataclasses import replace

from keii.documents.article import Article
from keii.documents.decode import declared_encoding, decode

_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article)\b",
    re.IGNORECASE | re.DOTALL)
_PAGE_WITHIN = 4096  # characters of a text in which an HTML page shows that it is one


def _plain(raw: bytes) -> Article:
    text, encoding = decode(raw)
    return Article(text=text, encoding=encoding, wrapped=True)


def _markdown(raw: bytes) -> Article:
    from keii.documents.markdown import read_markdown

    text, encoding = decode(raw)
    return replace(read_markdown(text), encoding=encoding)


def _page(raw: bytes) -> Article:
    from keii.documents.page import read_page

    text, encoding = decode(raw, declared=declared_encoding(raw))
    return replace(read_page(text), encoding=encoding)


FORMATS: dict[str, Callable[[bytes], Article]] = {
    "txt": _plain,
    "md": _markdown,
    "html": _page,
}


def recognise(raw: bytes) -> str:
    """Return the format of bytes without a telling name: html when they begin like a page, else txt."""
    text = raw[:_PAGE_WITHIN].decode("utf-8", "replace").lstrip("\ufeff")
    return "html" if _PAGE.match(text) else "txt"
