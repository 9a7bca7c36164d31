import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from unicodedata import combining, east_asian_width

import pytest

from briefs.sample import Sample, english, japanese, sample
from keii import gazetteer
from keii.briefs.countries import explain
from keii.briefs.dossier import GROUPS, render, render_ledger
from keii.briefs.labels import Lang, label
from keii.codebook import codebook
from keii.model import Certainty, Reference, Source, SourceKind, Status, Time
from keii.tables import read_table

SGR = re.compile(r"\x1b\[[0-9;]*m")


def shown(made: Sample, lang: Lang, width: int = 80, color: bool = False) -> str:
    return render(made.document, made.sentences, made.claims, lang=lang, width=width, color=color)


def cells(text: str) -> int:
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


JAPANESE = """\
二つの国の五つの話
2023-09-14 · 例示通信 · notes.txt · 機械翻訳 · 5文から行為6件

起きたこと・続いていること (2)

  2023-09-13  架空国のサトウ外相(?) · 譲歩の要求「求めた」 → 隣国のタナカ大統領
              起きた · 地の文
              > 架空国のサトウ外相は13日、隣国のタナカ大統領に停戦を*求めた*。

  約5時間     [サトウ外相]、[タナカ大統領] · 会談・訪問「会談した」 於 北の港町
              起きた · 地の文
              > 両首脳は北の港町で約5時間*会談した*。

予定されていること (1)

  2023-10     外相（ロシア） · 訪問「訪問する」 → 平壌（北朝鮮） 於 平壌
              予定（「予定だ」） · 伝聞（「という」）
              > 10月には外相が平壌を*訪問する*予定だという。

求められていること (1)

              停戦「停戦」
              求められている（「求めた」） · 地の文
              > 架空国のサトウ外相は13日、隣国のタナカ大統領に*停戦*を求めた。

見込まれていること (1)

              ロシア · 援助・供与「供与する」 → 北朝鮮
              見込み（「とみられる」） · ありそうだという書き方 · 聯合ニュース
              （韓国、通信社）が引く韓国政府高官（匿名）による
              > 聯合ニュースは韓国政府高官の話として、ロシアが北朝鮮に衛星技術を
              > *供与する*とみられると報じた。

否定されたこと・起きなかったこと (1)

              北朝鮮 · 衛星打ち上げ「打ち上げた」
              起きていない（「失敗した」） · 地の文
              > 北朝鮮は5月に衛星を*打ち上げた*が失敗した。

[ ] 行為のそばに名がなく、前後の文から補った
(?) 誰を指すか本文からは定まらない"""

ENGLISH = """\
Talks at the port
no date of publication: relative times stay as in the text · notes.txt ·
5 acts in 3 sentences

What happened or is under way (3)

  Monday      The mayor of Oldport, union leaders · talks “met”
              happened · stated by the article
              > The mayor of Oldport *met* union leaders on Monday.

              inquiry “inquiry”
              happened · stated by the article
              > An independent *inquiry* was opened into the fire.

  Other acts

              fire “fire”
              happened · stated by the article
              > An independent inquiry was opened into the *fire*.

What is merely possible or conditional (2)

              Dockers (Norway) · strike “strike”
              possible (“may”, “if”) · worded as uncertain · according to
              a port official (Norway, anonymous)
              talks “talks”
              conditional (“if”) · according to a port official
              (Norway, anonymous)
              > Dockers may *strike* again if *talks* fail, a port official
              > said."""

BOTH_IN_ENGLISH = """\
              ロシア (Russia) · aid “供与する” → 北朝鮮 (North Korea)
              expected (“とみられる”) · worded as likely · according to
              聯合ニュース (South Korea, news agency), citing 韓国政府高官
              (South Korea, anonymous)
"""


def test_a_japanese_article_reads_as_notes_in_japanese() -> None:
    assert shown(japanese(), "ja") == JAPANESE


def test_an_english_article_reads_as_notes_in_english() -> None:
    assert shown(english(), "en") == ENGLISH


def test_a_reader_of_another_language_is_told_whose_names_the_words_are() -> None:
    assert BOTH_IN_ENGLISH in shown(japanese(), "en")


def test_a_wide_terminal_gets_longer_lines_and_a_wider_column_of_dates() -> None:
    lines = shown(japanese(), "ja", width=140).splitlines()
    assert "  2023-09-13        架空国のサトウ外相(?) · 譲歩の要求「求めた」 → 隣国のタナカ大統領" in lines
    assert f"{' ' * 20}> 架空国のサトウ外相は13日、隣国のタナカ大統領に停戦を*求めた*。" in lines


@pytest.mark.parametrize("width", [40, 57, 80, 140])
@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("color", [False, True])
def test_no_line_is_wider_than_the_terminal(width: int, lang: Lang, color: bool) -> None:
    for made in (japanese(), english()):
        for line in SGR.sub("", shown(made, lang, width=width, color=color)).splitlines():
            assert cells(line) <= width, line


