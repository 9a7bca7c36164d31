"""Pages of many makes: how much of the text, and which of the facts, come out right."""

from datetime import date
from pathlib import Path

import pytest

from keii.documents.agencies import DATA, credited
from keii.documents.article import Known
from keii.documents.build import build_document
from keii.documents.formats import FORMATS
from keii.tables import read_table
from quality.pages import PAGES, articles, f1, facts, facts_of, gold, kind_of, text_of, with_text

NAMES = sorted(path.stem for path in PAGES.glob("*.html"))
WITH_TEXT = sorted(with_text())
ARTICLES = [name for name in WITH_TEXT if facts()[name]["kind"] != "live"]
FLOOR_EACH = 0.93  # of every page; the means have their floors in quality/floors.toml


def test_there_are_pages_of_both_languages() -> None:
    assert set(NAMES) == set(facts())
    assert min(sum(name.startswith(code) for name in NAMES) for code in ("ja", "en")) >= 10


@pytest.mark.parametrize("name", WITH_TEXT)
def test_hardly_a_character_is_lost_or_added(name: str) -> None:
    assert f1(text_of(name), gold(name)) >= FLOOR_EACH, text_of(name)


@pytest.mark.parametrize("name", ARTICLES)
def test_the_facts_of_a_page_are_found(name: str) -> None:
    assert facts_of(name) == {key: value for key, value in facts()[name].items() if key != "kind"}
    (article,) = articles(name)
    assert build_document(article, origin=name, reader="html").language == name[:2]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_taken_for_what_it_is(name: str) -> None:
    assert kind_of(name) == facts()[name]["kind"]


@pytest.mark.parametrize("name", [name for name in WITH_TEXT if facts()[name]["kind"] == "live"])
def test_a_live_blog_is_split_by_entry(name: str) -> None:
    found = articles(name)
    assert [article.published_at for article in found] == facts()[name]["entries"]
    assert [article.title for article in found] == facts()[name]["titles"]
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
