"""Connections that look at the address they go to, and end when their time is up, over urllib3.

Without a proxy the host is resolved and checked in between, and the address that was checked is connected to. With one
it is the proxy that looks hosts up; `addresses.refuse_private` asks beforehand what can be known here.
"""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager, ProxyManager, Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util.connection import create_connection

from keii.sources.addresses import resolve
from keii.sources.proxies import Proxy

LONGEST = 60.0  # seconds for the handshakes, and again for the headers of an answer


class _Timed(HTTPConnection):
    """A connection that is ended when it takes too long, however often a byte comes.

    A timeout of a socket begins anew with every byte: a server that sends one now and then would hold us for days.
    """

    longest = LONGEST
    _held: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        made = self._made()
        self._held = made.dup()  # TLS takes the socket over; what it is ended by stays ours
        return made

    def _made(self) -> socket.socket:
        return super()._new_conn()

    def connect(self) -> None:
        """Connect, with the handshakes of proxy and TLS."""
        with self._in_time():
            super().connect()

    def getresponse(self) -> Any:
        """Return the answer, its headers read; raises TimeoutError when they take too long."""
        with self._in_time():
            return super().getresponse()

    def close(self) -> None:
        """Close the connection."""
        super().close()
        if self._held is not None:
            self._held.close()

    @contextmanager
    def _in_time(self) -> Iterator[None]:
        with ended_after(self.longest, self._end):
            yield

    def _end(self) -> None:
        if self._held is not None:
            self._held.shutdown(socket.SHUT_RDWR)


@contextmanager
def ended_after(seconds: float, end: Callable[[], None]) -> Iterator[None]:
    """Call `end` when the block takes longer than so many seconds; what it then gives or raises is a TimeoutError."""
    over = threading.Event()

    def give_up() -> None:
        over.set()
        with suppress(OSError):  # ended already
            end()

    timer = threading.Timer(max(seconds, 0.0), give_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    except Exception as error:
        if over.is_set():
            raise TimeoutError(f"longer than {seconds:g} seconds") from error
        raise
    finally:
        timer.cancel()
    if over.is_set():
        raise TimeoutError(f"longer than {seconds:g} seconds")


class _TimedTls(_Timed, HTTPSConnection):
    """The same with TLS; the certificate is checked against the name of the host."""


class _Checked(_Timed):
    """A connection to a public address: the one that was checked, so that a second look-up cannot change it."""

    private = False

    def _made(self) -> socket.socket:
        addresses = resolve(self._dns_host, self.port, private=self.private)
        for number, address in enumerate(addresses, start=1):
            try:
                return create_connection((address, self.port), self.timeout, source_address=self.source_address,
                                         socket_options=self.socket_options)
            except TimeoutError as error:
                if number == len(addresses):
                    raise ConnectTimeoutError(self, f"{self.host} does not answer") from error
            except OSError as error:
                if number == len(addresses):
                    raise NewConnectionError(self, str(error)) from error
        raise NewConnectionError(self, f"{self.host} has no address")


class _CheckedTls(_Checked, HTTPSConnection):
    """The same with TLS."""


def pool(*, timeout: float, private: bool, proxy: Proxy | None = None, longest: float = LONGEST) -> PoolManager:
    """Return a pool of such connections; `private` lets them go to private networks too, `proxy` goes through it."""
    options: dict[str, Any] = {"num_pools": 32, "maxsize": 2, "cert_reqs": "CERT_REQUIRED",
                               "timeout": Timeout(connect=min(timeout, 10.0), read=timeout)}
    own, login = {"private": private, "longest": longest}, proxy.authorization if proxy else None
    made = PoolManager(**options) if proxy is None else ProxyManager(
        proxy.url, proxy_headers={"Proxy-Authorization": login} if login else {}, **options)
    made.pool_classes_by_scheme = {
        "http": _class(HTTPConnectionPool, _Timed if proxy else _Checked, own),
        "https": _class(HTTPSConnectionPool, _TimedTls if proxy else _CheckedTls, own),
    }
    return made


def _class(base: type[HTTPConnectionPool], connection: type[HTTPConnection], own: dict[str, Any]) -> Any:
    """Return a class of pools whose connections have these settings."""
    return type(base.__name__, (base,), {"ConnectionCls": type(connection.__name__, (connection,), own)})
