"""Proxies: which address goes through which, and that no rule about servers is lost on the way."""

import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from keii.alerts import webhook
from keii.errors import InputError, UsageError
from keii.sources.fetch import Fetcher, Manners
from keii.sources.proxies import Proxies, Proxy, proxies_of
from sources.faults import Answer, Site, serving

VARIABLES = ("KEII_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY",
             "ALL_PROXY", "NO_PROXY", "REQUEST_METHOD")


class Through:
    """A proxy on this computer: whatever host is asked for, the test's server answers."""

    def __init__(self, url: str, site: Site) -> None:
        self.url, self.site = url, site
        self.asked: list[tuple[str, str, str | None]] = []  # method, what for, Proxy-Authorization
        self.status = 200  # of every answer, when it is another


@contextmanager
def proxying(site: Site) -> Iterator[Through]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            proxy.asked.append((self.command, self.path, self.headers["Proxy-Authorization"]))
            if proxy.status != 200:
                self.send_error(proxy.status)
                return
            path = "/" + self.path.split("/", 3)[3]
            upstream = HTTPConnection("127.0.0.1", int(site.url.rpartition(":")[2]))
            upstream.request("GET", path, headers={"Host": self.headers["Host"], "User-Agent": "through"})
            answer = upstream.getresponse()
            body = answer.read()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            upstream.close()

        def do_POST(self) -> None:
            self.do_GET()

        def do_CONNECT(self) -> None:
            proxy.asked.append((self.command, self.path, self.headers["Proxy-Authorization"]))
            if proxy.status != 200:
                self.send_error(proxy.status)
                return
            with socket.create_connection(("127.0.0.1", int(self.path.rpartition(":")[2]))) as target:
                self.send_response(200)
                self.end_headers()
                thread = threading.Thread(target=_pump, args=(target, self.connection), daemon=True)
                thread.start()
                _pump(self.connection, target)
                thread.join(5)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    proxy = Through(f"http://127.0.0.1:{server.server_port}", site)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()


def _pump(source: socket.socket, target: socket.socket) -> None:
    try:
        while piece := source.recv(65_536):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        yield served


@pytest.fixture
def through(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Through]:
    """Give a proxy that KEII_PROXY names, where no name but this computer's is found without it."""
    real = socket.getaddrinfo

    def look_up(host: str, *rest: object, **named: object) -> object:
        if host in ("localhost", "127.0.0.1"):
            return real(host, *rest, **named)  # type: ignore[arg-type]
        if host == "intranet.example":
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.7", 80))]
        if host[:1].isdigit():
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, 80))]
        raise socket.gaierror(socket.EAI_NONAME, "not found")

    monkeypatch.setattr("keii.sources.addresses.socket.getaddrinfo", look_up)
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    with proxying(site) as proxy:
        monkeypatch.setenv("KEII_PROXY", proxy.url)
        yield proxy


def fetcher(*, private: bool = False) -> Fetcher:
    return Fetcher(Manners(delay=0.0, private=private))


def code_of(url: str, **manners: bool) -> str:
    with pytest.raises(InputError) as raised:
        fetcher(**manners).get(url)
    return raised.value.code


def test_pages_and_robots_rules_go_through_the_proxy(through: Through) -> None:
    through.site.article("/a", "Kora")
    through.site.answers["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /closed", "text/plain")
    answer = fetcher().get("http://news.example/a")
    assert answer.body == through.site.answers["/a"].body
    assert through.asked == [("GET", "http://news.example/robots.txt", None), ("GET", "http://news.example/a", None)]
    assert code_of("http://news.example/closed") == "fetch.robots"


@pytest.mark.parametrize("host", ["10.0.0.7", "169.254.169.254", "[::ffff:10.0.0.7]", "intranet.example", "printer",
                                  "wiki.corp", "nas.local"])
def test_private_hosts_are_refused_behind_a_proxy_too(host: str, through: Through) -> None:
    assert code_of(f"http://{host}/a") == "fetch.private"
    assert code_of(f"https://{host}/a") == "fetch.private"
    assert not through.asked


def test_a_private_host_may_be_asked_through_the_proxy_when_allowed(through: Through) -> None:
    through.site.article("/a", "Kora")
    assert fetcher(private=True).get("http://intranet.example/a").status == 200


def test_a_redirection_to_a_private_host_is_refused_behind_a_proxy(through: Through) -> None:
    through.site.answers["/a"] = Answer(status=302, headers={"Location": "http://169.254.169.254/inside"})
    assert code_of("http://news.example/a") == "fetch.private"
    assert not any("169.254" in asked for _, asked, _ in through.asked)


