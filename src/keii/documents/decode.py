"""Bytes to text: byte order mark, the page's own declaration, UTF-8, then what Japanese and English files are in.

Nothing is replaced: a byte that does not decode refuses the input and is named, because a text with holes would
give quotations that no reader can find in the source.
"""

import codecs
import re
from collections.abc import Iterable
from unicodedata import category

from keii.errors import InputError

MAX_TEXT_BYTES = 10_000_000
"""Largest text read, in bytes. The longest single news texts (inquiry reports, full transcripts) have about 2 MB;
10 MB of Japanese are some 80,000 sentences or ten minutes of one core, and whatever is larger is a collection,
which .jsonl holds better: one document a line, each with its own date."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<meta[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE)
_DECLARED_WITHIN = 4096  # bytes; browsers look at 1,024, but saved pages carry long comments before
# Labels as browsers read them (WHATWG Encoding Standard), as far as Python's codec of that name reads less.
_LABELS = {
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932",
    "ms932": "cp932", "euc-jp": "euc_jis_2004", "x-euc-jp": "euc_jis_2004", "iso-2022-jp": "iso2022_jp_ext",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "utf8": "utf-8",
    "gb2312": "gb18030", "gbk": "gb18030", "ks_c_5601-1987": "cp949", "euc-kr": "cp949",
}
_TITLES = {
    "utf-8": "UTF-8", "cp932": "Shift_JIS", "euc_jis_2004": "EUC-JP", "iso2022_jp_ext": "ISO-2022-JP",
    "iso2022_jp_2004": "ISO-2022-JP",
    "cp1252": "Windows-1252",
    "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "utf-32-le": "UTF-32", "utf-32-be": "UTF-32",
}
_JAPANESE = ("euc_jis_2004", "cp932")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fc、。「」]")
# Text read in the wrong Japanese encoding is full of half-width katakana and rare kanji; .15 of a real text's
# characters beyond ASCII are kana or 、。「」 even in lists of names, .5 in articles, below .02 in misreadings.
_KANA_SHARE = 0.15
_WESTERN = re.compile(r"[‘’“”–—…•\u00a0£©®°½éèêëáàâäãåçíìîïñóòôöõøúùûüßæœÉÀÁÂÄÇÖÜÑØÅ]|(?<=\d)€|€(?=\d)|«|»")
_NO_CP932 = re.compile(r"[\x80\xa0\uf8f0-\uf8f3]")  # what Python makes of bytes 80, A0, FD to FF, which say nothing
_MAGIC = (
    (b"%PDF", "a PDF"), (b"PK\x03\x04", "a ZIP archive or an office document"), (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a PNG image"), (b"\xff\xd8\xff", "a JPEG image"), (b"GIF8", "a GIF image"),
    (b"\xd0\xcf\x11\xe0", "an office document"), (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"), (b"7z\xbc\xaf", "a 7z archive"), (b"BZh", "a bzip2 archive"),
    (b"{\\rtf", "an RTF document"),
)
_SAMPLE = 65_536
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1b"))  # ESC is part of ISO-2022-JP
_CONTROL_SHARE = 0.01
_LETTERS = bytes(range(65, 91)) + bytes(range(97, 123)) + b" \r\n"
_LETTER_SHARE = 0.8


def decode(raw: bytes, *, declared: str | None = None) -> tuple[str, str]:
    """Return the text of `raw` without its byte order mark, and the name of the encoding it was read in.

    `declared` is the encoding that the input itself names; one that does not fit is passed over. Raises InputError
    for binary data and for bytes that no encoding explains.
    """
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _decode_marked(raw, mark, encoding)
    refuse_binary(raw)
    for encoding in filter(None, (_codec(declared), "utf-8")):
        if not (encoding == "utf-8" and b"\x1b$" in raw[:_SAMPLE]):
            text = _try(raw, encoding)
            if text is not None:
                return text, encoding
    return _guess(raw)


def declared_encoding(page: bytes) -> str | None:
    """Return the encoding that an HTML page names in its head, or None."""
    match = _DECLARED.search(page, 0, _DECLARED_WITHIN)
    return (match[1] or match[2]).decode("ascii") if match else None


def encoding_title(encoding: str) -> str:
    """Return the name of an encoding as people write it."""
    return _TITLES.get(encoding, encoding)


def refuse_binary(raw: bytes) -> None:
    """Raise InputError when `raw` is not text; says what it is where its first bytes tell."""
    kind = next((kind for magic, kind in _MAGIC if raw.startswith(magic)), None)
    sample = raw[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if kind is None and b"\0" not in sample and controls <= _CONTROL_SHARE * len(sample):
        return
    raise InputError(f"the input is {kind or 'binary data'}, not text.", code="input.binary",
                     remedy="Save the article as text (.txt, .md) or as a web page (.html).")


def _decode_marked(raw: bytes, mark: bytes, encoding: str) -> tuple[str, str]:
    rest, wide = raw[len(mark) :], encoding != "utf-8"
    try:
        text = "" if wide and _is_ascii(rest) else rest.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(encoding, len(mark) + error.start, raw) from error
    if wide and rest and (not text or _is_no_text(text)):
        raise InputError(f"the input begins as {encoding_title(encoding)} does, but what follows is no text in it.",
                         code="input.binary", remedy="Save the article as text in UTF-8 (.txt, .md, .html).")
    return text, encoding


def _is_no_text(text: str) -> bool:
    """Tell whether characters that no text has (controls, private or unassigned ones) are more than a few."""
    sample = text[:_SAMPLE]
    none = sum(category(character) in ("Cc", "Cn", "Co") and character not in "\t\n\r\f" for character in sample)
    return none > _CONTROL_SHARE * len(sample)


def _is_ascii(rest: bytes) -> bool:
    """Tell whether the bytes after a mark of UTF-16 or UTF-32 are words in ASCII.

    In UTF-16 half of the bytes of kana are digits, and those of kanji letters in one of five at most.
    """
    words = len(rest) - len(rest.translate(None, _LETTERS))
    return len(rest) > 12 and rest.isascii() and words >= _LETTER_SHARE * len(rest)


def _codec(label: str | None) -> str | None:
    if not label:
        return None
    name = _LABELS.get(label.strip().lower(), label.strip().lower())
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    return name if getattr(info, "_is_text_encoding", True) else None


def _try(raw: bytes, encoding: str) -> str | None:
    try:
        text = raw.decode(encoding)
    except UnicodeError:
        return None
    return None if encoding == "cp932" and _NO_CP932.search(text) else text


def _guess(raw: bytes) -> tuple[str, str]:
    """Return the text in the first encoding that decodes all of `raw` to something plausible."""
    if b"\x1b$" in raw[:_SAMPLE]:
        for encoding in ("iso2022_jp_ext", "iso2022_jp_2004"):  # half-width katakana; ① and the like
            if (text := _try(raw, encoding)) is not None:
                return text, encoding
    if not _is_broken_utf8(raw):
        readings = [(text, encoding) for encoding in _JAPANESE if (text := _try(raw, encoding)) is not None]
        best = max(readings, key=lambda reading: _kana_share(reading[0]), default=("", ""))
        if _kana_share(best[0]) >= _KANA_SHARE:
            return best
        western = _try(raw, "cp1252")
        if western is not None and all(character < "\x80" or _WESTERN.match(western, at)
                                       for at, character in enumerate(western)):
            return western, "cp1252"
    raise _undecodable(*_furthest(raw, ("utf-8", *_JAPANESE)), raw)


def _is_broken_utf8(raw: bytes) -> bool:
    """Tell whether most of the bytes beyond ASCII are good UTF-8, so that some are damaged."""
    text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    good = sum(character > "\x7f" for character in text) - broken
    return good > 4 * broken


def _kana_share(text: str) -> float:
    beyond = sum(character > "\x7f" for character in text)
    return len(_KANA.findall(text)) / beyond if beyond else 0.0


def _furthest(raw: bytes, encodings: Iterable[str]) -> tuple[str, int]:
    """Return the encoding that reads plausible text furthest, and the byte where it stops; UTF-8 when none does."""
    best = ("utf-8", _stop(raw, "utf-8"))
    if not _is_broken_utf8(raw):
        for encoding in encodings:
            stop = _stop(raw, encoding)
            if stop > best[1] and _kana_share(raw[:stop].decode(encoding)) >= _KANA_SHARE:
                best = (encoding, stop)
    return best


def _stop(raw: bytes, encoding: str) -> int:
    """Return the first byte that `encoding` cannot explain, the length of `raw` when there is none."""
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start
    hole = _NO_CP932.search(text) if encoding == "cp932" else None
    return len(text[: hole.start()].encode(encoding)) if hole else len(raw)


def _undecodable(encoding: str, start: int, raw: bytes) -> InputError:
    line = raw.count(b"\n", 0, start) + 1
    value = f" (0x{raw[start]:02X})" if start < len(raw) else ""
    return InputError(
        f"byte {start}{value}, in line {line}, is not {encoding_title(encoding)}, and no other encoding fits.",
        code="input.undecodable", start=start,
        remedy="Repair the byte, or convert the file to UTF-8: iconv -f ENCODING -t UTF-8 FILE > NEW.",
    )
