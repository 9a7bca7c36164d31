"""Mails, saved pages, PDFs, web archives and saved feeds: the documents in them, and what was left out."""

import io
import zipfile
from base64 import b64encode
from email.message import EmailMessage
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from keii.model import Document, Problem
from keii.sources import find
from sources.faults import ARTICLE, JAPANESE, bomb, packed

PAGE = ARTICLE.format(title="Kora")
TEXT = "The foreign minister met the president in Geneva on Monday, and both agreed to reopen the border."


def read(path: Path) -> tuple[list[Document], list[Problem]]:
    found = list(find([str(path)]))
    return [one for one in found if isinstance(one, Document)], [one for one in found if isinstance(one, Problem)]


def mail(*, html: str | None = PAGE, text: str | None = None) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "週刊そら <news@sora.example>"
    message["Subject"] = "Border to reopen"
    message["Date"] = "Mon, 02 Nov 2026 09:00:00 +0900"
    message.set_content(text or "View this mail in your browser.")
    if html:
        message.add_alternative(html, subtype="html")
    return message


def test_a_newsletter_is_read_with_its_headers(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(mail(html=PAGE.replace("og:site_name", "x")).as_bytes())
    (document,), problems = read(path)
    assert "agreed to reopen the border" in document.text
    assert (document.publisher, document.published_at, document.published_basis) == (
        "週刊そら", "2026-11-02T09:00:00+09:00", "header")
    assert not problems


def test_a_mail_of_plain_text_is_read_and_its_attachments_are_told(tmp_path: Path) -> None:
    message = mail(html=None, text=TEXT)
    message.add_attachment(b"x", maintype="application", subtype="zip", filename="表.zip")
    path = tmp_path / "a.eml"
    path.write_bytes(message.as_bytes())
    (document,), (problem,) = read(path)
    assert document.text.startswith("Border to reopen\nThe foreign minister")
    assert problem.code == "input.attachment"
    assert problem.document == document.id
    assert "表.zip" in problem.message


@pytest.mark.parametrize(("sender", "publisher"), [
    ("=?utf-8?b?5pyd5YiK?= <desk@news.example>", "朝刊"), ("<desk@news.example>", "news.example"),
    (f"=?utf-8?b?{b64encode('朝刊 <desk@news.example>'.encode()).decode()}?=", "朝刊"),
])
def test_the_outlet_of_a_mail_is_who_sent_it(sender: str, publisher: str, tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_text(f"From: {sender}\nSubject: Kora\n\nThe army withdrew from Kora on Sunday.\n", encoding="utf-8")
    (document,), _ = read(path)
    assert document.publisher == publisher


def test_a_mail_without_a_telling_name_is_known_by_its_headers(tmp_path: Path) -> None:
    path = tmp_path / "mail"
    path.write_bytes(mail(html=None, text=TEXT).as_bytes())
    (document,), _ = read(path)
    assert document.title == "Border to reopen"


def test_a_saved_page_in_one_file_is_read_from_its_root(tmp_path: Path) -> None:
    path = tmp_path / "a.mhtml"
    path.write_bytes(b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://news.example/kora\r\n"
                     b"Subject: Kora\r\nDate: Tue, 3 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"
                     b'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\n'
                     b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
                     b"Content-Location: https://news.example/kora\r\n\r\n" + PAGE.encode() + b"\r\n--b--\r\n")
    (document,), _ = read(path)
    assert document.url == "https://news.example/kora"
    assert document.published_at is None
    assert document.retrieved_at == "2026-11-03T10:00:00+00:00"


def pdf(text: str) -> bytes:
    """Return a PDF of one page with this text layer, none when it is empty."""
    lines = text.split("\n")
    shown = "BT /F1 12 Tf 14 TL 72 720 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET" if text else ""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /Title (Border to reopen) /Author (Jane Doe) /CreationDate (D:20261102090000Z) >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{one}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n" \
          f"<< /Size {len(objects) + 1} /Root 1 0 R /Info 6 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + end.encode()


def test_the_text_layer_of_a_pdf_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf("The foreign minister met the presi-\ndent in Geneva on Monday."))
    (document,), problems = read(path)
    assert "met the president in Geneva" in document.text
    assert (document.title, document.author, document.published_at, document.published_basis) == (
        "Border to reopen", "Jane Doe", "2026-11-02", "guess")
    assert not problems


@pytest.mark.parametrize(("content", "code"), [
    (pdf(""), "input.no-text-layer"), (b"%PDF-1.4\nrubbish", "input.broken"), (b"", "input.broken"),
])
def test_a_pdf_without_text_says_why(content: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    documents, (problem,) = read(path)
    assert not documents
    assert problem.code == code


def warc(*, gzip: bool = True) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzip)
    answers = [
        ("https://news.example/kora", "200 OK", "text/html; charset=utf-8", PAGE.encode(), None),
        ("https://news.example/kaidan", "200 OK", "text/html", JAPANESE.encode("cp932"), None),
        ("https://news.example/packed", "200 OK", "text/html", packed(ARTICLE.format(title="Packed")), "gzip"),
        ("https://news.example/bomb", "200 OK", "text/html", bomb(9_000_000), "gzip"),
        ("https://news.example/gone", "404 Not Found", "text/html", b"gone", None),
        ("https://news.example/a.png", "200 OK", "image/png", b"\x89PNG", None),
    ]
    for url, status, kind, body, coding in answers:
        headers = [("Content-Type", kind), *([("Content-Encoding", coding)] if coding else [])]
        writer.write_record(writer.create_warc_record(
            url, "response", payload=io.BytesIO(body), warc_headers_dict={"WARC-Date": "2026-11-03T10:00:00Z"},
            http_headers=StatusAndHeaders(status, headers, protocol="HTTP/1.1")))
    return out.getvalue()


@pytest.fixture(params=["a.warc", "a.warc.gz", "a.wacz"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / str(request.param)
    if path.suffix == ".wacz":
        with zipfile.ZipFile(path, "w") as made:
            made.writestr("datapackage.json", "{}")
            made.writestr("archive/data.warc.gz", warc())
    else:
        path.write_bytes(warc(gzip=path.suffix == ".gz"))
    return path


def test_the_pages_of_an_archive_are_read(archive: Path) -> None:
    documents, problems = read(archive)
    assert [(one.title, one.language, one.url, one.retrieved_at) for one in documents] == [
        ("Kora", "en", "https://news.example/kora", "2026-11-03T10:00:00Z"),
        ("外相会談", "ja", "https://news.example/kaidan", "2026-11-03T10:00:00Z"),
        ("Packed", "en", "https://news.example/packed", "2026-11-03T10:00:00Z"),
    ]
    assert [problem.code for problem in problems] == ["input.bomb", "input.other-kinds"]
    assert "1 × HTTP 404, 1 × image/png" in problems[1].message
    origins = [*(one.origin for one in documents), *(one.origin for one in problems)]
    assert all(origin.startswith(str(archive)) for origin in origins)


@pytest.mark.parametrize(("name", "content", "code"), [
    ("../../etc/evil.warc", b"x", "input.bad-archive"), ("/abs.warc", b"x", "input.bad-archive"),
    ("archive/a.warc", b"\0" * 20_000_000, "input.bomb"), ("archive/a.txt", b"x", "input.empty"),
])
def test_an_archive_that_is_not_to_be_trusted_is_refused(name: str, content: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "a.wacz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, content)
    documents, (problem,) = read(path)
    assert not documents
    assert problem.code == code


PLAIN = warc(gzip=False)
SECOND = PLAIN.index(b"WARC/1.0", 1)  # where the second record begins


@pytest.mark.parametrize(("content", "whole"), [(PLAIN[:900], 0), (warc()[:300], 0), (PLAIN[: SECOND + 700], 1)])
def test_a_page_that_an_archive_holds_in_part_is_not_read(content: bytes, whole: int, tmp_path: Path) -> None:
    path = tmp_path / ("a.warc" if content.startswith(b"WARC") else "a.warc.gz")
    path.write_bytes(content)
    documents, problems = read(path)
    assert len(documents) == whole
    assert {problem.code for problem in problems} == {"input.broken"}


@pytest.mark.parametrize("name", ["a.warc", "a.wacz", "a.warc.gz"])
def test_a_damaged_archive_says_so(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(warc()[:300] if name == "a.warc.gz" else b"no archive at all")
    _, problems = read(path)
    assert problems
    assert {problem.code for problem in problems} <= {"input.broken", "input.empty"}


FEEDS = {
    "rss": f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Gazette</title><link>https://news.example/</link><language>en</language><item><title>Border to reopen</title>
<link>https://news.example/1</link><guid>1</guid><author>Jane Doe</author>
<pubDate>Mon, 02 Nov 2026 09:00:00 GMT</pubDate>
<description>Short.</description><content:encoded><![CDATA[<p>{TEXT}</p><p>Talks resume in May.</p>]]></content:encoded>
</item></channel></rss>""",
    "atom": f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Gazette</title><entry><title>Border to reopen</title>
<id>urn:1</id><link href="https://news.example/1"/><author><name>Jane Doe</name></author>
<published>2026-11-02T09:00:00Z</published><content type="html">&lt;p&gt;{TEXT}&lt;/p&gt;</content></entry></feed>""",
    "feed.json": f"""{{"version": "https://jsonfeed.org/version/1.1", "title": "Gazette", "items": [{{"id": "1",
"url": "https://news.example/1", "title": "Border to reopen", "authors": [{{"name": "Jane Doe"}}],
"date_published": "2026-11-02T09:00:00Z", "content_html": "<p>{TEXT}</p>"}}]}}""",
    # what feeds in the world look like: no declaration, a bare &, an element left open, an unknown entity
    "broken.rss": f"""<rss><channel><title>Gazette</title><item><title>Border to reopen</title><author>Jane Doe
</author><link>https://news.example/1</link><pubDate>Mon, 02 Nov 2026 09:00:00 GMT</pubDate>
<description>{TEXT} Bread & butter &unknown; <b>too</description></item>""",
}


@pytest.mark.parametrize("name", FEEDS)
def test_a_saved_feed_gives_what_its_entries_hold(name: str, tmp_path: Path) -> None:
    path = tmp_path / (name if "." in name else f"a.{name}")
    path.write_text(FEEDS[name], encoding="utf-8")
    (document,), _ = read(path)
    assert document.text.startswith(f"Border to reopen\n{TEXT}")
    assert (document.publisher, document.author, document.url) == ("Gazette", "Jane Doe", "https://news.example/1")
    assert (document.published_at, document.published_basis) == ("2026-11-02T09:00:00+00:00", "feed")


def test_entities_of_a_feed_open_no_file_and_no_bomb(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("SECRETWORD", encoding="utf-8")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    path = tmp_path / "a.rss"
    path.write_text(f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">'
                    f'<!ENTITY l0 "ha">{laughs}]>'
                    f"<rss><channel><title>G</title><item><title>Title &x; &l11;</title><description>{TEXT} &x;"
                    "</description></item></channel></rss>", encoding="utf-8")
    documents, problems = read(path)
    assert documents or problems
    assert not any("SECRETWORD" in one.text or len(one.text) > 10_000 for one in documents)


def test_a_list_of_feeds_is_no_article(tmp_path: Path) -> None:
    path = tmp_path / "a.opml"
    path.write_text('<opml><body><outline xmlUrl="https://news.example/rss"/></body></opml>', encoding="utf-8")
    documents, (problem,) = read(path)
    assert not documents
    assert problem.code == "input.list-of-feeds"
