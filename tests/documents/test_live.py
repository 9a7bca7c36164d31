"""Live blogs are split by entry, however the page marks them; what is merely called live beside an article is not."""

from datetime import date

import pytest

from keii.documents.article import Article
from keii.documents.page import read_pages

REPORTS = (
    "The foreign minister of Norway met the president of Chad in Geneva, and both agreed to reopen the border.",
    "The army withdrew from the town of Kora. The government accused the rebels of breaking the truce.",
    "A spokesman said that talks would resume next week in the capital, where the parties last met in March.",
)
TODAY = date(2026, 11, 26)
NAMED = '<script type="application/ld+json">{"@type": "LiveBlogPosting", "datePublished": "2026-11-01"}</script>'


def page(body: str, *, head: str = "", title: str = "Border talks") -> str:
    return f"<html lang='en'><head><title>{title}</title>{head}</head><body><nav><a href='/'>Home</a></nav>" \
           f"<main><h1>{title}</h1>{body}</main><footer>© Gazette</footer></body></html>"


def timed(number: int) -> str:
    return f'<time datetime="2026-11-02T1{number}:00:00Z">1{number}:00</time>'


def blog(entry: str, box: str = '<div class="live-blog">') -> str:
    made = (entry.format(number=number, time=timed(number), text=text) for number, text in enumerate(REPORTS))
    return f"{box}{''.join(made)}</div>"


def read(html: str) -> tuple[Article, ...]:
    return read_pages(html, today=TODAY, url="https://news.example/live")


@pytest.mark.parametrize("html", [
    pytest.param(page(blog('<article id="b{number}">{time}<p>{text}</p></article>')), id="in a box called live"),
    pytest.param(page(blog('<div class="liveBlogPost" id="b{number}">{time}<p>{text}</p></div>', "<div>")),
                 id="each called live"),
    pytest.param(page(blog('<div class="w"><section id="b{number}">{time}<p>{text}</p></section></div>')),
                 id="the id is further in"),
    pytest.param(page('<div class="live-feed"><div class="top"><p>What we know so far.</p></div>'
                      + blog('<li id="b{number}">{time}<p>{text}</p></li>') + "</div>"), id="below a summary"),
    pytest.param(page(blog('<div id="b{number}">{time}<p>{text}</p></div>', "<div>"), head=NAMED), id="JSON-LD"),
    *(pytest.param(page(blog('<div id="b{number}">{time}<p>{text}</p></div>', "<div>"), title=title), id=title)
      for title in ("Border talks: live updates", "Live: Border talks", "【速報中】国境会談", "［ライブ］国境会談",
                    "Border talks – as it happened")),
])
def test_each_entry_is_a_document_with_its_time_and_place(html: str) -> None:
    articles = read(html)
    assert tuple(one.text for one in articles) == REPORTS
    assert [one.published_at for one in articles] == [f"2026-11-02T1{number}:00:00+00:00" for number in range(3)]
    assert {one.published_basis for one in articles} == {"entry"}
    assert [one.url for one in articles] == [f"https://news.example/live#b{number}" for number in range(3)]


def test_readings_are_taken_out_of_the_entries_of_json_ld() -> None:
    entries = ", ".join('{"@type": "BlogPosting", "datePublished": "2026-11-02T10:00:00Z", "articleBody": '
                        f'"<p><ruby>平壌<rt>ピョンヤン</rt></ruby>で{number}回目の会談。</p>"}}' for number in range(2))
    data = f'{{"@type": "LiveBlogPosting", "liveBlogUpdate": [{entries}]}}'
    articles = read(page("<p>x</p>", head=f'<script type="application/ld+json">{data}</script>'))
    assert [one.text for one in articles] == ["平壌で0回目の会談。", "平壌で1回目の会談。"]


@pytest.mark.parametrize("clock", ["1{number}:15", "午後{number}時05分", "{number}:40 p.m.", "1{number}:00 JST"])
def test_entries_with_a_time_of_the_clock_alone_have_the_day_of_the_page(clock: str) -> None:
    articles = read(page(blog('<div><span class="t">' + clock + "</span><p>{text}</p></div>"), head=NAMED))
    assert tuple(one.text for one in articles) == REPORTS
    assert {(one.published_at, one.published_basis) for one in articles} == {("2026-11-01", "json-ld")}


def test_an_entry_from_the_future_is_kept_without_its_time() -> None:
    html = page(blog("<div>{time}<p>{text}</p></div>")).replace("2026-11-02T11", "2027-11-02T11")
    assert [one.published_at for one in read(html)] == ["2026-11-02T10:00:00+00:00", None, "2026-11-02T12:00:00+00:00"]


@pytest.mark.parametrize("box", [
    '<aside class="live-scores">{0}</aside>', '<div class="live-comments">{0}</div>',
])
def test_what_is_called_live_beside_an_article_does_not_hide_it(box: str) -> None:
    article = "<article>" + "".join(f"<p>{text}</p>" for text in REPORTS) + "</article>"
    beside = "".join(f"<div>{timed(number)}<p>I cannot agree.</p></div>" for number in range(3))
    (found,) = read(page(article + box.format(beside)))
    assert all(text in found.text for text in REPORTS)
    assert "agree." not in found.text.replace(REPORTS[0], "")


@pytest.mark.parametrize("title", ["Where people live: a map", "Ten killed as live shell explodes"])
def test_an_article_that_speaks_of_life_is_no_live_blog(title: str) -> None:
    article = "".join(f'<p><time datetime="2026-11-02">2 November</time> {text}</p>' for text in REPORTS)
    assert len(read(page(f"<article>{article}</article>", title=title))) == 1
