"""`keii read --reader`: a language model asked beside keii, and what is said of it."""

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from keii.cli import output
from keii.cli.words import say
from keii.config import Lang, Settings
from keii.errors import UsageError
from keii.ledger import Ledger, proposals
from keii.readers.agreement import Agreement, compared
from keii.readers.reading import KIND, Proposals, Reader
from keii.readers.replies import Replies
from keii.readers.server import Server, checked_base, checked_key

if TYPE_CHECKING:
    from keii.pipeline import Reading

_LONGEST = 200  # characters of a model's name


@dataclass(slots=True)
class Asked:
    """A model that is asked about each document of a run, and how that went."""

    reader: Reader
    agreement: Agreement = field(default_factory=Agreement)
    documents: int = 0
    proposed: int = 0
    refused: int = 0
    requests: int = 0
    kept: int = 0
    unanswered: int = 0  # documents of which a part got no answer

    def read(self, ledger: Ledger, reading: "Reading") -> Proposals | None:
        """Let the model read what keii has read, and keep what it proposes; None where there is no document."""
        if reading.document is None:
            return None
        found = self.reader.read(reading.document, reading.sentences)
        self.refused, self.requests, self.kept = (
            self.refused + found.refused, self.requests + found.requests, self.kept + found.kept)
        if not found.complete:
            self.unanswered += 1
            for problem in found.reading.problems:
                ledger.write_problem(problem)
            return found
        proposals.keep(ledger, found.reading, found.coder)
        self.documents += 1
        self.proposed += len(found.reading.claims)
        self.agreement = self.agreement.plus(compared(reading.claims, found.reading.claims))
        return found

    def sum_up(self, lang: Lang) -> None:
        """Say how much was proposed, and how far it agrees with what keii reads."""
        output.note(say(
            lang, "{coder} proposed {claims} claims in {documents} documents ({requests} requests, {kept} earlier "
                  "replies); {refused} proposals were refused, {unanswered} documents got no whole answer.",
            coder=self.reader.name, claims=self.proposed, documents=self.documents, requests=self.requests,
            kept=self.kept, refused=self.refused, unanswered=self.unanswered))
        if self.documents:
            output.note(told(self.agreement, lang))
            output.note(say(lang, "They are kept apart and counted nowhere; `keii proposals` shows them."))


def told(agreement: Agreement, lang: Lang) -> str:
    """Return in words how far a model and keii agree."""
    return say(lang, "Acts that both read: {both}; of these the same type {type}, the same parties {who}, the same "
                     "status {status}. keii alone: {own}. The model alone: {proposed}.", both=agreement.both,
               type=agreement.type, who=agreement.who, status=agreement.status, own=agreement.own,
               proposed=agreement.proposed)


def asked(settings: Settings, reader: str | None, base: str | None, key: str | None) -> Asked | None:
    """Return the model that the options name, None for none; raises UsageError."""
    if reader is None:
        if base is not None or key is not None:
            raise UsageError("--base-url and --key go with --reader.", remedy="Name the model: --reader openai:MODEL.")
        return None
    model = model_of(reader)
    if base is None:
        raise UsageError("--reader needs the address of a server.", where="--base-url",
                         remedy="Give it: --base-url http://127.0.0.1:11434/v1")
    server = Server(base=checked_base(base), key=checked_key(key, os.environ))
    return Asked(reader=Reader(model=model, server=server, replies=Replies.beside(settings.ledger)))


def model_of(reader: str) -> str:
    """Return the model of openai:MODEL; raises UsageError for anything else."""
    kind, _, model = reader.partition(":")
    if kind != KIND or not model or len(model) > _LONGEST or not model.isprintable() or " " in model:
        raise UsageError(f"--reader does not know «{reader[:60]}».",
                         remedy="Write openai:MODEL, with the name by which the server calls the model.")
    return model

