"""What values of a filter mean, told of words in memory as `filters` tells it of rows."""

import re
import unicodedata
from collections.abc import Callable

CODE = re.compile(r"(?:[A-Z]{3}|IGO:[A-Z0-9-]+)(?:/[A-Z]{3})*")  # RUS, RUS/MIL, IGO:UN
SECTOR = re.compile(r"(?:/[A-Z]{3})+")  # /MIL, of whatever country
_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}  # LIKE folds the letters of ASCII alone


def is_named(value: str) -> Callable[[str, str | None, str, str | None], bool]:
    """Return what tells of code, entry, words and quotation whether `named` holds of them, for those held in memory."""
    if SECTOR.fullmatch(value):
        return lambda code, actor, text, quote: code.endswith(value) or f"{value}/" in code
    if CODE.fullmatch(value):
        return lambda code, actor, text, quote: code == value or code.startswith(f"{value}/") or text == value
    words = unicodedata.normalize("NFC", value).translate(_LOWER)
    return lambda code, actor, text, quote: (actor == value or words in text.translate(_LOWER)
                                             or (quote is not None and words in quote.translate(_LOWER)))


def is_gazetteer(value: str) -> bool:
    """Tell whether a value of --place is an id of the gazetteer: geonames:524901, keii:taiwan-strait."""
    return re.fullmatch(r"(geonames|keii):[a-z0-9-]+", value) is not None


def is_placed(value: str) -> Callable[[str], bool]:
    """Return what tells of a place's words whether they hold a value of --place."""
    words = unicodedata.normalize("NFC", value).translate(_LOWER)
    return lambda quote: words in quote.translate(_LOWER)
