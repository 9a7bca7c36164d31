import ast
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


def test_codes_of_any_kind_are_found() -> None:
    """Whatever an error or a problem is given as its code, where the pattern above does not know its beginning."""
    given = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "").endswith(("Error", "Problem")):
                given |= {word.value.value for word in node.keywords
                          if word.arg == "code" and isinstance(word.value, ast.Constant)}
    assert len(given) > 20
    assert given <= set(documented())


def test_the_codes_are_sorted() -> None:
    assert documented() == sorted(set(documented()))
