from keii.documents.lines import unwrap

WIRE = """\
The minister met the president of the neighbouring country in
Geneva on Monday, officials of both countries said, and agreed
to hold another meeting in the coming month in order to settle
the dispute about the islands.

A spokesman said that the talks had been open and frank and that
both sides wanted to continue them at the level of experts.
"""
JAPANESE = """\
　日本政府は三日、首脳会談を来月平壌で行うと発表し
た。外務省の報道官が記者会見で明らかにしたもので、
議題には核問題と拉致問題が含まれるという。
　官房長官は、これまでの交渉の経緯を説明したうえで
会談に期待を示した。
　野党は、準備が足りないとして政府の姿勢を批判して
おり、国会での説明を求めている。"""


def test_text_broken_at_a_fixed_width_is_joined() -> None:
    paragraphs = unwrap(WIRE.strip(), "en").split("\n\n")
    assert [len(paragraph.split("\n")) for paragraph in paragraphs] == [1, 1]
    assert "country in Geneva on Monday" in paragraphs[0]


def test_japanese_is_joined_without_spaces_and_indentation_begins_a_paragraph() -> None:
    lines = unwrap(JAPANESE, "ja").split("\n")
    assert len(lines) == 3
    assert "発表した。" in lines[0]


def test_paragraphs_of_one_line_each_stay() -> None:
    text = "\n".join(["Talks end without a deal", "The minister left.", "The president stayed for another day."] * 3)
    assert unwrap(text, "en") == text


def test_a_list_of_headlines_stays() -> None:
    text = "\n".join(["首相、平壌を訪問へ", "核協議が再開、六カ国の代表が北京に", "制裁決議案を採択"] * 3)
    assert unwrap(text, "ja") == text
