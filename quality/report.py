"""The error report: every sentence that keii reads wrongly, under what went wrong, the most frequent first.

    python -m quality.report                 the own cases and the development sets at hand
    python -m quality.report cases.ja        one set

It writes one Markdown file a set to quality/report/, which is not kept in the history.
"""

import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from keii.language.languages import language as language_of
from keii.model import Claim
from quality import scoring
from quality.findings import CAUSES, Finding, explained, findings
from quality.predict import Predicted, predict, predict_task, read_lines, write_input
from quality.sets import CASES, DEVELOPMENT, ROOT, development
from quality.tasks import TASKS

FOLDER = ROOT / "report"


def main(arguments: Sequence[str]) -> int:
    """Write the reports of the named sets, of all by default; return the exit code."""
    makers = {f"cases.{code}": _own for code, path in CASES.items() if path.exists()}
    makers |= {name: _developed for kind, name, *_ in DEVELOPMENT if (development() / kind).is_dir()}
    unknown = set(arguments) - set(makers)
    if unknown:
        print(f"quality.report: no set {', '.join(sorted(unknown))}; there are {', '.join(makers)}.", file=sys.stderr)
        return 2
    for name in arguments or makers:
        path = write(name, makers[name])
        print(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
    return 0


def write(name: str, make: Callable[[str], Iterable[str]]) -> Path:
    """Write the report of a set; return its path."""
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{name}.md"
    path.write_text("\n".join(make(name)) + "\n", encoding="utf-8")
    return path


# ---- sets ----

def _own(name: str) -> Iterator[str]:
    code = name.partition(".")[2]
    gold = read_lines(CASES[code])
    with tempfile.TemporaryDirectory() as folder:
        hidden = Path(folder) / "input.jsonl"
        write_input(gold, hidden)
        return report(name, code, gold, list(predict(hidden, code)))


def _developed(name: str) -> Iterator[str]:
    kind, _, code, _ = next(row for row in DEVELOPMENT if row[1] == name)
    given = development() / kind / f"{name}.input.jsonl"
    gold = read_lines(given.with_name(f"{name}.gold.jsonl"))
    if kind in TASKS:
        answers = [json.loads(line) for line in predict_task(kind, given, code)]
        return TASKS[kind](name, read_lines(given), gold, answers)
    return report(name, code, gold, list(predict(given, code)))


# ---- acts ----

def report(name: str, code: str, gold: Sequence[Mapping[str, Any]], predicted: Sequence[Predicted]) -> Iterator[str]:
    """Yield the lines of the report on a set of sentences, annotated and read."""
    acts = {(line["doc"], line["sent"]): line for line in gold}
    found = [f for document in _documents(predicted) for f in explained(
        [f for one in document for f in findings(acts[one.line.doc, one.line.sent]["events"], one)], code, document)]
    wrong = {(f.predicted.line.doc, f.predicted.line.sent) for f in found}
    yield from (f"# {name}: {len(wrong)} of {len(gold)} sentences are wrong somewhere", "")
    yield from _kinds(acts, predicted)
    causes = Counter(f.cause for f in found)
    yield from _counted(found, causes)
    for cause, _ in causes.most_common():
        yield from ("", f"## {CAUSES[cause].capitalize()} ({causes[cause]})")
        yield from _groups([f for f in found if f.cause == cause], code, acts)


def _documents(predicted: Sequence[Predicted]) -> list[list[Predicted]]:
    """Return the predictions document by document."""
    return [list(of_one) for _, of_one in groupby(predicted, key=lambda one: one.line.doc)]


def _counted(found: Sequence[Finding], causes: Mapping[str, int]) -> Iterator[str]:
    """Yield how often each cause occurs, then what was read instead of each type and status."""
    yield from ("| cause | errors |", "|---|---|")
    yield from (f"| {CAUSES[cause]} | {causes[cause]} |" for cause in CAUSES if causes.get(cause))
    for field in ("type", "status"):
        pairs = Counter(f.pair for f in found if f.cause == field and f.pair)
        if pairs:
            yield from ("", f"| {field} | read as | errors |", "|---|---|---|")
            ranked = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))
            yield from (f"| {gold} | {read} | {n} |" for (gold, read), n in ranked)
    for field in ("actor", "recipient", "source"):
        kinds = Counter(f.key.partition(" by ")[0] for f in found if f.cause == field)
        if kinds:
            yield from ("", f"| {field} | errors |", "|---|---|")
            yield from (f"| {kind} | {n} |" for kind, n in sorted(kinds.items(), key=lambda item: (-item[1], item[0])))


