"""The brief that somebody asks a ledger for: of a situation or of everything, over a time."""

from datetime import date, timedelta

from keii.briefs.brief import Brief, compose
from keii.briefs.labels import Lang
from keii.errors import UsageError
from keii.ledger import Filter, Ledger
from keii.ledger.filters import interval
from keii.situation.gather import selected, told_until
from keii.situation.timeline import timeline

DAYS = 7  # told in the last week, unless another time is asked for


def brief_of(ledger: Ledger, situation: str | None, *, since: str | None, until: str | None, lang: Lang) -> Brief:
    """Return the brief of a situation, None for the whole ledger, of what was told from `since` up to `until`.

    Both are a year, month or day, `until` included; without them the seven days before the newest article. Raises
    UsageError for a situation or date that is none, and for a ledger without any date of publication.
    """
    after = interval("until", until)[1] if until else None
    newest = max((one.day for one in ledger.published() if after is None or one.day < after), default=None)
    if newest is None:
        raise UsageError("no article in the ledger has a date of publication.",
                         remedy="A brief is about a time: read articles with --published DATE.")
    last = (date.fromisoformat(after) - timedelta(days=1)).isoformat() if after else newest
    found = told_until(selected(ledger, situation, Filter(), as_of=last), after)
    first = interval("since", since)[0] if since else (date.fromisoformat(last) - timedelta(days=DAYS - 1)).isoformat()
    return compose(situation or "", timeline(found.happenings, found.expectations, since=first), found.expectations,
                   lang=lang, since=first, until=last)
