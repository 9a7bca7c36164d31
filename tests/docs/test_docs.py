"""The documents agree with the program, with each other and with the files they point to."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest
import yaml

import keii
from docs.samples import articles, documents, samples
from keii.cli.main import VERBS
from keii.cli.main import keii as group
from keii.ledger.filters import MANY, ONE

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
INDENTED = re.compile(r"^(?: {4}|\t)\s*(.+)$", re.MULTILINE)
COMMAND = re.compile(r"^(?:\S*bin/)?keii(?: |$)")
ELSEWHERE = ("https://", "http://", "mailto:")
MACHINE = re.compile(r"(?<![\w.])/(?:home|root|tmp|work|opt|Users|mnt|srv)/|[A-Z]:\\")
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted|npmjs|test\.pypi|index-url|localhost:\d|127\.0\.0\.1:(?!(?:8321|11434)\b)\d")
NAMES = [path.relative_to(ROOT).as_posix() for path in documents()]
TEXTS = [*NAMES, "NOTICE", "CITATION.cff", "docs/dataflow.svg"]


@cache
def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def everything() -> str:
    return "\n".join(text(name) for name in NAMES if name == "README.md" or name.startswith("docs/"))


def verbs() -> dict[str, click.Command]:
    context = click.Context(group)
    return {name: command for name in VERBS if (command := group.get_command(context, name))}


def options(command: click.Command) -> set[str]:
    return {name for option in command.params if isinstance(option, click.Option) for name in option.opts} | {"--help"}


# ---- the program ----


@pytest.mark.parametrize("verb", VERBS)
def test_every_command_is_in_both_readmes_and_in_the_manual(verb: str) -> None:
    for name in ("README.md", "README.ja.md", "docs/cli.md"):
        assert f"`keii {verb}" in text(name), f"{name} does not mention keii {verb}"


@pytest.mark.parametrize("verb", ["", *VERBS])
def test_every_option_is_documented(verb: str) -> None:
    command = verbs()[verb] if verb else group
    for option in options(command):
        assert re.search(rf"`[^`]*(?<![\w-]){re.escape(option)}(?![\w-])[^`]*`", everything()), f"keii {verb} {option}"


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_is_in_the_manual_under_its_verb(verb: str) -> None:
    """A name that another verb has too is told for each; those of all verbs and the filters stand apart."""
    own = options(verbs()[verb])
    filters = {f"--{name}" for name in (*MANY, *ONE, "limit", "offset")}
    if own >= filters:
        own -= filters
    told: set[str] = set()
    for cells in re.findall(r"^\| ([^|]+) \| ((?:\\\||[^|])+) \|", text("docs/cli.md"), re.MULTILINE):
        if re.search(rf"`{verb}(?: \w+)?`", cells[0]):
            told |= {option.partition(" ")[0] for option in CODE.findall(cells[1])}
    assert own - {"--help", "--ledger", "-l", "--lang", "--json"} == told


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_says_what_it_does(verb: str) -> None:
    silent = [option.opts for option in verbs()[verb].params
              if isinstance(option, click.Option) and not (option.help or "").strip()]
    assert silent == []


def command_lines(name: str) -> Iterator[str]:
    """Yield the command lines of keii in a document: of code blocks and of code within the text."""
    content = text(name)
    lines = [line for block in FENCED.findall(content) for line in block.split("\n")]
    lines += INDENTED.findall(content) + [code.replace("\\|", "|") for code in CODE.findall(FENCED.sub("", content))]
    yield from (line.split("  #")[0].strip() for line in lines if COMMAND.match(line))


@pytest.mark.parametrize("name", NAMES)
def test_command_lines_use_commands_and_options_that_exist(name: str) -> None:
    for line in command_lines(name):
        words = [word.split("=")[0] for word in shlex.split(line.replace("…", "x"))[1:]]
        verb = next((word for word in words if word in VERBS), None)
        known = options(group) | (options(verbs()[verb]) if verb else set())
        unknown = [word for word in words if word.startswith("-") and word != "-" and word not in known]
        assert not unknown, f"{line}: {unknown}"
        placeholder = any(word.isupper() or word.startswith(("[", "-")) for word in words)
        assert verb or not words or placeholder, f"«{line}» names no command"


# ---- the documents among each other ----


def heading_ids(name: str) -> set[str]:
    """Return the anchors of a document's headings, as the usual renderers of Markdown make them."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", text(name)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_to_files_and_headings_that_exist(name: str) -> None:
    for link in LINK.findall(FENCED.sub("", text(name))):
        if link.startswith(ELSEWHERE):
            continue
        file, _, anchor = link.partition("#")
        target = (ROOT / name).parent / file if file else ROOT / name
        assert target.exists(), f"{name} points to {file}"
        if anchor:
            assert anchor in heading_ids(target.resolve().relative_to(ROOT).as_posix()), f"{name} points to {link}"


