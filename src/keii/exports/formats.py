"""The formats of `keii export`, in one table; each is a function `write(out, request)` in a module of its own."""

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import BinaryIO, cast

from keii.exports.request import Request

_ALL = ("claims", "events", "documents")


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format: who writes it, what of the ledger it can hold, what it looks like."""

    module: str  # holds write(out, request), which returns how many records it wrote
    of: tuple[str, ...]  # what it is made of; the first is the default
    en: str
    ja: str
    binary: bool = False  # nothing to look at in a terminal
    lines: bool = False  # one JSON object a line
    packages: tuple[str, ...] = ()  # of the extra keii[export]
    derives: bool = False  # folds the status into the type: what did not happen only with --derive


FORMATS: Mapping[str, Format] = MappingProxyType({
    "jsonl": Format(module="lines", of=_ALL, lines=True, en="JSON Lines with every field and span",
                    ja="すべての項目と位置を持つ JSON Lines"),
    "csv": Format(module="csv_table", of=_ALL, en="CSV, names beside ids", ja="CSV。名前と ID を並べる"),
    "xlsx": Format(module="xlsx", of=_ALL, binary=True, packages=("openpyxl",),
                   en="Excel workbook, names beside ids", ja="Excel ブック。名前と ID を並べる"),
    "parquet": Format(module="parquet", of=_ALL, binary=True, packages=("pyarrow",),
                      en="Parquet for DuckDB, pandas, polars, R", ja="DuckDB、pandas、polars、R のための Parquet"),
    "geojson": Format(module="geojson", of=("claims", "events"), en="GeoJSON of what has coordinates",
                      ja="座標のあるものの GeoJSON"),
    "plover": Format(module="plover", of=("claims",), lines=True, derives=True,
                     en="PLOVER records, JSON Lines", ja="PLOVER のレコード（JSON Lines）"),
    "cameo": Format(module="cameo", of=("claims",), derives=True, en="CAMEO events, TSV shaped like ICEWS",
                    ja="CAMEO のイベント（ICEWS の形の TSV）"),
    "gdelt-events": Format(module="gdelt_events", of=("events",), derives=True, en="GDELT 2.0 Event table",
                           ja="GDELT 2.0 の Event 表"),
    "gdelt-mentions": Format(module="gdelt_mentions", of=("events",), derives=True, en="GDELT 2.0 Mentions table",
                             ja="GDELT 2.0 の Mentions 表"),
    "acled": Format(module="acled", of=("events",), en="CSV shaped like ACLED", ja="ACLED の形の CSV"),
    "graphml": Format(module="graphml", of=("claims",), en="GraphML: who acts on whom",
                      ja="GraphML。誰が誰に何をしたかのグラフ"),
    "gexf": Format(module="gexf", of=("claims",), en="GEXF for Gephi, edges with their days",
                   ja="Gephi のための GEXF。辺に期間"),
    "nquads": Format(module="nquads", of=("claims",), en="N-Quads: PROV-O, Web Annotation, Simple Event Model",
                     ja="N-Quads（PROV-O、Web Annotation、Simple Event Model）"),
    "ftm": Format(module="ftm", of=("claims",), lines=True, en="FollowTheMoney entities, JSON Lines",
                  ja="FollowTheMoney の実体（JSON Lines）"),
    "stix": Format(module="stix", of=("claims",), en="STIX 2.1 bundle of reports and notes",
                   ja="STIX 2.1 の報告と注記"),
    "timelinejs": Format(module="timelinejs", of=("events",), en="timeline for TimelineJS",
                         ja="TimelineJS の年表"),
    "spacy": Format(module="spacy_docs", of=("claims",), lines=True, en="spaCy documents with spans, JSON Lines",
                    ja="区間のついた spaCy の文書（JSON Lines）"),
    "label-studio": Format(module="label_studio", of=("claims",), en="Label Studio tasks with predictions",
                           ja="Label Studio の課題と予測"),
})


def writer(name: str) -> Callable[[BinaryIO, Request], int]:
    """Return the function that writes a format; KeyError when there is no such format."""
    module = importlib.import_module(f"keii.exports.{FORMATS[name].module}")
    return cast(Callable[[BinaryIO, Request], int], module.write)
