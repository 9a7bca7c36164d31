"""What the Japanese parser often hangs at the wrong word: topics, subjects and addressees around what somebody says.

外相は、軍が撤退したと述べた has two subjects before two verbs; the parser gives both to one of them. The first, with
は, is the later verb's, the second, with が, is that of what is said. The later verb's is also whom it addresses, with
に and a comma: 隣国に、兵を退くよう求めた. A verb that hangs at a noun before it, where no Japanese verb belongs, goes
to what follows it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from keii.language.contract import Parse, is_tree
from keii.tables import read_table

SAID = frozenset({"と", "とも", "って", "か", "よう", "ように", "かどうか"})
TOPIC, SUBJECT = ("は", "も"), ("が",)
VERBAL = frozenset({"VERB", "ADJ", "AUX", "NOUN"})
CHARGES = frozenset("疑い 容疑 嫌疑 罪 罪状 かど".split())  # for what somebody is arrested: 襲撃した疑いで
OPEN, CLOSE = "「『“", "」』”"
MARKS = ("case", "mark", "fixed", "aux")
NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
ADDRESSEE = ("に", "に対する", "に対して", "に対し")
# Verbs of saying that have somebody to whom it is said, whatever is said.
ADDRESSING = frozenset(
    "求める 要求 要請 依頼 頼む 命じる 命ずる 命令 指示 促す 迫る 呼びかける 呼び掛ける 訴える 勧告 勧める 提案 "
    "申し入れる 打診 警告 通告 通知 伝える 約束 誓う 働きかける 働き掛ける 説得 要望 懇願 陳情 強要 語る 述べる 言う "
    "話す".split()
)
CONTENT = frozenset({"こと", "の"})  # nouns that make a clause the object of a verb: 退くことを求めた
# Nouns with に that say when or why, not to whom.
FORMAL = tuple("ため 際 時 とき 場合 後 前 中 うち 間 まま 上 度 年 月 日 朝 夜 昼 夕方 末 頃 ころ 代 世紀 機".split())
STATES = frozenset("米英仏独伊露韓豪印")  # signs for states that stand before the words for their bodies
COMMAS = frozenset("、，")
# With は they say when or how and are nobody: 次は北京で会うと述べた.
ADVERBIAL = frozenset("次 次回 前回 今回 毎回 当面 今後 当初 最初 最後 最近 現在 実際 事実 本来 現実".split())
TITLES_FILE = Path(__file__).parent / "data" / "titles.tsv"


def repaired(parse: Parse) -> Parse:
    """Return a parse whose topics, subjects and addressees hang at the verbs that they belong to.

    A step that closes a ring is left out.
    """
    for step in (_adverbials, _named, _verbs, _turned, _addressees, _subjects):
        mended = step(parse)
        if is_tree(mended.heads):
            parse = mended
    return parse


def _adverbials(parse: Parse) -> Parse:
    """Return a parse in which bare words with は that say when or how are nobody's topic: 次は北京で会うと述べた."""
    rels = list(parse.rels)
    for token in range(len(parse) - 1):
        after = [c for c, head in enumerate(parse.heads) if head == token and c != token]
        if parse.words[token] in ADVERBIAL and parse.words[token + 1] == "は" and set(after) <= {token + 1, token + 2}:
            rels[token], rels[token + 1] = "advmod", "discourse"
    return replace(parse, rels=tuple(rels))


def _named(parse: Parse) -> Parse:
    """Return a parse in which a name without a particle belongs to the title that it stands before.

    The parser cuts names that it does not know, 金正恩朝鮮労働党委員長 after 金正恩, and hangs what is left elsewhere.
    """
    heads, rels = list(parse.heads), list(parse.rels)
    for token in range(len(parse) - 2, -1, -1):
        following = token + 1
        if parse.ends[token] != parse.starts[following] or parse.pos[following] not in ("NOUN", "PROPN"):
            continue
        title = following
        while rels[title] == "compound" and heads[title] > title:
            title = heads[title]
        if token < heads[token] <= title or not _is_name(parse, token):
            continue
        if not (rels[following] == "compound" or parse.words[following].endswith(_titles())):
            continue
        heads = [title if head == token and other < token and rels[other] != "compound" else head
                 for other, head in enumerate(heads)]
        if _is_under(heads, title, token):  # the name would hang at what hangs at it
            heads[title], rels[title] = (heads[token] if heads[token] != token else title), rels[token]
        heads[token], rels[token] = title, "compound"
    return replace(parse, heads=tuple(heads), rels=tuple(rels))


