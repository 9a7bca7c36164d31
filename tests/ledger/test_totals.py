"""What triggers keep is what counting gives, whatever is read, read anew and merged."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keii.ledger import Ledger
from keii.pipeline import Reading
from keii.situation.keeping import Keeper
from ledger.samples import failure, launch, visit, with_claims

COUNTED = {
    "documents": "SELECT count(*) FROM documents",
    "sentences": "SELECT count(*) FROM sentences AS s JOIN readings AS r ON r.key = s.reading AND r.current = 1",
    "claims": "SELECT count(*) FROM claims WHERE current = 1",
    "problems": "SELECT count(*) FROM problems WHERE current = 1",
    "events": "SELECT count(*) FROM events",
}
FIRST, OTHER, SECOND = visit(), visit(coder="rules/other"), launch()
READINGS: tuple[Reading, ...] = (
    FIRST, OTHER, with_claims(FIRST, *FIRST.claims[:1]), with_claims(FIRST), SECOND, with_claims(SECOND), failure())
STEPS = st.lists(st.sampled_from([*range(len(READINGS)), "merge", "settle"]), max_size=12)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_what_triggers_keep_is_what_counting_gives(steps: list[int | str]) -> None:
    with TemporaryDirectory() as folder, Ledger.create(Path(folder) / "keii.db") as ledger:
        keeper, merged = Keeper(ledger, None), True
        for step in steps:
            match step:
                case "merge":
                    keeper.catch_up()
                    merged = True
                case "settle":
                    with Ledger.create(ledger.path) as later:
                        later.settle(["c.txt"])
                case int(number):
                    changed = ledger.write(READINGS[number])
                    merged = merged and not (changed and READINGS[number].document)
        with ledger.transaction() as connection:
            held = dict(connection.execute("SELECT what, number FROM totals").fetchall())
            assert held == {what: connection.execute(sql).fetchone()[0] for what, sql in COUNTED.items()}
            waiting = connection.execute(
                "SELECT r.document FROM readings AS r LEFT JOIN merged AS m ON m.document = r.document "
                "WHERE r.current = 1 AND m.reading IS NOT r.key ORDER BY 1").fetchall()
            noted = connection.execute("SELECT document FROM unmerged ORDER BY 1").fetchall()
            assert set(waiting) <= set(noted)  # a reading that holds again was merged once, and is looked at once more
            assert not merged or not noted


def test_a_document_that_is_read_anew_or_merged_gets_a_number_beyond_all_others(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "keii.db") as ledger:
        keeper = Keeper(ledger, None)

        def numbers() -> dict[str, int]:
            with ledger.transaction() as connection:
                return dict(connection.execute("SELECT document, number FROM changes").fetchall())

        ledger.write(FIRST)
        ledger.write(SECOND)
        keeper.catch_up()
        before = numbers()
        assert FIRST.document
        assert SECOND.document
        ledger.write(FIRST)
        assert numbers() == before  # nothing new was read
        ledger.write(OTHER)
        read = numbers()
        assert read[FIRST.document.id] > max(before.values())
        keeper.catch_up()
        merged = numbers()
        assert merged[FIRST.document.id] > max(read.values())
        assert merged[SECOND.document.id] == before[SECOND.document.id]
