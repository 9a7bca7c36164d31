"""OpenRefine itself matches a table's names with keii's services and adds columns from them (Debian: openrefine)."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPException
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, urlopen

import pytest

from exports.sample import ledger

pytest.importorskip("uvicorn", reason="the workbench is an extra: pip install 'keii[serve]'")
if not shutil.which("openrefine"):
    pytest.skip("it is a program of its own: apt-get install openrefine", allow_module_level=True)

ROWS = json.dumps({"facets": [], "mode": "row-based"})
START = 90.0  # seconds that each of both programs may take until it answers


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def ask(url: str, data: bytes | None = None, kind: str = "application/x-www-form-urlencoded") -> tuple[str, str]:
    """Return the address that answered in the end, and its words."""
    with urlopen(Request(url, data=data, headers={"Content-Type": kind} if data else {}), timeout=60) as answer:
        return answer.url, answer.read().decode()


def serving(command: list[str], url: str, **options: Any) -> Iterator[str]:
    """Start a program, give its address when it answers, and end it with all that it started."""
    with subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                          **options) as program:
        try:
            for _ in range(int(START / 0.5)):
                try:
                    ask(url)
                    break
                except (OSError, HTTPException):
                    time.sleep(0.5)
            yield url
        finally:
            os.killpg(program.pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def keii(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path, port = ledger(tmp_path_factory.mktemp("keii") / "keii.db"), free_port()
    yield from serving([sys.executable, "-m", "keii", "-l", str(path), "serve", "--port", str(port), "--read-only"],
                       f"http://127.0.0.1:{port}/api/v1/reconcile",
                       env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))})


@pytest.fixture(scope="module")
def refine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    yield from serving(["openrefine", "-i", "127.0.0.1", "-p", str(port), "-d", str(tmp_path_factory.mktemp("refine")),
                        "-x", "refine.headless=true"], f"http://127.0.0.1:{port}/command/core/get-version")


class Project:
    """A table in OpenRefine."""

    def __init__(self, version: str, table: str) -> None:
        self.base = version.removesuffix("get-version")
        parts = {"project-name": "names", "format": "text/line-based/*sv",
                 "options": json.dumps({"separator": ",", "encoding": "UTF-8", "headerLines": 1})}
        body = "".join(f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                       for name, value in parts.items())
        body += f'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n{table}\r\n--x--\r\n'
        made, _ = ask(f"{self.base}create-project-from-upload?csrf_token={self.token()}", body.encode(),
                      "multipart/form-data; boundary=x")
        self.id = parse_qs(urlsplit(made).query)["project"][0]

    def token(self) -> str:
        return str(json.loads(ask(f"{self.base}get-csrf-token")[1])["token"])

    def run(self, command: str, **given: str) -> None:
        """Start a command and wait for its end."""
        form = urlencode({**given, "engine": ROWS, "csrf_token": self.token()}).encode()
        ask(f"{self.base}{command}?project={self.id}", form)
        for _ in range(120):
            if not json.loads(ask(f"{self.base}get-processes?project={self.id}")[1])["processes"]:
                return
            time.sleep(0.5)
        raise TimeoutError(command)

    def rows(self) -> list[list[Any]]:
        """Return the cells of every row: the id of what it was matched with, or its value."""
        found = json.loads(ask(f"{self.base}get-rows?project={self.id}&start=0&limit=99")[1])
        matched = {id: (recon.get("m") or {}).get("id") for id, recon in found["pool"]["recons"].items()}
        return [[matched[str(cell["r"])] if cell and "r" in cell else cell and cell["v"] for cell in row["cells"]]
                for row in found["rows"]]


@pytest.mark.parametrize(("kind", "table", "wanted", "matched", "added"), [
    ("actors", "name,country\nプーチン大統領,RUS\n젤렌스키,UKR\nnobody at all,\n", "code",
     ["putin-vladimir", "zelenskyy-volodymyr", None], ["RUS/GOV", "UKR/GOV", None]),
    ("places", "name,country\n平壌,PRK\nParis,FRA\nSpringfield,\n", "name_en",
     ["geonames:1871859", "geonames:2988507", None], ["Pyongyang", "Paris", None]),
])
def test_openrefine_matches_names_and_adds_columns(keii: str, refine: str, kind: str, table: str, wanted: str,
                                                   matched: list[str | None], added: list[str | None]) -> None:
    service = f"{keii}/{kind}"
    manifest = json.loads(ask(service)[1])
    spaces = {name: manifest[name] for name in ("identifierSpace", "schemaSpace")}
    project = Project(refine, table)
    project.run("reconcile", columnName="name", config=json.dumps({
        "mode": "standard-service", "service": service, **spaces, "type": None, "autoMatch": True, "limit": 0,
        "columnDetails": [{"column": "country", "propertyName": "country", "propertyID": "country"}]}))
    assert [row[0] for row in project.rows()] == matched
    project.run("extend-data", baseColumnName="name", endpoint=service, columnInsertIndex="1", **spaces,
                extension=json.dumps({"properties": [{"id": wanted, "name": wanted}]}))
    assert [row[2] if len(row) > 2 else None for row in project.rows()] == added  # cells stand in the order of making
