import io
import json
from pathlib import Path

import pytest

from keii.model import Document, Problem
from keii.sources import find

TEXT = "日本政府は3日、首脳会談を来月行うと発表した。"


def read(path: Path, *lines: str | dict[str, object]) -> list[Document | Problem]:
    path = path / "in.jsonl"
    texts = (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    path.write_text("\n".join(texts), encoding="utf-8")
    return list(find([str(path)]))


def test_every_field_is_kept(tmp_path: Path) -> None:
    (document,) = read(tmp_path, {
        "id": "a-1", "title": "日朝会談へ", "url": "https://example.org/a", "publisher": "架空新聞",
        "published": "2026-10-03T09:00+09:00", "language": "ja", "text": TEXT, "other": [1]})
    assert isinstance(document, Document)
    assert document.text == f"日朝会談へ\n{TEXT}"
    assert (document.title, document.url, document.publisher) == ("日朝会談へ", "https://example.org/a", "架空新聞")
    assert (document.published_at, document.published_basis) == ("2026-10-03T09:00:00+09:00", "field")
    assert (document.reader, document.encoding) == ("jsonl", "utf-8")


def test_two_lines_of_one_text_differ_by_their_ids(tmp_path: Path) -> None:
    first, second, third = read(tmp_path, {"id": 1, "text": TEXT}, {"id": "2", "text": TEXT}, {"id": "1", "text": TEXT})
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert isinstance(third, Document)
    assert first.id == third.id != second.id


@pytest.mark.parametrize(("line", "code", "words"), [
    ("not json", "input.not-json", "character 1"),
    ('{"text": "首相", }', "input.not-json", "character"),
    ('["text"]', "input.not-json", "not an object"),
    ("3", "input.not-json", "not an object"),
    ("null", "input.not-json", "not an object"),
    ({"title": "会談"}, "input.no-text", "lacks «text»"),
    ({"text": None}, "input.no-text", "lacks «text»"),
    ({"text": 3}, "input.no-text", "a number"),
    ({"text": [TEXT]}, "input.no-text", "a list"),
    ({"text": {"ja": TEXT}}, "input.no-text", "an object"),
    ({"text": "  "}, "input.empty", "no text"),
    ({"text": "대통령은 평양을 방문했다."}, "input.unsupported-language", "«ko»"),
    ('{"text": "\\ud800"}', "input.not-json", "surrogate"),
])
def test_a_bad_line_is_told_and_the_others_are_read(line: str | dict[str, object], code: str, words: str,
                                                   tmp_path: Path) -> None:
    first, problem, last = read(tmp_path, {"text": TEXT}, "", line, {"text": TEXT + TEXT})
    assert isinstance(first, Document)
    assert isinstance(last, Document)
    assert isinstance(problem, Problem)
    assert problem.code == code
    assert words in problem.message
    assert problem.origin.endswith("in.jsonl:3")
    assert problem.remedy


@pytest.mark.parametrize(("field", "value", "code"), [
    ("published", "13/9/2023", "input.bad-date"), ("published", 20230913, "input.bad-date"),
    ("title", 3, "input.wrong-type"), ("publisher", ["A"], "input.wrong-type"), ("url", {"a": 1}, "input.wrong-type"),
    ("language", True, "input.wrong-type"), ("id", 1.5, "input.wrong-type"),
])
def test_a_bad_field_is_told_and_its_document_read_without_it(field: str, value: object, code: str,
                                                             tmp_path: Path) -> None:
    document, problem = read(tmp_path, {"text": TEXT, field: value})
    assert isinstance(document, Document)
    assert isinstance(problem, Problem)
    assert (problem.code, problem.document) == (code, document.id)
    assert document.published_at is None
    assert document.title is None


@pytest.mark.parametrize("field", ["title", "publisher", "published", "url", "language", "id"])
@pytest.mark.parametrize("value", [None, ""])
def test_an_empty_field_is_an_absent_one(field: str, value: object, tmp_path: Path) -> None:
    assert read(tmp_path, {"text": TEXT, field: value}) == read(tmp_path, {"text": TEXT})


def test_a_file_in_another_encoding_is_read(tmp_path: Path) -> None:
    path = tmp_path / "sjis.jsonl"
    path.write_bytes(json.dumps({"text": TEXT}, ensure_ascii=False).encode("cp932") + b"\r\n")
    (document,) = find([str(path)])
    assert isinstance(document, Document)
    assert (document.text, document.encoding) == (TEXT, "cp932")


def test_lines_of_a_pipe_are_read_as_they_come(monkeypatch: pytest.MonkeyPatch) -> None:
    class Pipe(io.RawIOBase):
        asked = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            self.asked += 1
            assert self.asked < 3, "the pipe was read further than the line that was asked for"
            line = json.dumps({"id": self.asked, "text": TEXT}).encode() + b"\n"
            buffer[: len(line)] = line
            return len(line)

    class Stdin:
        buffer = io.BufferedReader(Pipe())

    monkeypatch.setattr("sys.stdin", Stdin())
    documents = find(["-"])
    assert isinstance(next(documents), Document)
    assert isinstance(next(documents), Document)
