"""Addresses that a brief may link to."""

from urllib.parse import quote, urlsplit

_SCHEMES = frozenset({"http", "https"})
_KEPT = "%/:=&?~#+!$,;'@()*[]-._"


def web_address(url: str | None) -> str | None:
    """Return the address of a page on the web, with everything unusual percent-encoded; None for anything else.

    `javascript:` and `data:` addresses would run what a hostile article brings along, `file:` ones name somebody's
    computer.

    >>> web_address("https://example.org/a b"), web_address("javascript:alert(1)")
    ('https://example.org/a%20b', None)
    """
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:  # brackets that are no IPv6 address
        return None
    if parts.scheme.lower() not in _SCHEMES or not parts.netloc:
        return None
    return quote(parts.geturl(), safe=_KEPT)
