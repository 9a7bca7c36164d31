"""Datelines: where and when a report was sent, before its first sentence, and who sent it.

NAIROBI, 3 June (Reuters) - ...; 【北京共同】...; ［ワシントン ３日 ロイター］ ... They are no part of the sentence
that they stand before: its parse would take the town for somebody who acts.
"""

import re

_AGENCY = r"(?: ?\([^)\n]{2,40}\))?\s?[-–—]{1,2}\s+"
_DAY = r"(?:[A-Z][a-z]+\.? \d{1,2}|\d{1,2} [A-Z][a-z]+\.?)"
_SENT = {
    "en": re.compile(
        r"(?:[A-Z][A-Z.' /-]*[A-Z](?:, [A-Z][\w.]+(?: [A-Z]\w+)?)?"  # NAIROBI, Kenya; GENEVA/BERN
        r"(?:,? (?:\w+\.? )?\d{1,2}(?: \w+\.?)?(?:,? \d{4})?)?"
        rf"|[A-Z][\w.'-]+(?:[ /][A-Z][\w.'-]+){{0,3}}(?:, [A-Z]\w+)?, {_DAY},? \d{{4}})"  # Addis Ababa, March 4, 2031
        rf"{_AGENCY}"
    ),
    "ja": re.compile(r"(?:【[^】\n]{2,24}】|[［\[][^］\]\n]{4,40}[］\]]\s*[-－–—]{0,2})\s*(?=\S)"),
}
_TOWN = re.compile(r"[A-Z][A-Z.' -]*[A-Z]\s[-–—]{1,2}\s")  # BEIRUT - : also the beginning of a sentence on NATO - or so


def dateline(text: str, language: str, *, sure: bool = False) -> int:
    """Return where the dateline at the beginning of a text ends, in code points; 0 where there is none.

    `sure` leaves out a name in capitals with nothing but a dash, which may as well belong to the sentence.
    """
    sent = _SENT.get(language)
    match = sent.match(text) if sent is not None else None
    if match is None or (sure and language == "en" and _TOWN.fullmatch(match.group())):
        return 0
    return match.end()
