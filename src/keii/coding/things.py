"""Which phrases name no party, whatever marked them: «new rules», «the indictment», 国名変更の国民投票."""

import re

from keii.coding.lexicon import Lexicon
from keii.gazetteer.compose import compose

LINKS = re.compile(r"\s(?:of|in|at|from|for|on|to|with|by|against|about|that|which|who)\s|[,;(]")
NAME_EN = re.compile(r"(?<=\s)[A-Z]")
EDGES = "\"'“”‘’「」『』 "


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
    head = LINKS.split(bare, maxsplit=1)[0].strip(EDGES)
    heads = {head.lower(), head.rsplit(" ", 1)[-1], head.rsplit(" ", 1)[-1].lower()}
    named = NAME_EN.search(bare) is not None or compose(bare, "en") is not None
    return bool(heads & words.things) and not named
