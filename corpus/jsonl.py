"""The corpus as JSON Lines: what the scorer reads, with a span for every field beside it."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from corpus.notation import Act, AnnotatedSentence, Article, Attribution, Named, Words, read_articles


def rows(paths: Iterable[Path], language: str) -> Iterator[dict[str, Any]]:
    """Yield one object a sentence: doc, sent, text, events, attributions, and the article's facts."""
    for path in sorted(paths):
        for article in read_articles(path):
            if article.language != language:
                continue
            for number, sentence in enumerate(article.sentences):
                yield _row(article, number, sentence)


def write(paths: Iterable[Path], folder: Path) -> dict[str, int]:
    """Write `ja.jsonl` and `en.jsonl`; returns the number of sentences of each."""
    folder.mkdir(parents=True, exist_ok=True)
    counts = {}
    known = sorted(paths)
    for language in ("ja", "en"):
        lines = [json.dumps(row, ensure_ascii=False) for row in rows(known, language)]
        (folder / f"{language}.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        counts[language] = len(lines)
    return counts


def _row(article: Article, number: int, sentence: AnnotatedSentence) -> dict[str, Any]:
    return {
        "doc": article.id,
        "sent": number,
        "text": sentence.text,
        "headline": sentence.headline,
        "events": [_event(act) for act in sentence.acts],
        "attributions": [_attribution(said) for said in sentence.attributions],
        **_facts(article),
    }


def _facts(article: Article) -> dict[str, Any]:
    facts = dict(article.facts)
    contexts = [name.strip() for name in facts.pop("context", "").split(",") if name.strip()]
    return {
        "date": facts.pop("date", None),
        "contexts": contexts,
        "invented": facts.pop("real", "no") == "no",
        "facts": facts,
    }


def _event(act: Act) -> dict[str, Any]:
    inner = _party(act.sources[-1]) if act.sources else None
    return {
        "type": act.type,
        **({"mode": act.mode} if act.mode else {}),
        **({"label": act.label} if act.label else {}),
        "trigger": act.trigger.text,
        "trigger_span": _span(act.trigger),
        "actors": [_party(party) for party in act.actors],
        "recipients": [_party(party) for party in act.recipients],
        "status": act.status,
        "source": inner,
        **({"sources": [_party(s) for s in act.sources]} if len(act.sources) > 1 else {}),
        "place": _text(act.place),
        "place_span": _span(act.place),
        "time": _text(act.time),
        "time_span": _span(act.time),
        **({"quantity": _text(act.quantity), "quantity_span": _span(act.quantity)} if act.quantity else {}),
        **({"cues": [{"text": w.text, "span": _span(w)} for w in act.hedges]} if act.hedges else {}),
        **({"contexts": list(act.contexts)} if act.contexts else {}),
    }


def _party(party: Named) -> dict[str, Any]:
    text = party.antecedent or (party.words.text if party.words else "")
    implicit = {"implicit": True} if party.antecedent else {}
    return {"text": text, "code": party.code, **implicit, "span": _span(party.words)}


def _attribution(said: Attribution) -> dict[str, Any]:
    source = None
    if said.source:
        source = {
            "text": said.source.antecedent or (said.source.words.text if said.source.words else ""),
            "span": _span(said.source.words),
        }
    return {
        "source": source,
        "cue": [_span(words) for words in said.cue],
        "content": [_span(words) for words in said.content],
    }


def _text(words: Words | None) -> str | None:
    return words.text if words else None


def _span(words: Words | None) -> list[int] | None:
    return [words.start, words.end] if words else None
