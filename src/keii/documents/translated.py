"""Whether a text says of itself that a machine translated it."""

import re

# Said of the text itself, at its head or foot; what an article tells about machine translation does not count.
_SAID = r"を(?:使用|利用)|によ(?:る|って|り)|した(?:もの|記事)|です|されて(?:い|お)|版|記事"
_PHRASES = {
    "ja": re.compile(
        rf"(?:機械|自動)翻訳(?:{_SAID})|(?:Google|グーグル|DeepL|AI)(?:翻訳|による翻訳|を使って翻訳|で翻訳)|"
        r"[（(［\[【](?:機械|自動)翻訳[）)］\]】]"),
    "en": re.compile(
        r"\b(?:machine|automatically|auto)[- ]translated\b|\b(?:machine|automatic) translation of\b|"
        r"\btranslated (?:automatically|by (?:machine|google|deepl|ai\b))", re.IGNORECASE),
}
_EDGE = 300  # characters at either end in which such a notice stands


def is_marked_translated(text: str, language: str) -> bool:
    """Tell whether the head or foot of `text` says that it is a machine translation."""
    pattern = _PHRASES.get(language)
    return bool(pattern and (pattern.search(text, 0, _EDGE) or pattern.search(text, max(len(text) - _EDGE, 0))))
