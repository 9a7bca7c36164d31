import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
CODE = re.compile(r"[\"']((?:input|coding|ledger|fetch|reader)\.[a-z][a-z-]*)[\"']")


def documented() -> list[str]:
    table = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
    return re.findall(r"^\| `([a-z.-]+)` \| \S.* \| \S.* \|$", table, re.MULTILINE)


def test_every_problem_code_of_the_source_is_documented_with_meaning_and_remedy() -> None:
    used = {code for path in (ROOT / "src").rglob("*.py") for code in CODE.findall(path.read_text(encoding="utf-8"))}
    assert used == set(documented())


def test_the_codes_are_sorted() -> None:
    assert documented() == sorted(set(documented()))
