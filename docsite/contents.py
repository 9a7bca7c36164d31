"""What stands where on the site: the headings of its side bar, each with its pages in order."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the side bar and its pages, by their paths in the project without the ending."""

    title: str
    pages: tuple[str, ...]


_SUBJECTS = "Subjects · 主題"
# Generated pages stand under docs/reference; docsite/reference.py makes them.
SECTIONS = (
    Section("Start", ("README", "docs/install", "docs/examples", "docs/notebooks/situation")),
    Section("はじめに", ("README.ja",)),
    Section("Guide", (
        "docs/guide/README", "docs/guide/start", "docs/guide/follow", "docs/guide/review", "docs/guide/brief",
        "docs/guide/lexicon", "docs/guide/language", "docs/guide/scale", "docs/guide/team")),
    Section("手引き", (
        "docs/guide/ja/README", "docs/guide/ja/start", "docs/guide/ja/follow", "docs/guide/ja/review",
        "docs/guide/ja/brief", "docs/guide/ja/lexicon", "docs/guide/ja/language", "docs/guide/ja/scale",
        "docs/guide/ja/team")),
    Section(_SUBJECTS, (
        "docs/cli", "docs/filters", "docs/sources", "docs/rules", "docs/searches", "docs/alerts", "docs/situation",
        "docs/situations", "docs/expectations", "docs/causes", "docs/indicators", "docs/review", "docs/workbench",
        "docs/registry", "docs/places", "docs/policy-names", "docs/times", "docs/quantities", "docs/exports",
        "docs/json", "docs/ledger", "docs/python", "docs/problems")),
    Section("Reference", (
        "docs/reference/commands", "docs/reference/python", "docs/reference/routes", "docs/reference/formats",
        "docs/reference/codebook")),
    Section("リファレンス", ("docs/reference/ja/commands", "docs/reference/ja/formats")),
    Section("What to expect · 正確さ", (
        "docs/accuracy", "docs/reference/accuracy", "docs/reference/ja/accuracy", "docs/comparison")),
    Section("Codebook and corpus · コードブックとコーパス", (
        "docs/codebook", "docs/annotation", "corpus/README", "corpus/WRITING", "corpus/CONVENTIONS",
        "quality/README")),
    Section("Project · プロジェクト", ("CONTRIBUTING", "CHANGELOG", "docs/design/README")),
)
# Pages that their neighbours lead to, under the last page of a section: the notes on why each part is as it is.
BELOW = {"docs/design/README": "docs/design"}
TITLE = "keii · 経緯"


def sections(root: Path) -> list[Section]:
    """Return the sections; a page of docs/ that none names stands at the end of the subjects."""
    named = {page for section in SECTIONS for page in section.pages}
    more = tuple(page for page in below(root, "docs") if page not in named)
    return [Section(one.title, (*one.pages, *more)) if one.title == _SUBJECTS else one for one in SECTIONS]


def listed(root: Path) -> list[str]:
    """Return all pages of the site that are written by hand, by their paths without the ending."""
    pages = [page for section in sections(root) for page in section.pages if not page.startswith("docs/reference/")]
    return [*pages, *(page for folder in BELOW.values() for page in below(root, folder))]


def below(root: Path, folder: str) -> list[str]:
    """Return the pages of a folder but its README, in the order of their names."""
    return [f"{folder}/{path.stem}" for path in sorted((root / folder).glob("*.md")) if path.name != "README.md"]


def index(root: Path) -> str:
    """Return the first page: what leads where."""
    lines = [f"# {TITLE}", "", "keii reads the news and keeps the record: who did what to whom, when and where, who "
             "says so, how certain it is, and the sentence that proves it. Begin with [the introduction](README.md), "
             "[the installation](docs/install.md) or [the guide](docs/guide/README.md).", "",
             "keii はニュースを読み、誰が誰に何をしたか、いつ、どこで、誰がそう言い、どれほど確かかを、"
             "それを示す文とともに記録します。"
             "[はじめに](README.ja.md)、[手引き](docs/guide/ja/README.md)からどうぞ。", ""]
    for section in sections(root):
        lines += ["```{toctree}", ":maxdepth: 1", f":caption: {section.title}", "", *section.pages, "```",
                  ""]
    return "\n".join(lines)


def branch(root: Path, page: str) -> str:
    """Return the list of the pages below a page, to stand at its end; nothing for most pages."""
    if page not in BELOW:
        return ""
    names = [f"/{name}" for name in below(root, BELOW[page])]
    return "\n".join(["", "```{toctree}", ":hidden:", "", *names, "```", ""])
