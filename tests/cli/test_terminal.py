import os
import re
import struct

import pytest

from cli.conftest import Keii
from forking import on_terminal
from keii.briefs.layout import width_of

STYLES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def seen(columns: int, *arguments: str, **environ: str) -> str:
    """Return what a person sees who runs a command on a terminal of so many columns."""
    environ = {"TERM": "xterm-256color", "LANG": "C.UTF-8", **environ}
    child, terminal = on_terminal(arguments, environ, struct.pack("HHHH", 40, columns, 0, 0))
    raw = b""
    while chunk := _read(terminal):
        raw += chunk
    os.close(terminal)
    os.waitpid(child, 0)
    return raw.decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # how Linux says that the other side is closed
        return b""


@pytest.mark.parametrize("columns", [80, 140])
@pytest.mark.parametrize("arguments", [("list", "claims"), ("list", "documents"), ("list", "actors"),
                                       ("list", "problems"), ("show",)], ids=" ".join)
def test_what_people_see_fits_their_terminal(filled: Keii, columns: int, arguments: tuple[str, ...]) -> None:
    for lang in ("en", "ja"):
        shown = seen(columns, "-l", str(filled.ledger), "--lang", lang, *arguments)
        assert "\x1b[" in shown
        lines = STYLES.sub("", shown).splitlines()
        assert len(lines) > 1
        assert max(map(width_of, lines)) <= columns


def test_no_color_means_none(filled: Keii) -> None:
    for arguments in (("list", "claims"), ("show",)):
        assert "\x1b[" not in seen(80, "-l", str(filled.ledger), *arguments, NO_COLOR="1")


def test_a_list_on_a_terminal_is_for_people(filled: Keii) -> None:
    shown = STYLES.sub("", seen(80, "-l", str(filled.ledger), "list", "claims", "--lang", "ja"))
    assert shown.splitlines()[:2] == ["日付        類型      状態          行為",
                                      "2024-06-13  CONSULT   occurred      プーチン大統領 · 訪問 → 平壌 (visit)"]


def test_reading_shows_its_progress_on_a_terminal(keii: Keii) -> None:
    (keii.ledger.parent / "a.txt").write_text("ロシアのプーチン大統領は平壌を訪問した。\n", encoding="utf-8")
    shown = seen(80, "-l", str(keii.ledger), "read", "a.txt")
    assert re.search(r"1 document, 1 claim, [\d.]+ documents a minute · a\.txt", STYLES.sub("", shown))
    assert "1 document read, 1 of them new; 1 sentence, 1 claim, 0 problems." in STYLES.sub("", shown)


@pytest.mark.parametrize(("lang", "arguments", "told"), [
    ("en", ("list", "problems", "--words", "nothing"), "keii: The ledger holds none, or none that fits the filters."),
    ("ja", ("events", "--actor", "FJI"), "keii: 台帳にはないか、絞り込みに合うものがありません。"),
    ("ja", ("conflicts",), "keii: 台帳にはないか、絞り込みに合うものがありません。"),
    ("en", ("rule", "list"), "keii: There is none yet."),
    ("en", ("situations",), "keii: None was found: that takes 4 events"),
], ids=lambda value: value if isinstance(value, str) else " ".join(value))
def test_a_person_is_told_that_a_list_is_empty(filled: Keii, lang: str, arguments: tuple[str, ...], told: str) -> None:
    shown = STYLES.sub("", seen(200, "-l", str(filled.ledger), "--lang", lang, *arguments))
    assert shown.startswith(told)
    assert len(shown.splitlines()) == 1
