"""Values for what the API's description says to be JSON within a form, for schemathesis, which makes none of its own.

`schemathesis.toml` beside this file loads it, so that the server of `keii serve` can be asked from a command line:

    st --config-file tests/workbench/schemathesis.toml run http://127.0.0.1:8321/api/v1/openapi.json
"""

import orjson
import schemathesis
from hypothesis import strategies

_WORDS = strategies.text(alphabet=strategies.characters(exclude_categories=["Cs"]), max_size=8)

schemathesis.openapi.format("keii-queries", strategies.dictionaries(_WORDS, strategies.fixed_dictionaries(
    {"query": _WORDS}), max_size=2).map(lambda value: orjson.dumps(value).decode()))
schemathesis.openapi.format("keii-extension", strategies.fixed_dictionaries({
    "ids": strategies.lists(_WORDS, max_size=2), "properties": strategies.just([{"id": "country"}])}).map(
        lambda value: orjson.dumps(value).decode()))
