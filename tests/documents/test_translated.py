import pytest

from keii.documents.translated import is_marked_translated


@pytest.mark.parametrize(("language", "text", "marked"), [
    ("ja", "この記事は機械翻訳を使用しています。\n首相は去った。", True),
    ("ja", "首相は去った。\n（自動翻訳）", True),
    ("ja", "首相は去った。\n※英語の記事をDeepLで翻訳しました。", True),
    ("ja", "首相は機械翻訳の研究に予算をつけると述べた。", False),
    ("en", "This article was translated automatically.\nThe minister left.", True),
    ("en", "The minister left.\n(Machine-translated from Russian)", True),
    ("en", "The minister praised progress in machine translation.", False),
])
def test_a_notice_of_machine_translation_is_seen(language: str, text: str, marked: bool) -> None:
    assert is_marked_translated(text, language) is marked


def test_a_notice_in_the_middle_is_another_texts() -> None:
    text = "首相は去った。" * 50 + "この記事は機械翻訳です。" + "首相は去った。" * 50
    assert not is_marked_translated(text, "ja")
