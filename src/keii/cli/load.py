"""`keii load`: shards into the ledger."""

import itertools

import click

from keii.cli.frame import Verb, common
from keii.config import Settings


@click.command(cls=Verb, help="""
Bring the shards that `keii read --to` made into the ledger: documents, claims, events and expectations are those that
reading the same inputs straight would have given, and nothing is coded again.

FOLDER is a folder of shards, or its URL. Loading it again adds nothing; a load that was interrupted is run again.""")
@click.argument("folders", nargs=-1, required=True, metavar="FOLDER...")
@common
def load(settings: Settings, folders: tuple[str, ...], as_json: bool) -> int:
    """Load the folders; return the exit code."""
    from keii.cli.progress import progress
    from keii.cli.read import keep_all
    from keii.cli.sharding import need_pyarrow
    from keii.ledger import Ledger

    need_pyarrow("FOLDER")
    from keii.shards.loading import Shards

    found = [Shards(folder) for folder in folders]  # all are looked at before anything is written
    with Ledger.create(settings.ledger) as ledger, progress(settings.lang) as advance:
        inputs = list(itertools.chain.from_iterable(shards.whole.inputs for shards in found))
        made = itertools.chain.from_iterable(shards.readings() for shards in found)
        return keep_all(ledger, made, settings, inputs=inputs, advance=advance, as_json=as_json)
