"""How much of the text of the test pages comes out right: keii beside trafilatura alone, in one run.

Run it as `python -m benchmarks.pages`, with `tests` among the paths of modules.
"""

from collections.abc import Callable

import trafilatura

from documents.test_pages import FACTS, WITH_TEXT, articles, f1, gold, raw, text_of
from keii.documents.decode import declared_encoding, decode


def plain(name: str, precise: bool = False) -> str:
    """Return what trafilatura alone takes for the text of a page."""
    page = raw(name).replace(b" data-gold", b"")
    text, _ = decode(page, declared=declared_encoding(page))
    return trafilatura.extract(text, include_comments=False, include_tables=False, favor_precision=precise) or ""


def dates() -> tuple[int, int, int]:
    """Return how many articles have a date, how many are found right, and how many wrong."""
    right = wrong = total = 0
    for name in WITH_TEXT:
        if FACTS[name]["kind"] != "live":
            (article,) = articles(name)
            total += 1
            right += article.published_at == FACTS[name]["published"]
            wrong += article.published_at not in (None, FACTS[name]["published"])
    return total, right, wrong


def main() -> None:
    """Print the mean F1 of the characters by language, and the dates."""
    readers: dict[str, Callable[[str], str]] = {
        "keii": text_of, "trafilatura": plain, "trafilatura, precise": lambda name: plain(name, precise=True)}
    for reader, read in readers.items():
        for code in ("ja", "en"):
            scores = [f1(read(name), gold(name)) for name in WITH_TEXT if name.startswith(code)]
            print(f"{reader:22} {code}  {sum(scores) / len(scores):.4f}  lowest {min(scores):.4f}  {len(scores)} pages")
    print("dates: {} articles, {} right, {} wrong".format(*dates()))


if __name__ == "__main__":
    main()
