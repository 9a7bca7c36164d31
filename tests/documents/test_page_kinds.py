"""What a page is, whose text it prints and when it was published: forms that papers use, in pages written for this."""

from datetime import date

import pytest

from keii.documents.article import Known
from keii.model import Document, Problem
from keii.sources.options import Options

ENGLISH = (
    "The foreign minister of Norway met the president of Chad in Geneva, and both agreed to reopen the border.",
    "The army withdrew from the town of Kora on Sunday. The government accused the rebels of breaking the truce.",
    "A spokesman said that talks would resume next week in the capital, where the parties last met in March.",
)
JAPANESE = (
    "外務省は三日、両国の外相が来月会談すると発表した。会談では国境の再開について協議する見通しだ。",
    "外相は会見で「早期の合意を目指す」と述べた。与党の幹部は、この発言を批判している。",
    "反政府勢力は町から撤退したという。政府は停戦違反だと非難した。",
)


def read(body: str, *, head: str = "", before: str = "", after: str = "",
         title: str = "国境を再開へ") -> tuple[list[Document], list[Problem]]:
    html = f"<html><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>{before}" \
           f"<main><article><h1>{title}</h1>{body}</article>{after}</main></body></html>"
    known = Known(url="https://news.example/a/1?from=rss")
    found = list(Options(today=date(2026, 11, 26)).documents(html.encode(), kind="html", origin="a", known=known))
    return [one for one in found if isinstance(one, Document)], [one for one in found if isinstance(one, Problem)]


