"""What the verb over an act noun tells of its parties: who raises tariffs acts, who denies a charge is charged."""

from collections.abc import Sequence

from keii.coding.filled import Roles
from keii.coding.lexicon import Lexicon, Predicate
from keii.coding.occurrences import Occurrence
from keii.coding.parties import Mention, Parties
from keii.coding.reports import DENYING
from keii.coding.slots import Filler, fillers, marker
from keii.coding.subjects import SUBJECT, SubjectFinder
from keii.coding.tree import Tree
from keii.gazetteer.names import finder
from keii.model import Span, Trace

RESPONSES = frozenset({"ACCUSE", "SUPPORT", "REJECT", "THREATEN", "REQUEST", "RETREAT"})  # acts about another's act
ABOUT_ACTS = RESPONSES | {"CONSULT"}  # whose subject does not do what is their object: discussed the arrest
CALLS = frozenset({"REQUEST", "ACCUSE", "AGREE", "THREATEN"})  # what somebody answers: his demand, their charge
SERVING = frozenset("help support assist aid feed house shelter protect resettle treat vaccinate reach rescue".split())
FOLLOWING = frozenset("受ける 経る 踏まえる".split())  # what is done after talks or by a deal: 協定を受けて
PARTNERED = frozenset({"と:AA", "with:AA"})
SUSPECTS = frozenset("suspect perpetrator attacker assailant gunman bomber mastermind".split())
DEEDS = ("subj", "in", "by", "during", "from")  # English slots in which the act stands that somebody is killed by
DEED = "roles.deed-told"  # the rule that names the noun of an act beside the verb that tells it
SEATS = frozenset({"capital", "city", "metonym"})  # forms of names that say where an attack was, not whose
AROUND = frozenset({"めぐる", "巡る"})  # what two quarrel over need not be theirs: 襲撃をめぐって対立した
OBJECT = {"ja": "を", "en": "obj"}


