"""Lines and paragraphs of plain text: text broken at a fixed width is joined again."""

from statistics import median

_SENTENCE_END = tuple(".?!:。？！!?」』）”\"")
_WIDTHS = {"ja": (15, 60), "en": (45, 100)}  # characters a line of wire copy, mail or a typed page
_SHARE = 0.6  # of lines that are followed by another one of their paragraph and stop in mid-sentence


def unwrap(text: str, language: str) -> str:
    """Return `text` with the lines of each paragraph joined where it is broken at a fixed width, else unchanged.

    Paragraphs stand apart by blank lines or indentation in such text.
    """
    paragraphs = [_lines(block) for block in text.split("\n\n")]
    if not _is_wrapped([lines for block in paragraphs for lines in block], language):
        return text
    joiner = "" if language == "ja" else " "
    return "\n\n".join("\n".join(joiner.join(lines) for lines in block) for block in paragraphs)


def _lines(block: str) -> list[list[str]]:
    """Return the paragraphs of a block, each a list of lines; an indented line begins one."""
    paragraphs: list[list[str]] = []
    for line in block.split("\n"):
        if not paragraphs or line[:1].isspace():
            paragraphs.append([])
        paragraphs[-1].append(line.strip())
    return paragraphs


def _is_wrapped(paragraphs: list[list[str]], language: str) -> bool:
    """Tell whether inner lines stop in mid-sentence and are about as long as each other."""
    inner = [line for lines in paragraphs for line in lines[:-1]]
    if len(inner) < 4:
        return False
    low, high = _WIDTHS.get(language, (45, 100))
    middle = median(map(len, inner))
    even = sum(abs(len(line) - middle) <= max(middle * 0.25, 3) for line in inner)
    broken = sum(not line.endswith(_SENTENCE_END) for line in inner)
    return low <= middle <= high and even >= _SHARE * len(inner) and broken >= _SHARE * len(inner)
