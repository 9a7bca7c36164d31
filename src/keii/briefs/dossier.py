"""The dossier: what articles tell, as an analyst's notes, act by act with the words that prove each.

The acts stand in groups by what the text says about their reality, so that what happened, what is planned and
what is merely possible are never read as one. Within a group they keep the order of the article; acts that
PLOVER does not type come last. Acts of one sentence share its quotation.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from keii.briefs.acts import DIVIDER, act, details, when
from keii.briefs.evidence import quote
from keii.briefs.labels import Lang, counted, label, phrase
from keii.briefs.layout import Line, Run, Style, clean, keep, paint, width_of, wrap
from keii.model import Claim, Document, Party, Reference, Sentence, Source, Status

GROUPS: tuple[tuple[str, frozenset[Status], Style], ...] = (
    ("happened", frozenset({Status.OCCURRED, Status.ONGOING}), Style.GREEN),
    ("planned", frozenset({Status.PLANNED}), Style.BLUE),
    ("urged", frozenset({Status.URGED}), Style.MAGENTA),
    ("expected", frozenset({Status.EXPECTED}), Style.CYAN),
    ("possible", frozenset({Status.POSSIBLE, Status.CONDITIONAL}), Style.YELLOW),
    ("denied", frozenset({Status.NOT_OCCURRED}), Style.RED),
)
_INDENT = 2
_GAP = 2  # cells between the column of dates and the acts
_DATE = 10  # cells of the column of dates: 2024-02-28; other words of time are wrapped in it
_DATE_WIDE = 16
_WIDE = 100  # columns from which there is room for a wider column of dates
_BLANK: Line = ()


class Held(Protocol):
    """What a dossier needs to know of a document: a Reading of the pipeline and a Holding of the ledger have it."""

    @property
    def document(self) -> Document | None:
        """The document; None for an input of which none came, which the dossier leaves out."""

    @property
    def sentences(self) -> Sequence[Sentence]:
        """Its sentences."""

    @property
    def claims(self) -> Sequence[Claim]:
        """Its claims, or those that were asked for."""


def render(document: Document, sentences: Sequence[Sentence], claims: Sequence[Claim], *, lang: Lang, width: int,
           color: bool) -> str:
    """Return the dossier of one document in lines of at most `width` cells, without a final line end."""
    lines = [*_Notes(document, sentences, claims, lang, width, color).lines(), *_legend(claims, lang, width)]
    return paint(lines, color=color)


def render_ledger(held: Iterable[Held], *, lang: Lang, width: int, color: bool) -> str:
    """Return the dossier of several documents, one after another in the given order."""
    found = [(one.document, one.sentences, one.claims) for one in held if one.document is not None]
    if not found:
        return phrase("nothing", lang)
    claims = [claim for _, _, of_one in found for claim in of_one]
    lines = _overview([document for document, _, _ in found], len(claims), lang, width) if len(found) > 1 else []
    for document, sentences, of_one in found:
        if lines:
            lines += [_BLANK, (Run("─" * (width // 2), Style.DIM),), _BLANK]
        lines += _Notes(document, sentences, of_one, lang, width, color).lines()
    return paint([*lines, *_legend(claims, lang, width)], color=color)


def _overview(documents: Sequence[Document], acts: int, lang: Lang, width: int) -> list[Line]:
    """Return what all documents hold together, in a line."""
    dates = sorted(document.published_at[:10] for document in documents if document.published_at)
    parts = [counted("documents", len(documents), lang), counted("acts", acts, lang)]
    if dates:
        parts.append(dates[0] if dates[0] == dates[-1] else phrase("range", lang, first=dates[0], last=dates[-1]))
    return wrap([Run(DIVIDER.join(parts), Style.BOLD)], width)


def _legend(claims: Sequence[Claim], lang: Lang, width: int) -> list[Line]:
    """Return what the marks mean that the dossier uses."""
    named: list[Party | Source] = []
    for claim in claims:
        named += [*claim.actors, *claim.recipients, *claim.sources]
    used = {
        "implicit": any(party.reference is not Reference.NAMED for party in named),
        "unresolved": any(party.reason is not None for party in named),
        "doubtful": any(claim.doubtful for claim in claims),
    }
    lines = [line for key in used if used[key] for line in wrap([Run(phrase(key, lang), Style.DIM)], width)]
    return [_BLANK, *lines] if lines else []


@dataclass(frozen=True, slots=True)
class _Notes:
    """The notes on one document."""

    document: Document
    sentences: Sequence[Sentence]
    claims: Sequence[Claim]
    lang: Lang
    width: int
    color: bool

    def lines(self) -> list[Line]:
        """Return the head, then the groups that have acts."""
        lines = self._head()
        if not self.claims:
            return [*lines, _BLANK, *wrap([Run(phrase("none", self.lang))], self.width)]
        for name, statuses, style in GROUPS:
            chosen = [claim for claim in self.claims if claim.status in statuses]
            if chosen:
                heading = [Run(label("group", name, self.lang), style), Run(f" ({len(chosen)})", Style.DIM)]
                lines += [_BLANK, *wrap(heading, self.width), *self._group(chosen)]
        return lines

    def _head(self) -> list[Line]:
        document = self.document
        facts = [document.published_at[:10] if document.published_at else phrase("undated", self.lang)]
        origin = document.origin if document.title else None  # without a title it is the heading
        facts += [clean(fact) for fact in (document.publisher, document.url or origin) if fact]
        facts += [phrase("translated", self.lang)] if document.translated else []
        facts.append(phrase("count", self.lang, acts=counted("acts", len(self.claims), self.lang),
                            sentences=counted("sentences", len(self.sentences), self.lang)))
        return [*wrap([Run(clean(document.title or document.origin), Style.BOLD)], self.width),
                *wrap([Run(DIVIDER.join(map(keep, facts)), Style.DIM)], self.width)]

    def _group(self, claims: Sequence[Claim]) -> list[Line]:
        """Return the acts of a group: those with a type of PLOVER, then the others."""
        typed = [claim for claim in claims if claim.type != "OTHER"]
        others = [claim for claim in claims if claim.type == "OTHER"]
        between = [_BLANK, (Run(" " * _INDENT), Run(phrase("also", self.lang), Style.DIM))] if typed and others else []
        return [*self._acts(typed), *between, *self._acts(others)]

    def _acts(self, claims: Sequence[Claim]) -> list[Line]:
        """Return the acts, and after those of one sentence its words."""
        by_index = {sentence.index: sentence for sentence in self.sentences}
        indent = self._indent
        lines: list[Line] = []
        for index, told in groupby(claims, key=lambda claim: claim.sentence):
            together = list(told)
            lines.append(_BLANK)
            for claim in together:
                lines += self._act(claim)
            if index in by_index:
                words = wrap(quote(by_index[index], together, color=self.color), self.width - indent - 2)
                lines += [(Run(" " * indent), Run("> ", Style.DIM), *line) for line in words]
        return lines

    def _act(self, claim: Claim) -> list[Line]:
        """Return the line of the act, with its date at the left, and the line of its details."""
        text_lang, lang, width = self.document.language, self.lang, self.width - self._indent
        body = [*wrap(act(claim, text_lang=text_lang, lang=lang), width),
                *wrap([Run(details(claim, text_lang=text_lang, lang=lang), Style.DIM)], width)]
        date = wrap([Run(when(claim))], self._column) if self._column else []
        lines: list[Line] = []
        for number in range(max(len(date), len(body))):
            left = date[number] if number < len(date) else ()
            right = body[number] if number < len(body) else ()
            pad = self._indent - _INDENT - sum(width_of(run.text) for run in left)
            lines.append((Run(" " * _INDENT), *left, Run(" " * pad), *right))
        return lines

    @property
    def _column(self) -> int:
        """Cells for dates; none where no act has one."""
        if not any(claim.time for claim in self.claims):
            return 0
        return _DATE_WIDE if self.width >= _WIDE else _DATE

    @property
    def _indent(self) -> int:
        return _INDENT + (self._column + _GAP if self._column else 0)