def test_colour_changes_how_the_words_look_and_not_which_they_are() -> None:
    for made in (japanese(), english()):
        coloured = shown(made, "ja", width=500, color=True)
        assert SGR.search(coloured)
        assert SGR.sub("", coloured) == shown(made, "ja", width=500).replace("*", "")
        assert "\x1b[1;4m" + made.claims[0].trigger.quote + "\x1b[0m" in coloured


def test_every_status_stands_in_exactly_one_group() -> None:
    assert sorted(status for _, statuses, _ in GROUPS for status in statuses) == sorted(Status)


def test_no_act_is_left_out() -> None:
    for made in (japanese(), english()):
        counts = [int(number) for number in re.findall(r"^\S.* \((\d+)\)$", shown(made, "en"), re.MULTILINE)]
        assert sum(counts) == len(made.claims)


def test_acts_without_any_time_need_no_column_of_dates() -> None:
    made = sample("Rebels shelled the town.", language="en", title="War")
    made = made.with_claims(made.claim(0, "ASSAULT", "shelled", actors=[made.party("Rebels")]))
    assert "\n  Rebels · attack “shelled”\n  happened · stated by the article\n  > Rebels" in shown(made, "en")


def test_times_that_no_calendar_shows_stay_in_the_words_of_the_text() -> None:
    made = sample("They met for three days last week.", language="en")
    times = [Time(span=made.span("three days"), start="2024-01-01", precision="duration", basis="text"),
             Time(span=made.span("last week"), start="2024-01-08", end="2024-01-15", precision="week", basis="text"),
             Time(span=made.span("last week"), start="2024-01-08T09:00", precision="hour", basis="text"),
             Time(span=made.span("last week"), start="2024", precision="year", basis="text")]
    for time, words in zip(times, ["three days", "2024-01-14", "2024-01-08 09:00", "2024"], strict=True):
        text = shown(made.with_claims(made.claim(0, "CONSULT", "met", time=time)), "en", width=140)
        assert words in text


def test_a_long_sentence_is_shortened_around_the_trigger() -> None:
    words = " ".join(f"word{number}" for number in range(60))
    made = sample(f"{words} the council condemned the raid {words}.", language="en")
    made = made.with_claims(made.claim(0, "ACCUSE", "condemned", actors=[made.party("the council")]))
    quoted = " ".join(line.strip(" >") for line in shown(made, "en").splitlines() if "> " in line)
    assert quoted.startswith("…")
    assert quoted.endswith("…")
    assert "the council *condemned* the raid" in quoted
    assert all(re.fullmatch(r"word\d+", word) for word in quoted.strip("…").split() if word.startswith("word"))


def test_a_sentence_of_ordinary_length_is_quoted_whole() -> None:
    text = "評議会は" + "長い説明のあとで" * 15 + "襲撃を非難した。"
    made = sample(text, language="ja")
    made = made.with_claims(made.claim(0, "ACCUSE", "非難した"))
    assert "…" not in shown(made, "ja")


def test_every_trigger_of_a_long_sentence_is_shown() -> None:
    made = sample("議会は条約を承認し、" + "一方で" * 200 + "予算案を否決した。", language="ja")
    made = made.with_claims(made.claim(0, "SUPPORT", "承認し"), made.claim(0, "REJECT", "否決した"))
    text = shown(made, "ja")
    assert "*承認し*" in text
    assert "*否決した*" in text


def test_evidence_cannot_steer_the_terminal() -> None:
    made = sample("The \x1b[2Jarmy\r\x07 \u202eattacked\u2069 the\ttown.", language="en", title="A\x1b]0;title\x07")
    made = made.with_claims(made.claim(0, "ASSAULT", "attacked", actors=[made.party("\x1b[2Jarmy\r")]))
    text = shown(made, "en", color=False)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


def test_sources_are_named_with_their_kind_the_outermost_first() -> None:
    made = sample("Reuters quoted one as saying she said the army fired.", language="en")
    chain = [made.source("Reuters", SourceKind.AGENCY, "GBR/JRN", "quoted"),
             made.source("one", SourceKind.ANONYMOUS, "XXX", "saying"),
             Source(span=None, kind=SourceKind.NAMED, reference=Reference.OMITTED, cue=made.cue("said"))]
    text = shown(made.with_claims(made.claim(0, "ASSAULT", "fired", sources=chain)), "en", width=140)
    assert ("according to Reuters (United Kingdom, news agency), citing one (anonymous), citing a speaker the text "
            "leaves out (“said”)") in text


