import pytest
from hypothesis import given
from hypothesis import strategies as st

from keii.documents.decode import declared_encoding, decode
from keii.errors import InputError

JAPANESE = "日本政府は１３日、首脳会談を来月行うと発表した。「協力する」と述べた。"
ENGLISH = "The minister said: “It isn’t over – yet.”"


@pytest.mark.parametrize("encoding", [
    "utf-8", "utf-8-sig", "utf-16", "utf-32", "cp932", "shift_jis", "euc_jp", "iso2022_jp",
])
def test_japanese_is_read_in_every_encoding_that_news_came_in(encoding: str) -> None:
    assert decode(JAPANESE.encode(encoding))[0] == JAPANESE


def test_characters_of_windows_are_read() -> None:
    assert decode("会談は①平壌、②東京で開かれる。".encode("cp932")) == ("会談は①平壌、②東京で開かれる。", "cp932")


def test_western_punctuation_of_windows_is_read() -> None:
    assert decode(ENGLISH.encode("cp1252")) == (ENGLISH, "cp1252")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_utf8_is_never_taken_for_anything_else(text: str) -> None:
    text = text.removeprefix("\ufeff")
    if not text.encode().startswith((b"%PDF", b"GIF8", b"BZh", b"PK")):
        assert decode(text.encode()) == (text, "utf-8")


@pytest.mark.parametrize(("raw", "start"), [
    (b"abc \xff def", 4),
    ("首相は".encode() + b"\xff" + "訪れた。".encode(), 9),
    ("首相は訪れた。".encode()[:-1], 18),
    (JAPANESE.encode("cp932") + b"\xff", len(JAPANESE.encode("cp932"))),
    (b"\xef\xbb\xbfabc\xff", 6),
])
def test_an_undecodable_byte_is_named(raw: bytes, start: int) -> None:
    with pytest.raises(InputError) as caught:
        decode(raw)
    assert caught.value.code == "input.undecodable"
    assert caught.value.start == start
    assert f"byte {start} " in caught.value.what
    assert caught.value.remedy


@pytest.mark.parametrize(("raw", "what"), [
    (b"%PDF-1.7 abc", "PDF"), (b"PK\x03\x04abc", "ZIP"), (b"\x89PNG\r\n", "PNG"), (bytes(range(256)), "binary"),
    (b"abc\x00def", "binary"), (b"\x1f\x8b\x08abc", "gzip"),
])
def test_binary_data_are_told(raw: bytes, what: str) -> None:
    with pytest.raises(InputError, match=what) as caught:
        decode(raw)
    assert caught.value.code == "input.binary"


@pytest.mark.parametrize("rest", [
    b"Norway and Chad agreed on a visit.\n",  # no UTF-16 at all
    "会談\ue000\ue001\ue002".encode("utf-16-le"), b"\x01\x00\x02\x00\x03\x00", b"\xff\xff\xfe\xff",
])
def test_what_only_begins_as_utf16_is_told(rest: bytes) -> None:
    with pytest.raises(InputError, match="begins as UTF-16 does") as caught:
        decode(b"\xff\xfe" + rest)
    assert caught.value.code == "input.binary"
    assert "UTF-8" in caught.value.remedy


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1, max_size=100),
       st.sampled_from(["utf-16", "utf-32"]))
def test_texts_in_utf16_and_utf32_are_read_as_they_are(text: str, encoding: str) -> None:
    raw = text.removeprefix("\ufeff").encode(encoding)
    assert decode(raw)[0] == text.removeprefix("\ufeff")


@pytest.mark.parametrize("text", ["ただいま、おかあさん", "北朝鮮の外相", "大国武力"])
def test_short_japanese_in_utf16_is_japanese(text: str) -> None:
    assert decode(text.encode("utf-16"))[0] == text


@pytest.mark.parametrize(("head", "encoding"), [
    (b'<html><head><meta charset="Shift_JIS">', "Shift_JIS"),
    (b"<meta http-equiv='Content-Type' content='text/html; charset=euc-jp'>", "euc-jp"),
    (b'<?xml version="1.0" encoding="utf-8"?><html>', "utf-8"),
    (b"<html><p>charset=none</p>", None),
])
def test_a_page_names_its_encoding(head: bytes, encoding: str | None) -> None:
    assert declared_encoding(head) == encoding


@pytest.mark.parametrize("declared", ["utf-8", "Shift_JIS", "x-sjis", "nonsense", "rot13", "base64", ""])
def test_a_wrong_declaration_is_passed_over(declared: str) -> None:
    assert decode(JAPANESE.encode("euc_jp"), declared=declared)[0] == JAPANESE
