"""The tools by name: what each tells an assistant of itself, what it may be asked, what answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from keii.config import MESSAGES
from keii.mcp import followed, record
from keii.mcp.parameters import AS_OF, FILTERS, LIMIT, OFFSET, OUTCOME, SITUATION, Parameter
from keii.mcp.record import Answer, Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """One tool."""

    title: str
    about: str
    parameters: tuple[Parameter, ...]
    answer: Callable[[Asked], Answer]


_LIST = (LIMIT, OFFSET)
_SINCE, _UNTIL = (next(one for one in FILTERS if one.name == name) for name in ("since", "until"))
_FEW = replace(LIMIT, default=10, about="At most so many lines of each section.")

TOOLS: Mapping[str, Tool] = {
    "search_claims": Tool(
        title="Search claims", answer=record.search_claims, parameters=(*FILTERS, *_LIST),
        about="Find claims: who did what to whom, as one sentence tells it, with status, sources and the sentence. "
              "All filters of keii; a parameter with several values means or, different parameters mean and."),
    "show_event": Tool(
        title="Show an event", answer=record.show_event,
        parameters=(Parameter(name="id", required=True, about="Id of an event or of one of its claims."), *_LIST),
        about="Show one event: what all documents tell of one happening, the claims behind each value, what stands "
              "against what, how many sources do not rest on each other."),
    "conflicts": Tool(
        title="Conflicts", answer=record.conflicts, parameters=(*FILTERS, *_LIST),
        about="List where reports of one happening contradict each other: numbers, dates, parties, denials."),
    "timeline": Tool(
        title="Timeline", answer=followed.timeline, parameters=(SITUATION, *FILTERS, *_LIST),
        about="List events of a situation, or of the whole ledger, in time. layer tells apart what documents assert "
              "(occurred), what somebody claims (claimed), what is denied (denied) and what is awaited (awaited)."),
    "expectations": Tool(
        title="Expectations", answer=followed.expectations, parameters=(AS_OF, OUTCOME, *FILTERS, *_LIST),
        about="List what was announced, urged or predicted, by whom, until when, and what became of it."),
    "sources": Tool(
        title="Sources", answer=record.sources, parameters=(*FILTERS, *_LIST),
        about="List who publishes the selected claims and on whom they rest (counts, never a score), and who speaks in "
              "them."),
    "search_documents": Tool(
        title="Search documents", answer=record.search_documents,
        parameters=(Parameter(name="query", required=True,
                              about='Words of the article; "in quotation marks" in a row, -word not at all.'),
                    *FILTERS, *_LIST),
        about="Find articles by their full text, each with the sentences that hold the words."),
    "list_situations": Tool(
        title="List situations", answer=record.list_situations, parameters=_LIST,
        about="List the situations: threads of events among a set of parties, defined by persons or found."),
    "brief": Tool(
        title="Brief", answer=followed.brief,
        parameters=(SITUATION, _SINCE, _UNTIL, Parameter(name="lang", choices=MESSAGES, about="Language of the brief."),
                    _FEW),
        about="Write what conflicts, is agreed, new and awaited in a time (otherwise in the last seven days before the "
              "newest article), every line with its quotations."),
    "find_actor": Tool(
        title="Find an actor", answer=followed.find_actor,
        parameters=(Parameter(name="name", required=True,
                              about="A registry id, a state's code, or a name in any script."),
                    Parameter(name="on", about="Only offices and memberships that held on this day, 2024-06-13.")),
        about="Look up a state, person, body or outlet in the registry: names, offices and memberships with dates; and "
              "the first claims of the ledger that name it."),
    "code_text": Tool(
        title="Code a text", answer=followed.code_text,
        parameters=(Parameter(name="text", required=True, about="The text, Japanese or English."),
                    Parameter(name="language", about="ja or en; otherwise it is recognised."),
                    Parameter(name="published", about="Day from which «yesterday» counts, 2024-06-13."), *_LIST),
        about="Read claims in a text that is given; nothing is kept. Takes some seconds the first time."),
}
