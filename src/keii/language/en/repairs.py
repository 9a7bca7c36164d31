"""Where the parser hangs an English clause on the wrong word, by marks that say better where it belongs."""

from collections.abc import Sequence

NOMINAL = frozenset({"NOUN", "PROPN"})
TAKING = frozenset(
    "call demand plea appeal request order bid plan pledge promise vow threat offer decision proposal refusal attempt "
    "effort push pressure permission invitation agreement commitment readiness willingness reluctance desire".split()
)  # nouns that take an infinitive
MODAL = frozenset("will would wo 'll 'd can could may might shall should must".split())
MONEY = frozenset("euro dollar pound yen franc rouble ruble yuan peso rupee million billion krona krone lira".split())
DAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
VERBAL = frozenset({"VERB", "AUX"})
TELLING = frozenset("tell inform assure warn remind notify advise persuade convince reassure promise".split())
MEETING = frozenset("meet host greet welcome receive brief tell urge thank assure".split())
SAYING = frozenset("say state announce declare claim argue insist write add report testify confirm admit".split())
BEFALLING = frozenset(
    "kill shoot stab wound injure jail imprison arrest detain charge sentence convict deport expel rescue evacuate "
    "kidnap abduct behead poison sack suspend fine accuse displace assassinate murder execute acquit indict".split()
)  # whose past without an object is a passive in a headline; both forms are alike
OUTCOMES = {  # what a verb says its object is made, by its words
    "persona": frozenset({"declare", "call"}), "personae": frozenset({"declare"}), "packing": frozenset({"send"}),
    "guilty": frozenset({"find"}), "free": frozenset({"set"}),
}
POSTED = frozenset({"ambassador", "envoy", "representative", "consul", "adviser", "delegate"})  # to a state or body
SENDING = frozenset("send dispatch despatch recall return fly move rush order escort bring take give hand".split())


def repair(
    words: Sequence[str], lemmas: Sequence[str], pos: Sequence[str], heads: list[int], rels: list[str]
) -> None:
    """Hang relative clauses and conjoined verbs of a sentence anew, in place, where their words tell whose they are."""
    for token, relation in enumerate(rels):
        if relation == "acl:relcl":
            _to_its_noun(token, words, pos, heads, rels)
            if lemmas[heads[token]] in TAKING and any(heads[t] == token and lemmas[t] == "to" for t in range(token)):
                rels[token] = "acl"  # calls to ease sanctions: an infinitive
        if words[token] == "visiting" and relation in ("acl", "advcl"):
            _before_its_guest(token, lemmas, heads, rels)
        if words[token].lower() in OUTCOMES:
            _said_of_its_object(token, words, lemmas, heads, rels)
        if words[token].lower() == "vice" and tuple(words[token + 1 : token + 2]) == ("-",) and token + 2 < len(words):
            _of_one_word(token, heads, rels)
        if relation in ("nmod", "compound") and pos[token] == "NOUN":
            _beside_its_like(token, lemmas, heads, rels)
        if relation == "pobj":
            _behind_its_preposition(token, words, heads, rels)
        if relation == "obj" and lemmas[token] in MONEY:
            _from_its_payer(token, pos, heads, rels)
        if relation == "obl":
            _to_its_envoy(token, lemmas, heads, rels)
        if relation in ("advcl", "ccomp"):
            _to_its_call(token, lemmas, heads, rels)
        if rels[token] in ("acl:relcl", "acl"):
            _to_its_teller(token, lemmas, heads, rels)
        elif rels[token] == "advcl":
            _to_its_order(token, lemmas, pos, heads, rels)
        elif relation == "conj" and pos[token] in VERBAL:
            _to_its_like(token, words, lemmas, heads, rels)
        elif relation == "root":
            _passive_of_headline(token, words, lemmas, heads, rels)
            _above_its_subject(token, words, lemmas, pos, heads, rels)
            _above_its_purpose(token, words, lemmas, pos, heads, rels)


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


