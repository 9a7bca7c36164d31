"""The roles of one act while they are being filled, with the steps that filled them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from keii.coding.lexicon import Predicate
from keii.coding.occurrences import Occurrence
from keii.coding.parties import Mention
from keii.coding.tree import Tree
from keii.gazetteer.compose import compose
from keii.model import Reference, Span, Trace

VISITED = re.compile(r"^(?:訪|来|渡|駐|対)(?P<state>[日米英仏独露中韓朝印伊加豪台])")


@dataclass(slots=True)
class Roles:
    """Mentions by role, and the steps that put them there."""

    actors: list[Mention] = field(default_factory=list)
    recipients: list[Mention] = field(default_factory=list)
    place: Mention | None = None
    omitted_subject: bool = False  # the clause has a subject that the sentence does not name
    omitted_patient: bool = False  # and that subject is whom the act befalls: 隣国から援助を受けた
    trace: list[Trace] = field(default_factory=list)

    def receive(self, mentions: Iterable[Mention], rule: str) -> None:
        """Add recipients that a rule found."""
        found = list(mentions)
        self.recipients.extend(found)
        self.trace.extend(Trace(field="recipient", rule=rule, value="R", span=mention.span) for mention in found)

    def unfold(self, row: Predicate, occurrence: Occurrence, tree: Tree) -> None:
        """Add the recipient that a Japanese word holds inside itself: 訪米, 来日."""
        inside = VISITED.match(tree.parse.words[occurrence.first])
        if inside is None or self.recipients or row.type != "CONSULT":
            return
        start = tree.parse.starts[occurrence.first] + inside.start("state")
        span = Span.of(tree.parse.text, start, start + 1)
        reading = compose(span.quote, "ja")
        if reading is not None:
            self.recipients.append(
                Mention(token=occurrence.first, span=span, reference=Reference.NAMED, reading=reading)
            )
            self.trace.append(Trace(field="recipient", rule="roles.inside-word", value="R", span=span))


def is_own_force(row: Predicate, mention: Mention) -> bool:
    """Tell whether who is sent, lent or withdrawn is a force of no country named; prisoners of war are let go."""
    reading = mention.reading
    if reading is None or row.type not in ("MOBILIZE", "AID", "RETREAT") or row.mode == "release":
        return False
    return reading.form == "force" if reading.country is None else row.type == "MOBILIZE" and reading.sector == "MIL"
