"""Bring the lists of known gaps up to date: `python tests/coding/gaps.py` takes out the cases that are met now.

With --add it also puts in those that are not met, which hides a step back as well as a case that is new: look at
the difference before keeping it.
"""

import sys
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from cases.coding import CODERS, gaps_path, load, unmet  # found only when the line above has run
from keii import pipeline

HEAD = """\
# Cases of coding.yaml that are not met yet, one text a line. The list only gets shorter: a case that is met must be
# taken out, and a test says so.
"""


def main() -> None:
    add = "--add" in sys.argv[1:]
    for language, coder in product(("ja", "en"), CODERS):
        path = gaps_path(language, coder)
        known = set(path.read_text(encoding="utf-8").split("\n")) if path.exists() else set()
        gaps = [case.text for case in load(language) if (add or case.text in known)
                and unmet(case, pipeline.code(case.text, language=language, coder=coder).claims)]
        path.write_text(HEAD + "".join(f"{text}\n" for text in gaps), encoding="utf-8")
        sys.stdout.write(f"{language} {coder}: {len(gaps)} known gaps\n")


if __name__ == "__main__":
    main()
