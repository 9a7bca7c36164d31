"""A claim in one line, for formats that show a title."""

from keii.codebook import codebook
from keii.config import Lang
from keii.exports.named import name_of
from keii.model import Claim


def caption(claim: Claim, lang: Lang) -> str:
    """Return a title that begins with the status, so that nobody reads a plan as an act."""
    status = codebook().statuses[claim.status].label.in_language(lang)
    actors, recipients = (", ".join(name_of(party, lang) for party in parties)
                          for parties in (claim.actors, claim.recipients))
    known = codebook().types.get(claim.type)
    act = known.label.in_language(lang) if known else claim.type
    return f"[{status}] {actors or '?'} · {act} «{claim.trigger.quote}»" + (f" → {recipients}" if recipients else "")
