"""Fetching against a server with every fault: each becomes a reason, and servers are treated politely."""

import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from keii import __version__
from keii.errors import InputError
from keii.sources import addresses
from keii.sources.addresses import checked_url, is_public
from keii.sources.fetch import Fetcher, Manners, Response, retry_after
from keii.sources.unpack import unpack
from sources.faults import Answer, Site, bomb, packed, serving

RULES = "User-agent: *\nDisallow: /closed\n"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        yield served


def fetcher(*, private: bool = True, delay: float = 0.0, timeout: float = 60.0, deadline: float = 120.0) -> Fetcher:
    return Fetcher(Manners(delay=delay, timeout=timeout, deadline=deadline, private=private))


def refused(site: Site, path: str, **manners: float) -> str:
    with pytest.raises(InputError) as raised:
        fetcher(**manners).get(site.url + path)  # type: ignore[arg-type]
    assert raised.value.what.endswith(".")
    assert raised.value.remedy
    return raised.value.code


def test_an_answer_comes_with_its_bytes_and_headers(site: Site) -> None:
    url = site.article("/a", "Kora")
    answer = fetcher().get(url)
    assert (answer.status, answer.kind, answer.charset, answer.final) == (200, "text/html", "utf-8", url)
    assert answer.body == site.answers["/a"].body


def test_who_asks_is_said_honestly_and_nothing_secret_is_sent(site: Site) -> None:
    site.article("/a", "Kora")
    site.answers["/a"].headers["Set-Cookie"] = "id=1"
    one = fetcher()
    for _ in range(2):
        one.get(f"{site.url}/a")
    assert {sent["user-agent"] for sent in site.sent} == {f"keii/{__version__}"}
    assert not any({"cookie", "authorization", "referer"} & set(sent) for sent in site.sent)


def test_packed_answers_are_unpacked(site: Site) -> None:
    site.answers["/a"] = Answer(packed("words"), headers={"Content-Encoding": "gzip"})
    assert fetcher().get(f"{site.url}/a").body == b"words"


def test_a_gzip_bomb_is_refused(site: Site) -> None:
    site.answers["/a"] = Answer(bomb(30_000_000), headers={"Content-Encoding": "gzip"})
    assert refused(site, "/a") in ("input.bomb", "input.too-large")


def test_bombs_damage_and_unknown_codings_are_told_apart() -> None:
    for raw, coding, code in ((bomb(9_000_000), "gzip", "input.bomb"), (b"no", "gzip", "input.broken"),
                              (packed("words")[:-9], "gzip", "input.broken"), (b"no", "br", "input.packed")):
        with pytest.raises(InputError) as raised:
            unpack(raw, coding, limit=10_000_000)
        assert raised.value.code == code


def test_an_answer_that_is_too_large_is_refused(site: Site) -> None:
    site.answers["/a"] = Answer(b"x" * 10_000_001)
    assert refused(site, "/a") == "input.too-large"


def test_an_answer_that_is_cut_off_is_no_answer(site: Site) -> None:
    site.article("/a", "Kora")
    site.answers["/a"].cut = True
    assert refused(site, "/a") == "fetch.failed"


def test_a_silent_server_is_left(site: Site) -> None:
    site.article("/a", "Kora")
    site.answers["/a"].slow = 20.0
    assert refused(site, "/a", timeout=1.0) == "fetch.timeout"


def test_a_server_that_drips_is_left_at_the_deadline(site: Site) -> None:
    site.answers["/a"] = Answer(b"x" * 700_000, slow=0.3)
    assert refused(site, "/a", timeout=60.0, deadline=0.8) == "fetch.timeout"


@pytest.mark.parametrize("answer", [Answer(b"x" * 5_000, slow=0.3), Answer(endless=True)])
def test_a_server_that_sends_a_byte_now_and_then_is_left_at_the_deadline(answer: Answer, site: Site) -> None:
    site.answers["/a"] = answer
    assert refused(site, "/a", timeout=60.0, deadline=0.8) == "fetch.timeout"


