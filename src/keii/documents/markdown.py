"""Markdown to text: headings, paragraphs and list items as lines, marks and code taken away."""

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from keii.documents.article import Article
from keii.documents.dates import page_date

_FRONT = re.compile(r"\A---[^\S\n]*\n(.*?)\n(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z_-]+):[^\S\n]*(.+?)[^\S\n]*$", re.MULTILINE)
_FIELDS = {
    "title": ("title",), "publisher": ("publisher", "source", "site"), "url": ("url", "link", "canonical"),
    "published_at": ("published", "date", "published_at"), "language": ("language", "lang"), "key": ("id",),
}
_BREAKS = {"softbreak": "\v", "hardbreak": "\n"}
_SOFT = re.compile(r"\s*\v\s*")
_SOFT_WIDE = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\v(?=[\u3000-\u9fff\uff00-\uffef])")


def read_markdown(text: str) -> Article:
    """Return the article of a Markdown text: front matter as facts, the first heading as its title."""
    text = text.replace("\r\n", "\n")
    front = _FRONT.match(text)
    fields = {name.lower(): value.strip("\"'") for name, value in _FIELD.findall(front[1])} if front else {}
    facts = {fact: next((fields[name] for name in names if name in fields), "") for fact, names in _FIELDS.items()}
    tokens = MarkdownIt("commonmark").enable("table").parse(text[front.end() :] if front else text)
    published = page_date(facts["published_at"])
    title = facts["title"] or next((_plain(tokens[1]) for token in tokens[:1] if token.tag == "h1"), "")
    return Article(
        text="\n\n".join(line for token in tokens if token.type == "inline" and (line := _plain(token))),
        title=title or None, publisher=facts["publisher"] or None, url=facts["url"] or None,
        published_at=published, published_basis="field" if published else None,
        language=facts["language"] or None, key=facts["key"] or None,
    )


def _plain(token: Token) -> str:
    """Return the words of a block; a line break in the source that a reader does not see is joined."""
    parts = [_BREAKS.get(child.type, child.content if child.type in ("text", "code_inline") else "")
             for child in token.children or ()]
    return _SOFT.sub(" ", _SOFT_WIDE.sub("", "".join(parts))).strip()
