"""From GiNZA's tokens to plain arrays: names made whole, passives marked.

Sudachi reads 金正恩氏 as 金正 + 恩氏. A token that ends with an honorific is cut before it, and neighbouring
parts of one person's name are joined, so that the name is one token and the honorific another.
"""

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from keii.language.contract import Parse

if TYPE_CHECKING:
    from keii.language.ja.parser import Tree
    from keii.language.ja.tokenizer import Word

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


def plain_tokens(text: str, tree: "Tree") -> Parse:
    """Return the parse of a sentence as plain arrays, given GiNZA's tree of it."""
    parts = [_cut_honorific(*word) for word in zip(tree.words, tree.pos, tree.rels, strict=True)]
    for number, (own, head) in enumerate(zip(parts, tree.heads, strict=True)):
        own[-1].head = None if head == number else parts[head][-1]
    tokens = [token for own in parts for token in own]
    for first, second in itertools.pairwise(tokens):
        if first.head is None and first.rel == "compound" and first.tag.startswith(NAME_TAG):
            first.head = second
    tokens = _join_names(tokens)
    _mark_passives(tokens)
    return _arrays(text, tokens)


def _cut_honorific(word: "Word", pos: str, rel: str) -> list[_Token]:
    rel = rel.removesuffix("_bunsetu")  # the parser's own mark for the head of a phrase
    start, text, tag, lemma = word
    whole = _Token(start, start + len(text), text, lemma, pos, tag, rel)
    if not tag.startswith(NAME_TAG):
        return [whole]
    ending = next((h for h in HONORIFICS if text.endswith(h) and len(text) > len(h)), None)
    if ending is None:
        return [whole]
    cut = whole.end - len(ending)
    bare = text[: -len(ending)]
    name = _Token(start, cut, bare, bare, "PROPN", tag, "compound")
    title = _Token(cut, whole.end, ending, ending, "NOUN", "接尾辞-名詞的-一般", rel)
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
