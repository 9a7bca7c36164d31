"""Connections that look at the address they go to: urllib3's, with the host resolved and checked in between."""

import socket
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager, Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util.connection import create_connection

from keii.sources.addresses import resolve


class _Checked(HTTPConnection):
    """A connection to a public address: the one that was checked, so that a second look-up cannot change it."""

    private = False

    def _new_conn(self) -> socket.socket:
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
    """The same with TLS; the certificate is checked against the name of the host."""


class _Private(_Checked):
    private = True


class _PrivateTls(_CheckedTls):
    private = True


def pool(*, timeout: float, private: bool) -> PoolManager:
    """Return a pool of such connections; `private` lets them go to private networks too."""
    plain: Any = type("Plain", (HTTPConnectionPool,), {"ConnectionCls": _Private if private else _Checked})
    tls: Any = type("Tls", (HTTPSConnectionPool,), {"ConnectionCls": _PrivateTls if private else _CheckedTls})
    made = PoolManager(num_pools=32, maxsize=2, timeout=Timeout(connect=min(timeout, 10.0), read=timeout),
                       cert_reqs="CERT_REQUIRED")
    made.pool_classes_by_scheme = {"http": plain, "https": tls}
    return made
