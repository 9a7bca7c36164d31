"""The status that tense gives an act where no cue decides."""

import re

from keii.coding.lexicon import Lexicon, Predicate
from keii.coding.occurrences import Occurrence
from keii.coding.scope import Scope
from keii.coding.slots import is_errand
from keii.coding.tree import Tree
from keii.model import Claim, Status

SPEECH_ACTS = frozenset({"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
RANKED = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth latest last only youngest oldest".split()
)
# A happening that is counted has happened, in whatever tense: 落下するのはこれで三度目となる.
COUNTED = re.compile(
    r"(?:する|さ?れる|られる)?の(?:は|が)(?:[^。、]{0,20})これで(?:[^。、]{0,12}?)[0-9０-９〇一二三四五六七八九十]+(?:度|回|例|件|人)目"
    r"(?!(?:と|に)?(?:なる)?(?:予定|見通し|見込み|はず|だろう|の予定|の見通し))"
)
AHEAD = frozenset({"will", "would", "to", "may", "could"})
MODALS = frozenset("will would wo 'll 'd can could ca may might shall should must ought to".split())
EVER = frozenset({"always", "long", "consistently"})  # has always denied it: he does
THESE = frozenset({"the", "this", "these", "those", "its", "their", "his", "her"})
PASTS = frozenset({"was", "were", "had", "'d", "has", "have", "'ve", "did"})
PRESUPPOSING = frozenset(  # what they are done to is there already
    "drop lift end ease suspend reconsider relax reverse scrap abandon withdraw halt stop review extend prolong "
    "tighten soften jeopardise jeopardize hamper undermine maintain".split()
)
FUTURES = frozenset({"going", "no way"})  # cues above a predicate by whose negation its subject refuses
LIGHT = 1  # characters between an act's words and its ending: し of 要求している


def is_kept(claim: Claim, text: str) -> bool:
    """Tell whether words of a document's `text` settle a status that the model hears otherwise.

    取りやめない and 余儀なくされた sound like denials; a demand lasts by its own ending: 求めている. Of 23 such in news
    and corpus 21 are annotated so.
    """
    if text.startswith("を余儀なく", claim.trigger.end):
        return True
    if claim.type == "REQUEST" and claim.status is Status.ONGOING:
        return any(0 <= cue.span.start - claim.trigger.end <= LIGHT for cue in claim.cues)
    return any(step.rule == "status.aspect" and step.value == Status.PLANNED for step in claim.trace)


def subjunctive(tree: Tree, clause: int) -> bool:
    """Tell whether an English clause has a bare verb after a singular subject: demanded that Peru withdraw."""
    parse = tree.parse
    auxiliaries = [parse.words[c].lower() for c in tree.dependents(clause, "aux", "aux:pass")]
    subjects = tree.dependents(clause, "nsubj", "nsubj:pass")
    if auxiliaries:
        return auxiliaries == ["be"] and bool(subjects)
    bare = parse.words[clause].lower() == parse.lemmas[clause].lower()
    singular = any(parse.pos[t] == "PROPN" or parse.words[t].lower() in ("he", "she", "it") for t in subjects)
    return bare and singular


class TenseReader:
    """Reads tenses in one sentence."""

    def __init__(self, tree: Tree, lexicon: Lexicon, scope: Scope) -> None:
        """Keep the sentence."""
        self.tree, self.lexicon, self.scope = tree, lexicon, scope
        self.japanese = lexicon.language == "ja"

    def by_tense(self, occurrence: Occurrence, row: Predicate, personal: bool) -> Status:
        """Return the status that tense gives where no cue does; nouns have the default of their word."""
        if self.tree.parse.words[-1] in ("?", "？") and not self.tree.quotation_of(occurrence.head):
            return Status.POSSIBLE
        nominal = not occurrence.verbal and occurrence.carrier is None
        if nominal:
            default = self.lexicon.cues.get(("word", row.form))  # nouns of lasting states: war, sanctions, opposition
            if self._made(occurrence.head):
                return Status.OCCURRED
            return default.status if default and default.status else Status.OCCURRED
        if row.kind == "adj" and row.type in SPEECH_ACTS:
            return Status.OCCURRED  # ready, angry: the stance is taken by saying so
        if row.kind == "adj" and (default := self.lexicon.cues.get(("word", row.form))) and default.status:
            return default.status  # is due in Oslo
        token = occurrence.clause
        return self._japanese(token, occurrence, row) if self.japanese else self._english(token, row, personal)

    def _japanese(self, token: int, occurrence: Occurrence, row: Predicate) -> Status:
        """Return the status of a Japanese predicate: た has happened, a bare verb is planned, as a modifier lasts."""
        last = occurrence.last if occurrence.carrier is None else token
        zone = [self.tree.parse.lemmas[i] for i in self.scope.zone_after(last)]
        following = last + 1
        if (
            "た" in zone
            or "だ" in zone[:1]
            or (following < len(self.tree) and self.tree.parse.words[following] in ("た", "だ"))
        ):
            return Status.OCCURRED
        if self.tree.parse.words[last + 1 : last + 2] == ("へ",):
            return Status.PLANNED
        if COUNTED.match(self.tree.parse.text, self.tree.parse.ends[last]):
            return Status.OCCURRED
        if row.type in SPEECH_ACTS:
            return Status.OCCURRED
        if self.scope.chained(token):
            head = self._last_of_chain(token)
            if head is not None:
                after = [self.tree.parse.lemmas[i] for i in self.scope.zone_after(head)]
                done = "た" in after or not (after or self._plain(head))
                return Status.OCCURRED if done else Status.PLANNED
            return Status.OCCURRED
        if not zone and self._plain(last) and not self.tree.parse.rels[token].startswith("acl"):
            return Status.PLANNED  # 両首相が会う。
        if (
            not zone
            or zone[0] not in ("する", "れる", "られる")
            and self.tree.parse.lemmas[last] != self.tree.parse.words[last]
        ):
            return Status.OCCURRED
        return Status.ONGOING if self.tree.parse.rels[token].startswith("acl") else Status.PLANNED

    def kept(self, occurrence: Occurrence) -> bool:
        """Tell whether a Japanese act is not to be called off: 訪問を取りやめない, 訪問を中止しない方針だ."""
        support = occurrence.support
        if not self.japanese or occurrence.carrier is None or support is None or support.aspect != "cancelled":
            return False
        zone = [self.tree.parse.lemmas[i] for i in self.scope.zone_after(occurrence.carrier)]
        return "ない" in zone[:2] and "た" not in zone

    def _last_of_chain(self, token: int) -> int | None:
        """Return the predicate that a chain of clauses runs on to: 訪れ、農園を見て|回った."""
        head = self.tree.head(token)
        while head is not None and self.scope.chained(head):
            head = self.tree.head(head)
        return head

    def _plain(self, token: int) -> bool:
        """Tell whether a Japanese verb ends its sentence in its plain form."""
        parse = self.tree.parse
        ends = all(pos in ("PUNCT", "SYM") for pos in parse.pos[token + 1 :]) and parse.words[-1] == "。"
        return ends and parse.pos[token] == "VERB" and parse.words[token] == parse.lemmas[token]

    def _english(self, token: int, row: Predicate, personal: bool) -> Status:
        """Return the status of an English predicate by its form and auxiliaries."""
        parse = self.tree.parse
        auxiliaries = {parse.lemmas[c] for c in self.tree.children[token] if parse.rels[c] in ("aux", "aux:pass")}
        word, lemma = parse.words[token].lower(), parse.lemmas[token].lower()
        if "to" in auxiliaries and "have" not in auxiliaries:
            return Status.OCCURRED if self._counted(token) or self._run(token) else Status.PLANNED
        if word.endswith("ing"):
            running = (
                "be" in auxiliaries
                or parse.rels[token] in ("root", "acl")
                and bool(self.tree.dependents(token, "nsubj"))
            )
            return Status.ONGOING if running else Status.OCCURRED
        if word in (lemma, lemma + "s", lemma + "es", lemma[:-1] + "ies") and not auxiliaries & {"have", "do", "be"}:
            standing = parse.words[-1] in (".", "”", '"', "''") and not (personal and row.type in SPEECH_ACTS)
            return Status.ONGOING if standing and not self._same_form(word, lemma) else Status.OCCURRED
        lasts = any(parse.words[c].lower() in EVER for c in self.tree.dependents(token, "advmod"))
        return Status.ONGOING if lasts and "have" in auxiliaries else Status.OCCURRED

    def is_in_force(self, noun: int) -> bool:
        """Tell whether the object of an English verb is a lasting measure that there is: oppose the sanctions."""
        parse = self.tree.parse
        told = any(parse.words[c].lower() in THESE for c in self.tree.dependents(noun, "det", "nmod:poss"))
        default = self.lexicon.cues.get(("word", parse.lemmas[noun].lower()))
        lasting = default is not None and default.status is Status.ONGOING
        return not self.japanese and parse.rels[noun] == "obj" and told and lasting

    def is_done(self, verb: int) -> bool:
        """Tell whether an English verb is in the past or perfect: met, has met, was met; not would meet, is met."""
        parse = self.tree.parse
        if self.japanese or parse.pos[verb] not in ("VERB", "AUX") or not self.is_plain(verb):
            return False
        auxiliaries = [parse.words[c].lower() for c in self.tree.dependents(verb, "aux", "aux:pass")]
        if auxiliaries:
            return bool(PASTS.intersection(auxiliaries)) and not parse.words[verb].endswith("ing")
        word = parse.words[verb].lower()
        past = word != parse.lemmas[verb].lower() and not word.endswith(("s", "ing"))
        return past and not parse.rels[verb].startswith("acl") or word in ("was", "were", "had", "did")

    def is_plain(self, verb: int) -> bool:
        """Tell whether an English verb stands without a word for what may or should be: promises, has promised."""
        auxiliaries = {self.tree.parse.lemmas[c] for c in self.tree.dependents(verb, "aux", "aux:pass")}
        return not auxiliaries & MODALS

    def _run(self, infinitive: int) -> bool:
        """Tell whether an infinitive was done by the call that it stands under: called the king to thank him."""
        head = self.tree.head(infinitive)
        if head is None or not is_errand(self.tree, infinitive, self.lexicon):
            return False
        auxiliaries = {self.tree.parse.lemmas[c] for c in self.tree.dependents(head, "aux")}
        return not auxiliaries & AHEAD

    def _counted(self, infinitive: int) -> bool:
        """Tell whether an infinitive says who had done a thing when: the third state to recognise it.

        Not "will be the first to", nor "the next to".
        """
        noun, parse = self.tree.head(infinitive), self.tree.parse
        if noun is None or not parse.rels[infinitive].startswith("acl"):
            return False
        told = any(parse.lemmas[c].lower() in RANKED for c in (noun, *self.tree.dependents(noun, "amod", "nummod")))
        verb = self.tree.head(noun)
        auxiliaries = self.tree.dependents(verb, "aux") if verb is not None else []
        return told and all(parse.lemmas[c] not in AHEAD for c in auxiliaries)

    def _made(self, noun: int) -> bool:
        """Tell whether an act noun is the object of a finished verb: imposed sanctions, 制裁を強化した."""
        verb = self.tree.head(noun)
        if verb is None or self.tree.parse.pos[verb] != "VERB" or self.tree.parse.rels[noun] != "obj":
            return False
        if self.japanese:
            return any(self.tree.parse.lemmas[t] == "た" for t in self.scope.zone_after(verb)[:4])
        word, lemma = self.tree.parse.words[verb].lower(), self.tree.parse.lemmas[verb].lower()
        return word != lemma and not word.endswith(("s", "ing"))

    def _same_form(self, word: str, lemma: str) -> bool:
        """Tell whether a verb's past looks like its present: set, cut, hit."""
        return word == lemma and word in (
            "set",
            "cut",
            "hit",
            "put",
            "let",
            "quit",
            "shut",
            "spread",
            "split",
            "cast",
            "shed",
            "hurt",
            "burst",
        )

    def is_refusal(self, occurrence: Occurrence, status: Status, cue: str) -> bool:
        """Tell whether a negation by the words of a cue is about the future: will not, 〜しない."""
        if status is not Status.NOT_OCCURRED:
            return False
        if self.japanese:
            zone = [
                self.tree.parse.lemmas[i]
                for i in self.scope.zone_after(occurrence.last if occurrence.carrier is None else occurrence.carrier)
            ]
            return "た" not in zone and bool({"ない", "ぬ"} & set(zone)) and "いる" not in zone
        words = {self.tree.parse.lemmas[i] for i in self.scope.zone_before(occurrence.clause)}
        return bool(words & {"will", "would", "wo"}) or cue in FUTURES
