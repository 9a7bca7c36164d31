"""The pages of the workbench as operations: what each is asked, and what it gives back as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from keii.model import Outcome
from keii.workbench.api.operations import listed, ref
from keii.workbench.api.parameters import FILTER, LANG, PART, Parameter, number, text, words
from keii.workbench.network import MOST
from keii.workbench.pages.network import FIRST
from keii.workbench.pages.review import STATES
from keii.workbench.periods import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """How a page is described; `example` names one of data/examples.json, "" shows none."""

    schema: Mapping[str, Any]
    parameters: tuple[Parameter, ...] = (LANG,)
    example: str = ""
    named: Parameter | None = None  # what the path names
    is_list: bool = False


_ANY = ref("Object")
_OF_LIST = (*FILTER, *PART, LANG)


def _list(name: str, *own: Parameter, **more: object) -> Shown:
    return Shown(schema=listed(name, **more), parameters=(*own, *_OF_LIST), example=name, is_list=True)


def _name(means: str, example: str) -> Parameter:
    return Parameter(name="name", schema=text("^[^\\u0000]+$"), means=means, within="path", example=example)


_CONFLICTS = ("actor", "recipient", "place", "time", "quantity", "reality")
_DAY_OR_NONE = {"type": ["string", "null"]}
_NUMBER = {"type": "integer"}
_OBJECTS = {"type": "array", "items": {"type": "object"}}

SHOWN: Mapping[str, Shown] = {
    "/": Shown(schema=_ANY),
    "/situations": Shown(schema=listed("Object"), parameters=(*PART, LANG), is_list=True),
    "/events": _list("Event", Parameter(name="conflicts", schema=words(["1"]), example="1",
                                        means="1: only events that have a conflict.")),
    "/events/{name}": Shown(schema=ref("EventRead"), named=_name("The id of an event.", "e_8eecf25d92dbcaf3e8f4")),
    "/timeline": _list("Event", Parameter(name="by", schema=words(Level), example="month",
                                          means="How long a period is; by default as suits the days chosen."),
                       by={"enum": [*Level, None]}, periods=_OBJECTS, wide=_OBJECTS, undated=_NUMBER, outside=_NUMBER),
    "/map": Shown(schema=ref("Map"), parameters=(*FILTER, LANG)),
    "/network": Shown(schema=ref("Network"), parameters=(
        Parameter(name="around", schema=text(), many=True, example="JPN", means="Only those around this party."),
        Parameter(name="most", schema=number(1, MOST, FIRST), means="How many parties.", example=60), *FILTER, LANG)),
    "/network/{name:path}": Shown(
        schema=listed("Claim", pair={"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2}),
        parameters=_OF_LIST, named=_name("Two parties, FIRST~SECOND.", "JPN~KOR"), is_list=True),
    "/conflicts": _list("Conflict", Parameter(name="field", schema=words(_CONFLICTS), many=True, example="quantity",
                                              means="Only conflicts on this field.")),
    "/claims": _list("Claim"),
    "/expectations": _list("Expectation", Parameter(name="outcome", schema=words(Outcome), many=True, example="open",
                                                    means="What became of it."), as_of=_DAY_OR_NONE),
    "/documents": _list("Document"),
    "/documents/{name}": Shown(
        schema={"anyOf": [ref("DocumentRead"), ref("Object")]}, named=_name("The id of a document.",
                                                                            "d_be8095eb450ab4d4548f"),
        parameters=(Parameter(name="beside", schema=text(), means="The id of another document: what both tell.",
                              example="d_20eff1a0c1e3a4c6ec3c"), LANG)),
    "/places": _list("PlaceTold"),
    "/places/{name}": Shown(schema=ref("PlaceRead"), named=_name("The id of a place of the gazetteer.",
                                                                 "geonames:703448")),
    "/actors": _list("Actor"),
    "/actors/{name:path}": Shown(schema=ref("Profile"), named=_name("An entry of the registry, or a code.",
                                                                    "state:RUS")),
    "/sources": Shown(schema=listed("Object"), parameters=_OF_LIST, is_list=True),
    "/sources/{name:path}": Shown(schema=_ANY, named=_name("An outlet or agency.", "Example News Service")),
    "/search": _list("Document", Parameter(name="q", schema=text("^[^\\u0000]+$"), example="制裁",
                                           means="Words; quotation marks and - work as docs/workbench.md tells.")),
    "/searches": Shown(schema=listed("Object"), is_list=True),
    "/searches/{name}": Shown(schema=_ANY, named=_name("A saved search.", "sanctions")),
    "/review": _list("Claim", Parameter(name="state", schema=words(STATES), example="open",
                                        means="Claims that nobody has decided about, or those decided."),
                     state={"enum": list(STATES)}),
    "/review/{name}": Shown(schema=_ANY, parameters=(*FILTER, LANG),
                            named=_name("The id of a claim.", "c_bac148332101b291f493")),
    "/problems": _list("Problem"),
    "/health": Shown(schema=_ANY),
    "/quality": Shown(schema=_ANY),
}
