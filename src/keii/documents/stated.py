"""The day of publication that a text itself gives, where its input says none: its dateline, or a line that dates it.

    Lilongwe, March 4, 2031 (Example Wire) - ...        a dateline
    2031年3月4日 南部通信 / 14 April 2031 / By Ada Doe, 14 April 2031        a line of its own under the headline

Only the lines before the first sentence are looked at, so that no date of what the article tells is taken for its own.
"""

import re

from keii.documents.dates import Written, written_date
from keii.language.datelines import dateline

_LINES = 8  # from the beginning: headline, subhead, author with his institute, date, a photo's credit
_LENGTH = {"ja": 40}  # characters of a line that dates the text
_LENGTH_ELSE = 80
_PARAGRAPH = 200  # characters of no headline
_SENTENCE = re.compile(r"[。．.!?！？][」』”\"')）]*\s*$")
_NOT_OURS = re.compile(r"[©Ⓒ]|\(c\)|copyright|無断|since", re.IGNORECASE)
_UPDATED = re.compile(r"更新|updated", re.IGNORECASE)
_EDGE = re.compile(r"[\s,、，|｜:：;/／·・()（）\[\]［］【】〔〕=＝-]+")
_TIME = (r"(?:午前|午後)?\s*\d{1,2}\s*(?:時(?:\s*\d{1,2}\s*分)?|[:：]\s*\d{2})(?:\s*(?:[ap]\.?m\.?|[A-Z]{3,4}))?"
         r"|\d{1,2}\s*[ap]\.?m\.?")
_GOES_ON = re.compile(r"\b[a-z]+\s*$")  # the Treaty of 14 April 2031
# What such a line says beside the date and names, in any case.
_WORDS = {
    "ja": re.compile(rf"公開日時?|更新日時?|掲載日?|配信日?|発表日?|発行日?|最終更新|公開|更新|配信|発信|に|付け?|の"
                     rf"|[(（]?[月火水木金土日](?:曜日?)?[)）]|{_TIME}"),
    "en": re.compile(rf"\b(?:first |last )?(?:published|posted|updated|issued|released|filed|date)\b|\b(?:by|on|at)\b"
                     rf"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|{_TIME}", re.IGNORECASE),
}
_NAMES = {  # what may be left: names and institutes, and no clause
    "ja": re.compile(r"[^ぁ-ゖ]*"),
    "en": re.compile(r"(?:[\W_]*(?:[A-Z][\w.'’-]*|of|the|for|and|de|van|al)\b\.?){0,8}[\W_]*"),
}


def stated_date(text: str, language: str) -> str | None:
    """Return the day (ISO 8601) on which a text says that it was published, or None where it does not."""
    updated = None  # the date of an update serves where there is no other
    lines = [line for line in map(str.strip, text.split("\n")) if line]
    for number, line in enumerate(lines[:_LINES]):
        sent = dateline(line, language)
        if sent and (found := written_date(line[:sent])):
            return found.day
        found = written_date(line)
        if found and _dates(line, found, language, headline=number == 0):
            if not _UPDATED.search(line):
                return found.day
            updated = updated or found.day
        elif _SENTENCE.search(line) or len(line) > _PARAGRAPH:
            break
    return updated


def _dates(line: str, found: Written, language: str, *, headline: bool) -> bool:
    """Tell whether a line only dates the text: the date stands apart, beside it are names and words of publishing."""
    words, names = _WORDS.get(language), _NAMES.get(language)
    if words is None or names is None or len(line) > _LENGTH.get(language, _LENGTH_ELSE) or _NOT_OURS.search(line):
        return False
    before, after = words.sub(" ", line[:found.start]), words.sub(" ", line[found.end:])
    apart = not _GOES_ON.search(before) and all(not edge or _EDGE.fullmatch(edge) for edge in (before[-1:], after[:1]))
    rest = _EDGE.sub(" ", f"{before} {after}").strip()
    return apart and not (headline and rest) and names.fullmatch(rest) is not None
