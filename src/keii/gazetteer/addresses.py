"""Words around a name that are no part of it: honorifics, titles, offices, the country before an office."""

import re
from functools import cache

from keii.gazetteer.names import DATA, all_names
from keii.tables import read_table

# Languages whose words may stand around a name of a script.
_LANGUAGES = {
    "kana": ("ja",),
    "han": ("ja", "zh"),
    "hangul": ("ko",),
    "cyrillic": ("ru", "uk"),
    "arabic": ("ar", "fa"),
    "latin": ("en",),
    "hebrew": (),
}
_BLANKS = ' \u3000・·,、“”"«»'


def stages(name: str, script: str) -> list[str]:
    """Return a name as it stands, and after each word around it that was taken off: the barest form stands last.

    The name itself stays when nothing else would be left.
    """
    found = [name.strip(_BLANKS)]
    while (shorter := _once(found[-1], script)) != found[-1]:
        found.append(shorter)
    return found


def _once(name: str, script: str) -> str:
    spaced = script not in ("kana", "han")
    before, after = _words(script)
    for pattern in (before, after):
        found = pattern.search(name) if pattern else None
        if found and found.end() > found.start():
            rest = (name[found.end() :] if pattern is before else name[: found.start()]).strip(_BLANKS)
            if len(rest) > 1 or (spaced and rest):
                return rest
    return name


@cache
def _words(script: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """Return what to strip before and after a name of a script, the longest words first."""
    words: dict[str, set[str]] = {"before": set(), "after": set()}
    countries: set[str] = set()  # 露 in ラブロフ露外相: only before a title, for a name may end with it
    languages = _LANGUAGES[script]
    for _, row in read_table(DATA / "honorifics.tsv", ("language", "where", "word")):
        if row["language"] in languages and row["where"] in words:
            words[row["where"]].add(row["word"])
    for language, name in all_names():
        if language not in languages:
            continue
        if language == "en" and (name.kind == "sector" or name.form in ("demonym", "adjective")):
            words["before"].add(name.name)
        elif language == "ja" and (name.kind == "sector" or name.form == "party"):
            words["after"] |= {name.name, name.name.removesuffix("党")} if len(name.name) > 4 else {name.name}
        elif language == "ja" and name.form == "short" and "一" <= name.name <= "鿿":
            countries.add(name.name)
    country = rf"(?:{_either(countries)})?" if countries else ""
    joint = "" if script in ("kana", "han") else r"(?=[\s.])"
    edge = "" if script in ("kana", "han") else r"(?<=\s)"
    before = rf"^(?:{_either(words['before'])}){joint}[.\s]*"
    after = rf"[\s,]*{edge}{country}(?:{_either(words['after'])})\.?$"
    return (
        re.compile(before, re.IGNORECASE) if words["before"] else None,
        re.compile(after, re.IGNORECASE) if words["after"] else None,
    )


def _either(words: set[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
