"""Which addresses of the network may be fetched: http and https, no names and passwords, no private hosts."""

import ipaddress
import socket
from urllib.parse import quote, urldefrag, urljoin, urlsplit, urlunsplit

from keii.errors import InputError

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_PORTS = {"http": 80, "https": 443}
# Ends of names that no public name has (RFC 6761, 6762, 8375, ICANN's .internal, and what routers and offices use)
_INNER = (".localhost", ".local", ".internal", ".home.arpa", ".lan", ".intranet", ".corp", ".home", ".localdomain")


def checked_url(url: str) -> str:
    """Return an address in its usual form, without its fragment; raises InputError for one that is not fetched."""
    try:
        parts = urlsplit(urldefrag(url.strip()).url)
        port, host = parts.port, (parts.hostname or "").rstrip(".")
        host = host if ":" in host else host.encode("idna").decode()
    except ValueError as error:  # a port that is no number, a bracket left open, a name too long
        raise InputError("the address is malformed.", code="input.bad-url", remedy="Check it.") from error
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not host:
        raise InputError("only http:// and https:// addresses are fetched.", code="input.bad-url",
                         remedy="Give the address of a page or feed, or a file.")
    if parts.username or parts.password:
        raise InputError("the address holds a name or password, and keii sends none.", code="input.bad-url",
                         remedy="Give the address without it.")
    shown = f"[{host}]" if ":" in host else host
    place = shown if port in (None, _PORTS[scheme]) else f"{shown}:{port}"
    return urlunsplit((scheme, place, _quoted(parts.path) or "/", _quoted(parts.query), ""))


def joined(base: str, link: str) -> str:
    """Return the address that a link on the page `base` leads to; raises InputError like `checked_url`."""
    try:
        return checked_url(urljoin(base, link.strip()))
    except ValueError as error:
        raise InputError("the address is malformed.", code="input.bad-url", remedy="Check it.") from error


def host_of(url: str) -> str:
    """Return host and port of an address: what one delay and one robots.txt count for."""
    return urlsplit(url).netloc.lower()


def place_of(url: str) -> tuple[str, int]:
    """Return the host and the port of an address."""
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or _PORTS[parts.scheme]


def is_public(address: str) -> bool:
    """Tell whether an IP address lies in the public network, an address inside of another one looked through.

    >>> is_public("8.8.8.8"), is_public("127.0.0.1"), is_public("::ffff:10.0.0.1"), is_public("169.254.169.254")
    (True, False, False, False)
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def resolve(host: str, port: int, *, private: bool) -> tuple[str, ...]:
    """Return the IP addresses of a host; raises InputError when one of them is private and that is not allowed.

    One private address among public ones refuses the host: which of them is used would be chance.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise InputError(f"the host {host} is not found.", code="fetch.no-host",
                         remedy="Check the address, and the connection to the network.") from error
    addresses = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
    hidden = [address for address in addresses if not is_public(address)]
    if hidden and not private:
        raise InputError(f"the host {host} is {hidden[0]}, an address of a private network.", code="fetch.private",
                         remedy="If that is meant, allow it with --private.")
    return addresses


def refuse_private(host: str, port: int) -> None:
    """Raise InputError for a host that is fetched through a proxy and is, or is named like one of, a private network.

    The proxy looks the host up, not keii: a name that is not found here is left to the proxy, unless no public name
    looks like it.
    """
    name = host.lower().rstrip(".")
    try:
        resolve(host, port, private=False)
    except InputError as error:
        if error.code != "fetch.no-host":
            raise
        if ":" in name or "." not in name or name.endswith(_INNER):
            raise InputError(f"the host {host} has a name of a private network.", code="fetch.private",
                             remedy="If that is meant, allow it with --private.") from error


def _quoted(part: str) -> str:
    """Return a part of an address with letters beyond ASCII and spaces percent-encoded, the rest as it is."""
    return quote(part, safe="%/:=&?~#+!$,;'@()*[]|")
