"""The Japanese lexicon files hold together: columns, known values, no doubles, rows that can be reached."""

import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import pytest

DATA = Path(__file__).parent.parent / "src" / "keii" / "language" / "ja" / "data"

COLUMNS = {
    "predicates": ("predicate", "kind", "type", "mode", "frame", "when", "label", "note"),
    "support_verbs": ("verb", "slot", "voice", "aspect", "note"),
    "cues": ("cue", "where", "status", "certainty", "note"),
    "speech": ("verb", "frame", "kind", "note"),
    "titles": ("title", "position", "office", "sector", "note"),
    "sources": ("word", "kind", "note"),
    "pronouns": ("word", "kind", "note"),
    "classes": ("class", "words", "note"),
}
AT_LEAST = {
    "predicates": 600,
    "support_verbs": 100,
    "cues": 120,
    "speech": 80,
    "titles": 120,
    "sources": 100,
    "pronouns": 100,
    "classes": 40,
}
KEYS = {
    "predicates": ("predicate", "kind", "when"),
    "support_verbs": ("verb", "slot"),
    "cues": ("cue", "where"),
    "speech": ("verb", "kind"),
    "titles": ("title", "position"),
    "sources": ("word",),
    "pronouns": ("word",),
    "classes": ("class",),
}

TYPES = frozenset(
    (
        "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST "
        "SANCTION MOBILIZE COERCE ASSAULT OTHER"
    ).split()
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
    "ASSAULT": (
        "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone "
        "heavy-weapons crowd-control unconventional"
    ),
}
MANY = {
    "ASSAULT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "RETREAT",
    "CONSULT",
    "AGREE",
    "SANCTION",
    "COERCE",
    "MOBILIZE",
    "OTHER",
}
SLOTS = frozenset("が を に へ と から で により に対して との をめぐり の cl".split())
ROLES = frozenset({"A", "R", "AA", "P", "RP", "C"})
STATUSES = frozenset(
    {"", "ongoing", "planned", "urged", "expected", "possible", "conditional", "not_occurred", "occurred"}
)
SECTORS = frozenset({"", *"GOV MIL LEG JUD OPP REB CVL BUS JRN LAB IGO NGO ELI PTY".split()})


def rows(name: str) -> list[dict[str, str]]:
    """Return the facts of a file as dictionaries by column name."""
    lines = [
        line
        for line in (DATA / f"{name}.tsv").read_text(encoding="utf-8").split("\n")
        if line.strip() and not line.startswith("#")
    ]
    header = lines[0].split("\t")
    return [dict(zip(header, line.split("\t"), strict=True)) for line in lines[1:]]


def values(name: str, column: str) -> set[str]:
    """Return the values that occur in a column."""
    return {row[column] for row in rows(name)}


@pytest.mark.parametrize("name", COLUMNS)
def test_file_is_a_clean_table(name: str) -> None:
    """Every line has the header's columns; the text is NFC with LF and without stray blanks."""
    text = (DATA / f"{name}.tsv").read_bytes().decode("utf-8")
    assert "\r" not in text
    assert text.endswith("\n")
    assert unicodedata.is_normalized("NFC", text)
    lines = [line for line in text.split("\n") if line.strip() and not line.startswith("#")]
    assert tuple(lines[0].split("\t")) == COLUMNS[name]
    for line in lines:
        cells = line.split("\t")
        assert len(cells) == len(COLUMNS[name]), line
        assert all(cell == cell.strip() for cell in cells), line
        assert cells[0], line


@pytest.mark.parametrize("name", COLUMNS)
def test_file_has_its_size_and_no_doubles(name: str) -> None:
    """No two rows say something about the same word in the same use."""
    found = rows(name)
    assert len(found) >= AT_LEAST[name]
    doubles = [key for key, n in Counter(tuple(row[c] for c in KEYS[name]) for row in found).items() if n > 1]
    assert not doubles


def test_predicates_have_known_values() -> None:
    """Kinds, types and modes are the codebook's; exactly the rows of type OTHER have a label."""
    for row in rows("predicates"):
        assert row["kind"] in {"verb", "sahen", "noun", "adj"}, row
        assert row["type"] in TYPES, row
        assert not row["mode"] or row["mode"] in MODES.get(row["type"], "").split(), row
        assert bool(row["label"]) == (row["type"] == "OTHER"), row
        assert len(row["label"].split()) <= 4, row


def test_frames_have_known_slots_and_roles() -> None:
    """A frame is slot:ROLE by blanks, each slot once, with somebody or something in it."""
    for row in rows("predicates"):
        parts = [part.partition(":") for part in row["frame"].split()]
        slots = [slot for slot, _, _ in parts]
        assert parts, row
        assert len(slots) == len(set(slots)), row
        assert set(slots) <= SLOTS, row
        assert {role for _, _, role in parts} <= ROLES, row


