"""`keii update` and `keii watch`: what is new in the sources, read into the ledger."""

import signal
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from keii.cli import output
from keii.cli.add import chosen, delay_option, private_option
from keii.cli.alone import alone
from keii.cli.frame import DONE, FAILED, Verb, common, option
from keii.cli.options import coder_option
from keii.cli.words import retell, say
from keii.config import Settings

if TYPE_CHECKING:
    from keii.ledger import Ledger
    from keii.model import Document, Problem
    from keii.model.followed import Followed
    from keii.situation.keeping import Keeper
    from keii.sources.fetch import Fetcher
    from keii.sources.poll import Taken

_REMEMBERED = timedelta(days=30)  # in which an article is listed by one feed of a paper after another
_OFTEN = 20  # documents of an archive after which it is noted how far it was read: what a kill makes keii read again
_PATIENCE = 7 * 86_400.0  # seconds for which a server can ask to be left alone
_LOOK = 30.0  # seconds after which `watch` looks at the latest whether a source was added or resumed


@click.command(cls=Verb, help="""
Read what is new in the sources that are followed and due, or in those named with --only, due or not.

What was interrupted is taken up again: an item is kept with its document, or is new the next time. The exit code is 1
when a source failed or something could not be read.""")
@option("--only", multiple=True, metavar="SOURCE", help="This source alone: its number, its address or words of it.")
@delay_option
@private_option
@coder_option
@common
def update(settings: Settings, only: tuple[str, ...], delay: float, private: bool, coder: str | None,
           as_json: bool) -> int:
    """Poll the sources once; return the exit code."""
    from keii.ledger import Ledger

    with Ledger.open(settings.ledger):  # a ledger that is none is told before one is made
        pass
    with output.as_log(), alone(settings), Ledger.create(settings.ledger) as ledger, _told_to_stop() as stop:
        now = datetime.now(UTC)
        _tell_if_none(ledger, settings)
        sources = chosen(ledger, only, settings.lang) if only else [
            one for one in ledger.followed() if one.is_due(_stamp(now))]
        updater = Updater(ledger=ledger, fetcher=_fetcher(delay, private), stop=stop, settings=settings, coder=coder,
                          as_json=as_json)
        updater.round(sources, now)
        updater.sum_up()
        told = DONE if stop.is_set() else _tell(ledger, settings, stop, private=private)
    return FAILED if told or updater.total["problems"] or updater.total["failed"] else DONE


@click.command(cls=Verb, help="""
Follow the sources until it is stopped: each is polled in its own rhythm. Ctrl-C or a signal to end (TERM) stops after
the document at hand; nothing is lost, and `keii watch` goes on where it stopped, after a kill too.""")
@delay_option
@private_option
@coder_option
@common
def watch(settings: Settings, delay: float, private: bool, coder: str | None, as_json: bool) -> int:
    """Poll the sources again and again."""
    from keii.ledger import Ledger

    with Ledger.open(settings.ledger):
        pass
    with output.as_log(), alone(settings), Ledger.create(settings.ledger) as ledger, _told_to_stop() as stop:
        _tell_if_none(ledger, settings)
        output.note(say(settings.lang, "{sources} sources are followed; Ctrl-C or TERM stops.",
                        sources=len(ledger.followed())))
        fetcher = _fetcher(delay, private)  # one for all rounds: it knows how servers want to be treated
        while not stop.is_set():
            now = datetime.now(UTC)
            if sources := [one for one in ledger.followed() if one.is_due(_stamp(now))]:
                updater = Updater(ledger=ledger, fetcher=fetcher, stop=stop, settings=settings, coder=coder,
                                  as_json=as_json)
                updater.round(sources, now)
                updater.sum_up()
                if not stop.is_set():
                    _tell(ledger, settings, stop, private=private)
            else:
                stop.wait(_until_next(ledger.followed(), now))
                if not stop.is_set():  # digests and what is to be tried again are due without a poll
                    _tell(ledger, settings, stop, private=private, notice=False)
        output.note(say(settings.lang, "Stopped; `keii watch` goes on from here."))
    return DONE


def _tell_if_none(ledger: "Ledger", settings: Settings) -> None:
    if not ledger.followed():
        output.note(say(settings.lang, "No source is followed yet; `keii add SOURCE` follows one."))


def _tell(ledger: "Ledger", settings: Settings, stop: threading.Event, *, private: bool, notice: bool = True) -> int:
    """Tell by the alerts what the round has brought; return the exit code."""
    from keii.cli.alerts import has_alerts, tend

    return tend(ledger, settings, private=private, notice=notice, stop=stop) if has_alerts(ledger) else DONE


def _fetcher(delay: float, private: bool) -> "Fetcher":
    from keii.sources.fetch import Fetcher, Manners

    return Fetcher(Manners(delay=delay, private=private))


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _until_next(sources: "list[Followed]", now: datetime) -> float:
    """Return the seconds until the next source is due, at most those after which the list is looked at again."""
    due = [datetime.fromisoformat(one.next_at) for one in sources if one.next_at and not one.paused]
    return max(min([_LOOK, *((moment - now).total_seconds() for moment in due)]), 0.5)


