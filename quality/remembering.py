"""What a text costs most, its parse and the encoder's states, is made once however many coders read it.

Coders are measured as they are; only what they ask of parsers and encoder a second time is answered from memory, and
what the default coder is asked again of a document. All are functions of their input alone, so that no figure changes.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from hashlib import blake2b
from unittest.mock import patch

from keii.coding.combined import Combined
from keii.coding.contract import Coded
from keii.encoder.engine import Engine
from keii.encoder.heads import Array
from keii.language.contract import Language, Parse
from keii.language.languages import LANGUAGES
from keii.model import Document, Sentence


class Memory:
    """What parsers and encoder were asked, with their answers: half a MB a window."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._states = _states(Engine.plain)
        self._parses = {tongue: _parses(tongue.parse) for tongue in LANGUAGES.values()}

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Answer from memory, until the block ends, what is asked a second time."""
        with ExitStack() as stack:
            stack.enter_context(patch.object(Engine, "plain", self._states))
            for tongue, parses in self._parses.items():
                stack.enter_context(patch.object(tongue, "parse", parses))
            yield


@contextmanager
def remembering() -> Iterator[None]:
    """Answer from memory, until the block ends, what parsers, encoder and default coder have been asked in it."""
    with Memory().answering(), patch.object(Combined, "code", _codings(Combined.code)):
        yield


def _states(plain: Callable[[Engine, Array], Array]) -> Callable[[Engine, Array], Array]:
    known: dict[bytes, Array] = {}

    def states(model: Engine, embedded: Array) -> Array:
        key = blake2b(embedded.tobytes(), digest_size=16).digest()
        if key not in known:
            known[key] = plain(model, embedded)
            known[key].flags.writeable = False  # many read it
        return known[key]

    return states


def _codings(code: Callable[[Combined, Document, Sequence[Sentence]], Iterator[Coded]]
             ) -> Callable[[Combined, Document, Sequence[Sentence]], Iterator[Coded]]:
    known: dict[tuple[Combined, Document, tuple[Sentence, ...]], list[Coded]] = {}

    def codings(coder: Combined, document: Document, sentences: Sequence[Sentence]) -> Iterator[Coded]:
        key = (coder, document, tuple(sentences))
        if key not in known:
            known[key] = list(code(coder, document, sentences))
        yield from known[key]

    return codings


def _parses(parse: Callable[[Language, Iterable[str]], Iterator[Parse]]
            ) -> Callable[[Language, Iterable[str]], Iterator[Parse]]:
    known: dict[str, Parse] = {}

    def parses(tongue: Language, sentences: Iterable[str]) -> Iterator[Parse]:
        texts = list(sentences)
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(new, parse(tongue, new), strict=True))
        yield from (known[text] for text in texts)

    return parses
