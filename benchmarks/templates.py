"""Articles written from templates: as many different ones as are asked for, in Japanese and English.

Every article has a headline, a lead that says where and when, and sentences of what states, armies and their speakers
did, announced, denied and demanded, with one cast of invented persons and towns throughout. An article follows from its
number alone, so that any part of the news can be made by itself.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

LENGTHS = (4, 5, 6, 7, 8)  # sentences after the lead
PARAGRAPH = 2  # sentences of a paragraph

_STATES = MappingProxyType({
    "en": ("Norway", "Chad", "Peru", "Fiji", "Oman", "Kenya", "Nepal", "Chile", "Ghana", "Laos", "Malta", "Yemen"),
    "ja": ("ノルウェー", "チャド", "ペルー", "フィジー", "オマーン", "ケニア", "ネパール", "チリ", "ガーナ", "ラオス",
           "マルタ", "イエメン"),
})
_NAMES = MappingProxyType({
    "en": ("Ada Holt", "Ivo Marren", "Lena Roake", "Tomas Quill", "Mira Sand", "Oskar Vane", "Nuria Feld",
           "Pavel Dorn"),
    "ja": ("ホルト", "マレン", "ローク", "クイル", "サンド", "ベイン", "フェルト", "ドルン"),
})
_TOWNS = MappingProxyType({
    "en": ("Arvik", "Sollen", "Kora", "Denby", "Marlo", "Ostrava Bay", "Tirreno", "Halmar"),
    "ja": ("アルビク", "ソレン", "コラ", "デンビー", "マルロ", "オストラ", "ティレノ", "ハルマル"),
})
_OFFICES = MappingProxyType({
    "en": ("foreign minister", "defence minister", "prime minister", "president", "trade minister"),
    "ja": ("外相", "国防相", "首相", "大統領", "貿易相"),
})
_DAYS = MappingProxyType({
    "en": ("on Monday", "on Tuesday", "on Wednesday", "on Thursday", "last week", "two days earlier"),
    "ja": ("2日", "3日", "4日", "先週", "前日", "10月末"),
})
_LEADS = MappingProxyType({
    "en": (
        ("{a} and {b} agree to talks in {town}", "The {office} of {a}, {name}, met the {office2} of {b} in {town} "
         "{day}, and both agreed to hold further talks on the border, officials said."),
        ("{a} imposes sanctions on {b}", "{a} imposed sanctions on {number} companies from {b} {day} after the "
         "{office2} of {b}, {name2}, rejected its demands."),
        ("{a} sends {number} troops towards {town}", "{a} moved {number} troops to the region of {town} {day}, "
         "{office} {name} announced."),
        ("{b} accuses {a} of attack near {town}", "{b} accused {a} {day} of shelling a village near {town}, in which "
         "{number} people were reportedly wounded."),
    ),
    "ja": (
        ("{a}と{b}、{town}での協議で合意", "{a}の{name}{office}は{day}、{town}で{b}の{office2}と会談し、"
         "国境問題を巡り協議を続けることで合意した。"),
        ("{a}、{b}に制裁", "{a}政府は{day}、{b}の企業{number}社に制裁を科したと発表した。"
         "{b}の{name2}{office2}が要求を拒否したためとしている。"),
        ("{a}、{town}方面に部隊{number}人を派遣",
         "{a}の{name}{office}は{day}、{town}周辺に部隊{number}人を派遣すると表明した。"),
        ("{b}、{town}近郊の砲撃で{a}を非難", "{b}政府は{day}、{town}近郊の村が砲撃を受け、"
         "{number}人が負傷したとみられると発表し、{a}を非難した。"),
    ),
})
_BODY = MappingProxyType({
    "en": (
        "The government of {b} denied the report and called it a fabrication.",
        "A spokesman for {a} said that the two sides would sign an agreement by the end of the month.",
        "{name2}, the {office2} of {b}, warned that his country might close the port of {town} if the patrols went on.",
        "“We will not withdraw a single soldier,” {name} told reporters {day}.",
        "{b} recalled its ambassador from {a} {day}, according to the foreign ministry.",
        "The army of {b} is believed to have lost {number} soldiers in the fighting around {town}.",
        "Thousands protested in the capital of {b} against the plans, and police arrested {number} people.",
        "{a} plans to deliver {number} tonnes of grain to {town} next week.",
        "The United Nations urged both governments to respect the ceasefire.",
        "Analysts say that a military clash between {a} and {b} is unlikely before the spring.",
        "The {office} of {a} visited the hospital of {town} and promised help for the wounded.",
        "{b} has not yet answered the proposal, which {name} had presented {day}.",
        "The two countries resumed flights between their capitals in May after a break of {number} days.",
        "Rebels seized a bridge north of {town} {day} but retreated before the morning, residents said.",
        "Parliament in {a} rejected the budget of the {office} by {number} votes.",
        "The prices of bread and fuel have risen in {town} since the summer.",
    ),
    "ja": (
        "{b}政府はこの報道を否定し、捏造だと反論した。",
        "{a}の報道官は、両国が月末までに協定に署名する見通しだと述べた。",
        "{b}の{name2}{office2}は、巡視が続けば{town}港を閉鎖する可能性があると警告した。",
        "{name}氏は{day}、記者団に「一人の兵士も撤退させない」と語った。",
        "{b}外務省によると、同国は{day}、{a}駐在の大使を召還した。",
        "{town}周辺の戦闘で、{b}軍の兵士{number}人が死亡したとみられる。",
        "{b}の首都では計画に反対する数千人が抗議し、警察は{number}人を拘束した。",
        "{a}は来週、{town}に穀物{number}トンを供与する予定だ。",
        "国連は両国政府に停戦の順守を求めた。",
        "専門家は、{a}と{b}が春までに軍事衝突する可能性は低いと分析している。",
        "{a}の{office}は{town}の病院を訪問し、負傷者への支援を約束した。",
        "{name}氏が{day}に示した提案に対し、{b}はまだ回答していない。",
        "両国は{number}日間の中断を経て、5月に首都間の航空便を再開していた。",
        "住民によると、反政府勢力は{day}、{town}北方の橋を占拠したが、夜明け前に撤退した。",
        "{a}の議会は、{office}の予算案を{number}票差で否決した。",
        "{town}では夏以降、パンや燃料の価格が上昇している。",
    ),
})


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One article."""

    language: str
    title: str
    paragraphs: tuple[str, ...]


def written(number: int) -> Written:
    """Return the article of this number: the even ones are Japanese, the odd ones English."""
    chance = random.Random(number)
    language = "en" if number % 2 else "ja"
    words = _cast(language, chance)
    title, lead = (part.format_map(words) for part in chance.choice(_LEADS[language]))
    sentences = [lead, *(form.format_map({**words, "number": str(chance.randint(2, 900))})
                         for form in chance.sample(_BODY[language], chance.choice(LENGTHS)))]
    joiner = "" if language == "ja" else " "
    return Written(language=language, title=title, paragraphs=tuple(
        joiner.join(sentences[at:at + PARAGRAPH]) for at in range(0, len(sentences), PARAGRAPH)))


def _cast(language: str, chance: random.Random) -> Mapping[str, str]:
    """Return who and where, the same in a whole article."""
    (a, b), (name, name2) = chance.sample(_STATES[language], 2), chance.sample(_NAMES[language], 2)
    office, office2 = chance.sample(_OFFICES[language], 2)
    return {"a": a, "b": b, "name": name, "name2": name2, "office": office, "office2": office2,
            "town": chance.choice(_TOWNS[language]), "day": chance.choice(_DAYS[language]),
            "number": str(chance.randint(2, 900))}
