"""What repairs make of a parse is a tree: a ring would be walked for ever."""

import pytest

from keii.language.contract import is_tree
from keii.language.languages import language


@pytest.mark.parametrize(
    ("heads", "tree"),
    [
        ((), True),
        ((0,), True),
        ((1, 1, 1), True),
        ((1, 2, 2, 2), True),
        ((0, 1), True),  # two roots, as English parses have them
        ((1, 0), False),
        ((0, 2, 1), False),
        ((1, 2, 3, 1, 4), False),
    ],
)
def test_ring_is_no_tree(heads: tuple[int, ...], tree: bool) -> None:
    assert is_tree(heads) is tree


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ja", "金正恩朝鮮労働党委員長とトランプ米大統領が会談した。"),
        ("ja", "在日米軍司令官代理フィンチ大佐ら三名の士官が、港で市長のマリア・ルイスと会った。"),
        ("ja", "前外相で与党幹事長補佐サイード・ハリリ氏長男の弁護士、アミン・サイードは否定した。"),
        ("en", "Moreau called Silva to discuss calls to lift sanctions, who visiting lawmakers met."),
    ],
)
def test_mended_parse_is_a_tree(code: str, text: str) -> None:
    (parse,) = language(code).parse([text])
    assert is_tree(parse.heads)
