"""The sources of the pages, laid out as they are in the project, so that every link between them holds."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from docsite import contents, reference

LINK = re.compile(r"(?<!!)\[(?P<text>[^\]\[]*)\]\((?P<target>[^)\s#]+)(?P<anchor>#[^)\s]*)?\)")
_FENCE = re.compile(r"^```(\w+)$", re.MULTILINE)
_JAPANESE = re.compile(r"[\u3001-\u30ff\u3400-\u9fff\uff01-\uff60]")
_OWN_LINE = re.compile(r"#|\||    |```")  # headings, rows of tables and code end where their line does
ELSEWHERE = ("https://", "http://", "mailto:")
_IMAGES = (".svg", ".webp", ".png")


def stage(root: Path, to: Path, *, runs_notebook: bool) -> None:
    """Write the sources of all pages below `to`: those of the project, those that are generated, the index."""
    from docsite.notebook import page

    made = dict(reference.pages())
    made["docs/notebooks/situation"] = page(root / "docs/notebooks/situation.ipynb", runs=runs_notebook,
                                            pictures=to / "docs/notebooks")
    pages = {name: made.get(name) or (root / f"{name}.md").read_text(encoding="utf-8") + contents.branch(root, name)
             for name in [*contents.listed(root), *made]}
    for name, text in pages.items():
        path = to / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(relinked(root, to, name, text, pages), encoding="utf-8")
    for path in (root / "docs").rglob("*"):
        if path.suffix in _IMAGES:
            _copied(path, to / path.relative_to(root))
    (to / "index.md").write_text(contents.index(root), encoding="utf-8")


def relinked(root: Path, to: Path, name: str, text: str, pages: Mapping[str, str]) -> str:
    """Return a page whose links lead to pages and files of the site; links to folders become their text."""
    folder = (root / name).parent

    def renewed(match: re.Match[str]) -> str:
        target = match["target"]
        if target.startswith(ELSEWHERE):
            return match[0]
        path = Path(_normal(folder / target)).relative_to(root)
        if path.as_posix().removesuffix(".md") in pages or path.as_posix().removesuffix(".ipynb") in pages:
            page = target.removesuffix(".ipynb") + ".md" if target.endswith(".ipynb") else target
            return f"[{match['text']}]({page}{match['anchor'] or ''})"
        if (root / path).is_dir():
            return match["text"]
        _copied(root / path, to / path)
        return match[0]

    return LINK.sub(renewed, _FENCE.sub(_highlighted, joined(text)))


def joined(text: str) -> str:
    """Return a page without the line ends within Japanese sentences, which browsers show as spaces."""
    lines: list[str] = []
    fenced = False
    for line in text.split("\n"):
        fenced ^= line.lstrip().startswith("```")
        above = lines[-1] if lines else ""
        follows = bool(_JAPANESE.match(line.lstrip().lstrip("[*"))) and not re.match(r" {4}|\s*\* ", line)
        if follows and not fenced and _JAPANESE.match(above[-1:]) and not _OWN_LINE.match(above):
            lines[-1] += line.lstrip()
        else:
            lines.append(line)
    return "\n".join(lines)


def _highlighted(match: re.Match[str]) -> str:
    """Return the beginning of a block of code, as text where Pygments does not know its language."""
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        get_lexer_by_name(match[1])
    except ClassNotFound:
        return "```text"
    return match[0]


def _normal(path: Path) -> str:
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return str(Path(*parts))


def _copied(path: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, to)
