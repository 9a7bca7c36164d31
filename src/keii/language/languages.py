"""The table of languages. A new language is one line here and a package beside `ja` and `en`."""

from functools import cache

from keii.errors import UsageError
from keii.language.contract import Language
from keii.language.en import English
from keii.language.ja import Japanese

LANGUAGES: dict[str, type[Language]] = {
    "ja": Japanese,
    "en": English,
}


@cache
def language(code: str) -> Language:
    """Return the language of an ISO 639-1 code; raises UsageError for one that is not supported."""
    if code not in LANGUAGES:
        raise UsageError(f"language «{code}» is not supported.", remedy=f"Supported: {', '.join(sorted(LANGUAGES))}.")
    return LANGUAGES[code]()