@contextmanager
def _told_to_stop() -> Iterator[threading.Event]:
    """Give an event that is set by Ctrl-C or a signal to end, instead of breaking off in the middle."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@dataclass(slots=True, kw_only=True)
class Updater:
    """One run of polls into a ledger, and what it brought."""

    ledger: "Ledger"
    fetcher: "Fetcher"
    stop: threading.Event
    settings: Settings
    coder: str | None
    as_json: bool
    total: Counter[str] = field(default_factory=Counter)
    counts: dict[int, Counter[str]] = field(default_factory=dict)  # by source

    def round(self, sources: "list[Followed]", now: datetime) -> None:
        """Poll these sources and keep what they give, item by item, until it is done or told to stop."""
        from keii.ledger.following import fetched
        from keii.model.followed import Followed
        from keii.situation import renewing
        from keii.situation.keeping import Keeper
        from keii.situation.vectors import Encoded
        from keii.sources.listing import Fetched
        from keii.sources.options import Options
        from keii.sources.rounds import poll_all

        keeper = Keeper(self.ledger, Encoded())
        known = {one.number: self.ledger.items(one.number) for one in sources}
        with self.ledger.asking() as connection:
            held = Fetched(fetched(connection, since=_stamp(now - _REMEMBERED)))
        with closing(poll_all(sources, known, self.fetcher, Options(today=now.date()), now,
                              stop=self.stop, fetched=held)) as polls:
            for got in polls:
                if isinstance(got, Followed):
                    self._polled(got)
                else:
                    self._take(got, keeper, now)
                if self.stop.is_set():
                    break
        renewing.keep_up(self.ledger)
        self._leave_alone()

    def _leave_alone(self) -> None:
        """Let the sources wait whose hosts ask to be left alone, also those that were not due."""
        from keii.ledger.following import wait
        from keii.sources.addresses import host_of

        now = datetime.now(UTC)
        for host, seconds in self.fetcher.waiting().items():
            numbers = [one.number for one in self.ledger.followed() if host_of(one.address) == host]
            with self.ledger.transaction() as connection:
                wait(connection, numbers, until=_stamp(now + timedelta(seconds=min(seconds, _PATIENCE))))

    def _take(self, taken: "Taken", keeper: "Keeper", now: datetime) -> None:
        """Keep one item: its documents first, then that it was taken, so that a kill in between loses nothing."""
        from keii import pipeline
        from keii.cli.read import tell_problems
        from keii.engines.keeping import keep

        counts = self.counts.setdefault(taken.source.number, Counter())
        documents, inputs, item = [], {taken.about} if taken.about else set[str](), taken.item
        for number, found in enumerate(self._as_before(taken), start=taken.kept):
            if self._is_interrupted(taken, number, now):
                return
            kept = keep(self.ledger, pipeline.reading_of(found, coder=self.coder))
            tell_problems(kept.reading, self.settings.lang)
            keeper.catch_up()
            inputs.add(kept.reading.origin)
            brought = Counter(claims=len(kept.reading.claims), problems=len(kept.reading.problems))
            if kept.reading.document is not None:
                documents.append(kept.reading.document.id)
                brought.update(documents=1)
                item = replace(item, tries=1) if taken.again and kept.new else item  # it was not read for nothing
            counts.update(brought)
            self.total.update(brought)
        counts.update(taken=1)
        self.ledger.keep_taken(taken.source.number, item, taken.capture, documents, now=_stamp(now))
        self.ledger.settle(inputs, within=taken.source.kind == "path" and not taken.kept)

    def _as_before(self, taken: "Taken") -> "Iterator[Document | Problem]":
        """Yield what an item holds; a text that its address gave before stays the document that it was.

        Lists tell another date with each change, and where the page tells none the document's id is made from it.
        """
        from keii.ledger.following import earlier
        from keii.model import Document

        ids: dict[str | None, str] = {}
        for found in taken.found:
            if not taken.again:
                yield found
            elif isinstance(found, Document):
                with self.ledger.asking() as connection:
                    held = earlier(connection, found)
                ids[found.id] = held.id
                yield held
            else:
                yield replace(found, document=ids.get(found.document, found.document))

    def _is_interrupted(self, taken: "Taken", number: int, now: datetime) -> bool:
        """Tell whether to stop before a document of an item; note now and then how far a file was read."""
        from keii.sources.poll import interrupted

        stop = self.stop.is_set()
        apart = taken.source.kind == "path" and taken.capture is None  # a capture is joined to all documents at once
        if apart and number > taken.kept and (stop or number % _OFTEN == 0):
            self.ledger.keep_taken(taken.source.number, interrupted(taken, number), None, (), now=_stamp(now))
        return stop

    def _polled(self, source: "Followed") -> None:
        from keii.exports import following
        from keii.ledger.following import keep_state

        with self.ledger.transaction() as connection:
            keep_state(connection, source)
        counts = self.counts.get(source.number, Counter())
        self.total.update(sources=1, failed=source.trouble is not None)
        brought = {name: counts[name] for name in ("documents", "claims", "problems")}
        if any(brought.values()):
            output.note(say(self.settings.lang,
                            "{address}: {documents} documents, {claims} claims, {problems} problems.",
                            address=source.address, **brought))
        if source.trouble:
            output.note(f"keii: {source.address}: {retell(self.settings.lang, source.trouble)}")
        if self.as_json:
            output.line(following.polled(source, taken=counts["taken"], documents=counts["documents"],
                                         claims=counts["claims"], problems=counts["problems"]))

    def sum_up(self) -> None:
        """Say what the run brought."""
        output.note(say(self.settings.lang, "{sources} sources polled, {failed} of them failed; {documents} documents, "
                                     "{claims} claims, {problems} problems.",
                 sources=self.total["sources"], failed=self.total["failed"], documents=self.total["documents"],
                 claims=self.total["claims"], problems=self.total["problems"]))