def _is_under(heads: list[int], token: int, above: int) -> bool:
    """Tell whether a token hangs under another one."""
    for _ in heads:
        token = heads[token]
        if token == above:
            return True
    return False


def _verbs(parse: Parse) -> Parse:
    """Return a parse in which a noun that has an object and ends a clause is its verb: 訪問を歓迎、協定に期待."""
    pos, rels = list(parse.pos), list(parse.rels)
    for noun in range(1, len(parse)):
        ends = parse.words[noun + 1 : noun + 2] in ((), ("、",), ("，",), ("。",))
        governs = parse.words[noun - 1] == "を" and parse.heads[noun - 1] != noun and parse.pos[noun] == "NOUN"
        if ends and governs and parse.heads[parse.heads[noun - 1]] == noun:
            pos[noun] = "VERB"
            rels[noun] = "advcl" if rels[noun] in ("nmod", "compound", "dep") else rels[noun]
    return replace(parse, pos=tuple(pos), rels=tuple(rels))


@cache
def _titles() -> tuple[str, ...]:
    """Return what may follow a name at once as its title."""
    columns = ("title", "position", "office", "sector", "note")
    return tuple(row["title"] for _, row in read_table(TITLES_FILE, columns) if row["position"] == "suffix")


def _is_name(parse: Parse, token: int) -> bool:
    """Tell whether a token is a name in kanji, the last sign of one that the parser cut, or one in katakana."""
    word = parse.words[token]
    if word in STATES:
        return parse.pos[token] in ("NOUN", "PROPN") and parse.rels[token] in ("obl", "dep", "nmod")  # 米 of 米中央軍
    if len(word) > 1 and all("ァ" <= sign <= "ヺ" or sign == "ー" for sign in word):
        return parse.words[token + 1].endswith(_titles())  # ワルサメ外相, whatever the parser takes it for
    if not all("一" <= sign <= "龥" for sign in word):
        return False
    cut = token > 0 and len(word) == 1 and parse.ends[token - 1] == parse.starts[token] and parse.pos[token] == "NOUN"
    return parse.pos[token] == "PROPN" or cut and parse.pos[token - 1] == "PROPN"


def _turned(parse: Parse) -> Parse:
    """Return a parse in which no verb hangs at a noun before it: what a verb belongs to stands after it.

    Nor does a noun with の: 計画に対する隣国の強い反発.
    """
    heads, rels = list(parse.heads), list(parse.rels)
    clauses = _Clauses(parse)
    for noun in range(len(parse)):
        back = parse.rels[noun] == "dep" and parse.heads[noun] < noun and parse.pos[noun] in NOMINAL
        if back and clauses.particles(noun) == ["の"]:
            after = max([noun, *clauses.subtree(noun)]) + 1
            owned = next((t for t in range(after, len(parse)) if parse.pos[t] in NOMINAL), None)
            if owned is not None:
                heads[noun], rels[noun] = owned, "nmod"
    for verb in range(len(parse)):
        head = parse.heads[verb]
        if parse.pos[verb] != "VERB" or parse.rels[verb] != "dep" or head >= verb or parse.pos[head] not in NOMINAL:
            continue
        clauses = _Clauses(replace(parse, heads=tuple(heads), rels=tuple(rels)))
        after = max([verb, *(c for c in clauses.subtree(verb) if c > verb)]) + 1
        if after < len(parse) and parse.pos[after] in NOMINAL and parse.words[after - 1] not in (*SAID, "、", "て"):
            inside = ("compound", "nummod", "nmod") if parse.words[after - 1] == "いう" else ("compound", "nummod")
            while rels[after] in inside and heads[after] > after:
                after = heads[after]  # …という隣国の提案: what is proposed
            heads[verb], rels[verb] = after, "acl"
            continue
        later = next((t for t in range(after, len(parse)) if parse.pos[t] == "VERB"), None)
        if later is not None and later not in clauses.subtree(verb):
            heads[verb], rels[verb] = later, "advcl"
    return replace(parse, heads=tuple(heads), rels=tuple(rels))


