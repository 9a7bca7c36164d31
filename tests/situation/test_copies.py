"""Near-identical texts are one group, whatever their order; what a version tells otherwise is listed."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keii.ledger import Ledger
from keii.model import Document
from keii.pipeline import Reading
from keii.situation.copies import changes, likeness, shingles, signed
from keii.situation.keeping import Keeper
from situation.stories import Act, reading, told

AGENCY = ("Fishing crews in the northern harbour refused to sail on Monday after the ministry cut their quota by a "
          "third. Their union called the cut a betrayal of the coast and asked for talks before the autumn season.")
ADDED = " The ministry later said that it would receive three delegates of the union on Thursday morning."
OTHER = ("A court in the capital fined two importers on Friday for selling spoiled grain, and ordered the customs "
         "office to examine every shipment that had passed through the southern port since the spring.")
AGENCY_JA = ("北部の港の漁業者は月曜日、省が漁獲枠を三割減らしたことに抗議して出漁を拒んだ。組合は削減を沿岸への裏切り"
             "と呼び、秋の漁期までに協議の場を設けるよう求めた。")
ADDED_JA = "省はその後、木曜日の朝に組合の代表三人と会うと明らかにした。"
OTHER_JA = ("首都の裁判所は金曜日、傷んだ穀物を売ったとして輸入業者二社に罰金を科し、春から南部の港を通った積み荷"
            "をすべて調べるよう税関に命じた。")


def text_reading(text: str, name: str) -> Reading:
    return reading([Act(text, text[:4], "OTHER")], name=name)


def groups(tmp: Path, readings: Sequence[Reading], name: str = "keii.db") -> set[frozenset[str]]:
    with Ledger.create(tmp / name) as ledger:
        keeper = Keeper(ledger, None)
        for one in readings:
            ledger.write(one)
            keeper.catch_up()
        found = {frozenset(other.origin for other in ledger.versions(document.id))
                 for one in readings if (document := one.document)}
    return {group for group in found if len(group) > 1}


@pytest.mark.parametrize(("text", "other"), [
    (AGENCY, AGENCY), (AGENCY, AGENCY + ADDED), (AGENCY, AGENCY.upper()), (AGENCY, AGENCY.replace("Monday", "Tuesday")),
    (AGENCY_JA, AGENCY_JA), (AGENCY_JA, AGENCY_JA + ADDED_JA), (AGENCY_JA, AGENCY_JA.replace("月曜日", "月曜")),
])
def test_copies_and_updates_are_alike(text: str, other: str) -> None:
    assert likeness(shingles(text), shingles(other)) >= 0.7
    assert set(signed(text).keys) & set(signed(other).keys)


@pytest.mark.parametrize(("text", "other"), [
    (AGENCY, OTHER), (AGENCY_JA, OTHER_JA), (AGENCY, AGENCY_JA),
    (AGENCY, AGENCY + " ".join(f"word{number}" for number in range(150))),
    ("No comment.", "No comment."),
])
def test_other_texts_are_no_copies(text: str, other: str) -> None:
    assert likeness(signed(text).shingles, signed(other).shingles) == 0


def test_a_group_counts_as_one_source(tmp_path: Path) -> None:
    act = Act(AGENCY, "refused", "PROTEST", {"Fishing crews": "FJI/BUS"})
    alone = Act("On Monday Fishing crews refused to sail, the Star learnt.", "refused", "PROTEST",
                {"Fishing crews": "FJI/BUS"}, day="2031-05-02", time="Monday")
    act = replace(act, day="2031-05-02", time="Monday")
    readings = [reading([act], name="a.txt", publisher="Coast Daily"),
                reading([act], name="b.txt", publisher="Harbour Post"),
                reading([alone], name="c.txt", publisher="Star")]
    with Ledger.create(tmp_path / "keii.db") as ledger:
        keeper = Keeper(ledger, None)
        counts = []
        for one in readings:
            ledger.write(one)
            keeper.catch_up()
            counts += [(event.documents, event.independent) for event in ledger.events()]
    assert counts == [(1, 1), (2, 1), (3, 2)]


def test_a_sentence_that_everybody_has_makes_no_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("copies", "grouping"):
        monkeypatch.setattr(f"keii.situation.{module}.WIDELY", 3)
    common = "This article was written by the staff of the coastal desk and may be corrected after publication."
    bodies = [AGENCY[:110], AGENCY[110:], OTHER[:100], OTHER[100:], ADDED * 2]
    readings = [text_reading(f"{body}\n{common}", f"{n}.txt") for n, body in enumerate(bodies)]
    assert not groups(tmp_path, readings)
    assert not groups(tmp_path, readings[::-1], "other.db")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.sampled_from([AGENCY, AGENCY + ADDED, OTHER, AGENCY_JA, AGENCY_JA + ADDED_JA, OTHER_JA]),
                      min_size=2, max_size=6), data=st.data())
def test_any_order_gives_the_same_groups(texts: list[str], data: st.DataObject) -> None:
    readings = [text_reading(text, f"{number}.txt") for number, text in enumerate(texts)]
    shuffled = data.draw(st.permutations(readings))
    with TemporaryDirectory() as tmp:
        assert groups(Path(tmp), readings) == groups(Path(tmp), shuffled, "other.db")


def test_changes_between_versions_are_listed() -> None:
    gone = told(Act("The mayor resigned on Monday.", "resigned", "RETREAT", {"The mayor": "FJI/GOV"}))
    same = told(Act("Crews refused to sail.", "refused", "REJECT", {"Crews": "FJI/BUS"}))
    before = told(Act("Four men were killed in the raid.", "killed", "ASSAULT", number=("Four", 4, "person")))
    after = told(Act("Six men were killed in the raid.", "killed", "ASSAULT", number=("Six", 6, "person")))
    added = told(Act("Chad condemned the raid.", "condemned", "ACCUSE", {"Chad": "TCD/GOV"}))
    found = changes([gone, same, before], [same, after, added])
    assert [(one.kind, one.before, one.after) for one in found] == [
        ("changed", before, after), ("added", None, added), ("gone", gone, None)]


def test_a_document_without_copies_is_its_only_version(tmp_path: Path) -> None:
    one = text_reading(OTHER, "a.txt")
    assert isinstance(one.document, Document)
    with Ledger.create(tmp_path / "keii.db") as ledger:
        ledger.write(one)
        Keeper(ledger, None).catch_up()
        assert [version.id for version in ledger.versions(one.document.id)] == [one.document.id]
