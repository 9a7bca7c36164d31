"""Whether a surname in a document is somebody else's than the office holder's whom the registry knows by it.

A text that names Patricia Schroeder means her by its "Ms Schroeder", not Gerhard. A first name that only begins alike
may be another spelling (Sergei, Sergey) and proves nothing.
"""

import re
from functools import cache, lru_cache

from keii.coding.lexicon import lexicon
from keii.gazetteer.compose import Reading
from keii.gazetteer.name_index import particles
from keii.gazetteer.names import all_names, finder

SURNAME = {"en": re.compile(r"[A-Z][\w'’-]{2,}(?=(?:['’]s)?$)"), "ja": re.compile(r"[ァ-ヺー]{2,}")}
HAN_SURNAME = re.compile(r"[一-龥々]{1,2}")
BEFORE = {"en": r"\b([A-Z][a-z]+)(?:\s[A-Z]\.)?\s%s\b", "ja": r"([ァ-ヺー]{2,})[・＝\s]%s(?![ァ-ヺー])"}


@cache
def _full_names() -> dict[str, tuple[str, ...]]:
    """Return the full names of every office holder."""
    found: dict[str, tuple[str, ...]] = {}
    for _, name in all_names():
        if name.kind == "person" and name.form == "full":
            found[name.entry] = (*found.get(name.entry, ()), name.name)
    return found


def is_namesake(quote: str, reading: Reading, text: str, language: str) -> bool:
    """Tell whether a phrase read as an office holder's surname means another person, whom the text names in full."""
    if reading.kind != "person" or reading.form != "alias" or reading.entry is None:
        return False
    named = any(name in text for name in _full_names().get(reading.entry, ()))
    surnames = SURNAME[language].findall(quote)
    if not surnames:
        return language == "ja" and not named and _is_han_namesake(quote, text)
    firsts = {m.group(1) for m in re.finditer(BEFORE[language] % re.escape(surnames[-1]), text)}
    given = {first for first in firsts if not finder(language).find(first) and first.casefold() not in particles()}
    own = {name[0] for name in _full_names().get(reading.entry, ())}
    return bool(given) and not named and all(first[0] not in own for first in given)


@lru_cache(maxsize=1024)
def _is_han_namesake(quote: str, text: str) -> bool:
    """Tell whether a text names in full another bearer of a surname in Han characters: 高氏 beside 高文遠副首相."""
    surname = next((quote.removesuffix(title) for title in _titles() if quote.endswith(title)), "")
    if not HAN_SURNAME.fullmatch(surname):
        return False
    full = re.compile(rf"(?<![一-龥々]){surname}[一-龥々]{{1,2}}(?:（[ァ-ヺー・＝ ]+）)?(?:{'|'.join(_titles())})")
    words = (found.group() for found in full.finditer(text))
    return any(all(m.start or m.kinds == {"person"} for m in finder("ja").find(one)) for one in words)  # no 高裁判事


@cache
def _titles() -> list[str]:
    return sorted(map(re.escape, lexicon("ja").titles), key=len, reverse=True)
