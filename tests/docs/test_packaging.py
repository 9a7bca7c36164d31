"""What is packed: the source distribution holds the project, the image is made of locked packages, run as nobody."""

import fnmatch
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
# What hatch_build.py and pyproject.toml read while a wheel is made.
NEEDED = ("pyproject.toml", "requirements.lock", "README.md", "LICENSE", "NOTICE", "hatch_build.py", "package.json",
          "package-lock.json", ".npmrc", "quality/floors.toml", "src/keii/__init__.py",
          "src/keii/gazetteer/data/state_names.tsv")


def instructions() -> list[tuple[str, str]]:
    """Return the instructions of the Dockerfile, each with its argument on one line."""
    lines = [line for line in DOCKERFILE.split("\n") if line and not line.startswith("#")]
    joined = re.sub(r"\\\n", " ", "\n".join(lines))
    return [(name, rest.strip()) for name, _, rest in (line.partition(" ") for line in joined.split("\n"))]


def tracked() -> set[str]:
    """Return the names in the project's folder that are under version control."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("no git: a checkout is needed to know what belongs to the project")
    return {line.split("/")[0] for line in listed.stdout.splitlines()}


def test_source_distribution_holds_everything_under_version_control() -> None:
    include = [name.removeprefix("/") for name in PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]]
    left = {name for name in tracked() if not any(fnmatch.fnmatch(name, pattern) for pattern in include)}
    assert left == {"pyproject.toml", ".gitignore"}  # hatchling adds both by itself


def test_image_installs_by_hash_and_runs_without_rights() -> None:
    parts = [command.strip() for name, rest in instructions() if name == "RUN" for command in rest.split("&&")]
    installing = [part for part in parts if "pip install" in part]
    assert len(installing) == 4
    assert all("--require-hashes -r" in part or "--no-deps /wheel/" in part for part in installing)
    final = instructions()[[name for name, _ in instructions()].index("FROM", 2):]
    assert dict(final)["ENTRYPOINT"] == '["keii"]'
    assert int(dict(final)["USER"]) > 0
    assert all(":latest" not in rest and "-slim-" in rest for name, rest in instructions() if name == "FROM")


def test_dockerfile_has_no_fault_that_hadolint_knows() -> None:
    found = Path(sys.executable).with_name("hadolint")
    if not found.exists():
        pytest.skip("it reads the Dockerfile: make tools")
    ran = subprocess.run([found, "--no-color", ROOT / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (0, "")


def test_image_takes_entries_of_the_lock_as_they_stand(tmp_path: Path) -> None:
    """The two filters of the Dockerfile, run on the lock: uv with its hashes, and what a list of names asks for."""
    first, second = re.findall(r"awk '(.+?)'", re.sub(r"\\\n\s*", "", DOCKERFILE), re.DOTALL)
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    uv = awk(first, ROOT / "requirements.lock")
    assert re.fullmatch(r"uv==\S+ \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", uv)
    assert uv in lock
    names = tmp_path / "names"
    names.write_text("click==8.5.1\nlxml==6.1.3 ; python_version < '3.14'\n")
    kept = awk(second, names, ROOT / "requirements.lock")
    assert re.findall(r"^(\S+?)==", kept, re.MULTILINE) == ["click", "lxml"]
    assert all(entry in lock for entry in re.split(r"(?m)^(?=\S)", kept) if entry)


def awk(program: str, *files: Path) -> str:
    return subprocess.run(["awk", program, *map(str, files)], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("other", ["requirements.engines.txt", "requirements.tools.txt"])
def test_what_is_installed_beside_the_lock_changes_no_version_of_it(other: str) -> None:
    locked, beside = (set(re.findall(r"(?m)^([a-z0-9][\w.-]*)==([\w.+]+)", (ROOT / name).read_text(encoding="utf-8")))
                      for name in ("requirements.lock", other))
    names = {name for name, _ in locked}
    assert {one for one in beside if one[0] in names} <= locked


@pytest.mark.parametrize("path", NEEDED)
def test_image_is_given_what_a_wheel_is_made_of(path: str) -> None:
    patterns = [line for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").split("\n")
                if line and not line.startswith("#")]
    above = [path, *(parent.as_posix() for parent in Path(path).parents)]
    assert (ROOT / path).exists()
    assert not [pattern for pattern in patterns for one in above if fnmatch.fnmatch(one, pattern)]


def test_every_extra_is_in_the_manual() -> None:
    manual = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md"))
    for extra in set(PROJECT["project"]["optional-dependencies"]) - {"dev"}:
        assert re.search(rf"\| `{extra}` \||keii\[[^\]]*\b{extra}\b", manual), extra


def test_citation_has_what_the_format_asks_for() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors", "version", "license", "type"} <= set(citation)
    assert citation["cff-version"] == "1.2.0"
    assert all(entry["title"] and entry["authors"] and entry["type"] for entry in citation["references"])
