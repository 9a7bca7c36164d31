"""Tags that rules gave a document stand with its claims and events, in every format that has a place for them."""

import io
import json
import shutil
from pathlib import Path

import pytest

from exports.sample import export, lines, table
from keii.ledger import Filter, Ledger, rules

MOMENT = "2024-07-01T00:00:00Z"


@pytest.fixture(scope="module")
def tagged(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the sample ledger with two tags on its English article."""
    path = tmp_path_factory.mktemp("tags") / "tagged.db"
    shutil.copy(sample, path)
    with Ledger.create(path) as ledger, ledger.transaction() as connection:
        for tag in ("oslo", "arms"):
            rules.add(connection, rules.Rule(action=rules.Action.TAG, tag=tag, chosen=Filter(documents=("news/b.txt",)),
                                             author="Mika", made_at=MOMENT))
        for id, in connection.execute("SELECT id FROM documents").fetchall():
            rules.apply(connection, id, rules.rules(connection), moment=MOMENT)
    return path


@pytest.mark.parametrize("of", ["claims", "events", "documents"])
def test_tables_have_the_tags_of_the_document(tagged: Path, of: str) -> None:
    rows = table(export(tagged, "csv", of=of))
    assert {(row["publisher"], row["tags"]) for row in rows} == {("Example Times", "arms; oslo"), ("例示通信", "")}


def test_lists_stay_lists_in_json_and_parquet(tagged: Path) -> None:
    articles = [line["article"] for line in lines(export(tagged, "jsonl"))]
    assert {(article["publisher"], *article["tags"]) for article in articles} == {
        ("Example Times", "arms", "oslo"), ("例示通信",)}
    features = json.loads(export(tagged, "geojson"))["features"]
    assert ["arms", "oslo"] in [feature["properties"]["tags"] for feature in features]
    parquet = pytest.importorskip("pyarrow.parquet", reason="extra keii[export]")
    found = parquet.read_table(io.BytesIO(export(tagged, "parquet"))).column("tags").to_pylist()
    assert [] in found
    assert ["arms", "oslo"] in found


def test_keywords_of_followthemoney_are_the_tags_too(tagged: Path) -> None:
    entities = lines(export(tagged, "ftm"))
    articles = {one["properties"]["publisher"][0]: one["properties"].get("keywords", []) for one in entities
                if one["schema"] == "Article"}
    assert articles == {"Example Times": ["arms", "oslo"], "例示通信": []}
    events = [one["properties"]["keywords"] for one in entities if one["schema"] == "Event"]
    assert sum({"arms", "oslo"} <= set(words) for words in events) == 6
