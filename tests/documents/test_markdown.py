from keii.documents.markdown import read_markdown

MARKDOWN = """\
---
title: "Talks end"
date: 2026-10-03
url: https://example.org/talks
lang: en
---
# Talks end

Russia and **Ukraine** ended [talks](https://example.org/x)
on *Monday*. `Kyiv` said &quot;no&quot;.

- Item one
- Item two

> A quotation.

![a photo](photo.png)

<div>markup</div>
"""


def test_marks_are_taken_away_and_front_matter_is_read() -> None:
    article = read_markdown(MARKDOWN)
    assert article.text.split("\n\n") == [
        "Talks end", 'Russia and Ukraine ended talks on Monday. Kyiv said "no".', "Item one", "Item two",
        "A quotation."]
    assert (article.title, article.published_at, article.published_basis) == ("Talks end", "2026-10-03", "field")
    assert (article.url, article.language) == ("https://example.org/talks", "en")


def test_the_first_heading_is_the_title() -> None:
    assert read_markdown("# 会談終了\n\n首相は\n去った。").title == "会談終了"
    assert read_markdown("Text.\n\n# Later").title is None


def test_japanese_lines_are_joined_without_a_space() -> None:
    assert read_markdown("首相は平壌を\n訪れた。\n外相は残った。").text == "首相は平壌を訪れた。外相は残った。"
