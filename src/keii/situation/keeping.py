"""Keeps the events of a ledger right: merges what was read since, touching only what hangs together with it.

The events are a pure function of the claims that hold now and of the judgements, in whatever order they came: the
pairs to compare follow from the set of claims (`blocking`), a pair's link from its two claims (`linking`), and each
connected component is clustered by itself (`merging`).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from keii.ledger import Ledger, decisions, events, judgements, read
from keii.ledger.connection import Connection, steady
from keii.ledger.rows import Merged
from keii.ledger.trouble import kept
from keii.model import Claim, Document, Judgement, Sentence, Told, standing
from keii.situation import building, grouping, linking, merging
from keii.situation.blocking import REACH, keys, place
from keii.situation.merging import Pair
from keii.situation.profile import Profile, country_of, profile
from keii.situation.vectors import Vectors

TOPICS = 3  # countries of a document that stand in for parties which its claims leave open
_REMEMBERED = 20_000  # claims kept in memory between documents


@dataclass(slots=True)
class _Change:
    """What one document changes: claims whose events are to be made anew, pairs to compare, pairs to look at again."""

    touched: set[str] = field(default_factory=set)
    compare: set[Pair] = field(default_factory=set)
    parted: set[Pair] = field(default_factory=set)
    renewed: set[str] = field(default_factory=set)  # claims whose event is written even if it has the same claims


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A document with its claims by sentence, and the vectors of both: of claims as the ledger keeps them, by id."""

    document: Document
    acts: list[tuple[Sentence, list[Claim]]] = field(default_factory=list)
    vector: bytes | None = None
    vectors: list[tuple[str, bytes, bytes]] = field(default_factory=list)


