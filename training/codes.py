"""Prints where keii found the right words for a party and gave them another code: `python -m training.codes`.

Each line: how often, the words of the gold, its code, keii's words and code. Parties are compared within a sentence
by their words alone, in any event and role, so that an act of another type does not hide a wrong code.
"""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SETS = (("news.ja", "ja"), ("news.en", "en"))
BENCH = Path(__file__).resolve().parent.parent.parent / "shared" / "bench"
Words = tuple[str, str]


def main(only: list[str]) -> None:
    """Print the differences of each set, the most frequent first, and how many of the words have the right code."""
    whole = "--sectors" in only
    for name, language in SETS:
        if set(only) - {"--sectors"} and name not in only:
            continue
        right, wrong = compare(BENCH / "events", name, language, whole=whole)
        for (gold, found), count in sorted(wrong.items(), key=lambda item: (-item[1], item[0])):
            print(count, *gold, "|", *found, sep="\t")
        print(f"{name}: {right} of {right + wrong.total()} right", file=sys.stderr)


def compare(folder: Path, name: str, language: str, *, whole: bool) -> tuple[int, Counter[tuple[Words, Words]]]:
    """Return how many words found have the gold's code, and the pairs that have not; `whole`: with the sector."""
    right, wrong = 0, Counter[tuple[Words, Words]]()
    gold = _lines(folder / f"{name}.gold.jsonl")
    for wanted, found in zip(gold, _read(folder / f"{name}.input.jsonl", language), strict=True):
        ours = set(_parties(found["events"]))
        for words, code in sorted(set(_parties(wanted["events"]))):
            alike = [other for other in sorted(ours) if _alike(words, other[0])]
            if not alike:
                continue
            if any(_key(code, whole) == _key(other[1], whole) for other in alike):
                right += 1
            else:
                wrong[(words, code), alike[0]] += 1
    return right, wrong


def _read(path: Path, language: str) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "predicted.jsonl"
        verb = [sys.executable, "-m", "keii", "eval", "events", str(path), "--language", language, "-o", str(out)]
        subprocess.run(verb, check=True)
        return _lines(out)


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _parties(events: list[dict[str, Any]]) -> Iterator[Words]:
    for event in events:
        for party in (*event["actors"], *event["recipients"], *([event["source"]] if event["source"] else ())):
            yield party["text"], party["code"]


def _alike(one: str, other: str) -> bool:
    """Tell whether two phrases are the same words, give or take an article or a title."""
    short, long = sorted((one.lower(), other.lower()), key=len)
    return short in long and 2 * len(short) >= len(long)


def _key(code: str, whole: bool) -> str:
    return code if whole else code.split("/")[0]


if __name__ == "__main__":
    main(sys.argv[1:])
