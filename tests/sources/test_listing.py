"""Which entries of a list a poll takes."""

from operator import ne

from keii.model.followed import Item
from keii.sources.feeds import Entry, parse_feed
from keii.sources.listing import CHANGED_AT_ONCE, NEW_AT_ONCE, due
from keii.sources.sitemaps import TRIES


def entries(count: int, mark: str = "a") -> list[Entry]:
    return [Entry(key=str(one), url=None, title=None, author=None, published=None, content=None, mark=mark)
            for one in range(count)]


def taken(count: int, *, mark: str | None = "a", tries: int = 1, state: str = "done") -> dict[str, Item]:
    return {str(one): Item(key=str(one), state=state, mark=mark, tries=tries) for one in range(count)}


def test_new_entries_go_before_changed_ones_and_both_are_limited() -> None:
    found = due(entries(NEW_AT_ONCE + 100, "b"), taken(100), has_changed=ne)
    assert [int(one.key) for one in found.entries] == [*range(100, NEW_AT_ONCE + 100), *range(CHANGED_AT_ONCE)]
    assert not found.whole
    assert due(entries(CHANGED_AT_ONCE, "b"), taken(CHANGED_AT_ONCE), has_changed=ne).whole
    assert not due(entries(NEW_AT_ONCE + 1), {}, has_changed=ne).whole


def test_an_entry_is_taken_again_only_when_it_says_otherwise_than_before() -> None:
    for held, count in ((taken(1), 1), (taken(1, mark="b"), 0), (taken(1, mark=None), 0), (taken(1, tries=TRIES), 1),
                        (taken(1, tries=TRIES + 1), 0), (taken(1, state="failed"), 1),
                        (taken(1, mark="b", state="waiting"), 1)):
        assert len(due(entries(1, "b"), held, has_changed=ne).entries) == count


def test_an_entry_has_changed_when_its_date_or_its_words_have_and_not_when_its_markup_has() -> None:
    def mark(item: str) -> str | None:
        feed = parse_feed(f'<rss version="2.0"><channel><item><guid>1</guid>{item}</item></channel></rss>'.encode())
        return feed.entries[0].mark

    title, date = "<title>One</title>", "<pubDate>Mon, 02 Nov 2026 09:00:00 GMT</pubDate>"
    text = "<description>&lt;p&gt;Two&lt;img src='{}'&gt;&lt;/p&gt;</description>"
    held = mark(title + date + text.format("a"))
    assert mark(date + text.format("b") + title) == held
    assert mark(title + date.replace("02", "03") + text) != held
    assert mark(title.replace("One", "Three") + date + text) != held
    assert mark(title + date + text.replace("Two", "Four")) != held


def test_a_json_feed_says_when_an_entry_was_changed() -> None:
    def mark(modified: str) -> str | None:
        return parse_feed(b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "title": "One", '
                          b'"date_published": "2026-11-02", "date_modified": "' + modified.encode() + b'"}]}'
                          ).entries[0].mark

    assert mark("2026-11-02") != mark("2026-11-03")