def _addressees(parse: Parse) -> Parse:
    """Return a parse in which whom a verb of saying addresses hangs at it: 隣国に、兵を退くよう求めた."""
    clauses = _Clauses(parse)
    heads = list(parse.heads)
    for verb in range(len(parse)):
        if parse.pos[verb] != "VERB":
            continue
        for token in clauses.marked(verb, ADDRESSEE):
            if not clauses.is_closed(token) or parse.words[token].endswith(FORMAL) or parse.pos[token] not in NOMINAL:
                continue
            outer = clauses.addressing(verb)
            if outer is not None and not clauses.is_within(token, verb, outer):
                heads[token] = outer
        for token in clauses.marked(verb, SUBJECT):  # 米側が、強要をやめることを法に書き込むよう求めた
            outer = clauses.addressing(verb)
            if outer is None or not clauses.is_closed(token) or "は" in parse.words[:token]:
                continue
            alone = not clauses.marked(outer, (*TOPIC, *SUBJECT))
            if alone and not clauses.is_within(token, verb, outer):
                heads[token] = outer
    return replace(parse, heads=tuple(heads))


def _subjects(parse: Parse) -> Parse:
    """Return a parse whose topics and subjects hang at the verbs that they belong to."""
    clauses = _Clauses(parse)
    heads, rels = list(parse.heads), list(parse.rels)
    for token in range(len(parse)):
        if rels[token] == "advcl" and clauses.is_subject(token):  # a name taken for an adjective
            rels[token] = "nsubj"
    headed = clauses.headline_subject()
    if headed is not None:
        heads[headed[0]], rels[headed[0]] = headed[1], "nsubj"
    for clause in range(len(parse)):
        outer = clauses.saying(clause)
        if parse.pos[clause] not in VERBAL:
            continue
        arrest, leading = clauses.arresting(clause), clauses.marked(clause, TOPIC)
        if arrest is not None and leading and not clauses.has_own(arrest, clause):
            heads[leading[0]] = arrest  # 警察は、店を襲った疑いで男を逮捕した
        if not clauses.is_said(clause, outer):
            last, verb = clauses.going_on(clause, outer) or (None, outer)
            speaker = clauses.outer_topic(clause)
            if last is not None and speaker is not None and not clauses.has_own(verb, last):
                heads[speaker], rels[speaker], heads[clause] = verb, "nsubj", last  # 市は栄え、人が集まる
            continue
        topics, subjects = clauses.marked(clause, TOPIC), clauses.marked(clause, SUBJECT)
        # 評議会は、男たちは渡さないと返した: the second topic is that of what is said
        later = (*topics, *subjects, *clauses.chained(clause))
        charged = outer != parse.heads[clause]  # 警察は、店を襲ったとして男を逮捕した: the topic is that of the arrest
        over = [t for t in topics if (charged or any(t < s for s in later)) and not clauses.is_within(t, clause, outer)]
        if over and not clauses.has_own(outer, clause):  # 外相は軍が撤退したと述べた, both at 撤退した
            heads[over[0]], rels[over[0]] = outer, "nsubj"
        topics, subjects = clauses.marked(outer, TOPIC), clauses.marked(outer, SUBJECT)
        under = [s for s in subjects if s < clause and any(t < s for t in topics)]
        if under and not clauses.marked(clause, SUBJECT):  # both at 述べた
            heads[under[-1]], rels[under[-1]] = clause, "nsubj"
        quoted = [t for t in topics if clauses.is_second(t) and t + 2 < clause]
        if quoted and not clauses.marked(clause, (*TOPIC, *SUBJECT)):
            heads[quoted[-1]], rels[quoted[-1]] = clause, "nsubj"
    return replace(parse, heads=tuple(heads), rels=tuple(rels))


