import csv
import importlib
import io
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from keii.errors import UsageError
from keii.ledger import Ledger
from keii.model import Claim, Cue, Document, Party, Source, SourceKind, Status
from keii.pipeline import Reading
from keii.situation.keeping import Keeper
from keii.workbench.app import STATIC
from keii.workbench.config import Workbench
from keii.workbench.guard import POLICY
from keii.workbench.pages import PAGES
from keii.workbench.rendering import plain, web_address
from ledger.samples import CODER, sentences, span
from workbench.conftest import browse

HOSTILE = (
    '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '"><svg onload=alert(1)>', "' onmouseover='alert(1)",
    '</title><script>alert(1)</script>', '<a href="javascript:alert(1)">x</a>', "{{ 7 * 7 }}", "{% raw %}",
    '<style>*{display:none}</style>', '<base href="https://evil.example/">', "<!--", "]]>", "&lt;b&gt;",
    "\u202egnp.exe", "\u2066isolate", "=cmd|' /C calc'!A0", "<iframe src=https://evil.example></iframe>",
)
OWN_SCRIPTS = {f"/static/{path.name}" for path in STATIC.glob("*.js")}
DRAWN = ("/timeline", "/map", "/network")  # what keii draws is SVG: there it may stand


class Reader(HTMLParser):
    """What a browser would make of a page: its elements with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


def hostile(words: str) -> Reading:
    """Return a reading whose every word that an article gives is hostile."""
    text = f"{words} The actor {words} attacked the other {words} on Monday {words}."
    id = Document.make_id(text=text, title=words, publisher=words, published_at=None, url=words, key=None)
    article = Document(id=id, text=text, language="en", title=words, publisher=words, published_at="2024-06-14",
                       published_basis="option", url=f"javascript:{words}", reader="txt", origin=f"{words}.txt",
                       language_basis="script")
    party = Party(span=span(text, words), code="RUS/GOV", actor=None)
    claim = Claim(
        document=id, sentence=0, type="ASSAULT", label=None, trigger=span(text, f"attacked the other {words}"),
        status=Status.OCCURRED, actors=(party,), recipients=(replace(party, span=span(text, f"{words} on Monday")),),
        sources=(Source(span=span(text, words), kind=SourceKind.NAMED, cue=Cue(span=span(text, "on"), rule=words)),),
        coder=CODER)
    return Reading(origin=article.origin, document=article, sentences=sentences(text), claims=(claim,))


@pytest.mark.parametrize("words", HOSTILE)
def test_nothing_of_an_article_runs_styles_or_leads_away(tmp_path: Path, words: str) -> None:
    reading = hostile(words)
    assert reading.document is not None
    with Ledger.create(tmp_path / "k.db") as ledger:
        ledger.write(reading)
        Keeper(ledger, None).catch_up()
    browser = browse(tmp_path / "k.db")
    event = browser.get("/events.json").json()["items"][0]["id"]
    for path in ("/", "/events", f"/events/{event}", "/claims", "/documents", f"/documents/{reading.document.id}",
                 f"/documents/{reading.document.id}?claim={reading.claims[0].id}", "/actors", "/actors/RUS",
                 "/expectations", "/situations", "/review", f"/review/{reading.claims[0].id}",
                 *(path for path in DRAWN if path in PAGES)):
        check(browser.get(path).text, path)
    for name in ("q", "text", "party", "claim", "part", "document", "nothing"):
        for path in ("/search", "/events", f"/documents/{reading.document.id}",
                     *(path for path in DRAWN if path in PAGES)):
            check(browser.get(path, params={name: words}).text, path)
    check(browser.get(f"/documents/{words}").text, "an unknown document")


def check(page: str, where: str) -> None:
    for tag, attributes in Reader(page).elements:
        assert tag not in {"style", "iframe", "object", "embed", "base", "img", "foreignobject", "image"}, where
        assert tag != "svg" or where.startswith(DRAWN), where
        assert not any(name.startswith("on") or name == "style" for name in attributes), where
        if tag == "script":
            assert set(attributes) == {"src", "defer"}, where
            assert attributes["src"] in OWN_SCRIPTS, where
        for name in ("href", "src", "action"):
            address = attributes.get(name)
            assert address is None or address.startswith(("/", "#")), (where, address)
            assert not (address or "").startswith("//"), where
    assert "\u202e" not in page
    assert "\u2066" not in page


def test_a_whole_text_of_hostile_words_is_shown_as_it_is(tmp_path: Path) -> None:
    reading = hostile("<script>alert(1)</script>")
    assert reading.document is not None
    with Ledger.create(tmp_path / "k.db") as ledger:
        ledger.write(reading)
    browser = browse(tmp_path / "k.db")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in browser.get(f"/documents/{reading.document.id}").text
    assert browser.get(f"/documents/{reading.document.id}.json").json()["document"]["text"] == reading.document.text


@pytest.mark.parametrize("path", ["/", "/events.json", "/events.csv", "/static/style.css", "/nothing",
                                  "/documents/d_none", "/events?type=X", "/api/v1/openapi.json"])
def test_every_answer_has_the_headers(browser: TestClient, path: str) -> None:
    headers = browser.get(path).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"


def test_the_policy_allows_no_inline_script_or_style_and_nothing_from_elsewhere() -> None:
    assert "default-src 'none'" in POLICY
    assert "unsafe" not in POLICY
    assert "http" not in POLICY
    assert "*" not in POLICY


@pytest.mark.parametrize(("host", "status"), [
    ("127.0.0.1", 200), ("127.0.0.1:8321", 200), ("localhost:1", 200), ("[::1]:80", 200), ("LOCALHOST", 200),
    ("keii.example", 421), ("127.0.0.1.evil.example", 421), ("evil.example:80", 421), ("", 421),
    ("localhost@evil", 421),
])
def test_it_answers_under_names_of_this_machine_alone(browser: TestClient, host: str, status: int) -> None:
    assert browser.get("/", headers={"Host": host}).status_code == status


def test_a_proxys_name_is_answered_when_it_was_given(ledger: Path) -> None:
    browser = browse(ledger, hosts=("News.example",))
    assert browser.get("/", headers={"Host": "news.example"}).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_it_takes_no_writes(browser: TestClient, method: str) -> None:
    assert browser.request(method, "/events").status_code == 405


def test_an_address_that_is_too_long_is_refused(browser: TestClient) -> None:
    assert browser.get("/search", params={"q": "x" * 5000}).status_code == 414


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/"])
def test_no_other_file_is_served(browser: TestClient, path: str) -> None:
    assert browser.get(path).status_code == 404


def test_the_ledger_is_not_written(ledger: Path, browser: TestClient) -> None:
    before = ledger.read_bytes()
    for path in ("/", "/events", "/documents", "/search?q=制裁", "/actors"):
        browser.get(path)
    assert ledger.read_bytes() == before


@pytest.mark.parametrize("value", ["' OR 1=1 --", "%", "_", "*", "?", "\\", "a\x00b", "💥" * 50])
@pytest.mark.parametrize("name", ["text", "actor", "source", "place", "document", "q"])
def test_queries_are_bound(browser: TestClient, name: str, value: str) -> None:
    assert browser.get("/claims.json", params={name: value}).status_code == 200
    assert browser.get("/search.json", params={"q": "制裁", name: value}).status_code == 200


def test_cells_that_a_spreadsheet_would_run_are_made_harmless(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "k.db") as ledger:
        ledger.write(hostile("=cmd|' /C calc'!A0"))
    rows = list(csv.DictReader(io.StringIO(browse(tmp_path / "k.db").get("/documents.csv").text)))
    assert rows[0]["title"].startswith("'=")


def test_a_question_that_takes_too_long_is_given_up(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keii.ledger.sqlite._STEPS", 1)
    monkeypatch.setattr(importlib.import_module("keii.workbench.pages.events"), "SECONDS", -1.0)
    answer = browse(ledger).get("/events")
    assert answer.status_code == 503
    assert "took too long" in answer.text


# ---- behind a proxy ----

@pytest.mark.parametrize("path", ["/keii/", "/keii", "/"])  # the proxy may take the prefix off itself
def test_links_begin_with_the_prefix(ledger: Path, path: str) -> None:
    page = browse(ledger, prefix="/keii").get(path)
    assert page.status_code == 200
    addresses = [attributes[name] for _, attributes in Reader(page.text).elements for name in ("href", "src", "action")
                 if name in attributes]
    assert all(address and address.startswith(("/keii/", "#")) for address in addresses), addresses


@pytest.mark.parametrize("prefix", ["keii", "//evil.example", "/a b", "/../x", "/é", "/a//b"])
def test_a_prefix_that_is_no_path_is_refused(tmp_path: Path, prefix: str) -> None:
    with pytest.raises(UsageError):
        Workbench(ledger=tmp_path, prefix=prefix)


@pytest.mark.parametrize(("url", "kept"), [
    ("https://news.example/a?b=c", True), ("http://news.example", True), ("javascript:alert(1)", False),
    ("JAVASCRIPT:alert(1)", False), (" https://x.example", False), ("data:text/html,x", False), ("//x.example", False),
    ("https://x.example/\"onclick=", False), ("file:///etc/passwd", False), (None, False),
])
def test_only_addresses_of_the_web_are_links(url: str | None, kept: bool) -> None:
    assert web_address(url) == (url if kept else None)


def test_characters_that_turn_the_direction_are_named() -> None:
    assert plain("a\u202eb") == "a[U+202E]b"
    assert plain("日本語\n") == "日本語\n"


@pytest.mark.parametrize(("method", "path", "headers", "status", "told"), [
    ("GET", "/", {"Host": "keii.example"}, 421, "このワークベンチはその名前では答えません。"),
    ("PUT", "/events", {}, 405, "このページは書き込みを受け付けません。"),
    ("GET", f"/search?q={'x' * 5000}", {}, 414, "アドレスが長すぎます。"),
    ("POST", "/api/v1/claims", {"Origin": "https://evil.example"}, 403,
     "ほかのオリジンのページから API は呼び出せません。"),
    ("POST", "/review/c_1", {"Origin": "https://evil.example"}, 403,
     "書き込めるのはこのワークベンチのページだけです。"),
])
def test_a_refusal_is_told_in_the_readers_language(browser: TestClient, method: str, path: str,
                                                   headers: dict[str, str], status: int, told: str) -> None:
    answer = browser.request(method, path, headers={"Accept-Language": "ja,en;q=0.5", **headers})
    assert answer.status_code == status
    assert told in answer.text
    english = browser.request(method, path, headers={"Accept-Language": "en", **headers})
    assert english.text.isascii()
