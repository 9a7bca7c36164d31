"""Cuts text into the encoder's pieces, each with its place in the text.

The Unigram model of SentencePiece over the base encoder's pieces and scores, with NFKC inside only: places count in
the text as it was published.
"""

from dataclasses import dataclass

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from keii.encoder.base import BaseEncoder


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text's pieces: ids, and for each the half-open code points it stands for, without white space around it."""

    ids: list[int]
    starts: list[int]
    ends: list[int]


class Cutter:
    """Cuts texts into pieces."""

    def __init__(self, base: BaseEncoder) -> None:
        """Build the model from the base encoder's pieces; takes about a second."""
        self._model = Tokenizer(models.Unigram(base.vocabulary, unk_id=base.unknown))
        self._model.normalizer = normalizers.NFKC()
        self._model.pre_tokenizer = pre_tokenizers.Metaspace()

    def cut(self, text: str) -> Pieces:
        """Return the pieces of a text; pieces that stand for white space alone are left out."""
        encoding = self._model.encode(text, add_special_tokens=False)
        pieces = Pieces([], [], [])
        for piece, (start, end) in zip(encoding.ids, encoding.offsets, strict=True):
            words = text[start:end]
            left = start + len(words) - len(words.lstrip())
            right = start + len(words.rstrip())
            if right > left:
                pieces.ids.append(piece)
                pieces.starts.append(left)
                pieces.ends.append(right)
        return pieces
