"""Who says so: the chain of sources, outermost first, and nobody where the text itself asserts an act."""

import pytest

from coding.sentences import claim_of, gap, sources_of
from keii.model import Reference, SourceKind

CASES = [
    ("ja", "チリの首相は辞任した。", "RETREAT", []),
    ("ja", "外務省報道官は、イランがシリアに武器を送ったと述べた。", "AID", ["外務省報道官"]),
    ("ja", "「チリは部隊を撤収した」と国防相は語った。", "RETREAT", ["国防相"]),
    ("ja", "国防相は「チリは部隊を撤収した」と語り、報道陣を後にした。", "RETREAT", ["国防相"]),
    ("ja", "国防相は演説し、「軍は村を攻撃していない」と強調した。", "ASSAULT", ["国防相"]),
    ("ja", "チリの首相が辞任したという。", "RETREAT", ["という"]),
    ("ja", "チリの首相が辞任したとされる。", "RETREAT", ["とされる"]),
    gap("ja", "聯合ニュースによると、チリの首相は辞任した。", "RETREAT", ["聯合ニュース"]),
    ("ja", "複数の政府当局者によると、チリの首相は辞任した。", "RETREAT", ["複数の政府当局者"]),
    ("ja", "ロイター通信によると、国防相はチリ軍が村を砲撃したと述べた。", "ASSAULT", ["ロイター通信", "国防相"]),
    gap("ja", "読売新聞は、国防省当局者の話として、チリ軍が村を砲撃したと報じた。", "ASSAULT",
        ["読売新聞", "国防省当局者"]),
    ("ja", "両国は会談したと、ペルー外務省が発表した。", "CONSULT", ["ペルー外務省"]),
    ("ja", "国連はチリ軍による村の攻撃を非難した。", "ASSAULT", ["国連"]),
    ("ja", "国連はチリ軍による村の攻撃を非難した。", "ACCUSE", []),
    ("ja", "軍事アナリストは、チリ軍が村を攻撃すると予想している。", "ASSAULT", ["軍事アナリスト"]),
    ("ja", "ペルーは提案を拒否したが、チリの外相は軍が撤退したと述べた。", "REJECT", []),
    ("ja", "ペルーは提案を拒否したが、チリの外相は軍が撤退したと述べた。", "RETREAT", ["チリの外相"]),
    ("en", "The premier of Chile resigned.", "RETREAT", []),
    ("en", "The foreign ministry spokesman said Iran had sent weapons to Syria.", "AID",
     ["The foreign ministry spokesman"]),
    ("en", '"Chile has withdrawn its troops," the defence minister said.', "RETREAT", ["the defence minister"]),
    ("en", 'The defence minister said "Chile has withdrawn its troops" and left.', "RETREAT", ["The defence minister"]),
    ("en", "The premier of Chile reportedly resigned.", "RETREAT", ["reportedly"]),
    ("en", "According to Yonhap, the premier of Chile resigned.", "RETREAT", ["Yonhap"]),
    ("en", "The army, witnesses said, shelled the village.", "ASSAULT", ["witnesses"]),
    ("en", "The army shelled the village, a spokesman told Reuters.", "ASSAULT", ["a spokesman"]),
    ("en", "The Times, citing defence officials, reported that the army had shelled the village.", "ASSAULT",
     ["The Times", "defence officials"]),
    ("en", "The army shelled the village, the daily said, citing an agency that quoted officials.", "ASSAULT",
     ["the daily", "an agency", "officials"]),
    ("en", "Syria closed the border, citing repairs.", "COERCE", []),  # a reason, no source
    # hearsay in the passive; what is expected is nobody's word
    ("en", "The premier of Chile is said to have resigned.", "RETREAT", ["is said to"]),
    ("en", "It has been put about that the premier of Chile resigned.", "RETREAT", ["been put about that"]),
    ("en", "The premier of Chile is expected to resign.", "RETREAT", []),
    # what somebody denies or admits having done, and what he says that he has not said
    ("en", "Ghana denied shelling the village.", "ASSAULT", ["Ghana"]),
    ("en", "Ghana planned shelling the village.", "ASSAULT", []),
    ("en", "Ghana said it had never asked for a truce.", "REQUEST", ["Ghana"]),
    ("en", "Ghana said it was asking for a truce.", "REQUEST", []),
    # who stands before the colon of a headline; a country there is what it is about
    ("en", "Minister: Chile has withdrawn its troops", "RETREAT", ["Minister"]),
    ("en", "Lebanon: shells hit a village", "ASSAULT", []),
    ("en", "The general, who said the army had shelled the village, left.", "ASSAULT", ["The general"]),
    gap("en", "The UN condemned the Chilean army's attack on the village.", "ASSAULT", ["The UN"]),
    ("en", "The UN condemned the Chilean army's attack on the village.", "ACCUSE", []),
    ("en", "Military analysts expect Chile's army to attack the village.", "ASSAULT", ["Military analysts"]),
    ("en", "Peru rejected the proposal, but Chile's foreign minister said the army had withdrawn.", "REJECT", []),
    ("en", "Peru rejected the proposal, but Chile's foreign minister said the army had withdrawn.", "RETREAT",
     ["Chile's foreign minister"]),
    ("en", "Japan held joint exercises with the United States.", "COOPERATE", []),
    ("en", "The envoy is said to have attacked the minister.", "ASSAULT", ["is said to"]),
    ("en", "Chilean soldiers were reported to have shelled the village.", "ASSAULT", ["were reported to"]),
    ("en", "Chile is expected to withdraw its troops.", "RETREAT", []),
    ("en", "The minister told a news conference that Chile had shelled the village.", "ASSAULT", ["The minister"]),
    ("en", "The minister said in a statement that Chile had shelled the village.", "ASSAULT", ["The minister"]),
    ("en", "The ministry released a report that Chile had shelled the village.", "ASSAULT", ["The ministry"]),
    ("en", "The report that parliament read praised Chile.", "SUPPORT", []),
    ("en", "According to media reports, Chile has withdrawn its troops.", "RETREAT", ["media reports"]),
    ("en", "The minister said Chile would withdraw its troops and thanked Peru.", "SUPPORT", []),
    ("en", "Chile denied allegations that it had shelled the village.", "ACCUSE", []),
    ("en", "Chile denied allegations that it had shelled the village.", "ASSAULT", ["Chile"]),
    ("ja", "団体側の説明では、チリ軍が村を砲撃した。", "ASSAULT", ["団体側"]),
    ("ja", "関係者の話では、ペルーとチリは会談した。", "CONSULT", ["関係者"]),
    ("ja", "首都での発表では、チリ軍が村を砲撃した。", "ASSAULT", []),
    ("ja", "報道によると、チリの首相は辞任した。", "RETREAT", ["報道"]),
    ("ja", "ペルー軍が村を砲撃したと認めた、とチリの国防相が語った。", "ASSAULT", ["チリの国防相"]),
]


