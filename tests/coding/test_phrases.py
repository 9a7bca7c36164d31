from itertools import pairwise

import pytest

from keii.coding.phrases import phrases


def marked(text: str, *words: str) -> list[tuple[int, int]]:
    return [(text.index(word), text.index(word) + len(word)) for word in words]


@pytest.mark.parametrize(
    ("language", "text", "words", "expected"),
    [
        ("ja", "外相はペルーを訪れた。", ["外相は"], ["外相"]),
        ("ja", "北朝鮮は訪問した。", ["朝鮮"], ["北朝鮮"]),
        ("ja", "マルティネス氏が来た。", ["ティネス"], ["マルティネス"]),
        ("ja", "ペルーとチリが争う。", ["ペルー", "チリ"], ["ペルー", "チリ"]),
        ("ja", "「外相」は語った。", ["「外相」"], ["外相"]),
        ("ja", "首相が大使を招いた。", ["首相", "大使"], ["首相", "大使"]),
        ("ja", "海軍は巡視艇を送った。", ["巡視"], ["巡視艇"]),  # pieces may end within a word
        ("ja", "広場に数千人が集まった。", ["数"], ["数千人"]),
        ("ja", "反対派の人たちは歩いた。", ["反対派の人たちは"], ["反対派の人たち"]),
        ("ja", "欧州連合（EU）が反対した。", ["欧州連合（EU"], ["欧州連合（EU）"]),
        ("ja", "政府首脳会談が始まった。", ["政府"], ["政府"]),  # what follows is another word
        ("en", "North Korea refused.", ["Korea"], ["North Korea"]),
        ("en", "The visit by Martinez failed.", ["tinez"], ["Martinez"]),
        ("en", "He met the U.S. president.", ["the U", "S. president"], ["the U.S. president"]),
        ("en", "Peru and Chile agreed.", ["Peru and", "Chile"], ["Peru", "Chile"]),
        ("en", "It hit Peru's port.", ["Peru's"], ["Peru"]),
        ("en", "It hit Peru's port.", ["'s port"], ["Peru's port"]),
        ("en", "It hit Peru's port.", ["s port"], ["Peru's port"]),
        ("en", "The government in Zagreb refused.", ["The government"], ["The government in Zagreb"]),
        ("en", "The government in June refused.", ["The government"], ["The government"]),
        ("en", "The workers in Zagreb refused.", ["The workers"], ["The workers"]),
        ("en", "Men from a Turkish frigate sang.", ["Men from", "Turkish frigate"], ["Men from a Turkish frigate"]),
        ("en", "Ships of the Chilean navy left.", ["Ships of the"], ["Ships of the Chilean navy"]),
        ("en", "Ships of June left.", ["Ships of"], ["Ships"]),
        ("en", "More than 80 percent of our citizens agree.", ["80 percent"], ["80 percent of our citizens"]),
        ("en", "Exports rose 8 percent in May.", ["8 percent"], ["8 percent"]),
        ("en", "He sent Peru in Chile.", ["Peru", "Chile"], ["Peru", "Chile"]),
        ("en", "They met, he said.", [", "], []),
    ],
)
def test_marked_pieces_become_whole_phrases(language: str, text: str, words: list[str], expected: list[str]) -> None:
    assert [text[a:b] for a, b in phrases(text, language, marked(text, *words))] == expected


def test_phrases_never_overlap_and_stand_in_order() -> None:
    text = "The foreign minister of North Korea met the envoy of South Korea."
    found = phrases(text, "en", [(40, 50), (4, 11), (8, 20), (24, 29)])
    assert all(a[1] <= b[0] for a, b in pairwise(found))
