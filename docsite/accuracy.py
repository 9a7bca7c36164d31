"""How right keii is: the floors of the quality gate, and typical errors with what this version reads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import keii
from docsite.markdown import code, plain, table
from docsite.markdown import page as made
from keii.config import Lang
from keii.model import Claim, Party
from keii.tables import data_error, read_table
from quality.floors import Floors, read_floors
from quality.scoring import FIGURES

ERRORS = Path(__file__).parent / "errors.tsv"
COLUMNS = ("group", "language", "text", "right", "en", "ja")
GROUPS = {
    "words": ("A word that means something else here", "ここでは別の意味の語"),
    "status": ("Whether it happened at all", "起きたのかどうか"),
    "parties": ("Who did it to whom", "誰が誰に"),
    "antecedents": ("Whom a pronoun means", "代名詞の指すもの"),
    "names": ("Names that several bear", "同じ名前"),
    "nesting": ("Reports within reports", "伝聞の中の伝聞"),
    "translation": ("Machine translation", "機械翻訳"),
}
_WORDS = {
    "en": {
        "title": "What to expect of this version",
        "intro": "This page is made from the floors of the quality gate and by reading the sentences below with the "
                 "version that it describes. What the sets and figures are, and how to measure on texts of your own: "
                 "[how right keii is](../accuracy.md).",
        "figures": "Figures",
        "floors": "Each is a floor: the version reaches at least this, on most sets a hundredth more. `rules` and "
                  "`model` are the two coders alone; without a name both read together, which is the default.",
        "others": "Other figures", "set": "set", "coder": "coder", "figure": "figure", "floor": "floor", "both": "both",
        "errors": "What it gets wrong",
        "told": "Invented sentences, for the kinds of error that the error report shows. An act is "
                "written as type, status, actors and, after an arrow, recipients; `–` is no act. This version "
                "reads {right} of {all} right.",
        "heads": "sentence|a careful reader|keii {version}|where it goes wrong", "right": "read right",
    },
    "ja": {
        "title": "この版に期待できること",
        "intro": "このページは、品質の下限と、下の文をこの版で実際に読んだ結果から作られています。"
                 "評価用データと数値の意味、手元の文章で測る方法は[正確さ](../../accuracy.md)（英語）にあります。",
        "figures": "数値",
        "floors": "いずれも下限です。この版は少なくともこの値に達し、多くの場合は 0.01 ほど上回ります。"
                  "`rules` と `model` はそれぞれを単独で使った場合、名前のないものは両方を合わせた既定の読み方です。",
        "others": "そのほかの数値", "set": "データ", "coder": "読み方", "figure": "数値", "floor": "下限",
        "both": "両方",
        "errors": "間違えること",
        "told": "いずれも作例で、誤りの報告に見られる種類ごとに挙げました。行為は類型、状態、行為者、"
                "矢印のあとに相手の順に書き、`–` は行為がないことを示します。"
                "この版は {all} 文のうち {right} 文を正しく読みます。",
        "heads": "文|注意深い読者の読み|keii {version} の読み|誤りの原因", "right": "正しい",
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence, what a careful reader finds in it, what keii finds, and where it goes wrong."""

    group: str
    text: str
    right: tuple[str, ...]
    read: tuple[str, ...]
    en: str
    ja: str

    @property
    def is_right(self) -> bool:
        """Whether keii reads what the careful reader does."""
        return sorted(self.right) == sorted(self.read)


def page(lang: Lang) -> str:
    """Return the page, with the sentences read by the coder that is the default."""
    words, found = _WORDS[lang], examples()
    floors = read_floors()
    parts = [words["intro"], f"## {words['figures']}", words["floors"],
             table((words["set"], words["coder"], *map(code, FIGURES)), _main(floors, words["both"])),
             f"## {words['others']}",
             table((words["set"], words["figure"], words["floor"]), _others(floors)),
             f"## {words['errors']}",
             words["told"].format(right=sum(one.is_right for one in found), all=len(found))]
    head = words["heads"].format(version=keii.__version__).split("|")
    for group, titles in GROUPS.items():
        rows = [(plain(one.text), _acts(one.right), words["right"] if one.is_right else _acts(one.read),
                 plain(getattr(one, lang))) for one in found if one.group == group]
        parts += [f"### {titles[lang == 'ja']}", table(head, rows)]
    return made(words["title"], *parts)


@cache
def examples() -> tuple[Example, ...]:
    """Return the sentences of the table as this version reads them; raises DataError for a group that is none."""
    found = []
    for number, row in read_table(ERRORS, COLUMNS):
        if row["group"] not in GROUPS:
            raise data_error(ERRORS, number, f"group «{row['group']}» is none of {', '.join(GROUPS)}.")
        right = () if row["right"] == "-" else tuple(row["right"].split("; "))
        read = tuple(notation(claim) for claim in keii.code(row["text"], language=row["language"]))
        found.append(Example(group=row["group"], text=row["text"], right=right, read=read, en=row["en"], ja=row["ja"]))
    return tuple(found)


def notation(claim: Claim) -> str:
    """Return a claim as the table writes an act: `AID occurred NOR → «the islanders»`."""
    sides = [", ".join(map(_party, side)) for side in (claim.actors, claim.recipients)]
    return " ".join(filter(None, (claim.type, claim.status.value, sides[0], f"→ {sides[1]}" if sides[1] else "")))


def _party(party: Party) -> str:
    """Return a party's country or body, or its words where it has none."""
    own = (party.code or "XXX").split("/")[0]
    return own if own != "XXX" else f"«{party.text}»"


def _acts(acts: Sequence[str]) -> str:
    return "<br>".join(map(plain, acts)) or "–"


def _main(floors: Floors, both: str) -> Iterator[tuple[str, ...]]:
    """Yield a row for every set that has the figures of acts, the default coder first."""
    for name, figures in sorted(floors.items(), key=lambda one: one[0].partition(" ")[2]):
        if {*FIGURES} <= {*figures}:
            set_, _, coder = name.partition(" ")
            yield (code(set_), coder or both, *(f"{figures[figure]:.3f}" for figure in FIGURES))


def _others(floors: Floors) -> Iterator[tuple[str, str, str]]:
    for name, figures in floors.items():
        for figure, value in figures.items():
            if figure not in FIGURES or not {*FIGURES} <= {*figures}:
                yield code(name), code(figure), f"{value:.3f}"
