"""From what an input gives to a Document: cleaned, with its headline, language, body and id."""

from dataclasses import replace

from keii.documents.agencies import credited
from keii.documents.article import Article
from keii.documents.boilerplate import body
from keii.documents.clean import clean, clean_line
from keii.documents.dates import option_date
from keii.documents.decode import encoding_title
from keii.documents.lines import unwrap
from keii.documents.stated import stated_date
from keii.documents.translated import is_marked_translated
from keii.errors import InputError
from keii.language.detect import UNKNOWN, detect
from keii.language.languages import LANGUAGES
from keii.model import Document

WEAK = ("guess", "shown")  # bases of a date that an option, a feed or a header overrules


def build(text: str, *, origin: str, reader: str, published: str | None = None,
          language: str | None = None) -> Document:
    """Return the Document of a text given directly; raises InputError when it is empty or in no supported language."""
    return build_document(Article(text=text), origin=origin, reader=reader,
                          published=option_date(published), language=language)


def build_document(article: Article, *, origin: str, reader: str, published: str | None = None,
                   language: str | None = None, retrieved: str | None = None) -> Document:
    """Return the Document of an article; raises InputError when it is empty or in no supported language.

    `published` (ISO 8601) serves where the article itself states no date, `language` (ISO 639-1) goes before
    any detection.
    """
    title = clean_line(article.title)
    content = clean(article.text)
    if not any(character.isalnum() for character in content):
        raise InputError("the input holds no text.", code="input.empty", remedy="Give a file with the article's text.")
    code, basis = (language, "option") if language else detect(content, article.language, tuple(LANGUAGES))
    if code not in LANGUAGES:
        raise _unsupported(code, basis, article.encoding)
    if article.wrapped:
        content = unwrap(content, code)
    text = _with_title(content, title)
    article = _dated(_stated(article, content, code), published)
    publisher, url = clean_line(article.publisher), clean_line(article.url)
    start, end = body(text, code, title)
    return Document(
        id=Document.make_id(text=text, title=title, publisher=publisher, published_at=article.published_at,
                            url=url, key=article.key),
        text=text, language=code, title=title, author=clean_line(article.author), publisher=publisher,
        agency=credited(text, article.author, code), retrieved_at=retrieved, published_at=article.published_at,
        published_basis=article.published_basis, url=url, reader=reader, origin=origin,
        encoding=article.encoding, language_basis=basis,
        translated=article.translated or is_marked_translated(text, code), body_start=start, body_end=end,
    )


def _with_title(text: str, title: str | None) -> str:
    """Return the text with the headline as its first line, unless it begins with it already."""
    if not title or " ".join(text[: 2 * len(title) + 100].split()).startswith(title):
        return text
    return f"{title}\n{text}"


def _stated(article: Article, content: str, language: str) -> Article:
    """Return the article with the date that its dateline or a line under its headline gives, if nothing else does."""
    day = stated_date(content, language) if article.published_at is None else None
    return replace(article, published_at=day, published_basis="shown") if day else article


def _dated(article: Article, published: str | None) -> Article:
    """Return the article with its date: what it states, then the option, then what was merely guessed."""
    if published and (article.published_at is None or article.published_basis in WEAK):
        return replace(article, published_at=published, published_basis="option")
    return article


def _unsupported(code: str, basis: str, encoding: str | None) -> InputError:
    named = f"language «{code}» ({basis}) is not supported."
    remedy = f"Supported: {', '.join(sorted(LANGUAGES))}. If keii is mistaken, give --language."
    if encoding and encoding.startswith(("utf-16", "utf-32")):  # any bytes after such a mark read as some script
        known = ", ".join(sorted(LANGUAGES))
        remedy = (f"Supported: {known}. It was read as {encoding_title(encoding)}, as its first bytes say: "
                  "if it is none, save the article as text in UTF-8.")
    return InputError("no language was recognised." if code == UNKNOWN else named, code="input.unsupported-language",
                      remedy=remedy)
