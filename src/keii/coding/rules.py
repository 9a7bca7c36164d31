"""The first implementation of coding: a predicate lexicon with frames over the parse.

For each sentence: find the words that name an act, choose the row whose conditions hold, fill the frame, read
status and certainty by scope, and hand the act to the source in whose words it stands. What joins acts
(one act named twice, promises and their content, demands and what they demand) is in `acts`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from keii import __version__
from keii.calendar.times import find_times
from keii.coding.acts import REFUSAL, Act, settle, unreal
from keii.coding.answers import answered
from keii.coding.attribution import AttributionFinder
from keii.coding.circumstances import Circumstances
from keii.coding.contract import Coded, failed
from keii.coding.demands import demands
from keii.coding.filled import Roles
from keii.coding.genitives import rehung
from keii.coding.lexicon import Lexicon, Predicate, lexicon
from keii.coding.occurrences import Occurrence, choose, nominal_fillers, occurrences
from keii.coding.parties import Mention, Parties
from keii.coding.quotation import running
from keii.coding.refusals import refusals
from keii.coding.reports import Attribution
from keii.coding.roles import RoleFinder
from keii.coding.screen import screen
from keii.coding.slots import Filler, left_open
from keii.coding.source import make_source, shift
from keii.coding.status import StatusReader
from keii.coding.surnames import surnames
from keii.coding.tense import SPEECH_ACTS
from keii.coding.tree import Tree
from keii.gazetteer.compose import Reading
from keii.language.contract import MAX_SENTENCE_BYTES, Language, Parse
from keii.language.languages import language
from keii.model import (
    Claim,
    Cue,
    Document,
    Party,
    Place,
    Problem,
    Reference,
    Sentence,
    Source,
    SourceKind,
    Span,
    Status,
    Time,
    Trace,
)

AFTER = frozenset("後 以来 以降 直後 直前 after following since before".split())


class Rules:
    """The coder `rules`: deterministic, explained by its rows, without state between documents."""

    name = f"rules/{__version__}"

    def __init__(self, *, skip: bool = True) -> None:
        """Make the coder; `skip=False` parses every sentence, which must never change the result."""
        self._skip = skip

    def code(self, document: Document, sentences: Sequence[Sentence]) -> Iterator[Coded]:
        """Yield one Coded for each sentence, in order."""
        yield from self.code_some(document, sentences, frozenset(sentence.index for sentence in sentences))

    def code_some(
        self, document: Document, sentences: Sequence[Sentence], wanted: Collection[int]
    ) -> Iterator[Coded]:
        """Yield one Coded for each sentence, in order; those whose index is not `wanted` are not looked at."""
        tongue = language(document.language)
        words = lexicon(document.language)
        passes = screen(document.language).passes
        short = [s for s in sentences if len(s.text.encode("utf-8", "replace")) <= MAX_SENTENCE_BYTES]
        chosen = [s for s in short if s.index in wanted and (not self._skip or passes(s.text))]
        parses, failures = _parsed(document, chosen, tongue)
        fits = {s.index for s in short}
        date = (document.published_at or "")[:10] or None
        called = surnames(document.text, date) if document.language == "ja" else {}
        inside = running(sentences, document.text)
        for sentence in sentences:
            if sentence.index not in fits:
                yield Coded(sentence=sentence, problems=(_too_long(document, sentence),))
            elif sentence.index in failures:
                yield Coded(sentence=sentence, problems=(failures[sentence.index],))
            elif sentence.index in parses:
                parse = parses[sentence.index]
                yield self._coded(document, sentence, parse, words, inside[sentence.index], called)
            else:
                yield Coded(sentence=sentence)

    def _coded(
        self,
        document: Document,
        sentence: Sentence,
        parse: Parse,
        words: Lexicon,
        quoted: bool,
        called: Mapping[str, Reading],
    ) -> Coded:
        """Return what a sentence holds; a failure of the coder stays with its sentence."""
        try:
            claims, settled = self._claims(document, sentence, parse, words, quoted, called)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong, the other sentences are still read
            return Coded(sentence=sentence, problems=(failed(document, sentence, error),), parse=parse)
        return Coded(sentence=sentence, claims=tuple(claims), parse=parse, settled=tuple(settled))

    def _claims(
        self,
        document: Document,
        sentence: Sentence,
        parse: Parse,
        words: Lexicon,
        quoted: bool,
        called: Mapping[str, Reading],
    ) -> tuple[list[Claim], list[Span]]:
        """Return the claims of a sentence, and the words of acts that were read and are none of their own."""
        tree = Tree(rehung(parse, words.language))
        expressions = find_times(parse.text, words.language)
        times = [(t.start, t.end) for t in expressions]
        dated = frozenset((t.start, t.end) for t in expressions if not t.is_duration and not t.get("bound"))
        parties = Parties(tree, words, document.published_at, times, called)
        circumstances = Circumstances(tree, words, parties, times, dated)
        attributions = AttributionFinder(tree, words, parties).find()
        if quoted and not any(a.kind in ("say", "think", "write") for a in attributions):
            mark = Span.of(parse.text, parse.starts[0], parse.ends[0])
            attributions.append(
                Attribution(tokens=frozenset(range(len(tree))), cue=mark, rule="quotation.running", kind="quote")
            )
        acts = read_acts(tree, words, parties, attributions)
        claims = [self._claim(document, sentence, act, attributions, words, circumstances) for act in settle(acts)]
        text, offset = document.text, sentence.start
        spans = [tree.span(act.occurrence.first, act.occurrence.last) for act in unreal(acts)]
        return answered(claims, text), [Span.of(text, offset + start, offset + end) for start, end in spans]

    def _claim(
        self,
        document: Document,
        sentence: Sentence,
        act: Act,
        attributions: list[Attribution],
        words: Lexicon,
        circumstances: Circumstances,
    ) -> Claim:
        offset = sentence.start
        roles = act.roles
        actors = _parties(roles.actors, offset, omitted=roles.omitted_subject)
        recipients = _parties(roles.recipients, offset, omitted=roles.omitted_patient)
        start, end = act.tree.span(act.occurrence.first, act.trigger_last)
        trigger = Span(start=start + offset, end=end + offset, quote=act.tree.parse.text[start:end])
        trace = [Trace(field="type", rule=act.row.row, value=act.type, span=trigger)]
        form = (
            "verbal"
            if act.occurrence.verbal or act.row.kind == "adj"
            else "carried"
            if act.occurrence.carrier is not None
            else "nominal"
        )
        trace.append(Trace(field="trigger", rule="occurrences.form", value=form))
        trace += [
            Trace(field=t.field, rule=t.rule, value=t.value, span=shift(t.span, offset) if t.span else None)
            for t in roles.trace
        ]
        trace.append(Trace(field="status", rule=act.reality.rule, value=act.reality.status.value))
        trace += [
            Trace(field=t.field, rule=t.rule, value=t.value, span=shift(t.span, offset) if t.span else None)
            for t in act.trace
        ]
        where = (
            roles.place.span
            if roles.place
            else circumstances.place(act.occurrence, {m.token for m in (*roles.actors, *roles.recipients)})
        )
        when = circumstances.time(act.occurrence)
        dated = circumstances.dated
        return Claim(
            document=document.id,
            sentence=sentence.index,
            type=act.type,
            trigger=trigger,
            status=_dated(act, when, dated),
            actors=actors,
            recipients=recipients,
            mode=act.row.mode,
            label=act.row.label if act.type == "OTHER" else None,
            certainty=act.reality.certainty,
            cues=tuple(Cue(span=shift(c.span, offset), rule=c.rule) for c in act.reality.cues),
            sources=tuple(_sources(act, attributions, words, offset)),
            place=Place(span=shift(where, offset)) if where else None,
            time=Time(span=shift(when, offset)) if when else None,
            coder=self.name,
            trace=tuple(trace),
        )


def _parties(mentions: Iterable[Mention], offset: int, *, omitted: bool) -> tuple[Party, ...]:
    """Return the parties of a side; one that the sentence leaves out where it names none and `omitted` says so."""
    named = tuple(mention.party(offset) for mention in mentions)
    return named or ((Party(span=None, reference=Reference.OMITTED),) if omitted else ())


def read_acts(tree: Tree, words: Lexicon, parties: Parties, attributions: list[Attribution]) -> list[Act]:
    """Return the acts that words of the lexicon name in a sentence, each with its roles and status."""
    finder = RoleFinder(tree, words, parties)
    statuses = StatusReader(tree, words)
    acts = []
    for occurrence in occurrences(tree, words):
        slots = nominal_fillers(occurrence, tree, words)
        known = [*slots, *(left_open(tree, occurrence.clause, slots, words) if occurrence.verbal else ())]
        if occurrence.verbal and all(f.slot != finder.subject_slot for f in slots):
            known = [
                *known,
                *(Filler(finder.subject_slot, token) for token in finder.subjects.shared(occurrence.clause)),
            ]
        row = choose(occurrence, tree, words, known, parties.is_party)
        said = [a for a in attributions if occurrence.head in a.tokens]
        if row is not None and row.kind == "adj" and row.type in ("ACCUSE", "SUPPORT") and not said:
            continue  # conventions, 9: an evaluation without a speaker is no act
        if row is not None:
            roles = finder.fill(occurrence, row, slots)
            roles.unfold(row, occurrence, tree)
            blamer = _blamer(row, said)
            if row.kind == "adj" and said and not roles.actors and "A" not in row.roles.values():
                roles.actors.extend((blamer or said[-1]).speakers[:1])  # conventions, 7: who blames is the actor
                roles.omitted_subject = not roles.actors
            reality = statuses.read(occurrence, row, personal=any(parties.is_person(m) for m in roles.actors))
            if said and row.type in SPEECH_ACTS and reality.status is Status.PLANNED and reality.volition:
                reality.status = Status.OCCURRED  # "we will not stand by", he said: the threat is made
            acts.append(Act(tree=tree, occurrence=occurrence, row=row, roles=roles, slots=slots, reality=reality,
                            said=bool(said), sources=said[: said.index(blamer)] if blamer else None))
    taken = {token for act in acts for token in range(act.occurrence.first, act.occurrence.last + 1)}
    asking = {act.occurrence.head: act for act in acts if act.type == "REQUEST"}
    asked = [a for a in attributions if a.verb in asking]  # what is asked for there is no second request
    for occurrence, row, roles, reality in demands(tree, words, finder, attributions):
        roles.recipients = roles.recipients or _asked(occurrence, roles, acts)
        one = next((asking[a.verb] for a in asked if occurrence.head in a.tokens and a.verb is not None), None)
        if one is not None:
            one.roles.recipients = one.roles.recipients or roles.recipients
        elif occurrence.first not in taken:
            acts.append(
                Act(
                    tree=tree,
                    occurrence=occurrence,
                    row=row,
                    roles=roles,
                    slots=[],
                    reality=reality,
                    sources=[
                        a
                        for a in attributions
                        if occurrence.head in a.tokens and not set(a.speakers) & set(roles.actors) and a.speakers
                    ],
                )
            )
    for occurrence, row, roles, reality in refusals(tree, words, finder, statuses, attributions):
        if occurrence.first not in taken:
            acts.append(
                Act(tree=tree, occurrence=occurrence, row=row, roles=roles, slots=[], reality=reality, said=True,
                    trace=[Trace(field="type", rule=REFUSAL, value="REJECT")])
            )
    return sorted(acts, key=lambda act: act.occurrence.first)


def _blamer(row: Predicate, said: Sequence[Attribution]) -> Attribution | None:
    """Return in whose words an adjective blames or praises, the innermost that has a speaker."""
    blames = row.kind == "adj" and row.type in ("ACCUSE", "SUPPORT")
    return next((one for one in reversed(said) if one.speakers), None) if blames else None


def _asked(demand: Occurrence, roles: Roles, acts: Sequence[Act]) -> list[Mention]:
    """Return of whom something is demanded that has no subject beside the modal word: who is to do the nearest act."""
    urged = [act for act in acts if act.said and act.reality.status is Status.URGED]
    nearest = min(urged, key=lambda act: abs(act.occurrence.head - demand.first), default=None)
    return [mention for mention in nearest.roles.actors if mention not in roles.actors] if nearest else []


def _sources(act: Act, attributions: list[Attribution], words: Lexicon, offset: int) -> Iterator[Source]:
    """Yield the chain of sources of an act, outermost first; no source is responsible for its own word of saying."""
    if _anchors(act):
        return
    for attribution in act.sources if act.sources is not None else attributions:
        if act.occurrence.head not in attribution.tokens or attribution.verb == act.occurrence.head:
            continue
        speakers = attribution.speakers
        if speakers:
            yield make_source(attribution, speakers[0], words, offset)
        elif attribution.kind in ("hearsay", "according"):
            yield make_source(attribution, None, words, offset)
        else:
            cue = Cue(span=shift(attribution.cue, offset), rule=attribution.rule)
            yield Source(span=None, kind=SourceKind.ANONYMOUS, cue=cue, reference=Reference.OMITTED)


def _dated(act: Act, when: Span | None, dated: frozenset[tuple[int, int]]) -> Status:
    """Return the status of an act; a lasting speech act with a date is an utterance (conventions, 13)."""
    status = act.reality.status
    on_a_date = when is not None and (when.start, when.end) in dated
    return Status.OCCURRED if on_a_date and status is Status.ONGOING and act.type in SPEECH_ACTS else status


def _anchors(act: Act) -> bool:
    """Tell whether an act only dates another one: after the vote, 会談後 (conventions, 10)."""
    parse = act.tree.parse
    clause = act.occurrence.clause if act.occurrence.verbal else act.tree.head(act.occurrence.head)
    marks = act.tree.dependents(clause, "mark") if clause is not None and parse.rels[clause] == "advcl" else []
    if act.occurrence.verbal or any(parse.words[c].lower() in AFTER for c in marks):
        return any(parse.words[c].lower() in AFTER for c in marks)
    following = parse.words[act.occurrence.last + 1 : act.occurrence.last + 3]
    if any(word in AFTER for word in following):
        return True
    return any(parse.words[c].lower() in AFTER for c in act.tree.dependents(act.occurrence.head, "case"))


def _parsed(
    document: Document, sentences: Sequence[Sentence], tongue: Language
) -> tuple[dict[int, Parse], dict[int, Problem]]:
    """Return the parses by sentence index; after a failure of the whole, each sentence is tried by itself."""
    try:
        together = list(tongue.parse(s.text for s in sentences))
    except Exception:  # noqa: BLE001 - one sentence the parser cannot take never stops the rest
        return _parsed_singly(document, sentences, tongue)
    return dict(zip((s.index for s in sentences), together, strict=True)), {}


def _parsed_singly(
    document: Document, sentences: Sequence[Sentence], tongue: Language
) -> tuple[dict[int, Parse], dict[int, Problem]]:
    parses: dict[int, Parse] = {}
    failures: dict[int, Problem] = {}
    for sentence in sentences:
        try:
            parses[sentence.index] = next(iter(tongue.parse([sentence.text])))
        except Exception as error:  # noqa: BLE001 - it becomes the sentence's problem
            failures[sentence.index] = failed(document, sentence, error)
    return parses, failures


def _too_long(document: Document, sentence: Sentence) -> Problem:
    size = len(sentence.text.encode("utf-8", "replace"))
    return Problem(
        code="coding.sentence-too-long",
        origin=document.origin,
        document=document.id,
        start=sentence.start,
        end=sentence.end,
        message=f"A sentence of {size} bytes is longer than the parser's limit of {MAX_SENTENCE_BYTES}.",
        remedy="Check whether the text lost its full stops or line ends; it was stored but not coded.",
    )