def _to_its_teller(clause: int, lemmas: Sequence[str], heads: list[int], rels: list[str]) -> None:
    """Hang a whole clause with "that" on the verb that tells it: told a hearing that troops had left.

    A clause that lacks nothing says what its noun tells, and belongs to no one thing: a report that troops had left.
    """
    own = [t for t in range(heads[clause] + 1, len(rels)) if heads[t] == clause]
    that = next((t for t in own if t < clause and lemmas[t] == "that" and rels[t] in ("mark", "obj")), None)
    objects = sum(rels[t] in ("obj", "ccomp", "xcomp") for t in own)
    if that is None or not any(rels[t].startswith("nsubj") for t in own) or rels[that] == "obj" and objects < 2:
        return
    rels[that], rels[clause] = "mark", "acl"
    noun, verb = heads[clause], heads[heads[clause]]
    hearer = rels[noun] in ("obj", "iobj") and lemmas[verb] in TELLING
    if hearer or rels[noun] == "obl" and lemmas[verb] in TELLING | SAYING:
        heads[clause], rels[clause] = verb, "ccomp"


def _to_its_order(clause: int, lemmas: Sequence[str], pos: Sequence[str], heads: list[int], rels: list[str]) -> None:
    """Hang an infinitive on the noun right before it that takes one: resisted calls to ease sanctions."""
    to = next((t for t in range(heads[clause] + 1, clause) if heads[t] == clause and lemmas[t] == "to"), None)
    if to is None or any(heads[t] == clause and rels[t].startswith("nsubj") for t in range(len(rels))):
        return
    noun = to - 1
    if pos[noun] == "NOUN" and lemmas[noun] in TAKING and heads[noun] == heads[clause] and rels[noun] in ("obj", "obl"):
        heads[clause], rels[clause] = noun, "acl"


def _to_its_envoy(place: int, lemmas: Sequence[str], heads: list[int], rels: list[str]) -> None:
    """Hang a state on the envoy right before it who stands there: met the envoy to Chile; not: sent one to Chile."""
    to = next((t for t in range(heads[place] + 1, place) if heads[t] == place and rels[t] == "case"), None)
    if to is None or lemmas[to] != "to" or lemmas[to - 1] not in POSTED or lemmas[heads[place]] in SENDING:
        return
    if heads[to - 1] == heads[place]:
        heads[place], rels[place] = to - 1, "nmod"


def _behind_its_preposition(noun: int, words: Sequence[str], heads: list[int], rels: list[str]) -> None:
    """Hang a name before a noun on it, where the parser gave it the preposition: died in Pakistani shelling."""
    name = heads[noun]
    cases = [t for t in range(name) if heads[t] == name and rels[t] == "case"]
    if not cases or name != noun - 1 or not words[name][:1].isupper():
        return
    heads[noun], rels[noun] = heads[name], rels[name]
    for part in (name, *cases):
        heads[part] = noun
    rels[name] = "amod"


def _beside_its_like(noun: int, lemmas: Sequence[str], heads: list[int], rels: list[str]) -> None:
    """Take a noun that "and" joins to a later one for its like, not for a part of it: the ministry and aid agencies."""
    last = heads[noun]
    own = [t for t in range(len(rels)) if heads[t] == noun and t != noun]
    joint = next((t for t in own if rels[t] == "cc" and lemmas[t] == "and"), None)
    if joint is None or not noun < joint < last or any(rels[t] in ("conj", "case") for t in own):
        return
    between = [t for t in range(joint + 1, last) if heads[t] != last]
    if between or not any(rels[t] in ("amod", "det", "nmod:poss") for t in (*own, joint - 2) if t < noun):
        return
    heads[noun], rels[noun] = heads[last], rels[last]
    if heads[noun] == last:
        heads[noun] = noun
    for part in range(len(rels)):
        if heads[part] == last and part < noun:
            heads[part] = noun
    heads[last], rels[last] = noun, "conj"


def _said_of_its_object(
    outcome: int, words: Sequence[str], lemmas: Sequence[str], heads: list[int], rels: list[str]
) -> None:
    """Take who is declared "persona non grata", or sent packing, for the object of the verb: he does nothing."""
    verb = heads[outcome]
    if rels[outcome] == "amod" and verb < outcome and rels[verb] == "obj":
        verb = heads[verb]  # set a tanker free
    if rels[outcome] not in ("ccomp", "xcomp", "amod") or lemmas[verb] not in OUTCOMES[words[outcome].lower()]:
        return
    heads[outcome], rels[outcome] = verb, "xcomp"
    for part in (t for t in range(len(rels)) if heads[t] == outcome and t != outcome):
        if verb < part < outcome and rels[part] == "nsubj":
            heads[part], rels[part] = verb, "obj"
        elif rels[part] == "nmod" and any(heads[t] == part and lemmas[t] == "by" for t in range(outcome, part)):
            heads[part], rels[part] = verb, "obl"


