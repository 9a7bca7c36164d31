"""Who says so: regions of a sentence that a source is responsible for, from words of saying and quotations."""

from collections.abc import Sequence

from keii.coding.lexicon import Lexicon, Speech
from keii.coding.parties import Mention, Parties
from keii.coding.reports import DENYING, Attribution, ReportFinder
from keii.coding.slots import VERBAL_POS, fillers, is_passive, marker
from keii.coding.tense import subjunctive
from keii.coding.tree import Tree
from keii.model import Span

SUBJECT_SLOTS = frozenset({"が", "subj"})


class AttributionFinder:
    """Finds who says what in one sentence."""

    def __init__(self, tree: Tree, lexicon: Lexicon, parties: Parties) -> None:
        """Keep the sentence."""
        self.tree, self.lexicon, self.parties = tree, lexicon, parties
        self.japanese = lexicon.language == "ja"
        self.reports = ReportFinder(tree, lexicon, parties)

    def find(self) -> list[Attribution]:
        """Return the attributions of the sentence, those with the larger content first."""
        found = [a for token in range(len(self.tree)) for a in self._at(token)]
        found += self.reports.according()
        found += self.reports.headline()
        if not self.japanese:
            found += self.reports.nouns()
            found += self.reports.cited(found)
        told = [a for a in found if a.speakers and a.kind in ("say", "according")]
        rumours = [a for a in found if a.kind == "hearsay"]
        found = [
            a
            for a in found
            if a.tokens and not (a.kind == "hearsay" and (any(_echoes(a, b) for b in told) or _within(a, rumours)))
        ]
        return sorted(found, key=lambda a: (-len(a.tokens), a.kind == "cited", a.cue.start))

    def _at(self, token: int) -> list[Attribution]:
        speech, first, last = self._speech(token)
        if speech is None or speech.kind == "according":
            return []
        if speech.kind == "hearsay":
            return self.reports.hearsay(token, first, last, speech)
        content = self._content(token, speech)
        if not content:
            return []
        if self.japanese and self._charge(token, last):
            return []
        speakers = self._speakers(token, content, speech)
        passive = any(
            self.tree.parse.lemmas[c] in ("れる", "られる") or self.tree.parse.rels[c] == "aux:pass"
            for c in self.tree.children[token]
        )
        if self.japanese and passive:
            if speech.kind == "think":
                return []  # とみられる hedges; nobody is said to see it so
            speakers = []
        kind = "hearsay" if passive and not speakers else speech.kind
        return [
            Attribution(
                tokens=frozenset(content),
                cue=self._span(first, last),
                rule=speech.row,
                kind=kind,
                speakers=tuple(speakers),
                verb=token,
            )
        ]

    def _speech(self, token: int) -> tuple[Speech | None, int, int]:
        """Return the speech row that ends at a token: 明らかにする, という, say."""
        parse = self.tree.parse
        for length in range(6, 0, -1):  # と の 証言 が 相 次ぐ
            first = token - length + 1
            if first < 0:
                continue
            row = self.lexicon.speech.get(self.lexicon.key(parse.words, parse.lemmas, first, token))
            if row is None and not self.japanese and length > 1:  # is said to, it has been reported that
                row = self.lexicon.speech.get(" ".join(lemma.lower() for lemma in parse.lemmas[first : token + 1]))
            if row is None and self.japanese and length == 1 and parse.pos[token] == "VERB":
                row = self.lexicon.speech.get(parse.lemmas[token] + "する")
            if row is not None and (
                row.kind in ("hearsay", "according") or parse.pos[token] in VERBAL_POS or length > 1
            ):
                if length == 1 and (particles := self.tree.dependents(token, "compound:prt")):
                    # pointed out, but not carried out
                    row = self.lexicon.speech.get(f"{parse.lemmas[token]} {parse.words[particles[0]].lower()}")
                return row, first, token
        return None, token, token

    def _content(self, verb: int, speech: Speech) -> set[int]:
        """Return the tokens of what a word of saying reports: quotation, clause, or the object it tells of."""
        quoted = self._quoted_content(verb)
        told = self._told_object(verb, speech)
        if self.japanese:
            return (quoted or self._japanese_content(verb)) | told
        content: set[int] = set(quoted)
        for child in self.tree.children[verb]:
            # an infinitive or subjunctive is what was ordered, not what was said: told Rome to withdraw
            clause = self.tree.parse.rels[child] in ("ccomp", "parataxis") and not subjunctive(self.tree, child)
            if clause or self.tree.parse.rels[child] == "xcomp" and "xcomp" in speech.roles:  # denied sending arms
                content |= self.tree.subtree(child)
        head = self.tree.head(verb)
        if head is not None and (
            self.tree.parse.rels[verb] == "parataxis" or not content and verb > head and self._closing(verb)
        ):
            content |= self.tree.subtree(head) - self.tree.subtree(verb)
        return content | told | self._charged(verb, speech)

    def _charged(self, verb: int, speech: Speech) -> set[int]:
        """Return what somebody is charged with: accused of attacking, blamed for the blockade.

        Of a passive no accuser is named: the man accused of the attack.
        """
        if is_passive(self.tree, verb):
            return set()
        marks = {slot for slot, role in speech.roles.items() if role == "C"} - {"ccomp", "obj", "xcomp"}
        return {
            t
            for child in self.tree.children[verb]
            if marks & {self.tree.parse.words[c] for c in self.tree.dependents(child, "mark", "case")}
            for t in self.tree.subtree(child)
        }

    def _told_object(self, verb: int, speech: Speech) -> set[int]:
        """Return the object of a word such as stress or 強調する, whose content may be a noun: three meetings."""
        if is_passive(self.tree, verb):
            return set()
        slots = {slot for slot, role in speech.roles.items() if role == "C" and slot in ("obj", "を")}
        objects = [f.token for f in fillers(self.tree, verb, self.lexicon) if f.slot in slots]
        told = {t for token in objects for t in self.tree.subtree(token)}
        if self.tree.parse.lemmas[verb] in DENYING:  # who denies an accusation is not who tells of it
            told -= {token for token in objects if self._accuses(token)}
        return told

    def _accuses(self, noun: int) -> bool:
        rows = self.lexicon.predicates.get(self.tree.parse.lemmas[noun], ())
        return bool(rows) and all(row.type == "ACCUSE" for row in rows)

    def _closing(self, verb: int) -> bool:
        """Tell whether a clause of saying only closes a sentence: …, officials said."""
        own = self.tree.subtree(verb)
        coordinated = self.tree.parse.rels[verb] == "conj" and any(
            c < verb for c in self.tree.dependents(self.tree.parse.heads[verb], "cc")
        )
        below = self.tree.parse.rels[verb].startswith(("advcl", "acl"))  # … if it cannot trust them
        if self.tree.parse.rels[verb] == "ccomp":  # demanded that officials release them; said officials announced it
            below = self.tree.parse.pos[min(own) - 1] != "PUNCT"
        if not self.tree.dependents(verb, "nsubj") or coordinated or below:  # …, and Angola responded by doing so
            return False
        return max(own) >= len(self.tree) - 2 and len(own) <= 8

    def _quoted_content(self, verb: int) -> set[int]:
        """Return quotations that a verb of saying introduces or closes."""
        content: set[int] = set()
        for start, end in self.tree.quotations:
            if start < verb <= end or end - start < 4:
                continue
            if self.japanese:
                following = end + 1
                if (
                    following < len(self.tree)
                    and self.tree.parse.words[following] in ("と", "とも", "など", "との")
                    and end < verb
                ):
                    between = range(following, verb)
                    if not any(
                        self._speech(t)[0] is not None and self.tree.parse.words[t - 1] in ("と", "」") for t in between
                    ):
                        content.update(range(start, end + 1))
                elif end >= len(self.tree) - 2 and verb < start:
                    content.update(range(start, end + 1))
            elif self._same_clause(verb, start, end) or self._beside(verb, start, end):
                content.update(range(start, end + 1))
        if content and not self.japanese:
            content = set(range(min(content), max(content) + 1)) - {
                verb
            }  # what stands between two quotations is quoted too
        return content

    def _same_clause(self, verb: int, start: int, end: int) -> bool:
        inside = range(start + 1, end)
        return any(verb in self.tree.ancestors(t) or t in self.tree.ancestors(verb) for t in inside)

    def _beside(self, verb: int, start: int, end: int) -> bool:
        """Tell whether an English quotation ends right before its speaker, or begins right after a colon or comma."""
        clause = sorted(self.tree.children[verb])
        first = min([verb, *(c for c in clause if self.tree.parse.rels[c] == "nsubj" for c in self.tree.subtree(c))])
        if end < first and first - end <= 2:
            return True
        return verb < start and self.tree.parse.words[start - 1] in (":", ",") and start - verb <= 12

    def _japanese_content(self, verb: int) -> set[int]:
        """Return the と-clause before a verb of saying, from its speaker on, less the speaker's own other acts."""
        mark = self._mark_before(verb)
        if mark is None:
            return set()
        speaker = self._speaker_token(verb, mark)
        start = 0 if speaker is None else self._phrase_end(speaker) + 1
        content = set(range(start, mark))
        for child in self.tree.dependents(verb, "advcl"):
            marks = {self.tree.parse.words[c] for c in self.tree.dependents(child, "mark", "case")}
            if not marks & {"と", "とも", "よう"} and child < mark:
                content -= self.tree.subtree(child)
        return content

    def _speaker_token(self, verb: int, mark: int) -> int | None:
        """Return the subject of a Japanese verb of saying: its own by the parse, else the last clause's topic.

        In Aは…が、Bは…と述べた the speaker is B; in Aは、Bが…と述べた it is A.
        """
        own = [t for t in self._subject_tokens(verb) if self.parties.speakers(t)]
        if self.tree.head(verb) is not None and len(own) > 1:  # すべては、報道官が…と述べたときに始まった
            own = [t for t in own if marker(self.tree, t, "") == "が"] or own
        boundary = max((i for i in range(mark) if self._breaks(i)), default=-1)
        after = [t for t in own if t > boundary]
        if after:
            return after[0] if after[0] < mark else None
        if self.tree.head(verb) is not None:  # …氏が、米国は…と述べたときに
            apart = [
                t
                for t in range(mark)
                if marker(self.tree, t, "") == "が"
                and self.tree.parse.words[self._phrase_end(t)] == "、"
                and self.parties.speakers(t)
            ]
            if apart:
                return apart[-1]
        topics = [
            t
            for t in range(mark)
            if marker(self.tree, t, "") in ("は", "も") and not self.tree.quotation_of(t) and self.parties.speakers(t)
        ]
        late = [t for t in topics if t > boundary]
        if late or any(t < mark for t in own):
            return late[0] if late else own[0]
        return topics[0] if topics and not own else None

    def _breaks(self, token: int) -> bool:
        """Tell whether a clause ends at a token and another subject may follow: …が、 …ものの、 …一方、."""
        parse = self.tree.parse
        following = token + 1
        return (
            parse.words[token] in ("が", "ものの", "一方", "けれど", "けれども")
            and following < len(self.tree)
            and parse.words[following] == "、"
            and parse.pos[token - 1] in ("AUX", "VERB", "ADJ")
            and not self.tree.quotation_of(token)
        )

    def _mark_before(self, verb: int) -> int | None:
        """Return the と that closes the content of a verb of saying, within the few words before it."""
        parse = self.tree.parse
        for token in range(verb - 1, max(-1, verb - 16), -1):
            word = parse.words[token]
            if (
                word in ("と", "とも", "ということ", "よう")
                and token > 0
                and parse.pos[token - 1] not in ("NOUN", "PROPN", "PRON")
                and (self.tree.head(token) is not None)
            ):
                return token
            if word in ("と",) and token > 0 and parse.rels[token] == "mark":
                return token
            if (
                parse.pos[token] == "VERB"
                and token != verb - 1
                and word not in ("し", "する")
                and parse.rels[token] not in ("fixed",)
            ):
                return None
        return None

    def _phrase_end(self, token: int) -> int:
        cases = [
            c for c in self.tree.children[token] if self.tree.parse.rels[c] in ("case", "fixed", "punct") and c > token
        ]
        return max(cases, default=token)

    def _subject_tokens(self, verb: int) -> list[int]:
        return [f.token for f in fillers(self.tree, verb, self.lexicon) if f.slot in SUBJECT_SLOTS]

    def _charge(self, verb: int, last: int) -> bool:
        """Tell whether とする is no word of saying.

        It may be an attempt (撤退しようとする), or the charge of a punishment (殺害したとして有罪判決を受けた).
        """
        parse = self.tree.parse
        if parse.lemmas[verb] != "する":
            return False
        if any(parse.lemmas[t] in ("う", "よう", "まい") for t in range(max(0, verb - 2), verb)):
            return True  # 撤退しようとする: an attempt
        if parse.words[last + 1 : last + 2] != ("て",):
            return False
        head = self.tree.head(verb)
        later = range(last + 1, len(self.tree)) if head is None else range(last + 1, head + 1)
        rows = [row for t in later for row in self.lexicon.predicates.get(parse.lemmas[t], ())]
        return any(row.type in ("SANCTION", "COERCE") for row in rows)

    def _speakers(self, verb: int, content: set[int], speech: Speech) -> list[Mention]:
        mark = self._mark_before(verb) if self.japanese else None
        if mark is not None:
            token = self._speaker_token(verb, mark)
            if token is not None and token not in content:
                return self.parties.speakers(token)
        slots = {slot for slot, role in speech.roles.items() if role == "S"} - {"が"}
        for token in [
            f.token for f in fillers(self.tree, verb, self.lexicon) if f.slot in slots
        ] + self._subject_tokens(verb):
            mentions = self.parties.speakers(token)
            if mentions and token not in content:
                return mentions
        for ancestor in self.tree.ancestors(verb):
            for token in self._subject_tokens(ancestor):
                if self.japanese and token > verb and self.tree.parse.words[token - 1] == "と":
                    continue  # 認めた、と警察が述べた: who tells it admits nothing
                mentions = self.parties.mentions(token)
                if mentions and token not in content and verb not in self.tree.subtree(token):
                    return mentions
        return (
            self._outside_topic(verb, content)
            if self.japanese
            else self._relative_head(verb) or self._first_name(verb, content)
        )

    def _outside_topic(self, verb: int, content: set[int]) -> list[Mention]:
        """Return the party marked as topic or subject nearest before the content, wherever the parse hung it."""
        edge = min(content)
        for token in range(verb - 1, -1, -1):
            if token in content or token > edge and token < max(content):
                continue
            if marker(self.tree, token, "") in ("は", "が", "も"):
                mentions = self.parties.mentions(token)
                if mentions:
                    return mentions
        return self._leading(verb, content)

    def _leading(self, verb: int, content: set[int]) -> list[Mention]:
        """Return the topic of what leads up to a fact that somebody tells: 軍は発表を行い、撤退したことを認めた."""
        facts = [t for t in self.tree.dependents(verb, "obj") if self.tree.parse.words[t] in ("こと", "の")]
        for token in range(min(content), facts[-1] if facts else 0):
            head = self.tree.head(token) if marker(self.tree, token, "") == "は" else None
            if head is not None and self.tree.parse.rels[head] == "advcl" and not self.tree.quotation_of(token):
                return self.parties.mentions(token)
        return []

    def _first_name(self, verb: int, content: set[int]) -> list[Mention]:
        """Return the party that a conjoined verb of saying shares with earlier clauses, where the parse lost it."""
        if self.tree.parse.rels[verb] not in ("conj", "root"):
            return []
        for token in range(verb):
            if (
                token not in content
                and self.tree.parse.rels[token] in ("nsubj", "appos", "root")
                and self.tree.parse.pos[token] in ("PROPN", "PRON")
            ):
                mentions = self.parties.mentions(token)
                if mentions:
                    return mentions
        return []

    def _relative_head(self, verb: int) -> list[Mention]:
        head = self.tree.head(verb)
        if head is not None and self.tree.parse.rels[verb].startswith("acl"):
            return self.parties.mentions(head)
        return []

    def _span(self, first: int, last: int) -> Span:
        return Span.of(self.tree.parse.text, *self.tree.span(first, last))


def _within(hearsay: Attribution, others: Sequence[Attribution]) -> bool:
    """Tell whether the words of a hearsay are a part of another's: 伝え in とも伝えられる."""
    own = hearsay.cue.end - hearsay.cue.start
    return any(other.cue.overlaps(hearsay.cue) and other.cue.end - other.cue.start > own for other in others)


def _echoes(hearsay: Attribution, told: Attribution) -> bool:
    """Tell whether という at the end only repeats that somebody named says so: 住民によると…という."""
    return len(hearsay.tokens & told.tokens) > len(hearsay.tokens) // 2
