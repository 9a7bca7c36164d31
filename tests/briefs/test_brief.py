import re
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keii.briefs.bars import bars
from keii.briefs.brief import MOST, Brief, compose
from keii.briefs.html import html
from keii.briefs.labels import Lang
from keii.briefs.links import web_address
from keii.briefs.markdown import markdown
from keii.model import Conflict, Expectation, Outcome, SourceKind, Status, Told, Turn, Value, Voice
from keii.situation.happening import Happening
from keii.situation.timeline import timeline
from situation.articles import Act, article, merged, single

JA = Act("北朝鮮は2日、韓国の島を砲撃し、3人が死亡した。", "砲撃", "ASSAULT", ("北朝鮮",), ("韓国",),
         mode="heavy-weapons", time=("2031-04-02", "2031-04-03", "day"))
EN = Act("North Korea shelled a South Korean island on Wednesday, killing five.", "shelled", "ASSAULT",
         ("North Korea",), ("South Korean",), codes={"South Korean": "KOR"}, mode="heavy-weapons",
         time=("2031-04-02", "2031-04-03", "day"))
TALKS = Act("ロシアと日本は5月に会談する予定だ。", "会談", "CONSULT", ("ロシア", "日本"), status=Status.PLANNED,
            time=("2031-05-01", "2031-06-01", "month"))
CLAIM = Act("Japan threatened Russia, a Russian official said.", "threatened", "THREATEN", ("Japan",), ("Russia",),
            source=("a Russian official", SourceKind.ANONYMOUS))


def attack(*, conflicting: bool = False) -> tuple[list[Told], list[Happening]]:
    told = [*article("2031-04-02", "ja", JA, publisher="甲紙", url="https://example.org/1"),
            *article("2031-04-03", "en", EN, publisher="Example News")]
    conflict = Conflict(field="quantity", values=tuple(
        Value(value=value, claims=(one.claim.id,)) for value, one in zip(("3", "5"), told, strict=True)))
    return told, merged(told, conflicts=(conflict,) if conflicting else ())


def brief(happenings: Sequence[Happening], lang: Lang = "en", expectations: Sequence[Expectation] = (),
          since: str = "2031-04-01") -> Brief:
    return compose("x", timeline(happenings, expectations, since=since), expectations, lang=lang, since=since,
                   until="2031-04-10")


def said(made: Brief, key: str) -> list[str]:
    return ["".join(part.text for part in line.parts)
            for section in made.sections if section.key == key for line in section.lines]


def everything() -> list[Happening]:
    _, happened = attack(conflicting=True)
    blame = Act("米国は北朝鮮を非難した。", "非難", "ACCUSE", ("米国",), ("北朝鮮",))
    return [*happened, *single([*article("2031-04-04", "ja", TALKS), *article("2031-04-05", "en", CLAIM),
                                *article("2031-04-06", "ja", blame)])]


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_no_line_stands_without_a_quotation_of_its_document(lang: Lang) -> None:
    happenings = everything()
    texts = {told.document.id: told.document.text for one in happenings for told in one.told}
    claims = {told.claim.id: told.claim for one in happenings for told in one.told}
    made = brief(happenings, lang)
    notes = {note.number: note for note in made.notes}
    lines = [line for section in made.sections for line in section.lines]
    assert len(lines) >= 4
    for line in lines:
        assert line.notes
        for note in (notes[number] for number in line.notes):
            assert texts[note.document][note.start:note.end] == note.quote
            assert note.quote[slice(*note.act)] == claims[note.claim].trigger.quote
    assert sorted(notes) == list(range(1, len(notes) + 1))


def test_what_two_independent_sources_tell_is_agreed_in_both_languages() -> None:
    _, happened = attack()
    (english,) = said(brief(happened), "agreed")
    (japanese,) = said(brief(happened, "ja"), "agreed")
    assert english == "2 April 2031: North Korea shelled South Korea"
    assert japanese == "2031年4月2日：北朝鮮が韓国を砲撃した"
    assert not said(brief(happened), "new")


def test_a_footnote_shows_the_events_own_act_where_a_text_tells_it() -> None:
    talks = Act("ロシアと日本は会談した。", "会談", "CONSULT", ("ロシア", "日本"))
    accord = Act("ロシアと日本は停戦で合意した。", "合意", "AGREE", ("ロシア", "日本"))
    told = article("2031-04-02", "ja", talks, accord)
    (note,) = brief(merged(told, type="AGREE"), "ja").notes
    assert note.quote[slice(*note.act)] == "合意"


def test_what_one_source_tells_is_only_new() -> None:
    made = brief(single(article("2031-04-02", "ja", JA)))
    assert said(made, "new") == ["2 April 2031: North Korea shelled South Korea"]
    assert not said(made, "agreed")


