from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from keii import pipeline
from keii.encoder.engine import Engine
from keii.language.contract import Parse
from keii.language.languages import LANGUAGES
from quality.gate import CODERS
from quality.remembering import remembering

LINES = {
    "ja": ["ペルーの外相は13日、チリの大使と会談した。", "チリは制裁を発表した。",
           "空は青い。", "チリは制裁を発表した。"],
    "en": ["Peru attacked Chile on Monday.", "Kenya met Ghana, and both signed a deal.", "The sky was blue."],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_several_coders_ask_is_made_once_and_changes_no_reading(
        monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    lines, read, parsed = LINES[language], [], []
    alone = [pipeline.code_sentences(lines, language=language, coder=coder) for coder in CODERS]
    plain, parse = Engine.plain, LANGUAGES[language].parse

    def counted(model: Engine, embedded: Any) -> Any:
        read.append(embedded.tobytes())
        return plain(model, embedded)

    def noted(tongue: Any, sentences: Iterable[str]) -> Iterator[Parse]:
        texts = list(sentences)
        parsed.extend(texts)
        return parse(tongue, texts)

    monkeypatch.setattr(Engine, "plain", counted)
    monkeypatch.setattr(LANGUAGES[language], "parse", noted)
    with remembering():
        together = [pipeline.code_sentences(lines, language=language, coder=coder) for coder in CODERS]
    assert together == alone
    assert [len(reading.claims) > 0 for reading in alone] == [True] * len(CODERS)
    assert len(read) == 1  # the lines are one window
    assert len(parsed) == len(set(parsed)) > 0
    pipeline.code_sentences(lines, language=language)
    assert len(read) == 2  # after the block nothing is remembered