@pytest.mark.parametrize(("code", "sentence", "type", "expected"), CASES)
def test_the_chain_of_sources_is_read(code: str, sentence: str, type: str, expected: list[str]) -> None:
    assert sources_of(claim_of(code, sentence, type)) == expected


@pytest.mark.parametrize(("code", "sentence", "kind"), [
    ("ja", "読売新聞は、チリの首相が辞任したと報じた。", SourceKind.OUTLET),
    ("ja", "プーチン大統領は、チリの首相が辞任したと述べた。", SourceKind.NAMED),
    ("ja", "ペルー外務省は、チリの首相が辞任したと発表した。", SourceKind.OFFICE),
    ("ja", "チリの首相が辞任したという。", SourceKind.HEARSAY),
    ("ja", "消息筋は、チリの首相が辞任したと語った。", SourceKind.ANONYMOUS),
    ("en", "The Times reported that the premier of Chile had resigned.", SourceKind.OUTLET),
    ("en", "President Putin said the premier of Chile had resigned.", SourceKind.NAMED),
    ("en", "Peru's foreign ministry said the premier of Chile had resigned.", SourceKind.OFFICE),
    ("en", "The premier of Chile reportedly resigned.", SourceKind.HEARSAY),
    ("en", "Insiders said the premier of Chile had resigned.", SourceKind.ANONYMOUS),
])
def test_a_source_has_a_kind(code: str, sentence: str, kind: SourceKind) -> None:
    assert [source.kind for source in claim_of(code, sentence, "RETREAT").sources] == [kind]


@pytest.mark.parametrize(("code", "sentence", "cue"), [
    ("ja", "ペルー外務省は、チリの首相が辞任したと発表した。", "発表"),
    ("ja", "警察によれば、チリの首相は辞任した。", "によれば"),
    ("en", "Peru's foreign ministry announced that the premier of Chile had resigned.", "announced"),
    ("en", "According to police, the premier of Chile resigned.", "According to"),
])
def test_the_word_of_saying_is_the_sources_evidence(code: str, sentence: str, cue: str) -> None:
    (source,) = claim_of(code, sentence, "RETREAT").sources
    assert cue in source.cue.span.quote
    assert ".tsv:" in source.cue.rule


@pytest.mark.parametrize(("code", "text", "speaker"), [
    gap("ja", "ペルーの外相は記者会見した。「チリの首相は辞任した」と述べた。", "ペルーの外相"),
    ("en", "Peru's foreign minister spoke to reporters. He said the premier of Chile had resigned.",
     "Peru's foreign minister"),
    ("en", "President Putin spoke to reporters. The premier of Chile, he said, had resigned.", "President Putin"),
])
def test_a_speaker_named_before_is_found(code: str, text: str, speaker: str) -> None:
    (source,) = claim_of(code, text, "RETREAT").sources
    assert source.text == speaker
    assert source.reference in (Reference.OMITTED, Reference.PRONOUN)
    assert source.code in ("PER/GOV", "RUS/GOV")
    assert source.antecedent


@pytest.mark.parametrize(("code", "sentence", "type"), [
    ("ja", "チリの外相は「我々は提案を拒否する」と述べた。", "REJECT"),
    ("en", '"We reject the proposal," Chile\'s foreign minister said.', "REJECT"),
])
def test_a_speech_act_in_ones_own_words_has_no_source(code: str, sentence: str, type: str) -> None:
    claim = claim_of(code, sentence, type)
    assert claim.sources == ()
    assert [party.code for party in claim.actors] == ["CHL/GOV"]


@pytest.mark.parametrize(("text", "whom"), [
    ("Putin arrived in Lima. Peruvian police said he had attacked a guard.", "RUS/GOV"),  # a body is not he
    ("Putin arrived in Lima. Peru's premier said he had attacked a guard.", "PER/GOV"),
])
def test_he_in_somebodys_words_is_the_speaker_where_that_is_a_person(text: str, whom: str) -> None:
    assert [party.code for party in claim_of("en", text, "ASSAULT").actors] == [whom]
