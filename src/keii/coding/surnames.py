"""Korean and Chinese surnames by which a Japanese text calls those it has named: 金 after 金正恩.

One character is far more often a word (金, gold or money) than a name. It is read as one only where the document holds
the full name of an office holder, and where a particle or comma follows it.
"""

import re

from keii.gazetteer.compose import Reading, compose
from keii.gazetteer.names import finder

SINGLE = frozenset(
    "金李朴崔鄭姜趙尹張林韓呉徐申権黄安宋柳洪文孫裴白全習胡温江朱毛鄧周王劉陳楊馬蔡頼郭許曹丁盧羅潘秦魏蒋謝葉厳薄汪栗韋"
)
FULL = re.compile(r"[一-龥]{3}")


def surnames(text: str, date: str | None) -> dict[str, Reading]:
    """Return who is meant by each surname of the office holders whom a Japanese text names in full.

    A surname of two of them from different countries is left out. `date` is the document's, for their offices.
    """
    found: dict[str, Reading | None] = {}
    for match in finder("ja").find(text):
        name = text[match.start : match.end]
        if "person" not in match.kinds or not FULL.fullmatch(name) or name[0] not in SINGLE:
            continue
        reading = compose(name, "ja", date)
        if reading is None or reading.kind != "person":
            continue
        known = found.get(name[0], reading)
        found[name[0]] = reading if known is not None and known.country == reading.country else None
    return {surname: reading for surname, reading in found.items() if reading is not None}
