"""GraphML: parties as nodes, claims as directed edges, each with status, sources and sentence."""

from typing import BinaryIO

from keii.exports.files import text_over
from keii.exports.network import ATTRIBUTES, NODE_ATTRIBUTES, Edge, Node, Value, edges
from keii.exports.request import Request
from keii.exports.xml import attribute, content

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""


def write(out: BinaryIO, request: Request) -> int:
    """Write the graph and return how many edges it has; a node stands before the first edge that needs it."""
    number, seen = 0, set[str]()
    with text_over(out) as text:
        text.write(_HEAD)
        for name in NODE_ATTRIBUTES:
            text.write(f'<key id="n_{name}" for="node" attr.name="{name}" attr.type="string"/>\n')
        for name, type in ATTRIBUTES.items():
            text.write(f'<key id="e_{name}" for="edge" attr.name="{name}" attr.type="{type}"/>\n')
        text.write('<graph id="keii" edgedefault="directed">\n')
        for edge in edges(request):
            for node in (edge.source, edge.target):
                if node.id not in seen:
                    seen.add(node.id)
                    text.write(_node(node))
            text.write(_edge(edge))
            number += 1
        text.write("</graph>\n</graphml>\n")
    return number


def _node(node: Node) -> str:
    data = "".join(_data("n", name, getattr(node, name)) for name in NODE_ATTRIBUTES)
    return f"<node id={attribute(node.id)}>{data}</node>\n"


def _edge(edge: Edge) -> str:
    data = "".join(_data("e", name, value) for name, value in edge.values)
    ends = f"source={attribute(edge.source.id)} target={attribute(edge.target.id)}"
    return f"<edge id={attribute(edge.id)} {ends}>{data}</edge>\n"


def _data(of: str, name: str, value: Value) -> str:
    if value is None or value == "":
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f'<data key="{of}_{name}">{content(text)}</data>'
