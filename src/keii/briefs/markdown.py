"""A brief as Markdown with footnotes; nothing in a quoted text becomes markup."""

import re

from keii.briefs.brief import Brief, Line, Section
from keii.briefs.labels import phrase
from keii.briefs.layout import clean
from keii.briefs.links import web_address
from keii.briefs.notes import Note

# What opens markup anywhere; a scheme or www. that renderers make a link of; what opens a list or heading at the start.
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~!&$^@]|(?<=\w):(?=//)|(?<=www)\.|^[-+=]|(?<=^\d)[.)]|(?<=^\d\d)[.)]",
                      re.IGNORECASE)


def markdown(brief: Brief) -> str:
    """Return the brief as Markdown, with footnotes in the common `[^1]` form and a final line end."""
    parts = [f"# {_escaped(brief.title)}", _escaped(brief.subtitle)]
    for section in brief.sections:
        parts.append(f"## {_escaped(section.heading)}\n\n{_lines(section, brief)}")
    if not brief.sections:
        parts.append(_escaped(brief.nothing))
    parts.append(f"*{_escaped(phrase('brief_explained', brief.lang))}*")
    if brief.notes:
        parts.append("\n".join(_note(note, brief) for note in brief.notes))
    return "\n\n".join(parts) + "\n"


def _lines(section: Section, brief: Brief) -> str:
    lines = [f"- {_line(line, brief)}" for line in section.lines]
    if section.left_out:
        lines.append(f"- {_escaped(phrase('left_out', brief.lang, n=str(section.left_out)))}")
    return "\n".join(lines)


def _line(line: Line, brief: Brief) -> str:
    words = "".join(_escaped(part.text) + "".join(f"[^{number}]" for number in part.notes) for part in line.parts)
    marks = phrase("comma", brief.lang) + (" " if brief.lang == "en" else "")
    return f"{words} — *{_escaped(marks.join(line.marks))}*" if line.marks else words


def _note(note: Note, brief: Brief) -> str:
    first, last = note.act
    quote = (f"{_escaped(note.quote[:first])}**{_escaped(note.quote[first:last])}**{_escaped(note.quote[last:])}")
    before, after = ("…" if cut else "" for cut in note.cut)
    where = ", ".join(_escaped(part) for part in (note.publisher, note.title, note.published
                                                  or phrase("undated_short", brief.lang)) if part)
    address = web_address(note.url)
    source = f"[{where}](<{address}>)" if address else f"{where} ({_escaped(note.origin)})"
    return f"[^{note.number}]: “{before}{quote}{after}” {source}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", clean(text))