def _of_one_word(vice: int, heads: list[int], rels: list[str]) -> None:
    """Make one word of "vice-president", which the parser takes for three: its vice-president took aim at Brazil."""
    dash, last = vice + 1, vice + 2
    if heads[vice] == last:
        return
    if heads[last] in (vice, dash):
        heads[last], rels[last] = heads[vice], rels[vice]
    for part in range(len(heads)):
        if part in (vice, dash) or heads[part] in (vice, dash) and part != last:
            heads[part] = last
    rels[vice] = rels[dash] = "compound"


def _before_its_guest(visiting: int, lemmas: Sequence[str], heads: list[int], rels: list[str]) -> None:
    """Take "visiting" before its object for an adjective where somebody is met: talks with visiting lawmakers."""
    guest = next((t for t in range(visiting + 1, len(rels)) if heads[t] == visiting and rels[t] == "obj"), None)
    before, host = visiting - 1, heads[visiting]
    beside = lemmas[before] in ("with", "against") and heads[before] == visiting
    if guest is None or not (beside or before == host and lemmas[host] in MEETING):
        return
    heads[guest], rels[guest] = host, ("obj" if before == host else "nmod" if rels[visiting] == "acl" else "obl")
    if beside:
        heads[before], rels[before] = guest, "case"
    heads[visiting], rels[visiting] = guest, "amod"


def _to_its_call(clause: int, lemmas: Sequence[str], heads: list[int], rels: list[str]) -> None:
    """Take the infinitive under "call" with somebody for its complement: called the king on Friday to thank him.

    Called on Chile on Friday to withdraw, too; not: called on Friday to complain.
    """
    call = heads[clause]
    own = [t for t in range(call + 1, clause) if heads[t] == clause]
    if lemmas[call] != "call" or not any(lemmas[t] == "to" and rels[t] in ("aux", "mark") for t in own):
        return
    on = next((heads[t] for t in range(call + 1, clause) if lemmas[t] == "on" and lemmas[heads[t]] not in DAYS), None)
    called = [t for t in own if rels[t] == "nsubj"]
    if called:
        heads[called[0]], rels[called[0]], rels[clause] = call, "obj", "xcomp"
    elif any(heads[t] == call and (rels[t] == "obj" or t == on) for t in range(call + 1, clause)):
        rels[clause] = "xcomp"


def _to_its_like(
    verb: int, words: Sequence[str], lemmas: Sequence[str], heads: list[int], rels: list[str]
) -> None:
    """Hang a conjoined verb without a subject on the verb above a reported clause whose form it shares.

    Kenya says it has sent troops and urges …; Kenya has claimed that it is … and has rejected …. No verb in the past
    goes on after a modal: Kenya said it would leave and thanked ….
    """
    reported = heads[verb]
    if rels[reported] != "ccomp":
        return
    saying = heads[reported]
    own = any(heads[t] == verb and rels[t].startswith(("nsubj", "csubj", "expl")) for t in range(len(words)))
    forms = [_form(t, words, lemmas, heads, rels) for t in (saying, reported, verb)]
    like = forms[2] is not None and forms[2] == forms[0] != forms[1]
    bare = forms[1] is not None and MODAL.issuperset(forms[1][:1]) and forms[2] is None
    past = _past(verb, words, lemmas) and _past(saying, words, lemmas)
    if not own and saying < reported and (like or bare and past):
        heads[verb] = saying


def _passive_of_headline(
    verb: int, words: Sequence[str], lemmas: Sequence[str], heads: list[int], rels: list[str]
) -> None:
    """Take the past of a verb that wants an object for a passive where a headline gives none: man shot in Leeds."""
    if lemmas[verb].lower() not in BEFALLING or not _past(verb, words, lemmas) or words[-1] in (".", "?", "!"):
        return
    own = [t for t in range(len(words)) if heads[t] == verb and t != verb]
    objects = [t for t in own if rels[t] in ("obj", "iobj", "ccomp", "xcomp", "compound:prt") and lemmas[t] != "time"]
    if objects or any(rels[t].startswith("aux") for t in own):
        return
    if any(word.lower() in ("at", "into", "themselves") for word in words[verb + 1 : verb + 2]):
        return  # police shot at protesters
    for subject in own:
        if rels[subject] == "nsubj":
            rels[subject] = "nsubj:pass"


