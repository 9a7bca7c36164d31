"""Whose an act is in Japanese where its owner seems to be a state's: ペルーのチリに対する制裁 is Peru's, not Chile's.

The parser hangs ペルー under チリ. Nobody owns a state, so a name with の before the name of another state, which is
only whom the act is against, towards or with, goes to the act's noun. That needs the names, which a language does not
know, and is therefore done here.
"""

from dataclasses import replace

from keii.gazetteer.compose import Reading, compose
from keii.language.contract import Parse

TOWARDS = frozenset({"への", "に対する", "に対しての", "からの", "との", "にたいする"})
OWNERS = frozenset({"state", "person", "organisation", "sector"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})


def rehung(parse: Parse, language: str) -> Parse:
    """Return a Japanese parse in which the owner of an act hangs at the act's noun; others as they are."""
    if language != "ja" or "の" not in parse.words:
        return parse
    children: dict[int, list[int]] = {}
    for token, head in enumerate(parse.heads):
        if head != token:
            children.setdefault(head, []).append(token)
    heads = list(parse.heads)
    for owner, state in enumerate(parse.heads):
        act = parse.heads[state]
        if parse.rels[owner] != "nmod" or not owner < state < act or parse.pos[act] not in NOMINAL:
            continue
        if _particles(parse, children, owner) != "の" or _particles(parse, children, state) not in TOWARDS:
            continue
        if _owns(parse, owner, state):
            heads[owner] = act
    return replace(parse, heads=tuple(heads)) if heads != list(parse.heads) else parse


def _owns(parse: Parse, owner: int, state: int) -> bool:
    """Tell whether words name somebody and the word after の another state or body, which can be nobody's."""
    first = owner
    while first and parse.heads[first - 1] in range(first, owner + 1) and parse.pos[first - 1] in NOMINAL:
        first -= 1
    his, other = (compose(parse.text[parse.starts[a] : parse.ends[b]], "ja")
                  for a, b in ((first, owner), (owner + 2, state)))
    if his is None or other is None or his.kind not in OWNERS or not _is_a_state(other):
        return False
    former = parse.words[first].startswith("旧")  # 旧ソ連のジョージアへの攻撃
    return his.country != other.country and (his.country is not None or his.kind == "sector") and not former


def _is_a_state(reading: Reading) -> bool:
    body = reading.kind == "organisation" and (reading.country or "").startswith("IGO:")
    return body or reading.kind == "state" and reading.country is not None


def _particles(parse: Parse, children: dict[int, list[int]], token: int) -> str:
    """Return the particles after a noun as one string: への, に対する."""
    marks = [c for c in children.get(token, ()) if parse.rels[c] == "case"]
    marks += [c for mark in marks for c in children.get(mark, ()) if parse.rels[c] == "fixed"]
    return "".join(parse.words[mark] for mark in sorted(marks))
