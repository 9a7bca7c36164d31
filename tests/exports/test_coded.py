"""PLOVER, CAMEO, GDELT and ACLED: what did not happen is never written as if it had."""

import re
from pathlib import Path

import pytest

from exports.sample import exported, lines, table
from keii.codebook import codebook
from keii.exports import acled, cameo, gdelt_events, gdelt_mentions
from keii.exports.actor_codes import codes, fips, numeric
from keii.exports.request import Omission
from keii.model import Moment, Place, Precision, Span

HAPPENED = {"CONSULT", "REQUEST", "ASSAULT"}


def plover(sample: Path, *, derived: bool = False) -> list[dict[str, object]]:
    return lines(exported(sample, "plover", derived=derived)[0])


def tsv(data: bytes) -> list[list[str]]:
    return [line.split("\t") for line in data.decode().splitlines()]


def test_plover_gets_what_happened_and_counts_the_rest(sample: Path) -> None:
    data, number, request = exported(sample, "plover")
    records = lines(data)
    assert number == len(records) == 4
    assert sorted(record["type"] for record in records) == ["ASSAULT", "CONSULT", "CONSULT", "REQUEST"]
    assert dict(request.left_out) == {Omission.NOT_HAPPENED: 4, Omission.NO_TYPE: 1}
    assert {record["keii"]["status"] for record in records} == {"occurred"}


def test_records_of_plover_use_its_types_modes_and_contexts_alone(sample: Path) -> None:
    for record in plover(sample, derived=True):
        assert record["type"] in codebook().types
        assert record["mode"] is None or (record["type"], record["mode"]) in codebook().modes
        assert set(record["context"]) <= set(codebook().contexts)  # type: ignore[call-overload]
        assert record["actor"]
        assert -10 <= record["score"] <= 10  # type: ignore[operator]


def test_derived_codes_say_why(sample: Path) -> None:
    derived = {record["keii"]["type"]: record for record in plover(sample, derived=True)  # type: ignore[index]
               if record["keii"]["derivation"] != "same"}  # type: ignore[index]
    assert {type: record["type"] for type, record in derived.items()} == {
        "SANCTION": "THREATEN", "ASSAULT": "CONCEDE", "AID": "AGREE"}
    assert derived["AID"]["keii"]["status"] == "planned"  # type: ignore[index]
    assert all(record["mode"] is None for record in derived.values())


def test_what_a_demand_asks_for_is_one_event_with_it(sample: Path) -> None:
    _, _, request = exported(sample, "plover", derived=True)
    assert request.left_out[Omission.SAME_REQUEST] == 1


def test_bodies_stand_in_the_slot_of_the_country() -> None:
    assert codes("IGO:UN").code == "IGOUNO"
    assert codes("IGO:SOMETHING").code == "IGO"
    assert codes("JPN/JRN") == ("JPNMED", "JPN", "", "MED")
    assert codes("XXX/REB") == ("REB", "", "", "REB")
    assert codes("XXX") == ("", "", "", "")
    assert (fips("JPN"), numeric("JPN"), fips(None)) == ("JA", "392", "")


def test_cameo_has_the_columns_of_icews_first(sample: Path) -> None:
    header, *rows = tsv(exported(sample, "cameo")[0])
    assert header == [*cameo.ICEWS, *cameo.OWN]
    assert all(len(row) == len(header) for row in rows)
    found = [dict(zip(header, row, strict=True)) for row in rows]
    talks = [row for row in found if row["Source Country"] == "Norway" and row["CAMEO Code"] == "040"]
    assert [(row["Source Name"], row["Target Name"], row["City"]) for row in talks] == [("Norway", "Japan", "Oslo")]
    assert [row["Target Name"] for row in found if row["Source Name"] == "Japan" and row["CAMEO Code"] == "040"] == [
        "Norway"]
    visit = next(row for row in found if row["CAMEO Code"] == "042")
    assert (visit["Event Date"], visit["Source Sectors"], visit["Country"]) == ("2024-06-13", "GOV", "North Korea")
    assert len({row["Event ID"] for row in found}) == len(found)
    assert all(int(row["Event ID"]) < 2**60 for row in found)


def test_no_cell_breaks_the_table_or_is_a_formula(sample: Path) -> None:
    for name in ("cameo", "gdelt-events", "gdelt-mentions"):
        rows = tsv(exported(sample, name, derived=True)[0])
        assert len({len(row) for row in rows}) == 1
        assert not [cell for row in rows for cell in row if re.match("[=+@]|-[^0-9.]", cell)]


