"""The English lexicon files: their columns, their closed vocabularies, no fact twice, and their extent."""

from collections import Counter
from pathlib import Path

import pytest

DATA = Path(__file__).parent.parent / "src/keii/language/en/data"
COLUMNS = {
    "predicates": "predicate kind type mode frame when label note",
    "support_verbs": "verb slot voice aspect note",
    "cues": "cue where status certainty note",
    "speech": "verb frame kind note",
    "titles": "title position office sector note",
    "sources": "word kind note",
    "pronouns": "word kind note",
}
AT_LEAST = {
    "predicates": 600,
    "support_verbs": 60,
    "cues": 120,
    "speech": 80,
    "titles": 120,
    "sources": 40,
    "pronouns": 40,
}
# What may not stand twice in a file: these columns together.
KEYS = {"predicates": (0, 1, 5), "support_verbs": (0, 1), "cues": (0, 1), "speech": (0, 2)}
TYPES = frozenset(
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE "
    "COERCE ASSAULT OTHER".split()
)
MODES = {
    "CONSULT": "visit third-party multilateral phone",
    "RETREAT": "withdraw release disarm ceasefire access resign",
    "REQUEST": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege",
    "REJECT": "assist change yield meet",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize",
    "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone "
    "heavy-weapons crowd-control unconventional",
}
SLOTS = frozenset(
    "subj obj iobj poss by with to of against from on for at in into between over about as near before behind after "
    "under through toward outside xcomp ccomp".split()
)
ROLES = frozenset("A R AA P RP C".split())
STATUSES = frozenset("ongoing planned urged expected possible conditional not_occurred occurred".split())
SECTORS = frozenset("GOV MIL LEG JUD OPP REB CVL BUS JRN LAB IGO NGO ELI PTY".split())


def rows(name: str) -> list[tuple[int, list[str]]]:
    """Return the facts of a file with their line numbers; comments, blank lines and the header are left out."""
    lines = (DATA / f"{name}.tsv").read_text(encoding="utf-8").split("\n")
    found = [(number, line.split("\t")) for number, line in enumerate(lines, 1) if line and not line.startswith("#")]
    assert found[0][1] == COLUMNS[name].split(), "the header names the columns"
    return found[1:]


@pytest.mark.parametrize("name", COLUMNS)
def test_every_line_has_all_columns_and_no_stray_blanks(name: str) -> None:
    width = len(COLUMNS[name].split())
    assert [number for number, cells in rows(name) if len(cells) != width] == []
    assert [number for number, cells in rows(name) if any(" ".join(c.split()) != c for c in cells)] == []


@pytest.mark.parametrize("name", COLUMNS)
def test_no_fact_stands_twice(name: str) -> None:
    key = KEYS.get(name, (0,))
    seen = Counter(tuple(cells[i] for i in key) for _, cells in rows(name))
    assert [fact for fact, count in seen.items() if count > 1] == []


@pytest.mark.parametrize(("name", "count"), AT_LEAST.items())
def test_the_file_is_as_large_as_news_needs(name: str, count: int) -> None:
    assert len(rows(name)) >= count


def test_predicates_name_known_kinds_types_and_modes() -> None:
    for number, (_, kind, type_, mode, _, _, label, _) in rows("predicates"):
        assert kind in ("verb", "noun", "adj"), number
        assert type_ in TYPES, number
        assert not mode or mode in MODES[type_].split(), number
        assert bool(label) == (type_ == "OTHER"), f"line {number}: OTHER and only OTHER has a label"
        assert len(label.split()) <= 4, number


def test_frames_and_conditions_use_known_slots_and_roles() -> None:
    for number, (_, _, _, _, frame, when, _, _) in rows("predicates"):
        slots = [part.split(":")[0] for part in frame.split()]
        assert slots, number
        assert set(slots) <= SLOTS, number
        assert len(slots) == len(set(slots)), number
        assert {part.split(":")[1] for part in frame.split()} <= ROLES, number
        for condition in when.split():
            slot, mark, values = condition.partition("=")
            assert mark, number
            assert slot.removesuffix("!") in SLOTS, number
            assert all(values.split("|")), number


def test_special_rows_stand_before_the_general_row_of_a_word() -> None:
    general: set[tuple[str, str]] = set()
    for number, (word, kind, _, _, _, when, _, _) in rows("predicates"):
        assert (word, kind) not in general, f"line {number} can never win"
        if not when:
            general.add((word, kind))


def test_every_type_has_its_everyday_words() -> None:
    counts = Counter(cells[2] for _, cells in rows("predicates"))
    assert {type_: counts[type_] for type_ in TYPES if counts[type_] < 20} == {}
    assert counts["OTHER"] >= 60


def test_support_verbs_name_known_voices_and_aspects() -> None:
    for number, (_, slot, voice, aspect, _) in rows("support_verbs"):
        assert slot, number
        assert voice in ("active", "passive", "none"), number
        assert aspect in ("plain", "begin", "continue", "end", "cancelled"), number


def test_cues_give_a_status_or_a_certainty() -> None:
    for number, (_, where, status, certainty, _) in rows("cues"):
        assert where in ("aux", "noun", "verb", "adj", "mark", "adv", "word"), number
        assert status in STATUSES | {""}, number
        assert certainty in ("", "low", "middle", "high"), number
        assert status or certainty, number


def test_speech_frames_name_source_content_and_hearer() -> None:
    for number, (_, frame, kind, _) in rows("speech"):
        assert kind in ("say", "think", "write", "according", "hearsay", "noun"), number
        parts = dict(part.split(":") for part in frame.split())
        assert set(parts) <= SLOTS, number
        assert set(parts.values()) <= {"S", "C", "ADDR"}, number
        assert ("S" in parts.values()) is (kind != "hearsay"), number


def test_titles_name_known_positions_and_sectors() -> None:
    for number, (_, position, _, sector, _) in rows("titles"):
        assert position in ("prefix", "suffix", "former", "incoming"), number
        assert sector in SECTORS | {""}, number


def test_sources_and_pronouns_name_known_kinds() -> None:
    assert {c[1] for _, c in rows("sources")} <= {"anonymous", "official", "expert", "media", "witness", "public"}
    pointing = {"person", "state", "pair", "persons", "group", "self", "home", "body"}
    assert {c[1] for _, c in rows("pronouns")} <= pointing
