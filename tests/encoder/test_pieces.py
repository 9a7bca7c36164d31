"""The cutter's pieces are those of the package tokenizers, which has the same model of the vocabulary."""

from collections.abc import Iterator

import pytest

from keii.encoder import pieces as module
from keii.encoder.engine import engine
from keii.encoder.pieces import Cutter, Pieces
from quality.predict import read_lines
from quality.sets import CASES

ODD = (
    "",
    " ",
    "  北朝鮮　が ",
    "A…b  c ㌔ ½ が",
    "か\u3099 ｶﾞ 2️⃣ 𠮷野家 😀😀 x",
    "▁a a▁b",
    "a\nb\tc\u00a0d\u2009e",
    "株㈱ＡＢＣ１２３％～！？㍿",
    "<s>a</s> <unk> ",
    "𐀀𐀁𐀂 a 𐀀",
    "ﬁne ™ №5 é x\u0301",
)


@pytest.fixture(scope="module")
def cutter() -> Cutter:
    return engine().cutter


def sentences() -> Iterator[str]:
    for path in CASES.values():
        yield from (line["text"] for line in read_lines(path))


def as_tokenizers(cutter: Cutter, texts: list[str], monkeypatch: pytest.MonkeyPatch) -> list[Pieces]:
    """Return the pieces of texts as the package tokenizers cuts them."""
    monkeypatch.setattr(module, "_normalised", lambda text: (None, []))
    return [cutter.cut(text) for text in texts]


@pytest.mark.parametrize("text", ODD)
def test_odd_characters_are_cut_as_by_tokenizers(cutter: Cutter, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = cutter.cut(text)
    assert [ours] == as_tokenizers(cutter, [text], monkeypatch)
    for start, end in zip(ours.starts, ours.ends, strict=True):
        assert text[start:end] == text[start:end].strip() != ""


def test_the_gold_cases_are_cut_as_by_tokenizers(cutter: Cutter, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = list(sentences())
    ours = [cutter.cut(text) for text in texts]
    assert sum(len(one.ids) for one in ours) > 5_000
    assert ours == as_tokenizers(cutter, texts, monkeypatch)

