"""The tables of the codebook: types, modes, contexts, statuses, and what is derived for PLOVER and CAMEO."""

from collections.abc import Iterator
from pathlib import Path

import keii.codebook
from docsite.markdown import code, plain, table
from docsite.markdown import page as made
from keii.tables import read_table

DATA = Path(keii.codebook.__path__[0]) / "data"
_FILES = {
    "types": ("name", "label_en", "label_ja", "definition_en", "definition_ja", "quad", "score", "recipient", "cameo",
              "note_en", "note_ja"),
    "modes": ("type", "name", "score", "definition_en", "definition_ja"),
    "contexts": ("name", "definition_en", "definition_ja"),
    "statuses": ("name", "label_en", "label_ja", "definition_en", "definition_ja"),
    "derivation": ("type", "status", "plover", "reason"),
    "reasons": ("code", "basis", "meaning_en", "meaning_ja"),
    "cameo": ("type", "mode", "code", "state", "note"),
    "sectors": ("code", "label_en", "label_ja", "plover", "keii", "definition_en", "definition_ja"),
}


def page() -> str:
    """Return the page of the codebook's tables, both languages side by side."""
    parts = ["The tables as keii reads them. What they mean together is explained in [the codebook](../codebook.md) "
             "and [the guidelines](../annotation.md). 表の意味は[コードブック](../codebook.md)で説明しています。",
             "## Types · 類型", *_types(),
             "## Statuses · 状態", table(("status", "meaning", "意味"), (
                 (code(row["name"]), *_both(row, "definition")) for row in _rows("statuses"))),
             "## Contexts · 文脈", table(("context", "about", "内容"), (
                 (code(row["name"]), *_both(row, "definition")) for row in _rows("contexts"))),
             "## Sectors · 部門", table(("sector", "meaning", "意味"), (
                 (code(row["code"]), *_both(row, "definition")) for row in _rows("sectors") if row["keii"] == "yes")),
             "## The type that PLOVER has · PLOVER の類型", _derived(), table(("reason", "basis", "meaning", "意味"), (
                 (code(row["code"]), row["basis"], *_both(row, "meaning")) for row in _rows("reasons"))),
             "## CAMEO", table(("type", "mode", "code", "of a state", "note"), (
                 (code(row["type"]), code(row["mode"]), row["code"], row["state"], plain(row["note"]))
                 for row in _rows("cameo")))]
    return made("Tables of the codebook", *parts)


def _types() -> Iterator[str]:
    modes = list(_rows("modes"))
    for row in _rows("types"):
        yield f"### {row['name']} · {plain(row['label_ja'])}"
        yield f"{plain(row['definition_en'])} {plain(row['note_en'])}"
        yield f"{plain(row['definition_ja'])}{plain(row['note_ja'])}"
        facts = [f"{name} {row[name]}" for name in ("quad", "score", "cameo") if row[name]]
        yield plain(" · ".join([*facts, f"recipient {row['recipient']}"] if facts else ["no type of PLOVER"]))
        own = [(code(mode["name"]), mode["score"], *_both(mode, "definition")) for mode in modes
               if mode["type"] == row["name"]]
        if own:
            yield table(("mode", "score", "meaning", "意味"), own)


def _derived() -> str:
    rows = list(_rows("derivation"))
    statuses = [row["name"] for row in _rows("statuses")]
    derived = {(row["type"], row["status"]): row for row in rows}
    return table(("type", *map(code, statuses)), (
        (code(type_), *(_one(derived.get((type_, status))) for status in statuses))
        for type_ in dict.fromkeys(row["type"] for row in rows)))


def _one(row: dict[str, str] | None) -> str:
    return f"{row['plover'] or '–'}<br>{code(row['reason'])}" if row else ""


def _both(row: dict[str, str], field: str) -> tuple[str, str]:
    return plain(row[f"{field}_en"]), plain(row[f"{field}_ja"])


def _rows(name: str) -> Iterator[dict[str, str]]:
    return (row for _, row in read_table(DATA / f"{name}.tsv", _FILES[name]))