class _Clauses:
    """What hangs under the tokens of a parse."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.children: dict[int, list[int]] = defaultdict(list)
        for token, head in enumerate(parse.heads):
            if head != token:
                self.children[head].append(token)

    def is_said(self, clause: int, outer: int) -> bool:
        """Tell whether a clause is what a later verb says, asks or thinks."""
        parse = self.parse
        if outer <= clause or parse.pos[outer] != "VERB" or parse.rels[clause] not in ("advcl", "ccomp"):
            return False
        after = [c for c in self.children[clause] if c > clause]
        inner = [d for c in after for d in self.children[c]]
        return any(parse.rels[c] in MARKS and parse.words[c] in SAID for c in (*after, *inner))

    def saying(self, clause: int) -> int:
        """Return what a clause hangs at, for …たとして the verb after it: 技術を盗んだとして非難した."""
        outer, words = self.parse.heads[clause], self.parse.words
        as_such = words[outer - 1 : outer + 2] == ("と", "し", "て") and outer > clause
        return self.parse.heads[outer] if as_such else outer

    def arresting(self, clause: int) -> int | None:
        """Return the verb for whose act a clause with its noun gives the charge: …した疑いで."""
        noun = self.parse.heads[clause]
        charge = noun > clause and self.parse.words[noun] in CHARGES and self.particles(noun) == ["で"]
        return self.parse.heads[noun] if charge and self.parse.heads[noun] > noun else None

    def marked(self, token: int, particles: Iterable[str]) -> list[int]:
        """Return the nominal dependents before a token whose only particle is one of some, in order."""
        parse = self.parse
        return [
            child
            for child in self.children[token]
            if child < token
            and parse.pos[child] != "VERB"
            and "".join(parse.words[c] for c in self.children[child] if parse.rels[c] == "case") in particles
        ]

    def subtree(self, token: int) -> set[int]:
        """Return a token and all that hangs under it."""
        found: set[int] = set()
        stack = [token]
        while stack:
            current = stack.pop()
            if current not in found:
                found.add(current)
                stack.extend(self.children[current])
        return found

    def chained(self, clause: int) -> list[int]:
        """Return topics and subjects of the clauses that lead up to one: フランスは兵をかくまい、国を割ろうとした."""
        before = [c for c in self.children[clause] if c < clause and self.parse.rels[c] == "advcl"]
        own = [t for c in before for t in (*self.marked(c, TOPIC), *self.marked(c, SUBJECT))]
        return [*own, *(t for c in before for t in self.chained(c))]

    def going_on(self, clause: int, outer: int) -> tuple[int, int] | None:
        """Return the later clause with which a clause makes up what a verb says, with the verb, None without one."""
        parse = self.parse
        if outer <= clause or parse.rels[clause] != "advcl":
            return None
        if self.is_said(outer, parse.heads[outer]):
            return outer, parse.heads[outer]
        said = (c for c in self.children[outer] if clause < c < outer and self.is_said(c, outer))
        return next(((c, outer) for c in said), None)

    def outer_topic(self, clause: int) -> int | None:
        """Return the first of a clause's topics where another topic or subject follows it."""
        topics = self.marked(clause, TOPIC)
        later = (*topics, *self.marked(clause, SUBJECT))
        return topics[0] if topics and any(topics[0] < token for token in later) else None

    def particles(self, token: int) -> list[str]:
        """Return the particles of a noun."""
        return [self.parse.words[c] for c in self.children[token] if self.parse.rels[c] == "case"]

    def addressing(self, verb: int) -> int | None:
        """Return the outermost verb that addresses somebody and in whose content a verb stands, None without one."""
        parse, found = self.parse, None
        current = verb
        while (outer := self._governor(current)) is not None:
            if parse.lemmas[outer] in ADDRESSING:
                found = outer
            current = outer
        return found

    def _governor(self, clause: int) -> int | None:
        """Return the verb whose content a clause is: …よう求める, …と述べる, …ことを求める."""
        parse, outer = self.parse, self.parse.heads[clause]
        if self.is_said(clause, outer):
            return outer
        noun = parse.rels[clause].startswith("acl") and parse.words[outer] in CONTENT and outer > clause
        verb = parse.heads[outer]
        return verb if noun and parse.rels[outer] == "obj" and parse.pos[verb] == "VERB" and verb > outer else None

    def headline_subject(self) -> tuple[int, int] | None:
        """Return the first phrase of a headline that stands before a comma for its subject, and what it is said of.

        大統領、外相の訪問を歓迎: the parser reads a list of two.
        """
        parse = self.parse
        if not len(parse) or parse.words[-1] in ("。", "．", "."):
            return None
        comma = next((t for t, word in enumerate(parse.words) if word in ("、", "，", "は", "が")), 0)
        first, root = comma - 1, next((t for t, head in enumerate(parse.heads) if t == head), 0)
        if comma < 1 or parse.words[comma] in ("は", "が") or root <= comma:
            return None
        if parse.words[first] in CLOSE:
            if parse.words[0] not in OPEN or any(word in OPEN for word in parse.words[1:first]):
                return None
            first -= 1  # 「大統領」、外相の訪問を歓迎
        while first > 0 and parse.heads[first] < comma and parse.heads[first] != first:
            first = parse.heads[first]
        bare = parse.pos[first] in ("NOUN", "PROPN") and not any(parse.rels[c] == "case" for c in self.children[first])
        listed = parse.rels[first] in ("nmod", "dep", "compound") and comma < parse.heads[first]
        owned = any(parse.words[c] == "の" for c in self.children[parse.heads[first]])
        between = parse.words[comma : parse.heads[first]]
        titled = parse.words[first].endswith(_titles()) and not {"の", "よる"}.isdisjoint(between)
        if not bare or not listed or not (owned or titled):
            return None
        for verb in (*range(comma + 1, root), root):
            objects = any(parse.words[c] == "を" for t in self.children[verb] for c in self.children[t])
            if objects and (verb == root or parse.pos[verb] == "VERB"):
                told = self.marked(verb, TOPIC) or self.marked(verb, SUBJECT)
                return None if told else (first, verb)
        return None

    def is_subject(self, token: int) -> bool:
        """Tell whether a token that is no verb has the particle of a subject or topic."""
        named = self.particles(token) in ([m] for m in (*TOPIC, *SUBJECT))
        return named and self.parse.pos[token] not in ("VERB", "AUX")

    def is_second(self, token: int) -> bool:
        """Tell whether a topic stands between another one and a quotation: 首相は、隣国は「約束を破った」と責めた."""
        words, start = self.parse.words, min(self.subtree(token))
        return words[token + 2 : token + 3] == ("「",) and words[start - 2 : start] == ("は", "、")

    def is_closed(self, token: int) -> bool:
        """Tell whether a comma stands behind a noun and its particle."""
        last = max(self.children[token])  # its particle, or the comma after it
        return not COMMAS.isdisjoint(self.parse.words[last : last + 2])

    def has_own(self, outer: int, clause: int) -> bool:
        """Tell whether a verb has a subject of its own after what it says."""
        return any(t > clause for t in (*self.marked(outer, TOPIC), *self.marked(outer, SUBJECT)))

    def is_within(self, token: int, clause: int, outer: int) -> bool:
        """Tell whether a token stands in quotation marks that hold the clause and not the outer verb."""
        depth = 0
        for place in range(token, outer):
            word = self.parse.words[place]
            depth += (word in OPEN) - (word in CLOSE)
            if depth < 0:
                return place > clause
        return False
