"""A message in words: its subject, and a plain text with every quotation and where it stands."""

from collections.abc import Sequence
from textwrap import indent

from keii.alerts.notices import Evidence, Notice
from keii.alerts.words import say
from keii.briefs.layout import clean
from keii.ledger.alerts import Alert


def subject(alert: Alert, notices: Sequence[Notice]) -> str:
    """Return the subject: the headline of a single notice, otherwise how many there are."""
    if len(notices) == 1:
        return f"{alert.name}: {notices[0].headline}"
    return say(alert.lang, "{name}: {count} new", name=alert.name, count=len(notices))


def text(alert: Alert, notices: Sequence[Notice]) -> str:
    """Return the notices as plain text."""
    foot = say(alert.lang, "Sent by keii because the alert «{name}» is set. keii records who claims what; it does not "
                           "say what is true.", name=alert.name)
    return "\n\n".join([*map(of_notice, notices), f"-- \n{foot}"]) + "\n"


def of_notice(notice: Notice) -> str:
    """Return one notice as plain text."""
    lines = [clean(line) for line in (notice.headline, *notice.lines)]
    return "\n".join([lines[0], *(f"  {line}" for line in lines[1:]),
                      *(indent(_quoted(one), "  ") for one in notice.evidence)])


def _quoted(one: Evidence) -> str:
    """Return a passage: the sentence with the words that name the act between asterisks, and whose it is."""
    sentence, quote = clean(one.sentence), clean(one.quote)
    if one.claim and quote in sentence:
        sentence = sentence.replace(quote, f"*{quote}*", 1)
    title = clean(one.title or "")
    whose = ", ".join(clean(part) for part in (title, one.publisher, (one.published_at or "")[:10]) if part)
    where = clean(one.url) if one.url else ""
    return "\n".join(filter(None, (
        f"> {sentence.strip()}", f"  {whose}" if whose else "", f"  {where}" if where else "",
        f"  {one.document} {one.start}:{one.end}")))
