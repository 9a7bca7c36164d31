"""Who a name is that stands before an act's noun without a particle: イラン制裁, 国連制裁, ウクライナ侵攻, 米軍撤退."""

import re

from keii.coding.lexicon import Predicate
from keii.coding.parties import SHORTS, Mention
from keii.gazetteer.compose import Reading

# Acts that are done to somebody, so that a name before their noun is more often whom they befall than who does them.
DONE_TO = frozenset({"AID", "SANCTION", "COERCE", "ASSAULT"})
# What somebody leaves or thinks of: even a body is left, criticised or supported there, and does not do it.
OF_BODIES = frozenset({"ACCUSE", "SUPPORT", "RETREAT", "SANCTION"})
LEFT = ("から", "を")
INQUIRIES = frozenset({"investigate", "arrest"})  # modes of what authorities do, to others
AUTHORITIES = frozenset({"GOV", "JUD"})
OPPOSED = re.compile(r"[対反]")


def is_opposed(text: str, start: int) -> bool:
    """Tell whether a name stands after a word for against or towards: 対イラン制裁, 反政府デモ."""
    return start > 0 and bool(OPPOSED.match(text, start - 1))


def undergoes(row: Predicate, mention: Mention | None, *, acted: bool) -> bool:
    """Tell whether the act befalls the name before its noun; `acted` says that somebody else does it.

    ロシアのウクライナ侵攻, EU離脱 and 北朝鮮非難 befall the name; 米軍攻撃, 国連制裁 and 米制裁 are done by it.
    """
    reading = mention.reading if mention is not None else None
    if mention is None or reading is None or row.roles.get("が", "A") != "A" or "AA" in row.roles.values():
        return False
    patient = row.roles.get("を") in ("R", "RP") or row.type in DONE_TO and row.roles.get("に対して") == "R"
    left = row.type in ("RETREAT", "SANCTION") and row.roles.get("から") in ("R", "C")
    if left:
        return reading.kind == "organisation" and reading.form == "igo"
    if not patient:
        return False
    return acted or not _does(row, mention, reading)


def _does(row: Predicate, mention: Mention, reading: Reading) -> bool:
    """Tell whether a name alone before an act's noun is who does it."""
    if reading.form in ("military", "force", "agency", "police"):
        return True
    if reading.kind == "state":
        return bool(SHORTS.fullmatch(mention.span.quote)) and row.type != "ACCUSE"
    return reading.form == "igo" and row.type not in ("ACCUSE", "SUPPORT")


def inquires(row: Predicate, mention: Mention | None) -> bool:
    """Tell whether a body stands before the noun of what it does to others: 警察の捜査, 裁判所の逮捕状."""
    reading = mention.reading if mention is not None else None
    return row.mode in INQUIRIES and reading is not None and reading.form == "body" and reading.sector in AUTHORITIES
