"""`keii serve`: the ledger in a browser, on this machine only."""

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from keii.cli import output
from keii.cli.frame import Verb, common, option
from keii.cli.options import coder_option
from keii.cli.words import retell, say
from keii.config import Settings
from keii.errors import UsageError
from keii.ledger import Ledger

if TYPE_CHECKING:
    import socket


_SHORTEST = 16  # characters of a token: nobody tries them all


@click.command(cls=Verb, help="""
Open the ledger in a browser: articles with every claim underlined, events with the claims behind each value, search.

It listens on 127.0.0.1 only and fetches nothing from elsewhere. What you decide on its pages is kept in the ledger,
unless --read-only is given. It runs until it is ended (Ctrl-C); `keii read` may write meanwhile.""")
@option("--port", type=click.IntRange(0, 65535), default=8321, metavar="N", help="Port; 0 takes a free one.")
@option("--prefix", default="", metavar="PATH", help="Path of the workbench behind a proxy, such as /keii.")
@option("--host-name", "hosts", multiple=True, metavar="NAME",
        help="A name by which a proxy on this machine is called; other names are refused.")
@option("--borders", type=click.Path(path_type=Path), envvar="KEII_BORDERS", metavar="FILE",
        help="GeoJSON of the borders that the map draws instead of its own.")
@option("--read-only", "read_only", is_flag=True,
        help="Only show the ledger; nothing can be decided in the browser.")
@option("--token-file", type=click.Path(path_type=Path), envvar="KEII_TOKEN_FILE", metavar="FILE",
        help="File with the token by which programs may hand over documents; made, readable by you alone, where there "
             "is none.")
@coder_option
@common
def serve(settings: Settings, port: int, prefix: str, hosts: tuple[str, ...], borders: Path | None, read_only: bool,
          token_file: Path | None, coder: str | None, as_json: bool) -> None:
    """Serve until ended."""
    try:
        import uvicorn

        from keii.workbench.app import application
    except ImportError as error:
        raise UsageError(f"the workbench needs a package that is not installed: {error.name}.",
                         remedy="Install it with: pip install 'keii[serve]'") from error
    import orjson

    from keii.ledger import counting
    from keii.workbench.borders import read
    from keii.workbench.config import HOST, SECONDS, Workbench

    with Ledger.open(settings.ledger) as ledger, ledger.browsing(seconds=SECONDS) as connection:
        counting.prepare(connection)  # a ledger that is none is told now, not on the first page
    if borders:
        read(borders)  # and borders that are none
    workbench = Workbench(ledger=settings.ledger.absolute(), lang=settings.lang, prefix=prefix.rstrip("/"), hosts=hosts,
                          borders=borders, retell=retell, read_only=read_only, coder=coder,
                          api_token=_token(token_file) if token_file else "")
    listening = _listening(HOST, port)
    address = f"http://{HOST}:{listening.getsockname()[1]}{workbench.prefix}/"
    if as_json:
        output.line(orjson.dumps({"address": address}))
    else:
        output.note(say(settings.lang, "The ledger {ledger} is at {address} (Ctrl-C ends).", ledger=settings.ledger,
                        address=address))
    server = uvicorn.Server(uvicorn.Config(application(workbench), log_level="warning", server_header=False,
                                           access_log=False, timeout_keep_alive=5, limit_concurrency=100))
    with Ledger.open(settings.ledger):  # held, and unused: whoever opens a ledger first reads what a killed writer left
        server.run(sockets=[listening])


def _token(path: Path) -> str:
    """Return the token that a file holds; one is made up where there is no file. Raises UsageError."""
    import os
    import secrets

    try:
        with contextlib.suppress(FileExistsError), os.fdopen(
                os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(f"{secrets.token_urlsafe(32)}\n")
        token = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("the file of the token cannot be read.", where=str(path),
                         remedy="Look at its permissions; it holds one line of ASCII.") from error
    if not (len(token) >= _SHORTEST and token.isprintable() and " " not in token):
        raise UsageError(f"the token is shorter than {_SHORTEST} characters, or no single word.", where=str(path),
                         remedy="Delete the file: a token is made up.")
    return token


def _listening(host: str, port: int) -> "socket.socket":
    import socket

    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)  # before the address is told: who asks at once waits instead of being refused
    except OSError as error:
        listening.close()
        raise UsageError(f"port {port} cannot be listened on: {error.strerror}.",
                         remedy="Name another with --port; 0 takes a free one.") from error
    return listening