def test_numbers_that_differ_stand_side_by_side_each_with_its_source() -> None:
    _, happened = attack(conflicting=True)
    made = brief(happened)
    (section,) = [section for section in made.sections if section.key == "conflicting"]
    (line,) = section.lines
    values = [part for part in line.parts if part.notes]
    assert [part.text.strip(" /") for part in values] == ["3", "5"]
    quotes = {note.number: note.quote for note in made.notes}
    assert "3人" in quotes[values[0].notes[0]]
    assert "five" in quotes[values[1].notes[0]]
    assert not said(made, "agreed")


def test_a_claim_names_who_makes_it() -> None:
    (english,) = said(brief(single(article("2031-04-05", "en", CLAIM))), "new")
    assert english == "Told on 5 April 2031: Japan threatened or warned Russia, according to a Russian official"


def test_who_announces_its_own_act_is_not_named_twice() -> None:
    act = Act("Russia will visit Japan, Russia said.", "visit", "CONSULT", ("Russia",), ("Japan",), mode="visit",
              status=Status.PLANNED, source=("Russia", SourceKind.NAMED), codes={"Russia": "RUS"})
    (line,) = said(brief(single(article("2031-04-05", "en", act))), "awaited")
    assert "according to" not in line


@pytest.mark.parametrize(("lang", "expected"), [
    ("en", "May 2031: Russia and Japan planned to hold talks"), ("ja", "2031年5月：ロシアと日本が会談・協議する予定"),
])
def test_what_is_planned_is_awaited_with_its_month(lang: Lang, expected: str) -> None:
    happenings = single(article("2031-04-04", "ja", TALKS))
    assert said(brief(happenings, lang), "awaited") == [expected]
    assert not said(brief(happenings, lang), "new")


def test_what_became_of_an_expectation_is_told_with_the_claim_that_settled_it() -> None:
    plan = article("2031-03-20", "ja", TALKS)
    held = article("2031-04-08", "en", Act("Russia and Japan held talks.", "held talks", "CONSULT",
                                           ("Russia", "Japan")))
    known = Expectation(
        id="x_1", type="CONSULT", opened=plan[0].claim.id, status=Status.PLANNED, deadline=None, deadline_claim=None,
        deadline_span=None, outcome=Outcome.MET, voices=(Voice(
            claim=plan[0].claim.id, status=Status.PLANNED, holder=None, publisher=None, document="d",
            at="2031-03-20"),),
        turns=(Turn(claim=held[0].claim.id, outcome=Outcome.MET, at="2031-04-08"),))
    made = brief(single([*plan, *held]), expectations=[known])
    (line,) = said(made, "settled")
    assert line.endswith("→ met")
    assert not said(made, "awaited")
    (section,) = [section for section in made.sections if section.key == "settled"]
    quoted = {note.claim for note in made.notes if note.number in section.lines[0].notes}
    assert quoted == {plan[0].claim.id, held[0].claim.id}


def test_what_was_told_before_the_time_of_the_brief_is_left_out() -> None:
    assert brief(single(article("2031-03-02", "ja", JA))).sections == ()


def test_a_long_list_keeps_its_newest_lines_and_says_so() -> None:
    acts = [Act(f"Russia aided Japan, no. {number}.", "aided", "AID", ("Russia",), ("Japan",))
            for number in range(MOST + 5)]
    told = [one for act in acts for one in article("2031-04-02", "en", act)]
    (section,) = brief(single(told)).sections
    assert (len(section.lines), section.left_out) == (MOST, 5)


def test_a_long_sentence_is_cut_around_its_act_and_stays_a_quotation() -> None:
    text = "長い前置きが続き、" * 40 + "北朝鮮は韓国を砲撃し、" + "長い後置きも続き、" * 40 + "終わった。"
    (one,) = single(article("2031-04-02", "ja", Act(text, "砲撃", "ASSAULT", ("北朝鮮",), ("韓国",))))
    (note,) = brief([one]).notes
    assert note.quote in text
    assert note.quote[slice(*note.act)] == "砲撃"
    assert note.cut == (True, True)
    assert len(note.quote) <= 320


# ---- what it is written as ----

TAGS = {"html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "p", "main", "section", "ul", "ol",
        "li", "sup", "a", "span", "mark", "q", "cite", "footer"}

HOSTILE = ('</q><script>alert(1)</script> [x](javascript:alert(2)) ![i](http://evil.example/p.png) "onload="x\u202e '
           "<img src=x>")


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def hostile() -> Brief:
    act = Act(f"Russia attacked Japan {HOSTILE}", "attacked", "ASSAULT", ("Russia",), ("Japan",))
    odd = Act(f"{HOSTILE} warned Japan", "warned", "THREATEN", (HOSTILE,), ("Japan",))
    told = [*article("2031-04-02", "en", act, publisher=HOSTILE, title=HOSTILE, url="javascript:alert(3)"),
            *article("2031-04-03", "en", odd, publisher="b", url='https://example.org/"><script>alert(4)</script>')]
    return replace(brief(single(told)), title=HOSTILE)


