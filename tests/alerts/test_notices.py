"""What an alert tells: what is new, once, with its evidence."""

from datetime import UTC, datetime, timedelta

from alerts.alerting import NOW, RAID, VISIT, VISIT_JA, alert, tend, write
from alerts.receivers import Hook
from keii.alerts.sending import notice, stamp
from keii.ledger import Filter, Ledger, searches
from keii.ledger import alerts as rows
from keii.model import Judgement, Verdict
from keii.situation.keeping import Keeper
from situation.stories import Act, reading


def test_what_the_ledger_holds_is_not_told_and_what_comes_is_told_once(ledger: Ledger, hook: Hook) -> None:
    write(ledger, reading([RAID]))
    alert(ledger, hook.url)
    assert tend(ledger) == []
    write(ledger, reading([VISIT], name="b.txt"))
    tend(ledger)
    tend(ledger, 60)
    (body,) = hook.got
    (told,) = body["notices"]
    assert told["headline"].startswith("New event: Fiji")
    (evidence,) = told["evidence"]
    document = ledger.document(evidence["document"])
    assert document is not None
    assert document.text[evidence["start"]:evidence["end"]] == evidence["quote"] == "visited"
    assert evidence["sentence"] == VISIT.text
    assert "*visited*" in body["text"]


def test_an_event_that_grows_or_gets_an_earlier_claim_is_not_told_again(ledger: Ledger, hook: Hook) -> None:
    alert(ledger, hook.url)
    write(ledger, reading([VISIT], name="b.txt"))
    tend(ledger)
    first = [one.id for one in ledger.events()]
    write(ledger, reading([VISIT_JA], name="a.txt", language="ja", published="2031-05-02"))
    tend(ledger)
    assert [one.id for one in ledger.events()] != first  # its first claim is another one now
    assert len(hook.got) == 1


def test_the_filter_chooses_what_is_told(ledger: Ledger, hook: Hook) -> None:
    alert(ledger, hook.url, chosen=Filter(parties=("TCD",)))
    write(ledger, reading([VISIT, RAID]))
    tend(ledger)
    (body,) = hook.got
    assert [one["evidence"][0]["quote"] for one in body["notices"]] == ["raided"]


def test_a_saved_search_counts_as_it_is_then(ledger: Ledger, hook: Hook) -> None:
    def save(chosen: Filter, *, wanted: bool = True) -> None:
        with ledger.transaction() as connection:
            searches.keep(connection, searches.Search(name="s", chosen=chosen, author="Ito"), moment=stamp(NOW),
                          wanted=wanted)

    save(Filter(parties=("FJI",)))
    alert(ledger, hook.url, search="s", kinds=("article",))
    write(ledger, reading([RAID]))
    assert tend(ledger) == []
    save(Filter(parties=("TCD",)))
    tend(ledger)
    (body,) = hook.got
    assert [one["kind"] for one in body["notices"]] == ["article"]
    save(Filter(parties=("TCD",)), wanted=False)
    ((_, new, error),) = notice(ledger, now=NOW)
    assert new == 0
    assert "no saved search «s»" in str(error)


def test_a_conflict_is_told_and_each_new_value_of_it(ledger: Ledger, hook: Hook) -> None:
    def tell(number: int, name: str) -> None:
        act = Act(f"Troops killed {number} people in Lima.", "killed", "ASSAULT", {"Troops": "PER/MIL"}, place="Lima",
                  country="PER", number=(f"{number} people", float(number), "person"))
        write(ledger, reading([act], name=name, publisher=name))
        claims = tuple(claim.id for claim in ledger.claims())
        Keeper(ledger, None).judge(Judgement(verdict=Verdict.MERGE, claims=claims, author="Ito", at=stamp(NOW)))

    alert(ledger, hook.url, kinds=("conflict",))
    tell(12, "a")
    assert tend(ledger) == []
    for number, name, count in ((40, "b", 1), (12, "c", 1), (90, "d", 2)):
        tell(number, name)
        tend(ledger)
        assert len(hook.got) == count, name
    (told,) = hook.got[-1]["notices"]
    assert {one["sentence"] for one in told["evidence"]} >= {"Troops killed 90 people in Lima."}


def test_what_became_of_an_expectation_is_told_with_both_ends(ledger: Ledger, hook: Hook) -> None:
    plan = Act("Fiji's premier will visit Peru on 9 May.", "visit", "CONSULT", {"Fiji": "FJI/GOV"}, {"Peru": "PER/GOV"},
               status="planned", day="2031-05-09", time="9 May", mode="visit")
    done = Act("Fiji's premier visited Peru on 9 May.", "visited", "CONSULT", {"Fiji": "FJI/GOV"}, {"Peru": "PER/GOV"},
               day="2031-05-09", time="9 May", mode="visit")
    write(ledger, reading([plan]))
    alert(ledger, hook.url, kinds=("expectation",))
    assert tend(ledger) == []
    write(ledger, reading([done], name="b.txt", published="2031-05-10"))
    tend(ledger)
    tend(ledger)
    ((told,),) = [body["notices"] for body in hook.got]
    assert "met" in told["headline"]
    assert [one["quote"] for one in told["evidence"]] == ["visited", "visit"]


def test_a_surprise_is_told_with_its_acts(ledger: Ledger, hook: Hook) -> None:
    days = [(datetime(2031, 5, 2, tzinfo=UTC) + timedelta(days=n)).date().isoformat() for n in range(31)]
    write(ledger, *(reading([VISIT if n == 0 else Act("It rained.", "rained", "OTHER", label="rain")], name=f"{n}.txt",
                            published=day) for n, day in enumerate(days[:30])))
    alert(ledger, hook.url, kinds=("surprise",), chosen=Filter(types=("ASSAULT",)))
    raids = [Act(f"{who} raided a camp on 1 June.", "raided", "ASSAULT", {who: code}, day=days[30], time="1 June")
             for who, code in {"Chad": "TCD/MIL", "Peru": "PER/MIL", "Fiji": "FJI/MIL", "Mali": "MLI/MIL",
                               "Togo": "TGO/MIL", "Niger": "NER/MIL"}.items()]
    write(ledger, *(reading([one], name=one.text, published=days[30]) for one in raids))
    tend(ledger)
    tend(ledger)
    ((told,),) = [body["notices"] for body in hook.got]
    assert told["id"] == f"conflict {days[30]}"
    assert "expected" in told["headline"]
    assert all("raided" in one["quote"] for one in told["evidence"])


def test_a_digest_gathers_until_it_is_due(ledger: Ledger, hook: Hook) -> None:
    alert(ledger, hook.url, every=3600)
    write(ledger, reading([VISIT]))
    assert tend(ledger, 1800) == []
    write(ledger, reading([RAID], name="b.txt"))
    tend(ledger, 3600)
    (body,) = hook.got
    assert len(body["notices"]) == 2


def test_many_notices_make_several_messages(ledger: Ledger, hook: Hook) -> None:
    alert(ledger, hook.url)
    acts = [Act(f"Chad's army raided camp {n}.", "raided", "ASSAULT", {"Chad": "TCD/MIL"}, time=f"camp {n}",
                day=(NOW + timedelta(days=9 * n)).date().isoformat()) for n in range(60)]
    write(ledger, *(reading([one], name=f"{n}.txt") for n, one in enumerate(acts)))
    tend(ledger)
    assert [len(body["notices"]) for body in hook.got][0] == rows.IN_A_MESSAGE
    assert sum(len(body["notices"]) for body in hook.got) == len(list(ledger.events()))
