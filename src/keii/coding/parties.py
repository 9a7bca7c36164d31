"""Which phrases of a sentence can be a party, and which words only point to one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from keii.coding.lexicon import Lexicon
from keii.coding.slots import NOUN_POS, conjuncts, included, phrase
from keii.coding.things import is_mutual, is_spot, is_thing
from keii.coding.tree import Tree
from keii.gazetteer.compose import PLACED, Reading, compose
from keii.gazetteer.names import finder
from keii.model import Party, Reference, Span

POINTING = frozenset({"person", "state", "pair", "persons", "group", "self", "body", "home"})
SHORTS = re.compile(r"[日米英仏独伊露中韓朝北台豪印加土]")
HYPHENATED = re.compile(r"[A-Z][\w.]+")
RELATIVES = frozenset({"who", "whom", "which", "that"})
OF_WHICH = frozenset({"whom", "which"})  # both of which are those before
SUMS = re.compile(r"^[$£€¥]|^[\d.,]+(?:m|bn)?$|\b(?:dollars|euros|pounds|per ?cent|percent)$")
PLURALS = frozenset({"ら", "たち", "達", "側", "等"})  # endings that head a Japanese phrase without naming anybody
DEICTIC = ("同", "その", "この", "当該", "前述", "this ", "that ", "these ", "those ")
POSSESSIVES = ("its ", "their ", "his ", "her ")
QUANTIFIERS = frozenset(
    "dozen hundred thousand score number group million majority member lot handful crowd most many some".split()
)
INSIDE = frozenset("国内 領内 領土 全土 本土 北部 南部 東部 西部 中部 北東部 北西部 南東部 南西部 沿岸 沖".split())
# What heads a Japanese phrase for some of many: 国民の八割, 議員の一部.
SHARES = frozenset("割 パーセント ％ % 以上 以下 大半 半数 半分 過半数 多数 大多数 大部分 一部 多く 全員 残り".split())
EQUALS = frozenset("counterpart colleague guest visitor host rival".split())  # are whose the words before them say
PEOPLE = frozenset("人 名 people person man woman child".split())
KATAKANA_NAME = re.compile(r"[ァ-ヺー]{2,}")
# What states and people say in writing; a clause before it tells what they do by it.
COUNTERS = frozenset({"カ国", "か国", "ヶ国", "ヵ国", "ケ国"})  # of the states before it: ペルー、チリの2カ国
WRITS = frozenset("decree edict ordinance letter memo memorandum communique petition".split())
DOCUMENTS = frozenset(
    "声明 共同声明 談話 決議 決議案 書簡 報告書 文書 発表 コメント 通知 要望書 意見書 親書 公開書簡 宣言".split()
)
WATERS = ("海", "湾", "海峡", "洋", "海域", "半島")
STATES_JA = re.compile(r"[日米韓英仏独露ロ中朝印豪加伊台欧]中")  # 米中の協議, no 協議中
JOINTS = ("・", "＝")  # between the parts of a name
WHEN_JA = frozenset("前 後 中 間 際 時 最中 直前 直後 以来 途中".split())  # heads of phrases that say when: 寄港中
TRIM = re.compile(r"^(?:の(?=[一-龥ァ-ヺA-Z])|[\s、，,・「『（(“\"'’–—-])+|[\s、，,・」』）)”\"]+$|['’]s$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A phrase that names or points to a party, with what the registry reads in it."""

    token: int
    span: Span  # in the sentence
    reference: Reference
    reading: Reading | None

    def party(self, offset: int) -> Party:
        """Return the party of the mention with its span in the document; `offset` is the sentence's start."""
        span = Span(start=self.span.start + offset, end=self.span.end + offset, quote=self.span.quote)
        if self.reading is None:
            return Party(span=span, reference=self.reference)
        return Party(span=span, reference=self.reference, code=self.reading.code, actor=self.reading.entry)