def paragraphs(texts: tuple[str, ...]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


@pytest.mark.parametrize(("credit", "agency"), [
    ("【ジュネーブ共同＝山田太郎】", "kyodo"), ("【ワシントン共同】", "kyodo"), ("（ソウル共同＝鈴木花子）", "kyodo"),
    ("［ジュネーブ　２日　ロイター］", "reuters"), ("【11月2日 AFP】", "afp"), ("【AFP＝時事】", "afp"),
    ("【共同声明】", None), ("【時事解説】", None), ("【共同＝", None),
])
def test_japanese_credits(credit: str, agency: str | None) -> None:
    (document,), _ = read(paragraphs((credit + JAPANESE[0], *JAPANESE[1:])))
    assert document.agency == agency


@pytest.mark.parametrize(("before", "after", "agency"), [
    ("By Jane Doe, Reuters", "", "reuters"), ("By JANE DOE and JOHN ROE, Associated Press", "", "ap"),
    ("Agence France-Presse in Geneva", "", "afp"),
    ("", "Our Standards: The Thomson Reuters Trust Principles.", "reuters"),
    ("By Jane Doe, Gazette", "", None), ("", "Reuters said so in its report on Monday.", None),
])
def test_english_credits(before: str, after: str, agency: str | None) -> None:
    (document,), _ = read(f"<p>{before}</p>{paragraphs(ENGLISH)}<p>{after}</p>", title="Border to reopen")
    assert document.agency == agency


@pytest.mark.parametrize("words", [
    "無料会員に登録すると、記事の全文が読めます", "ここから先は有料会員の方がご覧いただけます",
    "残り1234文字", "この記事は会員限定です。",
])
def test_the_beginning_of_a_japanese_article_for_subscribers_is_told(words: str) -> None:
    (document,), (problem,) = read(f"<p>{JAPANESE[0]}</p><div>{words}</div>")
    assert problem.code == "input.paywall"
    assert document.text == f"国境を再開へ\n{JAPANESE[0]}"


@pytest.mark.parametrize("words", [
    "To read this article in full, become a member.", "This content is exclusive to subscribers", "Subscribers only",
    "Continue reading with a free account", "Unlock this article for $1 a month",
    "You have reached your limit of free articles",
])
def test_the_beginning_of_an_english_article_for_subscribers_is_told(words: str) -> None:
    (document,), (problem,) = read(f"<p>{ENGLISH[0]}</p><div>{words}</div>", title="Border to reopen")
    assert problem.code == "input.paywall"
    assert words not in document.text


@pytest.mark.parametrize(("before", "last"), [
    ("<header><a href='/in'>Already a subscriber? Log in</a></header>", ENGLISH[2]),
    ("<nav><a href='/in'>Sign in to continue</a></nav>", ENGLISH[2]),
    ("<div class='top'><a href='/in'>Already a subscriber? Log in</a></div>", ENGLISH[2]),
    ("", "Parliament voted to read this article of the treaty again, the speaker said."),
    ("", "The exhibition is exclusive to Geneva."),
])
def test_a_whole_article_is_not_taken_for_its_beginning(before: str, last: str) -> None:
    (document,), problems = read(paragraphs((*ENGLISH[:2], last)), before=before, title="Border to reopen")
    assert not problems
    assert document.text.endswith(last)


@pytest.mark.parametrize(("times", "told"), [(2, ["input.paywall"]), (12, [])])
def test_words_for_subscribers_below_a_long_article_are_no_paywall(times: int, told: list[str]) -> None:
    (document,), problems = read(paragraphs(ENGLISH * times) + "<div>Already a subscriber? Log in</div>",
                                  title="Border")
    assert [problem.code for problem in problems] == told
    assert "subscriber" not in document.text


def test_pictures_with_captions_are_a_gallery_without_being_marked_as_figures() -> None:
    slides = "".join(f"<div class='slide'><img src='{n}.jpg'><p>国境の門の前に立つ兵士＝3日、コラ（{n}）</p></div>"
                     for n in range(8))
    documents, (problem,) = read(f"<div>{slides}</div>")
    assert (documents, problem.code) == ([], "input.index-page")


def test_an_article_with_pictures_is_none() -> None:
    parts = "".join(f"<div class='part'><img src='{n}.jpg'><p>{text}</p></div>" for n, text in enumerate(ENGLISH * 2))
    (document,), problems = read(parts + paragraphs(ENGLISH * 2), title="Border to reopen")
    assert not problems
    assert ENGLISH[1] in document.text


@pytest.mark.parametrize("shown", [
    "<p>更新：2026年11月3日 9時00分</p><p>公開：2026年11月1日 9時00分</p>",
    "<p>公開 2026年11月1日 更新 2026年11月3日</p>",
    "<p>更新 2026年11月3日（公開 2026年11月1日）</p>",
    "<p><b>更新日</b> <i>2026/11/3</i></p><p><b>公開日</b> <i>2026/11/1</i></p>",
    "<p>Updated November 3, 2026</p><p>Published November 1, 2026</p>",
    "<p>Last updated: 3 November 2026. First published: 1 November 2026</p>", "<p>2026年11月1日 18時05分更新</p>",
])
def test_a_date_of_an_update_is_not_that_of_publication(shown: str) -> None:
    (document,), _ = read(shown + paragraphs(JAPANESE))
    assert (document.published_at, document.published_basis) == ("2026-11-01", "shown")


@pytest.mark.parametrize("times", [
    '<time itemprop="dateModified" datetime="2026-11-05">5 Nov</time><time itemprop="datePublished" '
    'datetime="2026-11-02">2 Nov</time>',
    '<p>Updated <time datetime="2026-11-05">5 Nov</time></p><p>Published <time datetime="2026-11-02">2 Nov</time></p>',
    '<time datetime="2026-11-05">11月5日更新</time><time datetime="2026-11-02">11月2日</time>',
    '<b>更新</b><time datetime="2026-11-05">11月5日</time><b>公開</b><time datetime="2026-11-02">11月2日</time>',
])
def test_a_time_of_an_update_is_not_that_of_publication(times: str) -> None:
    (document,), _ = read(times + paragraphs(JAPANESE))
    assert (document.published_at, document.published_basis) == ("2026-11-02", "time")


def test_a_time_of_another_article_is_not_that_of_publication() -> None:
    teaser = '<article><h3><a href="/x">別の記事</a></h3><time datetime="2026-10-01">10月1日</time></article>'
    (document,), _ = read("<p>2026年11月2日</p>" + paragraphs(JAPANESE), before=teaser)
    assert (document.published_at, document.published_basis) == ("2026-11-02", "shown")


def test_a_page_tells_its_address_and_author_in_its_own_way() -> None:
    by = '<p>By <a href="/jane" rel="author">Jane Doe</a></p>'
    (document,), _ = read(by + paragraphs(ENGLISH), head='<link rel="canonical" href="/a/1">', title="Border to reopen")
    assert (document.url, document.author) == ("https://news.example/a/1", "Jane Doe")


@pytest.mark.parametrize(("line", "author"), [
    ("By <a href='/joan'>Joan Smith</a> and Peter Poe", "Joan Smith, Peter Poe"),
    ("BY Joan Smith, Ann Lee, and Peter Poe", "Joan Smith, Ann Lee, Peter Poe"), ("文・佐藤花子", "佐藤花子"),
    ("佐藤花子記者", "佐藤花子"), ("World", None), ("国際", None), ("編集部", None),
    ("By Joan Smith | 2 November 2026", None), ("By 10 November", None),
])
def test_a_byline_that_can_only_be_seen_gives_the_authors(line: str, author: str | None) -> None:
    (document,), _ = read(f'<p class="meta byline">{line}</p>' + paragraphs(ENGLISH),
                          after='<aside><p class="byline">By Jane Doe</p></aside>')
    assert document.author == author


@pytest.mark.parametrize(("named", "shown"), [
    ("山川新聞", "知事、住民説明会を開催"), ("知事、住民説明会を開催", "山川新聞"), ("Post", "知事、住民説明会を開催"),
])
def test_a_page_that_is_called_after_its_paper_has_the_title_that_it_shows(named: str, shown: str) -> None:
    page = f"<html><head><title>{named}</title></head><body><article><h1>{shown}</h1>{paragraphs(JAPANESE)}</article>"
    (document,) = Options().documents(page.encode(), kind="html", origin="a")
    assert isinstance(document, Document)
    assert document.title == "知事、住民説明会を開催"


@pytest.mark.parametrize("head", [
    "<h3>関連ニュース</h3>", "<p>あわせて読みたい</p>", "<h2>【関連記事】</h2>", "<h4>Most read</h4>",
])
def test_titles_beside_a_short_flash_are_no_part_of_it(head: str) -> None:
    titles = "".join(f"<li><a href='/{number}'>両国が国境の再開で合意、来月から（{number}）</a></li>"
                     for number in range(8))
    (document,), _ = read(f"<p>{JAPANESE[0]}</p>", after=f"<div class='kanren'>{head}<ul>{titles}</ul></div>")
    assert document.text == f"国境を再開へ\n{JAPANESE[0]}"


def test_a_heading_of_the_article_itself_stays() -> None:
    (document,), _ = read(f"<div><h2>最新情報</h2>{paragraphs(JAPANESE)}<p><a href='/x'>詳しくはこちら</a></p></div>")
    assert all(text in document.text for text in JAPANESE)
