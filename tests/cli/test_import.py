"""`keii import`: decisions of Label Studio and gold cases become judgements, each once."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Keii
from exports.sample import ENGLISH
from keii.cli.import_ import LEFT_OUT
from keii.cli.words import say
from keii.ledger import Ledger
from keii.model import Claim, Span, Status
from keii.review.gold import matched


def claims(keii: Keii) -> dict[str, Claim]:
    with Ledger.open(keii.ledger) as opened:
        return {claim.trigger.quote: claim for claim in opened.claims()}


def annotated(keii: Keii, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]],
              document: str = "news/b.txt") -> Path:
    """Write what Label Studio exports when somebody took the predictions over and changed them."""
    ran = keii("export", "label-studio", "-o", "tasks.json", "--document", document)
    assert ran.code == 0
    tasks = json.loads(Path("tasks.json").read_text(encoding="utf-8"))
    for task in tasks:
        task["annotations"] = [{"completed_by": {"email": "aki@example.org"}, "was_cancelled": False,
                                "updated_at": "2024-07-01T10:00:00.123456Z",
                                "result": change(task["predictions"][0]["result"])}]
    path = Path("export.json")
    path.write_text(json.dumps(tasks), encoding="utf-8")
    return path


def region(results: list[dict[str, Any]], words: str) -> dict[str, Any]:
    return next(one for one in results if one["type"] == "labels" and one["value"]["text"] == words)


def test_what_is_as_it_was_is_accepted_once(sample: Keii) -> None:
    path = annotated(sample, lambda results: results)
    ran = sample("import", "label-studio", str(path))
    assert (ran.code, ran.out) == (0, "export.json: 6 accepted, 0 amended, 0 rejected\n")
    judged = claims(sample)["talks"].judged
    assert judged
    assert (judged.author, judged.at, judged.fields) == ("aki@example.org", "2024-07-01T10:00:00Z", ())
    again = sample("import", "label-studio", str(path))
    assert again.out == "export.json: 0 accepted, 0 amended, 0 rejected\n"
    assert again.err == "6 left out: decided so already.\n"


def test_changes_are_amendments_and_deletions_rejections(sample: Keii) -> None:
    def change(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
        launch, talks = region(results, "launched"), region(results, "talks")
        kept = [one for one in results if one.get("id") != launch["id"] and one.get("from_id") != launch["id"]]
        talks["value"]["labels"] = ["AGREE"]
        aid = region(results, "aid")
        chosen = next(one for one in kept if one["type"] == "choices" and one["id"] == aid["id"])
        chosen["value"]["choices"] = ["expected"]
        return kept

    ran = sample("import", "label-studio", str(annotated(sample, change)), "--author", "Mika")
    assert ran.out == "export.json: 3 accepted, 2 amended, 1 rejected\n"
    now = claims(sample)
    assert "launched" not in now
    rows = {row.split(",")[12]: row.rsplit(",", 2)[1:] for row in sample("export", "csv").out.splitlines()}
    assert (rows["talks"], rows["killed"], rows["訪問"]) == (["Mika", "type"], ["Mika", ""], ["", ""])
    assert (now["talks"].type, now["talks"].actors[0].actor) == ("AGREE", "state:NOR")
    assert (now["aid"].status, now["aid"].judged.author) == ("expected", "Mika")  # type: ignore[union-attr]


def test_parties_are_added_and_taken_away(sample: Keii) -> None:
    def change(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
        text = "\n".join(ENGLISH)
        urged = region(results, "urged")
        start = text.index("two ships")
        results = [one for one in results if not (one["type"] == "relation" and one["from_id"] == urged["id"]
                                                  and one["labels"] == ["recipient"])]
        value = {"start": start, "end": start + 9, "text": "two ships", "labels": ["recipient"]}
        return [*results, {"id": "new", "type": "labels", "value": value},
                {"type": "relation", "from_id": urged["id"], "to_id": "new", "labels": ["recipient"]}]

    assert sample("import", "label-studio", str(annotated(sample, change))).code == 0
    urged = claims(sample)["urged"]
    assert [party.text for party in urged.recipients] == ["two ships"]
    assert [party.actor for party in urged.actors] == ["state:JPN"]
    assert [source.text for source in urged.sources] == ["Reuters"]


def test_parties_that_share_their_words_stay_who_they_are(keii: Keii) -> None:
    """日米韓 are three parties at the same words: taken over as they are, and one of them taken away."""
    Path("b.txt").write_text("日米韓は3日、北朝鮮を非難した。", encoding="utf-8")
    keii("read", "b.txt", "--published", "2031-06-05", "--coder", "rules")
    three = ["JPN/GOV", "USA/GOV", "KOR/GOV"]
    assert [party.code for party in claims(keii)["非難"].actors] == three

    def as_it_is(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return results

    def without_the_second(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
        second = [one["to_id"] for one in results if one["type"] == "relation" and one["labels"] == ["actor"]][1]
        return [one for one in results if second not in (one.get("id"), one.get("to_id"))]

    ran = keii("import", "label-studio", str(annotated(keii, as_it_is, "b.txt")))
    assert ran.out == "export.json: 1 accepted, 0 amended, 0 rejected\n"
    assert [party.code for party in claims(keii)["非難"].actors] == three
    ran = keii("import", "label-studio", str(annotated(keii, without_the_second, "b.txt")))
    assert ran.out == "export.json: 0 accepted, 1 amended, 0 rejected\n"
    assert [party.code for party in claims(keii)["非難"].actors] == ["JPN/GOV", "KOR/GOV"]


def test_the_words_of_an_act_are_moved(sample: Keii) -> None:
    def change(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
        act = region(results, "killed")["id"]
        for one in results:
            if one.get("id") == act:
                one["value"] |= {"start": one["value"]["start"] - 7, "text": "Gunmen killed"}
        return results

    before = claims(sample)["killed"]
    ran = sample("import", "label-studio", str(annotated(sample, change)))
    assert (ran.code, ran.out) == (0, "export.json: 5 accepted, 1 amended, 0 rejected\n")
    after = claims(sample)["Gunmen killed"]
    assert (after.id, after.trigger.start, after.trigger.end) == (before.id, before.trigger.start - 7,
                                                                  before.trigger.end)


def test_what_cannot_be_kept_is_told(sample: Keii) -> None:
    def change(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
        moved = region(results, "killed")
        moved["value"] |= {"start": 0, "end": 6, "text": "Norway"}
        new = {"start": 0, "end": 6, "text": "Norway", "labels": ["ASSAULT"]}
        return [*results, {"id": "x", "type": "labels", "value": new}]

    ran = sample("import", "label-studio", str(annotated(sample, change)))
    assert ran.code == 1
    assert "the sentence does not hold the words «Norway»" in ran.err
    assert "1 left out: acts that keii did not read." in ran.err


@pytest.mark.parametrize(("content", "words"), [
    ("nonsense", "the file is no JSON"), ("{}", "no list of tasks"),
    ('[{"annotations": [{"result": []}]}]', "task 1 is none of"),
])
def test_other_files_are_refused(sample: Keii, content: str, words: str) -> None:
    Path("x.json").write_text(content, encoding="utf-8")
    ran = sample("import", "label-studio", "x.json")
    assert ran.code != 0
    assert f"x.json: {words}" in ran.err or (words in ran.err and "x.json" in ran.err)
    assert sample("import", "label-studio", "missing.json").code != 0


def test_tasks_that_nobody_has_annotated_wait(sample: Keii) -> None:
    sample("export", "label-studio", "-o", "tasks.json")
    assert sample("import", "label-studio", "tasks.json").err == "2 left out: tasks that nobody has annotated.\n"


def gold(*events: dict[str, Any], sentence: int = 0) -> Path:
    path = Path("gold.jsonl")
    path.write_text(json.dumps({"doc": "news/b.txt", "sent": sentence, "text": ENGLISH[sentence],
                                "events": list(events)}), encoding="utf-8")
    return path


TALKS = {"type": "CONSULT", "trigger": "talks", "status": "occurred", "recipients": [], "source": None,
         "actors": [{"text": "Norway", "code": "NOR/GOV"}, {"text": "Japan", "code": "JPN/GOV"}],
         "place": "Oslo", "time": "on 12 June"}


def test_a_gold_case_accepts_amends_and_rejects(sample: Keii) -> None:
    assert sample("import", "gold", str(gold(TALKS))).out == "gold.jsonl: 1 accepted, 0 amended, 0 rejected\n"
    planned = {**TALKS, "status": "planned", "actors": TALKS["actors"][:1]}  # type: ignore[index]
    assert sample("import", "gold", str(gold(planned)), "--author", "Noa").out.endswith("1 amended, 0 rejected\n")
    assert (claims(sample)["talks"].status, len(claims(sample)["talks"].actors)) == ("planned", 1)
    assert sample("import", "gold", str(gold())).out == "gold.jsonl: 0 accepted, 0 amended, 1 rejected\n"
    assert "talks" not in claims(sample)


def test_a_gold_case_gives_the_words_of_the_act_and_how_many(sample: Keii) -> None:
    number = {"text": "12 June", "low": 12, "high": 12, "unit": "day", "ordinal": True}
    case = {**TALKS, "trigger": "held talks", "quantities": [number]}
    assert sample("import", "gold", str(gold(case))).out == "gold.jsonl: 0 accepted, 1 amended, 0 rejected\n"
    [quantity] = claims(sample)["held talks"].quantities
    assert (quantity.span.quote, quantity.low, quantity.high, quantity.unit, quantity.ordinal) == (
        "12 June", 12, 12, "day", True)
    assert sample("import", "gold", str(gold(case))).err == "1 left out: decided so already.\n"


def test_gold_cases_of_other_texts_and_unread_acts_are_counted(sample: Keii) -> None:
    rain = {"type": "OTHER", "label": "rain", "trigger": "Norway", "status": "occurred"}
    ran = sample("import", "gold", str(gold(TALKS, rain)))
    assert ran.err == "1 left out: acts that keii did not read.\n"
    lines = '{"doc": "elsewhere", "sent": 0, "text": "x", "events": []}\n{"doc": 1}'
    Path("gold.jsonl").write_text(lines, encoding="utf-8")
    ran = sample("import", "gold", "gold.jsonl", "--json")
    assert "gold.jsonl:2" in ran.err


def test_a_gold_act_is_that_of_the_likest_claim_wherever_it_stands() -> None:
    text = "Talks about talks on trade."
    first, second = (Claim(document="d", sentence=0, type="CONSULT", trigger=Span.of(text, start, end), coder="x",
                           status=Status.OCCURRED) for start, end in ((12, 17), (12, 26)))
    acts = [{**TALKS, "trigger": "talks on trade"}]
    assert matched([first, second], acts) == {1: 0}
    assert matched([first, second], [*acts, {**TALKS, "type": "AID"}]) == {1: 0, 0: 1}
    assert matched([first], acts) == {0: 0}


@pytest.mark.parametrize("change", [
    {"type": None}, {"trigger": 5}, {"trigger": ""}, {"actors": [{"text": "Norway"}]}, {"actors": ["Norway"]},
    {"status": ["occurred"]}, {"source": {"text": "Norway"}}, {"place": 1},
    {"quantities": [{"text": "12 June"}]}, {"quantities": [{"text": "12 June", "low": "12", "high": 12}]},
])
def test_a_gold_act_that_is_none_is_refused_with_its_line(sample: Keii, change: dict[str, Any]) -> None:
    ran = sample("import", "gold", str(gold({**TALKS, **change})))
    assert ran.code != 0
    assert "gold.jsonl:1" in ran.err
    assert claims(sample)["talks"].judged is None


@pytest.mark.parametrize("reason", LEFT_OUT.values())
def test_reasons_are_told_in_japanese(reason: str) -> None:
    assert say("ja", reason) != reason