def _kinds(acts: Mapping[tuple[str, int], Mapping[str, Any]], predicted: Sequence[Predicted]) -> Iterator[str]:
    """Yield the figures by the kind of case, where the annotations name kinds."""
    counts: defaultdict[str, scoring.Counts] = defaultdict(scoring.Counts)
    for one in predicted:
        line = acts[one.line.doc, one.line.sent]
        if "kind" in line:
            counts[line["kind"]] += scoring.count(scoring.acts(line["events"]), scoring.acts(one.events))
    if counts:
        yield from (f"| kind | acts | {' | '.join(scoring.FIGURES)} |", "|---|---|" + "---|" * len(scoring.FIGURES))
        for kind, of_kind in sorted(counts.items(), key=lambda item: item[1].figures()["all"]):
            yield f"| {kind} | {of_kind.gold} | {' | '.join(f'{v:.2f}' for v in of_kind.figures().values())} |"
        yield ""


def _groups(found: Sequence[Finding], code: str, acts: Mapping[tuple[str, int], Mapping[str, Any]]) -> Iterator[str]:
    """Yield the errors of one cause, the most frequent first."""
    groups: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in found:
        groups[finding.key].append(finding)
    for key, members in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        row = row_of(members[0].rule, code)
        yield from ("", f"### {key} ({len(members)})", *([f"    {row}"] if row else []))
        for finding in members:
            yield from ("", *_shown(finding, acts))


def _shown(finding: Finding, acts: Mapping[tuple[str, int], Mapping[str, Any]]) -> Iterator[str]:
    line = finding.predicted.line
    yield f"- `{line.doc}:{line.sent}` {line.text}"
    yield f"  - gold: {_event(finding.gold)}"
    yield f"  - keii: {_event(finding.event)}"
    if finding.said:
        yield f"  - why: {finding.said}"
    if finding.claim is not None:
        if finding.claim.confidence is not None:
            yield f"  - confidence: {finding.claim.confidence:.2f}"
        yield f"  - trace: {trace(finding.claim)}"
    elif finding.predicted.claims:
        yield f"  - read in the sentence: {'; '.join(_event(event) for event in finding.predicted.events)}"


def _event(event: Mapping[str, Any] | None) -> str:
    if event is None:
        return "nothing"
    sides = " → ".join(", ".join(f"{p['text']} [{p.get('code')}]" for p in event.get(side) or ()) or "–"
                       for side in ("actors", "recipients"))
    source = event.get("source")
    said = f" · says {source['text']} [{source.get('code')}]" if source else ""
    return f"**{event['type']}** «{event['trigger']}» {event['status']} · {sides}{said}"


def trace(claim: Claim) -> str:
    """Return how a claim came about, on one line."""
    steps = (f"{step.field}={step.value} ← {step.rule}" + (f" «{step.span.quote}»" if step.span else "")
             for step in claim.trace)
    cues = (f"cue «{cue.span.quote}» ← {cue.rule}" for cue in claim.cues)
    sources = (f"source cue «{source.cue.span.quote}» ← {source.cue.rule}" for source in claim.sources)
    return "; ".join((*steps, *cues, *sources))


@cache
def row_of(rule: str | None, code: str) -> str | None:
    """Return the words of a row of data that a rule names as `file:line`, None when it names none."""
    file, _, number = (rule or "").partition(":")
    path = language_of(code).data / file
    if not file.endswith(".tsv") or not number.isdigit() or not path.exists():
        return None
    return " | ".join(path.read_text(encoding="utf-8").split("\n")[int(number) - 1].split("\t"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
