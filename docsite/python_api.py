"""What Python programs may use, from its signatures, docstrings and the comments beside its fields."""

import ast
import dataclasses
import inspect
import re
from collections.abc import Iterator
from enum import Enum
from typing import Any

import keii
import keii.codebook
import keii.errors
import keii.model
import keii.spacy_component
from docsite.markdown import code, plain, shown, table
from docsite.markdown import page as made

_MODEL = ("Claim", "Party", "Source", "Place", "Time", "Quantity", "Cue", "Trace", "Judged", "Span", "Document",
          "Sentence", "Event", "Value", "Conflict", "Link", "Cause", "Causation", "Expectation", "Holder", "Told",
          "Turn", "Problem", "Judgement", "Status", "Certainty", "Reference", "SourceKind", "Outcome", "Verdict")


def page() -> str:
    """Return the page of all that is public, with the module that it is imported from."""
    parts = ["How it is used: [Python](../python.md). Everything is typed. Names that are not here may change at any "
             "time.",
             "## keii", *_function("keii.code", keii.code), *_function("keii.open", keii.open),
             *_class("keii.Record", keii.Record), *_class("keii.Answer", keii.Answer),
             *_class("keii.Filters", keii.Filters),
             "## keii.model", shown(keii.model.__doc__ or "")]
    for name in _MODEL:
        parts += _class(f"keii.model.{name}", getattr(keii.model, name))
    parts += ["## keii.codebook", *_function("keii.codebook.derive_plover", keii.codebook.derive_plover),
              "## keii.spacy_component", *_function("keii.spacy_component.make", keii.spacy_component.make),
              "## keii.errors", shown((keii.errors.__doc__ or "").split("\n\n")[0]),
              table(("error", "means"), ((code(name), shown(error.__doc__ or "")) for name, error in _errors()))]
    return made("Python reference", *parts)


def _errors() -> Iterator[tuple[str, type[Exception]]]:
    for name, value in vars(keii.errors).items():
        if inspect.isclass(value) and issubclass(value, keii.errors.KeiiError):
            yield name, value


def _function(name: str, function: Any) -> Iterator[str]:
    yield f"### {name}"
    yield from _explained(name.split(".")[-1], function)


def _explained(name: str, function: Any) -> Iterator[str]:
    yield f"```python\n{name}{_signature(function)}\n```"
    yield from _docstring(function)


def _signature(function: Any) -> str:
    """Return the parameters and what comes back, as the code has them, a parameter a line where they are long."""
    written = ast.parse(inspect.cleandoc("\n" + inspect.getsource(function))).body[0]
    assert isinstance(written, ast.FunctionDef)
    written.args.args = [one for one in written.args.args if one.arg != "self"]
    back = f" -> {ast.unparse(written.returns)}".replace("'", "") if written.returns else ""
    one_line = f"({ast.unparse(written.args)}){back}"
    if len(one_line) < 90:
        return one_line
    return "(\n    " + re.sub(r", (?=\*|\w+:)", ",\n    ", ast.unparse(written.args)) + f"\n){back}"


def _docstring(thing: Any) -> Iterator[str]:
    for part in inspect.cleandoc(thing.__doc__ or "").split("\n\n"):
        yield f"```python\n{part}\n```" if part.startswith(">>>") else shown(part)


def _class(name: str, kind: Any) -> Iterator[str]:
    yield f"### {name}"
    yield from _docstring(kind)
    if issubclass(kind, Enum):
        told = _comments(kind)
        yield table(("value", "means"), ((code(str(one.value)), plain(told.get(one.name, ""))) for one in kind))
        return
    comments, types = _comments(kind), _types(kind)
    fields = [field.name for field in dataclasses.fields(kind)] if dataclasses.is_dataclass(kind) else list(types)
    rows = [(code(field), code(types[field]).replace("|", "\\|"), plain(comments.get(field, ""))) for field in fields
            if not field.startswith("_")]
    if rows:
        yield table(("field", "type", "means"), rows)
    for method, function in vars(kind).items():
        if isinstance(function, property) and not method.startswith("_"):
            yield f"`{method}`: {shown(function.__doc__ or '')}"
        elif inspect.isfunction(function) and not method.startswith("_"):
            yield from _explained(f"{name.split('.')[-1]}.{method}", function)


def _types(kind: Any) -> dict[str, str]:
    return {statement.target.id: ast.unparse(statement.annotation).replace("'", "") for statement in _body(kind)
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)}


def _comments(kind: Any) -> dict[str, str]:
    """Return the comments that stand behind the fields of a class, by their names."""
    lines = inspect.getsource(kind).split("\n")
    found = {}
    for statement in _body(kind):
        target = statement.target if isinstance(statement, ast.AnnAssign) else \
            statement.targets[0] if isinstance(statement, ast.Assign) else None
        if isinstance(target, ast.Name):
            told = re.search(r"  # (.+)$", lines[(statement.end_lineno or 1) - 1])
            found[target.id] = told[1] if told else ""
    return found


def _body(kind: Any) -> list[ast.stmt]:
    statement = ast.parse(inspect.cleandoc("\n" + inspect.getsource(kind))).body[0]
    assert isinstance(statement, ast.ClassDef)
    return statement.body