def test_gdelt_events_have_sixty_one_columns(sample: Path) -> None:
    data, number, request = exported(sample, "gdelt-events", of="events")
    rows = [dict(zip(gdelt_events.COLUMNS, row, strict=True)) for row in tsv(data)]
    assert len(gdelt_events.COLUMNS) == 61
    assert number == len(rows) == 4
    talks = next(row for row in rows if row["EventCode"] == "040")
    assert (talks["SQLDATE"], talks["MonthYear"], talks["Year"]) == ("20240612", "202406", "2024")
    assert float(talks["FractionDate"]) == pytest.approx(2024 + (5 * 30 + 12) / 365, abs=1e-4)
    assert (talks["Actor1Code"], talks["Actor1Name"], talks["Actor2CountryCode"]) == ("NORGOV", "NORWAY", "JPN")
    assert (talks["ActionGeo_FullName"], talks["ActionGeo_CountryCode"]) == (
        "Oslo, Norway", "NO")
    assert (talks["ActionGeo_Type"], talks["ActionGeo_ADM1Code"]) == ("4", "")  # a city of the world
    assert (talks["QuadClass"], talks["GoldsteinScale"]) == ("1", "1.0")
    assert (talks["DATEADDED"], talks["NumMentions"]) == ("20240613000000", "1")
    assert request.left_out[Omission.NOT_HAPPENED] == 4


def test_every_mention_belongs_to_an_event_and_says_its_status(sample: Path) -> None:
    for derived in (False, True):
        events = {row[0] for row in tsv(exported(sample, "gdelt-events", of="events", derived=derived)[0])}
        mentions = [dict(zip(gdelt_mentions.COLUMNS, row, strict=True))
                    for row in tsv(exported(sample, "gdelt-mentions", of="events", derived=derived)[0])]
        assert {row["GLOBALEVENTID"] for row in mentions} == events
        statuses = {re.search(r"keii\.status=(\w+)", row["Extras"])[1] for row in mentions}  # type: ignore[index]
        assert statuses == ({"occurred", "possible", "planned", "urged"} if derived else {"occurred"})


def test_the_offsets_of_mentions_are_those_of_the_text(sample: Path) -> None:
    from exports.sample import ENGLISH

    text = "\n".join(ENGLISH)
    rows = [dict(zip(gdelt_mentions.COLUMNS, row, strict=True))
            for row in tsv(exported(sample, "gdelt-mentions", of="events")[0])]
    killed = next(row for row in rows if row["SentenceID"] == "4")
    assert text[int(killed["ActionCharOffset"]):].startswith("killed")
    assert text[int(killed["Actor1CharOffset"]):].startswith("Gunmen")
    assert text[int(killed["Actor2CharOffset"]):].startswith("a farmer")
    assert killed["MentionDocLen"] == str(len(text))


def test_acled_gets_what_happened_dated_and_placed(sample: Path) -> None:
    data, number, request = exported(sample, "acled", of="events")
    rows = table(data)
    assert list(rows[0]) == [*acled.ACLED, *acled.OWN]
    assert number == len(rows) == 1
    row = rows[0]
    assert (row["event_type"], row["sub_event_type"]) == ("Violence against civilians", "Attack")
    assert (row["inter1"], row["inter2"], row["interaction"]) == (
        "Rebel group", "Civilians", "Rebel group-Civilians")
    assert (row["event_date"], row["time_precision"], row["geo_precision"]) == ("2024-06-01", "1", "1")
    assert (row["country"], row["iso"], row["location"], row["civilian_targeting"]) == (
        "Norway", "578", "Oslo", "Civilian targeting")
    assert row["fatalities"] == ""  # keii counts no dead
    assert row["notes"].startswith("Gunmen killed")
    assert request.left_out[Omission.NOT_HAPPENED] == 4


def test_rows_of_acled_are_types_of_acled() -> None:
    types = {"Battles", "Explosions/Remote violence", "Protests", "Riots", "Strategic developments",
             "Violence against civilians"}
    for (type, mode, against), row in acled._kinds().items():
        assert row[0] in types
        assert mode == "" or (type, mode) in codebook().modes
        assert against in ("civilians", "armed", "anyone")


@pytest.mark.parametrize(("first", "second", "word"), [
    ("Civilians", "State forces", "State forces-Civilians"), ("Protesters", "", "Protesters only"),
    ("External/Other forces", "Rebel group", "Rebel group-External/Other forces"), ("", "", ""),
])
def test_interactions_are_those_of_acled(first: str, second: str, word: str) -> None:
    assert acled._interaction(first, second) == word


@pytest.mark.parametrize(("start", "end", "precision", "day"), [
    ("2024-11-01", "2024-12-01", Precision.MONTH, "2024-11-15"),
    ("2024-06-10", "2024-06-17", Precision.WEEK, "2024-06-13"),
    ("2024-06-10", "2024-06-11", Precision.DAY, "2024-06-10"),
])
def test_a_week_or_month_is_dated_to_its_middle_as_in_acled(
        start: str, end: str, precision: Precision, day: str) -> None:
    assert acled._day(Moment(start=start, end=end, precision=precision)) == day


def test_places_of_the_united_states_have_types_and_states_of_their_own() -> None:
    words = Span.of("in Austin", 3, 9)
    austin = Place(span=words, country="USA", gazetteer="geonames:4671654", latitude=30.26715, longitude=-97.74306,
                   precision="city")
    assert gdelt_events._place(austin)[:4] == (3, "Austin, Texas, United States", "US", "USTX")
    texas = Place(span=words, country="USA", gazetteer=None, latitude=31.0, longitude=-100.0, precision="country")
    assert gdelt_events._place(texas)[0] == 1
