"""What pages call the codes and values of a ledger, in the reader's language."""

from functools import lru_cache

from keii.config import Lang
from keii.exports.named import entry_of
from keii.gazetteer import registry
from keii.model import SourceKind
from keii.workbench.words import name as word
from keii.workbench.words import say

_CODED = frozenset({"actor", "recipient", "party", "source", "place"})  # options of the filter that take codes
_KINDS = frozenset(kind.value for kind in SourceKind)  # the registry has an entry «anonymous»


@lru_cache(maxsize=10_000)
def called(code: str, lang: Lang) -> str:
    """Return what a code is called: the name of its state or body, with its sector in brackets.

    >>> called("RUS/MIL", "en"), called("IGO:NATO", "ja"), called("ZZZ", "en")
    ('Russia (military)', '北大西洋条約機構', 'ZZZ')
    """
    state, _, sector = code.partition("/")
    entry = registry.find(f"state:{state}") or registry.find(state)
    shown = entry.name(lang) if entry else state.removeprefix("IGO:")
    own = sector and sector != "GOV"  # who governs acts for the state
    brackets = "（{}）" if lang == "ja" else " ({})"
    return f"{shown}{brackets.format(word(lang, 'sector', sector))}" if own else shown


def named(lang: Lang, kind: str, key: str | None) -> str:
    """Return what a value is called: a word of the codebook, of a label (OTHER), the name of a code; else itself.

    `kind` is a kind of value of the model (type, mode, status, certainty, source, label) or an option of the filter,
    whose values may begin with «!».
    """
    if not key:
        return ""
    bare = key.removeprefix("!")
    shown = word(lang, kind, bare)
    if shown == bare and kind in _CODED and not (kind == "source" and bare in _KINDS):
        shown = _named(bare, lang)
    return f"!{shown}" if bare != key else shown


def _named(value: str, lang: Lang) -> str:
    """Return the name of a code or of an entry, the value itself where it is neither."""
    entry = entry_of(value) or registry.find(value)
    if entry:
        return entry.name(lang)
    return called(value, lang) if _is_state(value.partition("/")[0]) else value


def told(field: str, value: str, lang: Lang) -> tuple[str, str]:
    """Return a value of an event's field in words, and the code beside it, "" for none.

    A party of an event is a code with an entry or words ("RUS/MIL ru-armed-forces"), a side of a conflict is codes of
    countries ("RUS; UKR"); a person's correction may be anything, and is given back as it is.
    """
    if field in ("type", "status"):
        return word(lang, field, value), ""
    if field not in ("actor", "recipient", "place"):
        return say(lang, value), ""
    if all(map(_is_state, value.split("; "))):
        return "; ".join(called(code, lang) for code in value.split("; ")), ""
    code, _, rest = value.partition(" ")
    if field == "place" or not _is_state(code.partition("/")[0]):
        return value, ""
    entry = entry_of(rest)
    shown = entry.name(lang) if entry else rest or called(code, lang)
    return shown, "" if code.startswith("XXX") else code


def _is_state(code: str) -> bool:
    return code.startswith("IGO:") or (len(code) == 3 and code.isascii() and code.isupper())
