"""Web pages to text: the article without menus and readings, and what the page says about it."""

import re
from collections.abc import Iterator
from datetime import date

import lxml.html
from lxml.etree import ParserError
from lxml.html import HtmlElement

from keii.documents.article import Article
from keii.documents.dates import is_future
from keii.documents.live import Entry, entries
from keii.documents.metadata import Facts, page_facts
from keii.documents.page_marks import drop_boxes, is_gallery, is_listing, shows_error, take_paywall
from keii.documents.shown import shown_date
from keii.errors import InputError

# trafilatura 2.3: these languages do better with `favor_precision`: their menus are as short as their sentences,
# and its scores count spaces (issue table of dependencies: F1 .949 on 258 news pages over all languages).
_PRECISION = ("ja", "zh", "ko")
# What the translators of Chrome (a class of <html>) and Edge (an attribute of many elements) leave in a saved page.
_TRANSLATED = (
    "boolean(/html[contains(@class, 'translated-ltr') or contains(@class, 'translated-rtl')] | //@_msttexthash)")
_LEAST = 80  # characters: a shorter extraction missed the article (a notice, a caption), the whole page is tried
# trafilatura joins headline, date and paragraphs of a news flash into one line: from its own `_SHORT` of 250
# characters on it works by structure. Below, the page's own marks are used when they hold most of the text.
_SHORT = 250
_MENU_LINES, _MENU_LENGTH = 12, 25  # lines and characters of a menu; a lead over a headline is longer
_LEAD = 3000  # characters: whoever reads more of an article than this has it, whatever the page asks below it
_STUB = 600  # characters: a page that is said to be for subscribers and holds more was saved by one
_MARKED_SHARE = 0.7
_MENUS = "ancestor::nav or ancestor::aside or ancestor::footer or ancestor::form"
_TEXTS = "self::h1 or self::h2 or self::h3 or self::p or (self::li or self::blockquote) and not(.//p or .//li)"
_BLOCKS = f".//*[{_TEXTS}][not({_MENUS})]"
_BULLET = re.compile(r"^- ", re.MULTILINE)  # trafilatura's mark for an item of a list


def read_page(page: str, *, today: date | None = None) -> Article:
    """Return the article of an HTML page; raises InputError when the page holds none, or several."""
    articles = read_pages(page, today=today)
    if len(articles) > 1:
        raise InputError("the page is a live blog of several reports.", code="input.index-page")
    return articles[0]


def read_pages(page: str, *, today: date | None = None, url: str | None = None) -> tuple[Article, ...]:
    """Return the article of an HTML page, of a live blog one for every report; raises InputError when it has none.

    A date of publication later than `today` is not believed. `url` is where the page comes from; an address that it
    gives itself goes before it.
    """
    tree = _parse(page)
    _unwrap_ruby(tree)
    facts = page_facts(tree, today=today, url=url)
    if shows_error(tree):
        raise InputError("the page is an error message, not an article.", code="input.error-page",
                         remedy="Look whether the address still leads to the article.")
    if reports := entries(tree, facts.updates, live=facts.live, title=facts.title, today=today):
        return tuple(_report(entry, facts, facts.url or url) for entry in reports)
    if facts.listing or is_listing(tree) or is_gallery(tree):
        raise InputError("the page is a list of titles or pictures, not an article.", code="input.index-page",
                         remedy="Give the pages it leads to, or follow it with `keii add`.")
    return (_article(tree, facts, page, today),)


def _report(entry: Entry, facts: Facts, page: str | None) -> Article:
    """Return one report of a live blog as an article of its own; one without a date has that of the page."""
    anchor = entry.anchor or ""
    url = anchor if anchor.startswith(("http:", "https:")) else f"{page}#{anchor}" if page and anchor else page
    published, basis = (entry.published, "entry") if entry.published else (facts.published_at, facts.published_basis)
    return Article(text=entry.text, title=entry.title, author=facts.author, publisher=facts.publisher,
                   published_at=published, published_basis=basis, url=url, language=facts.language)


