"""Error reports of the tasks that are not whole acts: relations, status, attribution, places."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

Line = Mapping[str, Any]
MERGED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
CLASSES = {
    "ongoing": "occurred",
    "planned": "future",
    "urged": "future",
    "expected": "future",
    "conditional": "possible",
}
AROUND = 70  # characters shown on either side of a marked act


def relations(name: str, given: Sequence[Line], gold: Sequence[Line], answers: Sequence[Line]) -> Iterator[str]:
    """Yield the report on sentences with two marked parties: which type was read as which other."""
    wanted = {line["row"]: line["gold_root"] for line in gold}
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for line, answer in zip(given, answers, strict=True):
        read = answer["type"]
        if MERGED.get(read, read) != wanted[line["row"]]:
            shown = f"`{line['row']}` {line['source']} → {line['target']}: {line['sentence']}"
            groups[f"{wanted[line['row']]} read as {read or 'nothing'}"].append(shown)
    yield from _grouped(name, len(given), "sentences", groups)


def statuses(name: str, given: Sequence[Line], gold: Sequence[Line], answers: Sequence[Line]) -> Iterator[str]:
    """Yield the report on given acts: which of the four classes was read as which other."""
    wanted = {(line["doc"], event["id"]): event["status"] for line in gold for event in line["events"]}
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for line, answer in zip(given, answers, strict=True):
        for event, read in zip(line["events"], answer["events"], strict=True):
            status, right = read["status"], wanted[line["doc"], event["id"]]
            if CLASSES.get(status, status) != right:
                text, start, end = line["text"], event["start"], event["end"]
                shown = f"{text[max(0, start - AROUND) : start]}**{text[start:end]}**{text[end : end + AROUND]}"
                groups[f"{right} read as {status or 'nothing'}"].append(f"`{line['doc']}` {' '.join(shown.split())}")
    yield from _grouped(name, len(wanted), "acts", groups)


def attributions(name: str, given: Sequence[Line], gold: Sequence[Line], answers: Sequence[Line]) -> Iterator[str]:
    """Yield the report on attributions: those not found, those that are none, those of another source."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    total = 0
    for line, wanted, answer in zip(given, gold, answers, strict=True):
        text, left = line["text"], list(answer["attributions"])
        total += len(wanted["attributions"])
        for one in wanted["attributions"]:
            match = next((other for other in left if _alike(one["content"], other["content"])), None)
            if match is None:
                groups["not found"].append(f"`{line['doc']}` {_told(text, one)}")
                continue
            left.remove(match)
            if not _touch(one["source"], match["source"]):
                groups["another source"].append(f"`{line['doc']}` {_told(text, one)} · keii: {_told(text, match)}")
        groups["none is there"] += [f"`{line['doc']}` {_told(text, one)}" for one in left]
    yield from _grouped(name, total, "attributions", groups)


def places(name: str, given: Sequence[Line], gold: Sequence[Line], answers: Sequence[Line]) -> Iterator[str]:
    """Yield the report on toponyms: those not found, those that are none, those placed more than two degrees away."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    total = 0
    for line, wanted, answer in zip(given, gold, answers, strict=True):
        text, left = line["text"], list(answer["toponyms"])
        total += len(wanted["toponyms"])
        for one in wanted["toponyms"]:
            match = next((p for p in left if p["start"] < one["end"] and one["start"] < p["end"]), None)
            if match is None:
                groups["not found"].append(f"`{line['doc']}` {_around(text, one)}")
                continue
            left.remove(match)
            if match["lat"] is None or abs(match["lat"] - one["lat"]) + abs(match["lon"] - one["lon"]) > 2:
                placed = f"{one['lat']} {one['lon']} · keii: {match['lat']} {match['lon']}"
                groups["another place"].append(f"`{line['doc']}` {_around(text, one)} · {placed}")
        unlocated = wanted.get("unlocated", [])
        groups["none is there"] += [
            f"`{line['doc']}` {_around(text, one)}" for one in left
            if not any(one["start"] < end and start < one["end"] for start, end in unlocated)]
    yield from _grouped(name, total, "toponyms", groups)


def _around(text: str, one: Line) -> str:
    start, end = one["start"], one["end"]
    shown = f"{text[max(0, start - AROUND) : start]}**{text[start:end]}**{text[end : end + AROUND]}"
    return " ".join(shown.split())


def _grouped(name: str, total: int, what: str, groups: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield f"# {name}: {sum(map(len, groups.values()))} errors, {total} {what}"
    for key, lines in sorted(groups.items(), key=lambda item: -len(item[1])):
        yield from ("", f"## {key} ({len(lines)})", "")
        yield from (f"- {line}" for line in lines)


def _told(text: str, one: Line) -> str:
    parts = (" … ".join(text[start:end] for start, end in one.get(role) or ()) for role in ("source", "cue", "content"))
    return " | ".join(" ".join(part.split()) or "–" for part in parts)


def _characters(spans: Sequence[Sequence[int]]) -> set[int]:
    return {at for start, end in spans for at in range(start, end)}


def _alike(a: Sequence[Sequence[int]], b: Sequence[Sequence[int]]) -> bool:
    one, two = _characters(a), _characters(b)
    return len(one & two) >= 0.5 * len(one | two) > 0


def _touch(a: Sequence[Sequence[int]], b: Sequence[Sequence[int]]) -> bool:
    return bool(_characters(a) & _characters(b)) or not (a or b)


TASKS: dict[str, Callable[[str, Sequence[Line], Sequence[Line], Sequence[Line]], Iterator[str]]] = {
    "relations": relations,
    "status": statuses,
    "attribution": attributions,
    "places": places,
}
