"""Whom a speech act is about that its frame does not name: in what is said, refused, promised or feared."""

from collections.abc import Iterator

from keii.coding.filled import Roles
from keii.coding.lexicon import Lexicon, Predicate
from keii.coding.occurrences import Occurrence
from keii.coding.parties import WHEN_JA, Mention, Parties
from keii.coding.slots import Filler, fillers, slot_of
from keii.coding.things import is_audience, is_foe
from keii.coding.tree import Tree
from keii.model import Reference, Trace

# What others seek: who refuses it refuses them, whatever it is a bid for.
SOUGHT = frozenset(
    "bid entry entrance accession membership application candidacy request proposal offer demand".split()
)
ABOUT = frozenset(
    {"ACCUSE", "THREATEN", "AGREE", "REJECT", "REQUEST", "SUPPORT"}
)  # speech acts, whose content names whom they concern
FACE_TO_FACE = frozenset({"AGREE", "REQUEST", "THREATEN"})  # what is said in a meeting is said to who is met
TOPICS = frozenset({"about", "over", "について", "をめぐり"})
DEEP = frozenset({"THREATEN"})  # acts that concern whoever is named in their content, however deep
SHALLOW = frozenset({"REQUEST"})  # and those whose content concerns only who is to do it and whose it is
CLAUSES = frozenset({"acl", "acl:relcl", "advcl", "ccomp", "xcomp", "parataxis", "conj"})
BODIES = frozenset({"sector", "organisation"})
SOUGHT_BY = "roles.sought-by"  # the rule by which who refuses a bid refuses whose it is
CONTENT_PARTY = "roles.content-party"  # the rule by which an act concerns who is named in what it is about
WITH = frozenset({"with", "と"})
OBJECTS, OWNING = ("obj", "を"), ("の", "poss", "of")
DOERS = frozenset({"により", "による"})
BLAMING = frozenset({"ACCUSE", "REJECT", "THREATEN"})  # acts that concern who did something, not who suffered it
LEVIED = frozenset({"SANCTION", "RETREAT"})  # acts of those who levy something on goods
DONE = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "ACCUSE"})  # acts whose nouns have who does them before
ON_GOODS = frozenset({"on", "に"})  # slots of what it is levied on
MET_IN = frozenset({"in", "at", "during", "after", "で"})


