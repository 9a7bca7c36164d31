import csv
import io
import re
from pathlib import Path

import numpy as np
import pytest
from starlette.testclient import TestClient

from databases import Cast
from keii.ledger import Ledger
from keii.ledger.tallies import Acted
from keii.model import Claim, Party, Side, Status
from keii.pipeline import Reading
from keii.situation.keeping import Keeper
from keii.workbench.layout import HEIGHT, WIDTH, labels, layout
from keii.workbench.network import drawing, network, side_of, steps
from ledger.samples import CODER, document, sentences, span
from workbench.conftest import browse

# Actors, recipients, type, status, day of publication.
ACTS = (
    (("RUS/GOV",), ("UKR",), "ASSAULT", Status.OCCURRED, "2024-01-10"),
    (("RUS/MIL", "RUS/GOV"), ("UKR/GOV",), "ASSAULT", Status.OCCURRED, "2024-02-10"),
    (("UKR",), ("RUS",), "REJECT", Status.OCCURRED, "2024-02-11"),
    (("RUS", "PRK"), (), "CONSULT", Status.OCCURRED, "2024-06-19"),
    (("USA",), ("UKR",), "AID", Status.PLANNED, "2024-06-20"),
    (("COL/REB",), ("COL/MIL",), "RETREAT", Status.OCCURRED, "2024-06-21"),
    (("XXX",), ("USA",), "ACCUSE", Status.OCCURRED, "2024-06-22"),
    (("FRA",), (), "PROTEST", Status.OCCURRED, None),
)


def reading(number: int) -> Reading:
    actors, recipients, type, status, day = ACTS[number]
    names = {code: f"party {code.lower()}" for code in (*actors, *recipients)}
    text = f"In case {number}, {' and '.join(names[code] for code in actors)} acted" + \
        (f" towards {' and '.join(names[code] for code in recipients)}." if recipients else ".")
    article = document(text, origin=f"{number}.txt", language="en", published_at=day)

    def parties(codes: tuple[str, ...]) -> tuple[Party, ...]:
        return tuple(Party(span=span(text, names[code]), code=code) for code in codes)

    claim = Claim(document=article.id, sentence=0, type=type, trigger=span(text, "acted"), status=status, coder=CODER,
                  actors=parties(actors), recipients=parties(recipients))
    return Reading(origin=article.origin, document=article, sentences=sentences(text), claims=(claim,))


def fill(ledger: Ledger) -> None:
    for number in range(len(ACTS)):
        ledger.write(reading(number))
    Keeper(ledger, None).catch_up()


@pytest.fixture
def browser(tmp_path: Path, cast: Cast) -> TestClient:
    return browse(cast(tmp_path / "k.db", fill))


def acts(*rows: tuple[tuple[str, ...], tuple[str, ...], int], days: tuple[str, ...] = ()) -> Acted:
    """Return rows of actors, recipients and how many claims there are, each on its day, or on none."""
    numbers = np.arange(len(rows))
    return Acted(acting=[(actors, recipients) for actors, recipients, _ in rows], kinds=[("CONSULT", "occurred")],
                 days=[*days, None], of_acting=numbers, of_kind=np.zeros(len(rows), dtype=np.int64),
                 of_day=numbers if days else np.zeros(len(rows), dtype=np.int64),
                 number=np.array([number for *_, number in rows]))


# ---- who is drawn, and where ----

def test_a_claim_counts_once_between_two_parties_whatever_sectors_it_names() -> None:
    found = network(acts((("RUS/GOV", "RUS/MIL"), ("UKR/GOV", "UKR/MIL"), 2)))
    assert [(edge.pair, edge.number) for edge in found.edges] == [(("RUS", "UKR"), 2)]
    assert found.parties == (("RUS", 2), ("UKR", 2))


def test_sides_are_those_of_the_type_that_plover_derives() -> None:
    assert side_of("ASSAULT", "occurred") is Side.CONFLICT
    assert side_of("CONSULT", "planned") is Side.COOPERATION
    assert side_of("OTHER", "occurred") is Side.NEITHER


