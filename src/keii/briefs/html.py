"""A brief as one HTML file: nothing is loaded, no script runs, everything quoted is text."""

from functools import cache
from html import escape
from pathlib import Path

from keii.briefs.brief import Brief, Line, Section
from keii.briefs.labels import phrase
from keii.briefs.layout import clean
from keii.briefs.links import web_address
from keii.briefs.notes import Note

STYLE = Path(__file__).parent / "data" / "brief.css"
# No source may load anything, and styles stand in the file: what a text smuggles in could neither run nor call home.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def html(brief: Brief) -> str:
    """Return the brief as a whole HTML document with a final line end."""
    body = "\n".join(_section(section, brief) for section in brief.sections) \
        or f"<p>{_text(brief.nothing)}</p>"
    return f"""<!doctype html>
<html lang="{brief.lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>{_text(brief.title)}</title>
<style>
{_style()}</style>
</head>
<body>
<header>
<h1>{_text(brief.title)}</h1>
<p>{_text(brief.subtitle)}</p>
</header>
<main>
{body}
{_notes(brief)}
</main>
<footer>
<p>{_text(phrase('brief_explained', brief.lang))}</p>
</footer>
</body>
</html>
"""


def _section(section: Section, brief: Brief) -> str:
    lines = "\n".join(f"<li>{_line(line)}</li>" for line in section.lines)
    more = f"\n<p class=\"more\">{_text(phrase('left_out', brief.lang, n=str(section.left_out)))}</p>" \
        if section.left_out else ""
    return (f'<section id="{section.key}">\n<h2>{_text(section.heading)} <span class="count">{len(section.lines)}'
            f"</span></h2>\n<ul>\n{lines}\n</ul>{more}\n</section>")


def _line(line: Line) -> str:
    words = "".join(f"{_text(part.text)}{_marks_of(part.notes)}" for part in line.parts)
    return words + "".join(f' <span class="mark">{_text(mark)}</span>' for mark in line.marks)


def _marks_of(numbers: tuple[int, ...]) -> str:
    links = " ".join(f'<a href="#n{number}">{number}</a>' for number in numbers)
    return f"<sup>{links}</sup>" if links else ""


def _notes(brief: Brief) -> str:
    if not brief.notes:
        return ""
    items = "\n".join(_note(note, brief) for note in brief.notes)
    heading = _text(phrase("brief_notes", brief.lang))
    return f'<section id="notes">\n<h2>{heading}</h2>\n<ol>\n{items}\n</ol>\n</section>'


def _note(note: Note, brief: Brief) -> str:
    first, last = note.act
    before, after = ("…" if cut else "" for cut in note.cut)
    quote = (f"{before}{_text(note.quote[:first])}<mark>{_text(note.quote[first:last])}</mark>"
             f"{_text(note.quote[last:])}{after}")
    where = ", ".join(_text(part) for part in (note.publisher, note.title, note.published
                                               or phrase("undated_short", brief.lang)) if part)
    address = web_address(note.url)
    source = f'<a href="{escape(address)}" rel="noopener noreferrer">{where}</a>' if address \
        else f"{where} ({_text(note.origin)})"
    return (f'<li id="n{note.number}" value="{note.number}"><q lang="{escape(note.language)}">{quote}</q> '
            f'<cite>{source}</cite></li>')


def _text(words: str) -> str:
    """Return words as text of a page; `clean` also takes the characters that turn the direction of writing."""
    return escape(clean(words))


@cache
def _style() -> str:
    return STYLE.read_text(encoding="utf-8")