@pytest.mark.parametrize(("lang", "legend"), [("en", "? keii is not sure"), ("ja", "? この語句がこの行為を")])
def test_a_doubtful_act_is_marked_and_never_left_out(lang: Lang, legend: str) -> None:
    made = sample("The army fired, and the navy fled.", language="en")
    fired, fled = made.claim(0, "ASSAULT", "fired"), made.claim(0, "RETREAT", "fled")
    text = shown(made.with_claims(replace(fired, confidence=0.49), replace(fled, confidence=0.5)), lang)
    mark = {"en": "“fired” ?", "ja": "「fired」 ?"}[lang]
    assert mark in text
    assert text.count(" ?\n") == 1
    assert text.count(legend) == 1
    assert legend not in shown(made.with_claims(fired, fled), lang), "without a figure nothing is doubtful"


def test_a_document_without_acts_says_so() -> None:
    made = sample("空は青い。", language="ja", title="空")
    assert shown(made, "ja").endswith("行為は見つからなかった。")
    assert shown(made, "en").endswith("No acts were found.")


def test_several_documents_begin_with_what_they_hold_together() -> None:
    first, second = japanese(), english()
    text = render_ledger([first, second], lang="en", width=80, color=False)
    assert text.startswith("2 documents · 11 acts · 2023-09-14\n")
    assert text.index("二つの国の五つの話") < text.index("─" * 40, 100) < text.index("Talks at the port")
    assert text.count("(?) the text does not settle") == 1


def test_one_document_of_a_ledger_is_shown_like_a_document_alone() -> None:
    made = english()
    assert render_ledger([made], lang="en", width=80, color=False) == ENGLISH


def test_inputs_without_a_document_are_left_out() -> None:
    class Failed:
        document = None
        sentences: tuple[Any, ...] = ()
        claims: tuple[Any, ...] = ()

    assert render_ledger([Failed()], lang="ja", width=80, color=False) == "示すものがない。"
    assert render_ledger([Failed(), english()], lang="en", width=80, color=False) == ENGLISH


@pytest.mark.parametrize(("words", "code", "text_lang", "lang", "known"), [
    ("プーチン大統領", "RUS/GOV", "ja", "ja", "ロシア"),
    ("ロシア外務省", "RUS/GOV", "ja", "ja", None),
    ("米国防総省", "USA/GOV", "ja", "ja", None),
    ("国防総省", "USA/GOV", "ja", "ja", "米国"),
    ("Russian troops", "RUS/MIL", "en", "en", None),
    ("Moscow", "RUS/GOV", "en", "en", "Russia"),
    ("ロシア軍", "RUS/MIL", "ja", "en", "Russia, military"),
    ("外務省", "RUS/GOV", "ja", "en", "Russia"),
    ("the alliance", "IGO:NATO", "en", "en", "NATO"),
    ("NATO", "IGO:NATO", "en", "ja", None),
    ("国連事務総長", "IGO:UN", "ja", "ja", None),
    ("事務総長", "IGO:UN", "ja", "ja", "国連"),
    ("欧州委員会", "IGO:EU", "ja", "en", "European Union"),
    ("rebels", "XXX/REB", "en", "en", None),
    ("someone", "", "en", "en", None),
    ("the islanders", "ZZZ/CVL", "en", "en", "ZZZ"),
])
def test_countries_are_named_where_the_words_do_not(words: str, code: str, text_lang: str, lang: Lang,
                                                    known: str | None) -> None:
    assert explain(words, code, text_lang=text_lang, lang=lang) == known


def test_every_office_of_the_registry_has_its_words() -> None:
    columns = ("person", "country", "office", "sector", "start", "end", "source", "note")
    rows = read_table(Path(gazetteer.__file__).parent / "data" / "offices_held.tsv", columns)
    offices = {row["office"] for _, row in rows}
    assert {office for office in offices if label("office", office, "en") != office} == set()
    assert {office for office in offices if label("office", office, "ja").isascii()} == set()


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_everything_the_model_and_the_codebook_know_has_a_label(lang: Lang) -> None:
    book = codebook()
    keys = [("type", name) for name in book.types]
    keys += [("mode", f"{mode.type} {mode.name}") for mode in book.modes.values()]
    keys += [("sector", sector.code) for sector in book.sectors.values() if sector.used and sector.code != "GOV"]
    keys += [("status", status.value) for status in Status]
    keys += [("source", kind.value) for kind in SourceKind]
    keys += [("certainty", value.value) for value in Certainty if value is not Certainty.PLAIN]
    keys += [("group", name) for name, _, _ in GROUPS]
    for kind, key in keys:
        assert label(kind, key, lang)


def test_a_claim_whose_sentence_is_not_given_is_shown_without_quotation() -> None:
    made = english()
    lone = replace(made, sentences=())
    assert "inquiry “inquiry”" in shown(lone, "en")
    assert "> " not in shown(lone, "en")
