"""Where the parser hangs an English clause on the wrong word, by marks that say better where it belongs."""

from collections.abc import Sequence

NOMINAL = frozenset({"NOUN", "PROPN"})
TAKING = frozenset(
    "call demand plea appeal request order bid plan pledge promise vow threat offer decision proposal refusal attempt "
    "effort push pressure permission invitation agreement commitment readiness willingness reluctance desire".split()
)  # nouns that take an infinitive
VERBAL = frozenset({"VERB", "AUX"})


def repair(
    words: Sequence[str], lemmas: Sequence[str], pos: Sequence[str], heads: list[int], rels: list[str]
) -> None:
    """Hang relative clauses and conjoined verbs of a sentence anew, in place, where their words tell whose they are."""
    for token, relation in enumerate(rels):
        if relation == "acl:relcl":
            _to_its_noun(token, words, pos, heads, rels)
            if lemmas[heads[token]] in TAKING and any(heads[t] == token and lemmas[t] == "to" for t in range(token)):
                rels[token] = "acl"  # calls to ease sanctions: an infinitive
        elif relation == "advcl":
            _to_its_order(token, lemmas, pos, heads, rels)
        elif relation == "conj" and pos[token] in VERBAL:
            _to_its_like(token, words, lemmas, heads, rels)


def _to_its_noun(clause: int, words: Sequence[str], pos: Sequence[str], heads: list[int], rels: list[str]) -> None:
    """Hang a clause with who on the name right before it: at the council, Moreau, who …."""
    head = heads[clause]
    who = next((t for t in range(head + 1, clause) if heads[t] == clause and words[t].lower() == "who"), None)
    if who is None:
        return
    before = who - 1
    while before > head and pos[before] == "PUNCT":
        before -= 1
    if before > head and pos[before] in NOMINAL and rels[before] == "appos" and heads[before] == head:
        heads[clause] = before


def _to_its_order(clause: int, lemmas: Sequence[str], pos: Sequence[str], heads: list[int], rels: list[str]) -> None:
    """Hang an infinitive on the noun right before it that takes one: resisted calls to ease sanctions."""
    to = next((t for t in range(heads[clause] + 1, clause) if heads[t] == clause and lemmas[t] == "to"), None)
    if to is None or any(heads[t] == clause and rels[t].startswith("nsubj") for t in range(len(rels))):
        return
    noun = to - 1
    if pos[noun] == "NOUN" and lemmas[noun] in TAKING and heads[noun] == heads[clause] and rels[noun] in ("obj", "obl"):
        heads[clause], rels[clause] = noun, "acl"


def _to_its_like(
    verb: int, words: Sequence[str], lemmas: Sequence[str], heads: list[int], rels: list[str]
) -> None:
    """Hang a conjoined verb without a subject on the verb above a reported clause whose form it shares.

    Kenya says it has sent troops and urges …; Kenya has claimed that it is … and has rejected ….
    """
    reported = heads[verb]
    if rels[reported] != "ccomp":
        return
    saying = heads[reported]
    own = any(heads[t] == verb and rels[t].startswith(("nsubj", "csubj", "expl")) for t in range(len(words)))
    forms = [_form(t, words, lemmas, heads, rels) for t in (saying, reported, verb)]
    if not own and saying < reported and forms[2] is not None and forms[2] == forms[0] != forms[1]:
        heads[verb] = saying


def _form(
    verb: int, words: Sequence[str], lemmas: Sequence[str], heads: Sequence[int], rels: Sequence[str]
) -> tuple[str, ...] | None:
    """Return the finite form of a verb: its auxiliaries, or its third person; None where it is bare."""
    auxiliaries = tuple(words[t].lower() for t in range(len(words)) if heads[t] == verb and rels[t].startswith("aux"))
    if auxiliaries:
        return auxiliaries
    word, lemma = words[verb].lower(), lemmas[verb].lower()
    return ("-s",) if word != lemma and word.endswith("s") else None