class Keeper:
    """Merges documents of a ledger that is open for writing; one at a time, each in a transaction."""

    def __init__(self, ledger: Ledger, vectors: Vectors | None, *, reach: int = REACH) -> None:
        """Keep the ledger; without `vectors` claims are compared by their fields alone."""
        self._ledger = ledger
        self._vectors = vectors
        self._reach = reach
        self._profiles: dict[str, Profile] = {}

    def catch_up(self) -> int:
        """Merge every document that was read since the last time, and take those out that were dropped.

        Returns how many were merged.
        """
        with self._ledger.transaction() as connection:
            waiting, leaving = events.pending(connection), events.leaving(connection)
        for document in leaving:
            with self._ledger.transaction() as connection:
                self._leave(connection, document)
        for document, reading in waiting:
            with self._ledger.asking() as connection, steady(connection):
                seen = self._see(connection, document)
            with self._ledger.transaction() as connection:
                self._merge(connection, document, reading, seen)
        return len(waiting)

    def judge(self, judgement: Judgement) -> int:
        """Keep what a person decided and make the events of its claims anew; return its number."""
        with self._ledger.transaction() as connection:
            return self.judge_within(connection, judgement)

    def judge_within(self, connection: Connection, judgement: Judgement) -> int:
        """Do the same within a transaction that the caller holds, so that it may look before it decides."""
        number = judgements.add(connection, judgement)
        if judgement.document is None:
            claims = {*judgement.claims, *judgement.others}
            self._renew(connection, _Change(touched=claims, renewed=set(claims)))
        else:
            self._decide(connection, judgement.document)
        return number

    def _decide(self, connection: Connection, document: str) -> None:
        """Let the judgements on a document's claims hold, and make the events anew of the claims that they change.

        Sentence and words of a claim stay, and with them its vectors.
        """
        before = topics(events.told(connection, events.claims_of(connection, document)))
        changed = decisions.apply(connection, document)
        if document in dict(events.pending(connection)):
            return  # it will be merged as it is then
        told = list(events.told(connection, events.claims_of(connection, document)))
        now = topics(told)
        again = changed if now == before else {*changed, *(one.claim.id for one in told)}
        vectors = events.claim_vectors(connection, again)
        change = _Change()
        for claim in sorted(again):
            self._forget(connection, claim, change)
        events.keep_claim_vectors(connection, vectors)
        for one in events.told(connection, [one.claim.id for one in told if one.claim.id in again]):
            self._place(connection, one, now, change)
        self._compare(connection, change)
        self._renew(connection, change)

    # ---- one document ----

    def _merge(self, connection: Connection, name: str, reading: int, seen: _Seen) -> None:
        change = _Change()
        for claim in events.merged_claims(connection, name):
            self._forget(connection, claim, change)
        document = kept(read.document(connection, name), name, connection)
        if document != seen.document or self._acts(connection, document) != seen.acts:
            seen = self._see(connection, name)  # it was read anew, or decided on, a moment ago
        held = events.merged(connection, name)
        events.keep_merged(connection, Merged(document=name, reading=reading, vector=seen.vector or None,
                                              copies=held.copies if held else None))
        self._regroup(connection, grouping.group(connection, document), change)
        events.keep_claim_vectors(connection, seen.vectors)
        told = list(events.told(connection, events.claims_of(connection, name)))
        for one in told:
            self._place(connection, one, topics(told), change)
        self._compare(connection, change)
        self._renew(connection, change)

    def _leave(self, connection: Connection, name: str) -> None:
        """Take a document that was dropped out of events and copies."""
        change = _Change()
        for claim in events.merged_claims(connection, name):
            self._forget(connection, claim, change)
        self._regroup(connection, grouping.leave(connection, name), change)
        events.forget_merged(connection, name)
        self._compare(connection, change)
        self._renew(connection, change)

    def _regroup(self, connection: Connection, documents: Iterable[str], change: _Change) -> None:
        """Let the events of documents that belong to another group of copies now be made anew."""
        for other in documents:
            claims = events.merged_claims(connection, other)
            change.touched |= set(claims)
            change.renewed |= set(claims)

    def _forget(self, connection: Connection, claim: str, change: _Change) -> None:
        """Take a claim that no longer holds out of blocks, links and its event."""
        for key, at in events.blocks_of(connection, claim):
            ((before, after),) = events.near(connection, [key], at, claim, self._reach)
            events.remove_block(connection, key, at, claim)
            change.compare |= self._at_the_edge(before, after)
        event = events.events_of(connection, [claim]).get(claim)
        if event:
            change.touched |= set(events.members(connection, event)) - {claim}
            change.renewed |= change.touched
            events.remove_events(connection, [event])
        change.touched |= set(events.remove_claim(connection, claim))
        change.touched.discard(claim)
        change.renewed.discard(claim)
        self._profiles.pop(claim, None)

    def _see(self, connection: Connection, name: str) -> _Seen:
        """Make the vectors of a document and of its claims.

        That takes seconds where the model is yet to be loaded or the document is long: a ledger that was held for
        writing meanwhile would keep other programs waiting for longer than they do.
        """
        document = kept(read.document(connection, name), name, connection)
        if self._vectors is None:
            return _Seen(document=document)
        acts = self._acts(connection, document)
        made = [(claim.id, vectors.meaning, vectors.act) for sentence, claims in acts
                for claim, vectors in zip(claims, self._vectors.acts(document, sentence, claims), strict=True)]
        return _Seen(document=document, acts=acts, vector=self._vectors.document(document), vectors=made)

    def _acts(self, connection: Connection, document: Document) -> list[tuple[Sentence, list[Claim]]]:
        """Return the claims of a document by their sentences, where they are to have vectors."""
        claims: dict[int, list[Claim]] = {}
        if self._vectors is not None:
            for told in events.told(connection, events.claims_of(connection, document.id)):
                claims.setdefault(told.claim.sentence, []).append(told.claim)
        sentences = {one.index: one for one in read.sentences(connection, document.id)} if claims else {}
        return [(sentences[index], some) for index, some in sorted(claims.items())]

    def _place(self, connection: Connection, told: Told, topics: tuple[str, ...], change: _Change) -> None:
        """Let a new claim stand under its keys, and note whom it is to be compared with."""
        own = profile(told)
        self._profiles[own.claim] = own
        change.touched.add(own.claim)
        change.renewed.add(own.claim)
        at, under = place(own), keys(own, topics, told.sentence)
        for before, after in events.near(connection, under, at, own.claim, self._reach):
            change.parted |= self._at_the_edge(before, after)
            change.compare |= {_pair(own.claim, other) for other in (*before, *after)}
        events.add_blocks(connection, under, at, own.claim)

    def _at_the_edge(self, before: list[str], after: list[str]) -> set[Pair]:
        """Return the pairs that a claim between them brings out of each other's reach, or lets back into it."""
        return {_pair(one, after[self._reach - 1 - number]) for number, one in enumerate(before)
                if 0 <= self._reach - 1 - number < len(after)}

    # ---- pairs ----

    def _compare(self, connection: Connection, change: _Change) -> None:
        """Link the pairs that tell one happening, and unlink those that are out of each other's reach now."""
        for first, second in sorted(change.parted):
            near = events.are_near(connection, first, second, self._reach)
            if not near and events.remove_link(connection, first, second):
                change.touched |= {first, second}
        pairs = sorted(change.compare)
        self._load(connection, {name for pair in pairs for name in pair})
        found = []
        for first, second in pairs:
            one, other = self._profiles.get(first), self._profiles.get(second)
            if one is None or other is None or not linking.may_link(one, other):
                continue
            link = linking.compare_profiles(one, other)
            parted = (first, second) in change.parted
            if link.score >= linking.SAME and (
                    not parted or events.are_near(connection, first, second, self._reach)):
                found.append(link)
                change.touched |= {first, second}
        events.keep_links(connection, found)

    def _load(self, connection: Connection, names: Iterable[str]) -> None:
        if len(self._profiles) > _REMEMBERED:
            self._profiles.clear()
        wanted = [name for name in names if name not in self._profiles]
        for told in events.told(connection, wanted):
            self._profiles[told.claim.id] = profile(told)

    # ---- events ----

    def _renew(self, connection: Connection, change: _Change) -> None:
        """Cluster the components that hold a touched claim, and write the events that changed."""
        judged = standing(judgements.about_events(connection))
        joined, apart = merging.judged(judged)
        region = self._region(connection, change.touched, joined)
        self._load(connection, region)
        profiles = {name: self._profiles[name] for name in region if name in self._profiles}
        links = events.links_among(connection, profiles)
        groups = merging.clusters(profiles, links, joined=joined, apart=apart)
        held = events.events_of(connection, profiles)
        leaving = []
        for event in sorted(set(held.values())):
            members = tuple(events.members(connection, event))
            if members not in groups or change.renewed & set(members):
                leaving.append(event)
        events.remove_events(connection, leaving)
        kept = events.events_of(connection, profiles)
        new = [group for group in groups if group[0] not in kept]
        told = {one.claim.id: one for one in events.told(connection, (name for group in new for name in group))}
        made = []
        for group in new:
            own = [one for one in judged if set(group) & set(one.claims)]
            made.append(building.event([told[name] for name in group], own))
        events.keep_events(connection, made)

    def _region(self, connection: Connection, touched: set[str], joined: Iterable[Pair]) -> set[str]:
        """Return the claims that hang together with the touched ones, by links or judgements."""
        judged: dict[str, set[str]] = {}
        for first, second in joined:
            judged.setdefault(first, set()).add(second)
            judged.setdefault(second, set()).add(first)
        region, new = set(touched), set(touched)
        while new:
            around = set(events.linked(connection, new)).union(*(judged.get(name, ()) for name in new))
            new = around - region
            region |= new
        return region


def topics(told: Iterable[Told]) -> tuple[str, ...]:
    """Return the countries that claims of one document name most."""
    counts = Counter(country for one in told for party in (*one.claim.actors, *one.claim.recipients)
                     if (country := country_of(party.code)))
    return tuple(sorted(counts, key=lambda name: (-counts[name], name))[:TOPICS])


def _pair(first: str, second: str) -> Pair:
    return (first, second) if first < second else (second, first)
