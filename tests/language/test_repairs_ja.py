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
        # the topic is the later verb's also where what is said has more than one clause
        ("首相は会見で、隣国は兵を集め、国境を侵してきたと非難した。", "首相", "非難"),
        ("知事は、この計画に対する市の強い反発は感情によるものであり、時間の無駄であると主張した。", "知事", "主張"),
        ("知事は、この計画に対する市の強い反発は感情によるものであり、時間の無駄であると主張した。", "市", "反発"),
        # whom the later verb addresses, not when it is
        ("評議会は政党に、動画を広めることをやめるように促した。", "政党", "促し"),
        ("評議会は週末に、動画を広めるのをやめると述べた。", "週末", "やめる"),
    ],
)
def test_a_subject_hangs_at_its_own_verb(text: str, word: str, verb: str) -> None:
    parse = next(iter(language("ja").parse([text])))
    head = parse.heads[parse.words.index(word)]
    assert parse.words[head] == verb


def test_what_is_right_stays() -> None:
    parse = next(iter(language("ja").parse(["軍は町を出た。"])))
    assert repaired(parse) == parse


@pytest.mark.parametrize("text", ["軍政の首相は会見で、隣国は兵を集め、国を割ろうとしてきたと非難した。",
                                  "王国の代表団は十四人の人間から成っていた、と彼は付け加えた。"])
def test_no_verb_hangs_at_a_noun_before_it(text: str) -> None:
    parse = next(iter(language("ja").parse([text])))
    back = [t for t, head in enumerate(parse.heads) if head < t and parse.pos[t] == "VERB" and parse.rels[t] == "dep"]
    assert not back