def test_redirections_are_followed_and_a_loop_is_left(site: Site) -> None:
    site.article("/a", "Kora")
    site.answers["/old"] = Answer(status=301, headers={"Location": "/a"})
    site.answers["/loop"] = Answer(status=302, headers={"Location": "/loop"})
    assert fetcher().get(f"{site.url}/old").final == f"{site.url}/a"
    assert refused(site, "/loop") == "fetch.redirects"
    assert site.asked["/loop"] == 6


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.org/", "javascript:1", "http://u:p@example.org/"])
def test_redirections_to_other_things_than_pages_are_refused(target: str, site: Site) -> None:
    site.answers["/a"] = Answer(status=302, headers={"Location": target})
    assert refused(site, "/a") == "input.bad-url"


def test_this_computer_is_refused_unless_allowed(site: Site) -> None:
    site.article("/a", "Kora")
    for url in (site.url, site.url.replace("127.0.0.1", "localhost")):
        with pytest.raises(InputError) as raised:
            fetcher(private=False).get(f"{url}/a")
        assert raised.value.code == "fetch.private"
    assert not site.asked


def test_a_public_name_that_leads_to_this_computer_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    port = site.url.rpartition(":")[2]
    monkeypatch.setattr("keii.sources.addresses.socket.getaddrinfo", lambda host, at, **_: [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", at))])
    with pytest.raises(InputError) as raised:
        fetcher(private=False).get(f"http://news.example:{port}/a")
    assert raised.value.code == "fetch.private"
    assert not site.asked


def test_a_redirection_to_this_computer_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first host counts as public here, the one that it leads to does not."""
    port = site.url.rpartition(":")[2]
    site.answers["/a"] = Answer(status=302, headers={"Location": f"http://localhost:{port}/inside"})
    real = addresses.resolve
    monkeypatch.setattr("keii.sources.connections.resolve", lambda host, at, *, private: real(
        host, at, private=host == "127.0.0.1"))
    with pytest.raises(InputError) as raised:
        fetcher(private=False).get(f"{site.url}/a")
    assert raised.value.code == "fetch.private"
    assert site.asked["/a"] == 1
    assert not site.asked["/inside"]


@pytest.mark.parametrize("address", [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:192.168.0.1",
    "64:ff9b::7f00:1", "2002:7f00:1::",
])
def test_private_addresses_are_known_in_every_dress(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("url", [
    "file:///etc/passwd", "ftp://example.org", "http://", "http://user:word@example.org/", "http://[::1",
    "//example.org", "http://example.org:99999/", "gopher://example.org/",
])
def test_addresses_that_are_not_fetched(url: str) -> None:
    with pytest.raises(InputError) as raised:
        checked_url(url)
    assert raised.value.code == "input.bad-url"


def test_addresses_get_their_usual_form() -> None:
    assert checked_url(" HTTP://Example.ORG:80/a b?q=日#x ") == "http://example.org/a%20b?q=%E6%97%A5"
    assert checked_url("https://例え.jp") == "https://xn--r8jz45g.jp/"


def test_robots_rules_with_wildcards_are_kept(site: Site) -> None:
    site.answers["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /*/private/\nDisallow: /*.pdf$\n", "text/plain")
    site.article("/news/a", "Kora")
    site.article("/news/private/a", "Kora")
    one = fetcher()
    assert one.get(f"{site.url}/news/a").status == 200
    for path in ("/news/private/a", "/b.pdf"):
        with pytest.raises(InputError) as raised:
            one.get(site.url + path)
        assert raised.value.code == "fetch.robots"
        assert not site.asked[path]
    assert site.asked["/robots.txt"] == 1


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False), (429, False)])
def test_a_robots_file_that_fails_forbids_and_one_that_is_missing_allows(status: int, allowed: bool,
                                                                           site: Site) -> None:
    site.answers["/robots.txt"] = Answer(b"", "text/plain", status)
    site.article("/a", "Kora")
    if allowed:
        assert fetcher().get(f"{site.url}/a").status == 200
    else:
        assert refused(site, "/a") == "fetch.failed"
        assert not site.asked["/a"]


@pytest.mark.parametrize("answer", [
    Answer(packed(RULES), "text/plain", headers={"Content-Encoding": "gzip"}),  # packed although that was not asked for
    Answer(b"\xef\xbb\xbf" + RULES.encode(), "text/plain"), Answer(RULES.replace("\n", "\r\n").encode(), "text/plain"),
    Answer(RULES.replace("\n", "\r").encode(), "text/plain"),
    Answer(packed(RULES)[:-9], "text/plain", headers={"Content-Encoding": "gzip"}),  # fails, and while it does forbids
    Answer(bomb(20_000_000), "text/plain", headers={"Content-Encoding": "gzip"}),
])
def test_rules_are_kept_however_they_come(answer: Answer, site: Site) -> None:
    site.article("/closed/a", "Kora")
    site.answers["/robots.txt"] = answer
    with pytest.raises(InputError):
        fetcher().get(f"{site.url}/closed/a")
    assert not site.asked["/closed/a"]


def test_a_thread_waits_for_the_rules_that_another_one_asks_for(site: Site) -> None:
    site.answers["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /a", "text/plain", slow=0.05)
    site.article("/a", "Kora")
    asked, codes = fetcher(), list[str]()

    def ask() -> None:
        with pytest.raises(InputError) as caught:
            asked.get(f"{site.url}/a")
        codes.append(caught.value.code)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == ["fetch.robots"] * 3
    assert (site.asked["/robots.txt"], site.asked["/a"]) == (1, 0)


def test_rules_that_are_too_long_are_kept_as_far_as_they_are_read(site: Site) -> None:
    site.article("/closed/a", "Kora")
    site.answers["/robots.txt"] = Answer(f"{RULES}{'# more' * 200_000}".encode(), "text/plain")
    assert refused(site, "/closed/a") == "fetch.robots"


def test_the_rules_of_a_host_are_asked_for_again_after_a_while() -> None:
    clock = [100.0]
    with serving() as site:
        site.article("/a", "Kora")
        site.answers["/robots.txt"] = Answer(status=500)
        one = Fetcher(Manners(delay=0.0, private=True), clock=lambda: clock[0])
        for passed, asked, allowed in ((0, 1, False), (30, 1, False), (40, 2, True), (3000, 2, True), (700, 3, True)):
            clock[0] += passed
            if allowed:
                site.answers["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /closed\n", "text/plain")
                assert one.get(f"{site.url}/a").status == 200
            else:
                with pytest.raises(InputError):
                    one.get(f"{site.url}/a")
            assert site.asked["/robots.txt"] == asked


def test_requests_to_a_host_keep_their_distance() -> None:
    waits: list[float] = []
    clock = [100.0]

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        clock[0] += seconds

    with serving() as site:
        site.answers["/robots.txt"] = Answer(b"User-agent: *\nCrawl-delay: 7\n", "text/plain")
        site.article("/a", "Kora")
        one = Fetcher(Manners(delay=2.0, private=True), sleep=sleep, clock=lambda: clock[0])
        for _ in range(3):
            one.get(f"{site.url}/a")
    assert waits == [2.0, 7.0, 7.0]


def test_retry_after_is_read_in_both_forms() -> None:
    now = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    for value, seconds in (("120", 120.0), ("Mon, 02 Nov 2026 09:05:00 GMT", 300.0), ("soon", None), ("²", None),
                           ("", None)):
        answer = Response(url="", final="", status=429, headers={"retry-after": value}, body=b"", fetched="")
        assert retry_after(answer, now) == seconds
