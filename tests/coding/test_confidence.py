"""How sure keii is of a claim: probabilities from a data file that is read strictly and belongs to the model."""

from dataclasses import replace
from pathlib import Path

import pytest

from keii import pipeline
from keii.coding.confidence import FEATURES, RISING, Case, Evidence, odds, read_scale, scale
from keii.errors import DataError

PLAIN = Evidence(**dict.fromkeys(FEATURES, 0.0))
HEADER = "case\tfigure\tfeature\tweight\n"


@pytest.mark.parametrize(("row", "message"), [
    ("oracle\ttype\tact\t1", "oracle"),
    ("model\tall\tact\t1", "all"),
    ("model\ttype\tmood\t1", "mood"),
    ("model\ttype\tact\tmuch", "much"),
    ("model\ttype\tact\t1\nmodel\ttype\tact\t2", "already"),
])
def test_a_bad_line_is_refused_with_file_and_line(tmp_path: Path, row: str, message: str) -> None:
    path = tmp_path / "confidence.tsv"
    path.write_text(HEADER + row + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=message) as raised:
        read_scale(path)
    assert f"{path}:{2 + row.count(chr(10))}" in str(raised.value)


def test_a_case_without_weights_gives_no_confidence(tmp_path: Path) -> None:
    path = tmp_path / "confidence.tsv"
    path.write_text(HEADER + "model\ttype\tconstant\t0\n", encoding="utf-8")
    fitted = read_scale(path)
    assert fitted.belief(Case.MODEL, PLAIN).type == 0.5
    assert fitted.belief(Case.MODEL, PLAIN).whole is None
    assert fitted.belief(Case.RULED, PLAIN).type is None


@pytest.mark.parametrize("case", Case)
@pytest.mark.parametrize("name", sorted(RISING))
def test_what_speaks_for_a_claim_never_lowers_its_confidence(case: Case, name: str) -> None:
    low, high = (scale().belief(case, replace(PLAIN, **{name: value})) for value in (-1.0, 1.0))
    assert low.type is not None
    assert high.type is not None
    assert low.type <= high.type


@pytest.mark.parametrize("case", Case)
def test_all_of_a_claim_is_never_likelier_than_its_type(case: Case) -> None:
    for value in (-5.0, 0.0, 5.0):
        belief = scale().belief(case, Evidence(**dict.fromkeys(FEATURES, value)))
        assert belief.type is not None
        assert belief.whole is not None
        assert 0 <= belief.whole <= belief.type <= 1


def test_log_odds_do_not_tell_scores_beyond_the_least_apart() -> None:
    assert odds(0.5) == 0
    assert odds(1.0) == odds(0.9999) == pytest.approx(-odds(0.0))


TEXTS = {
    "ja": ("チリの外相は12日、ペルーを非難した。", "関係者の動きが議論を呼び、影響が懸念される。"),
    "en": ("Chile's foreign minister condemned Peru on Monday.", "The move drew criticism and raised concerns."),
}


@pytest.mark.parametrize("language", sorted(TEXTS))
@pytest.mark.parametrize("coder", ["model", "both"])
def test_a_plain_act_is_believed_and_the_rules_alone_give_no_figure(language: str, coder: str) -> None:
    (claim,) = pipeline.code(TEXTS[language][0], language=language, coder=coder).claims
    assert claim.confidence is not None
    assert claim.confidence > 0.6
    assert not claim.doubtful
    assert claim.confidence_whole is not None
    assert claim.confidence_whole <= claim.confidence
    (ruled,) = pipeline.code(TEXTS[language][0], language=language, coder="rules").claims
    assert (ruled.confidence, ruled.confidence_whole, ruled.doubtful) == (None, None, False)
