"""`python -m corpus check [FILE ...]`, `report`, `jsonl FOLDER`, `agreement`: read the corpus and say how it is."""

import sys
from pathlib import Path

from corpus.agreement import agreement
from corpus.check import ARTICLES, BENCH, check, shared_runs
from corpus.jsonl import write
from corpus.notation import read_articles
from corpus.report import report


def main(arguments: list[str]) -> int:
    """Run the command; returns the exit code."""
    match arguments:
        case ["check", *names]:
            return _check([Path(name) for name in names] or sorted(ARTICLES.glob("*.txt")))
        case ["report"]:
            print(report(ARTICLES.glob("*.txt")))
        case ["jsonl", folder]:
            print(write(ARTICLES.glob("*.txt"), Path(folder)))
        case ["agreement"]:
            print(agreement())
        case _:
            print("usage: python -m corpus check [FILE ...] | report | jsonl FOLDER | agreement", file=sys.stderr)
            return 2
    return 0


def _check(paths: list[Path]) -> int:
    faults = list(check(paths))
    if BENCH.is_dir():
        faults += shared_runs(paths)
    for fault in faults:
        print(fault)
    articles = [article for path in paths for article in read_articles(path, [])]
    sentences = [sentence for article in articles for sentence in article.sentences]
    acts = sum(len(sentence.acts) for sentence in sentences)
    said = sum(len(sentence.attributions) for sentence in sentences)
    print(
        f"{len(articles)} articles, {len(sentences)} sentences, {acts} acts, {said} attributions; {len(faults)} faults"
    )
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
