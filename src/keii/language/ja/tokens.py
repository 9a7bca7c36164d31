"""From GiNZA's tokens to plain arrays: names made whole, passives marked.

Sudachi reads 金正恩氏 as 金正 + 恩氏. A token that ends with an honorific is cut before it, and neighbouring
parts of one person's name are joined, so that the name is one token and the honorific another.
"""

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from keii.language.contract import Parse

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

HONORIFICS = ("氏", "さん", "様")  # those that Sudachi was seen to glue to a name
NAME_TAG = "名詞-固有名詞-人名"
PASSIVE = ("れる", "られる")


@dataclass(slots=True)
class _Token:
    """A token under construction; `head` is another token under construction."""

    start: int
    end: int
    word: str
    lemma: str
    pos: str
    tag: str
    rel: str
    head: "_Token | None" = None


def plain_tokens(doc: "Doc") -> Parse:
    """Return the parse of a GiNZA doc of one sentence as plain arrays."""
    tokens: list[_Token] = []
    made: dict[int, _Token] = {}  # spaCy token number -> the token that stands for it as a head
    for token in doc:
        parts = _cut_honorific(token)
        tokens.extend(parts)
        made[token.i] = parts[-1]
    for token in doc:
        head = made[token.head.i]
        own = made[token.i]
        own.head = None if token.head.i == token.i else head
    for first, second in itertools.pairwise(tokens):
        if first.head is None and first.rel == "compound" and first.tag.startswith(NAME_TAG):
            first.head = second
    tokens = _join_names(tokens)
    _mark_passives(tokens)
    return _arrays(doc.text, tokens)


def _cut_honorific(token: "Token") -> list[_Token]:
    rel = token.dep_.removesuffix("_bunsetu")  # the parser's own mark for the head of a phrase
    whole = _Token(
        token.idx, token.idx + len(token), token.text, token.lemma_ or token.text, token.pos_, token.tag_, rel
    )
    if not whole.tag.startswith(NAME_TAG):
        return [whole]
    ending = next((h for h in HONORIFICS if whole.word.endswith(h) and len(whole.word) > len(h)), None)
    if ending is None:
        return [whole]
    cut = whole.end - len(ending)
    name = _Token(
        whole.start, cut, token.text[: -len(ending)], token.text[: -len(ending)], "PROPN", token.tag_, "compound"
    )
    title = _Token(cut, whole.end, ending, ending, "NOUN", "接尾辞-名詞的-一般", whole.rel)
    return [name, title]


def _is_name(token: _Token) -> bool:
    return token.tag.startswith(NAME_TAG) or (token.pos == "PROPN" and len(token.word) == 1)


def _join_names(tokens: list[_Token]) -> list[_Token]:
    """Join neighbouring kanji parts of one person's name: 金正 + 恩 before 氏 is 金正恩."""
    joined: list[_Token] = []
    for token in tokens:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.tag.startswith(NAME_TAG)
            and _is_name(token)
            and before.end == token.start
            and before.rel == "compound"
            and not _katakana(before.word + token.word)
        ):
            before.head, before.rel = token.head, token.rel
            before.end, before.word, before.lemma = token.end, before.word + token.word, before.word + token.word
            for other in tokens:
                if other.head is token:
                    other.head = before
            if before.head is before:
                before.head = None
        else:
            joined.append(token)
    return joined


def _katakana(word: str) -> bool:
    return any("ァ" <= character <= "ヺ" for character in word)


def _mark_passives(tokens: list[_Token]) -> None:
    """Write nsubj:pass for subjects of predicates with れる/られる, as Universal Dependencies does."""
    passive = {id(t.head) for t in tokens if t.head is not None and t.rel == "aux" and t.lemma in PASSIVE}
    for token in tokens:
        if token.rel in ("nsubj", "dislocated") and id(token.head) in passive:
            token.rel = "nsubj:pass"


def _arrays(text: str, tokens: list[_Token]) -> Parse:
    number = {id(token): i for i, token in enumerate(tokens)}
    return Parse(
        text=text,
        starts=tuple(t.start for t in tokens),
        ends=tuple(t.end for t in tokens),
        words=tuple(t.word for t in tokens),
        lemmas=tuple(t.lemma for t in tokens),
        pos=tuple(t.pos for t in tokens),
        heads=tuple(i if t.head is None else number.get(id(t.head), i) for i, t in enumerate(tokens)),
        rels=tuple("root" if t.rel == "ROOT" else t.rel for t in tokens),
    )
