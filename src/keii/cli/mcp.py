"""`keii mcp`: the ledger for assistants, over standard input and output."""

import click

from keii.cli.frame import Verb, common
from keii.cli.words import retell
from keii.config import Settings
from keii.errors import UsageError


@click.command(cls=Verb, help="""
Let an assistant ask the ledger: an MCP server (Model Context Protocol) on standard input and output, which a client
starts by itself. See docs/mcp.md.

Its tools only read. Every answer holds the sentences that prove it, with publisher, date and place in the document. It
runs until the client ends it; `keii read` may write meanwhile. --json changes nothing.""")
@common
def mcp(settings: Settings, as_json: bool) -> None:
    """Serve until the client goes."""
    from keii.ledger import Ledger

    Ledger.open(settings.ledger).close()  # a ledger that is none is told now, not in the first answer
    try:
        from keii.mcp.server import serve
    except ImportError as error:
        if (error.name or "").startswith("keii"):
            raise
        raise UsageError(f"the MCP server needs a package that is not installed: {error.name}.",
                         remedy="Install it with: pip install 'keii[mcp]'") from error
    serve(settings.ledger.absolute(), lang=settings.lang, retell=retell)
