"""The pages that are generated from the code and its data, by their paths in the project without the ending."""

from collections.abc import Iterator

from docsite import accuracy, codebook, commands, formats, python_api, routes

_FOLDER = "docs/reference"


def pages() -> Iterator[tuple[str, str]]:
    """Yield the path and the Markdown of every generated page."""
    yield f"{_FOLDER}/commands", commands.page("en")
    yield f"{_FOLDER}/ja/commands", commands.page("ja")
    yield f"{_FOLDER}/formats", formats.page("en")
    yield f"{_FOLDER}/ja/formats", formats.page("ja")
    yield f"{_FOLDER}/python", python_api.page()
    yield f"{_FOLDER}/routes", routes.page()
    yield f"{_FOLDER}/codebook", codebook.page()
    yield f"{_FOLDER}/accuracy", accuracy.page("en")
    yield f"{_FOLDER}/ja/accuracy", accuracy.page("ja")