def test_a_hostile_article_puts_nothing_into_the_page() -> None:
    page = html(hostile())
    parser = Tags()
    parser.feed(page)
    names = {tag for tag, _ in parser.tags}
    assert names <= TAGS
    links = [attrs.get("href") or "" for tag, attrs in parser.tags if tag == "a"]
    assert links
    assert all(link.startswith(("#", "https://example.org/")) and '"' not in link and "<" not in link for link in links)
    assert not [name for _, attrs in parser.tags for name in attrs if name.startswith("on") or name == "src"]
    assert "\u202e" not in page
    assert "default-src &#x27;none&#x27;" in page


@given(st.text("<>&\"'`=/()[]!#*_~|$^@:\\ \u202eaxs", min_size=1, max_size=40))
def test_no_text_at_all_becomes_a_tag(words: str) -> None:
    text = f"{words} Russia attacked Japan {words}".strip()
    act = Act(text, "attacked", "ASSAULT", ("Russia",), ("Japan",))
    told = article("2031-04-02", "en", act, title=words, url=words)
    page = html(replace(brief(single(told)), title=words))
    parser = Tags()
    parser.feed(page)
    assert {tag for tag, _ in parser.tags} <= TAGS
    assert page.count("<mark>") == 1


def test_a_hostile_article_puts_no_markup_into_markdown() -> None:
    text = markdown(hostile())
    assert not re.search(r"(?<!\\)<(?!https://example\.org/)", text)
    assert not re.search(r"(?<!\\)!\[", text)
    assert not re.search(r"(?<!\\)\]\((?!<https://example\.org/)", text)
    assert "javascript:" not in re.findall(r"\]\(<([^>]*)>", text)


@pytest.mark.parametrize(("url", "expected"), [
    ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
    ("https://例え.jp/記事", "https://%E4%BE%8B%E3%81%88.jp/%E8%A8%98%E4%BA%8B"),
    ("JavaScript:alert(1)", None), ("data:text/html,x", None), ("file:///etc/passwd", None), ("//example.org", None),
    ("https://[", None), ("", None), (None, None),
    ('https://example.org/"><x>', "https://example.org/%22%3E%3Cx%3E"),
])
def test_only_web_pages_are_linked(url: str | None, expected: str | None) -> None:
    assert web_address(url) == expected


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_both_forms_hold_every_line_and_every_footnote(lang: Lang) -> None:
    made = brief(everything(), lang)
    page, text = html(made), markdown(made)
    assert f'<html lang="{lang}">' in page
    for note in made.notes:
        assert f'id="n{note.number}"' in page
        assert f"[^{note.number}]: " in text
    for section in made.sections:
        assert section.heading in page
    assert page.count("<li>") == sum(len(section.lines) for section in made.sections)
    assert 'href="https://example.org/1"' in page
    assert "](<https://example.org/1>)" in text


def test_the_page_loads_nothing_and_the_same_brief_is_the_same_page() -> None:
    page = html(brief(everything()))
    assert not re.search(r"<(?:script|link|img|iframe)|@import|url\(", page)
    assert page == html(brief(everything()))


def test_bars_show_nothing_little_and_much() -> None:
    assert bars([0, 1, 8], 10) == "·▁█"
    assert bars([1, 2, 3, 4], 2) == "▄█"
    assert bars([], 10) == ""


@pytest.mark.parametrize(("name", "lang", "title"), [
    ("x", "en", "Situation brief: x"), ("", "en", "Brief"), ("x", "ja", "状況の要約：x"), ("", "ja", "要約"),
])
def test_a_brief_of_the_whole_ledger_has_a_title_without_a_gap(name: str, lang: Lang, title: str) -> None:
    made = compose(name, timeline(single(article("2031-04-02", "ja", JA))), (), lang=lang, since="2031-04-01",
                   until="2031-04-10")
    assert made.title == title


@pytest.mark.parametrize(("lang", "words"), [
    ("en", "last told of on 3 April 2031"), ("ja", "最後の報道は2031年4月3日"),
])
def test_a_brief_of_a_time_without_news_says_when_it_was_last_told_of(lang: Lang, words: str) -> None:
    made = brief(attack()[1], lang, since="2031-04-08")
    assert words in made.nothing
    assert words in markdown(made)
    assert words in html(made)


def test_a_brief_of_what_was_never_told_names_no_day() -> None:
    assert brief([]).nothing == "Nothing was told in this time."
