import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from keii.documents.decode import MAX_TEXT_BYTES
from keii.documents.sentences import sentences
from keii.errors import UsageError
from keii.language.contract import MAX_SENTENCE_BYTES
from keii.model import Document, Problem
from keii.sources import find

JAPANESE = "日本政府は3日、首脳会談を来月行うと発表した。"
PAGE = f"<!DOCTYPE html><html><body><article><p>{JAPANESE * 5}</p></article></body></html>"
ENGLISH = "The minister met the president in Geneva on Monday."


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.txt"
    path.write_text(JAPANESE, encoding="utf-8")
    return path


def read(*inputs: Path | str, published: str | None = None,
         language: str | None = None) -> tuple[list[Document], list[Problem]]:
    found = list(find([str(name) for name in inputs], published=published, language=language))
    return [item for item in found if isinstance(item, Document)], [item for item in found if isinstance(item, Problem)]


def check(bad: Path | str, good: Path, code: str, *words: str) -> Problem:
    """Check that `bad` gives one problem that names it and says what to do, and that `good` is still read."""
    documents, problems = read(bad, good)
    assert [document.origin for document in documents] == [str(good)]
    (problem,) = problems
    assert problem.code == code
    assert problem.origin.startswith(str(bad))
    assert problem.message.endswith(".")
    assert problem.remedy
    for word in words:
        assert word in problem.message
    return problem


def test_a_missing_path(tmp_path: Path, good: Path) -> None:
    check(tmp_path / "none.txt", good, "input.missing", "no such file")


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf", "……".encode()])
@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".jsonl", ""])
def test_an_empty_file(content: bytes, suffix: str, tmp_path: Path, good: Path) -> None:
    if suffix == ".jsonl" and "……".encode() in content:
        pytest.skip("that is no empty .jsonl")
    bad = tmp_path / f"empty{suffix}"
    bad.write_bytes(content)
    check(bad, good, "input.empty")


@pytest.mark.parametrize("name", ["image.txt", "image.html", "image.md", "image.png", "image"])
def test_a_binary(name: str, tmp_path: Path, good: Path) -> None:
    bad = tmp_path / name
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    check(bad, good, "input.binary", "PNG")


