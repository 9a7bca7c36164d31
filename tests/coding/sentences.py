"""Sentences as the tests of coding look at them: parsed, or with their claims."""

from functools import cache
from typing import Any

import pytest

from keii import pipeline
from keii.coding.lexicon import lexicon
from keii.coding.parties import Parties
from keii.coding.tree import Tree
from keii.language.languages import language
from keii.model import Claim


def gap(*values: Any) -> Any:
    """Return the parameters of a case that is known not to be met yet; strict: one that is met is no gap."""
    return pytest.param(*values, marks=pytest.mark.xfail(reason="known gap", strict=True))


@cache
def tree_of(code: str, sentence: str) -> Tree:
    """Return a sentence parsed."""
    return Tree(next(iter(language(code).parse([sentence]))))


def parties_of(code: str, sentence: str) -> Parties:
    """Return the party phrases of a sentence."""
    return Parties(tree_of(code, sentence), lexicon(code), None)


def token(tree: Tree, word: str) -> int:
    """Return the token that ends with a word."""
    return next(i for i, known in enumerate(tree.parse.words) if known.endswith(word))


def quote(tree: Tree, tokens: tuple[int, int]) -> str:
    """Return the words of the tokens from first to last."""
    start, end = tree.span(*tokens)
    return tree.parse.text[start:end]


@cache
def claims_of(code: str, text: str) -> tuple[Claim, ...]:
    """Return the claims of a text."""
    return pipeline.code(text, language=code, coder="rules").claims


def claim_of(code: str, text: str, type: str) -> Claim:
    """Return the only claim of a type in a text."""
    found = [claim for claim in claims_of(code, text) if claim.type == type]
    assert len(found) == 1, [(claim.type, claim.trigger.quote) for claim in claims_of(code, text)]
    return found[0]


def words_of(claim: Claim) -> tuple[str, str]:
    """Return the parties of a claim as words: actors, then recipients, each joined by a bar."""
    return "|".join(sorted(p.text for p in claim.actors)), "|".join(sorted(p.text for p in claim.recipients))


def sources_of(claim: Claim) -> list[str]:
    """Return the words of a claim's sources, outermost first."""
    return [source.text for source in claim.sources]
