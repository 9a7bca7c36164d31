"""The filter options of every list and of `show`, and other options that several verbs share."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar

import click

from keii.cli.frame import option
from keii.cli.words import say
from keii.errors import UsageError
from keii.model.claim import Certainty, Status

_F = TypeVar("_F", bound=Callable[..., Any])

# field of Filter, option, metavar, help
_MANY = (
    ("actors", "--actor", "WHO", "Who does it: RUS, RUS/MIL, /MIL, IGO:UN, or words of the name."),
    ("recipients", "--recipient", "WHO", "Whom it is done to or with."),
    ("parties", "--party", "WHO", "Actor or recipient."),
    ("types", "--type", "TYPE", "One of PLOVER's sixteen types, such as CONSULT, or OTHER."),
    ("statuses", "--status", "STATUS", f"What the text says about the act's reality: {', '.join(Status)}."),
    ("certainties", "--certainty", "DEGREE", f"How the text hedges it: {', '.join(Certainty)}."),
    ("sources", "--source", "WHO", "Who says so: a code, words, or none for what the document itself asserts."),
    ("documents", "--document", "DOC", "Document: its id or the beginning of it, its input's name, its URL."),
    ("outlets", "--outlet", "NAME",
     "Who published it, or the agency that it is credited to: the name, or words of it."),
    ("tags", "--tag", "TAG", "Of a document that a rule gave this tag."),
    ("places", "--place", "PLACE", "Where: a country's code, or words."),
    ("texts", "--text", "WORDS", "Words of the act or of its sentence."),
)
_ONE: tuple[tuple[str, str, Any, str, str], ...] = (
    ("least_confidence", "--least-confidence", float, "P",
     "What keii is sure of to at least this probability, from 0 to 1: that the words name such an act."),
    ("words", "--words", str, "WORDS",
     "Words of the whole article, all of them; \"in quotation marks\" in a row, -word not at all."),
    ("since", "--since", str, "DATE", "From this year, month or day on: 2024, 2024-06, 2024-06-13."),
    ("until", "--until", str, "DATE", "Up to and with this year, month or day."),
    ("limit", "--limit", int, "N", "At most so many."),
    ("offset", "--offset", int, "N", "Leave out the first so many."),
)


def filtering(function: _F) -> _F:
    """Give a verb the filter options; it gets them as one argument `chosen`, a Filter."""
    def with_filter(*arguments: Any, **values: Any) -> Any:
        from keii.ledger import Filter

        fields = {field: values.pop(field) for field, *_ in _MANY} | {field: values.pop(field) for field, *_ in _ONE}
        fields["offset"] = fields["offset"] or 0
        return function(*arguments, chosen=Filter(**fields), **values)

    decorated: Callable[..., Any] = functools.update_wrapper(with_filter, function)  # and the options it has already
    for field, name, kind, metavar, help_ in reversed(_ONE):
        decorated = option(name, field, type=kind, metavar=metavar, help=help_)(decorated)
    for field, name, metavar, help_ in reversed(_MANY):
        decorated = option(name, field, multiple=True, metavar=metavar, help=help_)(decorated)
    return decorated  # type: ignore[return-value]


def no_row(lang: str) -> str:
    """Return what a list that takes the filters says where it has no row."""
    return say(lang, "The ledger holds none, or none that fits the filters.")


def user() -> str:
    """Return who decides where no option says it: the one KEII_AUTHOR names, or the user of the system."""
    import getpass
    import os

    try:
        return os.environ.get("KEII_AUTHOR") or getpass.getuser()
    except (OSError, KeyError):  # a process without a name, in a container
        return ""


def _date(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    from keii.documents.dates import option_date

    return option_date(value)


def _language(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    from keii.language.detect import normalise
    from keii.language.languages import LANGUAGES

    code = normalise(value)
    if code is not None and code not in LANGUAGES:
        raise UsageError(f"language «{value}» is not supported.", where="--language",
                         remedy=f"Supported: {', '.join(sorted(LANGUAGES))}.")
    return code


def _known_coder(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is not None:
        from keii.coding.coders import CODERS

        if value not in CODERS:
            raise UsageError(f"coder «{value}» is not known.", where="--coder", remedy=f"Known: {', '.join(CODERS)}.")
    return value


coder_option = option(
    "--coder", metavar="NAME", callback=_known_coder,
    help="What reads acts: rules, model (the trained one) or both; otherwise the one that measures best.")
published_option = option(
    "--published", metavar="DATE", callback=_date,
    help="Day of publication, which «yesterday» counts from, for inputs that state none.")
language_option = option(
    "--language", metavar="CODE", callback=_language,
    help="Language of the text (ja, en); otherwise it is recognised.")


def reader_options(function: _F) -> _F:
    """Give a verb the options that name a language model and its server."""
    for decorate in (
        option("--key", metavar="VARIABLE",
               help="The variable of the environment that holds the server's key; otherwise none is sent."),
        option("--base-url", metavar="URL", help="The server of the model: https://, or http:// on this computer."),
        option("--reader", metavar="openai:MODEL",
               help="Let a language model propose claims too; they are kept apart. See docs/readers.md."),
    ):
        function = decorate(function)
    return function