def test_an_undecodable_byte(tmp_path: Path, good: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(JAPANESE.encode() + b"\n\xff")
    problem = check(bad, good, "input.undecodable", "line 2")
    assert problem.start == len(JAPANESE.encode()) + 1


@pytest.mark.parametrize("suffix", [".txt", ".html", ".jsonl", ".dat"])
def test_a_text_of_50_megabytes(suffix: str, tmp_path: Path, good: Path) -> None:
    bad = tmp_path / f"large{suffix}"
    with bad.open("wb") as stream:
        stream.write(b'{"text": "' if suffix == ".jsonl" else b"")
        stream.write("首相は去った。\n".encode().replace(b"\n", b"" if suffix == ".jsonl" else b"\n") * 2_400_000)
    assert bad.stat().st_size > 50_000_000 > MAX_TEXT_BYTES
    check(bad, good, "input.too-large", f"{MAX_TEXT_BYTES:,}")


def test_a_sentence_of_60000_bytes_is_kept_for_the_coder_to_report(tmp_path: Path) -> None:
    long = tmp_path / "long.txt"
    long.write_text("首相は" + "とても" * 7_000 + "怒った。\n外相は去った。", encoding="utf-8")
    (document,), problems = read(long)
    assert not problems
    assert [len(sentence.text.encode()) > MAX_SENTENCE_BYTES for sentence in sentences(document)] == [True, False]


def test_an_unsupported_language(tmp_path: Path, good: Path) -> None:
    bad = tmp_path / "korean.txt"
    bad.write_text("대통령은 평양을 방문해 회담했다.", encoding="utf-8")
    problem = check(bad, good, "input.unsupported-language", "«ko»")
    assert "en, ja" in problem.remedy


@pytest.mark.parametrize(("option", "value", "words"), [
    ("published", "13/9/2023", "--published: «13/9/2023» is not a date"),
    ("published", "2023-02-30", "--published: «2023-02-30» is not a date"),
    ("language", "ko", "--language: language «ko» is not supported"),
])
def test_a_wrong_option_is_told_before_anything_is_read(option: str, value: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        find(["none.txt"], **{option: value})
    assert words in str(caught.value)


def test_options_reach_the_documents(good: Path) -> None:
    (document,), _ = read(good, published="2026-10-03", language="ja-JP")
    assert (document.published_at, document.published_basis) == ("2026-10-03", "option")
    assert (document.language, document.language_basis) == ("ja", "option")


def test_an_address_of_the_network_says_to_save_the_page(good: Path) -> None:
    problem = check("https://example.org/a", good, "input.network")
    assert "save the page" in problem.remedy


def test_a_file_url_is_a_file(tmp_path: Path, good: Path) -> None:
    path = tmp_path / "日本 語.txt"
    path.write_text(ENGLISH, encoding="utf-8")
    documents, problems = read(path.as_uri(), f"file://localhost{good}")
    assert [document.origin for document in documents] == [path.as_uri(), f"file://localhost{good}"]
    assert not problems


def test_a_file_url_of_another_computer(good: Path) -> None:
    check("file://server/share/a.txt", good, "input.bad-url")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path, good: Path) -> None:
    bad = tmp_path / "secret.txt"
    bad.write_text(JAPANESE, encoding="utf-8")
    bad.chmod(0)
    check(bad, good, "input.unreadable", "ermission")


def test_a_link_to_itself(tmp_path: Path, good: Path) -> None:
    bad = tmp_path / "loop.txt"
    bad.symlink_to(bad)
    check(bad, good, "input.unreadable")


def test_a_folder_is_read_in_a_fixed_order_without_what_is_not_an_article(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    for name in ("b.txt", "a.md", "sub/c.txt", "sub/z.jsonl", ".hidden.txt", ".git/x.txt", "page_files/ad.html"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = f'{{"text": "{JAPANESE}"}}' if name.endswith("jsonl") else f"{JAPANESE}\n{name}"
        path.write_text(text, encoding="utf-8")
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    (folder / "sub" / "up").symlink_to(folder)
    documents, problems = read(folder)
    assert [document.origin.removeprefix(f"{folder}/") for document in documents] == [
        "a.md", "b.txt", "page.html", "sub/c.txt", "sub/z.jsonl:1"]
    assert not problems


def test_files_of_other_kinds_in_a_folder_are_told_once(tmp_path: Path, good: Path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    for name in ("a.odt", "b.odt", "c.docx", "keii.db", "keii.db-wal", "keii.db-shm"):
        (folder / name).write_bytes(b"x")
    (folder / "d.txt").write_text(JAPANESE, encoding="utf-8")
    documents, problems = read(folder, good)
    assert len(documents) == 2
    (problem,) = problems
    assert (problem.code, problem.origin) == ("input.other-kinds", str(folder))
    assert "1 × .docx, 2 × .odt" in problem.message


def test_a_folder_without_readable_files(tmp_path: Path, good: Path) -> None:
    folder = tmp_path / "none"
    folder.mkdir()
    check(folder, good, "input.empty-folder")


def test_a_name_that_is_not_utf8_can_be_stored(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff.txt"
    try:
        with open(path, "wb") as stream:  # noqa: PTH123
            stream.write(JAPANESE.encode())
    except OSError:
        pytest.skip("the file system takes no such name")
    (document,), _ = read(os.fsdecode(path))
    assert document.origin.encode("utf-8").endswith(rb"\xff.txt")


@pytest.mark.parametrize(("content", "reader"), [
    (JAPANESE, "txt"),
    (PAGE, "html"),
    (f'\n{{"text": "{JAPANESE}"}}\n', "jsonl"),
    (f'\ufeff{{"text": "{JAPANESE}"}}', "jsonl"),
    (f"{{首相}}\n{JAPANESE}", "txt"),
    (f"<首相> {JAPANESE}", "txt"),
])
def test_a_stream_shows_its_format(content: str, reader: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    (path := tmp_path / "article").write_text(content, encoding="utf-8")
    for name in ("-", path):
        (document,), problems = read(name)
        assert (document.reader, problems) == (reader, [])


def test_json_that_is_not_one_object_a_line(tmp_path: Path, good: Path) -> None:
    bad = tmp_path / "list.json"
    bad.write_text(f'[\n{{"text": "{JAPANESE}"}}\n]', encoding="utf-8")
    check(bad, good, "input.not-json", "one object a line")


def test_documents_come_one_by_one(good: Path) -> None:
    def inputs() -> Iterator[str]:
        yield str(good)
        raise AssertionError("the second input was asked for too early")

    assert isinstance(next(find(inputs())), Document)


def test_reading_twice_gives_the_same(good: Path) -> None:
    assert read(good) == read(good)
