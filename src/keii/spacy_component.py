"""keii in a pipeline of spaCy: `nlp.add_pipe("keii")` gives every Doc its claims."""

from spacy.language import Language
from spacy.tokens import Doc

from keii import pipeline
from keii.coding.coders import coder as coder_of
from keii.documents.sentences import sentences
from keii.language.languages import LANGUAGES
from keii.model import Claim, Document

SPANS = "keii"  # key of doc.spans, name of the extension doc._.keii


@Language.factory("keii", default_config={"published": None, "coder": None})
def make(nlp: Language, name: str, published: str | None, coder: str | None) -> "Component":
    """Return the component of a pipeline. `published` and `coder` are as of `keii.code`."""
    if not Doc.has_extension(SPANS):
        Doc.set_extension(SPANS, default=())
    return Component(published=published, coder=coder)


class Component:
    """Codes a Doc: its claims in `doc._.keii`, their acts as spans in `doc.spans["keii"]`, the type as label.

    keii parses with its own models, whatever else is in the pipeline. A Doc of a language that keii does not code gets
    no claims. The day of publication may be given with each Doc as well, as `doc.user_data["published"]`. Spans of Docs
    end with tokens; offsets of the claims are exact.
    """

    def __init__(self, *, published: str | None = None, coder: str | None = None) -> None:
        """Keep what holds for every Doc."""
        self.published, self.coder = published, coder

    def __call__(self, doc: Doc) -> Doc:
        """Return the Doc with its claims."""
        claims = self.claims(doc)
        doc._.set(SPANS, claims)
        spans = [doc.char_span(claim.trigger.start, claim.trigger.end, label=claim.type, alignment_mode="expand")
                 for claim in claims]
        doc.spans[SPANS] = [span for span in spans if span is not None]
        return doc

    def claims(self, doc: Doc) -> tuple[Claim, ...]:
        """Return the claims of a Doc; their offsets are into `doc.text`."""
        if doc.lang_ not in LANGUAGES or not doc.text.strip():
            return ()
        published = doc.user_data.get("published") or self.published
        id = Document.make_id(text=doc.text, title=None, publisher=None, published_at=published, url=None, key=None)
        document = Document(id=id, text=doc.text, language=doc.lang_, published_at=published, reader="spacy",
                            published_basis="option" if published else None, origin="spacy", language_basis="declared")
        return pipeline.read_document(document, sentences(document), coder=coder_of(self.coder)).claims