def test_the_strongest_are_drawn_first_and_others_around_a_chosen_one() -> None:
    rows = [((f"AA{letter}",), ("BBB",), number) for number, letter in enumerate("ABCDEFGH", 1)]
    found = network(acts(*rows, (("CCC",), ("AAA",), 1)))
    first = drawing(found, around=(), most=3)
    assert [code for code, _ in first.parties] == ["BBB", "AAH", "AAG"]
    assert first.left_out == 7
    around = drawing(found, around=("CCC",), most=3)
    assert {code for code, _ in around.parties} == {"CCC", "AAA"}
    more = drawing(found, around=("CCC", "AAA"), most=300)
    assert {code for code, _ in more.parties} == {"CCC", "AAA", "BBB"}


@pytest.mark.parametrize("cells", [20_000_000, 1])
def test_acts_of_a_few_days_are_followed_by_the_day(monkeypatch: pytest.MonkeyPatch, cells: int) -> None:
    monkeypatch.setattr("keii.workbench.network._CELLS", cells)
    found = network(acts((("USA",), ("UKR",), 13), (("UKR",), ("USA",), 15), days=("2024-06-13", "2024-06-15")))
    axis = steps(found, found.edges)
    assert axis is not None
    assert found.days.periods(found.edges, axis) == [[0, 2]]
    assert [(edge.since, edge.until) for edge in found.edges] == [("2024-06-13", "2024-06-15")]
    assert [(one.since, sum(one.counts.values())) for one in axis.periods] == [
        ("2024-06-13", 13), ("2024-06-14", 0), ("2024-06-15", 15)]


def test_a_layout_is_the_same_again_on_the_paper_and_without_covering() -> None:
    edges = [(number, (number * 7 + 3) % 40, 1.0 + number) for number in range(40) if number != (number * 7 + 3) % 40]
    places = layout(40, edges)
    assert (places == layout(40, edges)).all()
    assert (places >= 0).all()
    assert (places <= (WIDTH, HEIGHT)).all()
    away = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1)) + np.eye(40) * 1000
    assert away.min() > 20


def test_those_with_many_claims_stand_nearer_than_strangers() -> None:
    places = layout(12, [(0, 1, 50.0), *((number, number + 1, 1.0) for number in range(1, 11))])
    assert np.hypot(*(places[0] - places[1])) < np.hypot(*(places[0] - places[11]))


@pytest.mark.parametrize("size", [0, 1, 2])
def test_a_few_parties_have_places_too(size: int) -> None:
    assert layout(size, [(0, 1, 1.0)] if size > 1 else []).shape == (size, 2)


def test_names_go_where_they_cover_nothing() -> None:
    placed = labels([(300, 100, 5, "Long name here"), (350, 100, 5, "Other")])
    assert placed[0][2] == "end"


def test_names_do_not_lie_upon_each_other_nor_on_lines_where_there_is_room() -> None:
    dots = [(200 + 90 * x + 10.0 * y, 120 + 90.0 * y, 6.0, "Long name here") for x in range(6) for y in range(5)]
    lines = [((x, y), (x + 90, y)) for x, y, *_ in dots]
    boxes = [(x - {"start": 0, "end": 90, "middle": 45}[anchor], y - 10) for x, y, anchor in labels(dots, lines)]
    assert not [1 for one, (x, y) in enumerate(boxes) for a, b in boxes[:one] if abs(x - a) < 85 and abs(y - b) < 14]
    assert not [1 for x, y in boxes for (left, line), _ in lines
                if y + 2 < line < y + 13 and x + 90 > left + 6 > x - 80]


# ---- the page ----

def test_the_network_tells_claims_by_side_and_type(browser: TestClient) -> None:
    found = browser.get("/network.json").json()
    edges = {(one["first"], one["second"]): one for one in found["edges"]}
    assert set(edges) == {("RUS", "UKR"), ("PRK", "RUS"), ("UKR", "USA"), ("COL", "COL/REB")}
    war = edges["RUS", "UKR"]
    assert (war["claims"], war["conflict"], war["cooperation"], war["types"]) == (3, 3, 0, {"ASSAULT": 2, "REJECT": 1})
    assert (war["since"], war["until"]) == ("2024-01-10", "2024-02-11")
    assert edges["UKR", "USA"]["awaited"] == 1
    assert (found["total"], found["alone"]) == (6, 2)
    rows = list(csv.DictReader(io.StringIO(browser.get("/network.csv").text)))
    assert {(row["first"], row["second"]) for row in rows} == set(edges)