class HostFinder:
    """Finds parties of act nouns at the verbs that govern them, in one sentence."""

    def __init__(self, tree: Tree, lexicon: Lexicon, parties: Parties, subjects: SubjectFinder) -> None:
        """Keep the sentence with its party phrases and shared subjects."""
        self.tree, self.lexicon, self.parties, self.subjects = tree, lexicon, parties, subjects
        self.subject_slot, self.object_slot = SUBJECT[lexicon.language], OBJECT[lexicon.language]

    def fill(self, roles: Roles, occurrence: Occurrence, row: Predicate, used: set[int]) -> None:
        """Give an act noun that is the object of a plain verb that verb's subject: the council raised tariffs.

        The suspect in an attack is who is told to have made it.
        """
        verb = self.tree.head(occurrence.head)
        if verb is not None and self.tree.parse.lemmas[verb] in SUSPECTS and row.type in ("ASSAULT", "COERCE"):
            mentions = self._named_as(verb)
            roles.actors.extend(mentions)
            roles.trace.extend(Trace(field="actor", rule="roles.suspect", value="A", span=m.span) for m in mentions)
            return
        if verb is None or self.tree.parse.pos[verb] != "VERB":
            return
        slots = fillers(self.tree, verb, self.lexicon)
        slot = next((f.slot for f in slots if f.token == occurrence.head), "")
        lemma = self.tree.parse.lemmas[verb]
        acts = self.lexicon.predicates.get(lemma, ())
        answer = any(one.type in ABOUT_ACTS for one in acts) or lemma in self.lexicon.speech
        refuted = row.type == "ACCUSE" and (lemma in DENYING or any(one.type == "REJECT" for one in acts))
        if slot != self.object_slot or answer and not refuted:
            return
        mentions = self._subjects(verb, slots, used)
        if lemma in AROUND and len(mentions) > 1:
            return
        if refuted:  # who denies an accusation is whom it accuses
            roles.receive(() if roles.recipients else mentions, "roles.accused")
            return
        roles.actors.extend(mentions)
        roles.trace.extend(Trace(field="actor", rule="roles.host-subject", value="A", span=m.span) for m in mentions)
        if not roles.recipients:
            self._beside(roles, row, slots, used)

    def partnered(self, roles: Roles, occurrence: Occurrence, used: set[int]) -> None:
        """Give a deal with somebody the subject of the verb it stands at as well: under a deal with Oslo, Chad ….

        Talks may be others': 米国は、韓国と北朝鮮との会談で進展があったと述べた.
        """
        verb = self.tree.head(occurrence.head)
        partner = roles.actors[0]
        beside = any(step.value in PARTNERED and step.span == partner.span for step in roles.trace)
        if verb is None or occurrence.verbal or occurrence.carrier is not None or not beside:
            return
        taken = self.tree.parse.rels[occurrence.head] == "obj" and self.tree.parse.lemmas[verb] in FOLLOWING
        if not (taken or self.tree.parse.rels[occurrence.head] == "obl") or self.tree.parse.pos[verb] != "VERB":
            return
        country = partner.reading.country if partner.reading is not None else None
        for mention in self._subjects(verb, fillers(self.tree, verb, self.lexicon), used):
            if mention.reading is not None and mention.reading.country and mention.reading.country != country:
                roles.actors.append(mention)
                roles.trace.append(Trace(field="actor", rule="roles.partner", value="A", span=mention.span))
                return

    def answers(self, roles: Roles, occurrence: Occurrence, row: Predicate, used: set[int]) -> None:
        """Give a demand, offer, charge or threat to who answers it: Peru denied the accusation, Oslo took up the offer.

        What is said to be against somebody else is not his.
        """
        verb = self.tree.head(occurrence.head)
        if verb is None or row.type not in CALLS or not self.lexicon.answering:
            return
        if occurrence.verbal or occurrence.carrier is not None:
            return
        own = {f.slot for f in fillers(self.tree, occurrence.head, self.lexicon)}
        if "AA" in row.roles.values() or own & {"against", "to"} and row.roles.keys() & own & {"against", "to"}:
            return
        slots = fillers(self.tree, verb, self.lexicon)
        slot = next((f.slot for f in slots if f.token == occurrence.head), "")
        if slot not in (self.object_slot, "to") or not self._is_answer(verb):
            return
        doing = {m.span for m in roles.actors}
        mentions = [m for m in self._subjects(verb, slots, used) if m.span not in doing]
        roles.receive(mentions, "roles.answerer")

    def served(self, roles: Roles, occurrence: Occurrence, used: set[int]) -> None:
        """Give help to whom it is given to help: provided 40 million dollars to support refugees in Chad."""
        own = {occurrence.head, occurrence.clause}
        near = own | {t for t in self.tree.children[occurrence.clause] if self.tree.parse.rels[t] in ("obj", "conj")}
        for verb in range(occurrence.last + 1, len(self.tree)):
            if self.tree.parse.lemmas[verb] not in SERVING or self.tree.head(verb) not in near:
                continue
            if not any(self.tree.parse.lemmas[t] == "to" for t in self.tree.dependents(verb, "aux", "mark")):
                continue
            found = [m for t in self.tree.dependents(verb, "obj") for m in self.parties.mentions(t)]
            found = [m for m in found if m.token not in used]
            if found:
                roles.receive(found, "roles.served")
                return

    def _is_answer(self, verb: int) -> bool:
        """Tell whether a verb is what somebody does with another's demand, offer or charge."""
        lemma = self.tree.parse.lemmas[verb]
        particles = [self.tree.parse.lemmas[c] for c in self.tree.dependents(verb, "compound:prt")]
        words = {lemma, *(f"{lemma} {particle}" for particle in particles)}
        refuses = any(row.type == "REJECT" for word in words for row in self.lexicon.predicates.get(word, ()))
        return refuses or bool(words & self.lexicon.answering)

    def _subjects(self, verb: int, slots: list[Filler], used: set[int]) -> list[Mention]:
        """Return the parties that a verb has as its subject or shares with the verbs above it."""
        found = [f.token for f in slots if f.slot == self.subject_slot] or self.subjects.shared(verb)
        return [m for token in found for m in self.parties.mentions(token) if m.token not in used]

    def _beside(self, roles: Roles, row: Predicate, slots: list[Filler], used: set[int]) -> None:
        """Take the recipients that stand beside the verb: heaped praise on the army."""
        for filler in slots:
            if row.roles.get(filler.slot) != "R" or filler.slot in (self.subject_slot, self.object_slot):
                continue
            mentions = [m for m in self.parties.mentions(filler.token) if m.token not in used]
            roles.recipients.extend(mentions)
            value = f"{filler.slot}:R"
            roles.trace.extend(Trace(field="recipient", rule=row.row, value=value, span=m.span) for m in mentions)
            if mentions:
                return

    def _named_as(self, noun: int) -> list[Mention]:
        """Return who a noun is said to be: Moreau, the suspect; Moreau is the suspect; else the noun itself."""
        head = self.tree.head(noun)
        if head is not None and self.tree.parse.rels[noun] == "appos":
            return self.parties.mentions(head)
        if head is not None and self.tree.parse.rels[noun] == "attr":
            return [m for s in self.tree.dependents(head, "nsubj") for m in self.parties.mentions(s)]
        return self.parties.mentions(noun)

    def assailants(self, roles: Roles, slots: Sequence[Filler]) -> None:
        """Give an English act of violence whose attack it was: killed in an Israeli air strike, by a rebel ambush."""
        for filler in slots if self.lexicon.language == "en" else ():
            if filler.slot not in DEEDS or not self._is_deed(filler.token):
                continue
            owners = self.tree.dependents(filler.token, "nmod:poss", "amod", "compound")
            owners += [t for t in self.tree.dependents(filler.token, "nmod") if marker(self.tree, t, "") == "by"]
            found = [m for owner in owners for m in self.parties.mentions(owner) if self._is_whose(m)]
            roles.actors.extend(found)
            roles.trace.extend(Trace(field="actor", rule="roles.deed", value="A", span=m.span) for m in found)
            if filler.slot == self.subject_slot:  # one act, told by its noun and its verb
                deed = Span.of(self.tree.parse.text, *self.tree.span(filler.token, filler.token))
                roles.trace.append(Trace(field="trigger", rule=DEED, value="subject", span=deed))

    def _is_deed(self, noun: int) -> bool:
        """Tell whether a noun names an act of violence: attack, air strike."""
        lemmas = [lemma.lower() for lemma in self.tree.parse.lemmas[max(0, noun - 1) : noun + 1]]
        rows = [row for form in (lemmas[-1], " ".join(lemmas)) for row in self.lexicon.predicates.get(form, ())]
        return any(row.kind == "noun" and row.type == "ASSAULT" for row in rows)

    def _is_whose(self, mention: Mention) -> bool:
        """Tell whether words before an attack say whose it was: Israeli, rebel; not Kabul, not Iran-backed."""
        quote = mention.span.quote
        if mention.reading is None or "-" in quote.removesuffix("-led"):
            return False
        return not any(name.form in SEATS for match in finder("en").find(quote) for name in match.names)
