"""What of a run of letters and signs is cut off as a word of its own, by the expressions of the model's tokenizer."""

import re
from collections.abc import Mapping
from functools import cache, cached_property

# Of signs beyond ASCII these are so frequent in news that words with them are not worth the whole expressions.
_FREQUENT = "‘’“”–—…"
_SUFFIX = 100  # characters at the end that are looked through: a run of 9,000 signs took 18 s when it was as a whole
_NEVER = "\uffff"  # no character: stands where signs are left out, so that no class and no alternative is empty
_PLAIN = re.compile(f"[\x00-\x7f{_FREQUENT}]*")
_SIGN = r"(?:\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|[^\x00-\x7F])"
_SIGNS = re.compile(f"({_SIGN})(?:-({_SIGN}))?")
_BEYOND_ASCII = re.compile(f"(?:{_SIGN}(?:-{_SIGN})?)+")


class Affixes:
    """The tokenizer's expressions for what begins, ends, and parts a run, and for addresses.

    They name some ten thousand letters and signs of all scripts, and compiling them takes .075 s. For runs that are
    plain (`is_plain`) short ones do, without the others: they are compiled in a fifth of the time.
    """

    def __init__(self, expressions: Mapping[str, str], *, short: bool) -> None:
        """Take the expressions by spaCy's names for them; `short` for those that only know plain runs."""
        self._expressions, self._short = expressions, short

    def prefix(self, run: str) -> int:
        """Return how many characters at the beginning are a word of their own."""
        found = self._prefix.match(run)
        return found.end() if found else 0

    def suffix(self, run: str) -> int:
        """Return how many characters at the end are a word of their own."""
        start = max(len(run) - _SUFFIX, 0)
        found = self._suffix.search(run, start)
        if found and start and found.start() == start:  # maybe longer: a line of points
            found = self._suffix.search(run)
        return found.end() - found.start() if found else 0

    def infixes(self, run: str) -> list[tuple[int, int]]:
        """Return the spans of what parts a run."""
        return [found.span() for found in self._infix.finditer(run)]

    def address(self, run: str) -> bool:
        """Tell whether a run is an address on the web, which has a point."""
        return "." in run and self._address.match(run) is not None

    @cached_property
    def _prefix(self) -> re.Pattern[str]:
        return self._compiled("prefix_search")

    @cached_property
    def _suffix(self) -> re.Pattern[str]:
        return self._compiled("suffix_search")

    @cached_property
    def _infix(self) -> re.Pattern[str]:
        return self._compiled("infix_finditer")

    @cached_property
    def _address(self) -> re.Pattern[str]:
        return self._compiled("url_match")

    def _compiled(self, name: str) -> re.Pattern[str]:
        expression = self._expressions[name]
        return re.compile(_few(expression) if self._short else expression)


def is_plain(run: str) -> bool:
    """Tell whether a run has nothing but ASCII and frequent signs."""
    return _PLAIN.fullmatch(run) is not None


def _few(expression: str) -> str:
    """Return an expression that finds the same as the given one in texts of ASCII and frequent signs."""
    return _BEYOND_ASCII.sub(lambda signs: _frequent(signs[0]), expression)


@cache
def _frequent(signs: str) -> str:
    """Return the frequent ones of a run of signs and ranges in an expression, and what never occurs for the others."""
    kept, others = "", ""
    for first, last in _SIGNS.findall(signs):
        low, high = _character(first), _character(last or first)
        kept += "".join(sign for sign in _FREQUENT if low <= sign <= high)
        if last or low not in _FREQUENT:
            others = _NEVER
    return kept + others


def _character(written: str) -> str:
    return chr(int(written[2:], 16)) if written.startswith("\\") else written
