"""`keii add`, `keii pause`, `keii rm`: what is followed."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from keii.cli.frame import DONE, FAILED, Verb, common, files, option
from keii.cli.words import say, told
from keii.config import Settings
from keii.errors import InputError, UsageError

if TYPE_CHECKING:
    from keii.ledger import Ledger
    from keii.ledger.connection import Connection
    from keii.model.followed import Followed
    from keii.sources.fetch import Fetcher, Response

EVERY = 3600  # seconds between two polls: what most feeds of newspapers ask for, and few articles are missed by
MOST_MAPS = 10  # sitemaps of a site's robots.txt that are followed: sites that name more list their archive by years
_LENGTH = re.compile(r"(\d{1,4})\s*(m|min|h|d)")
_SECONDS = {"m": 60, "min": 60, "h": 3600, "d": 86_400}
_URL = re.compile(r"https?://", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def _every(_: click.Context, __: click.Parameter, value: str | None) -> int | None:
    return None if value is None else length_of(value)


def length_of(value: str) -> int:
    """Return the seconds of a length such as 15m, 2h or 1d; raises UsageError."""
    match = _LENGTH.fullmatch(value.strip())
    if not match or not int(match[1]) * _SECONDS[match[2]] >= 60:
        raise UsageError(f"«{value}» is not a rhythm.", where="--every", remedy="Write it as 15m, 2h or 1d.")
    return int(match[1]) * _SECONDS[match[2]]


private_option = option("--private", is_flag=True,
                        help="Fetch from private networks and this computer too, which is refused otherwise.")
delay_option = option("--delay", type=click.FloatRange(0, 3600), default=2.0, metavar="SECONDS",
                      help="Time between two requests to a host.")


@click.command(cls=Verb, help="""
Follow sources: addresses of feeds, sitemaps, sites and pages, files and folders, archives (.warc, .wacz), or lists of
feeds (.opml). A site is followed by the first feed that its page names, else by the sitemaps that its robots.txt names.
Nothing is read yet: `keii update` does.""")
@click.argument("inputs", nargs=-1, required=True, metavar="SOURCE...", shell_complete=files)
@option("--every", callback=_every, metavar="LENGTH",
        help="How often it is polled: 15m, 2h, 1d; otherwise each hour. What is followed already gets this rhythm.")
@option("--page", is_flag=True, help="Follow a page itself, and not the feed that it names.")
@option("--sitemap", is_flag=True, help="Follow the sitemaps that a site's robots.txt names, and not its feed.")
@private_option
@common
def add(settings: Settings, inputs: tuple[str, ...], every: int | None, page: bool, sitemap: bool, private: bool,
        as_json: bool) -> int:
    """Keep the sources; return the exit code."""
    from keii.cli import output
    from keii.exports import following
    from keii.ledger import Ledger
    from keii.ledger.following import add as keep
    from keii.sources.fetch import Fetcher, Manners

    if page and sitemap:
        raise UsageError(say(settings.lang, "--page and --sitemap exclude each other."))
    way = "page" if page else "sitemap" if sitemap else None
    fetcher, code = Fetcher(Manners(private=private)), DONE
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    with Ledger.create(settings.ledger) as ledger:
        for source in (one for name in inputs for one in _found(name, fetcher, way=way, every=every or EVERY, now=now)):
            if isinstance(source, InputError):
                output.note(f"keii: {told(settings.lang, source)}")
                code = FAILED
                continue
            with ledger.transaction() as connection:
                kept, new = keep(connection, source, every=every)
            if as_json:
                output.line(following.source(kept))
            else:
                words = "{number}: {address} ({kind}) is followed." if new else (
                    "{number}: {address} ({kind}) was followed already.")
                output.text(say(settings.lang, words, number=kept.number, address=kept.address, kind=kept.kind))
    return code


def _found(name: str, fetcher: "Fetcher", *, way: str | None, every: int,
           now: str) -> "Iterator[Followed | InputError]":
    """Yield the sources that an argument of `add` names, and what is wrong with it or with one of its feeds."""
    try:
        yield from _sources(name, fetcher, way=way, every=every, now=now)
    except InputError as error:
        error.where = error.where or name
        yield error


def _sources(name: str, fetcher: "Fetcher", *, way: str | None, every: int,
             now: str) -> "Iterator[Followed | InputError]":
    from keii.model.followed import Followed

    if _URL.match(name):
        yield from _of_address(name, fetcher, way=way, every=every, now=now)
        return
    path = Path(name)
    if _SCHEME.match(name):
        raise InputError("only http:// and https:// addresses are followed.", code="input.bad-url",
                         remedy="Fetch it yourself, and follow the folder in which it is.")
    if not path.exists():
        raise InputError("there is no such file or folder.",
                         remedy="Check the path, or write the address with http://.")
    if path.suffix.lower() != ".opml" or path.is_dir():
        yield Followed(address=str(path.absolute()), kind="path", every=every, added_at=now)
        return
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"the file cannot be read: {error.strerror}.",
                         remedy="Check its permissions and links, or copy it to another folder.") from error
    yield from _of_list(raw, name, every=every, now=now)


def _of_list(raw: bytes, name: str, *, every: int, now: str) -> "Iterator[Followed | InputError]":
    """Yield the feeds of a list; one whose address cannot be followed does not keep the others out."""
    from keii.model.followed import Followed
    from keii.sources.addresses import checked_url
    from keii.sources.opml import parse_opml

    for outline in parse_opml(raw):
        try:
            address = checked_url(outline.url)
        except InputError as error:
            error.where = f"{name}: {outline.url}"
            yield error
            continue
        yield Followed(address=address, kind="feed", title=outline.title, every=every, added_at=now)


def _of_address(name: str, fetcher: "Fetcher", *, way: str | None, every: int,
                now: str) -> "Iterator[Followed | InputError]":
    """Yield what is followed of an address: `way` is page or sitemap, None for what it shows that it is."""
    from keii.model.followed import Followed
    from keii.sources.discover import feeds_of, is_site, kind_of, names_sitemaps, refuse_container
    from keii.sources.feeds import parse_feed
    from keii.sources.opml import is_opml

    if way == "sitemap" or names_sitemaps(name):
        yield from _of_robots(name, fetcher, every=every, now=now)
        return
    answer = _answer(name, fetcher)
    if is_opml(answer.body):
        yield from _of_list(answer.body, name, every=every, now=now)
        return
    kind, address, title = kind_of(answer.body), answer.final, None
    if kind == "page":
        refuse_container(answer.body)
    if kind == "page" and way is None:
        if feed := next(feeds_of(answer.body, answer.final), None):
            kind, address = "feed", feed
        elif is_site(answer.final) and fetcher.sitemaps(answer.final):
            yield from _of_robots(answer.final, fetcher, every=every, now=now)
            return
    elif kind == "feed":
        title = parse_feed(answer.body, charset=answer.charset).title
    yield Followed(address=address, kind=kind, title=title, every=every, added_at=now)


def _answer(name: str, fetcher: "Fetcher") -> "Response":
    answer = fetcher.get(name)
    if answer.status != 200:
        busy = answer.status == 429 or answer.status >= 500
        raise InputError(f"the server answers with status {answer.status}.",
                         remedy="Try again later." if busy else "Check the address.")
    return answer


def _of_robots(name: str, fetcher: "Fetcher", *, every: int, now: str) -> "Iterator[Followed | InputError]":
    """Yield the sitemaps, and feeds, that the robots.txt of an address's host names: those of news if there are any.

    One on another host is titled with the host that it is followed for.
    """
    from keii.model.followed import Followed
    from keii.sources.addresses import host_of
    from keii.sources.discover import kind_of, of_news

    named = of_news(fetcher.sitemaps(name))
    if not named:
        yield InputError("the site's robots.txt names no sitemap.", where=name,
                         remedy="Give the address of a sitemap or feed.")
    if len(named) > MOST_MAPS:
        yield InputError(f"the site's robots.txt names {len(named)} sitemaps; the first {MOST_MAPS} are followed.",
                         where=name, remedy="If others are wanted, give their addresses.")
    for address in named[:MOST_MAPS]:
        try:
            answer = _answer(address, fetcher)
        except InputError as error:
            error.where = address
            yield error
            continue
        if (kind := kind_of(answer.body)) == "page":
            yield InputError("this is no sitemap.", where=address, remedy="Give a sitemap.xml or a feed.")
        else:
            site = host_of(name)
            yield Followed(address=address, kind=kind, title=None if host_of(address) == site else site, every=every,
                           added_at=now)


def chosen(ledger: "Ledger", names: tuple[str, ...], lang: str) -> "list[Followed]":
    """Return the sources of these numbers, addresses or words; raises UsageError for what names none, or several."""
    followed = ledger.followed()
    found: dict[int, Followed] = {}
    for name in names:
        own = [one for one in followed if one.address in (name, _usual(name)) or name == str(one.number)] or [
            one for one in followed
            if not name.isdigit() and name.casefold() in f"{one.address} {one.title}".casefold()]
        if not own:
            raise UsageError(say(lang, "no source «{name}» is followed.", name=name),
                             remedy=say(lang, "`keii list sources` lists them."))
        if len(own) > 1:
            raise UsageError(say(lang, "«{name}» fits several sources: {numbers}.", name=name,
                                 numbers=", ".join(str(one.number) for one in own)),
                             remedy=say(lang, "Name them by their numbers."))
        found |= {one.number: one for one in own}
    return list(found.values())


def _usual(name: str) -> str:
    """Return a name as `add` keeps it: a path from the root on, an address in its usual form."""
    from keii.sources.addresses import checked_url

    try:
        return checked_url(name) if _URL.match(name) else str(Path(name).absolute())
    except InputError:
        return name


@click.command(cls=Verb, help="""
Pause sources: they are not polled until they are resumed. SOURCE is its number, its address, or words of it or of its
title.""")
@click.argument("names", nargs=-1, required=True, metavar="SOURCE...")
@option("--resume", is_flag=True, help="Poll them again.")
@common
def pause(settings: Settings, names: tuple[str, ...], resume: bool, as_json: bool) -> None:
    """Pause or resume the sources."""
    from keii.ledger.following import pause as keep

    _change(settings, names, as_json=as_json, words="{number}: {address} is polled again." if resume else
            "{number}: {address} is paused.", keep=lambda connection, number: keep(connection, number,
                                                                                   paused=not resume))


@click.command(cls=Verb, help="""
Follow sources no longer. What came from them stays in the ledger; `keii add` follows them again. SOURCE is its number,
its address, or words of it or of its title.""")
@click.argument("names", nargs=-1, required=True, metavar="SOURCE...")
@common
def rm(settings: Settings, names: tuple[str, ...], as_json: bool) -> None:
    """Remove the sources."""
    from keii.ledger.following import remove

    _change(settings, names, as_json=as_json, words="{number}: {address} is followed no longer.", keep=remove)


def _change(settings: Settings, names: tuple[str, ...], *, as_json: bool, words: str,
            keep: Callable[["Connection", int], None]) -> None:
    from keii.cli import output
    from keii.exports import following
    from keii.ledger import Ledger

    with Ledger.open(settings.ledger):  # a ledger that is none is told before one is made
        pass
    with Ledger.create(settings.ledger) as ledger:
        for source in chosen(ledger, names, settings.lang):
            with ledger.transaction() as connection:
                keep(connection, source.number)
            if as_json:
                now = next((one for one in ledger.followed() if one.number == source.number), source)
                output.line(following.source(now))
            else:
                output.text(say(settings.lang, words, number=source.number, address=source.address))
