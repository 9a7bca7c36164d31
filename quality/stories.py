"""The evaluation set of stories: its reader, and what it holds.

A story is one YAML file of `quality/stories/` (quality/README.md describes the form). `read_stories()` returns the
checked set; `python -m quality.stories` prints what it holds and what simple groupings get.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from keii.model import Outcome, Status
from quality.story import (
    FIELDS,
    HALVES,
    LANGUAGES,
    REALITIES,
    Article,
    Mention,
    Story,
    StoryConflict,
    StoryEvent,
    StoryExpectation,
    ToldValue,
)
from quality.story_checks import check_set, check_story
from quality.story_scoring import baselines
from quality.yaml_rows import Row, read_row

FOLDER = Path(__file__).parent / "stories"
BASELINE = ("events_all", "pairs_wrong", "pairs_precision", "pairs_recall")  # what simple groupings are told by


def read_stories(folder: Path = FOLDER) -> tuple[Story, ...]:
    """Return the stories of a folder by id, each checked, and the set too; raises DataError with file and line."""
    stories = tuple(read_story(path) for path in sorted(folder.glob("*.yaml")))
    check_set(stories, folder)
    return stories


def read_story(path: Path) -> Story:
    """Return the checked story of one file; raises DataError with file and line."""
    row = read_row(path)
    row.expect("id", "invented", "languages", "half", "phenomena", "articles", "events", "conflicts", "expectations",
               "copies", "independent")
    if not row.is_set("invented"):
        raise row.error("a story says `invented: true`: nothing real is told here.")
    articles = tuple(_article(one) for one in row.rows("articles"))
    reader = _Reader(articles={article.id: article for article in articles})
    story = Story(
        id=row.text("id"), path=path, languages=row.texts("languages"), half=row.text("half"),
        phenomena=row.texts("phenomena"), articles=articles,
        events=tuple(reader.event(one) for one in row.rows("events")),
        conflicts=tuple(_conflict(one) for one in row.rows("conflicts")),
        expectations=tuple(reader.expectation(one) for one in row.rows("expectations")),
        copies=row.groups("copies"), independent=row.numbers_by_name("independent"))
    check_story(story)
    return story


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Reads what quotes the articles."""

    articles: dict[str, Article]

    def event(self, row: Row) -> StoryEvent:
        row.expect("id", "type", "label", "actors", "recipients", "reality", "mentions")
        return StoryEvent(
            id=row.text("id"), type=row.text("type"), label=row.text_or_none("label"), actors=row.texts("actors"),
            recipients=row.texts("recipients"), reality=_one_of(row, "reality", REALITIES),
            mentions=self.mentions(row, "mentions"), line=row.line)

    def expectation(self, row: Row) -> StoryExpectation:
        row.expect("id", "mentions", "holder", "deadline", "outcome", "by", "as_of")
        return StoryExpectation(
            id=row.text("id"), mentions=self.mentions(row, "mentions"), holder=row.texts("holder"),
            deadline=row.text_or_none("deadline"), outcome=Outcome(_one_of(row, "outcome", tuple(Outcome))),
            by=self.mentions(row, "by"), as_of=row.text("as_of"), line=row.line)

    def mentions(self, row: Row, key: str) -> tuple[Mention, ...]:
        return tuple(self.mention(one) for one in row.rows(key))

    def mention(self, row: Row) -> Mention:
        """Return the mention at its place; raises DataError where the quote is not there or not there alone."""
        row.expect("article", "quote", "nth", "status")
        article, quote = self.articles.get(row.text("article")), row.text("quote")
        if article is None:
            raise row.error(f"there is no article «{row.text('article')}».")
        starts = tuple(_places(article.text, quote))
        if not starts:
            raise row.error(f"article {article.id} does not hold the words «{quote}».")
        if "nth" not in row.cells and len(starts) > 1:
            raise row.error(f"«{quote}» stands {len(starts)} times in article {article.id}: add nth.")
        nth = row.number("nth", 1)
        if nth > len(starts):
            raise row.error(f"«{quote}» stands {len(starts)} times in article {article.id}, not {nth} times.")
        status = Status(_one_of(row, "status", tuple(Status))) if "status" in row.cells else Status.OCCURRED
        start = starts[nth - 1]
        return Mention(article=article.id, start=start, end=start + len(quote), quote=quote, status=status)


def _article(row: Row) -> Article:
    row.expect("id", "language", "publisher", "published", "title", "text")
    return Article(
        id=row.text("id"), language=_one_of(row, "language", LANGUAGES), publisher=row.text("publisher"),
        published=row.text("published"), title=row.text("title"), text=row.text("text").rstrip("\n"))


def _conflict(row: Row) -> StoryConflict:
    row.expect("event", "field", "values")
    values = []
    for one in row.rows("values"):
        one.expect("value", "articles")
        values.append(ToldValue(value=one.text("value"), articles=one.texts("articles")))
    return StoryConflict(
        event=row.text("event"), field=_one_of(row, "field", FIELDS), values=tuple(values), line=row.line)


def _one_of(row: Row, key: str, known: Sequence[str]) -> str:
    value = row.text(key)
    if value not in known:
        raise row.error(f"«{key}» is «{value}», not one of: {', '.join(known)}.")
    return value


def _places(text: str, quote: str) -> Iterator[int]:
    start = text.find(quote)
    while start >= 0:
        yield start
        start = text.find(quote, start + 1)


def summary(stories: Sequence[Story]) -> list[str]:
    """Return the lines that say what a set holds."""
    lines = [f"{'story':24} {'kind':6} {'half':6} articles sentences mentions events conflicts expectations"]
    lines += [_row(story.id, story.kind, story.half, [story]) for story in stories]
    lines += [_row("all", "", half, [story for story in stories if story.half == half]) for half in HALVES]
    outcomes = Counter(one.outcome for story in stories for one in story.expectations)
    types = Counter(event.type for story in stories for event in story.events)
    lines += ["outcomes: " + ", ".join(f"{name} {count}" for name, count in sorted(outcomes.items())),
              "types: " + ", ".join(f"{name} {count}" for name, count in sorted(types.items()))]
    return lines


def _row(name: str, kind: str, half: str, stories: Sequence[Story]) -> str:
    articles = [article for story in stories for article in story.articles]
    sentences = sum(len(article.text.split("\n")) for article in articles)
    mentions = sum(len(event.mentions) for story in stories for event in story.events)
    events = sum(len(story.events) for story in stories)
    conflicts = sum(len(story.conflicts) for story in stories)
    expectations = sum(len(story.expectations) for story in stories)
    return (f"{name:24} {kind:6} {half:6} {len(articles):8} {sentences:9} {mentions:8} {events:6} {conflicts:9} "
            f"{expectations:12}")


def main(folder: Path) -> None:
    """Print what the set of a folder holds, and the figures of simple groupings of its mentions."""
    stories = read_stories(folder)
    print("\n".join(summary(stories)))
    for name, figures in baselines(stories):
        print(f"grouped by {name}: " + ", ".join(
            f"{figure} {figures[figure]:.3f}".removesuffix(".000") for figure in BASELINE if figure in figures))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
