"""The shape of keii: imports go one way, nothing runs in a circle, modules and functions stay short."""

import ast
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

SRC = Path(__file__).parents[1] / "src"

# A package imports from tiers above its own, never from those below.
TIERS = (
    ("errors", "config", "keii"),  # keii itself: its version
    ("tables", "files", "model", "memory"),
    ("language", "codebook", "gazetteer", "calendar", "quantities"),
    ("encoder",),
    ("sources", "documents", "coding", "resolution"),
    ("pipeline",),  # the composition of the steps; the ledger keeps the Readings that it defines
    ("ledger",),
    ("situation",),
    ("review", "imports"),
    ("briefs", "exports", "engines", "readers"),
    ("shards",),
    ("alerts",),
    ("workbench", "cli", "api", "mcp", "spacy_component"),
    ("__main__",),
)
# Packages of one tier know nothing of each other but this: what they need of the step before.
SIDEWAYS = {
    ("model", "errors"), ("tables", "errors"),
    ("sources", "documents"),  # a source hands over what `documents` makes of bytes
    ("cli", "workbench"),  # `keii serve` starts it
    ("cli", "mcp"),  # `keii mcp` starts it
    ("resolution", "coding"),  # what is resolved is what was coded
}
RUNS_THE_PIPELINE = {"cli", "exports", "engines", "readers", "shards", "api", "mcp", "spacy_component"}
FACADE = ("keii", "keii.api")  # whose names `import keii` has, loaded when they are used
# What takes a tenth of a second and more to import.
PARSERS = {"onnxruntime", "trafilatura", "rich.console", "fastapi", "jinja2", "uvicorn"}
HEAVY = PARSERS | {"numpy", "lxml", "sqlite3", "orjson", "ahocorasick", "py3langid"}
LINES, FUNCTION_LINES = 400, 60


class Import(NamedTuple):
    """One import of a module of keii by another; `types` when only the type checker runs it."""

    module: str
    imported: str
    types: bool


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__")


def package(module: str) -> str:
    return [*module.split("."), "keii"][1]


@cache
def paths() -> dict[str, Path]:
    return {name_of(path): path for path in sorted((SRC / "keii").rglob("*.py"))}


@cache
def trees() -> dict[str, ast.Module]:
    return {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in paths().items()}


def only_types(tree: ast.Module) -> set[ast.AST]:
    guards = [node for node in ast.walk(tree) if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    return {inner for guard in guards for node in guard.body for inner in ast.walk(node)}


@cache
def imports() -> tuple[Import, ...]:
    return tuple(found for module, tree in trees().items() for found in imports_of(module, tree))


def imports_of(module: str, tree: ast.Module) -> Iterator[Import]:
    guarded = only_types(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            base = node.module or ""
            names = [f"{base}.{alias.name}" if f"{base}.{alias.name}" in trees() else base for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        yield from (Import(module, name, node in guarded) for name in names if name.split(".")[0] == "keii")


def tier(module: str) -> int:
    return next(number for number, packages in enumerate(TIERS) if package(module) in packages)


def test_every_package_has_a_tier() -> None:
    known = {name for packages in TIERS for name in packages}
    assert {package(module) for module in trees()} <= known


def is_allowed(found: Import) -> bool:
    if (found.module, found.imported) == FACADE:
        return found.types
    own, other = package(found.module), package(found.imported)
    below, beside = tier(found.imported) > tier(found.module), tier(found.imported) == tier(found.module)
    return not below and (not beside or own == other or (own, other) in SIDEWAYS)


def test_imports_go_one_way() -> None:
    breaches = sorted({f"{i.module} must not import {i.imported}" for i in imports() if not is_allowed(i)})
    assert not breaches, "\n".join(breaches)


def test_only_the_commands_and_exports_run_the_pipeline() -> None:
    found = {package(i.module) for i in imports() if package(i.imported) == "pipeline" and not i.types}
    assert found <= RUNS_THE_PIPELINE


def test_no_module_imports_itself_by_detours() -> None:
    graph: defaultdict[str, set[str]] = defaultdict(set)
    for module, imported, types in imports():
        if not types and module != imported:
            graph[module].add(imported)
    try:
        list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


@pytest.mark.parametrize("module", sorted(paths()))
def test_modules_and_functions_are_short(module: str) -> None:
    tree = trees()[module]
    longest = max((node.end_lineno or 0 for node in tree.body), default=0)
    assert longest <= LINES, f"{longest} lines: split it, or move tables into data files"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= FUNCTION_LINES, f"{node.name} has {length} lines"


def loaded_by(code: str) -> set[str]:
    """Return the modules that a fresh process has loaded after running `code`."""
    ran = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules, sep='\\n', file=sys.stderr)"],
        capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(SRC)})
    return set(ran.stderr.split())


@pytest.mark.parametrize("code", [
    "import keii",
    "import keii.model, keii.errors, keii.config",
    "from keii.cli.main import run; run(['--help'])",
    "from keii.cli.main import run; run(['--version'])",
])
def test_nothing_heavy_is_imported_at_the_start(code: str) -> None:
    assert not loaded_by(code) & HEAVY


@pytest.mark.parametrize(("code", "sentence"), [
    ("en", "The minister met the ambassador."), ("ja", "外相は大使と会談した。"),
])  # fmt: skip
def test_reading_needs_the_models_of_spacy_but_not_spacy(code: str, sentence: str) -> None:
    loaded = loaded_by(f"import keii; assert keii.code({sentence!r}, language={code!r})")
    assert not loaded & {"spacy", "thinc", "pydantic", "srsly"}


@pytest.mark.parametrize("module", ["keii.pipeline", "keii.cli.read", "keii.ledger", "keii.briefs.dossier"])
def test_importing_a_module_loads_no_parser(module: str) -> None:
    assert not loaded_by(f"import {module}") & PARSERS
