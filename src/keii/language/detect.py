"""Which language a text is in: by its script, by what its source declares, by its words, then by a statistical model.

Kana and hangul decide alone; a Japanese text may hold many Latin names. Other scripts are shared by several
languages: there a declaration counts when the language is written in the script that the text is in. A text with
enough words that only English has is English; py3langid decides the rest among the languages of that script.
"""

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from keii.language.threads import one_thread
from keii.memory import give_back

if TYPE_CHECKING:
    from collections.abc import Collection

    from py3langid.langid import LanguageIdentifier

UNKNOWN = "und"  # ISO 639-2: undetermined

_SCRIPTS = {
    "kana": r"[\u3041-\u3096\u30a1-\u30fa\uff66-\uff6f\uff71-\uff9d]",
    "han": r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]",
    "hangul": r"[\u1100-\u11ff\uac00-\ud7a3]",
    "latin": r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff\uff21-\uff3a\uff41-\uff5a]",
    "cyrillic": r"[\u0400-\u052f]",
    "greek": r"[\u0370-\u03ff]",
    "arabic": r"[\u0600-\u06ff\u0750-\u077f]",
    "hebrew": r"[\u0590-\u05ff]",
    "devanagari": r"[\u0900-\u097f]",
    "thai": r"[\u0e00-\u0e7f]",
}
_PATTERNS = {script: re.compile(pattern) for script, pattern in _SCRIPTS.items()}
# The languages that news is written in, by script; the first of a line stands for a script that py3langid
# cannot help with. A language is never declared or guessed in a script that it is not written in.
_LANGUAGES = {
    "kana": ("ja",),
    "hangul": ("ko",),
    "han": ("zh", "ja", "yue"),
    "latin": ("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "no", "fi", "et", "lv", "lt", "pl", "cs", "sk",
              "sl", "hr", "bs", "sr", "sq", "hu", "ro", "tr", "az", "uz", "vi", "id", "ms", "tl", "sw", "ca", "eu",
              "gl", "is", "ga", "af", "la"),
    "cyrillic": ("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "tg", "mn"),
    "greek": ("el",),
    "arabic": ("ar", "fa", "ur", "ps", "ckb", "ug"),
    "hebrew": ("he", "yi"),
    "devanagari": ("hi", "mr", "ne"),
    "thai": ("th",),
}
_WORDS = re.compile(r"[^\W\d_]+")
_ACCENT = re.compile(r"[\u00e0-\u024f]")
_SAMPLE = 20_000  # characters looked at: a document has one language, and its beginning shows it
_WORD = 4  # letters of an alphabet weigh as much as one kanji or kana
_EACH_A_WORD = ("kana", "han", "hangul")
_KANA_AMONG_HAN = 0.03  # 中国国防相が解任: Japanese headlines have few kana; Chinese text has none (の apart)
_KANA_AMONG_LATIN = 0.2  # an English article that quotes a Japanese sentence stays below
# Words that English alone has, of grammar and the days, and which share of a text's words they are where nothing else
# need be asked: py3langid takes half a second and 70 MB to open. 97 of 100 articles of the corpus pass and 75 of 100
# single sentences (96 and 65 without the days and «said»); of 268,000 strings in 36 other languages of the script,
# messages of programs, 14, which quote English.
_ENGLISH = frozenset(
    "the and that with from has have had were which their been this would after they because his she said could should "
    "these those than what during between before about against through since "
    "monday tuesday wednesday thursday friday saturday sunday".split()
)
_ENGLISH_LEAST, _ENGLISH_ALONE = 0.12, 0.2  # of one such word alone more is asked: names begin with The
_ACCENTED = 0.05  # share of words with other letters than a to z that English has at most: Erdoğan, São Paulo
_SURE = 0.8  # below, py3langid is guessing (headlines of 2 to 5 words): the first supported language is taken
_NAMES = {
    "japanese": "ja", "jpn": "ja", "jp": "ja", "日本語": "ja", "english": "en", "eng": "en", "korean": "ko",
    "kor": "ko", "chinese": "zh", "zho": "zh", "chi": "zh", "russian": "ru", "rus": "ru", "german": "de",
    "deu": "de", "french": "fr", "fra": "fr", "spanish": "es", "spa": "es",
}


def detect(text: str, declared: str | None = None, supported: "Collection[str]" = ("ja", "en")) -> tuple[str, str]:
    """Return the language of `text` (ISO 639-1, or "und") and how it was found: script, declared, words, model.

    `declared` is what the source says, as a code, tag or name (ja, ja-JP, Japanese); `supported` are the
    languages to prefer where a short text leaves the model in doubt, in order.
    """
    text = text[:_SAMPLE]
    script = _script(text)
    claim = normalise(declared)
    if script is None:
        return (claim, "declared") if claim else (UNKNOWN, "script")
    languages = _LANGUAGES[script]
    if len(languages) == 1:
        return languages[0], "script"
    if claim in languages:
        return claim, "declared"
    if script == "han":
        return languages[0], "script"
    if script == "latin" and _is_english(text):
        return "en", "words"
    return _by_model(text, languages, supported), "model"


def normalise(declared: str | None) -> str | None:
    """Return the ISO 639-1 code of a language tag or name such as ja-JP, en_US, Japanese; None for none."""
    if not declared or not declared.strip():
        return None
    tag = re.split(r"[-_.,; ]", declared.strip().lower())[0]
    return _NAMES.get(tag, tag) or None


def _script(text: str) -> str | None:
    """Return the script that decides the text's language; None when it has no letters."""
    counts = Counter({script: len(pattern.findall(text)) for script, pattern in _PATTERNS.items()})
    if not counts.total():
        return None
    weights = {script: count / (1 if script in _EACH_A_WORD else _WORD) for script, count in counts.items()}
    cjk = weights["kana"] + weights["han"]
    weights["han"] = cjk
    first = max((script for script in weights if script != "kana"), key=lambda script: weights[script])
    if first == "han":
        return "kana" if weights["kana"] >= _KANA_AMONG_HAN * cjk and _is_japanese(text, counts) else "han"
    if first == "latin" and counts["kana"] > 2 and cjk >= _KANA_AMONG_LATIN * (cjk + weights["latin"]):
        return "kana"
    return first


def _is_japanese(text: str, counts: Counter[str]) -> bool:
    """Tell whether the kana are more than a の or a ・-name in Chinese text."""
    return counts["kana"] > text.count("の") or counts["han"] < 30


def _is_english(text: str) -> bool:
    """Tell whether so many words are English grammar that no other language of the script comes into question."""
    words = _WORDS.findall(text.lower())
    told = [word for word in words if word in _ENGLISH]
    least = _ENGLISH_LEAST if len(set(told)) > 1 else _ENGLISH_ALONE
    accented = sum(_ACCENT.search(word) is not None for word in words)
    return len(told) > 1 and len(told) >= least * len(words) and accented <= _ACCENTED * len(words)


def _by_model(text: str, languages: tuple[str, ...], supported: "Collection[str]") -> str:
    ranked: list[tuple[str, float]] = _model(languages).rank(text)
    best, probability = ranked[0]
    preferred = next((language for language in supported if language in languages), None)
    return best if probability >= _SURE or preferred is None else preferred


@cache
def _model(languages: tuple[str, ...]) -> "LanguageIdentifier":
    """Return the model restricted to those of `languages` that it knows; 0.7 s, for texts of shared scripts only."""
    one_thread()
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model.set_languages([language for language in languages if language in model.labels])
    # 28 MB about other languages, which nobody asks for.
    model._full_model = model.nb_ptc, model.nb_pc, model.nb_classes
    give_back()
    return model