def test_every_line_and_party_has_a_name_and_leads_on(browser: TestClient) -> None:
    page = browser.get("/network").text
    lines = re.findall(r'<a class="line b-(\S+?)" href="([^"]*)" aria-label="([^"]*)"', page)
    assert ("conflict", "/network/RUS~UKR", "Russia – Ukraine: acts of conflict 3 (attack 2, refusal 1)") in lines
    assert len(lines) == 4
    assert re.search(r'<a class="dot" href="/network\?around=RUS" aria-label="Russia: claims with others 4"', page)


def test_the_strongest_lines_are_drawn_and_the_others_counted(browser: TestClient, monkeypatch: pytest.MonkeyPatch
                                                              ) -> None:
    monkeypatch.setattr("keii.workbench.network.LINES", 1)
    page = browser.get("/network").text
    assert re.findall(r'<a class="line [^>]*data-ends="([^"]*)"', page) == ["RUS UKR"]
    assert "Lines not drawn, those with the fewest claims: 3" in page
    assert len(browser.get("/network.json").json()["edges"]) == 4


def test_a_line_opens_the_quotes_of_both_directions(browser: TestClient) -> None:
    page = browser.get("/network/RUS~UKR").text
    assert page.count("<blockquote>") == 3
    directions = [re.sub(r"<[^>]*>", " ", row).split() for row in page.split("<tr>")[2:]]
    assert [row[:3] for row in directions] == [["Russia", "→", "Ukraine"], ["Ukraine", "→", "Russia"]]
    assert browser.get("/network/UKR~RUS.json").json()["total"] == 3
    both = browser.get("/network/PRK~RUS").text
    assert "North Korea + Russia" in both
    within = browser.get("/network/COL~COL/REB.json").json()
    assert within["total"] == 1


def test_the_quotes_of_a_line_are_those_of_its_number(browser: TestClient) -> None:
    for query in ("", "?status=occurred", "?since=2024-02", "?type=ASSAULT", "?party=RUS/MIL"):
        numbers = {f"/network/{one['first']}~{one['second']}": one["claims"]
                   for one in browser.get(f"/network.json{query}").json()["edges"]}
        hrefs = re.findall(r'<a class="line [^"]*" href="([^"]*)"', browser.get(f"/network{query}").text)
        assert {href.partition("?")[0] for href in hrefs} == set(numbers)
        for path, _, kept in (href.replace("&amp;", "&").partition("?") for href in hrefs):
            assert browser.get(f"{path}.json?{kept}").json()["total"] == numbers[path], (path, query)


@pytest.mark.parametrize("path", ["/network/RUS~FRA", "/network/RUS", "/network/~", "/network/A~B.json"])
def test_a_line_that_there_is_none_of_is_not_found(browser: TestClient, path: str) -> None:
    assert browser.get(path).status_code == 404


def test_the_network_is_followed_over_time_without_a_script(browser: TestClient) -> None:
    page = browser.get("/network").text
    links = re.findall(r'<a href="([^"]*during=[^"]*)">(\S+)', page.split("Period by period")[1])
    assert [words for _, words in links][0] == "2024-01-08"
    second = browser.get(next(href for href, words in links if words == "2024-06-17").replace("&amp;", "&")).text
    when = dict(re.findall(r'class="line b-\S+ (now|before|later)" href="(/network/[^"]*)"', second))
    assert when["before"] == "/network/RUS~UKR"
    assert second.count(" now\"") == 3
    positions = re.findall(r'<circle cx="[^"]*" cy="[^"]*"', page)
    assert positions == re.findall(r'<circle cx="[^"]*" cy="[^"]*"', second)  # nothing moves but time


@pytest.mark.parametrize("query", ["most=0", "most=x", "type=LOVE"])
def test_a_wrong_value_is_refused(browser: TestClient, query: str) -> None:
    assert browser.get(f"/network?{query}").status_code == 400


def test_a_ledger_without_parties_has_an_empty_network(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "k.db"):
        pass
    page = browse(tmp_path / "k.db").get("/network")
    assert page.status_code == 200
    assert "<svg" not in page.text.split("<main")[1]
