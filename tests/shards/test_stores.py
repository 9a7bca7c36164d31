"""Shards in S3 and GCS, on servers that stand for them: `make stores` installs what that takes.

The server runs in this process, so that a test can let it fail at the request that it means. Credentials are checked
by a rule of the server, as moto checks none.
"""

import io
import json
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from keii.engines.processes import Processes
from keii.errors import ShardError
from keii.model import Problem
from keii.shards import plan, sql
from keii.shards.loading import Shards
from keii.shards.plan import pieces
from keii.shards.store import store
from merged import merge, of_shards
from sharding import files, run

pytest.importorskip("s3fs", reason="it speaks to a server as S3: make stores")
pytest.importorskip("gcsfs", reason="it speaks to a server as GCS: make stores")

Answer = Callable[[Any, Any], Any]
DENIED = (b'<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
          "403 Forbidden")
BROKEN = (b'<?xml version="1.0"?><Error><Code>InternalError</Code><Message>It broke</Message></Error>',
          "500 Internal Server Error")


class Server:
    """A WSGI application before moto's: it notes every request, and answers by itself what `fault` names."""

    def __init__(self, behind: Answer) -> None:
        """Take the application that answers."""
        self._behind = behind
        self.asked: list[tuple[str, str]] = []  # method, path
        self.fault: Callable[[str, str], tuple[bytes, str] | None] = lambda method, path: None

    def __call__(self, environ: Any, start: Any) -> Any:
        """Answer a request."""
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        self.asked.append((method, path))
        fault = self.fault(method, path)
        if fault is None:
            return self._behind(environ, start)
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        start(fault[1], [("Content-Type", "application/xml")])
        return [fault[0] if method != "HEAD" else b""]


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Server, str]]:
    """Give the server and its address."""
    from moto.server import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Quiet(WSGIRequestHandler):  # type: ignore[misc]
        """Notes nothing."""

        def log(self, type: str, message: str, *args: Any) -> None:
            """Note nothing."""


    server = Server(DomainDispatcherApplication(create_backend_app))
    listening = make_server("127.0.0.1", 0, server, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    yield server, f"http://127.0.0.1:{listening.server_port}"
    listening.shutdown()
    thread.join()


@pytest.fixture
def s3(served: tuple[Server, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Server, Any]]:
    """Give the server, and a file system of a bucket `news`; whatever opens s3:// in this process comes to them."""
    import s3fs

    server, address = served
    for name, value in (("AWS_ENDPOINT_URL", address), ("AWS_ACCESS_KEY_ID", "key"),
                        ("AWS_SECRET_ACCESS_KEY", "secret"), ("AWS_DEFAULT_REGION", "us-east-1"),
                        ("AWS_MAX_ATTEMPTS", "1"), ("AWS_EC2_METADATA_DISABLED", "true")):
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(s3fs.S3FileSystem, "retries", 1)
    s3fs.S3FileSystem.clear_instance_cache()
    fs = s3fs.S3FileSystem(use_listings_cache=False)
    fs.mkdir("news")
    server.asked.clear()
    yield server, fs
    server.fault = lambda method, path: None
    for bucket in fs.ls("", detail=False):
        fs.rm(bucket, recursive=True)
    s3fs.S3FileSystem.clear_instance_cache()


def archive(fs: Any) -> None:
    """Put an archive of each kind into the bucket, and what the console of S3 makes for an empty folder."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    fs.pipe("news/in/a.jsonl", b"".join(json.dumps({"text": text}).encode() + b"\n" for text in ("visit", "launch")))
    parquet = io.BytesIO()
    pq.write_table(pa.table({"text": ["launch"], "published": ["2026-11-20"]}), parquet)
    fs.pipe("news/in/b.parquet", parquet.getvalue())
    warc = io.BytesIO()
    writer = WARCWriter(warc, gzip=True)
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/plain; charset=utf-8")], protocol="HTTP/1.1")
    writer.write_record(writer.create_warc_record("http://example.org/c.txt", "response",
                                                  payload=io.BytesIO(b"visit"), http_headers=headers))
    fs.pipe("news/in/c.warc.gz", warc.getvalue())
    fs.pipe("news/in/empty/", b"")


@pytest.mark.usefixtures("by_hand")
def test_archives_in_a_bucket_give_the_shards_of_the_same_files_here(s3: tuple[Server, Any], tmp_path: Path) -> None:
    _, fs = s3
    archive(fs)
    (done,) = run(["s3://news/in"], "s3://news/out")
    assert (done.documents, done.problems, done.trouble, done.kept) == (4, 0, None, False)
    assert run(["s3://news/in"], "s3://news/out")[0].kept
    run(["s3://news/in"], tmp_path / "out")
    held = {name.removeprefix("news/out/"): fs.cat_file(name) for name in fs.find("news/out")}
    assert held == files(tmp_path / "out")
    assert [one.reading.origin for one in Shards("s3://news/out").readings()] == [
        "s3://news/in/a.jsonl:1", "s3://news/in/a.jsonl:2", "s3://news/in/b.parquet:1",
        "s3://news/in/c.warc.gz:http://example.org/c.txt"]


@pytest.mark.usefixtures("by_hand")
def test_shards_in_a_bucket_are_merged_and_asked_there(s3: tuple[Server, Any], tmp_path: Path) -> None:
    archive(s3[1])
    for to in ("s3://news/out", str(tmp_path / "out")):
        run(["s3://news/in"], to)
        merge(to, Processes(1))
    s3[1].get("news/out", str(tmp_path / "copy"), recursive=True)
    assert of_shards(tmp_path / "copy") == of_shards(tmp_path / "out")
    counted = "SELECT count(*), (SELECT count(*) FROM events) FROM claims"
    assert list(sql.ask("s3://news/out", counted).rows) == list(sql.ask(str(tmp_path / "out"), counted).rows)
    assert files(tmp_path / "copy") == files(tmp_path / "out")  # no work between the steps is left


@pytest.mark.usefixtures("by_hand")
def test_a_store_that_breaks_midway_costs_the_shard_and_the_next_run_makes_it_alone(
        s3: tuple[Server, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server, fs = s3
    archive(fs)
    monkeypatch.setattr(plan, "GROUP_FILES", 1)
    server.fault = lambda method, path: BROKEN if method == "PUT" and "/claims/000001-" in path else None
    first, broken, third = run(["s3://news/in"], "s3://news/out")
    assert (first.trouble, third.trouble) == (None, None)
    assert "store cannot be used" in str(broken.trouble)
    assert (broken.where, "again" in broken.remedy) == ("s3://news/out", True)
    with pytest.raises(ShardError, match="not complete"):
        Shards("s3://news/out")
    server.fault = lambda method, path: None
    assert [done.kept for done in run(["s3://news/in"], "s3://news/out")] == [True, False, True]
    assert [done.kept for done in run(["s3://news/in"], tmp_path / "out")] == [False] * 3
    held = {name.removeprefix("news/out/"): fs.cat_file(name) for name in fs.find("news/out")}
    assert held == files(tmp_path / "out")


@pytest.mark.usefixtures("by_hand")
def test_an_input_that_cannot_be_fetched_is_told_with_its_address(s3: tuple[Server, Any], tmp_path: Path) -> None:
    server, fs = s3
    archive(fs)
    server.fault = lambda method, path: BROKEN if method == "GET" and path.endswith("b.parquet") else None
    (done,) = run(["s3://news/in"], tmp_path / "out")
    assert done.where == "s3://news/in/b.parquet"
    assert "store cannot be used" in str(done.trouble)


def test_a_bucket_that_is_not_there_is_told_and_never_made(s3: tuple[Server, Any]) -> None:
    _, fs = s3
    archive(fs)
    with pytest.raises(ShardError, match=r"job.json cannot be written: .*bucket") as told:
        run(["s3://nwes/in"], "s3://nwes/out")
    assert (told.value.where, "a bucket must be there" in told.value.remedy) == ("s3://nwes/out", True)
    assert fs.ls("", detail=False) == ["news"]
    (missing,) = pieces(["s3://nwes/in"])
    assert isinstance(missing, Problem)
    assert (missing.code, missing.origin) == ("input.missing", "s3://nwes/in")
    with pytest.raises(ShardError, match="no folder of shards"):
        Shards("s3://nwes/out")


def test_credentials_that_are_refused_or_missing_are_told(
        s3: tuple[Server, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import s3fs

    server, fs = s3
    archive(fs)
    server.fault = lambda method, path: DENIED
    with pytest.raises(ShardError, match="refuses access: Access Denied") as told:
        list(pieces(["s3://news/in"]))
    assert (told.value.where, "credentials" in told.value.remedy) == ("s3://news/in", True)
    with pytest.raises(ShardError, match="refuses access"):
        store("s3://news/out").read("job.json")
    server.fault = lambda method, path: None
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    s3fs.S3FileSystem.clear_instance_cache()
    with pytest.raises(ShardError, match="NoCredentialsError: Unable to locate credentials"):
        list(pieces(["s3://news/in"]))


def test_what_another_process_has_written_is_seen_at_once(s3: tuple[Server, Any]) -> None:
    _, fs = s3
    fs.pipe("news/out/shards/a.json", b"1")
    at = store("s3://news/out")
    assert (at.names("shards"), at.size("shards/b.json")) == (["a.json"], None)
    fs.pipe("news/out/shards/b.json", b"22")
    assert (at.names("shards"), at.size("shards/b.json")) == (["a.json", "b.json"], 2)
    at.remove("shards/b.json")
    at.remove("shards/b.json")
    assert at.names("shards") == ["a.json"]
    at.drop("shards")
    assert (at.names("shards"), at.read("shards/a.json")) == ([], None)


@pytest.fixture
def gcs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Give a file system of a bucket `news` in a server that stands for GCS, which whatever opens gs:// comes to."""
    import gcsfs
    from gcp_storage_emulator.server import create_server

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = create_server("127.0.0.1", port, in_memory=True)
    server.start()
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("GOOGLE_CLOUD_PROJECT", "keii")
    gcsfs.GCSFileSystem.clear_instance_cache()
    fs = gcsfs.GCSFileSystem(use_listings_cache=False)
    fs.mkdir("news")
    yield fs
    server.stop()
    gcsfs.GCSFileSystem.clear_instance_cache()


@pytest.mark.usefixtures("by_hand")
def test_gcs_holds_the_same_shards_and_events(gcs: Any, tmp_path: Path) -> None:
    archive(gcs)
    for to in ("gs://news/out", str(tmp_path / "out")):
        assert [(done.documents, done.trouble, done.kept) for done in run(["gs://news/in"], to)] == [(4, None, False)]
        assert [done.kept for done in run(["gs://news/in"], to)] == [True]
        merge(to, Processes(1))
    held = {name.removeprefix("news/out/"): gcs.cat_file(name) for name in gcs.find("news/out")}
    assert held == files(tmp_path / "out")
    assert list(sql.ask("gs://news/out", "SELECT count(*) FROM claims").rows) == list(
        sql.ask(str(tmp_path / "out"), "SELECT count(*) FROM claims").rows)
    with pytest.raises(ShardError, match=r"job.json cannot be written: .*nwes"):
        run(["gs://news/in"], "gs://nwes/out")
    assert [name.strip("/") for name in gcs.ls("", detail=False)] == ["news"]
