"""Web pages to text: the article without menus and readings, and what the page says about it."""

import re
from collections.abc import Iterator

import lxml.html
from lxml.etree import ParserError
from lxml.html import HtmlElement

from keii.documents.article import Article
from keii.documents.metadata import page_facts
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
_MARKED_SHARE = 0.7
_MENUS = "ancestor::nav or ancestor::aside or ancestor::footer or ancestor::form"
_TEXTS = "self::h1 or self::h2 or self::h3 or self::p or (self::li or self::blockquote) and not(.//p or .//li)"
_BLOCKS = f".//*[{_TEXTS}][not({_MENUS})]"
_BULLET = re.compile(r"^- ", re.MULTILINE)  # trafilatura's mark for an item of a list


def read_page(page: str) -> Article:
    """Return the article of an HTML page; raises InputError when the page holds none."""
    tree = _parse(page)
    _unwrap_ruby(tree)
    facts = page_facts(tree)
    translated = bool(tree.xpath(_TRANSLATED))
    text = _extract(tree, precise=_main_language(facts.language, page) in _PRECISION)
    if not text.strip():
        raise InputError("the page holds no article: no text was left without menus and scripts.", code="input.empty",
                         remedy="If it is built by scripts, save it from a browser after it has loaded.")
    published, basis = facts.published_at, facts.published_basis
    if published is None:
        published = _guess_date(tree)
        basis = "guess" if published else None
    return Article(
        text=text, title=facts.title, publisher=facts.publisher, published_at=published, published_basis=basis,
        url=facts.url, language=facts.language, translated=translated,
    )


def _guess_date(tree: HtmlElement) -> str | None:
    """Return the date that the page shows in its text or address; its extensive search took copyright years."""
    from htmldate import find_date

    found: str | None = find_date(tree, original_date=True, extensive_search=False)
    return found


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
