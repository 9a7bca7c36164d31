"""Full text: what words a text is found by, in scripts with and without spaces between words.

SQLite's own tokenizers find no two-character words in Japanese: `unicode61` takes a whole run of characters for one
word, `trigram` needs three. Here a run of Han, kana, Hangul or Thai becomes its overlapping pairs, and a search for
such words asks for the pairs in a row. Other scripts are cut into words; English ones are stemmed by FTS5's `porter`.
"""

import re
import unicodedata

from keii.ledger.connection import Connection

# Scripts written without spaces between words, or (Hangul) with particles joined to them; Han with its extensions.
_DENSE = ("\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf"
          "\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff")
_RUN = re.compile(f"[{_DENSE}]+|[^\\W_{_DENSE}]+")
_ASKED = re.compile(r'([-!]?)"([^"]*)"|([-!]?)([^\s"]+)')
MOST_WORDS = 20  # of one question: what a person writes; more would only cost time


def folded(text: str) -> str:
    """Return the text as it is compared: width, case and compatibility forms make no difference."""
    return unicodedata.normalize("NFKC", text).casefold()


def indexed(text: str) -> str:
    """Return the words that a text is found by, with spaces between them.

    >>> indexed("首相がF16を")
    '首相 相が が f16 を'
    """
    return " ".join(word for run in _RUN.findall(folded(text)) for word in _words(run))


def _words(run: str) -> list[str]:
    """Return a run as overlapping pairs and its last character, or as the one word that it is."""
    if not re.match(f"[{_DENSE}]", run):
        return [run]
    return [run[at:at + 2] for at in range(len(run))]


def question(words: str) -> str | None:
    """Return what FTS5 is asked for the words of a person, None when they hold none.

    Words are all to be found, those in quotation marks in a row, those after - or ! not at all.

    >>> question('制裁 -"air strike"')
    '"制裁" NOT "air strike"'
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    for match in list(_ASKED.finditer(words))[:MOST_WORDS]:
        phrase = _phrase(match[2] if match[2] is not None else match[4])
        if phrase:
            (unwanted if match[1] or match[3] else wanted).append(phrase)
    if not wanted:
        return None
    asked = " AND ".join(wanted)
    return " NOT ".join([f"({asked})" if len(wanted) > 1 and unwanted else asked, *unwanted])


def _phrase(words: str) -> str | None:
    tokens = [word for run in _RUN.findall(folded(words)) for word in _words(run)]
    if not tokens:
        return None
    last = tokens[-1]
    if len(tokens) > 1 and re.fullmatch(f"[{_DENSE}]", last):
        tokens.pop()  # the pair before holds it already, and more may follow it in the text
        last = tokens[-1]
    one = re.fullmatch(f"[{_DENSE}]", last)  # a single character: what begins with it
    return f'"{" ".join(tokens)}"{"*" if one else ""}'


def asked_for(words: str) -> tuple[str, ...]:
    """Return the words of a question that are to be found, as they are compared, to show them in a text."""
    found = [match[2] if match[2] is not None else match[4] for match in list(_ASKED.finditer(words))[:MOST_WORDS]
             if not (match[1] or match[3])]
    return tuple(dict.fromkeys(filter(None, (folded(word).strip(" .,;:!?、。「」()") for word in found))))


def add(connection: Connection, document: str, title: str | None, text: str) -> None:
    """Let a new document be found by its words."""
    key = connection.execute("INSERT INTO found_by (document) VALUES (?)", (document,)).lastrowid
    words = indexed(text if title is None or text.startswith(title) else f"{title}\n{text}")
    connection.execute("INSERT INTO full_text (rowid, words) VALUES (?, ?)", (key, words))