@pytest.mark.parametrize("name", NAMES)
def test_paths_in_code_exist(name: str) -> None:
    for code in CODE.findall(FENCED.sub("", text(name))):
        path = code.split(":")[0]
        if re.fullmatch(r"(?:src|tests|docs|quality|examples|benchmarks)(?:/[\w.-]+)+/?", path):
            made = path.startswith("quality/report")  # written by the error report
            assert made or (ROOT / path).exists(), f"{name} names {path}"


def test_every_document_is_reached_from_a_readme() -> None:
    found, new = set(), ["README.md"]
    while new:
        name = new.pop()
        found.add(name)
        links = [link.partition("#")[0] for link in LINK.findall(FENCED.sub("", text(name))) if "://" not in link]
        targets = [((ROOT / name).parent / link).resolve() for link in links if link]
        inside = [target.relative_to(ROOT).as_posix() for target in targets]
        new += [target for target in inside if target in NAMES and target not in found]
    assert sorted(found) == sorted(NAMES)


def code_lines(name: str) -> list[str]:
    """Return the commands of a README's blocks, without comments and the texts in quotation marks."""
    return [re.sub(r'"[^"]*"', '""', line.split("#")[0]).strip() for line in INDENTED.findall(text(name))]


def test_both_readmes_give_the_same_commands() -> None:
    english, japanese = (
        [line for line in code_lines(n) if re.match(r"(?:keii|make|pip|from|for|print)\b", line)]
        for n in ("README.md", "README.ja.md")
    )
    assert english == japanese


def test_both_readmes_have_the_same_links_and_sections() -> None:
    english, japanese = text("README.md"), text("README.ja.md")
    links = [
        {link.partition("#")[0] for link in LINK.findall(one)} - {"README.md", "README.ja.md"}
        for one in (english, japanese)
    ]
    assert links[0] == links[1]
    assert len(re.findall(r"^## ", english, re.MULTILINE)) == len(re.findall(r"^## ", japanese, re.MULTILINE))
    assert len(re.findall(r"^(?:- |\|)", english, re.MULTILINE)) == len(
        re.findall(r"^(?:- |\|)", japanese, re.MULTILINE)
    )


@pytest.mark.parametrize("name", [name for name in NAMES if re.search("[ぁ-ん]", text(name))])
def test_bold_and_emphasis_close_before_japanese_letters(name: str) -> None:
    """A closing mark between a punctuation mark and a letter closes nothing: **…。**次 stays as it is."""
    prose = CODE.sub("", FENCED.sub("", text(name)))
    assert not re.findall(r"\*\*[^*]+[。、）」：]\*\*(?=\w)", "\n".join(re.findall(r"\*\*[^*]+\*\*\w?", prose)))


@pytest.mark.parametrize("name", TEXTS)
def test_texts_name_no_machine_and_no_package_index(name: str) -> None:
    assert not MACHINE.findall(text(name))
    assert not REGISTRY.findall(text(name))


