"""What a page shows that is no article: an error, a list of articles, a gallery; or only the beginning of one."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from lxml.html import HtmlElement

from keii.errors import DataError
from keii.tables import data_error, read_table

DATA = Path(__file__).parent / "data" / "page_marks.tsv"
_COLUMNS = ("kind", "form")
_KINDS = ("error", "paywall")
_BLOCKS = ("//*[self::p or self::div or self::span or self::a or self::h2 or self::h3 or self::h4 or self::button]"
           "[not(ancestor::nav or ancestor::footer or ancestor::header[not(ancestor::article)])]"
           "[preceding::h1 or not(//h1) or .//h1]")  # above the headline every page of a paper greets subscribers
_MARK_LENGTH = 120  # characters of a block that only says that the rest is to be paid for; prose is longer
_ERROR_LENGTH = 600  # characters of a whole page; an article about an error is longer, an error page explains little
_CARDS = 5  # siblings of one make, each with a link: fewer are a box beside an article
_CARD_LENGTH = 400  # characters of a title with its teaser and date
_CARD_SHARE = 0.6  # of all that the page says: articles with boxes of links stay below .5, lists lie above .8
# Boxes beside an article that trafilatura keeps when they hold whole words. Measured on the pages of
# tests/documents/pages: with it F1 of the characters is .991, without it .980; a box with more than a third of all
# text is no box but a name ill chosen.
_BOX = re.compile(r"(?:^|[\s_-])(?:related|recommend(?:ed|ation)?s?|ranking|most-?(?:read|viewed|popular)|popular|"
                  r"newsletter|sns|share|sharing|social|breadcrumbs?|comments?|advert(?:isement)?|promo|pager?nav)(?:$|[\s_-])",
                  re.IGNORECASE)
_BOX_SHARE = 1 / 3
# What stands over such a box, whatever its class; a short flash has more titles beside it than text of its own.
_BOX_HEAD = re.compile(
    r"【?(?:(?:関連|おすすめ|オススメ|注目|人気|最新|新着)の?(?:記事|ニュース|リンク|情報|トピックス)?|"
    r"(?:あわせて|併せて|合わせて)読みたい|(?:アクセス)?ランキング|よく読まれている記事|"
    r"(?:related|more|recommended|latest|top|popular)(?: (?:stories|news|articles|topics|links|coverage))?|"
    r"(?:read|see) (?:more|also|next)|most (?:read|popular|viewed)|you may also like)】?[:：]?", re.IGNORECASE)
_HEADS = "//body//*[self::h2 or self::h3 or self::h4 or self::h5 or self::dt or self::p or self::strong or self::span]"
_LINK_SHARE = 0.6  # of what a box says
_LINK_LENGTH = 8  # characters of the shortest headline; menus have shorter words
_SENTENCE_LENGTH = 30  # characters; what a list says of itself is shorter
_SENTENCE_END = ("。", ".", "」", "”", "）", ")")
_FIGURES = 4
_PICTURE = ".//img or .//picture or .//video"
_CAPTION_LENGTH = 300  # characters; a report with a picture in each section says more there
_FIGURE_PROSE = 200  # characters beside the captions; a report with pictures has more


def shows_error(tree: HtmlElement) -> bool:
    """Tell whether the page says in its title or heading that it could not be given."""
    heads = [" ".join(head.text_content().split()) for head in tree.xpath("//title | //h1")]
    return any(_marks("error").search(head) for head in heads) and _length(tree) <= _ERROR_LENGTH


def take_paywall(tree: HtmlElement) -> bool:
    """Take the words that ask for payment out of the page; tell whether there were any."""
    found = False
    for block in tree.xpath(_BLOCKS):
        text = " ".join(block.text_content().split())
        if 0 < len(text) <= _MARK_LENGTH and _marks("paywall").search(text):
            found = True
            for child in block:
                child.drop_tree()
            block.text = ""
    return found


def drop_boxes(tree: HtmlElement) -> None:
    """Take boxes beside the article (related titles, rankings, buttons, comments) out of the page."""
    whole = _length(tree)
    for element in tree.xpath("//body//*[@class or @id]"):
        named = _BOX.search(element.get("class") or "") or _BOX.search(element.get("id") or "")
        if named and element.getparent() is not None and _length(element) <= _BOX_SHARE * whole:
            element.drop_tree()
    for head in tree.xpath(_HEADS):
        box = head.getparent()
        if _BOX_HEAD.fullmatch(" ".join(head.text_content().split())) and box.getparent() is not None and _leads(box):
            box.drop_tree()


def _leads(box: HtmlElement) -> bool:
    """Tell whether most of what a box says leads on, and nothing of it is told in sentences, as a flash would be."""
    links = sum(map(_length, box.xpath(".//a[@href]")))
    return links >= _LINK_SHARE * _length(box) and not any(map(_is_sentence, box.xpath(".//p[not(ancestor::a)]")))


def is_listing(tree: HtmlElement) -> bool:
    """Tell whether most of what the page says are titles that lead to other pages."""
    whole = _length(tree)
    for parent in tree.iter():
        groups: defaultdict[tuple[object, str | None], list[int]] = defaultdict(list)
        for child in parent:
            if isinstance(child.tag, str) and _leads_on(child):
                groups[child.tag, child.get("class")].append(_length(child))
        for lengths in groups.values():
            if len(lengths) >= _CARDS and max(lengths) <= _CARD_LENGTH and sum(lengths) >= _CARD_SHARE * whole:
                return not _tells(tree, parent)
    return False


def _tells(tree: HtmlElement, cards: HtmlElement) -> bool:
    """Tell whether a paragraph outside of the cards and of links is a sentence: a flash above its related titles."""
    for block in tree.xpath("//p[not(ancestor::a) and not(ancestor::footer) and not(ancestor::nav)]"):
        if _is_sentence(block) and not any(one is cards for one in block.iterancestors()):
            return True
    return False


def _is_sentence(block: HtmlElement) -> bool:
    text = " ".join(block.text_content().split())
    return len(text) >= _SENTENCE_LENGTH and text.endswith(_SENTENCE_END)


def is_gallery(tree: HtmlElement) -> bool:
    """Tell whether the page is pictures with captions, and hardly a text."""
    whole = _length(tree)
    return any(len(figures) >= _FIGURES and whole - sum(_length(figure) for figure in figures) <= _FIGURE_PROSE
               for figures in (tree.xpath(f"//figure[{_PICTURE}]"), *_pictures(tree)))


def _pictures(tree: HtmlElement) -> Iterator[list[HtmlElement]]:
    """Yield siblings of one make that each hold a picture and a short text: figures that are not marked as such."""
    for parent in tree.xpath(f"//body//*[count(*[{_PICTURE}]) >= {_FIGURES}]"):
        groups: defaultdict[tuple[object, str | None], list[HtmlElement]] = defaultdict(list)
        for child in parent.xpath(f"*[{_PICTURE}]"):
            if _length(child) <= _CAPTION_LENGTH:
                groups[child.tag, child.get("class")].append(child)
        yield from groups.values()


def _leads_on(element: HtmlElement) -> bool:
    links = [element] if element.tag == "a" else element.xpath(".//a[@href]")
    return any(_length(link) >= _LINK_LENGTH for link in links)


def _length(element: HtmlElement) -> int:
    """Return how many characters a part of a page shows, without its menus."""
    texts = element.xpath(".//text()[not(ancestor::script or ancestor::style or ancestor::nav or ancestor::footer "
                          "or ancestor::noscript or ancestor::title)]")
    return sum(len("".join(str(text).split())) for text in texts)


@cache
def _marks(kind: str) -> re.Pattern[str]:
    """Return the pattern of a kind of mark; raises DataError for a row that breaks its rules."""
    return re.compile("|".join(form for known, form in _rows() if known == kind), re.IGNORECASE)


def _rows() -> Iterator[tuple[str, str]]:
    for number, row in read_table(DATA, _COLUMNS):
        kind, form = row["kind"], row["form"]
        if kind not in _KINDS or not form:
            raise data_error(DATA, number, f"«{kind}» is none of {', '.join(_KINDS)}, or the form is empty.")
        try:
            re.compile(form)
        except re.error as error:
            raise DataError(f"«{form}» is not a regular expression: {error}.", where=f"{DATA}:{number}",
                            remedy="Parentheses and brackets of the text itself take a backslash.") from error
        yield kind, f"(?:{form})"
