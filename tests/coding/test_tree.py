from hypothesis import given
from hypothesis import strategies as st

from keii.coding.tree import Tree
from keii.language.contract import Parse


def tree(words: str, heads: list[int] | None = None, rels: list[str] | None = None,
         pos: list[str] | None = None) -> Tree:
    """Return a tree over words with one space between them; without heads every word hangs from the first."""
    parts = words.split(" ")
    starts = [sum(len(w) + 1 for w in parts[:i]) for i in range(len(parts))]
    return Tree(Parse(
        text=words, starts=tuple(starts), ends=tuple(s + len(w) for s, w in zip(starts, parts, strict=True)),
        words=tuple(parts), lemmas=tuple(w.lower() for w in parts), pos=tuple(pos or ["X"] * len(parts)),
        heads=tuple(heads or [0] * len(parts)), rels=tuple(rels or ["dep"] * len(parts))))


def test_a_root_has_no_head_and_no_ancestors() -> None:
    made = tree("a b c", [1, 1, 1])
    assert made.head(1) is None
    assert made.ancestors(1) == ()
    assert made.ancestors(0) == (1,)
    assert made.children == [[], [0, 2], []]


def test_a_subtree_holds_its_token_and_all_below() -> None:
    made = tree("a b c d", [1, 1, 1, 2])
    assert made.subtree(2) == {2, 3}
    assert made.subtree(1) == {0, 1, 2, 3}
    assert made.subtree(0) == {0}


def test_dependents_are_asked_by_relation() -> None:
    made = tree("a b c", [1, 1, 1], ["nsubj", "root", "obj"])
    assert made.dependents(1, "obj", "iobj") == [2]
    assert made.dependents(1) == []


def test_quotations_nest_and_the_innermost_holds_a_token() -> None:
    made = tree("X 「 a 『 b 』 c 」 d")
    assert made.quotations == ((1, 7), (3, 5))
    assert made.quotation_of(4) == (3, 5)
    assert made.quotation_of(6) == (1, 7)
    assert made.quotation_of(8) is None
    assert made.quotation_of(0) is None


def test_a_quotation_without_end_goes_on_to_the_last_token() -> None:
    assert tree("a 「 b c").quotations == ((1, 3),)
    assert tree("a “ b c").quotations == ((1, 3),)


def test_a_closing_mark_without_beginning_is_no_quotation() -> None:
    assert tree("a b 」 c").quotations == ()


def test_straight_marks_pair_in_order() -> None:
    made = tree('" a " b " c "')
    assert made.quotations == ((0, 2), (4, 6))
    assert made.quotation_of(3) is None


def test_an_apostrophe_inside_a_word_is_no_quotation() -> None:
    assert tree("Peru ' s army", pos=["PROPN", "PART", "PART", "NOUN"]).quotations == ()


def test_a_span_goes_from_the_first_token_to_the_end_of_the_last() -> None:
    made = tree("ab cde f")
    assert made.span(0, 1) == (0, 6)
    assert made.parse.text[slice(*made.span(1, 2))] == "cde f"


HEADS = st.integers(1, 12).flatmap(lambda n: st.lists(st.integers(0, n - 1), min_size=n, max_size=n))


@given(HEADS)
def test_questions_end_even_when_heads_run_in_a_circle(heads: list[int]) -> None:
    made = tree(" ".join("abcdefghijkl"[: len(heads)]), heads)
    for token in range(len(made)):
        assert len(made.ancestors(token)) <= len(made)
        assert token in made.subtree(token) <= set(range(len(made)))


@given(st.lists(st.sampled_from(["「", "」", "『", "』", "“", "”", '"', "a", "b"]), min_size=1, max_size=14))
def test_every_quotation_lies_in_the_sentence(words: list[str]) -> None:
    made = tree(" ".join(words))
    for start, end in made.quotations:
        assert 0 <= start <= end < len(made)