# ---- samples and code ----


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
def test_samples_quote_the_example_articles(name: str) -> None:
    """The evidence of a sample stands in an article; `python tests/docs/samples.py` makes samples anew."""
    published = "".join(re.sub(r"<r([tp])>.*?</r\1>|<[^>]+>|\s", "", text(article)) for article in articles())
    found = list(samples(text(name)))
    assert found
    for _, output in found:
        quotations = re.findall(r"(?:^ *> .*\n)+", output, re.MULTILINE)
        assert quotations
        for quotation in quotations:
            assert re.sub(r"^ *> |[*\s]", "", quotation, flags=re.MULTILINE) in published, quotation


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
def test_python_in_the_readme_runs(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines = text(name).split("\n")
    start = next(i for i, line in enumerate(lines) if line.startswith("    import keii"))
    end = next(i for i in range(start, len(lines)) if not lines[i].startswith("    "))
    exec("\n".join(line[4:] for line in lines[start:end]), {})
    assert capsys.readouterr().out.startswith("ACCUSE occurred ")


# ---- data files, licences, versions ----


def columns(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").split("\n")
    return next(line for line in lines if line.strip() and not line.startswith("#")).split("\t")


@pytest.mark.parametrize(
    "path",
    sorted(
        p.relative_to(ROOT / "src" / "keii").as_posix()
        for p in (ROOT / "src" / "keii").glob("*/**/data/*.tsv")
        if p.name in ("predicates.tsv", "cues.tsv", "support_verbs.tsv", "speech.tsv", "sources.tsv")
        or "gazetteer" in p.parts
    ),
)
def test_recipes_name_every_column_of_the_files_they_explain(path: str) -> None:
    recipes = text("CONTRIBUTING.md")
    assert Path(path).stem in recipes
    for column in columns(ROOT / "src" / "keii" / path):
        assert f"`{column}`" in recipes, f"CONTRIBUTING.md does not explain {column} of {path}"


def test_recipe_of_a_language_names_every_data_file() -> None:
    recipe = text("CONTRIBUTING.md").split("## Add a language")[1]
    for path in (ROOT / "src" / "keii" / "language").glob("*/data/*.tsv"):
        assert f"`{path.stem}`" in recipe, path.name


def test_examples_of_rows_have_the_columns_of_their_file() -> None:
    widths = {len(columns(path)) for path in (ROOT / "src" / "keii").glob("*/**/data/*.tsv")}
    rows = [line for line in INDENTED.findall(text("CONTRIBUTING.md")) if line.count("→") > 2]
    assert len(rows) >= 10
    assert {row.count("→") + 1 for row in rows} <= widths


def test_make_targets_of_the_documents_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))
    for name in NAMES:
        for target in re.findall(r"(?:^    |`)make ([a-z]+)", text(name), re.MULTILINE):
            assert target in targets, f"{name}: make {target}"


def test_licence_is_the_one_that_the_package_states() -> None:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    assert project["license"] == "Apache-2.0"
    assert "Apache License" in text("LICENSE")
    assert "END OF TERMS AND CONDITIONS" in text("LICENSE")


def test_notice_names_every_dependency_and_plover() -> None:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    notice = re.sub(r"[-_]", "-", text("NOTICE").lower())
    for requirement in project["dependencies"]:
        name = re.split(r"[<>=!\[; ]", requirement)[0]
        assert re.sub(r"[-_]", "-", name.lower()) in notice, requirement
    assert "PLOVER" in text("NOTICE")
    assert "CC BY-SA 4.0" in text("NOTICE")


def test_citation_and_changelog_have_this_version() -> None:
    citation = yaml.safe_load(text("CITATION.cff"))
    assert citation["version"] == keii.__version__
    assert citation["license"] == "Apache-2.0"
    assert f"## {keii.__version__}" in text("CHANGELOG.md")


def test_policy_page_says_what_the_registry_does() -> None:
    """Every code of the policy page's table stands in the head of state_names.tsv too."""
    head = "\n".join(
        line for line in text("src/keii/gazetteer/data/state_names.tsv").split("\n")[:60] if line.startswith("#")
    )
    rows = re.findall(r"^\| [^|]+ \| ([^|]+) \|", text("docs/policy-names.md"), re.MULTILINE)
    codes = {code for row in rows for code in re.findall(r"\b[A-Z]{3}\b", row)} - {"XXX"}
    assert codes == set(re.findall(r"\b[A-Z]{3}\b", head.split("# Policy")[1])) - {"ISO"}


def test_conventions_that_code_and_data_refer_to_exist() -> None:
    known = set(re.findall(r"^(\d+)\. ", text("docs/annotation.md"), re.MULTILINE))
    assert known == {str(number) for number in range(1, len(known) + 1)}
    for path in [*(ROOT / "src").rglob("*.py"), *(ROOT / "src").rglob("*.tsv")]:
        for first, second in re.findall(r"conventions,? (\d+)(?: and (\d+))?", path.read_text(encoding="utf-8")):
            assert {first, second} - {""} <= known, path


def test_rules_and_reasons_of_the_design_notes_are_those_of_the_code() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    notes = text("docs/design/coding.md") + text("docs/design/resolution.md") + text("CONTRIBUTING.md")
    named = re.findall(
        r"`((?:roles|acts|status|demands|occurrences)\.[a-z-]+|[a-z]+-(?:name|country|antecedent))`", notes
    )
    assert len(named) > 8
    for rule in named:
        assert f'"{rule}"' in code, rule
