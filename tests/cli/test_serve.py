import builtins
import os
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import orjson
import pytest

from cli.conftest import Keii

SOURCES = Path(__file__).parents[2] / "src"


def test_it_serves_the_ledger_on_this_machine(filled: Keii) -> None:
    pytest.importorskip("uvicorn", reason="the workbench is an extra: pip install 'keii[serve]'")
    path = os.pathsep.join([str(SOURCES), *filter(None, [os.environ.get("PYTHONPATH")])])
    with subprocess.Popen([sys.executable, "-m", "keii", "-l", str(filled.ledger), "serve", "--port", "0", "--json"],
                          stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": path}) as server:
        assert server.stdout is not None
        address = orjson.loads(server.stdout.readline())["address"]
        try:
            assert address.startswith("http://127.0.0.1:")
            with urllib.request.urlopen(f"{address}documents.json", timeout=60) as answer:
                assert orjson.loads(answer.read())["total"] == 2
        finally:
            server.terminate()


def test_a_port_that_is_taken_is_told(filled: Keii) -> None:
    pytest.importorskip("uvicorn", reason="the workbench is an extra: pip install 'keii[serve]'")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ran = filled("serve", "--port", str(taken.getsockname()[1]))
    assert ran.code == 2
    assert "cannot be listened on" in ran.err


def test_a_missing_package_is_told_with_how_to_get_it(filled: Keii, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *more: Any) -> Any:
        if name == "uvicorn":
            raise ImportError("No module named 'uvicorn'", name="uvicorn")
        return real(name, *more)

    monkeypatch.setattr(builtins, "__import__", without)
    ran = filled("serve")
    assert ran.code == 2
    assert "uvicorn" in ran.err
    assert "keii[serve]" in ran.err


@pytest.mark.parametrize("arguments", [("--prefix", "keii"), ("--port", "70000"), ("--port", "x")])
def test_wrong_options_are_refused(filled: Keii, arguments: tuple[str, ...]) -> None:
    pytest.importorskip("uvicorn", reason="the workbench is an extra: pip install 'keii[serve]'")
    assert filled("serve", *arguments).code == 2