class Parties:
    """The party phrases of one sentence."""

    def __init__(
        self,
        tree: Tree,
        lexicon: Lexicon,
        date: str | None,
        times: Sequence[tuple[int, int]] = (),
        called: Mapping[str, Reading] | None = None,
    ) -> None:
        """Keep the sentence; `date` is the document's, for offices, `times` the spans of its time expressions.

        `called` says who is meant by the surnames of one character that the document uses.
        """
        self.times, self.called = times, called or {}
        self.tree, self.lexicon, self.date = tree, lexicon, date
        self._known: dict[int, Mention | None] = {}

    def mention(self, token: int) -> Mention | None:
        """Return the mention that a token heads, None when its phrase cannot be a party."""
        if token not in self._known:
            self._known[token] = self._read(token)
        return self._known[token]

    def mentions(self, token: int) -> list[Mention]:
        """Return the mentions of a token, of those coordinated with it and of those it says it includes, in order."""
        token = self._listed(self._antecedent(token))
        within = [part for one in included(self.tree, token, self.lexicon)
                  for part in conjuncts(self.tree, one, self.lexicon)]
        tokens = sorted({*conjuncts(self.tree, token, self.lexicon), *within})
        found = [self.mention(other) for other in tokens]
        return [part for mention in found if mention is not None for part in self._parted(mention)]

    def _refers_back(self, token: int, text: str) -> bool:
        """Tell whether a word can only point back (he, 同首相, this minister), not name an office or body itself."""
        if self.tree.parse.pos[token] == "PRON" or text.lower().startswith(DEICTIC):
            return True
        reading = compose(text, self.lexicon.language, self.date)
        return reading is None or reading.kind not in ("sector", "organisation")

    def _antecedent(self, token: int) -> int:
        """Return the noun that a relative pronoun stands for, the token itself when it is none."""
        token = next((t for t in self.tree.dependents(token, "nmod") if self.tree.parse.words[t] in OF_WHICH), token)
        if self.tree.parse.words[token].lower() not in RELATIVES or self.lexicon.language != "en":
            return token
        for ancestor in self.tree.ancestors(token):
            noun = self.tree.head(ancestor)
            if self.tree.parse.rels[ancestor].startswith("acl") and noun is not None:
                return noun
        return token

    def _listed(self, token: int) -> int:
        """Return the last of those whom a Japanese word sums up, else the token itself: ロシアとウクライナの両国."""
        word = self.tree.parse.words[token]
        pair = self.lexicon.language == "ja" and (word in COUNTERS or self.lexicon.pointing(word) == "pair")
        of = [t for t in self.tree.dependents(token, "nmod") if self.tree.parse.words[t + 1 : t + 2] == ("の",)]
        return of[-1] if pair and of and len(conjuncts(self.tree, of[-1], self.lexicon)) > 1 else token

    def is_document(self, token: int) -> bool:
        """Tell whether a noun only carries somebody's words, which it does not do itself: 非難する声明, a decree."""
        if self.lexicon.language == "en":
            return self.tree.parse.lemmas[token] in WRITS
        return self.tree.parse.words[token] in DOCUMENTS

    def _parted(self, mention: Mention) -> list[Mention]:
        """Return the states that one word names together, each by its own piece: 日米韓, Russian-Turkish."""
        text = mention.span.quote
        pieces = [
            (m.start(), m.group()) for m in (SHORTS if self.lexicon.language == "ja" else HYPHENATED).finditer(text)
        ]
        whole = "".join(piece for _, piece in pieces)
        if len(pieces) < 2 or len(whole) < len(text.replace("-", "").replace("–", "")):
            return [mention]
        readings = [compose(piece, self.lexicon.language, self.date) for _, piece in pieces]
        if any(r is None or r.kind not in ("state", "people", "person") for r in readings):
            return [mention]
        start = mention.span.start
        return [
            Mention(
                token=mention.token,
                span=Span(start=start + at, end=start + at + len(piece), quote=piece),
                reference=mention.reference,
                reading=reading,
            )
            for (at, piece), reading in zip(pieces, readings, strict=True)
        ]

    def speakers(self, token: int) -> list[Mention]:
        """Return the mentions of a token that says something: whoever it is, also a document or a poll."""
        known = self.mentions(token)
        if known or self.tree.parse.pos[token] not in NOUN_POS:
            return known
        span = self.span(token)
        return [Mention(token=token, span=span, reference=Reference.NAMED, reading=None)] if span else []

    def somebody(self, token: int) -> list[Mention]:
        """Return whoever stands where an act has people for certain: arrested a masseur, 乗組員の一人を拘束した."""
        if self.tree.parse.pos[token] not in ("NOUN", "PROPN", "NUM", "X"):
            return []
        found = []
        for one in conjuncts(self.tree, token, self.lexicon):
            span = self.span(one)
            if span is None or any(start < span.end and span.start < end for start, end in self.times):
                continue
            act = self.tree.parse.lemmas[one] in self.lexicon.predicates or self._is_sum(span) or is_mutual(span.quote)
            if not (act or is_thing(span.quote, self.lexicon) or is_spot(span.quote, self.lexicon)):
                found.append(Mention(token=one, span=span, reference=Reference.NAMED, reading=None))
        return found

    def _is_sum(self, span: Span) -> bool:
        """Tell whether a phrase is a sum of money, which no act befalls: fined $250,000."""
        signs = ("$", "£", "€", "¥")
        signed = span.quote.startswith(signs) or self.tree.parse.text[: span.start].endswith(signs)
        return signed and SUMS.search(span.quote) is not None

    def crowd(self, token: int) -> Mention | None:
        """Return people together as a party, who are shot at or dispersed: デモに発砲した, broke up the march."""
        span = self.span(token)
        if span is None or not self.tree.parse.lemmas[token].lower().endswith(self.lexicon.gatherings):
            return None
        people = Reading(country=None, sector="CVL", entry=None, kind="sector", form="people")
        return Mention(token=token, span=span, reference=Reference.NAMED, reading=people)

    def is_person(self, mention: Mention) -> bool:
        """Tell whether a mention names or points to one person rather than a state or body."""
        if mention.reading is not None and mention.reading.kind == "person":
            return True
        if mention.reference is Reference.PRONOUN:
            return self.lexicon.pointing(mention.span.quote) in ("person", "self")
        if mention.reading is None:
            return self._titled(mention.token)
        plural = self.lexicon.language == "en" and self.tree.parse.words[mention.token].endswith("s")
        return mention.reading.kind == "sector" and mention.reading.form == "office" and not plural

    def is_party(self, token: int) -> bool:
        """Tell whether a token heads a phrase that names or points to a party."""
        return bool(self.mentions(token))

    def _read(self, token: int) -> Mention | None:
        parse = self.tree.parse
        if parse.pos[token] not in NOUN_POS and parse.pos[token] not in ("ADJ", "DET"):
            return None
        first, last = phrase(self.tree, token, self.lexicon)
        span = self.span(token)
        if span is None:
            return None
        if self._opposed(span):
            span = Span(start=span.start + 1, end=span.end, quote=span.quote[1:])
        kept = span.quote
        if is_mutual(kept) and parse.rels[token] not in ("nsubj", "nsubj:pass"):
            return None  # accused each other: they do it together
        if parse.words[token] in WHEN_JA and parse.pos[token] == "NOUN" and not STATES_JA.fullmatch(kept):
            return None
        if any(start <= span.start and span.end <= end for start, end in self.times):
            return None  # Friday is a day here, not a prime minister
        word = parse.words[token]
        pointing = (
            self.lexicon.pointing(kept)
            or (self.lexicon.pointing(word) if parse.pos[token] == "PRON" else None)
        )
        owned = self._of_both(kept) if pointing is None else None
        if owned is not None:
            rest = compose(owned, self.lexicon.language, self.date)
            if rest is not None and rest.country is None:
                return Mention(token=token, span=span, reference=Reference.GROUP, reading=rest)
        if kept.lower().startswith(POSSESSIVES) and pointing != "home":
            pointing = None  # its neighbour is another one
        if pointing in ("body", "person", "group") and not self._refers_back(token, kept):
            pointing = None  # "the army", "the president": an office or body, whose country resolution finds
        if pointing in POINTING:
            reference = Reference.GROUP if pointing in ("pair", "persons") else Reference.PRONOUN
            return Mention(token=token, span=span, reference=reference, reading=None)
        reading = (
            self._called(token, kept)
            or self._compose(token, first, last, kept)
            or self._apposed(token)
            or self._counted(token)
            or self._shared(token)
        )
        if reading is not None and reading.country is None and kept.lower().startswith("whose "):
            reading = self._of_its_noun(token, reading)
        if reading is None and not self._personal(token, first, last):
            return None
        if reading is not None and reading.country is None and kept.endswith(WATERS):
            return None  # 日本海に落下した
        named = parse.pos[token] == "PROPN" or reading is not None and reading.kind == "sector"
        if named and parse.words[token] not in SHARES and is_thing(kept, self.lexicon):
            return None
        return Mention(token=token, span=span, reference=Reference.NAMED, reading=reading)

    def _of_its_noun(self, token: int, reading: Reading) -> Reading:
        """Return the reading of somebody in a relative clause with the country of its noun: Peru, whose premier …."""
        for ancestor in self.tree.ancestors(token):
            noun = self.tree.head(ancestor)
            if self.tree.parse.rels[ancestor].startswith("acl") and noun is not None:
                owner = self.mention(noun)
                known = owner.reading if owner is not None else None
                return replace(reading, country=known.country) if known is not None and known.country else reading
        return reading

    def _of_both(self, text: str) -> str | None:
        """Return what both sides have, None where a phrase tells no such thing: 両国の外相, heads of both states."""
        folded = text.lower()
        for word in self.lexicon.pairs:
            if folded.startswith(word) and folded != word:
                return text[len(word) :].lstrip("の '’s")
            if self.lexicon.language == "en" and folded.endswith(f" of {word}"):
                return text[: -len(word) - len(" of ")]
        return None

    def within(self, token: int) -> Mention | None:
        """Return the state in which a Japanese phrase says that something is: トーゴ国内, シリア北部."""
        span = self.span(token) if self.lexicon.language == "ja" else None
        state = span.quote.removesuffix(self.tree.parse.words[token]) if span is not None else ""
        if span is None or not state or self.tree.parse.words[token] not in INSIDE:
            return None
        reading = compose(state, "ja", self.date)
        if reading is None or reading.kind != "state":
            return None
        named = Span(start=span.start, end=span.start + len(state), quote=state)
        return Mention(token=token, span=named, reference=Reference.NAMED, reading=reading)

    def _opposed(self, span: Span) -> bool:
        """Tell whether one word names a state with a sign for towards or against before it: 対日, 反米."""
        if self.lexicon.language != "ja" or span.quote[:1] not in ("対", "反"):
            return False
        reading = compose(span.quote[1:], "ja", self.date)
        return reading is not None and reading.kind == "state"

    def span(self, token: int) -> Span | None:
        """Return the span of a token's phrase without outer punctuation, None when nothing is left."""
        text = self.tree.parse.text
        start, end = self.tree.span(*phrase(self.tree, token, self.lexicon))
        start = self._widened(start, end)
        kept = TRIM.sub("", text[start:end])
        if not kept:
            return None
        start = text.index(kept, start)
        return Span.of(text, start, start + len(kept))

    def _widened(self, start: int, end: int) -> int:
        """Return where a Japanese phrase begins whose first word ends a registered name: ボコ・ハラムの戦闘員."""
        if self.lexicon.language != "ja" or self.tree.parse.text[start - 1 : start] not in JOINTS:
            return start
        names = finder("ja").find(self.tree.parse.text[:end])
        return next((m.start for m in names if m.start < start < m.end), start)

    def _compose(self, token: int, first: int, last: int, text: str) -> Reading | None:
        """Read the phrase so that its head decides: 米国の制裁 is no party, 米国の大統領 is one."""
        reading = compose(text, self.lexicon.language, self.date)
        if reading is None:
            return None
        parse = self.tree.parse
        head_start = parse.starts[token] - parse.starts[first]
        head_end = parse.ends[token] - parse.starts[first]
        before = compose(text[:head_start].rstrip("の "), self.lexicon.language, self.date) if head_start else None
        if self.lexicon.language == "ja":
            head = text[head_start:head_end]
            if (
                before is not None
                and before == reading
                and not (
                    self._titled(token)
                    or parse.pos[token] == "PROPN"
                    or head in PLURALS
                    or compose(head, "ja", self.date)
                )
            ):
                return None
            return reading
        if parse.lemmas[token] in QUANTIFIERS | EQUALS:
            return reading  # dozens of protesters, his Chilean counterpart
        own = compose(text[head_start:head_end], "en", self.date)
        whole = compose(text[:head_end], "en", self.date)
        if own is None and (whole is None or whole == before) and parse.pos[token] != "PROPN":
            return None
        return reading

    def _called(self, token: int, text: str) -> Reading | None:
        """Read a surname of one character where it stands by itself before a particle: 金は, トランプと金が."""
        following = self.tree.parse.pos[token + 1 : token + 2]
        return self.called.get(text) if following in (("ADP",), ("PUNCT",)) else None

    def _counted(self, token: int) -> Reading | None:
        """Read a number of people without more: 8人, 12 people."""
        counted = self.tree.parse.lemmas[token] in PEOPLE and bool(
            self.tree.dependents(token, "nummod", "compound", "nmod")
        )
        digits = self.tree.parse.words[token][-1:] in ("人", "名") and self.tree.parse.words[token][:1].isdigit()
        return Reading(country=None, sector="CVL", entry=None, kind="sector") if counted or digits else None

    def _apposed(self, token: int) -> Reading | None:
        """Read who an unknown name is from what is put beside it: Ana Reyes, a senior Peruvian official."""
        for child in self.tree.dependents(token, "appos"):
            span = self.span(child)
            if span is not None and span.start > self.tree.parse.starts[token]:
                first, last = phrase(self.tree, child, self.lexicon)
                told = span.quote if self.lexicon.language == "ja" else PLACED.split(span.quote, maxsplit=1)[0]
                return self._compose(child, first, last, told)  # the suspect in an attack in Accra is of no country yet
        return None

    def _shared(self, token: int) -> Reading | None:
        """Read some of many by the many: 国民の80パーセント以上, 議員の一部."""
        if self.lexicon.language != "ja" or self.tree.parse.words[token] not in SHARES:
            return None
        many = [mention for one in self.tree.dependents(token, "nmod") if (mention := self.mention(one)) is not None]
        return many[-1].reading if many else None

    def _titled(self, token: int) -> bool:
        return self.tree.parse.words[token].endswith(self.lexicon.title_endings)

    def _personal(self, token: int, first: int, last: int) -> bool:
        """Tell whether an unknown phrase still names somebody: a title, a generic source, a proper name."""
        words = self.tree.parse.words[first : last + 1]
        text = self.lexicon.joiner.join(words)
        if self.lexicon.language == "ja":
            named = self.tree.parse.pos[token] == "PROPN" and (bool(KATAKANA_NAME.fullmatch(words[-1])) or "・" in text)
            return named or self._titled(token) or words[-1].endswith(self.lexicon.source_endings)
        if self.tree.parse.pos[token] == "PROPN":
            return True
        lowered = text.lower()
        return self.tree.parse.lemmas[token] in self.lexicon.sources or lowered.startswith(
            self.lexicon.title_beginnings
        )
