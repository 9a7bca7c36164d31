"""`keii verify` of pages that were read from web archives, which stay where they are."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from cli.conftest import Keii
from sources.faults import ARTICLE, JAPANESE, packed

NAMES = ("Kora", "Delta", "Gamma")
IDS = {name: f"<urn:uuid:00000000-0000-4000-8000-00000000000{number}>" for number, name in enumerate(NAMES)}


def warc(names: tuple[str, ...] = NAMES, *, gzip: bool = True, words: tuple[str, str] = ("", "")) -> bytes:
    """Return an archive of an article of each name, with one word in the place of another."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzip)
    for name in names:
        page = ARTICLE.format(title=name).replace(*words).encode()
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(
            f"https://news.example/{name}", "response", payload=io.BytesIO(page), http_headers=headers,
            warc_headers_dict={"WARC-Record-ID": IDS[name], "WARC-Date": "2026-11-03T10:00:00Z"}))
    return out.getvalue()


def write(path: Path, content: bytes, *, compression: int = zipfile.ZIP_STORED) -> None:
    """Write a WARC file, or a WACZ file that holds it behind other things."""
    if path.suffix != ".wacz":
        path.write_bytes(content)
        return
    with zipfile.ZipFile(path, "w", compression) as made:
        made.writestr("datapackage.json", "{}")
        made.writestr("archive/data.warc.gz", content)
        made.writestr("archive/more.warc.gz", b"")


def verdicts(keii: Keii, *arguments: str) -> tuple[int, list[str]]:
    ran = keii("verify", "--json", *arguments)
    return ran.code, [json.loads(line)["verdict"] for line in ran.out.splitlines()]


def proofs(keii: Keii) -> list[dict[str, Any]]:
    return [json.loads(line) for line in keii("verify", "--json").out.splitlines()]


def read(keii: Keii, path: Path) -> None:
    assert keii("read", "--coder", "rules", str(path)).code in (0, 1)  # a WACZ tells that one of its files is empty


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.wacz"])
def test_the_pages_of_an_archive_are_proved_by_the_archive(name: str, keii: Keii, tmp_path: Path) -> None:
    path = tmp_path / name
    write(path, warc(gzip=name != "a.warc"))
    read(keii, path)
    found = proofs(keii)
    assert [one["verdict"] for one in found] == ["proved"] * 3
    assert all(one["quotes"] and not one["missing"] for one in found)
    assert {one["record"]["archive"] for one in found} == {str(path)}
    assert {one["record"]["id"] for one in found} == set(IDS.values())
    assert keii("verify").code == 0


def test_a_packed_member_and_japanese_pages_are_proved(keii: Keii, tmp_path: Path) -> None:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for url, body, coding in (("https://news.example/1", JAPANESE.encode("cp932"), None),
                              ("https://news.example/2", packed(ARTICLE.format(title="Packed")), "gzip")):
        headers = [("Content-Type", "text/html"), *([("Content-Encoding", coding)] if coding else [])]
        writer.write_record(writer.create_warc_record(
            url, "response", payload=io.BytesIO(body),
            http_headers=StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")))
    path = tmp_path / "a.wacz"
    write(path, out.getvalue(), compression=zipfile.ZIP_DEFLATED)
    read(keii, path)
    assert verdicts(keii) == (0, ["proved", "proved"])


def test_an_archive_that_is_followed_is_proved_too(keii: Keii, tmp_path: Path) -> None:
    write(tmp_path / "a.warc.gz", warc())
    keii("add", "a.warc.gz")
    assert keii("update", "--coder", "rules").code == 0
    assert verdicts(keii) == (0, ["proved"] * 3)


@pytest.mark.parametrize("name", ["a.warc.gz", "a.wacz"])
def test_an_archive_that_was_packed_anew_is_searched(name: str, keii: Keii, tmp_path: Path) -> None:
    write(tmp_path / name, warc())
    read(keii, tmp_path / name)
    write(tmp_path / name, warc(tuple(reversed(NAMES))))
    assert verdicts(keii) == (0, ["proved"] * 3)


def test_a_page_that_was_changed_in_its_archive_is_told(keii: Keii, tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    write(path, warc())
    read(keii, path)
    write(path, warc(words=("withdrew", "advanced")))
    assert verdicts(keii) == (1, ["damaged"] * 3)


def test_a_page_that_is_no_longer_in_its_archive_is_told_and_the_others_are_proved(keii: Keii, tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    write(path, warc())
    read(keii, path)
    write(path, warc(("Gamma", "Kora")))
    found = proofs(keii)
    assert sorted(one["verdict"] for one in found) == ["gone", "proved", "proved"]
    (gone,) = [one for one in found if one["verdict"] == "gone"]
    assert "no longer holds" in gone["trouble"]


def test_an_archive_that_is_gone_or_unreadable_is_told_and_one_that_was_moved_is_found(keii: Keii,
                                                                                      tmp_path: Path) -> None:
    path, elsewhere = tmp_path / "a.wacz", tmp_path / "moved"
    write(path, warc())
    read(keii, path)
    elsewhere.mkdir()
    path.rename(elsewhere / "a.wacz")
    ran = keii("verify")
    assert ran.code == 1
    assert ran.out.count(f"the archive {path} is not there") == 3
    assert verdicts(keii, "--archives", str(elsewhere)) == (0, ["proved"] * 3)
    path.write_bytes(b"no archive at all")
    assert verdicts(keii) == (1, ["gone"] * 3)
    assert "アーカイブ" in keii("--lang", "ja", "verify").out


def test_a_document_in_two_archives_is_proved_by_the_one_that_is_left(keii: Keii, tmp_path: Path) -> None:
    for name in ("a.warc.gz", "b.warc"):
        write(tmp_path / name, warc(gzip=name != "b.warc"))
        read(keii, tmp_path / name)
    (tmp_path / "a.warc.gz").unlink()
    assert verdicts(keii) == (0, ["proved"] * 3)


def test_a_quotation_that_was_changed_in_the_ledger_is_told(keii: Keii, tmp_path: Path) -> None:
    import sqlite3

    write(tmp_path / "a.warc.gz", warc(("Kora",)))
    read(keii, tmp_path / "a.warc.gz")
    connection = sqlite3.connect(keii.ledger)
    with connection:
        for table in ("documents", "sentences"):
            connection.execute(f"UPDATE {table} SET text = replace(text, 'rebels', 'angels')")
    connection.close()
    assert verdicts(keii) == (1, ["changed"])


def test_archives_read_to_shards_are_proved_after_they_were_loaded(keii: Keii, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    write(tmp_path / "a.warc.gz", warc())
    assert keii("read", "--to", "shards", "--coder", "rules", "a.warc.gz").code == 0
    assert keii("load", "shards").code == 0
    assert verdicts(keii) == (0, ["proved"] * 3)
