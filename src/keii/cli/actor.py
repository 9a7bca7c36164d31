"""`keii actor`: one entry of the registry with its names, offices and memberships."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

import click

from keii.cli import output
from keii.cli.frame import Verb, common, option
from keii.cli.words import say
from keii.config import Lang, Settings
from keii.errors import UsageError

if TYPE_CHECKING:
    from keii.gazetteer.memberships import Membership
    from keii.gazetteer.persons import Held
    from keii.gazetteer.registry import Entry

    _Term = TypeVar("_Term", Held, Membership)


def _day(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    from keii.documents.dates import REMEDY, iso_date

    if value is None:
        return None
    found = iso_date(value)
    if found is None:
        raise UsageError(f"«{value}» is not a date.", where="--on", remedy=REMEDY)
    return found[:10]


MOST = 3  # entries that come near a name that is nobody's


@click.command(cls=Verb, help="""
Show one entry of the registry: its names in all scripts, the offices of a person, the holders and memberships of a
state, the members of a body, with dates.

ID is an entry's id as `keii actors` lists it, a state's code, a body's code, or a name in any script.""")
@click.argument("id_", metavar="ID")
@option("--on", "day", metavar="DATE", callback=_day,
        help="Only the offices and memberships that held on this day.")
@common
def actor(settings: Settings, id_: str, day: str | None, as_json: bool) -> None:
    """Print the entry."""
    from keii.gazetteer import registry

    entry = registry.find(id_) or _named(id_, settings.lang)
    if as_json:
        from keii.exports import jsonl

        output.line(jsonl.entry(entry, on=day))
    else:
        output.text("\n".join(_lines(entry, day, settings.lang)))


def _named(name: str, lang: Lang) -> "Entry":
    """Return the entry that a name means, and say on standard error how it was found; raises UsageError for nobody."""
    from keii.gazetteer import matching, registry

    matched = matching.match(name)
    found = registry.find(matched.entry) if matched.entry else None
    if found is None:
        near = ", ".join(candidate.entry for candidate in matched.candidates[:MOST]) or "–"
        raise UsageError(f"the registry knows nobody «{name}» ({matched.reason}).",
                         remedy=f"Nearest: {near}. `keii actors WORDS` searches it.")
    output.note(say(lang, "«{name}» is read as {entry} (score {score})", name=name, entry=found.id,
                    score=f"{matched.score:.2f}"))
    return found


# ---- for people ----

def _lines(entry: "Entry", day: str | None, lang: Lang) -> Iterator[str]:
    yield click.style(f"{entry.name(lang)}", bold=True) + f"  {entry.id}  {entry.code}  {entry.form or entry.kind}"
    yield from _block(say(lang, "names"), (f"{code}  {'; '.join(names)}" for code, names in entry.names.items()))
    yield from _block(say(lang, "people, capitals, metonyms"),
                      (f"{code}  {'; '.join(names)}" for code, names in entry.related.items()))
    yield from _block(say(lang, "offices"), (_office(held, lang) for held in _on(entry.offices, day)))
    yield from _block(say(lang, "memberships"), (_member(one, one.body) for one in _on(entry.memberships, day)))
    yield from _block(say(lang, "members"), (_member(one, one.state) for one in _on(entry.members, day)))
    yield from _block(say(lang, "holders"), (_holder(held, lang) for held in _on(entry.holders, day)))


def _block(title: str, lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        if not number:
            yield click.style(title, dim=True)
        yield f"  {line}"


def _on(terms: "Sequence[_Term]", day: str | None) -> "Iterator[_Term]":
    return (term for term in terms if day is None or term.covers(day))


def _term(start: str, end: str) -> str:
    return f"{start or '?'} – {end}".strip()


def _office(held: "Held", lang: Lang) -> str:
    return "  ".join(filter(None, (_term(held.start, held.end), held.country, _called(held.office, lang), held.note)))


def _holder(held: "Held", lang: Lang) -> str:
    return "  ".join(filter(None, (_term(held.start, held.end), _called(held.office, lang), held.person, held.note)))


def _called(office: str, lang: Lang) -> str:
    """Return the word for an office; one that a person's own table brings may have none."""
    from keii.briefs.labels import known

    return known("office", office, lang) or office


def _member(one: "Membership", other: str) -> str:
    role = "" if one.role == "member" else one.role
    through = f"({one.through})" if one.through else ""
    return "  ".join(filter(None, (_term(one.start, one.end), other, role, through, one.note)))