def test_conditions_can_be_read() -> None:
    """A condition is slot=words or slot!=words, with words apart by a bar, `*`, `@party` or a line of classes.tsv."""
    known = {"@party", *(f"@{row['class']}" for row in rows("classes"))}
    for row in rows("predicates"):
        for part in row["when"].split():
            slot, mark, words = part.partition("=")
            assert slot.removesuffix("!") in SLOTS, row
            assert mark, row
            assert all(words.split("|")), row
            assert len(words.split("|")) == len(set(words.split("|"))), row
            assert all(not word.startswith("@") or word in known for word in words.split("|")), row


def test_special_rows_stand_before_general_ones() -> None:
    """The first row that holds wins, so a row without condition is the last one of its word."""
    general: set[str] = set()
    for row in rows("predicates"):
        assert row["predicate"] not in general, row
        if not row["when"]:
            general.add(row["predicate"])


def test_a_word_is_a_noun_or_a_verbal_noun() -> None:
    """Noun rows match noun + する too, so that no word needs both kinds; verbal nouns stand without する."""
    kinds = defaultdict(set)
    for row in rows("predicates"):
        kinds[row["predicate"]].add(row["kind"])
    assert not [word for word, found in kinds.items() if {"noun", "sahen"} <= found]
    assert not [
        word
        for word, found in kinds.items()
        if "verb" in found and kinds.get(word.removesuffix("する"), set()) & {"noun", "sahen"} and word.endswith("する")
    ]


@pytest.mark.parametrize("name", ["predicates", "support_verbs", "speech", "cues"])
def test_verbs_in_jiru_have_their_zuru_spelling(name: str) -> None:
    """The parser gives 応ずる as the dictionary form of 応じた: both spellings have rows."""
    column = COLUMNS[name][0]
    words = {row[column] for row in rows(name) if row.get("where", "verb") in ("verb", "tail")}
    missing = [word for word in words if word.endswith("じる") and word[:-2] + "ずる" not in words]
    assert not missing


def test_every_type_has_rows() -> None:
    """Each of the sixteen types is covered, OTHER and the frequent ones well."""
    count = Counter(row["type"] for row in rows("predicates"))
    assert set(count) == TYPES
    assert min(count.values()) >= 20
    assert all(count[name] >= 60 for name in MANY)


def test_cues_have_known_values() -> None:
    """Every cue gives a status or a hedge."""
    for row in rows("cues"):
        assert row["where"] in {"aux", "noun", "verb", "adj", "mark", "adv", "tail", "word"}, row
        assert row["status"] in STATUSES, row
        assert row["certainty"] in {"", "low", "middle", "high"}, row
        assert row["status"] or row["certainty"], row


@pytest.mark.parametrize(
    ("cue", "where", "status"),
    [
        ("ない", "aux", "not_occurred"),
        ("かもしれない", "aux", "possible"),
        ("べきだ", "aux", "urged"),
        ("ている", "aux", "ongoing"),
        ("予定", "noun", "planned"),
        ("可能性", "noun", "possible"),
        ("拒否", "verb", "not_occurred"),
        ("求める", "verb", "urged"),
        ("見通しだ", "tail", "expected"),
        ("とみられる", "tail", ""),
        ("ば", "mark", "conditional"),
        ("困難", "adj", "not_occurred"),
    ],
)
def test_cues_of_every_kind_keep_their_status(cue: str, where: str, status: str) -> None:
    """The cues that every article has say what they always said."""
    assert [row["status"] for row in rows("cues") if (row["cue"], row["where"]) == (cue, where)] == [status]


def test_support_verbs_have_known_values() -> None:
    """A support verb has its slot, voice and aspect."""
    assert values("support_verbs", "slot") <= {"を", "が", "に"}
    assert values("support_verbs", "voice") == {"active", "passive", "none"}
    assert values("support_verbs", "aspect") == {"plain", "begin", "continue", "end", "cancelled"}


def test_words_of_saying_have_a_frame() -> None:
    """A word of saying has a source or a content; hearsay has only the content."""
    for row in rows("speech"):
        assert row["kind"] in {"say", "think", "write", "according", "hearsay", "noun"}, row
        parts = dict(part.split(":") for part in row["frame"].split())
        assert set(parts) <= SLOTS, row
        assert set(parts.values()) <= {"S", "C", "ADDR"}, row
        assert ("S" in parts.values()) != (row["kind"] == "hearsay"), row


def test_titles_sources_and_pronouns_have_known_values() -> None:
    """Positions, sectors and kinds are those that resolution knows."""
    assert values("titles", "position") == {"prefix", "suffix", "former", "incoming"}
    assert values("titles", "sector") <= SECTORS
    assert values("sources", "kind") == {"anonymous", "official", "expert", "media", "witness", "public"}
    assert values("pronouns", "kind") == {"person", "state", "pair", "persons", "group", "self", "home", "body"}
