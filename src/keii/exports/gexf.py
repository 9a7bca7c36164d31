"""GEXF 1.3 for Gephi: a dynamic graph, its edges with closed intervals of days."""

from typing import BinaryIO

from keii import __version__
from keii.exports.files import text_over
from keii.exports.network import ATTRIBUTES, NODE_ATTRIBUTES, Edge, Node, Value, edges
from keii.exports.request import Request
from keii.exports.xml import attribute

_HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">
<meta><creator>keii {__version__}</creator></meta>
<graph defaultedgetype="directed" mode="dynamic" timeformat="date" timerepresentation="interval">
"""
_TYPES = {"string": "string", "boolean": "boolean", "int": "integer", "double": "double"}
_OWN = ("start", "end")  # what edges have as attributes of their own


def write(out: BinaryIO, request: Request) -> int:
    """Write the graph and return how many edges it has. The ledger is read twice: GEXF has all nodes first."""
    number = 0
    names = [name for name in ATTRIBUTES if name not in _OWN]
    with text_over(out) as text:
        text.write(_HEAD + '<attributes class="node">\n')
        for at, name in enumerate(NODE_ATTRIBUTES[1:]):
            text.write(f'<attribute id="{at}" title="{name}" type="string"/>\n')
        text.write('</attributes>\n<attributes class="edge">\n')
        for at, name in enumerate(names):
            text.write(f'<attribute id="{at}" title="{name}" type="{_TYPES[ATTRIBUTES[name]]}"/>\n')
        text.write("</attributes>\n<nodes>\n")
        for node in _nodes(request):
            text.write(_node(node))
        text.write("</nodes>\n<edges>\n")
        for edge in edges(request):
            text.write(_edge(edge, names))
            number += 1
        text.write("</edges>\n</graph>\n</gexf>\n")
    return number


def _nodes(request: Request) -> list[Node]:
    """Return every node once, in the order of the edges."""
    found: dict[str, Node] = {}
    for edge in edges(request, count=False):
        for node in (edge.source, edge.target):
            found.setdefault(node.id, node)
    return list(found.values())


def _node(node: Node) -> str:
    values = [getattr(node, name) for name in NODE_ATTRIBUTES[1:]]
    return f"<node id={attribute(node.id)} label={attribute(node.label)}>{_values(values)}</node>\n"


def _edge(edge: Edge, names: list[str]) -> str:
    held = dict(edge.values)
    spell = "".join(f" {name}={attribute(day)}" for name, day in (("start", edge.start), ("end", edge.end)) if day)
    return (f"<edge id={attribute(edge.id)} source={attribute(edge.source.id)} target={attribute(edge.target.id)} "
            f"kind={attribute(str(held['type']))}{spell}>{_values([held[name] for name in names])}</edge>\n")


def _values(values: list[Value]) -> str:
    rows = []
    for at, value in enumerate(values):
        if value is not None and value != "":
            text = str(value).lower() if isinstance(value, bool) else str(value)
            rows.append(f'<attvalue for="{at}" value={attribute(text)}/>')
    return f"<attvalues>{''.join(rows)}</attvalues>" if rows else ""
