"""What requests bring: read within a limit, checked against models, which also describe it."""

from functools import cache
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, TypeAdapter, ValidationError
from starlette.requests import Request

from keii.engines.taking import Given
from keii.errors import KeiiError, UsageError
from keii.workbench.api.operations import JSON
from keii.workbench.api.parameters import SPACES, TIME

_T = TypeVar("_T")
CODED = 20_000  # characters of a text that is coded while its reader waits: five long articles
TEXT = 1_000_000  # characters of a document: a book
PAGE = 5_000_000  # characters of a page with its scripts
MOST_GIVEN = 1_000  # documents of one job
BYTES = 20_000_000  # of one body


class TooLargeError(KeiiError):
    """A body that is larger than the API takes."""


class MediaError(KeiiError):
    """A body of another type than the API takes."""


class _Model(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True)


_Name = Annotated[str, Field(min_length=1, max_length=1_000)]
_Url = Annotated[str, Field(max_length=4_000, pattern=f"^https?://[^{SPACES}]+$")]
_Time = Annotated[str, Field(max_length=40, pattern=TIME)]


class TextToCode(_Model):
    """A text that is coded and not kept."""

    text: str = Field(max_length=CODED, description="The text.")
    language: str | None = Field(None, pattern="^(?:ja|en)$", description="By default it is recognised.")
    published: _Time | None = Field(None, description="The day or time from which «yesterday» counts, ISO 8601.")
    coder: str | None = Field(None, pattern="^(?:rules|model|both)$", description="By default both.")


class _Known(_Model):
    id: _Name | None = Field(None, description="By which you know it; it makes two documents of one text two.")
    url: _Url | None = Field(None, description="Where it was published.")
    title: _Name | None = None
    author: _Name | None = None
    publisher: _Name | None = None
    published: _Time | None = Field(None, description="ISO 8601, a day or a time.")
    language: _Name | None = Field(None, description="As declared; recognised where it is not given.")
    retrieved: _Time | None = Field(None, description="ISO 8601, when it was fetched.")


class TextGiven(_Known):
    """A document as text, with what is known of it."""

    text: str = Field(max_length=TEXT, description="The whole text.")


class PageGiven(_Known):
    """A document as the HTML of its page, with what is known of it; what the page says itself goes before."""

    html: str = Field(max_length=PAGE, description="The whole page.")


def _kind(value: Any) -> str:
    return "html" if isinstance(value, PageGiven) or (isinstance(value, dict) and "html" in value) else "text"


DocumentGiven = Annotated[Annotated[TextGiven, Tag("text")] | Annotated[PageGiven, Tag("html")], Discriminator(_kind)]


class DocumentsGiven(_Model):
    """Documents that are read one after the other."""

    documents: list[DocumentGiven] = Field(min_length=1, max_length=MOST_GIVEN)


def given(one: TextGiven | PageGiven) -> Given:
    """Return a document as the engine takes it."""
    return Given(**one.model_dump())


@cache
def schema(model: Any) -> dict[str, Any]:
    """Return the JSON Schema of a model, whose parts are its own; not to be changed."""
    return _inlined(TypeAdapter(model).json_schema())


def _inlined(whole: dict[str, Any]) -> dict[str, Any]:
    """Return a schema with its definitions where they are referred to."""
    parts = whole.pop("$defs", {})

    def put(value: Any) -> Any:
        if isinstance(value, dict):
            name = value.get("$ref")
            return put(parts[name.rpartition("/")[2]]) if name else {key: put(one) for key, one in value.items()}
        return [put(one) for one in value] if isinstance(value, list) else value

    inlined: dict[str, Any] = put(whole)
    return inlined


async def read(request: Request, most: int) -> bytes:
    """Return the body; raises TooLargeError as soon as it is larger than `most` bytes."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise TooLargeError(f"the body has more than {most:,} bytes.", remedy="Send less at once.")
    return bytes(body)


async def parsed(request: Request, model: type[_T] | Any) -> Any:
    """Return the body as a model; raises MediaError, TooLargeError, or UsageError that names the field."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != JSON:
        raise MediaError(f"the body is of the type «{media[:60]}».", where="Content-Type", remedy=f"Send {JSON}.")
    body = await read(request, BYTES)
    try:
        return TypeAdapter(model).validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(_place(first["loc"], tagged=model is DocumentGiven))
        raise UsageError(f"the body is not as it should be: {first['msg']}.", where=where or "body",
                         remedy="docs/api.md and /api/v1/openapi.json describe it.") from None


def _place(loc: tuple[int | str, ...], *, tagged: bool) -> list[str]:
    """Return where an error is, without the names of the models among which a document was looked for."""
    return [str(part) for at, part in enumerate(loc)
            if not (part in ("text", "html") and ((at == 0 and tagged) or (at > 0 and isinstance(loc[at - 1], int))))]
