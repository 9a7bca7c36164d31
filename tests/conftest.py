"""What holds for all tests."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from databases import Cast, InPlaceOfFiles, Server, running
from keii.ledger import Ledger, connecting
from quality.remembering import Memory

# No property is a timed test: a first call loads tables, and a machine may have much else to do.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# Whose tests run twice, on files and on a PostgreSQL server. A test that looks into SQLite's file is marked `file`.
ON_BOTH = (
    "ledger", "review", "situation/test_keeping.py", "situation/test_copies.py",
    "situation/test_renewing.py", "alerts/test_notices.py",
    "assistants/test_mcp.py", "exports/test_jsonl.py", "workbench/test_pages.py", "workbench/test_review.py",
    "workbench/test_searches.py", "workbench/test_timeline.py", "workbench/test_map.py", "workbench/test_network.py",
    "workbench/test_sources.py", "workbench/test_api.py",
    *(f"cli/test_{name}.py" for name in (
        "alerts", "events", "export", "following", "following_changes", "following_maps", "judging_claims", "lists",
        "naming_sources", "recode", "rule", "search", "situation", "situations")))


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Give a PostgreSQL server; tests that ask for it are skipped where none is installed."""
    with running() as found:
        yield found


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Let the tests of ON_BOTH run on both."""
    at = Path(metafunc.module.__file__ or "").relative_to(Path(__file__).parent).as_posix()
    if at.startswith(ON_BOTH) and not any(mark.name == "file" for mark in metafunc.definition.iter_markers()):
        metafunc.parametrize("_kept_in", ["sqlite", "postgresql"], indirect=True)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Iterator[None]:
    """Give a property a third of its examples on the server: all are tried on files, from which only its SQL differs.

    A ledger of its own for each example costs the server and its driver ten times what it costs SQLite.
    """
    called, name = pyfuncitem.obj, "_hypothesis_internal_use_settings"
    called = getattr(called, "__func__", called)
    given = getattr(called, name, None)
    kept_in = getattr(pyfuncitem, "callspec", None) and pyfuncitem.callspec.params.get("_kept_in")
    if given is None or kept_in != "postgresql":
        return (yield)
    setattr(called, name, settings(given, max_examples=max(1, given.max_examples // 3)))
    try:
        return (yield)
    finally:
        setattr(called, name, given)


@pytest.fixture(autouse=True)
def _kept_in(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[InPlaceOfFiles | None]:
    """Keep the ledgers of a test in files or, where it is said, in a database; give what stands for the files then."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield None
        return
    places = InPlaceOfFiles(request.getfixturevalue("server"))
    monkeypatch.setattr(connecting, "create", places.create)
    monkeypatch.setattr(connecting, "open", places.open)
    yield places
    places.forget()


@pytest.fixture(scope="session")
def moulds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the ledgers that are made once, for tests to have copies of."""
    return tmp_path_factory.mktemp("moulds")


@pytest.fixture
def cast(_kept_in: InPlaceOfFiles | None, moulds: Path) -> Cast:
    """Give what makes a ledger at a path as a function fills it, which is called once: later ones are copies."""
    def made(path: Path, fill: Callable[[Ledger], object]) -> Path:
        def filled(at: Path) -> None:
            with Ledger.create(at) as ledger:
                fill(ledger)

        name = f"{fill.__module__}.{fill.__qualname__}"
        mould = moulds / f"{name}.db"
        if _kept_in is not None:
            _kept_in.cast(path, mould, name, filled)
            return path
        if not mould.exists():
            filled(mould)
        shutil.copy(mould, path)
        return path

    return made


@pytest.fixture(scope="session")
def _memory() -> Memory:
    return Memory()


@pytest.fixture
def remembered(_memory: Memory) -> Iterator[None]:
    """Answer from memory what tests with this fixture have asked of parsers and encoder: many read the same articles.

    It is for tests of what becomes of a reading; those of reading itself ask anew.
    """
    with _memory.answering():
        yield
