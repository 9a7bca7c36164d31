"""Subjects that stand elsewhere than in an act's own clause: governing clauses, relative clauses, topics, headlines."""

from keii.coding.lexicon import Lexicon
from keii.coding.occurrences import phrasal
from keii.coding.parties import Parties
from keii.coding.slots import fillers, is_errand, marker
from keii.coding.tree import Tree
from keii.gazetteer.compose import Reading
from keii.language.ja.repairs import CHARGES

SUBJECT = {"ja": "が", "en": "subj"}
LEADING = frozenset({"て", "で"})  # what may end a Japanese clause whose subject goes on
CHARGING = frozenset({"ACCUSE", "COERCE", "SANCTION", "REQUEST", "ASSAULT"})  # acts upon who is said to have done it
SUSPICIONS = frozenset("suspicion charge count allegation accusation".split())  # arrested on suspicion of robbing
BIDS = frozenset("訴え 請求 要求 要請 申し立て 申立て 動議 提案 願い 嘆願 申請 申し出 声".split())
ANSWERING = frozenset("応える 応じる 答える 応ずる 受け入れる 聞き入れる 無視 無視する".split())
CHARGED = ("を", "に", "に対して")


class SubjectFinder:
    """Finds shared subjects in one sentence."""

    def __init__(self, tree: Tree, lexicon: Lexicon, parties: Parties) -> None:
        """Keep the sentence and its party phrases."""
        self.tree, self.lexicon, self.parties = tree, lexicon, parties
        self.subject_slot = SUBJECT[lexicon.language]

    def shared(self, clause: int) -> list[int]:
        """Return the subject tokens that a clause shares with those that govern it: the nearest that names a party.

        For a relative clause it is the noun the clause stands on.
        """
        head = self.modified(clause)
        if head is not None and self._is_bid(clause, head):
            return []
        if head is not None and self.parties.is_party(head) and not self.parties.is_document(head):
            return [head]
        charged = self._accused(clause)
        if charged is not None:
            return charged
        below = clause
        led = self._led(clause)
        for ancestor in self.tree.ancestors(clause):
            said = self.tree.parse.lemmas[ancestor] in self.lexicon.speech
            found = (led or self._topic(clause) if said else []) or self._subject_of(ancestor, below)
            below = ancestor
            noun = self._described(ancestor) if not found else None
            if noun is not None:
                return [noun] if self.parties.mentions(noun) else []
            if found:
                return found if any(self.parties.mentions(token) for token in found) else []
        topical = led and marker(self.tree, led[0], "") == "は"  # 首相は、隣国は「…」と責め、大使を召還した
        return led if topical else self._topic(clause) or led

    def is_charged(self, clause: int) -> bool:
        """Tell whether a clause says what somebody is arrested or tried for, who then is somebody for certain."""
        return bool(self._accused(clause))

    def _accused(self, clause: int) -> list[int] | None:
        return self._charged(clause) if self.lexicon.language == "ja" else self._suspected(clause)

    def _is_bid(self, clause: int, noun: int) -> bool:
        """Tell whether a Japanese clause says what a bid asks for that somebody answers: 延期を求める訴えを退けた."""
        parse, verb = self.tree.parse, self.tree.head(noun)
        if self.lexicon.language != "ja" or parse.words[noun] not in BIDS or verb is None or clause > noun:
            return False
        rows = self.lexicon.predicates.get(parse.lemmas[verb], ())
        answered = parse.lemmas[verb] in ANSWERING or any(row.type in ("REJECT", "CONCEDE") for row in rows)
        return answered and marker(self.tree, noun, "") in ("を", "に", "には")

    def _described(self, clause: int) -> int | None:
        """Return the noun that an English participle describes, who does what is told in it: accused of spying."""
        participle = self.tree.parse.rels[clause] == "acl" and self.tree.parse.words[clause].endswith("ed")
        return self.tree.head(clause) if participle and self.lexicon.language == "en" else None

    def modified(self, clause: int) -> int | None:
        """Return the noun that a relative clause says something of, None for other clauses.

        In Japanese it may stand with の before the noun that is no party (調査している検察官の業務), or after a state.
        """
        head = self.tree.head(clause)
        if head is None or not self.tree.parse.rels[clause].startswith("acl"):
            return None
        if self.lexicon.language != "ja" or head < clause:
            return head
        if (mention := self.parties.mention(head)) is not None:
            office = self.tree.head(head) if marker(self.tree, head, "") == "の" else None
            state = mention.reading is not None and mention.reading.kind == "state"
            owned = self.parties.mention(office) if state and office is not None else None
            whole = owned is not None and owned.reading is not None and owned.reading.kind == "sector"
            return office if whole else head  # 訪れているペルーの大統領
        owners = [t for t in self.tree.dependents(head, "nmod") if clause < t and marker(self.tree, t, "") == "の"]
        named = (t for t in owners for m in self.parties.mentions(t) if m.reading and _is_somebody(m.reading))
        return next(named, head)

    def _charged(self, clause: int) -> list[int] | None:
        """Return who is said to have done what a Japanese clause gives as a charge: 銀行を襲った疑いで男を逮捕した.

        None where the clause is no charge, nobody where the charge has no address.
        """
        verb = self._charging(clause)
        if verb is None:
            return None
        lemmas = [self.tree.parse.lemmas[t] for t in (verb, *self.tree.dependents(verb, "obj"))]
        if not any(row.type in CHARGING for lemma in lemmas for row in self.lexicon.predicates.get(lemma, ())):
            return None
        around = fillers(self.tree, verb, self.lexicon)
        for slot in CHARGED:
            found = [f.token for f in around if f.slot == slot and self.parties.is_party(f.token)]
            if found:
                return found
        return [] if any(f.slot == "を" for f in around) else None

    def _suspected(self, clause: int) -> list[int] | None:
        """Return who is said to have done what an English clause gives as a charge: arrested on suspicion of robbing.

        None where the clause is no charge.
        """
        parse, noun = self.tree.parse, self.tree.head(clause)
        marks = [parse.words[c] for c in self.tree.dependents(clause, "mark")]
        suspicion = noun is not None and parse.lemmas[noun] in SUSPICIONS and marks == ["of"]
        verb = self.tree.head(noun) if noun is not None and suspicion else None
        if verb is None or parse.pos[verb] != "VERB":
            return None
        around = fillers(self.tree, verb, self.lexicon)
        return [f.token for f in around if f.slot == "obj" and self.parties.somebody(f.token)] or None

    def _charging(self, clause: int) -> int | None:
        """Return the verb for whose act a Japanese clause gives the charge: …した罪で, …したとして, しようとした."""
        parse, head = self.tree.parse, self.tree.head(clause)
        if head is None or head < clause:
            return None
        if parse.lemmas[head] == "する" and parse.words[head - 1] == "と" and parse.words[head - 2].endswith("う"):
            clause, head = head, self.tree.head(head)  # しようとした
            if head is None or head < clause:
                return None
        if parse.words[head] in CHARGES and parse.rels[clause].startswith("acl"):
            return self.tree.head(head) if marker(self.tree, head, "") == "で" else None
        goes_on = parse.rels[clause] == "advcl" and parse.words[head - 1] in ("て", "、", "を")
        if goes_on and (rest := self._charging(head)) is not None:
            return rest  # 殴ってけがをさせたとして
        said = "と" in (parse.words[c] for c in self.tree.dependents(clause, "case", "mark"))
        as_such = parse.lemmas[head] == "する" and parse.words[head + 1 : head + 2] == ("て",)
        past = parse.words[head - 2 : head] == ("た", "と")
        return self.tree.head(head) if said and as_such and past and parse.rels[head] == "advcl" else None

    def _led(self, clause: int) -> list[int]:
        """Return the subject of the Japanese clause that leads up to one: 知事は、軍が橋を壊し、町を襲ったと述べた."""
        if self.lexicon.language != "ja":
            return []
        parse = self.tree.parse
        for before in reversed([c for c in self.tree.dependents(clause, "advcl") if c < clause]):
            marks = {parse.words[c] for c in self.tree.dependents(before, "mark", "case") if c > before}
            subjects = [f for f in fillers(self.tree, before, self.lexicon) if f.slot == self.subject_slot]
            if subjects:  # not after 〜すれば, 〜したので: there the subject may change
                return [f.token for f in subjects if marks <= LEADING and self.parties.is_party(f.token)]
        return []

    def suffering(self, clause: int) -> list[int]:
        """Return whom a Japanese passive without a subject befalls: the topic before it, or of the clause before it.

        男は捕まり、拘置所に送られた; but in 大臣は、攻撃されたと述べた the minister only speaks.
        """
        if self.lexicon.language != "ja":
            return []
        above = [t for t in self.tree.ancestors(clause) if self.tree.parse.pos[t] == "VERB"]
        if any(self.tree.parse.lemmas[t] in self.lexicon.speech for t in above):
            return []
        for before in (*above[:1], *reversed(self.tree.dependents(clause, "advcl"))):
            found = [f.token for f in fillers(self.tree, before, self.lexicon) if f.token < clause and f.topic]
            if found:
                return found
        return self._topic(clause)

    def _topic(self, clause: int) -> list[int]:
        """Return the Japanese topic before a clause, inside no other quotation, wherever the parse hung it."""
        if self.lexicon.language != "ja":
            return []
        quotation = self.tree.quotation_of(clause)
        topics = [
            token
            for token in range(clause - 1, -1, -1)
            if marker(self.tree, token, "") == "は"
            and self.tree.quotation_of(token) in (None, quotation)
            and self.parties.is_party(token)
        ]
        for token in (*(t for t in topics if not self._told_before(t, clause)), *topics):
            return [token] if self.tree.quotation_of(token) == quotation else []
        return self._headline_topic(clause)

    def _told_before(self, token: int, clause: int) -> bool:
        """Tell whether a topic is that of what was said before a clause: 隣国は「約束を破った」と責め、警告した."""
        said = self.tree.head(token)
        if said is None or said >= clause or clause in self.tree.subtree(said):
            return False
        return "と" in (self.tree.parse.words[c] for c in self.tree.dependents(said, "case", "mark") if c > said)

    def _headline_topic(self, clause: int) -> list[int]:
        """Return the party that opens a Japanese headline without a particle: ケニア外相、ガーナを非難."""
        for token in range(min(clause, 8)):
            after = self.tree.parse.words[token + 1 : min(token + 3, clause)]
            closed = after[:1] in (("、",), ("　",)) or after == ("」", "、")
            if closed and not marker(self.tree, token, "") and self.parties.is_party(token):
                return [token]
        return []

    def _subject_of(self, token: int, below: int) -> list[int]:
        """Return the subject tokens of a clause that the clause `below` may share."""
        slots = [
            f
            for f in fillers(self.tree, token, self.lexicon)
            if f.token != below and not self._holds(f.token, below) and not self._told_by(f.token, below)
        ]
        control = () if is_errand(self.tree, below, self.lexicon) else self._control(token, below)
        relation = self.tree.parse.rels[below]
        if self.lexicon.language == "en" and relation == "ccomp":
            return []  # a finite clause has a subject of its own
        if self.tree.parse.lemmas[token] == "be" and relation == "attr":
            slots = [f for f in slots if self.tree.parse.words[f.token].lower() != "it"]  # it is the first time that …
        for slot in (*(control if relation in ("xcomp", "advcl") else ()), self.subject_slot):
            tokens = [f.token for f in slots if f.slot == slot]
            if tokens:
                return tokens
        return []

    def _control(self, token: int, below: int) -> tuple[str, ...]:
        """Return the slots of a verb that control the subject of its complement: urge X to go, Xに…よう求める.

        In Japanese who threatens with something is to do it himself: チリに対し、国境を閉じると警告した.
        """
        parse = self.tree.parse
        if parse.pos[below] == "ADJ" and self.lexicon.language == "en":
            return ()  # called the deal's opponents angry
        if self.lexicon.language == "en" and any(parse.words[c] == "from" for c in self.tree.dependents(below, "mark")):
            return ("obj",)  # banned the firm from supplying parts
        rows = phrasal(self.tree, self.lexicon, token) or self.lexicon.predicates.get(parse.lemmas[token], ())
        rows = tuple(row for row in rows if row.type != "CONSULT")  # called on Chile to discuss …, to leave
        wished = any(parse.words[c] == "よう" for c in self.tree.children[below])
        if self.lexicon.language == "ja" and rows and rows[0].type == "THREATEN" and not wished:
            return ()
        if rows and rows[0].type in ("REQUEST", "COERCE", "ACCUSE", "THREATEN") and "C" in rows[0].roles.values():
            asked = tuple(slot for slot, role in rows[0].roles.items() if role == "R")
            return (*asked, "に") if self.lexicon.language == "ja" else asked
        return ()

    def _told_by(self, subject: int, below: int) -> bool:
        """Tell whether a subject only tells what a Japanese clause before it says: 撃ったと認めた、と警察が述べた."""
        if self.lexicon.language != "ja" or subject < below:
            return False
        marks = self.tree.dependents(below, "mark", "case")
        words = self.tree.parse.words
        return any(words[mark] == "と" and words[mark - 1] in ("た", "だ") and mark < subject for mark in marks)

    def _holds(self, token: int, below: int) -> bool:
        return below in self.tree.subtree(token)


def _is_somebody(reading: Reading) -> bool:
    """Tell whether what a name says is more than a number of people or a place: not 三人の責任者."""
    return reading.kind != "place" and (reading.country is not None or bool(reading.form))
