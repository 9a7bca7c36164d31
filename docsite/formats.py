"""The formats of `keii export` and the columns of its tables, from the tables of the code."""

from docsite.markdown import code, codes, plain, table
from docsite.markdown import page as made
from keii.config import Lang
from keii.exports.columns import columns
from keii.exports.formats import FORMATS

_OF = ("claims", "events", "documents")
_WORDS = {
    "en": ("Formats and columns", "How to choose, and what each format cannot hold: [exports](../exports.md).",
           ("format", "made of", "what it is", "needs", "status"), "folded into the type, `--derive`",
           "Columns of {of}", ("column", "type", "holds")),
    "ja": ("形式と列", "選び方と、それぞれの形式に収まらないもの：[書き出し](../../exports.md#日本語)。",
           ("形式", "もと", "内容", "必要なもの", "状態"), "類型に折り込む（`--derive`）", "{of} の列",
           ("列", "型", "内容")),
}


def page(lang: Lang) -> str:
    """Return the page of formats and columns."""
    title, intro, head, folded, heading, cells = _WORDS[lang]
    rows = [(code(name), codes(form.of), plain(getattr(form, lang)), codes(form.packages),
             folded if form.derives else "")
            for name, form in FORMATS.items()]
    parts = [intro, table(head, rows)]
    for of in _OF:
        parts += [f"## {heading.format(of=of)}", table(cells, (
            (code(column.name), column.type, plain(getattr(column, lang))) for column in columns(of)))]
    return made(title, *parts)
