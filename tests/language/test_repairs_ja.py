"""Topics and subjects of Japanese sentences hang at the verbs that they belong to."""

import pytest

from keii.language.ja.repairs import repaired
from keii.language.languages import language


@pytest.mark.parametrize(
    ("text", "word", "verb"),
    [
        ("知事は、市が道を塞いだと非難した。", "知事", "非難"),
        ("知事は、市が道を塞いだと非難した。", "市", "塞い"),
        ("名を伏せた二人の役人は、首相が支出を許可するかもしれないと認めた。", "役人", "認め"),
        ("名を伏せた二人の役人は、首相が支出を許可するかもしれないと認めた。", "首相", "許可"),
        ("監督は選手が疲れていると言った。", "監督", "言っ"),
        ("評議会は、男たちは武器を渡さないと返した。", "評議会", "返し"),
        ("象は鼻が長い。", "象", "長い"),
    ],
)
def test_a_subject_hangs_at_its_own_verb(text: str, word: str, verb: str) -> None:
    parse = next(iter(language("ja").parse([text])))
    head = parse.heads[parse.words.index(word)]
    assert parse.words[head] == verb


def test_what_is_right_stays() -> None:
    parse = next(iter(language("ja").parse(["軍は町を出た。"])))
    assert repaired(parse) == parse
