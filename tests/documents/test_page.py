import pytest

from keii.documents.article import Article
from keii.documents.page import read_page
from keii.errors import InputError

BODY = """
<nav><ul><li><a href="/">トップ</a></li><li><a href="/w">国際</a></li></ul></nav>
<article><h1>日朝首脳会談、来月開催へ</h1>
<p>日本政府は３日、北朝鮮の<ruby>金正恩<rp>（</rp><rt>キムジョンウン</rt><rp>）</rp></ruby>総書記と首相との会談を
来月行うと発表した。会談は平壌で開かれる見通しだ。</p>
<p>官房長官は会見で「解決に向けて全力を尽くす。」と述べた。政府関係者によると、共同声明の発表も検討されている。</p>
<p>外務省の報道官は、関係国と緊密に連携していくと強調した。</p></article>
<aside><h3>関連記事</h3><ul><li><a href="/b">別の記事</a></li></ul></aside>
<footer>© 2026 架空新聞社</footer>"""
LINKED = """<script type="application/ld+json">{"@graph": [{"@type": "WebPage"}, {"@type": ["NewsArticle"],
"headline": "日朝首脳会談、来月開催へ", "datePublished": "2026-10-03T09:00:00+09:00", "dateModified": "2026-10-05",
"publisher": {"@type": "Organization", "name": "架空新聞"}, "inLanguage": "ja"}]}</script>"""
META = """<meta property="og:title" content="日朝首脳会談、来月開催へ｜架空新聞">
<meta property="og:site_name" content="架空新聞">
<meta name="pubdate" content="2026年10月3日"><link rel="canonical" href="https://example.org/a">"""


def page(head: str = "", attributes: str = 'lang="ja"', body: str = BODY) -> Article:
    return read_page(f"<!DOCTYPE html><html {attributes}><head>{head}</head><body>{body}</body></html>")


def test_menus_are_left_out_and_readings_are_unwrapped() -> None:
    text = page().text
    assert "北朝鮮の金正恩総書記と首相" in text
    assert not any(word in text for word in ("キムジョンウン", "トップ", "別の記事", "©"))


def test_json_ld_goes_before_meta() -> None:
    article = page(LINKED + META)
    assert (article.published_at, article.published_basis) == ("2026-10-03T09:00:00+09:00", "json-ld")
    assert (article.title, article.publisher, article.language) == ("日朝首脳会談、来月開催へ", "架空新聞", "ja")
    assert article.url == "https://example.org/a"


def test_meta_elements_serve_without_json_ld() -> None:
    article = page(META)
    assert (article.published_at, article.published_basis) == ("2026-10-03", "meta")
    assert (article.title, article.publisher) == ("日朝首脳会談、来月開催へ", "架空新聞")


@pytest.mark.parametrize("head", [
    '<script type="application/ld+json">{broken</script>',
    '<script type="application/ld+json">[]</script>',
    '<script type="application/ld+json">{"@type": "NewsArticle", "publisher": [], "headline": 3}</script>',
    '<script type="application/ld+json"></script>',
    '<meta property="og:title" content="  "><meta name="date" content="soon">',
])
def test_odd_metadata_do_no_harm(head: str) -> None:
    article = page(head)
    assert article.title == "日朝首脳会談、来月開催へ"
    assert article.published_at is None


def test_a_date_that_is_only_shown_says_so() -> None:
    article = page(body=BODY.replace("<p>日本", '<span class="date">2026-10-03</span><p>日本', 1))
    assert (article.published_at, article.published_basis) == ("2026-10-03", "shown")


def test_a_page_that_a_browser_translated_is_marked() -> None:
    assert page(attributes='lang="ja" class="translated-ltr"').translated
    assert page(body=BODY.replace("<h1>", '<h1 _msttexthash="12">')).translated
    assert not page().translated


@pytest.mark.parametrize("html", ["", "<html></html>", "<html><body><script>x()</script></body></html>", "<!-- -->"])
def test_a_page_without_an_article_is_a_problem(html: str) -> None:
    with pytest.raises(InputError) as caught:
        read_page(html)
    assert caught.value.code == "input.empty"


def test_a_news_flash_keeps_its_lines_apart() -> None:
    body = """<nav><ul><li>Menu</li></ul></nav><article><h1>Talks end</h1>
    <time datetime="2026-10-03T09:00:00Z">3 Oct</time>
    <p>The talks in Geneva ended on Monday.</p><ul><li>One demand.</li><li><p>Another demand.</p></li></ul></article>"""
    article = page(attributes='lang="en"', body=body)
    assert article.text.split("\n") == [
        "Talks end", "The talks in Geneva ended on Monday.", "One demand.", "Another demand."]
    assert (article.published_at, article.published_basis) == ("2026-10-03T09:00:00+00:00", "time")