def _article(tree: HtmlElement, facts: Facts, page: str, today: date | None) -> Article:
    translated = bool(tree.xpath(_TRANSLATED))
    stub = take_paywall(tree)
    drop_boxes(tree)
    text = _extract(tree, precise=_main_language(facts.language, page) in _PRECISION)
    text = _from_headline(text, facts.title)
    if not text.strip():
        raise InputError("the page holds no article: no text was left without menus and scripts.", code="input.empty",
                         remedy="If it is built by scripts, save it from a browser after it has loaded.")
    published, basis = facts.published_at, facts.published_basis
    if published is None:
        published, basis = _seen_date(tree, facts.title, today)
    return Article(
        text=text, title=facts.title, author=facts.author, publisher=facts.publisher, published_at=published,
        published_basis=basis, url=facts.url, language=facts.language, translated=translated,
        troubles=tuple(_troubles(facts, stub=len(text) < (_LEAD if stub else _STUB if facts.paid else 0))),
    )


def _from_headline(text: str, title: str | None) -> str:
    """Return the text without the menu that stands before its headline: a few short lines, in pages made of tables."""
    lines = text.split("\n")
    if title not in lines[1:_MENU_LINES]:
        return text
    start = lines.index(title)
    return "\n".join(lines[start:]) if all(len(line) <= _MENU_LENGTH for line in lines[:start]) else text


def _troubles(facts: Facts, *, stub: bool) -> Iterator[InputError]:
    if stub:
        yield InputError("the page shows only the beginning of the article, the rest is for subscribers.",
                         code="input.paywall", remedy="Save the whole article from a browser that is logged in.")
    if facts.late:
        yield InputError(f"the page says that it was published on {facts.late[:10]}, which is still to come.",
                         code="input.future-date", remedy="Give the day with --published, if it matters.")


def _seen_date(tree: HtmlElement, title: str | None, today: date | None) -> tuple[str | None, str | None]:
    """Return the date that the page shows, else one that htmldate finds in it, with the basis.

    Its extensive search took copyright years; without it, it overlooks datelines of pages without a mark for them.
    """
    from htmldate import find_date

    shown = shown_date(tree, title)
    if shown and not is_future(shown, today):
        return shown, "shown"
    found: str | None = find_date(tree, original_date=True, extensive_search=False)
    return (found, "guess") if found and not is_future(found, today) else (None, None)


def _parse(page: str) -> HtmlElement:
    try:
        # bytes, since lxml refuses text with an encoding declaration; the declaration is overruled
        return lxml.html.document_fromstring(page.encode("utf-8"), parser=lxml.html.HTMLParser(encoding="utf-8"))
    except ParserError as error:
        raise InputError("the page is empty.", code="input.empty",
                         remedy="Give a file with the article's text.") from error


def _unwrap_ruby(tree: HtmlElement) -> None:
    """Take readings out of the text: 金正恩<rt>キムジョンウン</rt> is 金正恩; every extractor would inline them."""
    for element in tree.xpath("//rt | //rp | //rtc"):
        element.drop_tree()
    for element in tree.xpath("//ruby | //rb | //wbr"):
        element.drop_tag()


def _main_language(declared: str | None, page: str) -> str:
    if declared:
        return declared[:2].lower()
    return "ja" if re.search(r"[\u3041-\u3096]{2}", page) else ""


def _extract(tree: HtmlElement, *, precise: bool) -> str:
    """Return the text of the article, one paragraph a line."""
    import trafilatura  # 0.5 s, for pages only

    text = trafilatura.extract(tree, include_comments=False, include_tables=False, favor_precision=precise) or ""
    if len(text) < _LEAST:
        more = trafilatura.extract(tree, include_comments=False, include_tables=False, favor_recall=True) or ""
        text = max(text, more, key=len)
    if len(text) < _SHORT:
        marked = "\n".join(_paragraphs(tree))
        text = marked if len(marked) >= _MARKED_SHARE * len(text) else text
    return _BULLET.sub("", text)


def _paragraphs(tree: HtmlElement) -> Iterator[str]:
    """Yield the headings, paragraphs and items that the page marks as such, outside of its menus."""
    root = next((found[0] for tag in ("article", "main", "body") if (found := tree.xpath(f"//{tag}"))), tree)
    for block in root.xpath(_BLOCKS):
        text = " ".join(block.text_content().split())
        if text:
            yield text