def test_this_computer_and_spared_hosts_are_not_asked_through_the_proxy(through: Through, site: Site,
                                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    site.article("/a", "Kora")
    assert fetcher(private=True).get(f"{site.url}/a").status == 200
    monkeypatch.setenv("no_proxy", "news.example")
    assert code_of("http://news.example/a") == "fetch.no-host"
    assert not through.asked


def test_name_and_password_reach_the_proxy_alone(through: Through, monkeypatch: pytest.MonkeyPatch) -> None:
    through.site.article("/a", "Kora")
    monkeypatch.setenv("KEII_PROXY", through.url.replace("http://", "http://me:pass%20word@"))
    fetcher().get("http://news.example/a")
    assert {login for *_, login in through.asked} == {"Basic bWU6cGFzcyB3b3Jk"}
    assert not any({"authorization", "proxy-authorization"} & set(sent) for sent in through.site.sent)
    through.status = 407
    with pytest.raises(InputError) as raised:
        fetcher().get("http://news.example/a")
    assert (raised.value.code, "asks for a name and password" in raised.value.what) == ("fetch.proxy", True)
    assert "word" not in str(raised.value).replace("password", "")


@pytest.mark.parametrize(("status", "told"), [(407, "asks for a name and password"), (403, "status 403")])
def test_a_proxy_that_refuses_a_tunnel_says_so(status: int, told: str, through: Through) -> None:
    through.status = status
    with pytest.raises(InputError, match=told) as raised:
        fetcher().get("https://news.example/a")
    assert raised.value.code == "fetch.proxy"
    assert through.asked[0][:2] == ("CONNECT", "news.example:443")


def test_a_proxy_that_is_not_there_says_so(through: Through, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:  # bound and not listening: nothing answers
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setenv("KEII_PROXY", f"http://127.0.0.1:{taken.getsockname()[1]}")
        for scheme in ("http", "https"):
            with pytest.raises(InputError, match="cannot be reached") as raised:
                fetcher().get(f"{scheme}://news.example/a")
            assert raised.value.code == "fetch.proxy"


def test_the_certificate_of_a_host_behind_a_proxy_is_checked(through: Through, tmp_path: Path,
                                                            monkeypatch: pytest.MonkeyPatch) -> None:
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    try:
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                        "-nodes", "-days", "2", "-subj", "/CN=news.example", "-addext",
                        "subjectAltName=DNS:news.example", "-keyout", key, "-out", cert],
                       check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("openssl, which makes the certificate, is not installed")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    with serving(tls=context) as site:
        site.article("/a", "Kora")
        port = site.url.rpartition(":")[2]
        assert code_of(f"https://news.example:{port}/a") == "fetch.failed"  # nobody vouches for it
        monkeypatch.setenv("SSL_CERT_FILE", str(cert))
        assert fetcher().get(f"https://news.example:{port}/a").body == site.answers["/a"].body
        assert code_of(f"https://other.example:{port}/a") == "fetch.failed"
    assert {asked for _, asked, _ in through.asked} == {f"news.example:{port}", f"other.example:{port}"}


def test_web_hooks_go_through_the_proxy_by_the_same_rules(through: Through) -> None:
    def send(host: str) -> tuple[str, str | None]:
        made = webhook.send(f"http://{host}/hook", {}, key="k", secret=None, private=False,
                            now=datetime(2031, 5, 2, tzinfo=UTC))
        return made.state, made.trouble

    through.site.answers["/hook"] = Answer(b"")
    assert send("hooks.example") == ("sent", None)
    assert send("10.0.0.7")[0] == "failed"
    through.status = 407
    assert send("hooks.example") == (
        "waiting", f"the proxy {through.url} asks for a name and password.")
    assert [asked for _, asked, _ in through.asked] == ["http://hooks.example/hook"] * 2


@pytest.mark.parametrize(("environ", "url", "proxy"), [
    ({}, "http://a.example/", None),
    ({"http_proxy": "http://p.example:3128"}, "http://a.example/", "http://p.example:3128"),
    ({"http_proxy": "http://p.example:3128"}, "https://a.example/", None),
    ({"HTTPS_PROXY": "https://p.example"}, "https://a.example/", "https://p.example:443"),
    ({"https_proxy": "p.example:3128"}, "https://a.example/", "http://p.example:3128"),
    ({"all_proxy": "http://p.example"}, "https://a.example/", "http://p.example:80"),
    ({"KEII_PROXY": "http://k.example", "http_proxy": "http://p.example"}, "http://a.example/", "http://k.example:80"),
    ({"KEII_PROXY": "none", "http_proxy": "http://p.example"}, "http://a.example/", None),
    ({"HTTP_PROXY": "http://p.example", "REQUEST_METHOD": "GET"}, "http://a.example/", None),
    ({"http_proxy": "http://p.example", "no_proxy": "b.example, a.example"}, "http://www.a.example/", None),
    ({"http_proxy": "http://p.example", "no_proxy": ".a.example"}, "http://a.example/", None),
    ({"http_proxy": "http://p.example", "no_proxy": "a.example"}, "http://aa.example/", "http://p.example:80"),
    ({"http_proxy": "http://p.example", "no_proxy": "a.example:8080"}, "http://a.example/", "http://p.example:80"),
    ({"http_proxy": "http://p.example", "no_proxy": "a.example:8080"}, "http://a.example:8080/", None),
    ({"http_proxy": "http://p.example", "NO_PROXY": "*"}, "http://a.example/", None),
    ({"KEII_PROXY": "http://p.example"}, "http://localhost:8000/", None),
    ({"KEII_PROXY": "http://p.example"}, "http://[::1]:8000/", None),
    ({"KEII_PROXY": "http://[fd00::1]:3128"}, "http://a.example/", "http://[fd00::1]:3128"),
])
def test_the_environment_says_which_address_goes_through_which_proxy(environ: dict[str, str], url: str,
                                                                    proxy: str | None) -> None:
    found = proxies_of(environ).of(url)
    assert (found.url if found else None) == proxy


@pytest.mark.parametrize("value", ["socks5://p.example:1080", "http://", "http://p.example:x", "http://p.example/path",
                                   "ftp://p.example", "http://[::1"])
def test_what_is_no_proxy_is_told_before_anything_is_fetched(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEII_PROXY", value)
    with pytest.raises(UsageError) as raised:
        Fetcher()
    assert raised.value.where == "KEII_PROXY"
    assert raised.value.remedy


def test_a_login_is_not_shown() -> None:
    proxies = proxies_of({"KEII_PROXY": "http://me:secret@p.example:3128"})
    assert proxies == Proxies(http=Proxy(url="http://p.example:3128", authorization="Basic bWU6c2VjcmV0"),
                              https=Proxy(url="http://p.example:3128", authorization="Basic bWU6c2VjcmV0"))
    assert "bWU6" not in repr(proxies)