class ConcernFinder:
    """Finds whom the speech acts of one sentence concern."""

    def __init__(self, tree: Tree, lexicon: Lexicon, parties: Parties) -> None:
        """Keep the sentence and its party phrases."""
        self.tree, self.lexicon, self.parties = tree, lexicon, parties
        self.narrow = lexicon.language == "en"

    def fill(self, roles: Roles, occurrence: Occurrence, row: Predicate, used: set[int]) -> None:
        """Take who is met where it is said, else whom the content of a speech act is about.

        They warned that there will be no aid for Peru: Peru is warned. A party of the actor's own country is none,
        and an agreement between two concerns nobody else.
        """
        if row.type == "AGREE" and len(roles.actors) > 1 and not occurrence.verbal:
            return
        if self.tree.parse.lemmas[occurrence.head] in self.lexicon.impersonal:
            return  # うわさを否定した: it is told of others
        met = self._met(occurrence) if row.type in FACE_TO_FACE else []
        own = {m.reading.country for m in roles.actors if m.reading is not None}
        for mentions in (met, *self._about(occurrence, row)):
            found = [m for m in mentions if m.token not in used and m not in roles.actors]
            if found and not any(self._is_own(m, own, row) for m in found):
                rule = SOUGHT_BY if any(m.reference is Reference.PRONOUN for m in found) else CONTENT_PARTY
                roles.recipients.extend(found)
                roles.trace.extend(Trace(field="recipient", rule=rule, value="R", span=m.span) for m in found)
                return

    def whose(self, roles: Roles, row: Predicate, slots: list[Filler], used: set[int]) -> None:
        """Take whose the thing is that is seized, closed or cut: 漁師の船を抑留した, seized the broker's ledgers.

        Tariffs on Turkish steel, imposed or lifted, are Turkey's, as are 米国産大豆など128品目 the United States'.
        """
        for thing in slots:
            levied = row.type in LEVIED and thing.slot in ON_GOODS
            owned = thing.slot in OBJECTS and row.type != "RETREAT"
            if not (levied or owned) or row.roles.get(thing.slot) not in ("R", "C"):
                continue
            of = [f.token for f in fillers(self.tree, thing.token, self.lexicon) if f.slot in OWNING]
            goods = [thing.token, *self.tree.dependents(thing.token, "nmod")] if thing.slot == "に" else []
            of += [t for one in goods for t in (one, *self.tree.dependents(one, "compound"))]
            for mentions in (self.parties.mentions(owner) for owner in of):
                known = [m for m in mentions if m.reading is None or m.reading.kind != "place"]
                if row.type == "ASSAULT":  # インドの戦闘機を撃墜した; whose house is hit by whom is not told so
                    known = [m for m in known if m.reading is not None and m.reading.kind == "state"]
                found = [m for m in known if m.token not in used]
                if found:
                    roles.recipients.extend(found)
                    value = f"{thing.slot}:{row.roles[thing.slot]}"
                    roles.trace.extend(Trace(field="recipient", rule=row.row, value=value, span=m.span) for m in found)
                    return

    def _is_own(self, mention: Mention, own: set[str | None], row: Predicate) -> bool:
        """Tell whether a mention is the actor's own country; it can order its own police, promise its own people."""
        known = mention.reading
        if known is None or known.country is None or known.country not in own:
            return False
        return not (row.type == "REQUEST" and known.kind in BODIES or row.type == "AGREE" and known.sector == "CVL")

    def _about(self, occurrence: Occurrence, row: Predicate) -> Iterator[list[Mention]]:
        """Yield who could be concerned, the likeliest first: each with those named beside him."""
        around = fillers(self.tree, occurrence.clause, self.lexicon)
        if row.type in BLAMING:
            yield from self._doers(occurrence, row, around)
        words = self.tree.parse.words
        turned_to = [f.token for f in around if row.roles.get(f.slot) == "R" and f.token != occurrence.head]
        turned_to = [token for token in turned_to if words[token] not in WHEN_JA]
        named = [(root, self._named_in(root, row.type)) for root in self._contents(occurrence, row)]
        named += [(root, self.owners(root)) for root in turned_to]  # コソボの加盟に反対: Kosovo is opposed
        for root, tokens in named:
            if row.type == "REJECT" and self.tree.parse.lemmas[root] in SOUGHT:
                sought = [m for owner in self._holders(root) for m in self.parties.speakers(owner)]
                if sought:  # its neighbour's entry into the bloc
                    yield sought
                    return
            for token in tokens:
                mentions = self.parties.mentions(token)
                if all(self._is_known(mention, row) for mention in mentions):
                    yield mentions

    def _doers(self, occurrence: Occurrence, row: Predicate, around: list[Filler]) -> Iterator[list[Mention]]:
        """Yield who does what a Japanese speech act blames or refuses: 軍による市民の殺害を非難した."""
        beside = [f.token for f in around if row.roles.get(f.slot) in ("R", "C") and f.token != occurrence.head]
        for root in beside if not self.narrow else ():
            for token in self.tree.dependents(root, "nmod"):
                if slot_of(self.tree, token, self.lexicon) in DOERS and (mentions := self.parties.mentions(token)):
                    yield mentions

    def _is_known(self, mention: Mention, row: Predicate) -> bool:
        """Tell whether a mention inside the content names somebody whom the act can concern."""
        known = mention.reading
        if mention.reference is Reference.PRONOUN or known is None or known.kind == "place":
            return False
        if not self.narrow and self._is_aside(mention, row):
            return False
        moved = self.tree.parse.rels[mention.token] in ("obj", "nsubj", "nsubj:pass")  # promised to free the prisoners
        return row.type != "AGREE" or not moved or known.country is not None

    def _is_aside(self, mention: Mention, row: Predicate) -> bool:
        """Tell whether Japanese words only say how or where, or are part of one: ツイッターで, 軍事行動, 記者会見."""
        inside = self.tree.parse.rels[mention.token] == "compound"
        if inside and mention.reading is not None and mention.reading.country is None:
            return True
        if slot_of(self.tree, mention.token, self.lexicon) == "で" or is_audience(mention.span.quote):
            return True
        return is_foe(self.tree.parse.text, mention.span.end, row.type)

    def _met(self, occurrence: Occurrence) -> list[Mention]:
        """Return with whom the meeting is in which something is said: pledged in a meeting with Moreau."""
        for place in fillers(self.tree, occurrence.clause, self.lexicon):
            rows = self.lexicon.predicates.get(self.tree.parse.lemmas[place.token], ())
            if place.slot not in MET_IN or not any(row.type == "CONSULT" for row in rows):
                continue
            for partner in fillers(self.tree, place.token, self.lexicon):
                if partner.slot in WITH and (mentions := self.parties.mentions(partner.token)):
                    return mentions
        return []

    def _named_in(self, root: int, kind: str) -> list[int]:
        """Return the tokens of what a speech act is about: its subjects first, whose it is, then all in their order.

        In English who stands deeper than that is seldom meant, but by a threat: asked for duties on goods of Peru.
        """
        owners = self.owners(root)
        if self.narrow and kind in SHALLOW:  # demanded that the envoy be freed: he is not asked
            owners = [token for token in owners if self.tree.parse.rels[token] != "nsubj:pass"]
        if self.narrow and kind not in DEEP:
            inside = [] if kind in SHALLOW else self._beside(root)
        else:
            inside = sorted(self.tree.subtree(root))
        parse = self.tree.parse
        named = (t for t in inside if parse.pos[t] not in ("PRON", "DET"))
        return [*owners, *(t for t in named if not (parse.rels[t] in ("amod", "compound") and self._is_kind(t)))]

    def _beside(self, root: int) -> list[int]:
        """Return a word and what depends on it, also through one noun, but through no clause."""
        near = [root]
        for token in self.tree.children[root]:
            if self.tree.parse.rels[token] not in CLAUSES:
                near += [token, *(t for t in self.tree.children[token] if self.tree.parse.rels[t] not in CLAUSES)]
        return sorted(near)

    def owners(self, root: int) -> list[int]:
        """Return the tokens of who does what a word names, whose it is, and the country it is named by."""
        beside = [t for t in self.tree.dependents(root, "amod", "compound") if not self._is_kind(t)]
        return [*self._holders(root), *beside]

    def _is_kind(self, token: int) -> bool:
        """Tell whether a word before a noun only says of which kind a thing is: a media bill, not: a police raid."""
        mention, noun = self.parties.mention(token), self.tree.head(token)
        known = mention.reading if mention is not None and self.narrow else None
        if known is None or known.country is not None or noun is None:
            return False
        if self.tree.parse.words[token].lower().endswith("s"):
            return False  # promised farmers subsidies
        return not any(row.type in DONE for row in self.lexicon.predicates.get(self.tree.parse.lemmas[noun], ()))

    def _holders(self, root: int) -> list[int]:
        """Return the tokens of who does what a word names, and whose it is: its bid, マケドニアが加盟すること."""
        # 加盟すること; an English clause on a noun tells what is claimed, not by whom: the idea that people …
        heads = (root,) if self.narrow else (root, *self.tree.dependents(root, "acl"))
        inside = sorted(self.tree.subtree(root))
        subjects = [
            t for t in inside if self.tree.parse.rels[t] in ("nsubj", "nsubj:pass") and self.tree.head(t) in heads
        ]
        of = [t for t in self.tree.dependents(root, "nmod") if slot_of(self.tree, t, self.lexicon) == "の"]
        return [*subjects, *self.tree.dependents(root, "nmod:poss"), *of]

    def _contents(self, occurrence: Occurrence, row: Predicate) -> list[int]:
        """Return the tokens that head what a speech act is about: its clauses and objects."""
        slots = {slot for slot, role in row.roles.items() if role == "C"} | TOPICS
        roots = [f.token for f in fillers(self.tree, occurrence.clause, self.lexicon) if f.slot in slots]
        clauses = [
            c
            for c in self.tree.dependents(occurrence.clause, "ccomp", "xcomp", "advcl")
            if self.tree.parse.rels[c] != "advcl" or self._reported(c)
        ]
        words = self.tree.parse.words
        for one in self.tree.dependents(occurrence.clause, "advcl"):  # 盗んだとして非難した
            clauses += self.tree.dependents(one, "advcl") if words[one - 1 : one + 2] == ("と", "し", "て") else []
        return [t for t in [*clauses, *roots] if t != occurrence.head]

    def _reported(self, clause: int) -> bool:
        words = {self.tree.parse.words[c] for c in self.tree.dependents(clause, "case", "mark", "aux")}
        return bool(words & {"と", "とも", "よう", "of", "for"})