def _from_its_payer(money: int, pos: Sequence[str], heads: list[int], rels: list[str]) -> None:
    """Hang who stands before a sum of money on the verb: fined Acme 2 million euros, paid Chad a million dollars."""
    before = [t for t in range(heads[money] + 1, money) if heads[t] == money]
    for payer in [t for t in before if rels[t] in ("nmod", "compound", "appos")][:1]:
        if pos[payer] == "PROPN" and not any(heads[t] == payer and rels[t] == "case" for t in range(money)):
            heads[payer], rels[payer] = heads[money], "iobj"


def _above_its_purpose(
    purpose: int, words: Sequence[str], lemmas: Sequence[str], pos: Sequence[str], heads: list[int], rels: list[str]
) -> None:
    """Take the past before an infinitive for what the sentence says: Moreau called Silva to discuss the deal."""
    own = [t for t in range(purpose) if heads[t] == purpose]
    to = next((t for t in own if lemmas[t] == "to" and rels[t] in ("aux", "mark")), None)
    subject = next((t for t in own if rels[t] == "nsubj"), None)
    if to is None or subject is None:
        return
    for verb in range(subject + 1, to):
        if heads[verb] != subject or rels[verb] != "acl" or pos[verb] != "VERB" or not _past(verb, words, lemmas):
            continue
        heads[verb], rels[verb] = verb, "root"
        heads[subject], heads[purpose], rels[purpose] = verb, verb, "xcomp"
        for token in range(verb + 1, to):  # called Silva: whom the parser takes for a complement
            if heads[token] == verb and rels[token] == "xcomp" and pos[token] in NOMINAL:
                rels[token] = "obj"
        for token in range(len(words)):
            if heads[token] == purpose and rels[token] == "punct":
                heads[token] = verb
        return


def _above_its_subject(
    noun: int, words: Sequence[str], lemmas: Sequence[str], pos: Sequence[str], heads: list[int], rels: list[str]
) -> None:
    """Take the past of a verb behind a noun alone for what its sentence says: the head of the mission called on Chile.

    Not: a report prepared by ministers; drivers, asked separately.
    """
    if pos[noun] not in NOMINAL or words[-1] not in (".", '."', ".”", '"', "”"):
        return
    for verb in range(noun + 1, len(words)):
        if heads[verb] != noun or rels[verb] != "acl" or pos[verb] != "VERB" or not _past(verb, words, lemmas):
            continue
        own = [t for t in range(len(words)) if heads[t] == verb and t != verb]
        by = any(lemmas[t] == "by" and rels[t] == "case" and heads[t] in own for t in range(verb, len(words)))
        befallen = lemmas[verb] in BEFALLING and not any(rels[t] == "obj" for t in own)
        between = any(heads[t] == noun and rels[t] in ("acl:relcl", "appos") for t in range(noun, verb))
        beside = pos[verb - 1] == "PUNCT" and not between
        if by or befallen or beside or any(rels[t].startswith(("nsubj", "aux", "mark")) for t in own):
            continue
        heads[verb], rels[verb], heads[noun], rels[noun] = verb, "root", verb, "nsubj"
        for token in range(len(words)):
            if heads[token] == noun and (token > verb or rels[token] == "punct" and token > noun):
                heads[token] = verb
        return


def _past(verb: int, words: Sequence[str], lemmas: Sequence[str]) -> bool:
    word = words[verb].lower()
    return word != lemmas[verb].lower() and not word.endswith(("s", "ing"))


def _form(
    verb: int, words: Sequence[str], lemmas: Sequence[str], heads: Sequence[int], rels: Sequence[str]
) -> tuple[str, ...] | None:
    """Return the finite form of a verb: its auxiliaries, or its third person; None where it is bare."""
    auxiliaries = tuple(words[t].lower() for t in range(len(words)) if heads[t] == verb and rels[t].startswith("aux"))
    if auxiliaries:
        return auxiliaries
    word, lemma = words[verb].lower(), lemmas[verb].lower()
    return ("-s",) if word != lemma and word.endswith("s") else None
