"""Which phrases name no party, whatever marked them: «new rules», «the indictment», 国名変更の国民投票."""

import re

from keii.coding.lexicon import Lexicon
from keii.gazetteer.compose import compose

LINKS = re.compile(r"\s(?:of|in|at|from|for|on|to|with|by|against|about|that|which|who)\s|[,;(]")
NAME_EN = re.compile(r"(?<=\s)[A-Z]")
NAMESAKES = frozenset({"state", "people", "place"})  # whose names wars and treaties bear: the Korean War
EVENTS = frozenset("War Wars Agreement Accord Accords Treaty Pact Protocol Crisis Revolution Referendum".split())
# Some of many are the many: percent of our citizens.
SHARE = re.compile(
    r"(?:[\w.,]+\s)*(?:per\s?cent|%|half|thirds?|quarters?|majority)\sof\s(?:the\s|our\s|its\s|their\s)?", re.IGNORECASE
)
EDGES = "\"'“”‘’「」『』 "


AUDIENCE = re.compile(
    r"(?:記者団|記者|報道陣|聴衆|聴取者|視聴者)(?:ら|たち)?$|^(?:the )?(?:reporters|journalists|press|media|viewers)$"
)
IN_EN = re.compile(r"\b(?:in|near|at|inside|outside|off)\s(?:the\s)?$", re.IGNORECASE)
# Who is fought is no party to what is agreed, given or asked for that: ソマリアと戦うための装備.
FOE = re.compile(r"と(?:の)?(?:戦(?!略|争|域|力|後|前|中)|闘[うっい]|争[うっい]|敵対|対峙|交戦)")
# Where a war or a strike spreads to does not wage it: 隣国のトーゴにも戦争が広がる.
SEAS = frozenset("Sea Ocean Strait Straits Gulf Bay Channel".split())
SPREADS = re.compile(r"に(?:も|は|まで)?[^、。に]{0,10}が(?:広が|拡大|波及|飛び火|及[びぶん])")
# Words for each of those who do something to the others: accused each other, each side accusing the other.
MUTUALLY = re.compile(r"(?:each other|one another|the other(?: side)?)(?:['’]s)?")
HOSTILE = frozenset({"ASSAULT", "THREATEN", "ACCUSE", "REJECT", "COERCE", "SANCTION", "MOBILIZE", "RETREAT", "PROTEST"})
AT_JA = re.compile(r"(?:で(?:は|の|も)?(?!あ)|において|付近|周辺|近郊|近く|沖|市内)")


def is_where(text: str, start: int, end: int, language: str) -> bool:
    """Tell whether the name of a state or place in a text only says where: talks in Jakarta, ジャカルタでの会談."""
    reading = compose(text[start:end], language)
    if reading is None or reading.kind not in ("state", "place"):
        return False
    return bool(AT_JA.match(text, end) if language == "ja" else IN_EN.search(text, max(0, start - 12), start))


def is_foe(text: str, end: int, kind: str | None) -> bool:
    """Tell whether a party that ends at `end` is only whom somebody fights, which is told beside a friendly act."""
    return kind not in HOSTILE and FOE.match(text, end) is not None


def is_reached(text: str, end: int) -> bool:
    """Tell whether a Japanese party that ends at `end` is only reached by what spreads, and does not do it."""
    return SPREADS.match(text, end) is not None


def is_audience(phrase: str) -> bool:
    """Tell whether a phrase names those to whom one speaks in public, who receive no act (conventions, 15)."""
    return AUDIENCE.search(phrase.strip(EDGES)) is not None


def is_mutual(phrase: str) -> bool:
    """Tell whether English words name nobody but those who act, one upon the other: accused each other."""
    return MUTUALLY.fullmatch(phrase.strip(EDGES).lower()) is not None


def is_spot(phrase: str, words: Lexicon) -> bool:
    """Tell whether a phrase is headed by a place and names nobody: a village that is hit is no recipient."""
    bare = phrase.strip(EDGES)
    if compose(bare, words.language) is not None:
        return False  # a parliament is a body, チャドの基地 is Chad's
    if words.language == "ja":
        return bare.endswith(words.place_endings)
    head = LINKS.split(bare, maxsplit=1)[0].strip(EDGES).rsplit(" ", 1)[-1].lower()
    return head in words.places and NAME_EN.search(bare) is None


def is_thing(phrase: str, words: Lexicon) -> bool:
    """Tell whether a phrase is headed by a thing and names nobody; `words` is the lexicon of its language."""
    bare = phrase.strip(EDGES)
    if words.language == "ja":
        ending = max((end for end in words.thing_endings if bare.endswith(end)), key=len, default=None)
        if ending is None:
            return False
        owner = compose(bare.removesuffix(ending).rstrip("の"), "ja")
        return owner is None or owner.country is None  # 国民投票, but 英国政府の提案 is the government's
    bare = SHARE.sub("", bare, count=1)
    head = LINKS.split(bare, maxsplit=1)[0].strip(EDGES).split(" ")
    if " ".join(head[-2:]).lower() in words.things:
        return True  # a combat mission is no embassy
    if head[-1] in SEAS:
        reading = compose(bare, "en")
        return reading is None or reading.kind == "place"  # the Sea of Azov, the Black Sea
    if head[-1] in words.things:
        return NAME_EN.search(bare) is None and compose(bare, "en") is None
    reading = compose(bare, "en")
    return len(head) > 1 and head[-1] in EVENTS and (reading is None or reading.kind in NAMESAKES)
