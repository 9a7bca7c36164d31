"""What kind of phrase asks for a country: an office, a body, a force, people, a person nobody knows.

Only the form of the words counts here; the kinds are few so that each has many examples in the corpus.
"""

import re
from dataclasses import dataclass

from keii.coding.lexicon import Lexicon
from keii.gazetteer.compose import Reading

BODY_EN = re.compile(
    r"\b(?:missions?|observers?|monitors?|peacekeepers?|blue helmets|blocs?|union|secretar(?:y[- ]general|iat)|"
    r"inspectors?|alliance|forum|commission(?:er)?s?|mediators?|delegates?|high representative|member states|"
    r"allies|envoys?|fund|summit|convention|tribunal|rapporteur)\b",
    re.IGNORECASE,
)
BODY_JA = re.compile(
    r"監視団|監視員|使節|調査団|事務局|事務総長|事務次長|連合|理事会|同盟|査察|平和維持|視察団|基金|銀行|加盟国|仲介|特使|代表部|国際|機構|調停"
)
CROWD_EN = re.compile(
    r"\b(?:gunm[ae]n|pirates?|hackers?|kidnappers?|attackers?|assailants?|unknown|unidentified|anyone|nobody|someone|"
    r"bandits|robbers|smugglers|traffickers|men|partners|donors|countries|nations|states|governments|powers|"
    r"neighbou?rs|sponsors|analysts|experts|observers|critics)\b",
    re.IGNORECASE,
)
CROWD_JA = re.compile(
    r"武装|海賊|何者|正体不明|犯人|襲撃犯|誘拐|ハッカー|密輸|専門家|諸国|各国|国々|関係国|周辺国|アナリスト|評論家|盗賊|[数二三四五六七八九十]か国|[かカヵケ]国"
)
PERSON_JA = re.compile(r"(?:氏|さん|容疑者|被告|博士|教授|夫人|牧師|神父|師|議員|記者|弁護士|選手)(?:ら|たち)?$")
KATAKANA = re.compile(r"[ァ-ヺー]{2,}")
KANJI_NAME = re.compile(r"([一-龥々]{1,4}?)(?:氏|さん|容疑者|被告|博士|教授|夫人)")
WORD = re.compile(r"[^\W\d_][\w'’-]*")
TITLES_EN = frozenset(
    "mr mrs ms dr sir lord lady the a an of and president minister prime general colonel captain major king queen "
    "prince chief governor mayor senator judge professor father bishop no our its his her their this that".split()
)
BY_SECTOR = {
    "MIL": "force",
    "REB": "force",
    "LEG": "law",
    "JUD": "law",
    "OPP": "party",
    "PTY": "party",
    "BUS": "firm",
    "LAB": "firm",
    "NGO": "firm",
    "JRN": "firm",
    "IGO": "igo",
    "CVL": "people",
    "ELI": "people",
}
STATELY = frozenset({"REB", "OPP", "CVL", "PTY", "LAB", "LEG"})  # sectors that are within a state
GOVERNMENT = re.compile(r"\bgovernment\b|政府(?!間)|政権|警察|\bpolice\b")
FORMS = frozenset({"office", "body", "force", "people"})
ARTICLE = re.compile(
    r"^(?:(?:the|an?|all|these|those|some|any|several|many|most|other|\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|(?:dozens|hundreds|thousands|scores|a number|a group) of) )+"
)
OFFICE_EN = re.compile(
    r"\b(?:minist(?:er|ry|ers|ries)|secretar(?:y|ies)|office|affairs|relations|policy|service|department|agenc(?:y|ies)|"
    r"authorit(?:y|ies)|officials?|officers?|police|courts?|judges?|committee|commission|bureau|directorate)\b"
)
OFFICE_JA = re.compile(r"(?:省|庁|局|当局|相|大臣|委員会|委員長|部|部長|職員|担当|警察|裁判所|判事|報道官|法廷)ら?$")
HELPERS_EN = re.compile(r"\b(?:groups?|organi[sz]ations?|charit(?:y|ies)|advocates?|activists?|lawyers?|shelters?)\b")
HELPERS_JA = re.compile(r"(?:団体|協会|弁護士|弁護団|活動家|施設)ら?$")
NAME_EN = re.compile(r"(?<=\s)[A-Z]")
OFFICES_OF = frozenset({"foreign", "international", "regional", "外国", "国際"})  # what offices of a country deal with
LINKS_EN = re.compile(r"\s(?:of|in|at|from|for|on|who|that|which|with)\s|[,;(]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A phrase as the choice of a country sees it."""

    text: str  # folded, without an article: one text for one referent
    kind: str  # office, body, force, law, party, people, firm, name, word
    marks: tuple[str, ...]  # further marks of its form: the, poss, plural, bodylike, crowd
    sector: str  # of the reading, "" where there is none
    keys: tuple[str, ...]  # its names, else its head word: what other mentions of the same share with it
    own: tuple[str, ...] = ()  # countries that its own name leaves open


def phrase_of(quote: str, reading: Reading | None, language: str, own: tuple[str, ...] = ()) -> Phrase:
    """Return what a phrase looks like; `reading` is the registry's, None where it knows no part of it."""
    sector = (reading.sector or "") if reading else ""
    names = _names_ja(quote) if language == "ja" else _names_en(quote)
    kind = _kind(reading, sector) if reading else "name" if names else "word"
    marks = (language, *(_marks_ja(quote) if language == "ja" else _marks_en(quote)), *(("named",) if names else ()))
    text = quote if language == "ja" else re.sub(r"^(?:the|a|an)\s", "", quote.lower())
    keys = names or ((quote,) if language == "ja" else _head_en(quote))
    return Phrase(text=text, kind=kind, marks=marks, sector=sector, keys=keys, own=own)


def is_of_no_country(quote: str, words: Lexicon, heads: frozenset[str] = frozenset()) -> bool:
    """Tell whether the words of a phrase keep it from being one country's: foreign troops, 移民の子どもたち.

    `heads` are those that `heads_of_no_country` found in its text.
    «The foreign ministry» is an office of one, 移民当局 and a migrants' charity are bodies of one: there the word says
    what they do.
    """
    english = words.language == "en"
    if english and NAME_EN.search(quote):
        return False  # African National Congress
    bare = ARTICLE.sub("", quote.lower()) if english else quote
    office = (OFFICE_EN if english else OFFICE_JA).search(bare)
    helper = (HELPERS_EN if english else HELPERS_JA).search(bare)
    if heads & set(_head_en(bare) if english else (bare,)):
        return True
    for word, where in words.generic.items():
        if where == "first":
            told = bare.startswith(f"{word} " if english else word) and not (office and word in OFFICES_OF)
        else:
            told = (f" {word} " in f" {bare} " if english else word in bare) and not (office or helper)
        if told:
            return True
    return False


def is_of_a_state(phrase: Phrase) -> bool:
    """Tell whether no international body has such people: rebels, residents, a government, unless the words say so."""
    governing = GOVERNMENT.search(phrase.text) is not None
    return (governing or phrase.sector in STATELY) and phrase.kind != "name" and "bodylike" not in phrase.marks


def heads_of_no_country(text: str, words: Lexicon) -> frozenset[str]:
    """Return the nouns by which a text calls people of no country: the children, where «migrant children» are met."""
    anywhere = "|".join(re.escape(word) for word, where in words.generic.items() if where == "any")
    if not anywhere:
        return frozenset()
    if words.language == "en":
        return frozenset(re.findall(rf"\b(?:{anywhere}) ([a-z]{{4,}}s|children|people|women|men)\b", text.lower()))
    return frozenset(re.findall(rf"(?:{anywhere})の([一-龥ァ-ヺ々]{{2,}}(?:たち|ら)?|子どもたち|人々|人たち)", text))


def _kind(reading: Reading, sector: str) -> str:
    if reading.country and reading.default or reading.shared:
        return "shared"
    return BY_SECTOR.get(sector) or (reading.form if reading.form in FORMS else "office")


def _names_en(quote: str) -> tuple[str, ...]:
    words = WORD.findall(quote)
    names = [w for w in words if w[0].isupper() and w.lower() not in TITLES_EN and len(w) > 2]
    if names and words and names[0] == words[0] and len(names) == 1 and len(words) > 1:
        names = []  # only the first word of a sentence: Police officers
    return tuple(dict.fromkeys(re.sub(r"['’]s?$", "", n) for n in names))


def _names_ja(quote: str) -> tuple[str, ...]:
    names = KATAKANA.findall(quote) if PERSON_JA.search(quote) or "・" in quote or not re.search(
        r"[一-龥]", quote) else [k for k in KATAKANA.findall(quote) if len(k) > 3]
    names += [m for m in KANJI_NAME.findall(quote) if m]
    return tuple(dict.fromkeys(names))


def _head_en(quote: str) -> tuple[str, ...]:
    words = WORD.findall(LINKS_EN.split(quote, maxsplit=1)[0])
    return (words[-1],) if words else ()


def _marks_en(quote: str) -> tuple[str, ...]:
    first = quote.split(" ", 1)[0].lower()
    head = _head_en(quote)
    plural = bool(head) and head[0].endswith("s") and not head[0].endswith("ss")
    form = (
        "the" if first in ("the", "this", "that") else "poss" if first in ("his", "her", "its", "their", "our", "my")
        else "some" if first in ("a", "an", "one", "another", "some") else "number" if first[:1].isdigit()
        else "many" if plural else "bare"
    )
    return (form, *(("plural",) if plural else ()), *(("bodylike",) if BODY_EN.search(quote) else ()),
            *(("crowd",) if CROWD_EN.search(quote) else ()))


def _marks_ja(quote: str) -> tuple[str, ...]:
    marks = []
    if PERSON_JA.search(quote):
        marks.append("person")
    if quote.startswith(("同", "この", "その")):
        marks.append("the")
    if re.search(r"(?:ら|たち|達)$", quote):
        marks.append("plural")
    if re.search(r"\d|[一二三四五六七八九十百千数]+[人名隻]", quote):
        marks.append("number")
    if "の" in quote:
        marks.append("of")
    return (*marks, *(("bodylike",) if BODY_JA.search(quote) else ()), *(("crowd",) if CROWD_JA.search(quote) else ()))
