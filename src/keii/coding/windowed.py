"""A document's sentences as the model sees them: windows with the encoder's states."""

from collections.abc import Iterator, Sequence

from keii.coding.features import features
from keii.encoder.engine import Engine
from keii.encoder.heads import Array
from keii.encoder.pieces import Pieces
from keii.encoder.windows import Window


def windowed(
    model: Engine, texts: Sequence[str], language: str, pieces: Sequence[Pieces] | None = None
) -> Iterator[tuple[Window, Array]]:
    """Yield each window of a document with its states (pieces, width); `pieces` where they are cut already."""
    known = [features(text, language) for text in texts]
    for window in model.windows(pieces or [model.cutter.cut(text) for text in texts]):
        yield window, model.states(window, known)
