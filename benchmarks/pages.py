"""How much of the text of the test pages comes out right: keii beside trafilatura alone, in one run.

Run it as `python -m benchmarks.pages`; `python -m quality pages` holds keii's own figures to their floors.
"""

from collections.abc import Callable

import trafilatura

from keii.documents.decode import declared_encoding, decode
from quality.pages import f1, gold, measure_pages, raw, text_of, with_text


def plain(name: str, precise: bool = False) -> str:
    """Return what trafilatura alone takes for the text of a page."""
    page = raw(name).replace(b" data-gold", b"")
    text, _ = decode(page, declared=declared_encoding(page))
    return trafilatura.extract(text, include_comments=False, include_tables=False, favor_precision=precise) or ""


def main() -> None:
    """Print the mean F1 of the characters by language, and the dates."""
    readers: dict[str, Callable[[str], str]] = {
        "keii": text_of, "trafilatura": plain, "trafilatura, precise": lambda name: plain(name, precise=True)}
    for reader, read in readers.items():
        for code in ("ja", "en"):
            scores = [f1(read(name), gold(name)) for name in with_text() if name.startswith(code)]
            print(f"{reader:22} {code}  {sum(scores) / len(scores):.4f}  lowest {min(scores):.4f}  {len(scores)} pages")
    for code in ("ja", "en"):
        measured = measure_pages(code)
        print(f"{code}: {measured.size}; dates {measured.figures['dates']:.3f}, facts {measured.figures['facts']:.3f}, "
              f"kinds {measured.figures['kinds']:.3f}")


if __name__ == "__main__":
    main()
