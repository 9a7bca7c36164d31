"""Web pages: how much of the text, and which of the facts, come out right.

The pages are in tests/documents/pages, written for this in many makes, with the text marked in the page (data-gold) and
the facts in facts.yaml. Its figures: `f1` of the characters, the mean of the pages; `lowest` that of the worst page;
`dates` that are right, of the articles; `facts`: title, author, outlet, date with its basis, address, agency; `kinds`:
pages that are taken for what they are (article, stub, live blog, error page, list).
"""

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import lxml.html
import yaml

from keii.documents.article import Article, Known
from keii.documents.build import build_document
from keii.documents.decode import declared_encoding, decode
from keii.documents.formats import FORMATS
from keii.errors import InputError
from quality.sets import Measured, NotThereError

PAGES = Path(__file__).parent.parent / "tests" / "documents" / "pages"
TODAY = date(2026, 12, 31)
FIELDS = ("title", "author", "publisher", "url", "published", "basis", "agency")


@cache
def facts() -> dict[str, dict[str, Any]]:
    """Return what is right for each page, by its name; raises NotThereError without the pages."""
    path = PAGES / "facts.yaml"
    if not path.exists():
        raise NotThereError(f"{path}: the pages are missing.")
    found: dict[str, dict[str, Any]] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return found


def with_text() -> list[str]:
    """Return the names of the pages that hold a text."""
    return [name for name, right in facts().items() if not right["kind"].startswith("input.")]


@cache
def raw(name: str) -> bytes:
    """Return the bytes of a page."""
    return (PAGES / f"{name}.html").read_bytes()


def articles(name: str) -> tuple[Article, ...]:
    """Return the articles that keii takes from a page, the marks of the gold text taken off; raises InputError."""
    return FORMATS["html"](raw(name).replace(b" data-gold", b""), Known(today=TODAY))


def gold(name: str) -> str:
    """Return the text that is marked in a page."""
    text, _ = decode(raw(name), declared=declared_encoding(raw(name)))
    tree = lxml.html.document_fromstring(text.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    for reading in tree.xpath("//rt | //rp"):
        reading.drop_tree()
    return "\n".join(element.text_content() for element in tree.xpath("//*[@data-gold]"))


def text_of(name: str) -> str:
    """Return the text that keii takes from a page, without what it holds to be boilerplate."""
    made = [build_document(article, origin=name, reader="html") for article in articles(name)]
    return "\n".join(document.text[document.body_start : document.body_end] for document in made)


def f1(found: str, right: str) -> float:
    """Return the F1 of the characters of two texts without their spaces."""
    ours, theirs = (Counter("".join(one.split())) for one in (found, right))
    common = (ours & theirs).total()
    return 2 * common / (ours.total() + theirs.total())


def facts_of(name: str) -> dict[str, str | None]:
    """Return the facts that keii takes from the page of one article."""
    (article,) = articles(name)
    document = build_document(article, origin=name, reader="html")
    return dict(zip(FIELDS, (document.title, document.author, document.publisher, document.url, document.published_at,
                             document.published_basis, document.agency), strict=True))


def kind_of(name: str) -> str:
    """Return what keii takes a page for: article, partial, live, or the code of its problem."""
    try:
        found = articles(name)
    except InputError as error:
        return error.code
    if any(article.published_basis == "entry" for article in found):
        return "live"
    return "partial" if any(one.code == "input.paywall" for article in found for one in article.troubles) else "article"


def measure_pages(language: str) -> Measured:
    """Return the figures of the pages of a language."""
    own = [name for name in facts() if name.startswith(language)]
    texts = [name for name in own if name in with_text()]
    scores = [f1(text_of(name), gold(name)) for name in texts]
    kinds = sum(kind_of(name) == facts()[name]["kind"] for name in own)
    single = [(facts_of(name), facts()[name]) for name in texts if facts()[name]["kind"] != "live"]
    right = sum(found[field] == wanted[field] for found, wanted in single for field in FIELDS)
    dates = sum(found["published"] == wanted["published"] for found, wanted in single)
    figures = {"f1": sum(scores) / len(scores), "lowest": min(scores), "dates": dates / len(single),
               "facts": right / len(single) / len(FIELDS), "kinds": kinds / len(own)}
    return Measured(name=f"pages.{language}", figures=figures,
                    size=f"{len(own)} pages, {len(texts)} with a text, {len(single)} with dates")
