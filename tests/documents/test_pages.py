"""Pages of many makes: how much of the text, and which of the facts, come out right."""

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import lxml.html
import pytest
import yaml

from keii.documents.agencies import DATA, credited
from keii.documents.article import Article, Known
from keii.documents.build import build_document
from keii.documents.decode import declared_encoding, decode
from keii.documents.formats import FORMATS
from keii.errors import InputError
from keii.tables import read_table

PAGES = Path(__file__).parent / "pages"
TODAY = date(2026, 12, 31)
FACTS: dict[str, dict[str, Any]] = yaml.safe_load((PAGES / "facts.yaml").read_text(encoding="utf-8"))
NAMES = sorted(path.stem for path in PAGES.glob("*.html"))
WITH_TEXT = [name for name in NAMES if not FACTS[name]["kind"].startswith("input.")]
ARTICLES = [name for name in WITH_TEXT if FACTS[name]["kind"] != "live"]
# Measured with `python -m benchmarks.pages`: ja .985, en 1.000; trafilatura alone .871 and .954, precise .887 and .847.
FLOOR, FLOOR_EACH = 0.99, 0.93


@cache
def raw(name: str) -> bytes:
    return (PAGES / f"{name}.html").read_bytes()


def articles(name: str) -> tuple[Article, ...]:
    return FORMATS["html"](raw(name).replace(b" data-gold", b""), Known(today=TODAY))


def gold(name: str) -> str:
    text, _ = decode(raw(name), declared=declared_encoding(raw(name)))
    tree = lxml.html.document_fromstring(text.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    for reading in tree.xpath("//rt | //rp"):
        reading.drop_tree()
    return "\n".join(element.text_content() for element in tree.xpath("//*[@data-gold]"))


def text_of(name: str) -> str:
    made = [build_document(article, origin=name, reader="html") for article in articles(name)]
    return "\n".join(document.text[document.body_start : document.body_end] for document in made)


def f1(found: str, right: str) -> float:
    """Return the F1 of the characters of two texts without their spaces."""
    ours, theirs = (Counter(text for text in "".join(one.split())) for one in (found, right))
    common = (ours & theirs).total()
    return 2 * common / (ours.total() + theirs.total())


def test_there_are_pages_of_both_languages() -> None:
    assert set(NAMES) == set(FACTS)
    assert min(sum(name.startswith(code) for name in NAMES) for code in ("ja", "en")) >= 10


@pytest.mark.parametrize("name", WITH_TEXT)
def test_hardly_a_character_is_lost_or_added(name: str) -> None:
    assert f1(text_of(name), gold(name)) >= FLOOR_EACH, text_of(name)


def test_the_pages_together_reach_the_floor() -> None:
    scores = [f1(text_of(name), gold(name)) for name in WITH_TEXT]
    assert sum(scores) / len(scores) >= FLOOR


@pytest.mark.parametrize("name", ARTICLES)
def test_the_facts_of_a_page_are_found(name: str) -> None:
    (article,) = articles(name)
    document = build_document(article, origin=name, reader="html")
    found = {"title": document.title, "author": document.author, "publisher": document.publisher, "url": document.url,
             "published": document.published_at, "basis": document.published_basis, "agency": document.agency}
    assert found == {key: value for key, value in FACTS[name].items() if key != "kind"}
    assert document.language == name[:2]


@pytest.mark.parametrize("name", [name for name in NAMES if name not in WITH_TEXT])
def test_what_is_no_article_is_refused_with_its_reason(name: str) -> None:
    with pytest.raises(InputError) as raised:
        articles(name)
    assert raised.value.code == FACTS[name]["kind"]


@pytest.mark.parametrize("name", ARTICLES)
def test_only_a_stub_is_said_to_be_one(name: str) -> None:
    (article,) = articles(name)
    codes = {trouble.code for trouble in article.troubles}
    assert ("input.paywall" in codes) == (FACTS[name]["kind"] == "partial")


@pytest.mark.parametrize("name", [name for name in WITH_TEXT if FACTS[name]["kind"] == "live"])
def test_a_live_blog_is_split_by_entry(name: str) -> None:
    found = articles(name)
    assert [article.published_at for article in found] == FACTS[name]["entries"]
    assert [article.title for article in found] == FACTS[name]["titles"]
    assert {article.published_basis for article in found} == {"entry"}


def test_a_date_to_come_is_not_believed() -> None:
    page = (b'<html><head><meta property="article:published_time" content="2027-05-01"></head><body><article>'
            b"<p>The ministers of both countries met on Monday and agreed to open the border in May, officials said."
            b"</p></article></body></html>")
    (article,) = FORMATS["html"](page, Known(today=date(2026, 11, 1)))
    assert article.published_at is None
    assert [trouble.code for trouble in article.troubles] == ["input.future-date"]
    (believed,) = FORMATS["html"](page, Known())
    assert believed.published_at == "2027-05-01"


@pytest.mark.parametrize(("text", "language", "agency"), [
    ("見出し\n【ソウル共同】政府は三日、合意を発表した。\n次の段落だ。", "ja", "kyodo"),
    ("政府は三日、合意を発表した。（時事）", "ja", "jiji"),
    ("［ワシントン　２２日　ロイター］ - 大統領は署名した。", "ja", "reuters"),
    ("【AFP＝時事】大統領は署名した。", "ja", "afp"),
    ("【ソウル聯合ニュース】政府は合意を発表した。", "ja", "yonhap"),
    ("両首脳は共同声明を出した（共同声明の全文は別記）。", "ja", None),
    ("大統領は、ロイター通信の取材に応じた。", "ja", None),
    ("TOKYO, Nov 3 (Reuters) - The minister resigned on Monday.", "en", "reuters"),
    ("Headline\nBy Agence France-Presse\nThe minister resigned.", "en", "afp"),
    ("The minister resigned on Monday.\n© 2026 AFP", "en", "afp"),
    ("The minister told Reuters that he would resign.", "en", None),
    ("He was seen in a photo (AP) from 2019 and resigned.", "en", None),
])
def test_credits_name_the_agency_and_citations_do_not(text: str, language: str, agency: str | None) -> None:
    assert credited(text, None, language) == agency


def test_every_agency_of_the_credits_is_in_the_registry() -> None:
    outlets = (Path(__file__).parents[2] / "src/keii/gazetteer/data/outlets.tsv").read_text(encoding="utf-8")
    known = {line.split("\t")[0] for line in outlets.split("\n")}
    assert {row["agency"] for _, row in read_table(DATA, ("agency", "language", "form"))} <= known
